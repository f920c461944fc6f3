import { type Actor, type Role, scopeOf } from '../../kernel/actor.ts';

/** Registers are kept by the office alone; everybody else reads (process.md 2). */
export const REGISTER_EDITORS: readonly Role[] = ['project_office_admin'];

export const PROVINCIAL_READERS: readonly Role[] = [
  'project_office_admin',
  'project_office_staff',
  'provincial_reviewer',
  'provincial_viewer',
  'auditor',
];

export const BUREAU_READERS: readonly Role[] = ['city_admin', 'city_reviewer', 'city_viewer'];

export const REGISTER_READERS: readonly Role[] = [...PROVINCIAL_READERS, ...BUREAU_READERS];

/** A technical administrator sees no business rows, yet must name an organization when opening an account. */
export const NAME_SEEKERS: readonly Role[] = [...REGISTER_READERS, 'system_admin'];

/** 本校专业 are the institution's own word (项目办函〔2025〕1号 三.1): nobody else writes them. */
export const MAJOR_EDITORS: readonly Role[] = ['institution_admin', 'institution_staff'];

/** Who looks after them; the leader only reads. */
export const MAJOR_KEEPERS: readonly Role[] = [...MAJOR_EDITORS, 'institution_leader'];

/** People outside the province, who look up their own body only. */
export const BODY_MEMBERS: readonly Role[] = [
  ...BUREAU_READERS,
  ...MAJOR_KEEPERS,
  'org_admin',
  'org_staff',
];

export const MAJOR_READERS: readonly Role[] = [...REGISTER_READERS, ...MAJOR_KEEPERS];

/** Which organizations a person reaches: all, their own and those their bureau answers for, or their own only. */
export type OrganizationScope =
  | { readonly kind: 'all' }
  | { readonly kind: 'bureau'; readonly organizationId: string }
  | { readonly kind: 'own'; readonly organizationId: string };

export const organizationScope = (actor: Actor): OrganizationScope => {
  const scope = scopeOf(actor);
  if (scope.kind === 'all' || scope.kind === 'bureau') return scope;
  return { kind: 'own', organizationId: actor.organizationId };
};

/** Who reads the names behind the changes: the province does, others see the organization only. */
export const historyReader = (actor: Actor) => ({
  organizationId: actor.organizationId,
  seesPeople: scopeOf(actor).kind === 'all',
});
