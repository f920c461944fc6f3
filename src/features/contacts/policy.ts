import { type Actor, type AnyActor, hasRole, type Role, scopeOf } from '../../kernel/actor.ts';

/** An organization's own people keep its contacts (七.2); nobody else writes them. */
export const OWN_EDITORS: readonly Role[] = [
  'institution_admin',
  'institution_staff',
  'org_admin',
  'org_staff',
  'city_admin',
];

/** Who finds 本单位联系人 in the menu. */
export const OWN_READERS: readonly Role[] = [
  ...OWN_EDITORS,
  'institution_leader',
  'city_reviewer',
  'city_viewer',
];

const PROVINCE: readonly Role[] = [
  'project_office_admin',
  'project_office_staff',
  'provincial_reviewer',
  'provincial_viewer',
  'auditor',
];

/** Who looks things up in the directory: the province all of it, a bureau the schools it answers for. */
export const DIRECTORY_READERS: readonly Role[] = [
  ...PROVINCE,
  'city_admin',
  'city_reviewer',
  'city_viewer',
];

/** Who sees the contacts of one organization: its own people, and those above. */
export const CONTACT_READERS: readonly Role[] = [...PROVINCE, ...OWN_READERS];

/** Who follows up contacts that are dead: reports, reminds. */
export const FOLLOWERS: readonly Role[] = [
  'project_office_admin',
  'project_office_staff',
  'city_admin',
];

/** Who may see a full number, each time for a purpose; viewers and the auditor have no use for one. */
export const UNMASKERS: readonly Role[] = [
  'project_office_admin',
  'project_office_staff',
  'provincial_reviewer',
  'city_admin',
  'city_reviewer',
  'institution_admin',
  'institution_staff',
  'org_admin',
  'org_staff',
];

/** Which organizations' contacts a person reaches. */
export type ContactScope =
  | { readonly kind: 'all' }
  | { readonly kind: 'bureau'; readonly organizationId: string }
  | { readonly kind: 'own'; readonly organizationId: string }
  | { readonly kind: 'none' };

export const contactScope = (actor: AnyActor): ContactScope => {
  const scope = scopeOf(actor);
  switch (scope.kind) {
    case 'all':
    case 'bureau':
      return scope;
    case 'institution':
    case 'evaluation':
      return { kind: 'own', organizationId: scope.organizationId };
    case 'public':
      return { kind: 'none' };
  }
};

/** Whether these are the person's own organization's contacts, and theirs to keep. */
export const maintains = (actor: Actor, organizationId: string): boolean =>
  actor.organizationId === organizationId && hasRole(actor, ...OWN_EDITORS);

/** Who reads the names behind the changes: the province and the organization itself. */
export const seesPeople = (actor: Actor, organizationId: string): boolean =>
  scopeOf(actor).kind === 'all' || actor.organizationId === organizationId;
