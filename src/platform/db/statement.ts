import type { RawBuilder } from 'kysely';
import { sqlBuilder } from './database.ts';

/** Raw SQL as a query that `Read` can run; `Row` is what the caller says the columns are. */
export const statement = <Row>(raw: RawBuilder<Row>) => ({ compile: () => raw.compile(sqlBuilder) });
