import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import pg from 'pg';
import '../../src/app/features.ts';
import { constraintText } from '../../src/platform/db/pg-errors.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { OPEN_TABLES, SPAN_DATES, WITHOUT_INDEX, WITHOUT_TEXT } from './schema-exceptions.ts';

interface Column {
  readonly table: string;
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
}

interface Constraint {
  readonly table: string;
  readonly name: string;
  /** `c` check, `f` foreign key, `p` primary key, `u` unique; a unique index counts as `u`. */
  readonly kind: string;
}

const COLUMNS = `
  select c.relname as "table", a.attname as name, format_type(a.atttypid, null) as type, a.attnotnull as required
    from pg_attribute a join pg_class c on c.oid = a.attrelid
   where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace and a.attnum > 0 and not a.attisdropped
   order by 1, a.attnum`;

const CONSTRAINTS = `
  select c.relname as "table", k.conname as name, k.contype::text as kind
    from pg_constraint k join pg_class c on c.oid = k.conrelid
   where k.connamespace = 'public'::regnamespace and k.contype in ('c', 'f', 'p', 'u', 'x')
  union all
  select c.relname, i.relname, 'u'
    from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class c on c.oid = x.indrelid
   where x.indisunique and c.relnamespace = 'public'::regnamespace
     and not exists (select from pg_constraint k where k.conindid = i.oid)
   order by 1, 2`;

/** Foreign keys whose columns are not the beginning of a full index. */
const BARE_FOREIGN_KEYS = `
  select k.conname as name from pg_constraint k
   where k.contype = 'f' and k.connamespace = 'public'::regnamespace
     and not exists (select from pg_index i where i.indrelid = k.conrelid and i.indpred is null
           and (i.indkey::int2[])[0:cardinality(k.conkey) - 1] @> k.conkey)`;

describe('the live schema', () => {
  let store: TestDatabase;
  let client: pg.Client;
  let columns: Column[];
  let constraints: Constraint[];
  before(async () => {
    store = await createTestDatabase();
    client = new pg.Client({ connectionString: store.url });
    await client.connect();
    columns = (await client.query<Column>(COLUMNS)).rows;
    constraints = (await client.query<Constraint>(CONSTRAINTS)).rows;
    assert.ok(columns.length > 150 && constraints.length > 80);
  });
  after(async () => {
    await client.end();
    await store.drop();
  });

  const named = (wrong: (column: Column) => boolean): string[] =>
    columns.filter(wrong).map(({ table, name, type }) => `${table}.${name} ${type}`);

  test('names are singular snake_case', () => {
    const tables = [...new Set(columns.map(({ table }) => table))];
    assert.deepEqual(
      tables.filter((table) => !/^[a-z]+(?:_[a-z]+)*$/.test(table)),
      [],
    );
    assert.deepEqual(
      tables.filter((table) => /[^s]s$/.test(table)),
      [],
    );
    assert.deepEqual(
      named(({ name }) => !/^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/.test(name)),
      [],
    );
  });

  test('*_at is an instant and every instant is *_at', () => {
    const isInstant = ({ type }: Column): boolean => type === 'timestamp with time zone';
    assert.deepEqual(
      named((column) => column.name.endsWith('_at') !== isInstant(column)),
      [],
    );
    assert.deepEqual(
      named(({ type }) => type === 'timestamp without time zone' || type.startsWith('time ')),
      [],
    );
  });

  test('*_on is a date and every date is *_on, or bounds a span', () => {
    const isSpan = ({ name }: Column): boolean => SPAN_DATES.includes(name);
    assert.deepEqual(
      named(
        (column) => !isSpan(column) && column.name.endsWith('_on') !== (column.type === 'date'),
      ),
      [],
    );
    const spans = columns.filter(isSpan);
    assert.deepEqual(
      spans.filter(({ type }) => type !== 'date'),
      [],
    );
    assert.deepEqual([...new Set(spans.map(({ name }) => name))].toSorted(), SPAN_DATES.toSorted());
  });

  test('*_fen is a bigint, *_count an integer, and nothing is a floating number', () => {
    assert.deepEqual(
      named(({ name, type }) => name.endsWith('_fen') && type !== 'bigint'),
      [],
    );
    assert.deepEqual(
      named(({ name, type }) => name.endsWith('_count') && !['integer', 'bigint'].includes(type)),
      [],
    );
    assert.deepEqual(
      named(({ type }) => /real|double|numeric|money/.test(type)),
      [],
    );
  });

  test('who made or changed a row stands with when', () => {
    const stamps = ['created_at', 'updated_at'];
    assert.deepEqual(
      named(({ name, required }) => stamps.includes(name) && !required),
      [],
    );
    const has = (table: string, name: string): boolean =>
      columns.some((column) => column.table === table && column.name === name);
    const edited = columns.filter(({ name }) => name === 'version').map(({ table }) => table);
    assert.ok(edited.length >= 8);
    const missing = edited.flatMap((table) =>
      ['created_at', 'created_by', 'updated_at', 'updated_by']
        .filter((name) => !has(table, name))
        .map((name) => `${table}.${name}`),
    );
    assert.deepEqual(missing, []);
  });

  test('every foreign key has an index', async () => {
    const { rows } = await client.query<{ name: string }>(BARE_FOREIGN_KEYS);
    assert.deepEqual(
      rows.map(({ name }) => name).toSorted(),
      Object.keys(WITHOUT_INDEX).toSorted(),
    );
  });

  test('checks and unique rules say the rule in their name', () => {
    const automatic = ({ kind, name }: Constraint): boolean =>
      (kind === 'c' && /_check\d*$/.test(name)) || (kind === 'u' && /_(?:key|idx)\d*$/.test(name));
    assert.deepEqual(constraints.filter(automatic), []);
    assert.ok(automatic({ table: 'a', kind: 'c', name: 'a_size_check' }));
    const names = constraints.map(({ name }) => name);
    assert.equal(new Set(names).size, names.length, 'two constraints share a name, and so a text');
  });

  test('every rule a user can run into has a text; the rest is listed and the list only shrinks', () => {
    const silent = constraints
      .filter(({ kind, name }) => kind !== 'p' && constraintText(name) === undefined)
      .map(({ name }) => name);
    assert.deepEqual(silent.toSorted(), WITHOUT_TEXT.toSorted());
    const spoken = constraints.flatMap(({ name }) => constraintText(name) ?? []);
    assert.ok(spoken.length > 30);
    for (const { code, text } of spoken) {
      assert.match(code, /^[a-z-]+\.[a-z_]+$/);
      assert.match(text, /[\u4e00-\u9fff]{3}/);
    }
  });

  test('row-level security is forced on every table but the open ones', async () => {
    const { rows } = await client.query<{ name: string }>(
      `select relname as name from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace
          and not (relrowsecurity and relforcerowsecurity)`,
    );
    assert.deepEqual(rows.map(({ name }) => name).toSorted(), Object.keys(OPEN_TABLES).toSorted());
  });
});
