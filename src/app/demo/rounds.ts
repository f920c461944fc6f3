import {
  addDays,
  beijingDate,
  beijingYear,
  type Instant,
  instantFromBeijing,
  startOfBeijingDay,
} from '../../kernel/time.ts';
import type { RoundPlanGiven } from './round-plan.ts';

/** The deadlines of a demo round in days from today; every one ends at 24:00 Beijing time. */
const window = (now: Instant, opens: number, closes: number, city: number, province: number) => {
  const day = (days: number) => startOfBeijingDay(beijingDate(addDays(now, days)));
  return {
    opensAt: day(opens),
    closesAt: day(closes),
    cityReviewDueAt: day(city),
    provincialReviewDueAt: day(province),
  };
};

/** Last year's dates are calendar dates: its filings end with its year whatever the day is on which the demo is built. */
const lastYear = (year: number) => ({
  opensAt: instantFromBeijing(`${year}-02-14T00:00`),
  closesAt: instantFromBeijing(`${year}-04-08T00:00`),
  cityReviewDueAt: instantFromBeijing(`${year}-04-18T00:00`),
  provincialReviewDueAt: instantFromBeijing(`${year}-04-28T00:00`),
});

const KINDS = [
  'SECONDARY_VOCATIONAL',
  'HIGHER_VOCATIONAL',
  'VOCATIONAL_UNDERGRADUATE',
  'APPLIED_UNDERGRADUATE',
] as const;

const WORDS = ['一', '二', '三'] as const;

const plan = (
  year: number,
  sequence: 1 | 2,
  instants: ReturnType<typeof window>,
  guidance: string,
): RoundPlanGiven => ({
  year,
  sequence,
  title: `${year} 年第${WORDS[sequence - 1] ?? ''}批 1+X 证书试点申报`,
  noticeNumber: null,
  eligibleKinds: [...KINDS],
  guidance,
  ...instants,
});

const GUIDANCE =
  '请先核对本校专业和在校生数，再选择证书。首次申报的证书须上传加盖公章的试点工作方案。';

/** A round in every phase: filed, under review, open, to come, and one the office is still preparing. */
export const demoRounds = (now: Instant) => {
  const year = beijingYear(now);
  return {
    filed: plan(year - 1, 1, lastYear(year - 1), GUIDANCE),
    review: plan(year, 1, window(now, -60, -6, 3, 10), GUIDANCE),
    open: plan(year, 2, window(now, -10, 13, 24, 34), GUIDANCE),
    upcoming: plan(year + 1, 1, window(now, 60, 110, 120, 130), GUIDANCE),
    draft: plan(year + 1, 2, window(now, 200, 250, 260, 270), ''),
  };
};
