import type { AnyActor } from '../../kernel/actor.ts';
import { formatDeadline, type Instant, isBefore } from '../../kernel/time.ts';
import type { AuditEntry } from '../../platform/audit.ts';
import type { Transaction } from '../../platform/db/database.ts';
import { newId } from '../../platform/random.ts';
import { refuseFindings, wrongRoundState } from './errors.ts';
import {
  insertRound,
  latestClosing,
  lockRound,
  updateRoundPlan,
  updateRoundStatus,
} from './queries.ts';
import { publishedEditFindings, publishFindings, type RoundPlan, windowFindings } from './rules.ts';
import { errorFinding } from '../../kernel/finding.ts';

/** What every action needs: the transaction, who acts, when the request was received, and where to leave a trace. */
export interface RoundDeed {
  readonly tx: Transaction;
  readonly actor: AnyActor;
  readonly at: Instant;
  readonly record: (entry: AuditEntry) => void;
}

interface SeenRound {
  readonly id: string;
  /** The version the editor saw. */
  readonly version: number;
}

export const personId = (actor: AnyActor): string | null =>
  actor.kind === 'person' ? actor.userId : null;

const touchOf = (deed: RoundDeed) => ({ at: deed.at, by: personId(deed.actor) });

/**
 * Opens a draft and returns its id.
 * @throws DomainError unprocessable when the instants do not follow each other; conflict `rounds.duplicate`
 */
export const createRound = async (deed: RoundDeed, plan: RoundPlan): Promise<string> => {
  refuseFindings(windowFindings(plan));
  const id = newId(deed.at);
  await insertRound(deed.tx, id, plan, touchOf(deed));
  deed.record({
    subjectKind: 'round',
    subjectId: id,
    action: 'rounds.create',
    toStatus: 'DRAFT',
    detail: { year: plan.year, sequence: plan.sequence },
  });
  return id;
};

const PLAN_KEYS = [
  'year',
  'sequence',
  'title',
  'noticeNumber',
  'opensAt',
  'closesAt',
  'cityReviewDueAt',
  'provincialReviewDueAt',
  'eligibleKinds',
  'guidance',
  'rules',
] as const;

/** What was changed, old and new, for the history; long texts are only named. */
const changesOf = (before: RoundPlan, after: RoundPlan): Record<string, unknown> =>
  Object.fromEntries(
    PLAN_KEYS.filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key])).map(
      (key) => [key, key === 'guidance' ? {} : { from: before[key], to: after[key] }],
    ),
  );

/**
 * A draft is edited freely. A published round changes only in title, guidance and deadlines, with a reason, and its
 * window is never shortened once it has opened (assurance E4).
 * @throws DomainError unprocessable with findings; conflict for a concluded round or a stale version
 */
export const updateRound = async (
  deed: RoundDeed,
  seen: SeenRound,
  plan: RoundPlan,
  reason: string,
): Promise<void> => {
  const before = await lockRound(deed.tx, seen.id);
  if (before.status === 'CONCLUDED') throw wrongRoundState('轮次已办结，不能再修改');
  if (before.status === 'PUBLISHED') {
    const missing = errorFinding(
      'rounds.reason_required',
      'reason',
      '轮次已发布，请填写修改原因，院校会看到新的时间',
    );
    refuseFindings([
      ...publishedEditFindings(before, plan, deed.at),
      ...(reason === '' ? [missing] : []),
    ]);
  }
  refuseFindings(windowFindings(plan));
  await updateRoundPlan(deed.tx, seen, plan, touchOf(deed));
  deed.record({
    subjectKind: 'round',
    subjectId: seen.id,
    action: 'rounds.update',
    fromStatus: before.status,
    toStatus: before.status,
    ...(reason === '' ? {} : { reason }),
    detail: changesOf(before, plan),
  });
};

/** @throws DomainError conflict unless it is a draft; unprocessable when the closing is already over */
export const publishRound = async (deed: RoundDeed, seen: SeenRound): Promise<void> => {
  const round = await lockRound(deed.tx, seen.id);
  if (round.status !== 'DRAFT') throw wrongRoundState('轮次已经发布，请刷新页面查看');
  refuseFindings(publishFindings(round, deed.at));
  await updateRoundStatus(deed.tx, seen, 'PUBLISHED', touchOf(deed));
  deed.record({
    subjectKind: 'round',
    subjectId: seen.id,
    action: 'rounds.publish',
    fromStatus: 'DRAFT',
    toStatus: 'PUBLISHED',
  });
};

/** @throws DomainError conflict unless it is published; unprocessable while anybody may still apply */
export const concludeRound = async (deed: RoundDeed, seen: SeenRound): Promise<void> => {
  const round = await lockRound(deed.tx, seen.id);
  if (round.status !== 'PUBLISHED') {
    throw wrongRoundState(
      round.status === 'DRAFT' ? '草稿不能办结，请先发布' : '轮次已经办结，请刷新页面查看',
    );
  }
  const closing = await latestClosing(deed.tx, seen.id);
  if (isBefore(deed.at, closing)) {
    const text = `申报（含延期和退回修改）到 ${formatDeadline(closing)} 才截止，截止后才能办结`;
    refuseFindings([errorFinding('rounds.still_open', '', text)]);
  }
  await updateRoundStatus(deed.tx, seen, 'CONCLUDED', touchOf(deed));
  deed.record({
    subjectKind: 'round',
    subjectId: seen.id,
    action: 'rounds.conclude',
    fromStatus: 'PUBLISHED',
    toStatus: 'CONCLUDED',
  });
};
