import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { allFileReferences } from '../../src/app/stored-files.ts';
import { ROOT } from './source-files.ts';

/** Columns of the schema that name stored files; a new one must be told to the sweep. */
const columnsNamingFiles = (schema: string): string[] => {
  const found: string[] = [];
  let table = '';
  for (const line of schema.split('\n')) {
    table = /^create table ([a-z_]+) \($/.exec(line)?.[1] ?? table;
    const column = /^ {2}([a-z_]*storage_key) /.exec(line)?.[1];
    if (column !== undefined) found.push(`${table}.${column}`);
  }
  return found.toSorted();
};

test('the search sees a column under every name that ends like one', () => {
  const schema =
    'create table a (\n  storage_key text,\n  old_storage_key text not null,\n  key text\n);';
  assert.deepEqual(columnsNamingFiles(schema), ['a.old_storage_key', 'a.storage_key']);
});

test('every column that names stored files is known to the sweep, and no other', () => {
  const columns = columnsNamingFiles(readFileSync(join(ROOT, 'db/schema.sql'), 'utf8'));
  assert.ok(columns.length >= 6);
  assert.deepEqual(
    allFileReferences.map(({ table, column }) => `${table}.${column}`).toSorted(),
    columns,
  );
});
