import type pg from 'pg';

interface Column {
  readonly table: string;
  readonly column: string;
  readonly type: string;
  readonly nullable: boolean;
  readonly defaulted: boolean;
}

const TYPES: Readonly<Record<string, string>> = {
  uuid: 'string',
  text: 'string',
  date: 'string',
  bool: 'boolean',
  int2: 'number',
  int4: 'number',
  int8: 'number',
  timestamptz: 'Instant',
  jsonb: 'JsonColumn',
  bytea: 'Buffer',
  _text: 'string[]',
  _uuid: 'string[]',
};

const COLUMNS = `
  select c.relname as "table", a.attname as "column", t.typname as type, not a.attnotnull as nullable,
         a.atthasdef or a.attidentity <> '' as defaulted
    from pg_attribute a
    join pg_class c on c.oid = a.attrelid and c.relkind in ('r', 'p')
    join pg_type t on t.oid = a.atttypid
   where c.relnamespace = 'public'::regnamespace and a.attnum > 0 and not a.attisdropped
     -- The migrator's own list; the product neither reads nor writes it.
     and c.relname <> 'schema_migration'
   order by c.relname collate "C", a.attnum`;

const typeOf = (column: Column): string => {
  const base = TYPES[column.type];
  if (base === undefined)
    throw new Error(`no TypeScript type for ${column.table}.${column.column} ${column.type}`);
  if (base === 'JsonColumn' && column.defaulted) return 'DefaultedJsonColumn';
  const full = column.nullable ? `${base} | null` : base;
  return column.defaulted ? `Generated<${full}>` : full;
};

const interfaceName = (table: string): string =>
  table.replaceAll(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** `src/platform/db/tables.ts` as the migrated database says it; a convention test keeps the file current. */
export const renderTables = async (client: pg.ClientBase): Promise<string> => {
  const { rows } = await client.query<Column>(COLUMNS);
  const tables = Map.groupBy(rows, (row) => row.table);
  const parts = [
    '// Generated from the migrated database by scripts/generate-tables.ts. Do not edit.',
    "import type { Generated } from 'kysely';",
    "import type { Instant } from '../../kernel/time.ts';",
    "import type { DefaultedJsonColumn, JsonColumn } from './json-column.ts';",
    '',
  ];
  for (const [table, columns] of tables) {
    const lines = columns.map((column) => `  ${column.column}: ${typeOf(column)};`);
    parts.push(`interface ${interfaceName(table)} {`, ...lines, '}', '');
  }
  const entries = [...tables.keys()].map((table) => `  ${table}: ${interfaceName(table)};`);
  return [
    ...parts,
    '/** Every table of the product. */',
    'export interface DB {',
    ...entries,
    '}',
    '',
  ].join('\n');
};
