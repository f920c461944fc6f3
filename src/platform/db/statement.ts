import type { RawBuilder } from 'kysely';
import { sqlBuilder } from './database.ts';

/** Raw SQL as a query that `Read` can run; `Row` is what the caller says the columns are. */
export const statement = <Row>(raw: RawBuilder<Row>) => ({
  compile: () => raw.compile(sqlBuilder),
});

/**
 * The same, its plan kept by each connection: for a query whose planning costs more than its execution and whose text
 * is one of few (a text per scope, not one per number of rows).
 */
export const prepared = <Row>(raw: RawBuilder<Row>) => ({
  ...statement(raw),
  isPrepared: true as const,
});
