import { sql } from 'kysely';
import type { Instant } from '../../kernel/time.ts';
import {
  type Database,
  type Read,
  sqlBuilder,
  type Transaction,
} from '../../platform/db/database.ts';
import { SYSTEM } from '../../kernel/actor.ts';

export interface Credentials {
  readonly id: string;
  readonly loginName: string;
  readonly name: string;
  readonly status: string;
  readonly passwordHash: string | null;
  readonly passwordChangedAt: Instant | null;
  readonly roles: readonly string[];
  readonly organizationName: string;
  readonly organizationKind: string;
  readonly organizationStatus: string;
}

const credentials = sqlBuilder
  .selectFrom('account as a')
  .innerJoin('organization as o', 'o.id', 'a.organization_id')
  .select([
    'a.id',
    'a.login_name as loginName',
    'a.name',
    'a.status',
    'a.password_hash as passwordHash',
    'a.password_changed_at as passwordChangedAt',
    'a.roles',
    'o.name as organizationName',
    'o.kind as organizationKind',
    'o.status as organizationStatus',
  ]);

/** @param login as `loginKey` makes it */
export const findCredentials = (read: Read, login: string): Promise<Credentials | undefined> =>
  read.maybe(credentials.where(sql`lower(a.login_name)`, '=', login));

export const getCredentials = (read: Read, accountId: string): Promise<Credentials> =>
  read.one(credentials.where('a.id', '=', accountId));

/**
 * Whether the account is still active with the password that was looked at, a while ago by now; nobody changes it until
 * this transaction ends. Whoever lets somebody in asks here first, and before touching a session or a step: a reset
 * locks in the same order.
 */
export const holdAccount = async (
  tx: Transaction,
  seen: Pick<Credentials, 'id' | 'passwordHash'>,
): Promise<boolean> => {
  const row = await tx.maybe(
    sqlBuilder
      .selectFrom('account')
      .select('id')
      .where('id', '=', seen.id)
      .where('status', '=', 'ACTIVE')
      .where('password_hash', 'is not distinct from', seen.passwordHash)
      .forNoKeyUpdate(),
  );
  return row !== undefined;
};

export const hasAnyAccount = async (read: Read): Promise<boolean> => {
  const row = await read.maybe(sqlBuilder.selectFrom('account').select('id').limit(1));
  return row !== undefined;
};

// --- wrong passwords ---

/** One attempt at a time per bucket, so that parallel guesses cannot all see the same count. */
export const lockBucket = async (tx: Transaction, bucket: string): Promise<void> => {
  await tx.all(
    sqlBuilder.selectNoFrom(
      sql`pg_advisory_xact_lock(hashtextextended(${bucket}, 3))`.as('locked'),
    ),
  );
};

/** Newest first. */
export const listFailures = async (
  read: Read,
  bucket: string,
  since: Instant,
  limit: number,
): Promise<Instant[]> => {
  const rows = await read.all(
    sqlBuilder
      .selectFrom('sign_in_failure')
      .select('occurred_at')
      .where('bucket', '=', bucket)
      .where('occurred_at', '>', since)
      .orderBy('occurred_at', 'desc')
      .limit(limit),
  );
  return rows.map((row) => row.occurred_at);
};

export const insertFailures = async (
  tx: Transaction,
  rows: readonly { readonly id: string; readonly bucket: string; readonly at: Instant }[],
): Promise<void> => {
  await tx.run(
    sqlBuilder
      .insertInto('sign_in_failure')
      .values(rows.map((row) => ({ id: row.id, bucket: row.bucket, occurred_at: row.at }))),
  );
};

export const deleteFailures = async (tx: Transaction, bucket: string): Promise<void> => {
  await tx.run(sqlBuilder.deleteFrom('sign_in_failure').where('bucket', '=', bucket));
};

// --- sessions ---

export const isKnownDevice = async (
  read: Read,
  accountId: string,
  deviceHash: Buffer,
  since: Instant,
): Promise<boolean> => {
  const row = await read.maybe(
    sqlBuilder
      .selectFrom('session')
      .select('id')
      .where('account_id', '=', accountId)
      .where('device_hash', '=', deviceHash)
      .where('created_at', '>', since)
      .limit(1),
  );
  return row !== undefined;
};

export interface NewSession {
  readonly id: string;
  readonly tokenHash: Buffer;
  readonly accountId: string;
  readonly deviceHash: Buffer;
  readonly client: string;
  readonly at: Instant;
  readonly expiresAt: Instant;
  readonly restriction: string | null;
}

export const insertSession = async (tx: Transaction, session: NewSession): Promise<void> => {
  await tx.run(
    sqlBuilder.insertInto('session').values({
      id: session.id,
      token_hash: session.tokenHash,
      account_id: session.accountId,
      device_hash: session.deviceHash,
      client: session.client,
      created_at: session.at,
      seen_at: session.at,
      proved_at: session.at,
      expires_at: session.expiresAt,
      restriction: session.restriction,
    }),
  );
  await tx.run(
    sqlBuilder
      .updateTable('account')
      .set({ last_sign_in_at: session.at })
      .where('id', '=', session.accountId),
  );
};

/** Sessions that a request would still be let in with. */
const liveSessions = (accountId: string, at: Instant, idleSince: Instant) =>
  sqlBuilder
    .selectFrom('session')
    .where('account_id', '=', accountId)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', at)
    .where('seen_at', '>', idleSince);

export const listLiveSessions = (read: Read, accountId: string, at: Instant, idleSince: Instant) =>
  read.all(
    liveSessions(accountId, at, idleSince)
      .select(['id', 'client', 'created_at', 'seen_at', 'expires_at'])
      .orderBy('seen_at', 'desc')
      .limit(50),
  );

/** Ends one session of an account, or all of them, or all but one; returns how many were open. */
export const endSessions = (
  tx: Transaction,
  accountId: string,
  at: Instant,
  which: { readonly only?: string; readonly except?: string } = {},
): Promise<number> => {
  let query = sqlBuilder
    .updateTable('session')
    .set({ ended_at: at })
    .where('account_id', '=', accountId)
    .where('ended_at', 'is', null);
  if (which.only !== undefined) query = query.where('id', '=', which.only);
  if (which.except !== undefined) query = query.where('id', '<>', which.except);
  return tx.run(query);
};

/**
 * Notes that a session was used, for its idle limit; the server calls it after an answer.
 * @param at when the request arrived
 */
export const touchSession = async (
  database: Database,
  sessionId: string,
  at: Instant,
): Promise<void> => {
  await database.transaction(SYSTEM, (tx) =>
    tx.run(
      sqlBuilder
        .updateTable('session')
        .set({ seen_at: at })
        .where('id', '=', sessionId)
        .where('seen_at', '<', at)
        .where('ended_at', 'is', null),
    ),
  );
};

// --- links and passwords ---

export interface Link {
  readonly id: string;
  readonly accountId: string;
  readonly purpose: string;
  readonly expiresAt: Instant;
  readonly usedAt: Instant | null;
}

const linkByHash = (tokenHash: Buffer) =>
  sqlBuilder
    .selectFrom('activation')
    .select([
      'id',
      'account_id as accountId',
      'purpose',
      'expires_at as expiresAt',
      'used_at as usedAt',
    ])
    .where('token_hash', '=', tokenHash);

export const findLink = (read: Read, tokenHash: Buffer): Promise<Link | undefined> =>
  read.maybe(linkByHash(tokenHash));

/** The second of two people with the same link waits here and then finds it used. */
export const lockLink = (tx: Transaction, tokenHash: Buffer): Promise<Link | undefined> =>
  tx.maybe(linkByHash(tokenHash).forUpdate());

export const insertLink = async (
  tx: Transaction,
  link: {
    readonly id: string;
    readonly accountId: string;
    readonly tokenHash: Buffer;
    readonly purpose: 'ACTIVATE' | 'RESET';
    readonly at: Instant;
    readonly by: string | null;
    readonly expiresAt: Instant;
  },
): Promise<void> => {
  await tx.run(
    sqlBuilder.insertInto('activation').values({
      id: link.id,
      account_id: link.accountId,
      token_hash: link.tokenHash,
      purpose: link.purpose,
      expires_at: link.expiresAt,
      created_at: link.at,
      created_by: link.by,
    }),
  );
};

/** A newer link replaces those before it, and a suspended account has none. */
export const deleteUnusedLinks = async (tx: Transaction, accountId: string): Promise<void> => {
  await tx.run(
    sqlBuilder
      .deleteFrom('activation')
      .where('account_id', '=', accountId)
      .where('used_at', 'is', null),
  );
};

export const markLinkUsed = async (tx: Transaction, linkId: string, at: Instant): Promise<void> => {
  await tx.updateExactlyOne(
    sqlBuilder
      .updateTable('activation')
      .set({ used_at: at })
      .where('id', '=', linkId)
      .where('used_at', 'is', null),
  );
};

/** The person set a password, which also activates an invited account. */
export const setPassword = async (
  tx: Transaction,
  accountId: string,
  passwordHash: string,
  at: Instant,
): Promise<void> => {
  await tx.updateExactlyOne(
    sqlBuilder
      .updateTable('account')
      .set({
        password_hash: passwordHash,
        password_changed_at: at,
        status: 'ACTIVE',
        updated_at: at,
        updated_by: accountId,
        version: sql`version + 1`,
      })
      .where('id', '=', accountId)
      .where('status', 'in', ['INVITED', 'ACTIVE']),
  );
};

/** The same password at the present cost; one that was changed since it was `seen` stays. */
export const replaceHash = async (
  tx: Transaction,
  seen: Pick<Credentials, 'id' | 'passwordHash'>,
  passwordHash: string,
): Promise<void> => {
  await tx.run(
    sqlBuilder
      .updateTable('account')
      .set({ password_hash: passwordHash })
      .where('id', '=', seen.id)
      .where('password_hash', 'is not distinct from', seen.passwordHash),
  );
};

// --- cleaning up ---

/** Deletes what no rule looks at any more; returns how many rows of each. */
export const deleteOutdated = async (
  tx: Transaction,
  before: { readonly failures: Instant; readonly sessions: Instant; readonly links: Instant },
): Promise<{ failures: number; sessions: number; links: number }> => ({
  failures: await tx.run(
    sqlBuilder.deleteFrom('sign_in_failure').where('occurred_at', '<', before.failures),
  ),
  sessions: await tx.run(
    sqlBuilder.deleteFrom('session').where('expires_at', '<', before.sessions),
  ),
  links: await tx.run(sqlBuilder.deleteFrom('activation').where('expires_at', '<', before.links)),
});
