import type { Instant } from '../../kernel/time.ts';
import type { Read } from '../../platform/db/database.ts';
import { roundNotFound } from './errors.ts';
import type { RoundInTime } from './phase.ts';
import { closingsOf, loadRound, publishedRounds } from './queries.ts';
import type { RoundRules } from './rules-edition.ts';
import type { EligibleKind } from './status.ts';

/** What other features may know of a round. */
export interface RoundFacts extends RoundInTime {
  readonly id: string;
  readonly year: number;
  readonly sequence: number;
  readonly title: string;
  readonly noticeNumber: string | null;
  readonly eligibleKinds: readonly EligibleKind[];
  readonly rules: RoundRules;
  readonly guidance: string;
  readonly version: number;
}

/**
 * The round in whatever status; the caller judges whether its reader may see a draft.
 * @throws DomainError not_found `rounds.not_found`
 */
export const getRound = (read: Read, id: string): Promise<RoundFacts> =>
  loadRound(read, id, { drafts: true });

/** Published and concluded rounds, newest first; for everybody. */
export const listPublishedRounds = (read: Read): Promise<RoundFacts[]> => publishedRounds(read);

/**
 * The exclusive instant until which this organization may submit: the round's closing, or its extension's when that
 * is later and not revoked.
 * @throws DomainError not_found `rounds.not_found`
 */
export const effectiveClosing = async (
  read: Read,
  roundId: string,
  organizationId: string,
): Promise<Instant> => {
  const closing = (await closingsOf(read, [roundId], organizationId)).get(roundId);
  if (closing === undefined) throw roundNotFound();
  return closing;
};

export { concludeRound, createRound, publishRound } from './actions.ts';
export { roundConstraintTexts } from './errors.ts';
export { nextTurn, roundPhase, roundTimeline } from './phase.ts';
export { roundRoutes } from './routes.ts';
export { roundTasks } from './tasks.ts';
export { ELIGIBLE_KINDS, kindLabel, ROUND_PHASES, type RoundPhase } from './status.ts';
