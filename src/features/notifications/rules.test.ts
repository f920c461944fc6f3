import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { addDays, addMinutes, epochMs, instantFromBeijing } from '../../kernel/time.ts';
import {
  afterQuiet,
  DEFAULT_PROFILE,
  dueReminder,
  isDigestDue,
  maskMail,
  MOST_ATTEMPTS,
  nextAttempt,
  nextTry,
  planTelling,
  type Recipient,
} from './rules.ts';

const NIGHT = { fromMinute: 22 * 60, toMinute: 7 * 60 };
const NOON = { fromMinute: 12 * 60, toMinute: 14 * 60 };

describe('quiet hours, in Beijing', () => {
  const cases: readonly [quiet: typeof NIGHT, at: string, expected: string][] = [
    [NIGHT, '2025-04-06T21:59', '2025-04-06T21:59'],
    [NIGHT, '2025-04-06T22:00', '2025-04-07T07:00'],
    [NIGHT, '2025-04-06T23:59', '2025-04-07T07:00'],
    [NIGHT, '2025-04-07T00:00', '2025-04-07T07:00'],
    [NIGHT, '2025-04-07T06:59', '2025-04-07T07:00'],
    [NIGHT, '2025-04-07T07:00', '2025-04-07T07:00'],
    [NIGHT, '2025-12-31T23:00', '2026-01-01T07:00'],
    [NOON, '2025-04-06T12:00', '2025-04-06T14:00'],
    [NOON, '2025-04-06T14:00', '2025-04-06T14:00'],
    [NOON, '2025-04-06T11:59', '2025-04-06T11:59'],
    [{ fromMinute: 60, toMinute: 60 }, '2025-04-06T01:00', '2025-04-06T01:00'],
  ];
  for (const [quiet, at, expected] of cases) {
    test(`${at} waits until ${expected}`, () =>
      assert.equal(afterQuiet(quiet, instantFromBeijing(at)), instantFromBeijing(expected)));
  }

  test('what comes out is never quiet, never before, and less than a day later', () => {
    const minute = fc.integer({ min: 0, max: 1439 });
    fc.assert(
      fc.property(minute, minute, fc.integer({ min: 0, max: 500_000 }), (from, to, offset) => {
        const quiet = { fromMinute: from, toMinute: to };
        const at = addMinutes(instantFromBeijing('2025-01-01T00:00'), offset);
        const out = afterQuiet(quiet, at);
        assert.ok(out >= at && out < addDays(at, 1));
        assert.equal(afterQuiet(quiet, out), out);
      }),
    );
  });
});

describe('who is told by what', () => {
  const at = instantFromBeijing('2025-04-06T23:00');
  const plain = { name: 'a.b', isUrgent: false, asksToAct: false };
  const open = ['MAIL', 'DINGTALK_WORK', 'DINGTALK_TODO', 'DINGTALK_GROUP'] as const;
  const person: Recipient = {
    profile: DEFAULT_PROFILE,
    own: [],
    ofOrganization: [],
    reachable: ['MAIL', 'DINGTALK'],
  };
  const channelsOf = (recipient: Recipient, event = plain) =>
    planTelling(recipient, event, open, at).deliveries.map(({ channel }) => channel);

  test('everything that is on and reachable, by default', () => {
    assert.deepEqual(channelsOf(person), ['MAIL', 'DINGTALK_WORK']);
    assert.deepEqual(channelsOf(person, { ...plain, asksToAct: true }), [
      'MAIL',
      'DINGTALK_WORK',
      'DINGTALK_TODO',
    ]);
    assert.deepEqual(planTelling(person, plain, [], at).deliveries, []);
  });

  test('who has no address is said to be unreachable', () => {
    const told = planTelling({ ...person, reachable: [] }, plain, ['MAIL'], at);
    assert.deepEqual([told.deliveries, told.unreachable], [[], ['MAIL']]);
  });

  test("the person's word counts before the organization's, and that before the default", () => {
    const off = { event: 'a.b', channel: 'MAIL', isOn: false };
    assert.deepEqual(channelsOf({ ...person, ofOrganization: [off] }), ['DINGTALK_WORK']);
    const on = { ...off, isOn: true };
    assert.deepEqual(channelsOf({ ...person, own: [on], ofOrganization: [off] }), [
      'MAIL',
      'DINGTALK_WORK',
    ]);
    assert.deepEqual(channelsOf({ ...person, own: [{ ...off, event: 'a.c' }] }), [
      'MAIL',
      'DINGTALK_WORK',
    ]);
  });

  test('urgent ignores quiet hours, the digest and the switch of the inbox, not the switch of mail', () => {
    const profile = { quiet: NIGHT, isDigest: true, digestHour: 9 };
    const own = [{ event: 'a.b', channel: 'INBOX', isOn: false }];
    const usual = planTelling({ ...person, profile, own }, plain, ['MAIL'], at);
    assert.equal(usual.isInInbox, false);
    assert.deepEqual(usual.deliveries, [
      { channel: 'MAIL', status: 'HELD', startAt: instantFromBeijing('2025-04-07T07:00') },
    ]);
    const urgent = { ...plain, isUrgent: true };
    const told = planTelling({ ...person, profile, own }, urgent, ['MAIL'], at);
    assert.equal(told.isInInbox, true);
    assert.deepEqual(told.deliveries, [{ channel: 'MAIL', status: 'WAITING', startAt: at }]);
    const mailOff = [{ event: 'a.b', channel: 'MAIL', isOn: false }];
    assert.deepEqual(planTelling({ ...person, own: mailOff }, urgent, ['MAIL'], at).deliveries, []);
  });
});

describe('waits', () => {
  const at = instantFromBeijing('2025-04-06T09:00');

  test('a message waits longer each time, with some chance in it, for about a day in all', () => {
    const waits = Array.from(
      { length: MOST_ATTEMPTS - 1 },
      (_, index) => epochMs(nextAttempt(at, index + 1, 0)) - epochMs(at),
    );
    assert.deepEqual(waits.slice(0, 4), [60_000, 120_000, 240_000, 480_000]);
    assert.ok(waits.every((wait, index) => index === 0 || wait >= (waits[index - 1] ?? 0)));
    const hours = waits.reduce((sum, wait) => sum + wait, 0) / 3_600_000;
    assert.ok(hours > 12 && hours < 36, String(hours));
    assert.equal(epochMs(nextAttempt(at, 1, 1)) - epochMs(at), 72_000);
  });

  test('a channel is tried again within five minutes, however long it was away', () => {
    assert.equal(nextTry(at, 1), addMinutes(at, 0.5));
    assert.equal(nextTry(at, 1000), addMinutes(at, 5));
  });
});

describe('reminders', () => {
  const dueAt = instantFromBeijing('2025-04-08T00:00');
  const cases: readonly [at: string, days: number | undefined][] = [
    ['2025-03-31T23:59', undefined],
    ['2025-04-01T00:00', 7],
    ['2025-04-04T23:59', 7],
    ['2025-04-05T00:00', 3],
    ['2025-04-07T00:00', 1],
    ['2025-04-07T23:59', 1],
    ['2025-04-08T00:00', undefined],
  ];
  for (const [at, days] of cases) {
    test(`at ${at} it is ${String(days)} days`, () =>
      assert.equal(dueReminder(dueAt, instantFromBeijing(at)), days));
  }

  test('the digest is due from its hour on', () => {
    const profile = { ...DEFAULT_PROFILE, digestHour: 17 };
    assert.equal(isDigestDue(profile, instantFromBeijing('2025-04-08T16:59')), false);
    assert.equal(isDigestDue(profile, instantFromBeijing('2025-04-08T17:00')), true);
  });

  test('a mailbox is shown by its first letter', () => {
    assert.equal(maskMail('zhang@example.cn'), 'z***@example.cn');
    assert.equal(maskMail('nothing'), '***');
  });
});
