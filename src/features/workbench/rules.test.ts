import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { toInstant } from '../../kernel/time.ts';
import { byUrgency, dueGroup } from './rules.ts';

const at = (text: string) => toInstant(text);
/** 2025-04-07 10:00 in Beijing. */
const NOW = at('2025-04-07T02:00:00.000Z');

describe('dueGroup', () => {
  it('counts the midnight that ends today as today, and the next millisecond as the week', () => {
    assert.equal(dueGroup(at('2025-04-07T16:00:00.000Z'), NOW), 'today');
    assert.equal(dueGroup(at('2025-04-07T16:00:00.001Z'), NOW), 'week');
  });

  it('takes the instant of the deadline itself as overdue', () => {
    assert.equal(dueGroup(NOW, NOW), 'overdue');
    assert.equal(dueGroup(at('2025-04-07T02:00:00.001Z'), NOW), 'today');
  });

  it('means seven days with today among them', () => {
    assert.equal(dueGroup(at('2025-04-13T16:00:00.000Z'), NOW), 'week');
    assert.equal(dueGroup(at('2025-04-13T16:00:00.001Z'), NOW), 'later');
  });

  it('follows the day of Beijing, not of UTC', () => {
    // 00:30 on the 8th in Beijing is still the 7th in UTC.
    const late = at('2025-04-07T16:30:00.000Z');
    assert.equal(dueGroup(at('2025-04-08T16:00:00.000Z'), late), 'today');
  });

  it('keeps what has no deadline apart', () => {
    assert.equal(dueGroup(null, NOW), 'none');
  });
});

describe('byUrgency', () => {
  it('puts the earliest first and what has no deadline last, otherwise as given', () => {
    const rows = [
      { id: 'a', dueAt: null },
      { id: 'b', dueAt: at('2025-04-09T00:00:00.000Z') },
      { id: 'c', dueAt: at('2025-04-08T00:00:00.000Z') },
      { id: 'd', dueAt: null },
    ];
    assert.deepEqual(
      rows.toSorted(byUrgency).map(({ id }) => id),
      ['c', 'b', 'a', 'd'],
    );
  });
});
