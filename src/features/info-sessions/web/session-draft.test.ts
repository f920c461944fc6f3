import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toInstant } from '../../../kernel/time.ts';
import { NEW_SESSION, readAmendment, readDraft, type SessionDraftFields } from './session-draft.ts';

const COMPLETE: SessionDraftFields = {
  ...NEW_SESSION,
  title: '智能装配说明会',
  summary: '介绍标准和考点要求。',
  certificates: [{ value: '00000000-0000-7000-8000-000000000001', label: '智能装配' }],
  startsAt: toInstant('2025-03-10T07:00:00.000Z'),
  endsAt: toInstant('2025-03-10T08:30:00.000Z'),
  platform: '腾讯会议',
  speaker: '甲老师',
};

const fieldsOf = (read: ReturnType<typeof readDraft>): string[] =>
  read.findings.map(({ field }) => field);

test('an empty form says everything that is missing at once', () => {
  const read = readDraft(NEW_SESSION);
  assert.deepEqual(fieldsOf(read).toSorted(), [
    'certificateIds',
    'endsAt',
    'platform',
    'speaker',
    'startsAt',
    'summary',
    'title',
  ]);
  const start = read.findings.find(({ field }) => field === 'startsAt');
  assert.equal(start?.text, '请填写开始时间');
});

test('a complete form becomes what is sent', () => {
  const { body } = readDraft(COMPLETE);
  assert.deepEqual(body?.certificateIds, [COMPLETE.certificates[0]?.value]);
  assert.equal(readAmendment({ ...COMPLETE, reason: '换平台' }, 3).body?.version, 3);
});

test('times in the wrong order and a link of another kind are found before anything is sent', () => {
  assert.deepEqual(fieldsOf(readDraft({ ...COMPLETE, endsAt: COMPLETE.startsAt })), ['endsAt']);
  assert.deepEqual(fieldsOf(readDraft({ ...COMPLETE, joinUrl: 'javascript:alert(1)' })), [
    'joinUrl',
  ]);
});
