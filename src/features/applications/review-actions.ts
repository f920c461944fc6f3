import type { Actor } from '../../kernel/actor.ts';
import { characterCount } from '../../kernel/text.ts';
import {
  addDaysToDate,
  beijingDate,
  endOfBeijingDay,
  type Instant,
  isBefore,
} from '../../kernel/time.ts';
import { newId } from '../../platform/random.ts';
import { type ActionContext, editOf, recordStep, take } from './context.ts';
import {
  certificateLeft,
  cityRefusalUndecided,
  correctionTooShort,
  everythingAccepted,
  headcountAbovePlan,
  itemUnknown,
  notEverythingAccepted,
  nothingAccepted,
  opinionTooShort,
} from './errors.ts';
import { updateStatus } from './queries.ts';
import type { ApplicationRecord, ReviewStage } from './record.ts';
import {
  clearItemDecisions,
  insertDecision,
  insertRemarks,
  type ItemDecisionRow,
  revokeDecisions,
  saveItemDecisions,
} from './review-queries.ts';
import type { ApplicationStatus, ApplicationVerb } from './status.ts';

type ReviewContext = ActionContext & { readonly actor: Actor };

export interface Target {
  readonly applicationId: string;
  readonly version: number;
}

export interface GivenItemDecision {
  readonly itemId: string;
  readonly accepted: boolean;
  readonly approvedHeadcount?: number | undefined;
  readonly opinion: string;
}

const STAGE_OF: Partial<Record<ApplicationVerb, ReviewStage>> = {
  endorse: 'CITY_REVIEW',
  rejectByCity: 'CITY_REVIEW',
  returnByCity: 'CITY_REVIEW',
};

const stageOf = (verb: ApplicationVerb): ReviewStage => STAGE_OF[verb] ?? 'PROVINCIAL_REVIEW';

/** A14: a decision against the institution needs an opinion it can act on. */
const requireOpinion = (record: ApplicationRecord, opinion: string): void => {
  const least = record.rules.minimumOpinionLength;
  if (characterCount(opinion) < least) throw opinionTooShort(least);
};

interface Decided {
  readonly rows: ItemDecisionRow[];
  readonly acceptedCount: number;
  readonly reduced: boolean;
}

interface PlannedItem {
  readonly id: string;
  readonly index: number;
  readonly planned: number;
}

/** What was decided about one item; nothing given means accepted as planned. Approving more than planned is refused. */
const itemDecision = (
  given: GivenItemDecision | undefined,
  item: PlannedItem,
  words: { readonly yes: string; readonly no: string },
): ItemDecisionRow => {
  const accepted = given?.accepted ?? true;
  const headcount = given?.approvedHeadcount ?? item.planned;
  if (accepted && headcount > item.planned) throw headcountAbovePlan(item.index, item.planned);
  return {
    itemId: item.id,
    decision: accepted ? words.yes : words.no,
    opinion: given?.opinion ?? '',
    approvedHeadcount: accepted ? headcount : null,
  };
};

const isReduced = (record: ApplicationRecord, accepted: readonly ItemDecisionRow[]): boolean =>
  accepted.some(({ itemId, approvedHeadcount }) => {
    const planned = record.items.find((item) => item.id === itemId)?.plannedHeadcount ?? 0;
    return (approvedHeadcount ?? 0) < planned;
  });

/** One decision per item: those left out are accepted as planned; unknown ones are a mistake of the page. */
const decideItems = (
  record: ApplicationRecord,
  given: readonly GivenItemDecision[],
  words: { readonly yes: string; readonly no: string },
): Decided => {
  const byId = new Map(given.map((decision) => [decision.itemId, decision]));
  if (
    byId.size !== given.length ||
    given.some(({ itemId }) => !record.items.some((item) => item.id === itemId))
  ) {
    throw itemUnknown();
  }
  const rows = record.items.map((item, index) =>
    itemDecision(
      byId.get(item.id),
      { id: item.id, index, planned: item.plannedHeadcount ?? 0 },
      words,
    ),
  );
  const accepted = rows.filter((row) => row.decision === words.yes);
  return { rows, acceptedCount: accepted.length, reduced: isReduced(record, accepted) };
};

const writeDecision = async (
  context: ReviewContext,
  record: ApplicationRecord,
  verb: ApplicationVerb,
  opinion: string,
): Promise<string> => {
  const id = newId(context.at);
  await insertDecision(context.tx, {
    id,
    applicationId: record.id,
    stage: stageOf(verb),
    verb,
    opinion,
    accountId: context.actor.userId,
    reviewerName: context.actor.name,
    organizationId: context.actor.organizationId,
    at: context.at,
  });
  return id;
};

const conclude = async (
  context: ReviewContext,
  record: ApplicationRecord,
  step: {
    readonly verb: ApplicationVerb;
    readonly to: ApplicationStatus;
    readonly opinion: string;
    readonly detail?: Record<string, unknown>;
  },
) => {
  const isFinal = step.to !== 'PROVINCIAL_REVIEW' && step.to !== 'CITY_REVIEW';
  await updateStatus(context.tx, editOf(context, record), {
    status: step.to,
    decidedAt: isFinal ? context.at : null,
  });
  recordStep(context, record, {
    verb: step.verb,
    to: step.to,
    reason: step.opinion,
    ...(step.detail === undefined ? {} : { detail: step.detail }),
  });
  return { version: record.version + 1, status: step.to };
};

type Opinion = Target & { readonly opinion: string; readonly items: readonly GivenItemDecision[] };

const CITY_WORDS = { yes: 'ENDORSED', no: 'NOT_ENDORSED' } as const;
const PROVINCE_WORDS = { yes: 'APPROVED', no: 'REJECTED' } as const;

/** What the province may not pass over: an item that the city refused, and a certificate that leaves the catalog. */
const checkApproval = (
  record: ApplicationRecord,
  given: readonly GivenItemDecision[],
  decided: Decided,
): void => {
  const answered = new Set(given.map(({ itemId }) => itemId));
  const silent = record.items.flatMap((item, index) =>
    item.cityDecision === CITY_WORDS.no && !answered.has(item.id) ? [index] : [],
  );
  if (silent.length > 0) throw cityRefusalUndecided(silent);
  record.items.forEach((item, index) => {
    const isAccepted = decided.rows[index]?.decision === PROVINCE_WORDS.yes;
    if (isAccepted && item.certificateStatus !== 'ACTIVE')
      throw certificateLeft(index, item.certificateName);
  });
};

/** The city's first review: passes on with its view of each item; the province decides about all of them (四.2). */
export const endorseApplication = async (context: ReviewContext, input: Opinion) => {
  const { record, to } = await take(context, input, { verb: 'endorse', reason: input.opinion });
  const decided = decideItems(record, input.items, CITY_WORDS);
  if (decided.acceptedCount < decided.rows.length) requireOpinion(record, input.opinion);
  await saveItemDecisions(context.tx, record.id, 'CITY_REVIEW', decided.rows);
  await writeDecision(context, record, 'endorse', input.opinion);
  const detail = { accepted: decided.acceptedCount, of: decided.rows.length };
  return await conclude(context, record, { verb: 'endorse', to, opinion: input.opinion, detail });
};

/** Approves everything as planned, or part of it; which of the two is said by the verb and checked here. */
export const approveApplication = async (
  context: ReviewContext,
  input: Opinion & { readonly verb: 'approve' | 'approveInPart' },
) => {
  const { record, to } = await take(context, input, { verb: input.verb, reason: input.opinion });
  const decided = decideItems(record, input.items, PROVINCE_WORDS);
  checkApproval(record, input.items, decided);
  const complete = decided.acceptedCount === decided.rows.length && !decided.reduced;
  if (decided.acceptedCount === 0) throw nothingAccepted();
  if (input.verb === 'approve' && !complete) throw notEverythingAccepted();
  if (input.verb === 'approveInPart') {
    if (complete) throw everythingAccepted();
    requireOpinion(record, input.opinion);
  }
  await saveItemDecisions(context.tx, record.id, 'PROVINCIAL_REVIEW', decided.rows);
  await writeDecision(context, record, input.verb, input.opinion);
  const detail = { accepted: decided.acceptedCount, of: decided.rows.length };
  return await conclude(context, record, { verb: input.verb, to, opinion: input.opinion, detail });
};

/** A refusal by the city or the province: all items at once, with an opinion. */
export const rejectApplication = async (
  context: ReviewContext,
  input: Opinion & { readonly verb: 'rejectByCity' | 'reject' },
) => {
  const { record, to } = await take(context, input, { verb: input.verb, reason: input.opinion });
  requireOpinion(record, input.opinion);
  const stage = stageOf(input.verb);
  const rows = record.items.map((item) => ({
    itemId: item.id,
    decision: stage === 'CITY_REVIEW' ? CITY_WORDS.no : PROVINCE_WORDS.no,
    opinion: '',
    approvedHeadcount: null,
  }));
  await saveItemDecisions(context.tx, record.id, stage, rows);
  await writeDecision(context, record, input.verb, input.opinion);
  return await conclude(context, record, { verb: input.verb, to, opinion: input.opinion });
};

/** 24:00 Beijing time after the round's number of correction days, counted from tomorrow. */
const defaultCorrectionDue = (record: ApplicationRecord, at: Instant): Instant =>
  endOfBeijingDay(addDaysToDate(beijingDate(at), record.rules.correctionDays));

/** Returns for correction: all remarks go out together, with a deadline of its own that may lie after the closing. */
export const returnApplication = async (
  context: ReviewContext,
  input: Target & {
    readonly verb: 'returnByCity' | 'returnByProvince';
    readonly opinion: string;
    readonly correctionDueAt?: Instant | undefined;
    readonly remarks: readonly { readonly field: string; readonly text: string }[];
  },
) => {
  const { record, to } = await take(context, input, { verb: input.verb, reason: input.opinion });
  requireOpinion(record, input.opinion);
  const correctionDueAt = input.correctionDueAt ?? defaultCorrectionDue(record, context.at);
  if (!isBefore(context.at, correctionDueAt)) throw correctionTooShort();
  const stage = stageOf(input.verb);
  const decisionId = await writeDecision(context, record, input.verb, input.opinion);
  await insertRemarks(
    context.tx,
    input.remarks.map((remark) => ({
      id: newId(context.at),
      applicationId: record.id,
      decisionId,
      stage,
      field: remark.field,
      text: remark.text,
      accountId: context.actor.userId,
      at: context.at,
    })),
  );
  await updateStatus(context.tx, editOf(context, record), {
    status: to,
    returnedFrom: stage,
    correctionDueAt,
  });
  recordStep(context, record, {
    verb: input.verb,
    to,
    reason: input.opinion,
    detail: { correctionDueAt, remarkCount: input.remarks.length },
  });
  return { version: record.version + 1, status: to };
};

const TAKEN_BACK = {
  retract: { stage: 'CITY_REVIEW', verbs: ['endorse', 'rejectByCity'] },
  reconsider: { stage: 'PROVINCIAL_REVIEW', verbs: ['approve', 'approveInPart', 'reject'] },
} as const satisfies Record<string, { stage: ReviewStage; verbs: readonly ApplicationVerb[] }>;

/** Takes a decision back before the list is confirmed; it stays on record as revoked. */
export const takeBackDecision = async (
  context: ReviewContext,
  input: Target & { readonly verb: keyof typeof TAKEN_BACK; readonly opinion: string },
) => {
  const { record, to } = await take(context, input, { verb: input.verb, reason: input.opinion });
  const { stage, verbs } = TAKEN_BACK[input.verb];
  await revokeDecisions(context.tx, record.id, verbs, context.at);
  await clearItemDecisions(context.tx, record.id, stage);
  return await conclude(context, record, { verb: input.verb, to, opinion: input.opinion });
};

/** The province takes over what a city refused (5.3); it decides afterwards like any other. */
export const overruleCity = async (
  context: ReviewContext,
  input: Target & { readonly opinion: string },
) => {
  const { record, to } = await take(context, input, { verb: 'overrule', reason: input.opinion });
  requireOpinion(record, input.opinion);
  await writeDecision(context, record, 'overrule', input.opinion);
  return await conclude(context, record, { verb: 'overrule', to, opinion: input.opinion });
};

/** After an extension a lapsed application goes on where it stood: as a draft, or as returned with a new deadline. */
export const reviveApplication = async (
  context: ReviewContext,
  input: Target & { readonly opinion: string; readonly correctionDueAt?: Instant | undefined },
) => {
  const probe = await take(context, input, { verb: 'revive', reason: input.opinion });
  const wasReturned = probe.record.returnedFrom !== null;
  const to: ApplicationStatus = wasReturned ? 'RETURNED' : 'DRAFT';
  const due = wasReturned
    ? (input.correctionDueAt ?? defaultCorrectionDue(probe.record, context.at))
    : null;
  if (due !== null && !isBefore(context.at, due)) throw correctionTooShort();
  await updateStatus(context.tx, editOf(context, probe.record), {
    status: to,
    correctionDueAt: due,
    decidedAt: null,
  });
  recordStep(context, probe.record, {
    verb: 'revive',
    to,
    reason: input.opinion,
    detail: due === null ? {} : { correctionDueAt: due },
  });
  return { version: probe.record.version + 1, status: to };
};
