export { cancelFiling, confirmEdition, type Confirmation, type FilingDeed } from './actions.ts';
export { composeEdition, type Composition } from './composition.ts';
export type { EditionRow } from './edition.ts';
export {
  areasOf,
  findEdition,
  findLatestEdition,
  listStoredEditions as listEditions,
  listStoredRows as listEditionRows,
  type RowListQuery,
  type StoredEdition,
} from './edition-queries.ts';
export { filingConstraintTexts } from './errors.ts';
export { expireDue, expireKind, filingJobs } from './jobs.ts';
export { filingRoutes } from './routes.ts';
export { filingsWorkflow, LEVELS, levelLabel, ROW_CHANGES, type RowChange } from './status.ts';
