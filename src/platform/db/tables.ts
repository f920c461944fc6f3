// Generated from the migrated database by scripts/generate-tables.ts. Do not edit.
import type { Generated } from 'kysely';
import type { Instant } from '../../kernel/time.ts';
import type { DefaultedJsonColumn, JsonColumn } from './json-column.ts';

interface Account {
  id: string;
  login_name: string;
  name: string;
  organization_id: string;
  status: string;
  roles: string[];
  affiliated_institution_ids: Generated<string[]>;
  password_hash: string | null;
  password_changed_at: Instant | null;
  last_sign_in_at: Instant | null;
  created_at: Instant;
  created_by: string | null;
  updated_at: Instant;
  updated_by: string | null;
  version: Generated<number>;
}

interface AccountHandover {
  id: string;
  from_account_id: string;
  to_account_id: string;
  organization_id: string;
  items: JsonColumn;
  reason: string;
  created_at: Instant;
  created_by: string | null;
  undone_at: Instant | null;
  undone_by: string | null;
}

interface AccountRequest {
  id: string;
  receipt_number: string;
  organization_id: string;
  status: string;
  name: string;
  duty: string;
  mobile_sealed: string;
  mobile_index: Buffer;
  mailbox_sealed: string;
  purpose: string;
  letter_id: string;
  network_index: Buffer;
  decided_at: Instant | null;
  decision_reason: string | null;
  account_id: string | null;
  created_at: Instant;
  created_by: string | null;
  updated_at: Instant;
  updated_by: string | null;
  version: Generated<number>;
}

interface AccountRequestLetter {
  id: string;
  token_hash: Buffer;
  network_index: Buffer;
  storage_key: string;
  original_name: string;
  media_type: string;
  byte_count: number;
  page_count: number | null;
  sha256: string;
  created_at: Instant;
}

interface Activation {
  id: string;
  account_id: string;
  token_hash: Buffer;
  purpose: string;
  expires_at: Instant;
  used_at: Instant | null;
  created_at: Instant;
  created_by: string | null;
}

interface Announcement {
  id: string;
  title: string;
  notice_number: string | null;
  body_html: string;
  body_text: string;
  is_public: Generated<boolean>;
  must_confirm: Generated<boolean>;
  audience: DefaultedJsonColumn;
  attachment_ids: Generated<string[]>;
  status: string;
  publish_at: Instant | null;
  published_at: Instant | null;
  edition: Generated<number>;
  corrected_at: Instant | null;
  confirm_edition: Generated<number>;
  withdrawn_at: Instant | null;
  withdraw_reason: string | null;
  nudged_at: Instant | null;
  created_at: Instant;
  created_by: string | null;
  updated_at: Instant;
  updated_by: string | null;
  version: Generated<number>;
}

interface AnnouncementAttachment {
  id: string;
  announcement_id: string;
  storage_key: string;
  original_name: string;
  media_type: string;
  byte_count: number;
  page_count: number | null;
  sha256: string;
  created_at: Instant;
  created_by: string;
}

interface AnnouncementEdition {
  announcement_id: string;
  number: number;
  title: string;
  notice_number: string | null;
  body_html: string;
  attachment_ids: string[];
  reason: string | null;
  published_at: Instant;
  published_by: string | null;
}

interface AnnouncementRecipient {
  announcement_id: string;
  account_id: string;
  organization_id: string;
  read_at: Instant | null;
  confirmed_at: Instant | null;
  confirmed_edition: number | null;
}

interface Application {
  id: string;
  round_id: string;
  institution_id: string;
  status: string;
  reviewing_bureau_id: string | null;
  returned_from: string | null;
  correction_due_at: Instant | null;
  receipt_number: string | null;
  submitted_at: Instant | null;
  submitted_by: string | null;
  submission_count: Generated<number>;
  is_new_institution: boolean | null;
  leader_name: Generated<string>;
  leader_title: Generated<string>;
  department_name: Generated<string>;
  department_head: Generated<string>;
  officer_name: Generated<string>;
  officer_title: Generated<string>;
  office_phone: Generated<string>;
  conditions: JsonColumn;
  statement_accepted: Generated<boolean>;
  plan_file_id: string | null;
  accepted_warnings: DefaultedJsonColumn;
  decided_at: Instant | null;
  item_count: Generated<number>;
  new_item_count: Generated<number>;
  planned_headcount: Generated<number>;
  created_at: Instant;
  created_by: string | null;
  updated_at: Instant;
  updated_by: string | null;
  version: Generated<number>;
}

interface ApplicationItem {
  id: string;
  application_id: string;
  position: number;
  certificate_level_id: string;
  institution_major_ids: Generated<string[]>;
  grades: Generated<string[]>;
  planned_headcount: number | null;
  site_intention: Generated<boolean>;
  three_year_reason: Generated<string>;
  note: Generated<string>;
  is_new: boolean | null;
  city_decision: string | null;
  city_opinion: Generated<string>;
  provincial_decision: string | null;
  approved_headcount: number | null;
  provincial_opinion: Generated<string>;
}

interface ApplicationRound {
  id: string;
  year: number;
  sequence: number;
  title: string;
  notice_number: string | null;
  status: string;
  opens_at: Instant;
  closes_at: Instant;
  city_review_due_at: Instant;
  provincial_review_due_at: Instant;
  eligible_kinds: string[];
  guidance: Generated<string>;
  rules: DefaultedJsonColumn;
  created_at: Instant;
  created_by: string | null;
  updated_at: Instant;
  updated_by: string | null;
  version: Generated<number>;
}

interface ApplicationSubmission {
  application_id: string;
  number: number;
  submitted_at: Instant;
  submitted_by: string;
  content: JsonColumn;
  content_hash: string;
  words: DefaultedJsonColumn;
}

interface AuditEvent {
  id: string;
  occurred_at: Instant;
  received_at: Instant;
  action: string;
  outcome: string;
  actor_kind: string;
  account_id: string | null;
  actor_name: string;
  organization_id: string | null;
  organization_name: string | null;
  subject_kind: string | null;
  subject_id: string | null;
  from_status: string | null;
  to_status: string | null;
  reason: string | null;
  detail: DefaultedJsonColumn;
  request_id: string | null;
}

interface CalendarFeed {
  id: string;
  account_id: string;
  token_hash: Buffer;
  created_at: Instant;
  revoked_at: Instant | null;
}

interface Certificate {
  id: string;
  code: string;
  short_name: string;
  name: string;
  batch: number | null;
  batch_basis: string | null;
  evaluation_organization_id: string;
  status: Generated<string>;
  status_reason: string | null;
  status_on: string | null;
  standard_code: string | null;
  standard_url: string | null;
  sector: string | null;
  trust: string | null;
  source: string | null;
  note: string | null;
  search_text: string;
  created_at: Instant;
  created_by: string | null;
  updated_at: Instant;
  updated_by: string | null;
  version: Generated<number>;
}

interface CertificateLevel {
  id: string;
  certificate_id: string;
  level: number;
  effective_on: string | null;
  trust: string | null;
  source: string | null;
  created_at: Instant;
  created_by: string | null;
}

interface CertificateMajor {
  certificate_id: string;
  major_code: string;
  major_name: string;
  education_level: string;
  trust: string | null;
  source: string | null;
}

interface ChannelAddress {
  id: string;
  account_id: string;
  medium: string;
  address_sealed: string;
  address_index: Buffer;
  provider_sealed: string | null;
  verified_at: Instant | null;
  refused_at: Instant | null;
  code_hash: Buffer | null;
  code_sealed: string | null;
  code_expires_at: Instant | null;
  code_attempt_count: Generated<number>;
  created_at: Instant;
}

interface ChannelState {
  channel: string;
  is_enabled: boolean;
  is_set_up: Generated<boolean>;
  sender: string | null;
  paused_until_at: Instant | null;
  failure_count: Generated<number>;
  last_error: string | null;
  last_failed_at: Instant | null;
  last_sent_at: Instant | null;
}

interface Contact {
  id: string;
  organization_id: string;
  duty: string;
  name: string;
  department: Generated<string>;
  title: Generated<string>;
  landline: Generated<string>;
  mobile_sealed: string | null;
  mobile_index: Buffer | null;
  mailbox_sealed: string | null;
  mailbox_index: Buffer | null;
  valid_from: string;
  valid_to: string | null;
  confirmed_at: Instant | null;
  confirmed_by: string | null;
  reported_kind: string | null;
  reported_at: Instant | null;
  revoked_at: Instant | null;
  revoked_by: string | null;
  search_text: string;
  created_at: Instant;
  created_by: string | null;
  updated_at: Instant;
  updated_by: string | null;
  version: Generated<number>;
}

interface ContactChange {
  id: string;
  contact_id: string;
  organization_id: string;
  verb: string;
  reason: Generated<string>;
  facts: DefaultedJsonColumn;
  mobile_sealed: string | null;
  mailbox_sealed: string | null;
  previous_id: string | null;
  undone_at: Instant | null;
  undone_by: string | null;
  created_at: Instant;
  created_by: string | null;
}

interface ContactExport {
  id: string;
  organization_id: string;
  account_id: string;
  purpose: string;
  row_count: number;
  created_at: Instant;
  created_by: string;
}

interface Delivery {
  id: string;
  kind: string;
  channel: string;
  notice_id: string | null;
  account_id: string | null;
  group_robot_id: string | null;
  address_id: string | null;
  digest_id: string | null;
  todo_id: string | null;
  digest_on: string | null;
  is_urgent: boolean;
  status: string;
  next_attempt_at: Instant;
  lease_id: string | null;
  attempt_count: Generated<number>;
  claim_count: Generated<number>;
  last_error: string | null;
  provider_ref: string | null;
  created_at: Instant;
  settled_at: Instant | null;
  check_at: Instant | null;
  check_count: Generated<number>;
  arrived_at: Instant | null;
  resend_count: Generated<number>;
}

interface Division {
  code: string;
  name: string;
  level: string;
  parent_code: string | null;
  source: string;
}

interface Document {
  id: string;
  folder_id: string;
  title: string;
  category: string;
  document_number: string | null;
  summary: Generated<string>;
  visibility: string;
  kinds: Generated<string[]>;
  roles: Generated<string[]>;
  status: string;
  released_at: Instant | null;
  edition: Generated<number>;
  edition_at: Instant | null;
  search_text: string;
  created_at: Instant;
  created_by: string | null;
  updated_at: Instant;
  updated_by: string | null;
  version: Generated<number>;
}

interface DocumentEdition {
  document_id: string;
  number: number;
  storage_key: string;
  original_name: string;
  media_type: string;
  byte_count: number;
  page_count: number | null;
  sha256: string;
  note: Generated<string>;
  text_status: string;
  html: string | null;
  created_at: Instant;
  created_by: string | null;
}

interface DocumentFolder {
  id: string;
  name: string;
  position: number;
  created_at: Instant;
  created_by: string | null;
  updated_at: Instant;
  updated_by: string | null;
  version: Generated<number>;
}

interface DocumentText {
  document_id: string;
  number: number;
  text: string;
  bigrams: string[];
}

interface DocumentVisit {
  account_id: string;
  seen_at: Instant;
  previous_seen_at: Instant | null;
}

interface ExternalIdentity {
  id: string;
  account_id: string;
  provider: string;
  subject_index: Buffer;
  created_at: Instant;
  created_by: string | null;
}

interface ExternalSignIn {
  id: string;
  state_hash: Buffer;
  purpose: string;
  session_id: string | null;
  next_path: string;
  expires_at: Instant;
  used_at: Instant | null;
  created_at: Instant;
}

interface FiledListEdition {
  id: string;
  round_id: string;
  number: number;
  confirmed_at: Instant;
  confirmed_by: string;
  confirmer_name: string;
  note: Generated<string>;
  row_count: number;
  added_count: number;
  changed_count: number;
  removed_count: number;
  content_hash: string;
}

interface FiledListFetch {
  id: string;
  edition_id: string;
  organization_id: string;
  account_id: string;
  format: string;
  row_count: number;
  fetched_at: Instant;
}

interface FiledListRow {
  edition_id: string;
  position: number;
  change: string;
  filing_number: string;
  institution_name: string;
  institution_kind: string;
  area_name: string;
  certificate_name: string;
  level: number;
  evaluation_organization_id: string;
  evaluation_organization_name: string;
  major_names: string[];
  headcount: number;
  is_new: boolean;
  search_text: string;
}

interface Filing {
  id: string;
  filing_number: string;
  round_id: string;
  institution_id: string;
  certificate_level_id: string;
  evaluation_organization_id: string;
  application_item_id: string;
  headcount: number;
  major_names: string[];
  is_new: boolean;
  valid_from: string;
  valid_to: string;
  status: string;
  cancel_reason: string | null;
  cancelled_at: Instant | null;
  cancelled_by: string | null;
  created_at: Instant;
  created_by: string | null;
  updated_at: Instant;
  updated_by: string | null;
  version: Generated<number>;
}

interface FilingCounter {
  round_id: string;
  last_number: number;
}

interface GroupRobot {
  id: string;
  name: string;
  organization_id: string;
  token_sealed: string;
  secret_sealed: string;
  events: string[];
  is_enabled: boolean;
  created_at: Instant;
  created_by: string | null;
  updated_at: Instant;
  updated_by: string | null;
  version: Generated<number>;
}

interface IdempotencyRecord {
  account_id: string;
  key: string;
  route: string;
  request_hash: string;
  response: JsonColumn;
  created_at: Instant;
}

interface ImportRun {
  id: string;
  feature: string;
  register: string;
  status: string;
  actor: JsonColumn;
  organization_id: string;
  file_name: string;
  byte_count: number;
  sha256: string;
  storage_key: string | null;
  row_count: Generated<number>;
  created_count: Generated<number>;
  changed_count: Generated<number>;
  same_count: Generated<number>;
  error_count: Generated<number>;
  warning_count: Generated<number>;
  written_count: Generated<number>;
  problems: DefaultedJsonColumn;
  failure: Generated<string>;
  cancel_requested_at: Instant | null;
  started_at: Instant | null;
  ended_at: Instant | null;
  created_at: Instant;
  created_by: string | null;
  updated_at: Instant;
  updated_by: string | null;
  version: Generated<number>;
}

interface InboxEntry {
  id: string;
  notice_id: string;
  account_id: string;
  created_at: Instant;
  read_at: Instant | null;
}

interface InfoSession {
  id: string;
  organization_id: string;
  title: string;
  summary: string;
  starts_at: Instant;
  ends_at: Instant;
  platform: string;
  join_url: Generated<string>;
  join_note: Generated<string>;
  speaker: string;
  contact_note: Generated<string>;
  recording_url: Generated<string>;
  recording_note: Generated<string>;
  status: string;
  reason: Generated<string>;
  sequence: Generated<number>;
  submitted_at: Instant | null;
  published_at: Instant | null;
  created_at: Instant;
  created_by: string | null;
  updated_at: Instant;
  updated_by: string | null;
  version: Generated<number>;
}

interface InfoSessionAttendee {
  info_session_id: string;
  account_id: string;
  institution_id: string;
  signed_up_at: Instant | null;
  attended_at: Instant | null;
  wrong_code_count: Generated<number>;
  wrong_code_at: Instant | null;
}

interface InfoSessionCertificate {
  info_session_id: string;
  certificate_id: string;
}

interface InfoSessionMaterial {
  id: string;
  info_session_id: string;
  storage_key: string;
  original_name: string;
  media_type: string;
  byte_count: number;
  page_count: number | null;
  sha256: string;
  created_at: Instant;
  created_by: string;
}

interface InfoSessionQuestion {
  id: string;
  info_session_id: string;
  certificate_id: string | null;
  account_id: string;
  institution_id: string;
  question: string;
  asked_at: Instant;
  answer: string | null;
  answered_at: Instant | null;
  answered_by: string | null;
  hidden_at: Instant | null;
  hidden_reason: string | null;
}

interface Institution {
  organization_id: string;
  institution_kind: string;
  affiliation: string;
  institution_code: string | null;
  ownership: string | null;
  address: string | null;
}

interface InstitutionMajor {
  id: string;
  institution_id: string;
  major_code: string;
  major_name: string;
  direction: Generated<string>;
  first_enrolment_year: number;
  current_students: number;
  status: Generated<string>;
  search_text: string;
  created_at: Instant;
  created_by: string | null;
  updated_at: Instant;
  updated_by: string | null;
  version: Generated<number>;
}

interface Jurisdiction {
  id: string;
  institution_id: string;
  bureau_id: string;
  valid_from: string;
  valid_to: string | null;
  note: string | null;
  created_at: Instant;
  created_by: string | null;
  updated_at: Instant;
  updated_by: string | null;
  version: Generated<number>;
}

interface Major {
  code: string;
  catalog_edition: string;
  name: string;
  education_level: string;
  class_code: string;
  class_name: string;
  category_code: string;
  category_name: string;
  state_controlled: Generated<boolean>;
  search_text: string;
}

interface Notice {
  id: string;
  event: string;
  key: string;
  title: string;
  lines: string[];
  path: string;
  until_at: Instant | null;
  is_urgent: boolean;
  created_at: Instant;
  expanded_at: Instant | null;
  settled_at: Instant | null;
}

interface NotificationPreference {
  account_id: string;
  event: string;
  channel: string;
  is_enabled: boolean;
  updated_at: Instant;
}

interface NotificationProfile {
  account_id: string;
  quiet_from_minute: number | null;
  quiet_to_minute: number | null;
  is_digest: boolean;
  digest_hour: number;
  updated_at: Instant;
}

interface Organization {
  id: string;
  kind: string;
  code: string;
  name: string;
  short_name: string | null;
  former_names: Generated<string[]>;
  status: Generated<string>;
  area_code: string | null;
  credit_code: string | null;
  source: string | null;
  trust: string | null;
  search_text: string;
  created_at: Instant;
  created_by: string | null;
  updated_at: Instant;
  updated_by: string | null;
  version: Generated<number>;
}

interface OrganizationPreference {
  organization_id: string;
  event: string;
  channel: string;
  is_enabled: boolean;
  updated_at: Instant;
  updated_by: string | null;
}

interface RecoveryCode {
  id: string;
  account_id: string;
  code_index: Buffer;
  used_at: Instant | null;
  created_at: Instant;
}

interface ReviewDecision {
  id: string;
  application_id: string;
  stage: string;
  verb: string;
  opinion: string;
  account_id: string;
  reviewer_name: string;
  organization_id: string;
  decided_at: Instant;
  revoked_at: Instant | null;
}

interface ReviewRemark {
  id: string;
  application_id: string;
  decision_id: string | null;
  stage: string;
  field: string;
  text: string;
  account_id: string;
  created_at: Instant;
  answer: Generated<string>;
  answered_at: Instant | null;
}

interface ReviewSample {
  id: string;
  round_id: string;
  bureau_id: string | null;
  seed: string;
  size: number;
  population: number;
  drawn_at: Instant;
  drawn_by: string;
  drawer_name: string;
}

interface ReviewSampleRow {
  sample_id: string;
  position: number;
  application_id: string;
  status: string;
}

interface RoundExtension {
  id: string;
  round_id: string;
  organization_id: string;
  closes_at: Instant;
  reason: string;
  created_at: Instant;
  created_by: string;
  revoked_at: Instant | null;
  revoked_by: string | null;
}

interface SealingKey {
  name: string;
  check_value: string;
  created_at: Instant;
  retired_at: Instant | null;
}

interface SecondFactor {
  account_id: string;
  secret_sealed: string | null;
  pending_sealed: string | null;
  confirmed_at: Instant | null;
  last_step: Generated<number>;
  created_at: Instant;
}

interface Session {
  id: string;
  token_hash: Buffer;
  account_id: string;
  device_hash: Buffer | null;
  client: Generated<string>;
  created_at: Instant;
  seen_at: Instant;
  expires_at: Instant;
  ended_at: Instant | null;
  proved_at: Generated<Instant>;
  restriction: string | null;
  viewed_account_id: string | null;
  view_ends_at: Instant | null;
}

interface Setting {
  key: string;
  value: JsonColumn;
  updated_at: Instant;
  updated_by: string | null;
}

interface SignInFailure {
  id: string;
  bucket: string;
  occurred_at: Instant;
}

interface SignInStep {
  id: string;
  token_hash: Buffer;
  account_id: string;
  try_count: Generated<number>;
  expires_at: Instant;
  created_at: Instant;
}

interface StoredFile {
  id: string;
  storage_key: string;
  original_name: string;
  media_type: string;
  byte_count: number;
  page_count: number | null;
  sha256: string;
  purpose: string;
  organization_id: string;
  created_at: Instant;
  created_by: string;
}

/** Every table of the product. */
export interface DB {
  account: Account;
  account_handover: AccountHandover;
  account_request: AccountRequest;
  account_request_letter: AccountRequestLetter;
  activation: Activation;
  announcement: Announcement;
  announcement_attachment: AnnouncementAttachment;
  announcement_edition: AnnouncementEdition;
  announcement_recipient: AnnouncementRecipient;
  application: Application;
  application_item: ApplicationItem;
  application_round: ApplicationRound;
  application_submission: ApplicationSubmission;
  audit_event: AuditEvent;
  calendar_feed: CalendarFeed;
  certificate: Certificate;
  certificate_level: CertificateLevel;
  certificate_major: CertificateMajor;
  channel_address: ChannelAddress;
  channel_state: ChannelState;
  contact: Contact;
  contact_change: ContactChange;
  contact_export: ContactExport;
  delivery: Delivery;
  division: Division;
  document: Document;
  document_edition: DocumentEdition;
  document_folder: DocumentFolder;
  document_text: DocumentText;
  document_visit: DocumentVisit;
  external_identity: ExternalIdentity;
  external_sign_in: ExternalSignIn;
  filed_list_edition: FiledListEdition;
  filed_list_fetch: FiledListFetch;
  filed_list_row: FiledListRow;
  filing: Filing;
  filing_counter: FilingCounter;
  group_robot: GroupRobot;
  idempotency_record: IdempotencyRecord;
  import_run: ImportRun;
  inbox_entry: InboxEntry;
  info_session: InfoSession;
  info_session_attendee: InfoSessionAttendee;
  info_session_certificate: InfoSessionCertificate;
  info_session_material: InfoSessionMaterial;
  info_session_question: InfoSessionQuestion;
  institution: Institution;
  institution_major: InstitutionMajor;
  jurisdiction: Jurisdiction;
  major: Major;
  notice: Notice;
  notification_preference: NotificationPreference;
  notification_profile: NotificationProfile;
  organization: Organization;
  organization_preference: OrganizationPreference;
  recovery_code: RecoveryCode;
  review_decision: ReviewDecision;
  review_remark: ReviewRemark;
  review_sample: ReviewSample;
  review_sample_row: ReviewSampleRow;
  round_extension: RoundExtension;
  sealing_key: SealingKey;
  second_factor: SecondFactor;
  session: Session;
  setting: Setting;
  sign_in_failure: SignInFailure;
  sign_in_step: SignInStep;
  stored_file: StoredFile;
}
