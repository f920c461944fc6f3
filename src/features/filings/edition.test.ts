import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  canonicalRows,
  compareEditions,
  countRows,
  type EditionEntry,
  type EditionRow,
  filingNumber,
  hasChanges,
} from './edition.ts';

const entry = (number: number, more: Partial<EditionEntry> = {}): EditionEntry => ({
  filingNumber: filingNumber('SN1X', { year: 2025, sequence: 1 }, number),
  institutionName: '云岭职业技术学院',
  institutionKind: 'HIGHER_VOCATIONAL',
  areaName: '云岭市',
  certificateName: '智能装配职业技能等级证书',
  level: 2,
  evaluationOrganizationName: '甲乙评价有限公司',
  majorNames: ['机电设备技术'],
  headcount: 60,
  isNew: true,
  ...more,
});

describe('filingNumber', () => {
  it('is prefix, year, batch and six digits', () => {
    assert.equal(filingNumber('SN1X', { year: 2025, sequence: 1 }, 123), 'SN1X-2025-01-000123');
  });
});

/** RFC 8785 written anew from the standard's text: nothing of edition.ts is used. */
const jcs = (value: unknown): string => {
  if (Array.isArray(value)) return '[' + value.map(jcs).join(',') + ']';
  if (typeof value === 'object' && value !== null) {
    const names = Object.keys(value).sort((left, right) =>
      left < right ? -1 : left > right ? 1 : 0,
    );
    const record = value as Record<string, unknown>;
    return (
      '{' + names.map((name) => JSON.stringify(name) + ':' + jcs(record[name])).join(',') + '}'
    );
  }
  return JSON.stringify(value);
};

const anyText = fc.string({ unit: 'grapheme', maxLength: 12 });
const anyEntry = fc.record({
  institutionName: anyText,
  institutionKind: fc.constantFrom('SECONDARY_VOCATIONAL', 'HIGHER_VOCATIONAL'),
  areaName: anyText,
  certificateName: anyText,
  level: fc.integer({ min: 1, max: 3 }),
  evaluationOrganizationName: anyText,
  majorNames: fc.array(anyText, { maxLength: 3 }),
  headcount: fc.integer({ min: 1, max: 100_000 }),
  isNew: fc.boolean(),
});

/** A set of filings by number, as a round holds them. */
const anyEntries = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 1, max: 40 }), anyEntry), {
    selector: ([number]) => number,
    maxLength: 20,
  })
  .map((pairs) => pairs.map(([number, words]) => entry(number, words)));

describe('canonicalRows', () => {
  it('is the canonical form of RFC 8785 of what is published', () => {
    fc.assert(
      fc.property(anyEntries, (entries) => {
        const rows = compareEditions([], entries);
        const published: unknown = JSON.parse(JSON.stringify(rows));
        assert.equal(canonicalRows(rows), jcs(published));
      }),
    );
  });

  it('has a known hash for a known row, so that the form never drifts', () => {
    const rows = compareEditions([], [entry(1)]);
    const text = canonicalRows(rows);
    assert.equal(
      text,
      '[{"areaName":"云岭市","certificateName":"智能装配职业技能等级证书","change":"ADDED",' +
        '"evaluationOrganizationName":"甲乙评价有限公司","filingNumber":"SN1X-2025-01-000001","headcount":60,' +
        '"institutionKind":"HIGHER_VOCATIONAL","institutionName":"云岭职业技术学院","isNew":true,"level":2,' +
        '"majorNames":["机电设备技术"],"position":1}]',
    );
    // Computed once with Python's hashlib.
    const known = '071277fcbc393beb5e78bc7becb6f17c2ac83465625aa3606c3e3ba9287bcec6';
    assert.equal(createHash('sha256').update(text, 'utf8').digest('hex'), known);
  });

  it('leaves out what is stored beside the words', () => {
    const [row] = compareEditions(
      [],
      [{ ...entry(1), searchText: 'x', evaluationOrganizationId: 'y' }],
    );
    assert.ok(row !== undefined);
    assert.equal(canonicalRows([row]), canonicalRows(compareEditions([], [entry(1)])));
  });

  it('changes with any single field', () => {
    const [row] = compareEditions([], [entry(1)]);
    assert.ok(row !== undefined);
    const others: Partial<EditionRow>[] = [
      { position: 2 },
      { change: 'SAME' },
      { filingNumber: 'SN1X-2025-01-000002' },
      { institutionName: '别校' },
      { institutionKind: 'SECONDARY_VOCATIONAL' },
      { areaName: '' },
      { certificateName: '别证' },
      { level: 3 },
      { evaluationOrganizationName: '别家' },
      { majorNames: ['机电设备技术', '计算机应用'] },
      { headcount: 61 },
      { isNew: false },
    ];
    const texts = [row, ...others.map((other) => ({ ...row, ...other }))].map((each) =>
      canonicalRows([each]),
    );
    assert.equal(new Set(texts).size, texts.length);
  });
});

const applied = (rows: readonly EditionRow[]): EditionRow[] =>
  rows.filter((row) => row.change !== 'REMOVED');

describe('compareEditions', () => {
  it('marks what is new, other, gone and the same', () => {
    const before = [entry(1), entry(2), entry(3)];
    const now = [entry(2, { institutionName: '云岭职业技术大学' }), entry(3), entry(4)];
    assert.deepEqual(
      compareEditions(before, now).map((row) => [
        row.filingNumber.slice(-1),
        row.change,
        row.position,
      ]),
      [
        ['1', 'REMOVED', 1],
        ['2', 'CHANGED', 2],
        ['3', 'SAME', 3],
        ['4', 'ADDED', 4],
      ],
    );
  });

  it('keeps a removed row in the words it had, and drops it from the edition after', () => {
    const first = compareEditions([], [entry(1, { headcount: 33 }), entry(2)]);
    const second = compareEditions(applied(first), [entry(2)]);
    assert.equal(second.find((row) => row.change === 'REMOVED')?.headcount, 33);
    const third = compareEditions(applied(second), [entry(2)]);
    assert.deepEqual(
      third.map((row) => row.change),
      ['SAME'],
    );
    assert.equal(hasChanges(countRows(third)), false);
  });

  it('for any two sets: applying the marked changes to the old list gives the new one', () => {
    fc.assert(
      fc.property(anyEntries, anyEntries, (before, now) => {
        const rows = compareEditions(before, now);
        const rebuilt = new Map(before.map((old) => [old.filingNumber, old]));
        for (const { position: _, change, ...words } of rows) {
          if (change === 'REMOVED') rebuilt.delete(words.filingNumber);
          else if (change !== 'SAME') rebuilt.set(words.filingNumber, words);
        }
        const sorted = (list: readonly EditionEntry[]) =>
          list.toSorted((left, right) => (left.filingNumber < right.filingNumber ? -1 : 1));
        assert.deepEqual(sorted([...rebuilt.values()]), sorted(now));
      }),
    );
  });

  it('numbers the rows 1, 2, 3 … by filing number, and counts every row once', () => {
    fc.assert(
      fc.property(anyEntries, anyEntries, (before, now) => {
        const rows = compareEditions(before, now);
        assert.deepEqual(
          rows.map((row) => row.position),
          rows.map((_, index) => index + 1),
        );
        const numbers = rows.map((row) => row.filingNumber);
        assert.deepEqual(numbers, numbers.toSorted());
        assert.equal(new Set(numbers).size, numbers.length);
        const counts = countRows(rows);
        assert.equal(counts.rowCount, now.length);
        assert.equal(counts.rowCount + counts.removedCount, rows.length);
      }),
    );
  });

  it('does not depend on the order in which the filings are handed over', () => {
    fc.assert(
      fc.property(anyEntries, anyEntries, (before, now) => {
        const there = canonicalRows(compareEditions(before, now));
        assert.equal(canonicalRows(compareEditions(before.toReversed(), now.toReversed())), there);
      }),
    );
  });
});
