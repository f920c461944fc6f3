import { type Actor, type AnyActor, hasRole, type Role, scopeOf } from '../../kernel/actor.ts';
import { beijingDate, type DateOnly, type Instant } from '../../kernel/time.ts';
import { type RoundInTime, roundPhase } from './phase.ts';

/** Only the head of the office opens, changes and closes a round (process.md 2: rounds). */
export const ROUND_EDITORS: readonly Role[] = ['project_office_admin'];

/** Colleagues of the office see what is being prepared; everybody else sees a round once it is published. */
export const DRAFT_READERS: readonly Role[] = ['project_office_admin', 'project_office_staff'];

/** The history names persons of the office and their reasons. */
export const HISTORY_READERS: readonly Role[] = [
  'project_office_admin',
  'project_office_staff',
  'provincial_reviewer',
  'provincial_viewer',
  'auditor',
];

export const seesDrafts = (actor: AnyActor): boolean =>
  actor.kind === 'system' || hasRole(actor, ...DRAFT_READERS);

export const ROUND_ACTIONS = {
  update: '修改',
  publish: '发布',
  conclude: '办结',
  extend: '给予延期',
} as const;

export type RoundAction = keyof typeof ROUND_ACTIONS;

/** The verbs the screen may offer on this round; the server judges again when one is carried out. */
export const permittedRoundActions = (
  round: RoundInTime,
  actor: AnyActor,
  at: Instant,
): RoundAction[] => {
  if (!hasRole(actor, ...ROUND_EDITORS)) return [];
  switch (roundPhase(round, at)) {
    case 'DRAFT':
      return ['update', 'publish'];
    case 'UPCOMING':
    case 'OPEN':
      return ['update', 'extend'];
    case 'CITY_REVIEW':
    case 'PROVINCIAL_REVIEW':
      return ['update', 'conclude', 'extend'];
    case 'CLOSED':
      return ['update', 'conclude'];
    case 'CONCLUDED':
      return [];
  }
};

/** Whose extensions a person sees: the province all, a bureau those of its institutions, an institution its own. */
export type ExtensionScope =
  | { readonly kind: 'all' }
  /** Of those that it answers for on this day. */
  | { readonly kind: 'bureau'; readonly organizationId: string; readonly on: DateOnly }
  | { readonly kind: 'own'; readonly organizationId: string };

export const extensionScope = (actor: Actor, at: Instant): ExtensionScope => {
  const scope = scopeOf(actor);
  if (scope.kind === 'all') return scope;
  if (scope.kind === 'bureau') return { ...scope, on: beijingDate(at) };
  return { kind: 'own', organizationId: actor.organizationId };
};

/** Who works with the rounds themselves; institutions meet a round through their application. */
export const ROUND_LIST_READERS: readonly Role[] = [
  ...HISTORY_READERS,
  'city_admin',
  'city_reviewer',
  'city_viewer',
  'org_admin',
  'org_staff',
];
