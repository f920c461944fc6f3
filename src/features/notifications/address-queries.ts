import { sql } from 'kysely';
import type { Instant } from '../../kernel/time.ts';
import { type Read, sqlBuilder, type Transaction } from '../../platform/db/database.ts';
import type { Medium } from './labels.ts';

export interface StoredAddress {
  readonly id: string;
  readonly medium: Medium;
  readonly addressSealed: string;
  readonly addressIndex: Buffer;
  readonly verifiedAt: Instant | null;
  readonly refusedAt: Instant | null;
  readonly codeHash: Buffer | null;
  readonly codeExpiresAt: Instant | null;
  readonly codeAttemptCount: number;
}

const COLUMNS = [
  'id',
  sql<Medium>`medium`.as('medium'),
  'address_sealed as addressSealed',
  sql<Buffer>`address_index`.as('addressIndex'),
  'verified_at as verifiedAt',
  'refused_at as refusedAt',
  sql<Buffer | null>`code_hash`.as('codeHash'),
  'code_expires_at as codeExpiresAt',
  'code_attempt_count as codeAttemptCount',
] as const;

/** A person's own addresses, the verified one of each medium first. */
export const addressesOf = (read: Read, accountId: string): Promise<StoredAddress[]> =>
  read.all(
    sqlBuilder
      .selectFrom('channel_address')
      .select(COLUMNS)
      .where('account_id', '=', accountId)
      .orderBy('medium')
      .orderBy(sql`verified_at is null`),
  );

/** The address of this medium that waits for its code; locked, so that two guesses count as two. */
export const lockWaiting = (
  tx: Transaction,
  accountId: string,
  medium: Medium,
): Promise<StoredAddress | undefined> =>
  tx.maybe(
    sqlBuilder
      .selectFrom('channel_address')
      .select(COLUMNS)
      .where('account_id', '=', accountId)
      .where('medium', '=', medium)
      .where('verified_at', 'is', null)
      .forUpdate(),
  );

export interface NewAddress {
  readonly id: string;
  readonly accountId: string;
  readonly medium: Medium;
  readonly addressSealed: string;
  readonly addressIndex: Buffer;
  readonly codeHash: Buffer;
  readonly codeSealed: string;
  readonly codeExpiresAt: Instant;
  readonly at: Instant;
}

/** Replaces the address that waits; the one in use stays until the new one is verified. */
export const putWaiting = async (tx: Transaction, address: NewAddress): Promise<void> => {
  await tx.run(
    sqlBuilder
      .deleteFrom('channel_address')
      .where('account_id', '=', address.accountId)
      .where('medium', '=', address.medium)
      .where('verified_at', 'is', null),
  );
  await tx.run(
    sqlBuilder.insertInto('channel_address').values({
      id: address.id,
      account_id: address.accountId,
      medium: address.medium,
      address_sealed: address.addressSealed,
      address_index: address.addressIndex,
      provider_sealed: null,
      verified_at: null,
      refused_at: null,
      code_hash: address.codeHash,
      code_sealed: address.codeSealed,
      code_expires_at: address.codeExpiresAt,
      created_at: address.at,
    }),
  );
};

/** Codes asked lately by this person, whatever became of the addresses. */
export const codesAskedBy = async (
  read: Read,
  accountId: string,
  since: Instant,
): Promise<number> => {
  const { total } = await read.one(
    sqlBuilder
      .selectFrom('delivery')
      .select((of) => of.fn.countAll<number>().as('total'))
      .where('account_id', '=', accountId)
      .where('kind', '=', 'CODE')
      .where('created_at', '>', since),
  );
  return total;
};

export const countWrongCode = (tx: Transaction, id: string): Promise<number> =>
  tx.run(
    sqlBuilder
      .updateTable('channel_address')
      .set({ code_attempt_count: sql<number>`code_attempt_count + 1` })
      .where('id', '=', id),
  );

/** The code came back: from now on this is the person's address of the medium. */
export const verifyAddress = async (
  tx: Transaction,
  address: { readonly id: string; readonly accountId: string; readonly medium: Medium },
  at: Instant,
): Promise<void> => {
  await tx.run(
    sqlBuilder
      .deleteFrom('channel_address')
      .where('account_id', '=', address.accountId)
      .where('medium', '=', address.medium)
      .where('verified_at', 'is not', null),
  );
  await tx.run(
    sqlBuilder
      .updateTable('channel_address')
      .set({ verified_at: at, code_hash: null, code_sealed: null, code_expires_at: null })
      .where('id', '=', address.id),
  );
};

export const removeAddresses = (
  tx: Transaction,
  accountId: string,
  medium: Medium,
): Promise<number> =>
  tx.run(
    sqlBuilder
      .deleteFrom('channel_address')
      .where('account_id', '=', accountId)
      .where('medium', '=', medium),
  );

/** The receiving server does not know the address: nothing more goes there until its owner has seen to it. */
export const refuseAddress = (tx: Transaction, id: string, at: Instant): Promise<number> =>
  tx.run(sqlBuilder.updateTable('channel_address').set({ refused_at: at }).where('id', '=', id));

export const keepProvider = (tx: Transaction, id: string, sealed: string): Promise<number> =>
  tx.run(
    sqlBuilder.updateTable('channel_address').set({ provider_sealed: sealed }).where('id', '=', id),
  );

/** DingTalk no longer knows the person under the name that is kept: the next message asks anew. */
export const forgetProvider = (tx: Transaction, id: string): Promise<number> =>
  tx.run(
    sqlBuilder.updateTable('channel_address').set({ provider_sealed: null }).where('id', '=', id),
  );
