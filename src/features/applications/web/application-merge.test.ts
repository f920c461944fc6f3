import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ApplicationContent, emptyContent } from '../content.ts';
import {
  changeItem,
  newItem,
  rebaseFindings,
  removeItem,
  restoreItem,
} from './application-items.ts';
import { type Draft, mergeDrafts, sameDraft } from './application-merge.ts';

const A = '00000000-0000-7000-8000-00000000000a';
const B = '00000000-0000-7000-8000-00000000000b';
const C = '00000000-0000-7000-8000-00000000000c';

const content = (change: Partial<ApplicationContent> = {}): ApplicationContent => ({
  ...emptyContent(),
  items: [newItem(A, 'level-a'), newItem(B, 'level-b')],
  acceptedWarnings: { 'x.high@items[1].plannedHeadcount': '合作企业订单班' },
  ...change,
});

const draft = (change: Partial<ApplicationContent> = {}): Draft => ({
  content: content(change),
  answers: {},
});

test('reasons follow their item when another one is removed, and come back with it', () => {
  const start = content();
  const without = removeItem(start, A);
  assert.deepEqual(without.acceptedWarnings, {
    'x.high@items[0].plannedHeadcount': '合作企业订单班',
  });
  assert.deepEqual(restoreItem(without, start, A), start);
  const gone = removeItem(start, B);
  assert.deepEqual(gone.acceptedWarnings, {});
  assert.deepEqual(restoreItem(gone, start, B), start);
});

test('findings of an item that moved are shown at its new place, those of a removed one are not', () => {
  const then = content().items;
  const found = rebaseFindings(
    [
      { severity: 'error', code: 'a', text: '', field: 'items[0].grades' },
      { severity: 'error', code: 'b', text: '', field: 'items[1].grades' },
      { severity: 'error', code: 'c', text: '', field: 'leaderName' },
    ],
    then,
    then.slice(1),
  );
  assert.deepEqual(
    found.map((finding) => finding.field),
    ['items[0].grades', 'leaderName'],
  );
});

test('changes in different places come together without a question', () => {
  const base = draft();
  const mine = draft({ leaderName: '林知远' });
  const theirs: Draft = {
    content: changeItem(base.content, A, { plannedHeadcount: 40 }),
    answers: {},
  };
  const merged = mergeDrafts(base, mine, theirs);
  assert.deepEqual(merged.clashes, []);
  assert.equal(merged.draft.content.leaderName, '林知远');
  assert.equal(merged.draft.content.items[0]?.plannedHeadcount, 40);
  assert.ok(sameDraft(merged.draft, merged.yielding));
});

test('the same place changed twice is a clash, and either side can win', () => {
  const base = draft({ leaderName: '甲' });
  const merged = mergeDrafts(
    base,
    draft({ leaderName: '乙' }),
    draft({ leaderName: '丙', officerName: '丁' }),
  );
  assert.deepEqual(merged.clashes, ['leaderName']);
  assert.equal(merged.draft.content.leaderName, '乙');
  assert.equal(merged.yielding.content.leaderName, '丙');
  assert.equal(merged.draft.content.officerName, '丁');
});

test('white space that the server takes off is no change', () => {
  const merged = mergeDrafts(
    draft({ leaderName: '林 ' }),
    draft({ leaderName: '林知远' }),
    draft({ leaderName: '林' }),
  );
  assert.deepEqual(merged.clashes, []);
  assert.equal(merged.draft.content.leaderName, '林知远');
});

test('items added on both sides stay, a removal stands unless the other side worked on the item', () => {
  const base = draft();
  const mine: Draft = { ...base, content: removeItem(base.content, A) };
  const added = [...base.content.items, newItem(C, 'level-c')];
  assert.deepEqual(
    mergeDrafts(base, mine, draft({ items: added })).draft.content.items.map((item) => item.id),
    [B, C],
  );
  const worked = { ...base, content: changeItem(base.content, A, { note: '新' }) };
  const clash = mergeDrafts(base, mine, worked);
  assert.deepEqual(clash.clashes, [`items/${A}`]);
  assert.deepEqual(
    clash.yielding.content.items.map((item) => item.id),
    [A, B],
  );
});

test('reasons keep to their item through a merge in which places move', () => {
  const base = draft();
  const mine: Draft = { ...base, content: removeItem(base.content, A) };
  const merged = mergeDrafts(base, mine, draft({ leaderName: '甲' }));
  assert.deepEqual(merged.draft.content.acceptedWarnings, {
    'x.high@items[0].plannedHeadcount': '合作企业订单班',
  });
});
