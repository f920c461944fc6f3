import type { ColumnType } from 'kysely';

/** `jsonb` is read as a value of unknown shape (parse it) and written as JSON text. */
export type JsonColumn = ColumnType<unknown, string, string>;
export type DefaultedJsonColumn = ColumnType<unknown, string | undefined, string>;
