import { type Actor, type AnyActor, hasRole, type Role } from '../../kernel/actor.ts';
import { DomainError } from '../../kernel/error.ts';
import { addMinutes, type Instant } from '../../kernel/time.ts';
import { transit } from '../../kernel/workflow.ts';
import { type AuditEntry, historyOf } from '../../platform/audit.ts';
import type { Read, Transaction } from '../../platform/db/database.ts';
import { newId } from '../../platform/random.ts';
import { bodyNotFound, personNotFound } from './errors.ts';
import { deleteSteps } from './factor-queries.ts';
import { handOutLink } from './links.ts';
import type { PasswordHasher } from './password-hash.ts';
import type { PersonRow } from './people-contract.ts';
import {
  type AccountChange,
  findBody,
  findPerson,
  insertAccount,
  institutionNames,
  lockBody,
  openAccounts,
  type PersonRecord,
  updateAccount,
} from './people-queries.ts';
import { bodyOf, personRowOf, sessionRowOf, targetOf } from './people-rows.ts';
import {
  checkRoleChange,
  checkRoles,
  grantableRoles,
  mayHaveAffiliations,
  personRefusal,
  type Target,
} from './rules.ts';
import { idleMinutesOf } from './security-policy.ts';
import { deleteUnusedLinks, endSessions, listLiveSessions } from './sign-in-queries.ts';
import { type AccountStatus, type AccountVerb, accountSubject, accountWorkflow } from './status.ts';

/** The part of a call that these verbs need. */
export interface PeopleCall {
  readonly tx: Transaction;
  readonly actor: Actor;
  readonly receivedAt: Instant;
  record(entry: AuditEntry): void;
}

const getPersonRecord = async (read: Read, actor: AnyActor, id: string): Promise<PersonRecord> => {
  const record = await findPerson(read, actor, id);
  if (record === undefined) throw personNotFound();
  return record;
};

/** The account within the actor's reach, with its body locked against other changes. */
export const lockPerson = async (call: PeopleCall, id: string): Promise<PersonRecord> => {
  const { tx, actor } = call;
  await openAccounts(tx, actor);
  const seen = await getPersonRecord(tx, actor, id);
  await lockBody(tx, seen.organization_id);
  return await getPersonRecord(tx, actor, id);
};

/** The office alone says whom a reviewer must not review. */
const mayEditAffiliations = (actor: Actor, target: Target): boolean =>
  hasRole(actor, 'project_office_admin') &&
  mayHaveAffiliations(target.body.kind) &&
  target.status !== 'CLOSED';

/** One account with what its page shows. `idleMinutes` tells which sessions are still open. */
export const getPerson = async (
  read: Read,
  actor: Actor,
  id: string,
  at: Instant,
  idleMinutes: number,
) => {
  await openAccounts(read, actor);
  const record = await getPersonRecord(read, actor, id);
  const target = targetOf(record);
  const idle = idleMinutesOf(target.body.kind, idleMinutes);
  const sessions = await listLiveSessions(read, id, at, addMinutes(at, -idle));
  const history = await historyOf(
    read,
    { kind: 'account', id },
    { organizationId: actor.organizationId, seesPeople: true },
  );
  return {
    person: personRowOf(record, actor, at),
    grantableRoles: [...grantableRoles(actor, target.body)],
    affiliations: await institutionNames(read, record.affiliated_institution_ids),
    mayEditAffiliations: mayEditAffiliations(actor, target),
    sessions: sessions.map((session) => sessionRowOf(session, actor.sessionId)),
    history: history.map((line) => ({
      id: line.id,
      occurredAt: line.occurredAt,
      action: line.action,
      who: line.who,
      organizationName: line.organizationName,
      fromStatus: line.fromStatus,
      toStatus: line.toStatus,
      reason: line.reason,
    })),
  };
};

const linkAnswer = async (
  call: PeopleCall,
  accountId: string,
  purpose: 'ACTIVATE' | 'RESET',
): Promise<{ person: PersonRow; link: string; expiresAt: Instant }> => {
  const { tx, actor, receivedAt: at } = call;
  const handed = await handOutLink(tx, { accountId, purpose, at, by: actor.userId });
  return { person: personRowOf(await getPersonRecord(tx, actor, accountId), actor, at), ...handed };
};

/** Adds a person to a body; they choose their own password with the link (assurance A3). */
export const invitePerson = async (
  call: PeopleCall,
  input: {
    readonly organizationId: string;
    readonly loginName: string;
    readonly name: string;
    readonly roles: readonly Role[];
  },
) => {
  const { tx, actor, receivedAt: at } = call;
  await openAccounts(tx, actor);
  await lockBody(tx, input.organizationId);
  const record = await findBody(tx, actor, input.organizationId);
  if (record === undefined) throw bodyNotFound();
  checkRoles(actor, bodyOf(record), input.roles);
  const id = newId(at);
  await insertAccount(tx, {
    ...input,
    id,
    affiliatedInstitutionIds: [],
    passwordHash: null,
    at,
    by: actor.userId,
  });
  call.record({
    subjectKind: 'account',
    subjectId: id,
    toStatus: 'INVITED',
    detail: { roles: input.roles, organizationId: input.organizationId },
  });
  return await linkAnswer(call, id, 'ACTIVATE');
};

interface Step {
  readonly verb: AccountVerb;
  readonly version: number;
  readonly reason?: string;
  /** Where the table leaves a choice. */
  readonly choose?: AccountStatus;
}

/** The part every verb has in common: rules, table, one row at the expected version, audit. */
const carryOut = async (
  call: PeopleCall,
  record: PersonRecord,
  step: Step,
  change: AccountChange = {},
  detail: Readonly<Record<string, unknown>> = {},
): Promise<AccountStatus> => {
  const { tx, actor, receivedAt: at } = call;
  const target = targetOf(record);
  const refused = personRefusal(actor, target, step.verb, at);
  if (refused !== undefined) throw refused;
  const to = transit(accountWorkflow, accountSubject(target.status), actor, {
    verb: step.verb,
    at,
    reason: step.reason,
    ...(step.choose === undefined ? {} : { choose: step.choose }),
  });
  const account = { id: record.id, version: step.version };
  await updateAccount(tx, account, { ...change, status: to }, { at, by: actor.userId });
  call.record({
    subjectKind: 'account',
    subjectId: record.id,
    fromStatus: target.status,
    toStatus: to,
    ...(step.reason === undefined || step.reason === '' ? {} : { reason: step.reason }),
    detail,
  });
  return to;
};

const answer = async (call: PeopleCall, id: string): Promise<PersonRow> =>
  personRowOf(await getPersonRecord(call.tx, call.actor, id), call.actor, call.receivedAt);

const sameRoles = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((role) => b.includes(role));

/** Changes name and roles; with other roles the person signs in again (assurance A7). */
export const editPerson = async (
  call: PeopleCall,
  id: string,
  input: { readonly version: number; readonly name: string; readonly roles: readonly Role[] },
): Promise<PersonRow> => {
  const record = await lockPerson(call, id);
  const target = targetOf(record);
  const isSameRoles = sameRoles(record.roles, input.roles);
  const step = { verb: 'edit', version: input.version, choose: target.status } as const;
  const detail = isSameRoles ? {} : { rolesBefore: record.roles, rolesAfter: input.roles };
  if (!isSameRoles) {
    const refused = personRefusal(call.actor, target, 'edit', call.receivedAt);
    if (refused !== undefined) throw refused;
    checkRoles(call.actor, target.body, input.roles);
    checkRoleChange(target, input.roles);
  }
  await carryOut(call, record, step, { name: input.name, roles: input.roles }, detail);
  if (!isSameRoles) await endSessions(call.tx, id, call.receivedAt);
  return await answer(call, id);
};

export const renewLink = async (
  call: PeopleCall,
  id: string,
  input: { readonly version: number },
) => {
  const record = await lockPerson(call, id);
  await carryOut(call, record, { verb: 'renewLink', version: input.version });
  return await linkAnswer(call, id, 'ACTIVATE');
};

/** Every session, and every sign-in that waits for its second factor. */
const endSignIns = async (call: PeopleCall, id: string): Promise<void> => {
  await endSessions(call.tx, id, call.receivedAt);
  await deleteSteps(call.tx, id);
};

/** A new link to choose a password; the old one and every session end at once, whoever holds them. */
export const resetPassword = async (
  hasher: PasswordHasher,
  call: PeopleCall,
  id: string,
  input: { readonly version: number },
) => {
  const record = await lockPerson(call, id);
  const change = { passwordHash: await hasher.unmatchable() };
  await carryOut(call, record, { verb: 'resetPassword', version: input.version }, change);
  await endSignIns(call, id);
  return await linkAnswer(call, id, 'RESET');
};

interface Reasoned {
  readonly version: number;
  readonly reason: string;
}

/** Ends every sign-in and link in the transaction of the suspension itself (assurance A10). */
const shutOut = async (call: PeopleCall, id: string): Promise<void> => {
  await endSignIns(call, id);
  await deleteUnusedLinks(call.tx, id);
};

export const suspendPerson = async (
  call: PeopleCall,
  id: string,
  input: Reasoned,
): Promise<PersonRow> => {
  const record = await lockPerson(call, id);
  await carryOut(call, record, { verb: 'suspend', ...input });
  await shutOut(call, id);
  return await answer(call, id);
};

export const reactivatePerson = async (
  call: PeopleCall,
  id: string,
  input: Reasoned,
): Promise<PersonRow> => {
  const record = await lockPerson(call, id);
  const choose = record.has_password ? 'ACTIVE' : 'INVITED';
  await carryOut(call, record, { verb: 'reactivate', ...input, choose });
  return await answer(call, id);
};

/** For people who left; the account stays in the records and never signs in again. */
export const closePerson = async (
  call: PeopleCall,
  id: string,
  input: Reasoned,
): Promise<PersonRow> => {
  const record = await lockPerson(call, id);
  await carryOut(call, record, { verb: 'close', ...input }, { passwordHash: null });
  await shutOut(call, id);
  return await answer(call, id);
};

export const setAffiliations = async (
  call: PeopleCall,
  id: string,
  input: { readonly version: number; readonly institutionIds: readonly string[] },
): Promise<PersonRow> => {
  const { tx, actor, receivedAt: at } = call;
  const record = await lockPerson(call, id);
  if (!mayEditAffiliations(actor, targetOf(record))) {
    const text = '只有项目办、省级和市级教育行政部门的在任人员需要设置回避院校';
    throw new DomainError('unprocessable', 'accounts.no_affiliations', text);
  }
  const ids = [...new Set(input.institutionIds)];
  const known = await institutionNames(tx, ids);
  if (known.length !== ids.length) {
    const text = '所选院校中有已不在目录里的，请重新选择';
    throw new DomainError('unprocessable', 'accounts.institution_unknown', text, {
      field: 'institutionIds',
    });
  }
  const change = { affiliatedInstitutionIds: ids };
  await updateAccount(tx, { id, version: input.version }, change, { at, by: actor.userId });
  const detail = { before: record.affiliated_institution_ids, after: ids };
  call.record({ subjectKind: 'account', subjectId: id, detail });
  return await answer(call, id);
};

export const endPersonSessions = async (
  call: PeopleCall,
  id: string,
): Promise<{ ended: number }> => {
  const { tx, actor, receivedAt: at } = call;
  const record = await lockPerson(call, id);
  const refused = personRefusal(actor, targetOf(record), 'resetPassword', at);
  if (refused !== undefined && refused.kind === 'forbidden') throw refused;
  const ended = await endSessions(tx, id, at);
  call.record({ subjectKind: 'account', subjectId: id, detail: { ended } });
  return { ended };
};
