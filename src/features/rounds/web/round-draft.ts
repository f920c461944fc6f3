import type { Finding } from '../../../kernel/finding.ts';
import type { Instant } from '../../../kernel/time.ts';
import { readBody } from '../../../ui/form/read-body.ts';
import { createRoundEndpoint, type RoundDetail } from '../contract.ts';
import { type RoundPlan, windowFindings } from '../rules.ts';
import { roundRules, type RoundRules } from '../rules-edition.ts';
import type { EligibleKind } from '../status.ts';

/** A round as it stands in the form: numbers may be missing and instants empty. */
export interface RoundDraft {
  readonly year: number | null;
  readonly sequence: number | null;
  readonly title: string;
  readonly noticeNumber: string;
  readonly opensAt: Instant | '';
  readonly closesAt: Instant | '';
  readonly cityReviewDueAt: Instant | '';
  readonly provincialReviewDueAt: Instant | '';
  readonly eligibleKinds: readonly EligibleKind[];
  readonly guidance: string;
  readonly threeYearRule: RoundRules['threeYearRule'];
  readonly minimumHeadcount: number | null;
  readonly minimumOpinionLength: number | null;
  readonly correctionDays: number | null;
  /** As typed: it may have a decimal point. */
  readonly headcountPerStudentLimit: string;
}

const ruleFields = (rules: RoundRules) => ({
  threeYearRule: rules.threeYearRule,
  minimumHeadcount: rules.minimumHeadcount,
  minimumOpinionLength: rules.minimumOpinionLength,
  correctionDays: rules.correctionDays,
  headcountPerStudentLimit: String(rules.headcountPerStudentLimit),
});

export const newDraft = (): RoundDraft => ({
  year: null,
  sequence: null,
  title: '',
  noticeNumber: '',
  opensAt: '',
  closesAt: '',
  cityReviewDueAt: '',
  provincialReviewDueAt: '',
  eligibleKinds: [],
  guidance: '',
  ...ruleFields(roundRules.parse({})),
});

export const draftOf = (round: RoundDetail): RoundDraft => ({
  year: round.year,
  sequence: round.sequence,
  title: round.title,
  noticeNumber: round.noticeNumber ?? '',
  opensAt: round.opensAt,
  closesAt: round.closesAt,
  cityReviewDueAt: round.cityReviewDueAt,
  provincialReviewDueAt: round.provincialReviewDueAt,
  eligibleKinds: round.eligibleKinds,
  guidance: round.guidance,
  ...ruleFields(round.rules),
});

const typedNumber = (text: string): number | null => {
  const trimmed = text.trim();
  return trimmed === '' ? null : Number(trimmed);
};

const bodyOf = (draft: RoundDraft) => ({
  year: draft.year,
  sequence: draft.sequence,
  title: draft.title,
  noticeNumber: draft.noticeNumber.trim() === '' ? null : draft.noticeNumber,
  opensAt: draft.opensAt,
  closesAt: draft.closesAt,
  cityReviewDueAt: draft.cityReviewDueAt,
  provincialReviewDueAt: draft.provincialReviewDueAt,
  eligibleKinds: draft.eligibleKinds,
  guidance: draft.guidance,
  rules: {
    threeYearRule: draft.threeYearRule,
    minimumHeadcount: draft.minimumHeadcount,
    minimumOpinionLength: draft.minimumOpinionLength,
    correctionDays: draft.correctionDays,
    headcountPerStudentLimit: typedNumber(draft.headcountPerStudentLimit),
  },
});

/** Four boxes of the same kind: the message must say which. */
const EMPTY = {
  opensAt: '请填写申报开始的日期和时间',
  closesAt: '请填写申报截止的日期和时间',
  cityReviewDueAt: '请填写市级初审截止的日期和时间',
  provincialReviewDueAt: '请填写省级审核截止的日期和时间',
};

export type Reading =
  | { readonly plan: RoundPlan; readonly findings: readonly [] }
  | { readonly plan: undefined; readonly findings: readonly Finding[] };

/** Reads the form by the contract and by the rules that need no server. */
export const readDraft = (draft: RoundDraft): Reading => {
  const read = readBody(createRoundEndpoint.body, bodyOf(draft), {
    code: 'rounds.invalid',
    empty: EMPTY,
  });
  if (read.body === undefined) return { plan: undefined, findings: read.findings };
  const findings = windowFindings(read.body);
  return findings.length > 0 ? { plan: undefined, findings } : { plan: read.body, findings: [] };
};
