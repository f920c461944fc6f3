import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toInstant } from '../../../kernel/time.ts';
import { newDraft, readDraft, type RoundDraft } from './round-draft.ts';

const COMPLETE: RoundDraft = {
  ...newDraft(),
  year: 2025,
  sequence: 1,
  title: '2025年第一批试点申报',
  opensAt: toInstant('2025-02-13T16:00:00.000Z'),
  closesAt: toInstant('2025-04-07T16:00:00.000Z'),
  cityReviewDueAt: toInstant('2025-04-14T16:00:00.000Z'),
  provincialReviewDueAt: toInstant('2025-04-25T16:00:00.000Z'),
  eligibleKinds: ['HIGHER_VOCATIONAL'],
};

test('an empty form says everything that is missing at its field', () => {
  const found = readDraft(newDraft()).findings.map((finding) => finding.field);
  const fields = new Set(found);
  assert.equal(found.length, fields.size);
  for (const field of ['year', 'sequence', 'title', 'opensAt', 'closesAt', 'eligibleKinds']) {
    assert.ok(fields.has(field), field);
  }
  assert.ok(!fields.has('noticeNumber') && !fields.has('rules.correctionDays'));
});

test('a complete form becomes a plan with the default rules', () => {
  const { plan } = readDraft(COMPLETE);
  assert.equal(plan?.noticeNumber, null);
  assert.equal(plan?.rules.correctionDays, 5);
});

test('a decimal factor is understood, letters are not', () => {
  const half = readDraft({ ...COMPLETE, headcountPerStudentLimit: ' 1.5 ' });
  assert.equal(half.plan?.rules.headcountPerStudentLimit, 1.5);
  for (const typed of ['', 'x', '100']) {
    const { findings } = readDraft({ ...COMPLETE, headcountPerStudentLimit: typed });
    assert.equal(findings[0]?.field, 'rules.headcountPerStudentLimit', typed);
  }
});

test('instants in the wrong order are found before the server is asked', () => {
  const { findings } = readDraft({ ...COMPLETE, closesAt: COMPLETE.opensAt });
  assert.equal(findings[0]?.field, 'closesAt');
});
