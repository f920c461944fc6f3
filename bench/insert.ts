import pg from 'pg';
import type { DB } from '../src/platform/db/tables.ts';

type Table = keyof DB;
export type Row<T extends Table> = { readonly [K in keyof DB[T]]?: unknown };

/** Writes rows by name of column, as the owner; columns that the first row leaves out get their defaults. */
export type Insert = <T extends Table>(table: T, rows: readonly Row<T>[]) => Promise<void>;

const CHUNK = 10_000;

export const insertInto =
  (client: pg.Client): Insert =>
  async (table, rows) => {
    const columns = Object.keys(rows[0] ?? {}).map((name) => pg.escapeIdentifier(name));
    const list = columns.join(', ');
    for (let from = 0; from < rows.length; from += CHUNK) {
      await client.query(
        `insert into ${table} (${list}) select ${list} from jsonb_populate_recordset(null::${table}, $1)`,
        [JSON.stringify(rows.slice(from, from + CHUNK))],
      );
    }
  };

export const range = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));
