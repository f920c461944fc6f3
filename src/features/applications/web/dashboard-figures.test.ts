import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

import { APPLICATION_STATUSES, NOT_STARTED } from '../status.ts';
import {
  answerOf,
  type Cell,
  figuresOf,
  partsByBureau,
  partsByKind,
  percentOf,
} from './dashboard-figures.ts';

const cell = (change: Partial<Cell>): Cell => ({
  bureauId: 'east',
  bureauName: '东川市教育局',
  institutionKind: 'SECONDARY_VOCATIONAL',
  status: NOT_STARTED,
  count: 1,
  plannedHeadcount: 0,
  ...change,
});

test('every institution is in exactly one figure', () => {
  const status = fc.constantFrom(NOT_STARTED, ...APPLICATION_STATUSES);
  const cells = fc.array(fc.record({ status, count: fc.integer({ min: 1, max: 50 }) }));
  fc.assert(
    fc.property(cells, (list) => {
      const figures = figuresOf(list.map((one) => cell(one as Partial<Cell>)));
      const { notStarted, drafting, submitted, withdrawn, lapsed } = figures;
      assert.equal(notStarted + drafting + submitted + withdrawn + lapsed, figures.eligible);
      const { cityReview, provincialReview, returned, decided, approved, refused } = figures;
      assert.equal(cityReview + provincialReview + returned + decided, submitted);
      assert.equal(approved + refused, decided);
    }),
  );
});

test('a percentage never says all or nothing while that is not true', () => {
  assert.equal(percentOf(999, 1000), 99);
  assert.equal(percentOf(1, 1000), 1);
  assert.equal(percentOf(0, 1000), 0);
  assert.equal(percentOf(0, 0), 0);
  assert.equal(percentOf(7, 7), 100);
});

test('institutions without a bureau are the last part and the title names both ends', () => {
  const cells = [
    cell({ bureauId: null, bureauName: null, status: 'APPROVED', count: 4 }),
    cell({ status: 'CITY_REVIEW', count: 3 }),
    cell({ status: NOT_STARTED, count: 1 }),
  ];
  const parts = partsByBureau(cells, '省级直接审核');
  assert.deepEqual(
    parts.map(({ name, percent }) => [name, percent]),
    [
      ['东川市教育局', 75],
      ['省级直接审核', 100],
    ],
  );
  assert.equal(answerOf(parts, '单位'), '省级直接审核已全部提交，最少的是东川市教育局 75%');
  const idle = ['甲市', '乙市'].map((bureauName, index) =>
    cell({ bureauId: `b${index}`, bureauName, status: NOT_STARTED }),
  );
  assert.equal(
    answerOf(partsByBureau([...cells, ...idle], '省级直接审核'), '单位'),
    '省级直接审核已全部提交，最少的是甲市等 2 个单位 0%',
  );
  assert.equal(answerOf(parts.slice(0, 1), '单位'), '东川市教育局已提交 75%');
  assert.equal(answerOf([], '单位'), '还没有应申报的院校');
});

test('kinds stand by how many institutions they have', () => {
  const cells = [cell({ count: 2 }), cell({ institutionKind: 'HIGHER_VOCATIONAL', count: 5 })];
  assert.deepEqual(
    partsByKind(cells, (kind) => kind).map((part) => part.name),
    ['HIGHER_VOCATIONAL', 'SECONDARY_VOCATIONAL'],
  );
});
