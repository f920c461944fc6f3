import { sql } from 'kysely';
import type { Instant } from '../kernel/time.ts';
import { type Read, sqlBuilder, type Transaction } from './db/database.ts';

/** The value of a setting as it was written, or `undefined`; the reader parses it. */
export const findSetting = async (read: Read, key: string): Promise<unknown> => {
  const row = await read.maybe(
    sqlBuilder.selectFrom('setting').select('value').where('key', '=', key),
  );
  return row?.value;
};

/** Several at once, by their keys; a key without a value is absent. */
export const findSettings = async (
  read: Read,
  keys: readonly string[],
): Promise<ReadonlyMap<string, unknown>> => {
  const rows = await read.all(
    sqlBuilder.selectFrom('setting').select(['key', 'value']).where('key', 'in', keys),
  );
  return new Map(rows.map(({ key, value }) => [key, value]));
};

/** Holds these settings until the end of the transaction: who reads before writing writes over what they read. */
export const lockSettings = async (
  transaction: Transaction,
  keys: readonly string[],
): Promise<void> => {
  await transaction.all(
    sqlBuilder
      .selectFrom('setting')
      .select('key')
      .where('key', 'in', keys)
      .orderBy('key')
      .forUpdate(),
  );
};

/** Writes or replaces a setting. `value` is anything JSON can hold. */
export const putSetting = async (
  transaction: Transaction,
  key: string,
  value: unknown,
  by: { readonly at: Instant; readonly accountId: string | null },
): Promise<void> => {
  const row = { value: JSON.stringify(value), updated_at: by.at, updated_by: by.accountId };
  await transaction.run(
    sqlBuilder
      .insertInto('setting')
      .values({ key, ...row })
      .onConflict((conflict) =>
        conflict.column('key').doUpdateSet({ ...row, key: sql.ref('excluded.key') }),
      ),
  );
};
