import { StatusTag } from '../../../ui/display/status-tag.tsx';
import type { Tone } from '../../../ui/display/status-tag.tsx';
import { AFFILIATIONS, INSTITUTION_KINDS } from '../../organizations/labels.ts';
import type { ParticipationStatus } from '../participation-groups.ts';
import { applicationWorkflow, NOT_STARTED } from '../status.ts';
import type { ApplicationVerb } from '../status.ts';

interface StateWords {
  readonly office: string;
  readonly tone: Tone;
}

const NOT_STARTED_WORDS: StateWords = { office: '尚未开始', tone: 'neutral' };

export const stateWords = (status: ParticipationStatus): StateWords =>
  status === NOT_STARTED ? NOT_STARTED_WORDS : applicationWorkflow.states[status];

/** The status in the office's words. */
export const ApplicationTag = ({ status }: { readonly status: ParticipationStatus }) => {
  const { office, tone } = stateWords(status);
  return <StatusTag tone={tone}>{office}</StatusTag>;
};

const labelIn = (labels: Readonly<Record<string, string>>, key: string): string =>
  labels[key] ?? key;

export const kindLabel = (kind: string): string => labelIn(INSTITUTION_KINDS, kind);

const SHORT_KINDS: Readonly<Record<string, string>> = {
  SECONDARY_VOCATIONAL: '中职',
  HIGHER_VOCATIONAL: '高职（专科）',
  APPLIED_UNDERGRADUATE: '应用型本科',
  VOCATIONAL_UNDERGRADUATE: '职业本科',
  UNCLASSIFIED_UNDERGRADUATE: '普通本科',
};

/** Where the full name does not fit, such as beside a bar. */
export const shortKind = (kind: string): string => SHORT_KINDS[kind] ?? kindLabel(kind);

export const affiliationLabel = (affiliation: string): string => labelIn(AFFILIATIONS, affiliation);

export const KIND_OPTIONS = Object.entries(INSTITUTION_KINDS).map(([value, label]) => ({
  value,
  label,
}));

export const statusOptions = (statuses: readonly ParticipationStatus[]) =>
  statuses.map((value) => ({ value, label: stateWords(value).office }));

export const transitionOf = (verb: ApplicationVerb) =>
  applicationWorkflow.transitions.find((transition) => transition.verb === verb);

/** The word on the button. */
export const verbLabel = (verb: ApplicationVerb): string => transitionOf(verb)?.label ?? verb;

const OTHER_ACTIONS: Readonly<Record<string, string>> = {
  create: '开始填报',
  edit: '填报保存',
  uploadPlan: '上传试点工作方案',
  removePlan: '移除试点工作方案',
  downloadPlan: '下载试点工作方案',
};

/** `applications.endorse` → `初审通过`. */
export const actionLabel = (action: string): string => {
  const name = action.replace(/^applications\./, '');
  const other = OTHER_ACTIONS[name];
  if (other !== undefined) return other;
  return applicationWorkflow.transitions.find((one) => one.verb === name)?.label ?? name;
};

const BUREAU_ENDING = /(?:教育和?体育局|教体局|教育科技和体育局|教育局|教育委员会)$/;

/** `东川市教育局` → `东川市`, where only bureaus are listed. */
export const shortBureau = (name: string): string => {
  const short = name.replace(BUREAU_ENDING, '');
  return short === '' ? name : short;
};

/** Applications of institutions that the province reviews at once, and of those without a bureau. */
export const NO_BUREAU = '省级直接审核';
