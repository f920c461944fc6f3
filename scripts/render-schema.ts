import type pg from 'pg';

/*
 * The schema as all migrations leave it, for reading and for reviewing in diffs: what a dump would say, in an order that
 * does not depend on how it came about. It is not run by anything; the migrations are the truth.
 */

const OWN = `n.nspname = 'public'`;

const TABLES = `
  select c.oid, c.relname as name, c.relrowsecurity as walled, c.relforcerowsecurity as forced,
         obj_description(c.oid) as remark
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where ${OWN} and c.relkind = 'r' order by c.relname`;

const COLUMNS = `
  select a.attrelid::int as oid, a.attname as name, format_type(a.atttypid, a.atttypmod) as type,
         a.attnotnull as required, pg_get_expr(d.adbin, d.adrelid) as fallback, a.attgenerated as generated,
         a.attidentity as identity
    from pg_attribute a
    join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
    left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
   where ${OWN} and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
   order by a.attrelid, a.attnum`;

// Not-null constraints stand beside their columns.
const CONSTRAINTS = `
  select k.conrelid::int as oid, k.conname as name, pg_get_constraintdef(k.oid) as text
    from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
   where ${OWN} and k.contype <> 'n' order by k.contype = 'p' desc, k.conname`;

const INDEXES = `
  select i.indrelid::int as oid, pg_get_indexdef(i.indexrelid) as text
    from pg_index i join pg_class x on x.oid = i.indexrelid
    join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
   where ${OWN} and not exists (select from pg_constraint k where k.conindid = i.indexrelid)
   order by x.relname`;

const POLICIES = `
  select p.polrelid::int as oid, p.polname as name, p.polcmd as verb, pg_get_expr(p.polqual, p.polrelid) as using,
         pg_get_expr(p.polwithcheck, p.polrelid) as checked
    from pg_policy p join pg_class c on c.oid = p.polrelid join pg_namespace n on n.oid = c.relnamespace
   where ${OWN} order by p.polname`;

const TRIGGERS = `
  select t.tgrelid::int as oid, pg_get_triggerdef(t.oid) as text
    from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
   where ${OWN} and not t.tgisinternal order by t.tgname`;

const GRANTS = `
  select c.oid::int as oid, string_agg(lower(x.privilege_type), ', ' order by x.privilege_type) as text
    from pg_class c join pg_namespace n on n.oid = c.relnamespace, aclexplode(c.relacl) x
    join pg_roles r on r.oid = x.grantee
   where ${OWN} and c.relkind = 'r' and r.rolname = 'onex_app' group by c.oid`;

const FUNCTIONS = `
  select pg_get_functiondef(p.oid) as text
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace
   where ${OWN} and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
   order by p.proname, p.oid`;

type Row = Readonly<Record<string, unknown>>;

const VERBS: Readonly<Record<string, string>> = {
  '*': '',
  r: ' for select',
  a: ' for insert',
  w: ' for update',
  d: ' for delete',
};

/** A text of the catalog; '' where there is none. */
const text = (row: Row, column: string): string => {
  const value = row[column];
  return typeof value === 'string' ? value : '';
};

const columnLine = (column: Row): string => {
  const fallback = text(column, 'fallback');
  const isGenerated = text(column, 'generated') !== '';
  const value = [
    text(column, 'identity') === '' ? '' : ' generated always as identity',
    isGenerated ? ` generated always as (${fallback}) stored` : '',
    isGenerated || fallback === '' ? '' : ` default ${fallback}`,
  ].join('');
  const required = column['required'] === true ? ' not null' : '';
  return `  ${text(column, 'name')} ${text(column, 'type')}${required}${value}`;
};

const policyLine = (table: string, policy: Row): string => {
  const clause = (word: string, column: string): string => {
    const condition = text(policy, column);
    return condition === '' ? '' : ` ${word} (${condition})`;
  };
  const verb = VERBS[text(policy, 'verb')] ?? '';
  return `create policy ${text(policy, 'name')} on ${table}${verb}${clause('using', 'using')}${clause('with check', 'checked')};`;
};

const HEAD = `-- The schema after all migrations, made by \`npm run generate\`. For reading and for reviewing changes:
-- nothing runs this file, db/migrations is what is run.`;

/** db/schema.sql as it should be for the database that the client is connected to. */
export const renderSchema = async (client: pg.Client): Promise<string> => {
  // Names are printed without their schema.
  await client.query(`set search_path = public`);
  const rowsOf = async (query: string): Promise<Row[]> => (await client.query<Row>(query)).rows;
  const tables = await rowsOf(TABLES);
  const columns = await rowsOf(COLUMNS);
  const constraints = await rowsOf(CONSTRAINTS);
  const indexes = await rowsOf(INDEXES);
  const policies = await rowsOf(POLICIES);
  const triggers = await rowsOf(TRIGGERS);
  const grants = await rowsOf(GRANTS);
  const functions = await rowsOf(FUNCTIONS);
  const parts = tables.map((table) => {
    const name = text(table, 'name');
    const mine = (rows: readonly Row[]): Row[] => rows.filter(({ oid }) => oid === table['oid']);
    const inside = [
      ...mine(columns).map(columnLine),
      ...mine(constraints).map((one) => `  constraint ${text(one, 'name')} ${text(one, 'text')}`),
    ];
    return [
      `create table ${name} (\n${inside.join(',\n')}\n);`,
      ...mine(indexes).map((one) => `${text(one, 'text')};`),
      ...(table['walled'] === true ? [`alter table ${name} enable row level security;`] : []),
      ...(table['forced'] === true ? [`alter table ${name} force row level security;`] : []),
      ...mine(policies).map((policy) => policyLine(name, policy)),
      ...mine(triggers).map((one) => `${text(one, 'text')};`),
      ...mine(grants).map((one) => `grant ${text(one, 'text')} on ${name} to onex_app;`),
    ].join('\n');
  });
  const bodies = functions.map((one) => `${text(one, 'text').trim()};`);
  return `${[HEAD, ...bodies, ...parts].join('\n\n')}\n`;
};
