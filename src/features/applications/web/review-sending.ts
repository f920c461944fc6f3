import {
  addDaysToDate,
  beijingDate,
  endOfBeijingDay,
  type Instant,
  isDateOnly,
} from '../../../kernel/time.ts';
import type { DateOnly } from '../../../kernel/time.ts';
import { useWrite } from '../../../ui/api/use-api.ts';
import type { ApplicationView } from '../contract.ts';
import {
  approveApplication,
  approveInPart,
  endorseApplication,
  overruleCity,
  reconsiderApplication,
  rejectApplication,
  rejectByCity,
  retractEndorsement,
  returnByCity,
  returnByProvince,
  reviveApplication,
} from '../review-contract.ts';
import type { ApplicationVerb } from '../status.ts';
import { givenDecisions, type ReviewDraft } from './review-outcome.ts';

const OPINIONS = {
  endorse: endorseApplication,
  rejectByCity,
  retract: retractEndorsement,
  overrule: overruleCity,
  approve: approveApplication,
  approveInPart,
  reject: rejectApplication,
  reconsider: reconsiderApplication,
} as const;

const RETURNS = { returnByCity, returnByProvince, revive: reviveApplication } as const;

type OpinionVerb = keyof typeof OPINIONS;
type ReturnVerb = keyof typeof RETURNS;
/** What a reviewer or the office can do to an application. */
export type ReviewVerb = OpinionVerb | ReturnVerb;

export const isReviewVerb = (verb: ApplicationVerb): verb is ReviewVerb =>
  verb in OPINIONS || verb in RETURNS;

const isReturnVerb = (verb: ReviewVerb): verb is ReturnVerb => verb in RETURNS;

/** The default of the correction: the round's number of days from tomorrow, to the end of the day in Beijing. */
export const defaultCorrectionDay = (view: ApplicationView, now: Instant): DateOnly =>
  addDaysToDate(beijingDate(now), view.round.correctionDays);

/** The exclusive end of the chosen last day. */
export const correctionEnd = (view: ApplicationView, draft: ReviewDraft, now: Instant): Instant =>
  endOfBeijingDay(
    isDateOnly(draft.correctionOn) ? draft.correctionOn : defaultCorrectionDay(view, now),
  );

const STAGE_OF: Partial<Record<ReviewVerb, 'city' | 'province'>> = {
  endorse: 'city',
  approve: 'province',
  approveInPart: 'province',
};

interface Sending {
  readonly version: number;
  readonly draft: ReviewDraft;
  readonly correctionDueAt?: Instant | undefined;
}

const STALE = { invalidates: ['applications'] } as const;

/** Sends one verb; the answer is the fresh version and status. */
export const useSending = (view: ApplicationView, verb: ReviewVerb) => {
  const opinion = useWrite(OPINIONS[isReturnVerb(verb) ? 'endorse' : verb], STALE);
  const giveBack = useWrite(RETURNS[isReturnVerb(verb) ? verb : 'returnByCity'], STALE);
  const params = { applicationId: view.id };
  const write = isReturnVerb(verb) ? giveBack : opinion;
  const send = async ({ version, draft, correctionDueAt }: Sending) => {
    if (isReturnVerb(verb)) {
      const body = { version, opinion: draft.opinion, remarks: [...draft.remarks] };
      return await giveBack.mutateAsync({
        params,
        body: correctionDueAt === undefined ? body : { ...body, correctionDueAt },
      });
    }
    const stage = STAGE_OF[verb];
    const items = stage === undefined ? [] : givenDecisions(view, draft, stage);
    return await opinion.mutateAsync({ params, body: { version, opinion: draft.opinion, items } });
  };
  return { send, error: write.error, isPending: write.isPending, reset: write.reset };
};
