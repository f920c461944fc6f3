import type { AnyActor, Role } from '../../kernel/actor.ts';

/** Evaluation organizations post and hold the sessions for their certificates (process.md 2, 5.17). */
export const HOSTS: readonly Role[] = ['org_admin', 'org_staff'];

/** The office lets them out and watches over the questions. */
export const MODERATORS: readonly Role[] = ['project_office_admin', 'project_office_staff'];

/** Whoever shows the code or reads who comes. */
export const KEEPERS: readonly Role[] = [...HOSTS, ...MODERATORS];

/** Who signs up, attends and asks: the people of an institution. */
export const PARTICIPANTS: readonly Role[] = [
  'institution_admin',
  'institution_staff',
  'institution_leader',
];

export const isModerator = (actor: AnyActor): boolean =>
  actor.kind === 'person' && actor.roles.some((role) => MODERATORS.includes(role));

export const isHostOf = (actor: AnyActor, organizationId: string): boolean =>
  actor.kind === 'person' &&
  actor.organizationId === organizationId &&
  actor.roles.some((role) => HOSTS.includes(role));

export const isParticipant = (actor: AnyActor): boolean =>
  actor.kind === 'person' &&
  actor.organizationKind === 'INSTITUTION' &&
  actor.roles.some((role) => PARTICIPANTS.includes(role));
