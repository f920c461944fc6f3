import { createContext, use } from 'react';

import type { Finding } from '../../../kernel/finding.ts';
import { normalizeText } from '../../../kernel/text.ts';
import type { RoundDetail } from '../../rounds/contract.ts';
import type { ApplicationView } from '../contract.ts';
import { checkContent } from '../rules.ts';
import type { ItemJudgement, ReviewDraft } from './review-outcome.ts';
import { judgementOf } from './review-outcome.ts';

/** One application as the reader reviews it: what the parts of the page share. */
export interface Review {
  readonly view: ApplicationView;
  readonly draft: ReviewDraft;
  readonly setDraft: (change: (draft: ReviewDraft) => ReviewDraft) => void;
  /** What the checks say of the content, with the reasons in the content itself. */
  readonly findings: readonly Finding[];
  /** Whose judgement is asked for now; undefined where the reader cannot decide. */
  readonly stage: 'city' | 'province' | undefined;
  /** A return is open, so remarks can be written. */
  readonly canRemark: boolean;
}

const ReviewContext = createContext<Review | null>(null);

export const ReviewProvider = ReviewContext;

export const useReview = (): Review => {
  const review = use(ReviewContext);
  if (review === null) throw new Error('useReview outside the review page');
  return review;
};

export const useJudge = (item: ApplicationView['items'][number]) => {
  const { draft, setDraft } = useReview();
  const judgement = judgementOf(draft, item);
  const judge = (change: Partial<ItemJudgement>) =>
    setDraft((now) => ({
      ...now,
      items: { ...now.items, [item.id]: { ...judgementOf(now, item), ...change } },
    }));
  return { judgement, judge };
};

/** One remark a place; an empty text takes it away. */
export const withRemark = (draft: ReviewDraft, field: string, text: string): ReviewDraft => {
  const others = draft.remarks.filter((remark) => remark.field !== field);
  const words = normalizeText(text);
  return { ...draft, remarks: words === '' ? others : [...others, { field, text: words }] };
};

/** The same checks that the institution's form runs, over the content under review. */
export const findingsOf = (
  view: ApplicationView,
  round: RoundDetail | undefined,
): readonly Finding[] => {
  if (round === undefined) return [];
  return checkContent(view.content, {
    round: {
      year: round.year,
      eligibleKinds: round.eligibleKinds,
      threeYearRule: round.rules.threeYearRule,
      minimumHeadcount: round.rules.minimumHeadcount,
      headcountPerStudentLimit: round.rules.headcountPerStudentLimit,
    },
    institutionKind: view.institution.kind,
    majors: new Map(view.majors.map((major) => [major.id, major])),
    levels: new Map(
      view.items.map((item) => [
        item.certificateLevelId,
        {
          id: item.certificateLevelId,
          certificateId: item.certificateId,
          name: item.certificateName,
          certificateStatus: item.certificateStatus,
        },
      ]),
    ),
    everFiledCertificateIds: new Set(
      view.items.filter((item) => !item.isNew).map((item) => item.certificateId),
    ),
    hasPlanFile: view.planFile !== null,
  });
};
