import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { promisify } from 'node:util';
import * as fc from 'fast-check';
import { z } from 'zod';
import {
  addDays,
  addDaysToDate,
  addMilliseconds,
  addMinutes,
  beijingDate,
  beijingLocal,
  beijingYear,
  dateText,
  endOfBeijingDay,
  epochMs,
  formatBeijing,
  formatDate,
  formatDeadline,
  instantFromBeijing,
  instantFromEpochMs,
  instantText,
  isBefore,
  isDateOnly,
  isInstant,
  remaining,
  startOfBeijingDay,
  toDateOnly,
  toInstant,
} from './time.ts';

const DEADLINE = toInstant('2025-04-07T16:00:00.000Z');
const anyInstant = fc
  .integer({ min: Date.UTC(1992, 0, 1), max: Date.UTC(2100, 0, 1) })
  .map(instantFromEpochMs);

const NOT_INSTANTS = [
  '2025-04-07',
  '2025-04-07T16:00:00Z',
  '2025-04-07T16:00:00.000+08:00',
  '2025-02-30T00:00:00.000Z',
  '2025-04-07T24:00:00.000Z',
  '2025-04-07T16:60:00.000Z',
  '2025-13-01T00:00:00.000Z',
  ' 2025-04-07T16:00:00.000Z',
  '2025-04-07T16:00:00.000Z\n',
  '+010000-01-01T00:00:00.000Z',
  '',
];

test('only the canonical form of an existing moment is an instant', () => {
  assert.equal(isInstant('2025-04-07T16:00:00.000Z'), true);
  assert.equal(instantText().parse(DEADLINE), DEADLINE);
  for (const value of NOT_INSTANTS) {
    assert.equal(isInstant(value), false, value);
    assert.equal(instantText().safeParse(value).success, false, value);
    assert.throws(() => toInstant(value), RangeError);
  }
  assert.equal(isInstant(1_744_041_600_000), false);
});

test('only days of the calendar are dates', () => {
  for (const day of ['2024-02-29', '2000-02-29', '1949-12-31', '2025-04-30'])
    assert.equal(dateText().parse(day), toDateOnly(day));
  for (const day of [
    '2025-02-29',
    '1900-02-29',
    '2025-04-31',
    '2025-00-10',
    '2025-4-7',
    '2025-04-07T',
    '',
  ]) {
    assert.equal(isDateOnly(day), false, day);
    assert.equal(dateText().safeParse(day).success, false, day);
    assert.throws(() => toDateOnly(day), RangeError);
  }
});

test('what is typed in Beijing is stored in UTC', () => {
  assert.equal(instantFromBeijing('2025-04-08T00:00'), DEADLINE);
  assert.equal(instantFromBeijing('2025-04-07T24:00'), DEADLINE);
  assert.equal(instantFromBeijing('2025-01-01T07:59:59.999'), '2024-12-31T23:59:59.999Z');
  assert.equal(instantFromBeijing('2025-04-07T17:30:05'), '2025-04-07T09:30:05.000Z');
  for (const local of [
    '2025-02-30T00:00',
    '2025-04-07',
    '2025-04-07T24:01',
    '2025-04-07T17:30Z',
    '',
  ])
    assert.throws(() => instantFromBeijing(local), RangeError, local);
});

test('a day in Beijing runs from midnight to midnight', () => {
  const day = toDateOnly('2025-04-07');
  assert.equal(startOfBeijingDay(day), '2025-04-06T16:00:00.000Z');
  assert.equal(endOfBeijingDay(day), DEADLINE);
  assert.equal(beijingDate(addMilliseconds(DEADLINE, -1)), day);
  assert.equal(beijingDate(DEADLINE), '2025-04-08');
  assert.equal(beijingYear(toInstant('2024-12-31T16:00:00.000Z')), 2025);
  assert.equal(beijingYear(toInstant('2024-12-31T15:59:59.999Z')), 2024);
});

test('moments and deadlines are said the way people say them', () => {
  assert.equal(formatBeijing(toInstant('2025-04-07T09:30:59.999Z')), '2025年4月7日 17:30');
  assert.equal(formatBeijing(DEADLINE), '2025年4月8日 00:00');
  assert.equal(formatDeadline(DEADLINE), '2025年4月7日 24:00（北京时间）');
  assert.equal(
    formatDeadline(toInstant('2025-04-07T09:30:00.000Z')),
    '2025年4月7日 17:30（北京时间）',
  );
  assert.equal(
    formatDeadline(instantFromBeijing('2025-01-01T00:00')),
    '2024年12月31日 24:00（北京时间）',
  );
  assert.equal(formatDate(toDateOnly('2025-12-31')), '2025年12月31日');
});

test('the time left is rounded down and ends exactly at the deadline', () => {
  const before = (ms: number) => remaining(addMilliseconds(DEADLINE, -ms), DEADLINE);
  const hour = 3_600_000;
  assert.equal(before(3 * 24 * hour), '还剩 3 天');
  assert.equal(before(3 * 24 * hour - 1), '还剩 2 天');
  assert.equal(before(24 * hour - 1), '还剩 23 小时');
  assert.equal(before(5 * hour), '还剩 5 小时');
  assert.equal(before(hour - 1), '还剩 59 分钟');
  assert.equal(before(12 * 60_000), '还剩 12 分钟');
  assert.equal(before(59_999), '还剩不到 1 分钟');
  assert.equal(before(1), '还剩不到 1 分钟');
  assert.equal(before(0), '已截止');
  assert.equal(before(-1), '已截止');
});

test('adding counts in Beijing days and minutes', () => {
  const noon = instantFromBeijing('2025-02-28T12:00');
  assert.equal(beijingLocal(addDays(noon, 1)), '2025-03-01T12:00');
  assert.equal(beijingLocal(addMinutes(noon, -721)), '2025-02-27T23:59');
  assert.equal(addDaysToDate(toDateOnly('2024-02-28'), 2), '2024-03-01');
  assert.equal(addDaysToDate(toDateOnly('2025-01-01'), -1), '2024-12-31');
});

test('text order is time order, and local text round-trips', () => {
  fc.assert(
    fc.property(anyInstant, anyInstant, (a, b) => {
      assert.equal(isBefore(a, b), epochMs(a) < epochMs(b));
      assert.equal(instantFromBeijing(beijingLocal(a)).slice(0, 16), a.slice(0, 16));
    }),
  );
});

test('Beijing dates agree with the time zone database', () => {
  const zone = new Intl.DateTimeFormat('sv-SE', {
    timeZone: 'Asia/Shanghai',
    dateStyle: 'short',
    timeStyle: 'short',
  });
  fc.assert(
    fc.property(anyInstant, (instant) => {
      assert.equal(beijingLocal(instant), zone.format(epochMs(instant)).replace(' ', 'T'));
    }),
  );
});

const ZONES = ['Asia/Shanghai', 'UTC', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Kiritimati'];

/** Run in a process of its own per zone: everything that could depend on the zone, around one deadline. */
const PROBE = `
  import * as time from ${JSON.stringify(new URL('./time.ts', import.meta.url).href)};
  const deadline = time.instantFromBeijing('2025-04-07T24:00');
  const around = [-1, 0, 1].map((ms) => {
    const at = time.addMilliseconds(deadline, ms);
    return [at, time.isBefore(at, deadline), time.remaining(at, deadline), time.beijingDate(at),
      time.formatBeijing(at), time.formatDeadline(at), time.beijingLocal(time.addDays(at, 1)),
      time.endOfBeijingDay(time.beijingDate(at))];
  });
  console.log(JSON.stringify({ hour: new Date(deadline).getHours(), around }));
`;

test('a deadline is judged alike in every process time zone', async () => {
  const run = promisify(execFile);
  const answers = await Promise.all(
    ZONES.map(async (zone) => {
      const { stdout } = await run(process.execPath, ['--input-type=module', '-e', PROBE], {
        env: { ...process.env, TZ: zone },
      });
      return z.object({ hour: z.number(), around: z.array(z.unknown()) }).parse(JSON.parse(stdout));
    }),
  );
  // The zones must really have been in force, or the comparison says nothing.
  assert.deepEqual(
    answers.map(({ hour }) => hour),
    [0, 16, 12, 21, 6],
  );
  const expected = [
    [
      '2025-04-07T15:59:59.999Z',
      true,
      '还剩不到 1 分钟',
      '2025-04-07',
      '2025年4月7日 23:59',
      '2025年4月7日 23:59（北京时间）',
      '2025-04-08T23:59',
      '2025-04-07T16:00:00.000Z',
    ],
    [
      '2025-04-07T16:00:00.000Z',
      false,
      '已截止',
      '2025-04-08',
      '2025年4月8日 00:00',
      '2025年4月7日 24:00（北京时间）',
      '2025-04-09T00:00',
      '2025-04-08T16:00:00.000Z',
    ],
    [
      '2025-04-07T16:00:00.001Z',
      false,
      '已截止',
      '2025-04-08',
      '2025年4月8日 00:00',
      '2025年4月7日 24:00（北京时间）',
      '2025-04-09T00:00',
      '2025-04-08T16:00:00.000Z',
    ],
  ];
  for (const [index, { around }] of answers.entries())
    assert.deepEqual(around, expected, ZONES[index]);
});
