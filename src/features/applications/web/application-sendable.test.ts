import assert from 'node:assert/strict';
import { test } from 'node:test';
import { emptyContent } from '../content.ts';
import { newItem } from './application-items.ts';
import type { Draft } from './application-merge.ts';
import { sendable } from './application-sendable.ts';

const A = '00000000-0000-7000-8000-00000000000a';
const B = '00000000-0000-7000-8000-00000000000b';
const LEVEL = '00000000-0000-7000-8000-0000000000ff';

const draft = (change: object = {}): Draft => ({
  content: { ...emptyContent(), ...change },
  answers: {},
});

test('a draft with gaps is sent as it is', () => {
  const given = draft({ items: [newItem(A, LEVEL)] });
  assert.equal(sendable(given, draft()).draft, given);
});

test('a text that is too long keeps its earlier value, the rest goes out', () => {
  const { draft: sent, unsaved } = sendable(
    draft({ leaderName: '长'.repeat(51), officerName: '林知远' }),
    draft({ leaderName: '旧' }),
  );
  assert.equal(sent.content.leaderName, '旧');
  assert.equal(sent.content.officerName, '林知远');
  assert.deepEqual(
    unsaved.map((finding) => finding.field),
    ['leaderName'],
  );
  assert.match(unsaved[0]?.text ?? '', /50 个字以内/);
});

test('an item is looked up by id, not by place', () => {
  const before = draft({
    items: [
      { ...newItem(A, LEVEL), note: '甲' },
      { ...newItem(B, LEVEL), note: '乙' },
    ],
  });
  const { draft: sent, unsaved } = sendable(
    draft({
      items: [{ ...newItem(B, LEVEL), note: '长'.repeat(501), plannedHeadcount: 2_000_000 }],
    }),
    before,
  );
  assert.equal(sent.content.items[0]?.note, '乙');
  assert.equal(sent.content.items[0]?.plannedHeadcount, null);
  assert.deepEqual(unsaved.map((finding) => finding.field).toSorted(), [
    'items[0].note',
    'items[0].plannedHeadcount',
  ]);
});

test('a number that cannot be read is not sent as an empty one', () => {
  const before = draft({ items: [{ ...newItem(A, LEVEL), plannedHeadcount: 40 }] });
  const { draft: sent, unsaved } = sendable(
    draft({ items: [{ ...newItem(A, LEVEL), plannedHeadcount: Number.NaN }] }),
    before,
  );
  assert.equal(sent.content.items[0]?.plannedHeadcount, 40);
  assert.match(unsaved[0]?.text ?? '', /请填写整数/);
});

test('reasons and answers are named by their key', () => {
  const given: Draft = {
    content: { ...emptyContent(), acceptedWarnings: { 'x.y@items[0].note': '长'.repeat(501) } },
    answers: { r1: '长'.repeat(1001) },
  };
  const { draft: sent, unsaved } = sendable(given, draft());
  assert.deepEqual(sent.answers, { r1: '' });
  assert.deepEqual(unsaved.map((finding) => finding.field).toSorted(), [
    'acceptedWarnings.x.y@items[0].note',
    'answers.r1',
  ]);
});
