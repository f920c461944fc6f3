import type { Actor, AnyActor } from '../../kernel/actor.ts';
import { beijingDate, type DateOnly, type Instant, toDateOnly } from '../../kernel/time.ts';
import { transit } from '../../kernel/workflow.ts';
import type { AuditEntry } from '../../platform/audit.ts';
import type { Transaction } from '../../platform/db/database.ts';
import type { PlannedJob } from '../../platform/jobs.ts';
import { newId } from '../../platform/random.ts';
import { markFiled } from '../applications/index.ts';
import { getRound, type RoundFacts } from '../rounds/index.ts';
import { composeEdition, type Composition } from './composition.ts';
import {
  filingsMatchDecisions,
  insertEdition,
  insertFilings,
  lockCounter,
  setCounter,
  tryConfirmationLock,
} from './confirmation-queries.ts';
import { hasChanges } from './edition.ts';
import {
  confirmationRunning,
  draftRound,
  nothingChanged,
  previewOutdated,
  wrongRowCount,
  yearIsOver,
} from './errors.ts';
import { tellPublished } from './notices.ts';
import { filingScope, filingSubject } from './policy.ts';
import { cancelStoredFiling, expireStoredFiling, loadFiling } from './queries.ts';
import { filingsWorkflow } from './status.ts';

/** What every action needs: the transaction, who acts, when the request was received, and where to leave a trace. */
export interface FilingDeed {
  readonly tx: Transaction;
  readonly actor: Actor;
  readonly at: Instant;
  readonly record: (entry: AuditEntry) => void;
  /** Plans what follows in the same transaction; building the demo tells nobody anything. */
  readonly plan?: (job: PlannedJob) => void;
}

/** Filings hold to the end of the round's calendar year (A10); the date is exclusive. */
export const filingsEnd = (round: { readonly year: number }): DateOnly =>
  toDateOnly(`${round.year + 1}-01-01`);

const file = async (
  deed: FilingDeed,
  round: RoundFacts,
  composition: Composition,
): Promise<void> => {
  if (composition.newFilings.length === 0) return;
  const [validFrom, validTo] = [beijingDate(deed.at), filingsEnd(round)];
  if (validFrom >= validTo) throw yearIsOver(round.year);
  await insertFilings(deed.tx, composition.newFilings, {
    roundId: round.id,
    validFrom,
    validTo,
    at: deed.at,
    by: deed.actor.userId,
  });
  await setCounter(deed.tx, round.id, composition.lastNumber);
  await markFiled(deed, composition.applicationIds);
  const filingIds = composition.newFilings.map((filing) => filing.id);
  if (!(await filingsMatchDecisions(deed.tx, filingIds))) throw previewOutdated();
};

export interface Confirmation {
  readonly roundId: string;
  readonly expectedRowCount: number;
  /** The content hash of the preview the person saw. */
  readonly previewHash: string;
  readonly note: string;
}

/**
 * Confirms the next edition of a round's filed list: numbers and files the decided items, closes their applications
 * and freezes the rows, all in this transaction. Returns the number of the edition.
 * @throws DomainError conflict when the list is no longer the one previewed, or is being confirmed by somebody else
 */
export const confirmEdition = async (deed: FilingDeed, wanted: Confirmation): Promise<number> => {
  const round = await getRound(deed.tx, wanted.roundId);
  if (round.status === 'DRAFT') throw draftRound();
  if (!(await tryConfirmationLock(deed.tx, round.id))) throw confirmationRunning();
  await lockCounter(deed.tx, round.id);
  const composition = await composeEdition(deed.tx, round, deed.at);
  if (composition.contentHash !== wanted.previewHash) throw previewOutdated();
  if (!hasChanges(composition.counts)) throw nothingChanged();
  if (composition.counts.rowCount !== wanted.expectedRowCount) throw wrongRowCount();
  await file(deed, round, composition);
  const id = newId(deed.at);
  await insertEdition(
    deed.tx,
    {
      id,
      roundId: round.id,
      number: composition.number,
      confirmedAt: deed.at,
      confirmedBy: deed.actor.userId,
      confirmerName: deed.actor.name,
      note: wanted.note,
      ...composition.counts,
      contentHash: composition.contentHash,
    },
    composition.rows,
  );
  deed.record({
    subjectKind: 'filed_list_edition',
    subjectId: id,
    action: 'filings.confirm',
    detail: {
      roundId: round.id,
      number: composition.number,
      ...composition.counts,
      contentHash: composition.contentHash,
    },
  });
  const told = {
    id,
    number: composition.number,
    roundTitle: round.title,
    organizationIds: [...new Set(composition.rows.map((row) => row.evaluationOrganizationId))],
  };
  for (const job of tellPublished(told)) deed.plan?.(job);
  return composition.number;
};

/**
 * Cancels a filing with a reason; the next edition shows it as REMOVED.
 * @throws DomainError not_found, conflict for a wrong state or version, unprocessable after the end of the year
 */
export const cancelFiling = async (
  deed: FilingDeed,
  seen: { readonly id: string; readonly version: number },
  reason: string,
): Promise<void> => {
  const filing = await loadFiling(deed.tx, seen.id, filingScope(deed.actor, beijingDate(deed.at)));
  const status = transit(filingsWorkflow, filingSubject(filing), deed.actor, {
    verb: 'cancel',
    at: deed.at,
    reason,
  });
  await cancelStoredFiling(deed.tx, seen, { reason, at: deed.at, by: deed.actor.userId });
  deed.record({
    subjectKind: 'filing',
    subjectId: seen.id,
    action: 'filings.cancel',
    fromStatus: filing.status,
    toStatus: status,
    reason,
  });
};

export interface DueFiling {
  readonly id: string;
  readonly institutionId: string;
  readonly validTo: DateOnly;
  readonly version: number;
}

/** Ends one filing whose last day is over. Returns false when it was settled by somebody else in the meantime. */
export const expireFiling = async (
  deed: Omit<FilingDeed, 'actor'> & { readonly actor: AnyActor },
  due: DueFiling,
): Promise<boolean> => {
  const subject = filingSubject({ ...due, status: 'FILED' });
  const status = transit(filingsWorkflow, subject, deed.actor, { verb: 'expire', at: deed.at });
  if ((await expireStoredFiling(deed.tx, due, deed.at)) === 0) return false;
  deed.record({
    subjectKind: 'filing',
    subjectId: due.id,
    action: 'filings.expire',
    fromStatus: 'FILED',
    toStatus: status,
  });
  return true;
};
