/**
 * Who owns each table: a feature, or one file of the platform. Others may join a table in a read; only its owner writes
 * it (ARCHITECTURE.md, arrow 4). A new table needs a line here.
 */
export const OWNERS: Readonly<Record<string, string>> = {
  setting: 'src/platform/settings.ts',
  audit_event: 'src/platform/audit.ts',
  idempotency_record: 'src/platform/http/idempotency.ts',
  import_run: 'src/platform/imports/queries.ts',
  sealing_key: 'src/platform/keys/queries.ts',

  division: 'organizations',
  organization: 'organizations',
  institution: 'organizations',
  jurisdiction: 'organizations',
  major: 'organizations',
  institution_major: 'organizations',

  account: 'accounts',
  session: 'accounts',
  activation: 'accounts',
  sign_in_failure: 'accounts',
  account_request: 'accounts',
  account_request_letter: 'accounts',
  second_factor: 'accounts',
  recovery_code: 'accounts',
  sign_in_step: 'accounts',
  external_sign_in: 'accounts',
  external_identity: 'accounts',
  account_handover: 'accounts',

  certificate: 'catalog',
  certificate_level: 'catalog',
  certificate_major: 'catalog',

  application_round: 'rounds',
  round_extension: 'rounds',

  contact: 'contacts',
  contact_change: 'contacts',
  contact_export: 'contacts',

  info_session: 'info-sessions',
  info_session_certificate: 'info-sessions',
  info_session_material: 'info-sessions',
  info_session_attendee: 'info-sessions',
  info_session_question: 'info-sessions',

  application: 'applications',
  application_item: 'applications',
  application_submission: 'applications',
  review_decision: 'applications',
  review_remark: 'applications',
  review_sample: 'applications',
  review_sample_row: 'applications',
  stored_file: 'applications',

  filing: 'filings',
  filing_counter: 'filings',
  filed_list_edition: 'filings',
  filed_list_row: 'filings',
  filed_list_fetch: 'filings',

  announcement: 'announcements',
  announcement_edition: 'announcements',
  announcement_attachment: 'announcements',
  announcement_recipient: 'announcements',

  document: 'documents',
  document_edition: 'documents',
  document_folder: 'documents',
  document_text: 'documents',
  document_visit: 'documents',

  notice: 'notifications',
  inbox_entry: 'notifications',
  delivery: 'notifications',
  group_robot: 'notifications',
  channel_address: 'notifications',
  channel_state: 'notifications',
  notification_profile: 'notifications',
  notification_preference: 'notifications',
  organization_preference: 'notifications',

  calendar_feed: 'workbench',
};
