/**
 * Constraints without a text for the user, because no user can run into them: their values come from the code or from
 * a row that was just loaded. This list may only become shorter; a constraint that has a text or is gone must leave it.
 */
export const WITHOUT_TEXT: readonly string[] = [
  // Written by the code alone: its own words, and what it has just loaded or made.
  'application_institution_id_fkey',
  'application_item_application_id_fkey',
  'application_plan_file_id_fkey',
  'application_reviewing_bureau_id_fkey',
  'application_status_is_known',
  'application_submission_application_id_fkey',
  'audit_actor_kind_is_known',
  'audit_outcome_is_known',
  'city_decision_is_known',
  'file_is_not_empty',
  'one_row_per_stored_object',
  'provincial_decision_is_known',
  'returned_from_is_a_stage',
  'review_decision_application_id_fkey',
  'review_remark_application_id_fkey',
  'review_remark_decision_id_fkey',
  'review_stage_is_known',
  'submitted_application_has_receipt',
  'filed_list_edition_round_id_fkey',
  'filed_list_fetch_edition_id_fkey',
  'filed_list_fetch_organization_id_fkey',
  'filed_list_row_edition_id_fkey',
  'filed_list_row_evaluation_organization_id_fkey',
  'filing_application_item_id_fkey',
  'filing_certificate_level_id_fkey',
  'filing_counter_round_id_fkey',
  'filing_evaluation_organization_id_fkey',
  'filing_institution_id_fkey',
  'filing_round_id_fkey',
  'activation_account_id_fkey',
  'session_account_id_fkey',
  'institution_organization_id_fkey',
  'institution_major_institution_id_fkey',
  'division_parent_code_fkey',
  'certificate_level_certificate_id_fkey',
  'certificate_major_certificate_id_fkey',
  'round_extension_round_id_fkey',
  // Named by a user, but the action looks the row up first and refuses in its own words.
  'account_organization_id_fkey',
  'certificate_evaluation_organization_id_fkey',
  'jurisdiction_bureau_id_fkey',
  'jurisdiction_institution_id_fkey',
  'round_extension_organization_id_fkey',
];

/** Foreign keys without a full index of their own. May only become shorter. */
export const WITHOUT_INDEX: Readonly<Record<string, string>> = {
  jurisdiction_institution_id_fkey:
    'partial index over the open ones; a handful of rows per institution',
  round_extension_round_id_fkey: 'partial index over the live ones; a handful of rows per round',
};

/** Dates that bound a span instead of saying when something happened. */
export const SPAN_DATES: readonly string[] = ['valid_from', 'valid_to'];

/**
 * Tables without row-level security, each with the reason: they hold nothing of one organization, or only the platform
 * reads them and by key. May only become shorter.
 */
export const OPEN_TABLES: Readonly<Record<string, string>> = {
  setting: 'texts and codes of the province',
  division: 'public register',
  organization: 'names of bodies, public',
  institution: 'public register',
  jurisdiction: 'who reviews whom is published',
  major: 'national catalogue',
  certificate: 'public catalog',
  certificate_level: 'public catalog',
  certificate_major: 'public catalog',
  application_round: 'announced to everybody',
  filing_counter: 'a number per round',
  filed_list_edition: 'published',
  filed_list_row: 'published',
  schema_migration: "the migrator's own list",
  audit_event: 'appended by everybody, read only for one record that was loaded in scope',
  idempotency_record: 'read by account and key only',
  round_extension: 'joined for the closing of one institution; lists are scoped in the query',
  session: 'read by the hash of its token, or in the accounts feature',
  activation: 'read by the hash of its token, or in the accounts feature',
  sign_in_failure: 'read by bucket before anybody is signed in',
};
