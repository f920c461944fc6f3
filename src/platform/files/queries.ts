import { sql } from 'kysely';
import type { Read } from '../db/database.ts';
import { statement } from '../db/statement.ts';
import type { FileReference } from './references.ts';

interface Named {
  readonly key: string;
}

/** Which of these keys some row names. The caller sees every row, or the sweep would take files that are not seen. */
export const namedKeys = async (
  read: Read,
  references: readonly FileReference[],
  candidates: readonly string[],
): Promise<string[]> => {
  const keys: string[] = [];
  for (const { table, column } of references) {
    const rows = await read.all(
      statement(sql<Named>`
        select ${sql.ref(column)} as key from ${sql.table(table)}
         where ${sql.ref(column)} = any(${[...candidates]}::text[])`),
    );
    keys.push(...rows.map(({ key }) => key));
  }
  return keys;
};

/** Whether any row names any file. */
export const namesAnyFile = async (
  read: Read,
  references: readonly FileReference[],
): Promise<boolean> => {
  for (const { table, column } of references) {
    const row = await read.maybe(
      statement(sql<Named>`
        select ${sql.ref(column)} as key from ${sql.table(table)}
         where ${sql.ref(column)} is not null limit 1`),
    );
    if (row !== undefined) return true;
  }
  return false;
};
