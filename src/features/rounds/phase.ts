import { type Instant, isBefore } from '../../kernel/time.ts';
import type { ExtensionState, RoundPhase, RoundStatus } from './status.ts';

/** The four instants of a round; each is exclusive: at the instant itself the stage is over. */
export interface RoundWindow {
  readonly opensAt: Instant;
  readonly closesAt: Instant;
  readonly cityReviewDueAt: Instant;
  readonly provincialReviewDueAt: Instant;
}

export interface RoundInTime extends RoundWindow {
  readonly status: RoundStatus;
}

/**
 * Where a round stands at `at`. The application window is [opensAt, closesAt): something received in the millisecond
 * of `closesAt` is late. Extensions of single institutions do not change the phase of the round.
 */
export const roundPhase = (round: RoundInTime, at: Instant): RoundPhase => {
  if (round.status !== 'PUBLISHED') return round.status;
  if (isBefore(at, round.opensAt)) return 'UPCOMING';
  if (isBefore(at, round.closesAt)) return 'OPEN';
  if (isBefore(at, round.cityReviewDueAt)) return 'CITY_REVIEW';
  if (isBefore(at, round.provincialReviewDueAt)) return 'PROVINCIAL_REVIEW';
  return 'CLOSED';
};

/** The next instant that changes the phase by itself, or `null` when only a person can. */
export const nextTurn = (round: RoundInTime, at: Instant): Instant | null => {
  switch (roundPhase(round, at)) {
    case 'UPCOMING':
      return round.opensAt;
    case 'OPEN':
      return round.closesAt;
    case 'CITY_REVIEW':
      return round.cityReviewDueAt;
    case 'PROVINCIAL_REVIEW':
      return round.provincialReviewDueAt;
    case 'DRAFT':
    case 'CLOSED':
    case 'CONCLUDED':
      return null;
  }
};

/** First what people work on now, then what waits to be concluded, what is to come, what is over. Drafts never. */
const CURRENCY: Readonly<Record<RoundPhase, number>> = {
  OPEN: 1,
  CITY_REVIEW: 1,
  PROVINCIAL_REVIEW: 1,
  CLOSED: 2,
  UPCOMING: 3,
  CONCLUDED: 4,
  DRAFT: Number.POSITIVE_INFINITY,
};

/** The round that is meant where none is named; among equals the first, so that callers give the newest first. */
export const currentRound = <R extends { readonly phase: RoundPhase }>(
  newestFirst: readonly R[],
): R | undefined =>
  newestFirst
    .filter((round) => round.phase !== 'DRAFT')
    .toSorted((one, other) => CURRENCY[one.phase] - CURRENCY[other.phase])[0];

export interface TimelineStep {
  readonly key: keyof RoundWindow;
  readonly label: string;
  readonly at: Instant;
  readonly isOver: boolean;
}

const STEP_LABELS: Readonly<Record<keyof RoundWindow, string>> = {
  opensAt: '申报开始',
  closesAt: '申报截止',
  cityReviewDueAt: '市级初审截止',
  provincialReviewDueAt: '省级审核截止',
};

export const roundTimeline = (round: RoundWindow, at: Instant): TimelineStep[] =>
  (['opensAt', 'closesAt', 'cityReviewDueAt', 'provincialReviewDueAt'] as const).map((key) => ({
    key,
    label: STEP_LABELS[key],
    at: round[key],
    isOver: !isBefore(at, round[key]),
  }));

/** Only what is still live is revoked; one that ended at its own closing has passed, whatever came after it. */
export const extensionState = (
  extension: { readonly closesAt: Instant; readonly revokedAt: Instant | null },
  at: Instant,
): ExtensionState => {
  const { closesAt, revokedAt } = extension;
  if (revokedAt !== null && isBefore(revokedAt, closesAt)) return 'REVOKED';
  return isBefore(at, closesAt) ? 'LIVE' : 'PASSED';
};
