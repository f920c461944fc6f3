import { sql } from 'kysely';
import type { Instant } from '../../kernel/time.ts';
import { type Read, sqlBuilder, type Transaction } from '../../platform/db/database.ts';

export interface SecondFactor {
  readonly secretSealed: string | null;
  readonly pendingSealed: string | null;
  readonly confirmedAt: Instant | null;
  readonly lastStep: number;
}

const columns = sqlBuilder
  .selectFrom('second_factor')
  .select([
    'secret_sealed as secretSealed',
    'pending_sealed as pendingSealed',
    'confirmed_at as confirmedAt',
    'last_step as lastStep',
  ]);

export const findFactor = (read: Read, accountId: string): Promise<SecondFactor | undefined> =>
  read.maybe(columns.where('account_id', '=', accountId));

/** Two requests with one code: the second waits here and then finds the step used. */
export const lockFactor = (tx: Transaction, accountId: string): Promise<SecondFactor | undefined> =>
  tx.maybe(columns.where('account_id', '=', accountId).forUpdate());

/** A fresh secret that waits for its first code; the one in use goes on until then. */
export const putPendingSecret = async (
  tx: Transaction,
  pending: { readonly accountId: string; readonly sealed: string; readonly at: Instant },
): Promise<void> => {
  await tx.run(
    sqlBuilder
      .insertInto('second_factor')
      .values({
        account_id: pending.accountId,
        pending_sealed: pending.sealed,
        created_at: pending.at,
      })
      .onConflict((conflict) =>
        conflict.column('account_id').doUpdateSet({ pending_sealed: pending.sealed }),
      ),
  );
};

export const confirmFactor = async (
  tx: Transaction,
  accountId: string,
  confirmed: { readonly sealed: string; readonly step: number; readonly at: Instant },
): Promise<void> => {
  await tx.updateExactlyOne(
    sqlBuilder
      .updateTable('second_factor')
      .set({
        secret_sealed: confirmed.sealed,
        pending_sealed: null,
        confirmed_at: confirmed.at,
        last_step: confirmed.step,
      })
      .where('account_id', '=', accountId),
  );
};

export const useStep = async (tx: Transaction, accountId: string, step: number): Promise<void> => {
  await tx.updateExactlyOne(
    sqlBuilder
      .updateTable('second_factor')
      .set({ last_step: step })
      .where('account_id', '=', accountId)
      .where('last_step', '<', step),
  );
};

export const deleteFactor = async (tx: Transaction, accountId: string): Promise<number> =>
  await tx.run(sqlBuilder.deleteFrom('second_factor').where('account_id', '=', accountId));

// --- recovery codes ---

export const replaceRecoveryCodes = async (
  tx: Transaction,
  accountId: string,
  codes: readonly { readonly id: string; readonly index: Buffer }[],
  at: Instant,
): Promise<void> => {
  await tx.run(sqlBuilder.deleteFrom('recovery_code').where('account_id', '=', accountId));
  if (codes.length === 0) return;
  await tx.run(
    sqlBuilder.insertInto('recovery_code').values(
      codes.map(({ id, index }) => ({
        id,
        account_id: accountId,
        code_index: index,
        created_at: at,
      })),
    ),
  );
};

/** Whether the code was one of the account's and unused; it is used now. */
export const useRecoveryCode = async (
  tx: Transaction,
  accountId: string,
  index: Buffer,
  at: Instant,
): Promise<boolean> =>
  (await tx.run(
    sqlBuilder
      .updateTable('recovery_code')
      .set({ used_at: at })
      .where('account_id', '=', accountId)
      .where('code_index', '=', index)
      .where('used_at', 'is', null),
  )) === 1;

export const countRecoveryCodes = async (read: Read, accountId: string): Promise<number> =>
  (
    await read.one(
      sqlBuilder
        .selectFrom('recovery_code')
        .select((eb) => eb.fn.countAll<number>().as('total'))
        .where('account_id', '=', accountId)
        .where('used_at', 'is', null),
    )
  ).total;

// --- the step between password and code ---

export const insertStep = async (
  tx: Transaction,
  step: {
    readonly id: string;
    readonly accountId: string;
    readonly tokenHash: Buffer;
    readonly at: Instant;
    readonly expiresAt: Instant;
  },
): Promise<void> => {
  await tx.run(
    sqlBuilder.insertInto('sign_in_step').values({
      id: step.id,
      account_id: step.accountId,
      token_hash: step.tokenHash,
      expires_at: step.expiresAt,
      created_at: step.at,
    }),
  );
};

export const findAccountOfStep = async (
  read: Read,
  tokenHash: Buffer,
): Promise<string | undefined> => {
  const step = await read.maybe(
    sqlBuilder.selectFrom('sign_in_step').select('account_id').where('token_hash', '=', tokenHash),
  );
  return step?.account_id;
};

export const lockStep = (tx: Transaction, tokenHash: Buffer) =>
  tx.maybe(
    sqlBuilder
      .selectFrom('sign_in_step')
      .select(['id', 'account_id', 'try_count', 'expires_at'])
      .where('token_hash', '=', tokenHash)
      .forUpdate(),
  );

export const countStepTry = async (tx: Transaction, id: string): Promise<void> => {
  await tx.run(
    sqlBuilder
      .updateTable('sign_in_step')
      .set({ try_count: sql`try_count + 1` })
      .where('id', '=', id),
  );
};

/** Used, or overtaken by a changed password: nothing of an account waits half-way any more. */
export const deleteSteps = async (tx: Transaction, accountId: string): Promise<void> => {
  await tx.run(sqlBuilder.deleteFrom('sign_in_step').where('account_id', '=', accountId));
};

export const deleteOldSteps = (tx: Transaction, before: Instant): Promise<number> =>
  tx.run(sqlBuilder.deleteFrom('sign_in_step').where('expires_at', '<', before));
