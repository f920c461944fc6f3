import type { Actor, AnyActor } from '../../kernel/actor.ts';
import type { BodyOf } from '../../kernel/endpoint.ts';
import { DomainError } from '../../kernel/error.ts';
import { maskPhone } from '../../kernel/phone.ts';
import { addMinutes, type Instant } from '../../kernel/time.ts';
import { permittedVerbs, transit } from '../../kernel/workflow.ts';
import type { AuditEntry } from '../../platform/audit.ts';
import type { Read, Transaction } from '../../platform/db/database.ts';
import type { ReceivedFile } from '../../platform/files/file-store.ts';
import { hashToken } from '../../platform/http/call.ts';
import { CommittedRefusal, type UploadGate } from '../../platform/http/route.ts';
import type { PlannedJob } from '../../platform/jobs.ts';
import type { Keyring, Place } from '../../platform/keyring.ts';
import { tell } from '../../platform/notice.ts';
import { newId, newToken } from '../../platform/random.ts';
import { organizationKindSchema } from './contract.ts';
import { bodyNotFound } from './errors.ts';
import { handOutLink } from './links.ts';
import { findBody, findPerson, insertAccount, lockBody, openAccounts } from './people-queries.ts';
import { bodyOf, personRowOf } from './people-rows.ts';
import type * as contract from './request-contract.ts';
import type { RequestRow } from './request-contract.ts';
import {
  countSince,
  countWaitingWithMobile,
  decideRequest,
  findByReceipt,
  findRequest,
  findRequestingBody,
  insertLetter,
  insertRequest,
  lockFlood,
  lockFreeLetter,
  type RequestRecord,
} from './request-queries.ts';
import {
  FLOOD_LIMITS,
  FLOOD_MINUTES,
  floodRefusal,
  LETTER_HOURS,
  letterMissing,
  maskMailbox,
  normalizeReceipt,
  receiptNumberOf,
  requestNotFound,
  sealBroken,
  UNREADABLE,
} from './request-rules.ts';
import { accountRequestWorkflow, REQUEST_STATUSES, requestSubject } from './request-status.ts';
import { adminRoleOf, checkRoles, grantableRoles } from './rules.ts';
import { addressClass } from './sign-in-rules.ts';
import { countTry, triesLeft } from './try-limits.ts';

/** The part of a call that these verbs need. */
export interface RequestCall<A extends AnyActor = AnyActor> {
  readonly tx: Transaction;
  readonly actor: A;
  readonly receivedAt: Instant;
  readonly client: { readonly address: string };
  readonly keyring: Keyring;
  record(entry: AuditEntry): void;
  plan(job: PlannedJob): void;
}

const SUBJECT = 'account_request';

const placeOf = (column: string, id: string): Place => ({ table: SUBJECT, column, id });

const networkOf = (keyring: Keyring, address: string): Buffer =>
  keyring.index('network', addressClass(address));

const FLOODS = {
  account_request_letter: {
    perNetwork: FLOOD_LIMITS.lettersPerNetwork,
    all: FLOOD_LIMITS.letters,
  },
  account_request: { perNetwork: FLOOD_LIMITS.requestsPerNetwork, all: FLOOD_LIMITS.requests },
} as const;

const refuseFlood = async (
  tx: Read,
  table: keyof typeof FLOODS,
  network: Buffer,
  at: Instant,
): Promise<void> => {
  const limits = FLOODS[table];
  const count = await countSince(tx, table, network, addMinutes(at, -FLOOD_MINUTES));
  const isOwn = count.network >= limits.perNetwork;
  if (isOwn || count.all >= limits.all) throw floodRefusal(isOwn);
};

/** Refuses before the first byte of a letter is received (assurance A, floods). */
export const holdOffLetters: UploadGate = async ({ tx, receivedAt, client, keyring }) =>
  await refuseFlood(tx, 'account_request_letter', networkOf(keyring, client.address), receivedAt);

/** Keeps a letter that was received; who uploaded it gets a secret to attach it with. */
export const uploadLetter = async (call: RequestCall & { readonly file: ReceivedFile }) => {
  const { tx, file, keyring, receivedAt: at } = call;
  const id = newId(at);
  const secret = newToken();
  const network = networkOf(keyring, call.client.address);
  // Many at once all passed the gate before the first of them was kept.
  await lockFlood(tx, 'account_request_letter');
  await refuseFlood(tx, 'account_request_letter', network, at);
  await insertLetter(tx, { id, tokenHash: hashToken(secret), network, at }, file);
  call.record({ subjectKind: 'account_request_letter', subjectId: id });
  return {
    id,
    secret,
    originalName: file.originalName,
    byteCount: file.byteCount,
    sha256: file.sha256,
    ...(file.pageCount === undefined ? {} : { pageCount: file.pageCount }),
  };
};

/** Who decides is told: the body's own administrator where there is one who can sign in, otherwise the office. */
const tellDeciders = async (
  call: RequestCall,
  request: { readonly id: string; readonly organizationId: string },
): Promise<void> => {
  const record = await findBody(call.tx, { kind: 'system', name: '系统' }, request.organizationId);
  const role = adminRoleOf(organizationKindSchema.parse(record?.kind));
  const isOwn = record?.has_admin === true && role !== undefined;
  call.plan(
    tell({
      event: 'accounts.requestReceived',
      key: request.id,
      to: [
        isOwn
          ? { organizationId: request.organizationId, roles: [role] }
          : { role: 'project_office_admin' },
      ],
      title: `${record?.name ?? ''}有新的账号申请`,
      lines: ['请核对授权书后办理。'],
      path: `/desk/people/requests/${request.id}`,
    }),
  );
};

/** Takes a request in. The answer is the same whether or not the body or the person has an account already. */
export const sendRequest = async (
  call: RequestCall,
  input: BodyOf<typeof contract.sendRequest>,
) => {
  const { tx, keyring, receivedAt: at } = call;
  const network = networkOf(keyring, call.client.address);
  await lockFlood(tx, 'account_request');
  await refuseFlood(tx, 'account_request', network, at);
  const body = await findRequestingBody(tx, input.organizationId);
  if (body === undefined) throw bodyNotFound();
  const isThere = await lockFreeLetter(tx, {
    id: input.letterId,
    tokenHash: hashToken(input.letterSecret),
    since: addMinutes(at, -LETTER_HOURS * 60),
  });
  if (!isThere) throw letterMissing();
  const id = newId(at);
  const receiptNumber = receiptNumberOf(Buffer.from(newToken(12), 'base64url'));
  await insertRequest(tx, {
    id,
    receiptNumber,
    organizationId: input.organizationId,
    name: input.name,
    duty: input.duty,
    mobileSealed: keyring.seal(input.mobile, placeOf('mobile_sealed', id)),
    mobileIndex: keyring.index('mobile', input.mobile),
    mailboxSealed: keyring.seal(input.mailbox, placeOf('mailbox_sealed', id)),
    purpose: input.purpose,
    letterId: input.letterId,
    network,
    at,
  });
  call.record({ subjectKind: SUBJECT, subjectId: id, toStatus: 'PENDING' });
  await tellDeciders(call, { id, organizationId: input.organizationId });
  return { receiptNumber, sentAt: at };
};

const statusOf = (status: string) =>
  REQUEST_STATUSES.find((known) => known === status) ?? 'PENDING';

/** The state that the receipt number tells; wrong numbers are counted per network. */
export const readRequestState = async (call: RequestCall, typed: string) => {
  const { tx, receivedAt: at } = call;
  const bucket = { key: `receipt/${addressClass(call.client.address)}`, limit: 60 };
  await triesLeft(tx, bucket, at);
  const receiptNumber = normalizeReceipt(typed);
  const found = await findByReceipt(tx, receiptNumber);
  if (found === undefined) {
    await countTry(tx, bucket, at);
    return new CommittedRefusal(requestNotFound());
  }
  const status = statusOf(found.status);
  return {
    receiptNumber,
    organizationName: found.organization_name,
    status,
    statusLabel: accountRequestWorkflow.states[status].applicant,
    sentAt: found.created_at,
    decidedAt: found.decided_at,
    reason: status === 'REFUSED' ? found.decision_reason : null,
  };
};

/** The row as this reader sees it now. */
export const requestRowOf = (record: RequestRecord, actor: Actor, at: Instant): RequestRow => {
  const status = statusOf(record.status);
  return {
    id: record.id,
    receiptNumber: record.receipt_number,
    status,
    statusLabel: accountRequestWorkflow.states[status].office,
    name: record.name,
    duty: record.duty,
    organizationId: record.organization_id,
    organizationName: record.organization_name,
    organizationKind: organizationKindSchema.parse(record.organization_kind),
    sentAt: record.created_at,
    decidedAt: record.decided_at,
    version: record.version,
    permittedActions: permittedVerbs(accountRequestWorkflow, requestSubject(status), actor, at),
  };
};

const loadRequest = async (read: Read, actor: Actor, id: string) => {
  await openAccounts(read, actor);
  const record = await findRequest(read, actor, id);
  if (record === undefined) throw requestNotFound();
  return record;
};

type Contacted = Pick<
  Awaited<ReturnType<typeof loadRequest>>,
  'id' | 'mobile_sealed' | 'mailbox_sealed'
>;

const openValue = (keyring: Keyring, sealed: string, place: Place): string => {
  try {
    return keyring.open(sealed, place);
  } catch {
    throw sealBroken();
  }
};

const contactOf = (keyring: Keyring, record: Contacted) => ({
  mobile: openValue(keyring, record.mobile_sealed, placeOf('mobile_sealed', record.id)),
  mailbox: openValue(keyring, record.mailbox_sealed, placeOf('mailbox_sealed', record.id)),
});

/** As the page shows them. A damaged value does not keep anybody from deciding; it is said in its place. */
const maskedContactOf = (keyring: Keyring, record: Contacted) => {
  try {
    const { mobile, mailbox } = contactOf(keyring, record);
    return { mobile: maskPhone(mobile), mailbox: maskMailbox(mailbox) };
  } catch (error) {
    if (error instanceof DomainError) return { mobile: UNREADABLE, mailbox: UNREADABLE };
    throw error;
  }
};

interface Reading {
  readonly tx: Read;
  readonly actor: Actor;
  readonly receivedAt: Instant;
  readonly keyring: Keyring;
}

/** One request with what its page shows. */
export const getRequest = async ({ tx, actor, receivedAt, keyring }: Reading, id: string) => {
  const record = await loadRequest(tx, actor, id);
  const body = await findBody(tx, actor, record.organization_id);
  return {
    request: requestRowOf(record, actor, receivedAt),
    purpose: record.purpose,
    ...maskedContactOf(keyring, record),
    letter: {
      originalName: record.original_name,
      byteCount: record.byte_count,
      pageCount: record.page_count,
    },
    reason: record.decision_reason,
    sameMobileCount: await countWaitingWithMobile(tx, record.mobile_index),
    grantableRoles: body === undefined ? [] : [...grantableRoles(actor, bodyOf(body))],
    hasAdmin: body?.has_admin === true,
  };
};

/** The letter as it was stored, never shown inside the page. */
export const downloadLetter = async (read: Read, actor: Actor, id: string) => {
  const record = await loadRequest(read, actor, id);
  return {
    fileName: `授权书-${record.receipt_number}-${record.original_name}`,
    mediaType: record.media_type,
    content: { storageKey: record.storage_key },
  };
};

/** Whole mobile and mailbox, for a purpose that is kept (assurance C4). */
export const revealRequest = async (call: RequestCall<Actor>, id: string, purpose: string) => {
  const record = await loadRequest(call.tx, call.actor, id);
  call.record({ subjectKind: SUBJECT, subjectId: id, reason: purpose });
  return contactOf(call.keyring, record);
};

/** Opens the account that was asked for; who asked chooses the password with the link. */
export const approveRequest = async (
  call: RequestCall<Actor>,
  id: string,
  input: BodyOf<typeof contract.approveRequest>,
) => {
  const { tx, actor, receivedAt: at } = call;
  const record = await loadRequest(tx, actor, id);
  const subject = requestSubject(statusOf(record.status));
  const to = transit(accountRequestWorkflow, subject, actor, { verb: 'approve', at });
  await lockBody(tx, record.organization_id);
  const body = await findBody(tx, actor, record.organization_id);
  if (body === undefined) throw bodyNotFound();
  checkRoles(actor, bodyOf(body), input.roles);
  const accountId = newId(at);
  await insertAccount(tx, {
    id: accountId,
    organizationId: record.organization_id,
    loginName: input.loginName,
    name: record.name,
    roles: input.roles,
    affiliatedInstitutionIds: [],
    passwordHash: null,
    at,
    by: actor.userId,
  });
  const seen = { id, version: input.version };
  await decideRequest(tx, seen, { status: to, accountId, at, by: actor.userId });
  call.record({
    subjectKind: SUBJECT,
    subjectId: id,
    fromStatus: 'PENDING',
    toStatus: to,
    detail: { accountId },
  });
  call.record({
    subjectKind: 'account',
    subjectId: accountId,
    action: 'accounts.invitePerson',
    toStatus: 'INVITED',
    detail: { roles: input.roles, organizationId: record.organization_id },
  });
  const by = actor.userId;
  const handed = await handOutLink(tx, { accountId, purpose: 'ACTIVATE', at, by });
  const person = await findPerson(tx, actor, accountId);
  if (person === undefined) throw requestNotFound();
  return { person: personRowOf(person, actor, at), ...handed };
};

export const refuseRequest = async (
  call: RequestCall<Actor>,
  id: string,
  input: { readonly version: number; readonly reason: string },
): Promise<RequestRow> => {
  const { tx, actor, receivedAt: at } = call;
  const record = await loadRequest(tx, actor, id);
  const { reason, version } = input;
  const subject = requestSubject(statusOf(record.status));
  const to = transit(accountRequestWorkflow, subject, actor, { verb: 'refuse', at, reason });
  await decideRequest(tx, { id, version }, { status: to, reason, at, by: actor.userId });
  call.record({ subjectKind: SUBJECT, subjectId: id, fromStatus: 'PENDING', toStatus: to, reason });
  return requestRowOf(await loadRequest(tx, actor, id), actor, at);
};
