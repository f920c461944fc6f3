export { cancelFiling, confirmEdition } from './actions.ts';
export { composeEdition, NUMBER_SETTING, numberPrefixOf } from './composition.ts';
export type { EditionRow } from './edition.ts';
export {
  areasOf,
  findEdition,
  findLatestEdition,
  listStoredEditions as listEditions,
  listStoredRows as listEditionRows,
  type StoredEdition,
} from './edition-queries.ts';
export { filingConstraintTexts } from './errors.ts';
export { expireDue, filingJobs } from './jobs.ts';
export { filingNoticeEvents } from './notices.ts';
export { filingRoutes } from './routes.ts';
export { filingsWorkflow, levelLabel, ROW_CHANGES } from './status.ts';
export { filingTasks } from './tasks.ts';
