import assert from 'node:assert/strict';
import { test } from 'node:test';

import { type ApplicationContent, emptyContent } from '../content.ts';
import { changesBetween } from './review-changes.ts';

const names = { level: (id: string) => `证书${id}`, major: (id: string) => `专业${id}` };

const item = (id: string, certificateLevelId: string, plannedHeadcount: number) => ({
  id,
  certificateLevelId,
  institutionMajorIds: ['1'],
  grades: ['G2' as const],
  plannedHeadcount,
  siteIntention: false,
  threeYearReason: '',
  note: '',
});

const content = (change: Partial<ApplicationContent>): ApplicationContent => ({
  ...emptyContent(),
  ...change,
});

test('equal content has no changes', () => {
  const same = content({ leaderName: '校领导甲', items: [item('a', 'A', 60)] });
  assert.deepEqual(changesBetween(same, structuredClone(same), names), []);
});

test('a changed number is one line, with its certificate', () => {
  const before = content({ items: [item('a', 'A', 60), item('b', 'B', 40)] });
  const after = content({ items: [item('b', 'B', 40), item('a', 'A', 50)] });
  assert.deepEqual(changesBetween(before, after, names), [
    { label: '证书A 计划人数', before: '60 人', after: '50 人' },
  ]);
});

test('added and removed items say what they hold', () => {
  const before = content({ items: [item('a', 'A', 60)] });
  const after = content({ items: [item('c', 'C', 30)] });
  const changes = changesBetween(before, after, names);
  assert.deepEqual(
    changes.map(({ label, before: old, after: fresh }) => [label, old === '', fresh === '']),
    [
      ['证书C', true, false],
      ['证书A', false, true],
    ],
  );
});

test('an item deleted and added again under the same certificate is the same item', () => {
  const before = content({ items: [item('a', 'A', 60)] });
  const after = content({ items: [item('z', 'A', 60)] });
  assert.deepEqual(changesBetween(before, after, names), []);
});

test('an answer and its explanation are compared together', () => {
  const before = emptyContent();
  const after = content({
    conditions: before.conditions.map((condition, index) =>
      index === 2 ? { answer: 'MOSTLY_MET' as const, explanation: '正在补充' } : condition,
    ),
  });
  assert.deepEqual(changesBetween(before, after, names), [
    { label: '条件：师资队伍', before: '', after: '基本符合：正在补充' },
  ]);
});
