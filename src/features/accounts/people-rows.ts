import { z } from 'zod';
import { type AnyActor, ORGANIZATION_KINDS, type Role, ROLES } from '../../kernel/actor.ts';
import type { Instant } from '../../kernel/time.ts';
import { organizationKindSchema, roleSchema } from './contract.ts';
import type { BodyRow, PersonRow } from './people-contract.ts';
import type { BodyRecord, PersonRecord } from './people-queries.ts';
import { type Body, grantableRoles, permittedPersonVerbs, type Target } from './rules.ts';
import type { listLiveSessions } from './sign-in-queries.ts';
import { ACCOUNT_STATUSES, accountWorkflow } from './status.ts';

const rolesSchema = z.array(roleSchema);
const statusSchema = z.enum(ACCOUNT_STATUSES);

export const bodyOf = (record: BodyRecord): Body => ({
  id: record.id,
  kind: organizationKindSchema.parse(record.kind),
  name: record.name,
  hasAdmin: record.has_admin,
});

export const targetOf = (record: PersonRecord): Target => ({
  id: record.id,
  status: statusSchema.parse(record.status),
  roles: rolesSchema.parse(record.roles),
  isLastAdmin: record.is_last_admin,
  body: {
    id: record.organization_id,
    kind: organizationKindSchema.parse(record.organization_kind),
    name: record.organization_name,
    hasAdmin: record.has_admin,
  },
});

const labelsOf = (roles: readonly Role[]): string => roles.map((role) => ROLES[role]).join('、');

const linkStateOf = (expiresAt: Instant | null, at: Instant): PersonRow['link'] => {
  if (expiresAt === null) return 'NONE';
  return expiresAt > at ? 'PENDING' : 'EXPIRED';
};

/** The row as this reader sees it now. */
export const personRowOf = (record: PersonRecord, actor: AnyActor, at: Instant): PersonRow => {
  const target = targetOf(record);
  return {
    id: record.id,
    loginName: record.login_name,
    name: record.name,
    organizationId: record.organization_id,
    organizationName: record.organization_name,
    organizationKind: target.body.kind,
    organizationKindLabel: ORGANIZATION_KINDS[target.body.kind],
    roles: [...target.roles],
    roleLabels: labelsOf(target.roles),
    status: target.status,
    statusLabel: accountWorkflow.states[target.status].office,
    link: linkStateOf(record.link_expires_at, at),
    linkExpiresAt: record.link_expires_at,
    lastSignInAt: record.last_sign_in_at,
    createdAt: record.created_at,
    isSelf: actor.kind === 'person' && actor.userId === record.id,
    isLastAdmin: record.is_last_admin,
    version: record.version,
    permittedActions: permittedPersonVerbs(actor, target, at),
  };
};

export const bodyRowOf = (record: BodyRecord, actor: AnyActor): BodyRow => {
  const body = bodyOf(record);
  return {
    id: body.id,
    name: body.name,
    kind: body.kind,
    kindLabel: ORGANIZATION_KINDS[body.kind],
    peopleCount: record.people_count,
    hasAdmin: body.hasAdmin,
    grantableRoles: [...grantableRoles(actor, body)],
  };
};

export const sessionRowOf = (
  session: Awaited<ReturnType<typeof listLiveSessions>>[number],
  currentId: string,
) => ({
  id: session.id,
  client: session.client === '' ? '未知设备' : session.client,
  createdAt: session.created_at,
  seenAt: session.seen_at,
  expiresAt: session.expires_at,
  isCurrent: session.id === currentId,
});
