import type { Role } from '../../kernel/actor.ts';

/** The office writes, publishes and follows up announcements (process.md 2). */
export const ANNOUNCEMENT_EDITORS: readonly Role[] = [
  'project_office_admin',
  'project_office_staff',
];
