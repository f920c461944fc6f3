import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { addDaysToDate, formatDate, toDateOnly } from '../../kernel/time.ts';
import { maskDate, maskTime, readDate, readTime } from './date-text.ts';

describe('a date as it is typed', () => {
  it('is read in every way people write it', () => {
    for (const text of [
      '2025-04-07',
      '2025-4-7',
      '2025/4/7',
      '2025.04.07',
      '20250407',
      '2025年4月7日',
      ' ２０２５－０４－０７ ',
    ]) {
      assert.equal(readDate(text), '2025-04-07', text);
    }
  });

  it('is none when the day does not exist or something is missing', () => {
    for (const text of ['', '2025', '2025-04', '2025-02-30', '2025-13-01', '25-04-07', '四月七日'])
      assert.equal(readDate(text), '', text);
  });

  it('gets its hyphens while digits are typed, and lets them be deleted', () => {
    let text = '';
    for (const digit of '20250407') text = maskDate(text + digit);
    assert.equal(text, '2025-04-07');
    for (const left of ['2025-04-0', '2025-04-', '2025-04', '2025-0', '2025-', '2025'])
      assert.equal(maskDate(left), left);
    assert.equal(maskDate('2025-4-7'), '2025-4-7');
  });

  it('is read back from what is shown', () => {
    const start = toDateOnly('1900-01-01');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 80_000 }), (days) => {
        const date = addDaysToDate(start, days);
        assert.equal(readDate(formatDate(date)), date);
        assert.equal(readDate(date.replaceAll('-', '')), date);
      }),
    );
  });
});

describe('a time as it is typed', () => {
  it('is read on a clock of 24 hours', () => {
    for (const text of ['09:30', '9:30', '0930', '９：３０', '9时30分'])
      assert.equal(readTime(text), '09:30', text);
    assert.equal(readTime('00:00'), '00:00');
    for (const text of ['24:00', '2400', '24时00分']) assert.equal(readTime(text), '24:00', text);
    for (const text of ['', '9', '24:01', '25:00', '12:60', '9:3', 'am'])
      assert.equal(readTime(text), '', text);
  });

  it('gets its colon while digits are typed', () => {
    let text = '';
    for (const digit of '1730') text = maskTime(text + digit);
    assert.equal(text, '17:30');
    assert.equal(maskTime('17:'), '17:');
  });
});
