import type { Role } from '../../kernel/actor.ts';

/** Who may call what; which rows they reach is the scope, which verbs are open is the workflow table. */
export const SCHOOL: readonly Role[] = [
  'institution_admin',
  'institution_staff',
  'institution_leader',
];
export const SCHOOL_EDITORS: readonly Role[] = ['institution_admin', 'institution_staff'];
export const SCHOOL_ADMIN: readonly Role[] = ['institution_admin'];
export const CITY_REVIEWER: readonly Role[] = ['city_reviewer'];
export const PROVINCIAL_REVIEWER: readonly Role[] = ['provincial_reviewer'];
export const OFFICE_ADMIN: readonly Role[] = ['project_office_admin'];

/** Sees what the province does about the cities' reviews. */
export const PROVINCE_READERS: readonly Role[] = [
  'provincial_reviewer',
  'provincial_viewer',
  'project_office_admin',
  'project_office_staff',
  'auditor',
];

/** Reads work lists and dashboards of a jurisdiction or of the province. */
export const OVERSEERS: readonly Role[] = [
  'city_admin',
  'city_reviewer',
  'city_viewer',
  ...PROVINCE_READERS,
];
export const READERS: readonly Role[] = [...SCHOOL, ...OVERSEERS];
