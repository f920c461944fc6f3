import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  addDays,
  addMilliseconds,
  endOfBeijingDay,
  startOfBeijingDay,
  toDateOnly,
} from '../../kernel/time.ts';
import {
  extensionFindings,
  publishedEditFindings,
  publishFindings,
  type RoundPlan,
  windowFindings,
} from './rules.ts';
import { defaultRoundRules, roundRules } from './rules-edition.ts';

const PLAN: RoundPlan = {
  year: 2025,
  sequence: 1,
  title: '2025年第一批试点申报',
  noticeNumber: null,
  opensAt: startOfBeijingDay(toDateOnly('2025-02-14')),
  closesAt: endOfBeijingDay(toDateOnly('2025-04-07')),
  cityReviewDueAt: endOfBeijingDay(toDateOnly('2025-04-14')),
  provincialReviewDueAt: endOfBeijingDay(toDateOnly('2025-04-25')),
  eligibleKinds: ['SECONDARY_VOCATIONAL', 'HIGHER_VOCATIONAL'],
  guidance: '',
  rules: defaultRoundRules(),
};

const codes = (findings: readonly { code: string }[]) => findings.map((finding) => finding.code);

describe('windowFindings', () => {
  it('accepts instants that follow each other, reviews due at the closing included', () => {
    assert.deepEqual(windowFindings(PLAN), []);
    const tight = { ...PLAN, cityReviewDueAt: PLAN.closesAt, provincialReviewDueAt: PLAN.closesAt };
    assert.deepEqual(windowFindings(tight), []);
  });

  it('refuses each wrong order at its own field', () => {
    assert.deepEqual(codes(windowFindings({ ...PLAN, closesAt: PLAN.opensAt })), [
      'rounds.closes_before_opening',
    ]);
    const early = addMilliseconds(PLAN.closesAt, -1);
    assert.deepEqual(codes(windowFindings({ ...PLAN, cityReviewDueAt: early })), [
      'rounds.city_review_before_closing',
    ]);
    const beforeCity = addMilliseconds(PLAN.cityReviewDueAt, -1);
    assert.deepEqual(codes(windowFindings({ ...PLAN, provincialReviewDueAt: beforeCity })), [
      'rounds.provincial_review_before_city',
    ]);
  });
});

describe('publishedEditFindings', () => {
  const before = addMilliseconds(PLAN.opensAt, -1);
  const after = addDays(PLAN.opensAt, 3);

  it('lets title, guidance and later deadlines change', () => {
    const later = {
      ...PLAN,
      title: '更正后的名称',
      guidance: '请尽早提交',
      closesAt: addDays(PLAN.closesAt, 1),
    };
    assert.deepEqual(publishedEditFindings(PLAN, later, after), []);
  });

  it('keeps what the institutions were promised', () => {
    const changed: RoundPlan = {
      ...PLAN,
      year: 2026,
      sequence: 2,
      noticeNumber: '函〔2025〕9号',
      eligibleKinds: ['HIGHER_VOCATIONAL'],
      rules: roundRules.parse({ correctionDays: 9 }),
    };
    assert.deepEqual(
      publishedEditFindings(PLAN, changed, before).map((finding) => finding.field),
      ['year', 'sequence', 'noticeNumber', 'eligibleKinds', 'rules'],
    );
  });

  it('does not mind the order of the kinds', () => {
    const reordered: RoundPlan = {
      ...PLAN,
      eligibleKinds: ['HIGHER_VOCATIONAL', 'SECONDARY_VOCATIONAL'],
    };
    assert.deepEqual(publishedEditFindings(PLAN, reordered, after), []);
  });

  it('never shortens the window once it has opened, not by a millisecond', () => {
    const shorter = { ...PLAN, closesAt: addMilliseconds(PLAN.closesAt, -1) };
    assert.deepEqual(publishedEditFindings(PLAN, shorter, before), []);
    assert.deepEqual(codes(publishedEditFindings(PLAN, shorter, PLAN.opensAt)), [
      'rounds.window_shortened',
    ]);
    const moved = { ...PLAN, opensAt: addDays(PLAN.opensAt, 1) };
    assert.deepEqual(codes(publishedEditFindings(PLAN, moved, PLAN.opensAt)), [
      'rounds.already_open',
    ]);
  });

  it('at any moment of an open window accepts exactly the closings that are not earlier and still to come', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 80 }),
        fc.integer({ min: -60, max: 60 }),
        (day, shift) => {
          const at = addDays(PLAN.opensAt, day);
          const closesAt = addDays(PLAN.closesAt, shift);
          const findings = publishedEditFindings(PLAN, { ...PLAN, closesAt }, at);
          const allowed = closesAt === PLAN.closesAt || (closesAt > PLAN.closesAt && closesAt > at);
          assert.equal(findings.length === 0, allowed);
        },
      ),
    );
  });
});

describe('publishFindings', () => {
  it('refuses from the closing on', () => {
    assert.deepEqual(publishFindings(PLAN, addMilliseconds(PLAN.closesAt, -1)), []);
    assert.deepEqual(codes(publishFindings(PLAN, PLAN.closesAt)), [
      'rounds.closed_before_publishing',
    ]);
  });
});

describe('extensionFindings', () => {
  const round = { ...PLAN, status: 'PUBLISHED' as const };
  const at = addDays(PLAN.closesAt, 1);

  it('accepts what is later than the closing, still to come and within the provincial review', () => {
    assert.deepEqual(extensionFindings(round, addMilliseconds(at, 1), at), []);
    assert.deepEqual(extensionFindings(round, PLAN.provincialReviewDueAt, at), []);
  });

  it('refuses the closing itself, the present moment and the end of everything', () => {
    assert.deepEqual(codes(extensionFindings(round, PLAN.closesAt, PLAN.opensAt)), [
      'rounds.extension_not_later',
    ]);
    assert.deepEqual(codes(extensionFindings(round, at, at)), ['rounds.extension_in_the_past']);
    const late = addMilliseconds(PLAN.provincialReviewDueAt, 1);
    assert.deepEqual(codes(extensionFindings(round, late, at)), ['rounds.extension_after_review']);
  });
});

describe('roundRules', () => {
  it('has a default for every rule, so that an older edition still reads', () => {
    assert.deepEqual(roundRules.parse({}), {
      threeYearRule: 'warn',
      minimumHeadcount: null,
      minimumOpinionLength: 10,
      correctionDays: 5,
      headcountPerStudentLimit: 1,
    });
    assert.equal(roundRules.parse({ minimumHeadcount: 30 }).minimumHeadcount, 30);
  });

  it('refuses unknown rules and values outside their limits', () => {
    for (const wrong of [
      { threeYearRule: 'block' },
      { correctionDays: 0 },
      { correctionDays: 61 },
      { minimumHeadcount: 0 },
      { minimumOpinionLength: 1.5 },
      { headcountPerStudentLimit: 0 },
      { quota: 5 },
    ]) {
      assert.equal(roundRules.safeParse(wrong).success, false, JSON.stringify(wrong));
    }
  });
});
