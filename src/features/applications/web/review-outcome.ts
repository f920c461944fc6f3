import { characterCount, normalizeText } from '../../../kernel/text.ts';
import type { ApplicationView } from '../contract.ts';
import type { ApplicationVerb } from '../status.ts';

/** The reviewer's word on one item. `null` while a choice must still be made. */
export interface ItemJudgement {
  readonly accepted: boolean | null;
  /** `null`: as planned. */
  readonly headcount: number | null;
  readonly opinion: string;
}

interface DraftRemark {
  readonly field: string;
  readonly text: string;
}

/** Everything a reviewer has typed on one application and not yet sent. */
export interface ReviewDraft {
  readonly verb: ApplicationVerb | '';
  readonly opinion: string;
  readonly items: Readonly<Record<string, ItemJudgement>>;
  readonly remarks: readonly DraftRemark[];
  /** `YYYY-MM-DD`, the last day for the correction; '' means the round's default. */
  readonly correctionOn: string;
}

export const EMPTY_DRAFT: ReviewDraft = {
  verb: '',
  opinion: '',
  items: {},
  remarks: [],
  correctionOn: '',
};

type Item = ApplicationView['items'][number];

export const plannedOf = (view: Pick<ApplicationView, 'content'>, itemId: string): number =>
  view.content.items.find((item) => item.id === itemId)?.plannedHeadcount ?? 0;

/** Why an item is not accepted by itself: the city refused it, or its certificate leaves the catalog. */
export const doubtAbout = (item: Item): string | undefined => {
  if (item.certificateStatus !== 'ACTIVE') return '证书退出目录，不能通过';
  return item.cityDecision === 'NOT_ENDORSED' ? '市级不同意，请作出决定' : undefined;
};

/** An item is accepted as planned until the reviewer says otherwise; what is in doubt must be decided. */
export const judgementOf = (draft: ReviewDraft, item: Item): ItemJudgement =>
  draft.items[item.id] ?? {
    accepted: doubtAbout(item) === undefined ? true : null,
    headcount: null,
    opinion: '',
  };

export interface Outcome {
  readonly total: number;
  readonly accepted: number;
  readonly refused: number;
  readonly undecided: number;
  /** Accepted with fewer persons than planned. */
  readonly reduced: number;
  readonly planned: number;
  readonly approved: number;
  readonly kind: 'complete' | 'part' | 'nothing' | 'undecided';
}

const kindOf = (
  count: Pick<Outcome, 'accepted' | 'refused' | 'undecided' | 'reduced'>,
): Outcome['kind'] => {
  if (count.undecided > 0) return 'undecided';
  if (count.accepted === 0) return 'nothing';
  return count.refused > 0 || count.reduced > 0 ? 'part' : 'complete';
};

/** What the single judgements add up to. */
export const outcomeOf = (
  view: Pick<ApplicationView, 'items' | 'content'>,
  draft: ReviewDraft,
): Outcome => {
  const judged = view.items.map((item) => {
    const planned = plannedOf(view, item.id);
    const judgement = judgementOf(draft, item);
    const { headcount } = judgement;
    const given = headcount === null || Number.isNaN(headcount) ? planned : headcount;
    return { ...judgement, planned, given };
  });
  const accepted = judged.filter((one) => one.accepted === true);
  const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
  const counts = {
    accepted: accepted.length,
    refused: judged.filter((one) => one.accepted === false).length,
    undecided: judged.filter((one) => one.accepted === null).length,
    reduced: accepted.filter((one) => one.given < one.planned).length,
  };
  return {
    ...counts,
    total: judged.length,
    planned: sum(judged.map((one) => one.planned)),
    approved: sum(accepted.map((one) => one.given)),
    kind: kindOf(counts),
  };
};

/** Items whose number is no number between 1 and the plan. */
export const wrongHeadcounts = (
  view: Pick<ApplicationView, 'items' | 'content'>,
  draft: ReviewDraft,
): readonly number[] =>
  view.items.flatMap((item, index) => {
    const { accepted, headcount } = judgementOf(draft, item);
    // What cannot be read lies nowhere.
    const isRight = headcount === null || (headcount >= 1 && headcount <= plannedOf(view, item.id));
    return accepted === true && !isRight ? [index] : [];
  });

const RETURNS: readonly ApplicationVerb[] = ['returnByCity', 'returnByProvince'];
const ADVERSE: readonly ApplicationVerb[] = [
  ...RETURNS,
  'rejectByCity',
  'reject',
  'overrule',
  'approveInPart',
];

export const isReturn = (verb: ApplicationVerb | ''): verb is 'returnByCity' | 'returnByProvince' =>
  verb === 'returnByCity' || verb === 'returnByProvince';

export const isRefusal = (verb: ApplicationVerb | ''): verb is 'rejectByCity' | 'reject' =>
  verb === 'rejectByCity' || verb === 'reject';

/** Whether the verb needs an opinion that the institution can act on (A14). */
export const needsOpinion = (verb: ApplicationVerb | '', outcome: Outcome): boolean =>
  verb !== '' && (ADVERSE.includes(verb) || (verb === 'endorse' && outcome.refused > 0));

export const isOpinionShort = (opinion: string, least: number): boolean =>
  characterCount(normalizeText(opinion)) < least;

/** Of two verbs that accept, the one that fits the items: the page never lets a reviewer send the wrong one. */
export const fittingVerb = (verb: ApplicationVerb | '', outcome: Outcome): ApplicationVerb | '' => {
  if (verb !== 'approve' && verb !== 'approveInPart') return verb;
  if (outcome.kind === 'complete') return 'approve';
  return outcome.kind === 'part' ? 'approveInPart' : '';
};

interface ItemDecisionGiven {
  readonly itemId: string;
  readonly accepted: boolean;
  readonly approvedHeadcount?: number;
  readonly opinion: string;
}

/** The decisions as the server takes them. The city judges without numbers: only the province sets them. */
export const givenDecisions = (
  view: Pick<ApplicationView, 'items' | 'content'>,
  draft: ReviewDraft,
  stage: 'city' | 'province',
): ItemDecisionGiven[] =>
  view.items.map((item) => {
    const { accepted, headcount, opinion } = judgementOf(draft, item);
    const isReduced = stage === 'province' && accepted === true && headcount !== null;
    return {
      itemId: item.id,
      accepted: accepted === true,
      opinion,
      ...(isReduced ? { approvedHeadcount: headcount } : {}),
    };
  });
