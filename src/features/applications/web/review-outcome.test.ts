import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import fc from 'fast-check';

import { emptyContent } from '../content.ts';
import type { ApplicationView } from '../contract.ts';
import {
  EMPTY_DRAFT,
  fittingVerb,
  givenDecisions,
  isOpinionShort,
  needsOpinion,
  outcomeOf,
  type ReviewDraft,
  wrongHeadcounts,
} from './review-outcome.ts';

const item = (id: string, cityDecision: 'ENDORSED' | 'NOT_ENDORSED' | null = null) => ({
  id,
  certificateLevelId: `${id}-level`,
  certificateId: `${id}-certificate`,
  certificateName: '智能装配',
  level: 2,
  certificateStatus: 'ACTIVE',
  evaluationOrganizationName: '甲乙评价有限公司',
  isNew: false,
  cityDecision,
  cityOpinion: '',
  provincialDecision: null,
  approvedHeadcount: null,
  provincialOpinion: '',
});

type Small = Pick<ApplicationView, 'items' | 'content'>;

const viewOf = (planned: readonly number[], refusedByCity: readonly number[] = []): Small => ({
  items: planned.map((_, index) =>
    item(`i${index}`, refusedByCity.includes(index) ? 'NOT_ENDORSED' : null),
  ),
  content: {
    ...emptyContent(),
    items: planned.map((plannedHeadcount, index) => ({
      id: `i${index}`,
      certificateLevelId: `i${index}-level`,
      institutionMajorIds: [],
      grades: [],
      plannedHeadcount,
      siteIntention: false,
      threeYearReason: '',
      note: '',
    })),
  },
});

const judged = (items: ReviewDraft['items']): ReviewDraft => ({ ...EMPTY_DRAFT, items });

describe('what the judgements of single items add up to', () => {
  test('untouched items are accepted as planned', () => {
    const outcome = outcomeOf(viewOf([60, 40]), EMPTY_DRAFT);
    assert.equal(outcome.kind, 'complete');
    assert.equal(outcome.approved, 100);
    assert.equal(fittingVerb('approveInPart', outcome), 'approve');
  });

  test('an item refused by the city must be decided by the province', () => {
    const view = viewOf([60, 40], [1]);
    assert.equal(outcomeOf(view, EMPTY_DRAFT).kind, 'undecided');
    const decided = judged({ i1: { accepted: true, headcount: null, opinion: '' } });
    assert.equal(outcomeOf(view, decided).kind, 'complete');
  });

  test('one refusal or one smaller number makes it a partial approval', () => {
    const view = viewOf([60, 40]);
    const refused = outcomeOf(
      view,
      judged({ i0: { accepted: false, headcount: null, opinion: '' } }),
    );
    const fewer = outcomeOf(view, judged({ i0: { accepted: true, headcount: 59, opinion: '' } }));
    const same = outcomeOf(view, judged({ i0: { accepted: true, headcount: 60, opinion: '' } }));
    assert.deepEqual([refused.kind, fewer.kind, same.kind], ['part', 'part', 'complete']);
    assert.equal(fittingVerb('approve', refused), 'approveInPart');
    assert.equal(fewer.approved, 99);
  });

  test('nothing accepted is no approval', () => {
    const outcome = outcomeOf(
      viewOf([60]),
      judged({ i0: { accepted: false, headcount: null, opinion: '' } }),
    );
    assert.equal(outcome.kind, 'nothing');
    assert.equal(fittingVerb('approve', outcome), '');
    assert.equal(fittingVerb('reject', outcome), 'reject');
  });

  test('the numbers always add up', () => {
    const judgement = fc.record({
      accepted: fc.constantFrom(true, false, null),
      headcount: fc.option(fc.integer({ min: 1, max: 40 })),
      opinion: fc.constant(''),
    });
    fc.assert(
      fc.property(fc.array(judgement, { minLength: 1, maxLength: 8 }), (list) => {
        const view = viewOf(list.map(() => 40));
        const draft = judged(Object.fromEntries(list.map((one, index) => [`i${index}`, one])));
        const outcome = outcomeOf(view, draft);
        assert.equal(outcome.accepted + outcome.refused + outcome.undecided, outcome.total);
        assert.ok(outcome.approved <= outcome.planned);
        assert.equal(outcome.kind === 'complete', outcome.approved === outcome.planned);
      }),
    );
  });
});

test('a number above the plan or below one is told by its place', () => {
  const view = viewOf([60, 40, 20]);
  const draft = judged({
    i0: { accepted: true, headcount: 61, opinion: '' },
    i1: { accepted: true, headcount: 0, opinion: '' },
    i2: { accepted: false, headcount: 99, opinion: '' },
  });
  assert.deepEqual(wrongHeadcounts(view, draft), [0, 1]);
});

test('only the province sends numbers', () => {
  const view = viewOf([60]);
  const draft = judged({ i0: { accepted: true, headcount: 50, opinion: '核减' } });
  assert.deepEqual(givenDecisions(view, draft, 'city'), [
    { itemId: 'i0', accepted: true, opinion: '核减' },
  ]);
  assert.equal(givenDecisions(view, draft, 'province')[0]?.approvedHeadcount, 50);
});

test('an opinion is needed against the institution, and blanks do not count', () => {
  const complete = outcomeOf(viewOf([60]), EMPTY_DRAFT);
  assert.equal(needsOpinion('approve', complete), false);
  assert.equal(needsOpinion('endorse', complete), false);
  assert.equal(needsOpinion('returnByCity', complete), true);
  assert.equal(needsOpinion('reject', complete), true);
  assert.equal(isOpinionShort('　 　请补充材料 ', 6), true);
  assert.equal(isOpinionShort('请补充材料证明', 6), false);
});

test('a number that cannot be read is no number as planned', () => {
  const view = viewOf([60, 40]);
  const draft = judged({ i1: { accepted: true, headcount: Number.NaN, opinion: '' } });
  assert.deepEqual(wrongHeadcounts(view, draft), [1]);
  assert.equal(outcomeOf(view, draft).approved, 100);
});
