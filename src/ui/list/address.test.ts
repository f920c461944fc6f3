import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

import { listQueryOf, readAddress, withFilter, withSort, writeAddress } from './address.ts';
import type { Filter, FilterValue, ListState } from './address.ts';

const FILTERS: readonly Filter[] = [
  { kind: 'search', name: 'q', label: '搜索' },
  { kind: 'select', name: 'status', label: '状态', options: [{ value: 'open', label: '开' }] },
  {
    kind: 'tags',
    name: 'place',
    label: '地区',
    options: ['a', 'b', 'c'].map((value) => ({ value, label: value })),
  },
  { kind: 'date', name: 'from', label: '起' },
  { kind: 'toggle', name: 'late', label: '超期' },
];

const anyState: fc.Arbitrary<ListState> = fc
  .record({
    page: fc.integer({ min: 1, max: 999 }),
    pageSize: fc.constantFrom(20, 50, 100),
    sort: fc.constantFrom('', 'name', '-name'),
    q: fc.string().map((text) => text.trim()),
    status: fc.constantFrom('', 'open'),
    place: fc.subarray(['a', 'b', 'c']),
    from: fc.constantFrom('', '2025-04-07'),
    late: fc.constantFrom('', 'true'),
  })
  .filter(({ q }) => q.isWellFormed())
  .map(({ page, pageSize, sort, ...values }) => {
    const given = Object.entries(values).filter(([, value]) => value.length > 0);
    return { page, pageSize, sort, filters: Object.fromEntries<FilterValue>(given) };
  });

test('an address says exactly the state it was made of', () => {
  fc.assert(
    fc.property(anyState, (state) => {
      const address = writeAddress(state, FILTERS).toString();
      assert.deepEqual(readAddress(new URLSearchParams(address), FILTERS), state);
    }),
  );
});

test('the first state has an empty address and foreign keys stay', () => {
  const start = readAddress(new URLSearchParams('tab=2'), FILTERS);
  assert.equal(
    writeAddress(start, FILTERS, new URLSearchParams('tab=2&page=9')).toString(),
    'tab=2',
  );
});

test('what cannot be is ignored', () => {
  const search = new URLSearchParams(
    'page=-1&pageSize=x&status=hacked&from=gestern&late=1&place=z&place=b',
  );
  assert.deepEqual(readAddress(search, FILTERS), {
    page: 1,
    pageSize: 20,
    sort: '',
    filters: { place: ['b'] },
  });
});

test('a choice survives while its options are still being loaded', () => {
  const loading: readonly Filter[] = [
    { kind: 'select', name: 'bureau', label: '地市', options: [] },
  ];
  assert.equal(readAddress(new URLSearchParams('bureau=x1'), loading).filters['bureau'], 'x1');
});

test('a changed filter starts on the first page; an emptied one is gone', () => {
  const state: ListState = { page: 7, pageSize: 20, sort: '', filters: { q: '西安' } };
  assert.deepEqual(withFilter(state, 'late', 'true').filters, { q: '西安', late: 'true' });
  assert.deepEqual(withFilter(state, 'q', ''), { page: 1, pageSize: 20, sort: '', filters: {} });
});

test('a column head turns the order, and the own order of the list needs no address', () => {
  const start: ListState = { page: 3, pageSize: 20, sort: '', filters: {} };
  const sorted = withSort(start, 'name', 'dueAt');
  assert.deepEqual([sorted.sort, sorted.page], ['name', 1]);
  assert.equal(withSort(sorted, 'name', 'dueAt').sort, '-name');
  assert.equal(withSort(start, 'dueAt', 'dueAt').sort, '-dueAt');
  assert.equal(withSort(sorted, 'dueAt', 'dueAt').sort, '');
});

test('the query asks for the page and leaves out the order that is the default', () => {
  const state: ListState = { page: 2, pageSize: 50, sort: '', filters: { place: ['a', 'b'] } };
  assert.deepEqual(listQueryOf(state), { place: ['a', 'b'], page: 2, pageSize: 50 });
});
