import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  addMilliseconds,
  endOfBeijingDay,
  type Instant,
  startOfBeijingDay,
  toDateOnly,
} from '../../kernel/time.ts';
import { INSTITUTION_KINDS } from '../organizations/labels.ts';
import {
  currentRound,
  extensionState,
  nextTurn,
  type RoundInTime,
  roundPhase,
  roundTimeline,
} from './phase.ts';
import { ELIGIBLE_KINDS, type RoundPhase } from './status.ts';

// 申报时间为2月14日至4月7日: the last day counts in full (民法典 第203条).
const ROUND: RoundInTime = {
  status: 'PUBLISHED',
  opensAt: startOfBeijingDay(toDateOnly('2025-02-14')),
  closesAt: endOfBeijingDay(toDateOnly('2025-04-07')),
  cityReviewDueAt: endOfBeijingDay(toDateOnly('2025-04-14')),
  provincialReviewDueAt: endOfBeijingDay(toDateOnly('2025-04-25')),
};

describe('currentRound', () => {
  const current = (...phases: RoundPhase[]) =>
    currentRound(phases.map((phase, place) => ({ phase, place })));

  it('is the one that is open or under review, however new the others are', () => {
    assert.equal(current('UPCOMING', 'OPEN', 'CONCLUDED')?.phase, 'OPEN');
    assert.equal(current('UPCOMING', 'CLOSED', 'PROVINCIAL_REVIEW')?.phase, 'PROVINCIAL_REVIEW');
    assert.equal(current('CITY_REVIEW', 'OPEN')?.place, 0);
  });

  it('is otherwise the one to conclude, then the one to come, then the last', () => {
    assert.equal(current('UPCOMING', 'CLOSED', 'CONCLUDED')?.phase, 'CLOSED');
    assert.equal(current('CONCLUDED', 'UPCOMING')?.phase, 'UPCOMING');
    assert.equal(current('DRAFT', 'CONCLUDED', 'CONCLUDED')?.place, 1);
    assert.equal(current('DRAFT'), undefined);
  });
});

describe('roundPhase', () => {
  const boundaries: readonly [keyof RoundInTime & `${string}At`, RoundPhase, RoundPhase][] = [
    ['opensAt', 'UPCOMING', 'OPEN'],
    ['closesAt', 'OPEN', 'CITY_REVIEW'],
    ['cityReviewDueAt', 'CITY_REVIEW', 'PROVINCIAL_REVIEW'],
    ['provincialReviewDueAt', 'PROVINCIAL_REVIEW', 'CLOSED'],
  ];
  for (const [key, before, after] of boundaries) {
    it(`turns from ${before} to ${after} exactly at ${key}`, () => {
      const boundary = ROUND[key];
      assert.equal(roundPhase(ROUND, addMilliseconds(boundary, -1)), before);
      assert.equal(roundPhase(ROUND, boundary), after);
      assert.equal(roundPhase(ROUND, addMilliseconds(boundary, 1)), after);
    });
  }

  it('closes at 24:00 of 7 April in Beijing, which is 16:00 UTC', () => {
    assert.equal(ROUND.closesAt, '2025-04-07T16:00:00.000Z');
    assert.equal(roundPhase(ROUND, '2025-04-07T15:59:59.999Z' as Instant), 'OPEN');
    assert.equal(roundPhase(ROUND, '2025-04-07T16:00:00.000Z' as Instant), 'CITY_REVIEW');
  });

  it('is the status itself for drafts and concluded rounds, whatever the time', () => {
    fc.assert(
      fc.property(fc.integer({ min: -5e10, max: 5e10 }), (shift) => {
        const at = addMilliseconds(ROUND.opensAt, shift);
        assert.equal(roundPhase({ ...ROUND, status: 'DRAFT' }, at), 'DRAFT');
        assert.equal(roundPhase({ ...ROUND, status: 'CONCLUDED' }, at), 'CONCLUDED');
      }),
    );
  });

  it('changes at the instant that nextTurn names and not a millisecond earlier', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e10, max: 1e10 }), (shift) => {
        const at = addMilliseconds(ROUND.opensAt, shift);
        const turn = nextTurn(ROUND, at);
        if (turn === null) {
          assert.equal(roundPhase(ROUND, at), 'CLOSED');
          return;
        }
        assert.ok(at < turn);
        assert.equal(roundPhase(ROUND, addMilliseconds(turn, -1)), roundPhase(ROUND, at));
        assert.notEqual(roundPhase(ROUND, turn), roundPhase(ROUND, at));
      }),
    );
  });

  it('skips the city review when both deadlines are the closing itself', () => {
    const direct = { ...ROUND, cityReviewDueAt: ROUND.closesAt };
    assert.equal(roundPhase(direct, ROUND.closesAt), 'PROVINCIAL_REVIEW');
  });
});

describe('roundTimeline', () => {
  it('marks a step as over from its very instant', () => {
    const steps = roundTimeline(ROUND, ROUND.closesAt);
    assert.deepEqual(
      steps.map((step) => [step.key, step.isOver]),
      [
        ['opensAt', true],
        ['closesAt', true],
        ['cityReviewDueAt', false],
        ['provincialReviewDueAt', false],
      ],
    );
  });
});

describe('extensionState', () => {
  const closesAt = endOfBeijingDay(toDateOnly('2025-04-10'));
  it('passes at its instant and stays revoked for good', () => {
    assert.equal(
      extensionState({ closesAt, revokedAt: null }, addMilliseconds(closesAt, -1)),
      'LIVE',
    );
    assert.equal(extensionState({ closesAt, revokedAt: null }, closesAt), 'PASSED');
    assert.equal(extensionState({ closesAt, revokedAt: ROUND.opensAt }, closesAt), 'REVOKED');
    assert.equal(extensionState({ closesAt, revokedAt: closesAt }, closesAt), 'PASSED');
  });
});

describe('ELIGIBLE_KINDS', () => {
  it('are the kinds of the register of institutions, in the same words', () => {
    assert.deepEqual(ELIGIBLE_KINDS, INSTITUTION_KINDS);
  });
});
