import { type Actor, type OrganizationKind, SYSTEM } from '../../kernel/actor.ts';
import { DomainError } from '../../kernel/error.ts';
import { addMinutes, type Instant } from '../../kernel/time.ts';
import { transit } from '../../kernel/workflow.ts';
import type { AuditEntry } from '../../platform/audit.ts';
import type { Transaction } from '../../platform/db/database.ts';
import { hashToken } from '../../platform/http/call.ts';
import { CommittedRefusal } from '../../platform/http/route.ts';
import { newId, sha256Hex } from '../../platform/random.ts';
import { organizationKindSchema } from './contract.ts';
import { enter, type EnterCall, openFor, ownIdOf, replaceOwnSession } from './enter.ts';
import { linkInvalid, wrongCurrentPassword } from './errors.ts';
import { deleteSteps } from './factor-queries.ts';
import { passwordContext } from './password-context.ts';
import type { PasswordHasher } from './password-hash.ts';
import { passwordFindings } from './password-rules.ts';
import { readSecurityPolicy } from './security-settings.ts';
import { deviceKnownSince, deviceOf } from './sessions.ts';
import {
  type Credentials,
  deleteFailures,
  deleteUnusedLinks,
  endSessions,
  findCredentials,
  findLink,
  getCredentials,
  holdAccount,
  insertFailures,
  isKnownDevice,
  type Link,
  listFailures,
  lockBucket,
  lockLink,
  markLinkUsed,
  replaceHash,
  setPassword,
} from './sign-in-queries.ts';
import {
  type Bucket,
  bucketsOf,
  changeBucket,
  FAILURE_MINUTES,
  locked,
  lockedUntil,
  loginKey,
  wrongCredentials,
} from './sign-in-rules.ts';
import { ACCOUNT_STATUSES, accountSubject, accountWorkflow } from './status.ts';

/** The part of a call that these verbs need. */
export interface SignInCall extends EnterCall {
  record(entry: AuditEntry): void;
}

/** Attempts and sessions are recorded apart from the changes of the account, which would drown in them. */
export const SIGN_IN = 'sign_in';

/** Subject of attempts with a name that nobody has; the typed name is not kept, for people type passwords into it. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** Buckets are kept as hashes: neither addresses nor mistyped names lie about. */
export const keyOf = (bucket: Bucket): string => `${bucket.kind}:${sha256Hex(bucket.key)}`;

export const lockOf = async (
  tx: Transaction,
  buckets: readonly Bucket[],
  at: Instant,
): Promise<Instant | undefined> => {
  let latest: Instant | undefined;
  for (const bucket of buckets) {
    const since = addMinutes(at, -FAILURE_MINUTES);
    const until = lockedUntil(
      bucket,
      await listFailures(tx, keyOf(bucket), since, bucket.limit),
      at,
    );
    if (until !== undefined && (latest === undefined || until > latest)) latest = until;
  }
  return latest;
};

export const count = (tx: Transaction, buckets: readonly Bucket[], at: Instant): Promise<void> =>
  insertFailures(
    tx,
    buckets.map((bucket) => ({ id: newId(at), bucket: keyOf(bucket), at })),
  );

export const mayEnter = (account: Credentials): boolean =>
  account.status === 'ACTIVE' && account.organizationStatus === 'ACTIVE';

const attemptBuckets = async (
  call: SignInCall,
  login: string,
  account: Credentials | undefined,
) => {
  const device = deviceOf(call.cookies);
  const hash = hashToken(device ?? '');
  const isKnown = await isKnownDevice(
    call.tx,
    account?.id ?? NOBODY,
    hash,
    deviceKnownSince(call.receivedAt),
  );
  return bucketsOf({
    login,
    address: call.client.address,
    knownDevice: isKnown ? hash.toString('hex') : undefined,
  });
};

/**
 * Signs in with name and password. Unknown name, wrong password and suspended account cost the same time and read the
 * same (assurance A5); wrong ones are counted even though the request is refused.
 */
export const signIn = async (
  hasher: PasswordHasher,
  call: SignInCall,
  body: { readonly loginName: string; readonly password: string },
) => {
  const { tx, receivedAt: at } = call;
  const login = loginKey(body.loginName);
  const account = await findCredentials(tx, login);
  const buckets = await attemptBuckets(call, login, account);
  await lockBucket(tx, keyOf(buckets[0]));
  const until = await lockOf(tx, buckets, at);
  // The guesses that led here are in the audit log; a flood against a shut door would only fill it.
  if (until !== undefined) return new CommittedRefusal(locked(until, at));

  const isRight = await hasher.matches(account?.passwordHash, body.password);
  // Hashing takes its time: a reset that came in between has the last word.
  if (
    account === undefined ||
    !isRight ||
    !mayEnter(account) ||
    !(await holdAccount(tx, account))
  ) {
    await count(tx, buckets, at);
    call.record({ subjectKind: SIGN_IN, subjectId: account?.id ?? NOBODY });
    return new CommittedRefusal(wrongCredentials());
  }
  await deleteFailures(tx, keyOf(buckets[0]));
  if (account.passwordHash !== null && hasher.isStale(account.passwordHash)) {
    await replaceHash(tx, account, await hasher.hash(body.password));
  }
  call.record({ subjectKind: SIGN_IN, subjectId: account.id });
  return await enter(call, account);
};

export const signOut = async (
  call: SignInCall & { readonly actor: Actor },
): Promise<{ done: true }> => {
  const { tx, actor, cookies, receivedAt } = call;
  await endSessions(tx, ownIdOf(actor), receivedAt, { only: actor.sessionId });
  cookies.clear(cookies.names.session);
  call.record({ subjectKind: SIGN_IN, subjectId: ownIdOf(actor) });
  return { done: true };
};

const kindOf = (account: Credentials): OrganizationKind =>
  organizationKindSchema.parse(account.organizationKind);

const checkNewPassword = async (
  tx: Transaction,
  account: Credentials,
  password: string,
  field: string,
): Promise<void> => {
  const { passwords: profile } = await readSecurityPolicy(tx);
  const context = {
    ...passwordContext({ ...account, organizationKind: kindOf(account) }),
    profile,
  };
  const findings = passwordFindings(password, context, field);
  const [first] = findings;
  if (first !== undefined)
    throw new DomainError('unprocessable', first.code, first.text, { field, findings });
};

const FITS: Readonly<Record<string, string>> = { ACTIVATE: 'INVITED', RESET: 'ACTIVE' };

/** The account a link opens now. @throws DomainError, the same for a guessed, used, old or replaced link */
const accountOfLink = async (
  tx: Transaction,
  link: Link | undefined,
  at: Instant,
): Promise<Credentials> => {
  if (link === undefined || link.usedAt !== null || link.expiresAt <= at) throw linkInvalid();
  const account = await getCredentials(tx, link.accountId);
  if (account.organizationStatus !== 'ACTIVE' || account.status !== FITS[link.purpose])
    throw linkInvalid();
  return account;
};

/** Who a link is for, so that its holder sees that it is theirs before choosing a password. */
export const readLink = async (tx: Transaction, token: string, at: Instant) => {
  const link = await findLink(tx, hashToken(token));
  const account = await accountOfLink(tx, link, at);
  if (link === undefined) throw linkInvalid();
  return {
    purpose: link.purpose === 'RESET' ? ('RESET' as const) : ('ACTIVATE' as const),
    loginName: account.loginName,
    name: account.name,
    organizationName: account.organizationName,
    organizationKind: kindOf(account),
    passwordProfile: (await readSecurityPolicy(tx)).passwords,
    expiresAt: link.expiresAt,
  };
};

/** Sets the password that a link allows to set, once, and signs in. */
export const activate = async (
  hasher: PasswordHasher,
  call: SignInCall,
  body: { readonly token: string; readonly password: string },
) => {
  const { tx, receivedAt: at } = call;
  const link = await lockLink(tx, hashToken(body.token));
  const account = await accountOfLink(tx, link, at);
  if (link === undefined) throw linkInvalid();
  await checkNewPassword(tx, account, body.password, 'password');
  const from = ACCOUNT_STATUSES.find((status) => status === account.status) ?? 'CLOSED';
  const to = transit(accountWorkflow, accountSubject(from), SYSTEM, { verb: 'activate', at });
  await setPassword(tx, account.id, await hasher.hash(body.password), at);
  await deleteSteps(tx, account.id);
  await markLinkUsed(tx, link.id, at);
  await deleteUnusedLinks(tx, account.id);
  await endSessions(tx, account.id, at);
  call.record({
    subjectKind: 'account',
    subjectId: account.id,
    fromStatus: from,
    toStatus: to,
    detail: { purpose: link.purpose },
  });
  return await enter(call, { ...account, passwordChangedAt: at });
};

/** Changes one's own password; every other session ends and this one gets a new cookie. */
export const changePassword = async (
  hasher: PasswordHasher,
  call: SignInCall & { readonly actor: Actor },
  body: { readonly currentPassword: string; readonly newPassword: string },
) => {
  const { tx, actor, receivedAt: at } = call;
  const bucket = changeBucket(actor.userId, actor.sessionId);
  await lockBucket(tx, keyOf(bucket));
  const until = await lockOf(tx, [bucket], at);
  if (until !== undefined) return new CommittedRefusal(locked(until, at));
  const account = await getCredentials(tx, actor.userId);
  if (!(await hasher.matches(account.passwordHash, body.currentPassword))) {
    await count(tx, [bucket], at);
    call.record({ subjectKind: SIGN_IN, subjectId: actor.userId });
    return new CommittedRefusal(wrongCurrentPassword());
  }
  if (body.newPassword === body.currentPassword) {
    const text = '新密码与现在的密码相同，请换一个';
    throw new DomainError('unprocessable', 'accounts.password_same', text, {
      field: 'newPassword',
    });
  }
  await checkNewPassword(tx, account, body.newPassword, 'newPassword');
  const passwordHash = await hasher.hash(body.newPassword);
  await replaceOwnSession(call, account);
  await setPassword(tx, account.id, passwordHash, at);
  await deleteUnusedLinks(tx, account.id);
  await endSessions(tx, account.id, at);
  call.record({ subjectKind: 'account', subjectId: account.id });
  return await openFor(call, { ...account, passwordChangedAt: at });
};
