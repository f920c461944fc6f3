import {
  type AnyActor,
  hasRole,
  type OrganizationKind,
  type Role,
  ROLES,
  ROLES_OF_KIND,
} from '../../kernel/actor.ts';
import { DomainError } from '../../kernel/error.ts';
import type { Instant } from '../../kernel/time.ts';
import { permittedVerbs, refusal } from '../../kernel/workflow.ts';
import {
  type AccountStatus,
  type AccountVerb,
  accountSubject,
  accountWorkflow,
  PEOPLE_ADMINS,
} from './status.ts';

/** The role that looks after the people of a body of this kind; the department has none, the office looks after it. */
const ADMIN_OF_KIND: Readonly<Record<OrganizationKind, Role | undefined>> = {
  PROJECT_OFFICE: 'project_office_admin',
  PROVINCIAL_DEPARTMENT: undefined,
  CITY_BUREAU: 'city_admin',
  INSTITUTION: 'institution_admin',
  EVALUATION_ORGANIZATION: 'org_admin',
};

export const adminRoleOf = (kind: OrganizationKind): Role | undefined => ADMIN_OF_KIND[kind];

/** What has to be known of a body before its people are touched. */
export interface Body {
  readonly id: string;
  readonly kind: OrganizationKind;
  readonly name: string;
  /** Somebody who may sign in holds the admin role already. */
  readonly hasAdmin: boolean;
}

/** Looks after the people of every body; the kind is asked too, should a role ever have been given wrongly. */
export const managesAll = (actor: AnyActor): boolean => {
  if (actor.kind !== 'person') return actor.kind === 'system';
  return (
    actor.organizationKind === 'PROJECT_OFFICE' &&
    hasRole(actor, 'project_office_admin', 'system_admin')
  );
};

const grantableByTechnician = (body: Body): readonly Role[] => {
  // Separation of duties (等保 8.1.4.2 d): a technical administrator names nobody who reviews or supervises.
  if (body.kind === 'PROJECT_OFFICE') return ['system_admin'];
  if (body.kind === 'PROVINCIAL_DEPARTMENT') return [];
  const admin = ADMIN_OF_KIND[body.kind];
  return ROLES_OF_KIND[body.kind].filter((role) => role !== admin || body.hasAdmin);
};

/** Roles that this person may give to people of this body; the first admin of a body is named by the office alone. */
export const grantableRoles = (actor: AnyActor, body: Body): readonly Role[] => {
  if (actor.kind !== 'person') return actor.kind === 'system' ? ROLES_OF_KIND[body.kind] : [];
  if (hasRole(actor, 'project_office_admin')) return ROLES_OF_KIND[body.kind];
  if (hasRole(actor, 'system_admin')) return grantableByTechnician(body);
  const isOwn = actor.organizationId === body.id && hasRole(actor, ...PEOPLE_ADMINS);
  return isOwn ? ROLES_OF_KIND[body.kind] : [];
};

/** @throws DomainError for a role that does not fit the body or is above the one who gives it */
export const checkRoles = (actor: AnyActor, body: Body, roles: readonly Role[]): void => {
  const foreign = roles.find((role) => !ROLES_OF_KIND[body.kind].includes(role));
  if (foreign !== undefined) {
    const text = `“${ROLES[foreign]}”不是${body.name}可以设置的角色，请重新选择`;
    throw new DomainError('unprocessable', 'accounts.role_not_of_body', text, { field: 'roles' });
  }
  const above = roles.find((role) => !grantableRoles(actor, body).includes(role));
  if (above !== undefined) {
    const text = `您不能授予“${ROLES[above]}”，请联系项目办管理员设置`;
    throw new DomainError('forbidden', 'accounts.role_above', text, { field: 'roles' });
  }
};

/** One account as the rules see it. */
export interface Target {
  readonly id: string;
  readonly status: AccountStatus;
  readonly roles: readonly Role[];
  readonly body: Body;
  /** The only person of the body who can sign in with the admin role. */
  readonly isLastAdmin: boolean;
}

const SELF_REFUSED: readonly AccountVerb[] = [
  'edit',
  'resetPassword',
  'suspend',
  'reactivate',
  'close',
];
const TAKES_ACCESS_AWAY: readonly AccountVerb[] = ['suspend', 'close'];

const lastAdminRefusal = (target: Target): DomainError =>
  new DomainError(
    'unprocessable',
    'accounts.last_admin',
    `这是${target.body.name}唯一的管理员，请先另设一名管理员并由其激活，再办理；如账号被盗用，请用“重设密码”，原密码和登录会立即失效`,
  );

/** Nobody touches the work of a rank that they could not grant, whatever the state of the account. */
export const rankRefusal = (actor: AnyActor, target: Target): DomainError | undefined => {
  const grantable = grantableRoles(actor, target.body);
  if (target.roles.every((role) => grantable.includes(role))) return undefined;
  const text = '该账号的角色高于您的权限，请联系项目办管理员办理';
  return new DomainError('forbidden', 'accounts.role_above', text);
};

/** Why the verb is refused on this account now; the order is role and state, oneself, rank, last admin. */
export const personRefusal = (
  actor: AnyActor,
  target: Target,
  verb: AccountVerb,
  at: Instant,
): DomainError | undefined => {
  const refused = refusal(accountWorkflow, accountSubject(target.status), actor, verb, at);
  if (refused !== undefined) return new DomainError(refused.kind, refused.code, refused.text);
  if (actor.kind !== 'person') return undefined;
  if (actor.userId === target.id && SELF_REFUSED.includes(verb)) {
    const text = '不能对自己的账号进行这项操作，请由另一名管理员办理；修改自己的密码请到“我的账号”';
    return new DomainError('forbidden', 'accounts.self', text);
  }
  // Whoever resets a password could sign in as that person: nobody manages a rank that they could not grant.
  const above = rankRefusal(actor, target);
  if (above !== undefined) return above;
  if (target.isLastAdmin && TAKES_ACCESS_AWAY.includes(verb)) return lastAdminRefusal(target);
  return undefined;
};

/** @throws DomainError when the change would leave the body without an admin who can sign in */
export const checkRoleChange = (target: Target, roles: readonly Role[]): void => {
  const admin = ADMIN_OF_KIND[target.body.kind];
  if (target.isLastAdmin && admin !== undefined && !roles.includes(admin))
    throw lastAdminRefusal(target);
};

/** The buttons of a row, in the order of the table. */
export const permittedPersonVerbs = (actor: AnyActor, target: Target, at: Instant): AccountVerb[] =>
  permittedVerbs(accountWorkflow, accountSubject(target.status), actor, at).filter(
    (verb) => personRefusal(actor, target, verb, at) === undefined,
  );

/** 回避: only people of the office and the department review, and only the office says whom they must not review. */
export const mayHaveAffiliations = (kind: OrganizationKind): boolean =>
  kind === 'PROJECT_OFFICE' || kind === 'PROVINCIAL_DEPARTMENT' || kind === 'CITY_BUREAU';
