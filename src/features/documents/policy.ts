import type { Role } from '../../kernel/actor.ts';

/** The office keeps the library; everybody reads what they may (process.md 2). */
export const LIBRARIANS: readonly Role[] = ['project_office_admin', 'project_office_staff'];
