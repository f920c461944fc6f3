import assert from 'node:assert/strict';
import { test } from 'node:test';

import { toInstant } from '../../../kernel/time.ts';
import { type ApplicationContent, emptyContent } from '../content.ts';
import { changesBetween, changesBetweenSubmissions } from './review-changes.ts';

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

const LEVELS = { A: '甲证书', B: '乙证书' };

const submission = (
  number: number,
  items: ApplicationContent['items'],
  change: Partial<Parameters<typeof changesBetweenSubmissions>[0]['words']> = {},
) => ({
  number,
  submittedAt: toInstant('2025-03-01T02:00:00.000Z'),
  contentHash: 'x',
  content: content({ items }),
  words: {
    levels: items.map(({ certificateLevelId: id }) => ({
      id,
      certificateName: LEVELS[id as keyof typeof LEVELS],
      level: 2,
    })),
    majors: [{ id: '1', name: '数控技术' }],
    planFile: { name: '方案.pdf', byteCount: 2048, pageCount: 3, sha256: 'a'.repeat(64) },
    ...change,
  },
});

test('a certificate that was taken out keeps the name under which it was submitted', () => {
  const before = submission(1, [item('a', 'A', 60), item('b', 'B', 40)]);
  const after = submission(2, [item('a', 'A', 60)]);
  const changes = changesBetweenSubmissions(before, after);
  assert.deepEqual(changes, [
    { label: '乙证书（中级）', before: '计划人数：40 人\n专业：数控技术\n年级：二年级', after: '' },
  ]);
});

test('a certificate that was renamed in the catalog between two submissions is no change', () => {
  const before = submission(1, [item('a', 'A', 60)]);
  const after = submission(2, [item('a', 'A', 60)], {
    levels: [{ id: 'A', certificateName: '甲证书（新名）', level: 2 }],
  });
  assert.deepEqual(changesBetweenSubmissions(before, after), []);
});

test('a replaced plan is told by name, size and hash, also under the same name', () => {
  const before = submission(1, [item('a', 'A', 60)]);
  const after = submission(2, [item('a', 'A', 60)], {
    planFile: { name: '方案.pdf', byteCount: 4096, pageCount: null, sha256: 'b'.repeat(64) },
  });
  const [change] = changesBetweenSubmissions(before, after);
  assert.equal(change?.label, '试点工作方案');
  assert.match(change.before, /^方案\.pdf（2 KB，3 页）\nSHA-256 (?:a{8} ?){8}$/);
  assert.match(change.after, /^方案\.pdf（4 KB）\nSHA-256 (?:b{8} ?){8}$/);
  const without = changesBetweenSubmissions(
    before,
    submission(2, [item('a', 'A', 60)], { planFile: null }),
  );
  assert.equal(without[0]?.after, '');
});
