import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { allSealings } from '../../src/app/sealings.ts';
import { productFiles, ROOT, withoutComments } from './source-files.ts';

/** `table.column` of each column of the schema whose line fits. */
const columns = (fits: RegExp): string[] => {
  const found: string[] = [];
  let table = '';
  for (const line of readFileSync(join(ROOT, 'db/schema.sql'), 'utf8').split('\n')) {
    table = /^create table ([a-z_]+) \($/.exec(line)?.[1] ?? table;
    const column = fits.exec(line)?.[1];
    if (column !== undefined) found.push(`${table}.${column}`);
  }
  return found.toSorted();
};

const { fields, indexes } = allSealings;

describe('what is sealed', () => {
  test('is known to the check of the key file and to the change of keys', () => {
    const sealed = columns(/^ {2}([a-z_]+_sealed) text\b/);
    assert.ok(sealed.length >= 13);
    const known = fields
      .filter(({ within }) => within === undefined)
      .map(({ table, column }) => `${table}.${column}`);
    assert.deepEqual(known.toSorted(), sealed);
  });

  test('in settings, too', () => {
    const properties = productFiles('src/features/**/*settings.ts').flatMap(({ text }) =>
      [...withoutComments(text).matchAll(/^ {2}(\w*[sS]ecretSealed): z\./gm)].map(
        ([, property]) => property,
      ),
    );
    assert.deepEqual(
      fields.flatMap(({ within }) => within?.property ?? []).toSorted(),
      properties.toSorted(),
    );
    assert.equal(properties.length, 2);
  });

  test('and so are the keyed hashes', () => {
    const known = indexes.map(({ table, column }) => `${table}.${column}`);
    const keyed = columns(/^ {2}([a-z_]+_index) bytea\b/);
    assert.ok(keyed.length >= 7);
    assert.deepEqual(
      keyed.filter((name) => !known.includes(name)),
      [],
    );
  });
});
