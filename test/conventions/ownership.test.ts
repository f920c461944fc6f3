import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { OWNERS } from './owners.ts';
import { featureOf, productFiles, ROOT, withoutComments } from './source-files.ts';

const WRITES: readonly RegExp[] = [
  /\.(?:insertInto|updateTable|deleteFrom|replaceInto|mergeInto)\(\s*['"`]([a-z_]+)/g,
  /\binsert\s+into\s+(?:only\s+)?([a-z_]+)/gi,
  /\bupdate\s+(?:only\s+)?([a-z_]+)(?:\s+(?:as\s+)?[a-z_]+)?\s+set\b/gi,
  /\bdelete\s+from\s+(?:only\s+)?([a-z_]+)/gi,
  /\bmerge\s+into\s+([a-z_]+)/gi,
  /\btruncate\s+(?:table\s+)?([a-z_]+)/gi,
];

/** Names of the tables that a piece of code writes. */
const tablesWritten = (text: string): string[] => {
  const code = withoutComments(text);
  return [
    ...new Set(WRITES.flatMap((pattern) => [...code.matchAll(pattern)].map((hit) => hit[1] ?? ''))),
  ];
};

const tablesOfSchema = (): string[] => {
  const generated = readFileSync(join(ROOT, 'src/platform/db/tables.ts'), 'utf8');
  const entries = generated.slice(generated.indexOf('export interface DB {'));
  return [...entries.matchAll(/^ {2}([a-z_]+): /gm)].map((hit) => hit[1] ?? '');
};

describe('only its owner writes a table', () => {
  test('the search sees every way of writing', () => {
    const samples = {
      insert: "tx.run(sqlBuilder.insertInto('filing').values(row))",
      wrapped: "sqlBuilder\n      .updateTable(\n 'filing')",
      remove: "sqlBuilder.deleteFrom('filing')",
      rawInsert: 'sql`with x as (insert into filing (id) values (1) returning id) select 1`',
      rawUpdate: 'sql`update filing f set headcount = 1`',
      rawDelete: 'sql`delete from filing where true`',
      truncate: 'sql`truncate filing`',
    };
    for (const [name, sample] of Object.entries(samples)) {
      assert.deepEqual(tablesWritten(sample), ['filing'], name);
    }
    assert.deepEqual(
      tablesWritten('// insert into filing\nconst a = 1; /* delete from filing */'),
      [],
    );
    assert.deepEqual(tablesWritten("sqlBuilder.selectFrom('filing')"), []);
  });

  test('every table has an owner, and no owner keeps a table that is gone', () => {
    assert.deepEqual(Object.keys(OWNERS).toSorted(), tablesOfSchema().toSorted());
  });

  test('no file writes the table of another', () => {
    const foreign: string[] = [];
    const written = new Set<string>();
    for (const { path, text } of productFiles('src/**/*.ts')) {
      for (const table of tablesWritten(text)) {
        const owner = OWNERS[table];
        if (owner === undefined) continue;
        written.add(table);
        if (owner !== featureOf(path) && owner !== path)
          foreign.push(`${path} writes ${table} of ${owner}`);
      }
    }
    assert.deepEqual(foreign, []);
    // Were the search blind, it would find no writes at all.
    assert.deepEqual([...written].toSorted(), Object.keys(OWNERS).toSorted());
  });

  test('writes stand in queries files', () => {
    const elsewhere = productFiles('src/features/**/*.ts')
      .filter(({ path }) => !/(?:^|[/-])queries\.ts$/.test(path))
      .filter(({ text }) => tablesWritten(text).some((table) => table in OWNERS))
      .map(({ path }) => path);
    assert.deepEqual(elsewhere, []);
  });
});
