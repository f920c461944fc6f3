import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { addMinutes, type Instant, instantFromEpochMs, toInstant } from '../../kernel/time.ts';
import { weekdayOf } from '../../ui/time/month.ts';
import { toDateOnly } from '../../kernel/time.ts';
import { beijingDate } from '../../kernel/time.ts';
import {
  codeDigits,
  codePeriod,
  codeWindow,
  monthSpan,
  overlaps,
  shiftMonth,
  spanFindings,
  spanText,
  weekdayText,
} from './rules.ts';

const instant = fc.integer({ min: 0, max: 4_102_444_800_000 }).map(instantFromEpochMs);
const span = fc
  .tuple(instant, fc.integer({ min: 1, max: 600 }))
  .map(([startsAt, minutes]) => ({ startsAt, endsAt: addMinutes(startsAt, minutes) }));

describe('times of a session', () => {
  it('are said with the weekday, and with the second day over midnight', () => {
    const at = (text: string): Instant => toInstant(text);
    const evening = {
      startsAt: at('2025-04-09T15:00:00.000Z'),
      endsAt: at('2025-04-09T16:30:00.000Z'),
    };
    assert.equal(spanText(evening), '2025年4月9日（星期三）23:00—4月10日（星期四）00:30');
    const noon = {
      startsAt: at('2025-04-09T07:00:00.000Z'),
      endsAt: at('2025-04-09T08:30:00.000Z'),
    };
    assert.equal(spanText(noon), '2025年4月9日（星期三）15:00—16:30');
  });

  it('have the weekday of the kit’s calendar', () => {
    fc.assert(
      fc.property(instant, (at) => {
        const day = '一二三四五六日'.charAt(weekdayOf(toDateOnly(beijingDate(at))));
        assert.equal(weekdayText(at), `星期${day}`);
      }),
    );
  });

  it('overlap when they share a moment, whichever is asked first', () => {
    fc.assert(
      fc.property(span, span, (one, other) => {
        assert.equal(overlaps(one, other), overlaps(other, one));
        assert.ok(overlaps(one, one));
        const next = { startsAt: one.endsAt, endsAt: addMinutes(one.endsAt, 30) };
        assert.equal(overlaps(one, next), false);
      }),
    );
  });

  it('must be of a sensible length', () => {
    const startsAt = toInstant('2025-04-09T07:00:00.000Z');
    const codes = (minutes: number) =>
      spanFindings({ startsAt, endsAt: addMinutes(startsAt, minutes) }).map(({ code }) => code);
    assert.deepEqual([14, 15, 480, 481, 0].map(codes), [
      ['info-sessions.odd_length'],
      [],
      [],
      ['info-sessions.odd_length'],
      ['info-sessions.ends_before_start'],
    ]);
  });
});

describe('the code', () => {
  it('has six digits, whatever the hash', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 4, maxLength: 32 }), (hash) =>
        assert.match(codeDigits(hash), /^\d{6}$/),
      ),
    );
    assert.equal(codeDigits(Uint8Array.of(0, 0, 0, 7)), '000007');
    assert.equal(codeDigits(new Uint8Array()), '000000');
  });

  it('stands for two minutes and in the session’s time', () => {
    const at = toInstant('2025-04-09T07:00:00.000Z');
    assert.equal(codePeriod(addMinutes(at, 2)), codePeriod(at) + 1);
    assert.deepEqual(codeWindow({ startsAt: at, endsAt: addMinutes(at, 60) }), {
      opensAt: addMinutes(at, -10),
      closesAt: addMinutes(at, 75),
    });
  });
});

describe('months', () => {
  it('go on over the year, and begin at midnight in Beijing', () => {
    assert.deepEqual([shiftMonth('2025-12', 1), shiftMonth('2025-01', -1)], ['2026-01', '2024-12']);
    assert.deepEqual(monthSpan('2025-12'), {
      from: '2025-11-30T16:00:00.000Z',
      to: '2025-12-31T16:00:00.000Z',
    });
  });
});
