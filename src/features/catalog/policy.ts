import type { Role } from '../../kernel/actor.ts';

/** The catalog is public; only the office keeps it (process.md 2). */
export const CATALOG_EDITORS: readonly Role[] = ['project_office_admin'];

/** Who sees how complete the catalog is and who changed what. */
export const CATALOG_OBSERVERS: readonly Role[] = [
  'project_office_admin',
  'project_office_staff',
  'provincial_reviewer',
  'provincial_viewer',
  'auditor',
];
