import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { addDaysToDate, toDateOnly } from '../../kernel/time.ts';
import { addMonths, weekdayOf, weeksOf } from './month.ts';

describe('the calendar of the date field', () => {
  it('knows the day of the week', () => {
    // 2025-04-07 was a Monday; each day goes one further.
    const monday = toDateOnly('2025-04-07');
    fc.assert(
      fc.property(fc.integer({ min: -60_000, max: 60_000 }), (days) => {
        assert.equal(weekdayOf(addDaysToDate(monday, days)), ((days % 7) + 7) % 7);
      }),
    );
  });

  it('goes on by months, to the last day where the day is missing', () => {
    const from = toDateOnly('2024-01-31');
    assert.deepEqual(
      [1, 2, 13, -2, 12].map((months) => addMonths(from, months)),
      ['2024-02-29', '2024-03-31', '2025-02-28', '2023-11-30', '2025-01-31'],
    );
  });

  it('lays a month out in weeks from Monday on', () => {
    const weeks = weeksOf(toDateOnly('2025-06-15'));
    assert.equal(weeks.length, 6);
    assert.deepEqual(weeks[0], [...Array.from({ length: 6 }), '2025-06-01']);
    assert.equal(weeks[5]?.[0], '2025-06-30');
    assert.equal(weeks.flat().filter((day) => day !== undefined).length, 30);
    assert.equal(weeksOf(toDateOnly('2027-02-10')).length, 4);
  });
});
