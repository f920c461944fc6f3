import type { RawBuilder } from 'kysely';
import { type Query, sqlBuilder } from './database.ts';

/** Raw SQL as a query that `Read` can run; `Row` is what the caller says the columns are. */
export const statement = <Row>(raw: RawBuilder<Row>) => ({
  compile: () => raw.compile(sqlBuilder),
});

/**
 * A query whose plan is kept by each connection: for one that runs often or is planned longer than it is executed, and
 * whose text is one of few (a text per scope, not one per number of rows).
 */
export const prepared = <Row>(query: Query<Row>): Query<Row> => ({
  compile: () => query.compile(),
  isPrepared: true,
});
