import { errorFinding, type Finding } from '../../kernel/finding.ts';
import { formatDeadline, type Instant, isBefore } from '../../kernel/time.ts';
import type { RoundInTime, RoundWindow } from './phase.ts';
import type { RoundRules } from './rules-edition.ts';
import type { EligibleKind } from './status.ts';

/** What the office decides about a round. */
export interface RoundPlan extends RoundWindow {
  readonly year: number;
  readonly sequence: number;
  readonly title: string;
  readonly noticeNumber: string | null;
  readonly eligibleKinds: readonly EligibleKind[];
  readonly guidance: string;
  readonly rules: RoundRules;
}

/** The four instants must follow each other; reviews may be due at the closing itself, never before it. */
export const windowFindings = (window: RoundWindow): Finding[] => {
  const findings: Finding[] = [];
  if (!isBefore(window.opensAt, window.closesAt)) {
    findings.push(
      errorFinding('rounds.closes_before_opening', 'closesAt', '请把申报截止时间改到申报开始之后'),
    );
  }
  if (isBefore(window.cityReviewDueAt, window.closesAt)) {
    const text = '请把市级初审截止时间改到申报截止时间或之后';
    findings.push(errorFinding('rounds.city_review_before_closing', 'cityReviewDueAt', text));
  }
  if (isBefore(window.provincialReviewDueAt, window.cityReviewDueAt)) {
    const text = '请把省级审核截止时间改到市级初审截止时间或之后';
    findings.push(
      errorFinding('rounds.provincial_review_before_city', 'provincialReviewDueAt', text),
    );
  }
  return findings;
};

/** What the institutions were promised when the round was published: it stays as it was. */
const FROZEN = {
  year: '年度',
  sequence: '批次',
  noticeNumber: '文号',
  eligibleKinds: '申报院校范围',
  rules: '审核规则',
} as const;

const compareTexts = (left: string, right: string): number => (left < right ? -1 : 1);

/** Lists here are sets of kinds: their order says nothing. */
const textOf = (value: unknown): string =>
  JSON.stringify(Array.isArray(value) ? value.map(String).toSorted(compareTexts) : value);

const frozenFindings = (before: RoundPlan, after: RoundPlan): Finding[] =>
  (Object.keys(FROZEN) as (keyof typeof FROZEN)[])
    .filter((key) => textOf(before[key]) !== textOf(after[key]))
    .map((key) => {
      const text = `轮次发布后不能再改${FROZEN[key]}，请改回原值；确需调整请另开一个轮次`;
      return errorFinding('rounds.frozen_after_publishing', key, text);
    });

/** Once the window has opened it never gets shorter (assurance E4: no silent change of a deadline). */
const openedFindings = (before: RoundPlan, after: RoundPlan): Finding[] => {
  const findings: Finding[] = [];
  if (before.opensAt !== after.opensAt) {
    findings.push(
      errorFinding('rounds.already_open', 'opensAt', '申报已经开始，请保留原来的开始时间'),
    );
  }
  if (isBefore(after.closesAt, before.closesAt)) {
    const text = `申报已经开始，截止时间只能延后，不能早于 ${formatDeadline(before.closesAt)}`;
    findings.push(errorFinding('rounds.window_shortened', 'closesAt', text));
  }
  return findings;
};

const DUE = {
  closesAt: '申报截止',
  cityReviewDueAt: '市级初审截止',
  provincialReviewDueAt: '省级审核截止',
} as const;

/** A deadline may be moved, but not into the past: nobody could still meet it. */
const pastFindings = (before: RoundPlan, after: RoundPlan, at: Instant): Finding[] =>
  (Object.keys(DUE) as (keyof typeof DUE)[])
    .filter((key) => before[key] !== after[key] && !isBefore(at, after[key]))
    .map((key) => errorFinding('rounds.due_in_the_past', key, `请把${DUE[key]}时间改到现在以后`));

/** What forbids this edit of a published round at `at`. */
export const publishedEditFindings = (
  before: RoundPlan,
  after: RoundPlan,
  at: Instant,
): Finding[] => [
  ...frozenFindings(before, after),
  ...(isBefore(at, before.opensAt) ? [] : openedFindings(before, after)),
  ...pastFindings(before, after, at),
];

/** A round whose window is already over helps nobody. */
export const publishFindings = (round: RoundWindow, at: Instant): Finding[] =>
  isBefore(at, round.closesAt)
    ? []
    : [
        errorFinding(
          'rounds.closed_before_publishing',
          'closesAt',
          '申报截止时间已过，请先修改时间再发布',
        ),
      ];

/**
 * An extension gives one institution more time: later than the closing, still to come, and not after the province
 * has finished (assurance E4).
 */
export const extensionFindings = (
  round: RoundInTime,
  closesAt: Instant,
  at: Instant,
): Finding[] => {
  if (!isBefore(round.closesAt, closesAt)) {
    const text = `延期时间要晚于本轮次的截止时间 ${formatDeadline(round.closesAt)}`;
    return [errorFinding('rounds.extension_not_later', 'closesAt', text)];
  }
  if (!isBefore(at, closesAt)) {
    return [errorFinding('rounds.extension_in_the_past', 'closesAt', '请把延期时间改到现在以后')];
  }
  if (isBefore(round.provincialReviewDueAt, closesAt)) {
    const text = `延期时间不能晚于省级审核截止时间 ${formatDeadline(round.provincialReviewDueAt)}；确需更晚，请先延后省级审核截止时间`;
    return [errorFinding('rounds.extension_after_review', 'closesAt', text)];
  }
  return [];
};
