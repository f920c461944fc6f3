import type { Instant } from '../../kernel/time.ts';
import { type Read, sqlBuilder, type Transaction } from '../../platform/db/database.ts';

const DINGTALK = 'DINGTALK';

export const insertExternalSignIn = async (
  tx: Transaction,
  way: {
    readonly id: string;
    readonly stateHash: Buffer;
    readonly purpose: 'SIGN_IN' | 'LINK';
    readonly sessionId: string | null;
    readonly next: string;
    readonly at: Instant;
    readonly expiresAt: Instant;
  },
): Promise<void> => {
  await tx.run(
    sqlBuilder.insertInto('external_sign_in').values({
      id: way.id,
      state_hash: way.stateHash,
      purpose: way.purpose,
      session_id: way.sessionId,
      next_path: way.next,
      created_at: way.at,
      expires_at: way.expiresAt,
    }),
  );
};

export const lockExternalSignIn = (tx: Transaction, stateHash: Buffer) =>
  tx.maybe(
    sqlBuilder
      .selectFrom('external_sign_in')
      .select(['id', 'purpose', 'session_id', 'next_path', 'expires_at', 'used_at'])
      .where('state_hash', '=', stateHash)
      .forUpdate(),
  );

export const markExternalSignInUsed = (tx: Transaction, id: string, at: Instant): Promise<void> =>
  tx.updateExactlyOne(
    sqlBuilder
      .updateTable('external_sign_in')
      .set({ used_at: at })
      .where('id', '=', id)
      .where('used_at', 'is', null),
  );

export const deleteOldExternalSignIns = (tx: Transaction, before: Instant): Promise<number> =>
  tx.run(sqlBuilder.deleteFrom('external_sign_in').where('expires_at', '<', before));

export const findAccountOfIdentity = async (
  read: Read,
  subject: Buffer,
): Promise<string | undefined> => {
  const row = await read.maybe(
    sqlBuilder
      .selectFrom('external_identity')
      .select('account_id')
      .where('provider', '=', DINGTALK)
      .where('subject_index', '=', subject),
  );
  return row?.account_id;
};

export const findIdentityOf = (read: Read, accountId: string) =>
  read.maybe(
    sqlBuilder
      .selectFrom('external_identity')
      .select(['id', 'created_at'])
      .where('provider', '=', DINGTALK)
      .where('account_id', '=', accountId),
  );

/** @throws DomainError conflict when the identity belongs to another account, or the account has one */
export const insertIdentity = async (
  tx: Transaction,
  identity: {
    readonly id: string;
    readonly accountId: string;
    readonly subject: Buffer;
    readonly at: Instant;
  },
): Promise<void> => {
  await tx.run(
    sqlBuilder.insertInto('external_identity').values({
      id: identity.id,
      account_id: identity.accountId,
      provider: DINGTALK,
      subject_index: identity.subject,
      created_at: identity.at,
      created_by: identity.accountId,
    }),
  );
};

export const deleteIdentity = (tx: Transaction, accountId: string): Promise<number> =>
  tx.run(
    sqlBuilder
      .deleteFrom('external_identity')
      .where('provider', '=', DINGTALK)
      .where('account_id', '=', accountId),
  );
