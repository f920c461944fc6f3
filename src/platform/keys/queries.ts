import { type RawBuilder, sql } from 'kysely';
import type { Instant } from '../../kernel/time.ts';
import { type Read, sqlBuilder, type Transaction } from '../db/database.ts';
import { statement } from '../db/statement.ts';
import type { SealedField, SealedValue, Sealings } from './sealed.ts';

const rowKeyOf = ({ rowKey = 'id' }: SealedField): RawBuilder<unknown> => sql.ref(rowKey);

const valueOf = ({ column, within }: SealedField): RawBuilder<string | null> =>
  within === undefined
    ? sql<string | null>`${sql.ref(column)}`
    : sql<string | null>`(${sql.ref(column)} ->> ${within.property}::text)`;

const isThere = (field: SealedField): RawBuilder<boolean> =>
  field.within === undefined
    ? sql<boolean>`${valueOf(field)} is not null`
    : sql<boolean>`${rowKeyOf(field)} = ${field.within.row} and ${valueOf(field)} is not null`;

/** Whether anything at all was made with the keys of this installation. */
export const holdsSealed = async (read: Read, sealings: Sealings): Promise<boolean> => {
  const places = [
    ...sealings.fields.map((field) => ({ table: field.table, is: isThere(field) })),
    ...sealings.indexes.map(({ table, column }) => ({
      table,
      is: sql<boolean>`${sql.ref(column)} is not null`,
    })),
  ];
  for (const { table, is } of places) {
    const row = await read.maybe(
      statement(sql<object>`select 1 as one from ${sql.table(table)} where ${is} limit 1`),
    );
    if (row !== undefined) return true;
  }
  return false;
};

/** How many values each key has sealed, by the key's name. */
export const countByKey = async (
  read: Read,
  fields: readonly SealedField[],
): Promise<ReadonlyMap<string, number>> => {
  const counts = new Map<string, number>();
  for (const field of fields) {
    const rows = await read.all(
      statement(sql<{ readonly name: string; readonly count: number }>`
        select split_part(${valueOf(field)}, '.', 1) as name, count(*)::int as count
          from ${sql.table(field.table)} where ${isThere(field)} group by 1`),
    );
    for (const { name, count } of rows) counts.set(name, (counts.get(name) ?? 0) + count);
  }
  return counts;
};

/**
 * Values that another key has sealed, in the order of their rows, locked. Those that somebody is writing just now are
 * left out: they come out sealed anew, or are found the next time.
 */
export const lockStale = (
  tx: Transaction,
  field: SealedField,
  search: { readonly current: string; readonly after: string | undefined; readonly most: number },
): Promise<SealedValue[]> => {
  const further =
    search.after === undefined ? sql`true` : sql`${rowKeyOf(field)} > ${search.after}`;
  return tx.all(
    statement(sql<SealedValue>`
      select ${rowKeyOf(field)} as row, ${valueOf(field)} as sealed from ${sql.table(field.table)}
       where ${isThere(field)} and split_part(${valueOf(field)}, '.', 1) <> ${search.current} and ${further}
       order by ${rowKeyOf(field)} limit ${search.most} for update skip locked`),
  );
};

/** Some value of the field. */
export const sampleOf = (read: Read, field: SealedField): Promise<SealedValue | undefined> =>
  read.maybe(
    statement(sql<SealedValue>`
      select ${rowKeyOf(field)} as row, ${valueOf(field)} as sealed from ${sql.table(field.table)}
       where ${isThere(field)} limit 1`),
  );

/** Puts the same text in its place, sealed anew. The record is no other for it: version and time of change stay. */
export const replaceSealed = (
  tx: Transaction,
  field: SealedField,
  row: string,
  sealed: string,
): Promise<number> => {
  const { table, column, within } = field;
  const value =
    within === undefined
      ? sql`${sealed}`
      : sql`jsonb_set(${sql.ref(column)}, array[${within.property}::text], to_jsonb(${sealed}::text))`;
  return tx.run(
    statement(sql`
      update ${sql.table(table)} set ${sql.ref(column)} = ${value}
       where ${rowKeyOf(field)} = ${row}`),
  );
};

export interface KnownKey {
  readonly name: string;
  readonly check_value: string;
  readonly retired_at: Instant | null;
}

/** Held while keys are compared and written down; any number of ours that nothing else locks. */
const LOCK = 7_411_003;

/** Every running process has such a connection (platform/jobs.ts). */
const PROCESS_CONNECTION = 'onex-jobs';

/** Until the transaction ends, nobody else compares or changes keys. */
export const lockKeys = async (tx: Transaction): Promise<void> => {
  await tx.all(statement(sql<object>`select pg_advisory_xact_lock(${LOCK})`));
};

export const knownKeys = (read: Read): Promise<KnownKey[]> =>
  read.all(
    sqlBuilder
      .selectFrom('sealing_key')
      .select(['name', 'check_value', 'retired_at'])
      .orderBy('name'),
  );

/** Whether some other process of ours is connected to this database. */
export const isRunningElsewhere = async (read: Read): Promise<boolean> => {
  const row = await read.maybe(
    statement(sql<object>`
      select 1 as one from pg_stat_activity
       where datname = current_database() and application_name = ${PROCESS_CONNECTION} limit 1`),
  );
  return row !== undefined;
};

/** Writes down what the file has; a key of this name from before is the same, or was never used. */
export const registerKeys = async (
  tx: Transaction,
  values: ReadonlyMap<string, string>,
  at: Instant,
): Promise<void> => {
  for (const [name, check] of values) {
    await tx.run(
      sqlBuilder
        .insertInto('sealing_key')
        .values({ name, check_value: check, created_at: at, retired_at: null })
        .onConflict((conflict) =>
          conflict
            .column('name')
            .doUpdateSet({ check_value: check, created_at: at, retired_at: null })
            .where('sealing_key.check_value', '<>', check),
        ),
    );
  }
};

export const retireKeys = (
  tx: Transaction,
  names: readonly string[],
  at: Instant,
): Promise<number> =>
  tx.run(
    sqlBuilder
      .updateTable('sealing_key')
      .set({ retired_at: at })
      .where('name', 'in', names)
      .where('retired_at', 'is', null),
  );
