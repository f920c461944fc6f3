import type { Role } from '../../kernel/actor.ts';

/** What the public reads of the office, and the beginning of its numbers, are the head's to decide. */
export const PROVINCE_EDITORS: readonly Role[] = ['project_office_admin'];
