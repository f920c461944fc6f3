import { isBlocking, type Finding } from '../../../kernel/finding.ts';
import type { ApplicationContent } from '../content.ts';
import type { ApplicationView } from '../contract.ts';
import { blockingFindings, warningReason } from '../rules.ts';
import { PEOPLE_FIELDS } from './application-text.ts';

export const SECTIONS = [
  { key: 'people', label: '牵头领导、部门与专人', hint: '牵头校领导、负责部门、专人和办公电话' },
  { key: 'conditions', label: '五项条件自查', hint: '逐项回答是否符合，不完全符合的写明情况' },
  { key: 'items', label: '申报证书', hint: '证书与等级、专业、年级和计划人数，可从 Excel 粘贴' },
  { key: 'plan', label: '试点工作方案', hint: '有首次申报的证书时须上传加盖公章的 PDF' },
  { key: 'check', label: '检查并提交', hint: '核对全部内容，作出承诺，提交后领取回执' },
] as const;

export type SectionKey = (typeof SECTIONS)[number]['key'];

export const sectionLabel = (key: SectionKey): string =>
  SECTIONS.find((section) => section.key === key)?.label ?? '';

/** The section in which a field is filled in; the whole record's findings are dealt with at the end. */
export const sectionOf = (field: string): SectionKey => {
  if (field.startsWith('items')) return 'items';
  if (field.startsWith('conditions')) return 'conditions';
  if (field === 'planFile') return 'plan';
  return PEOPLE_FIELDS.some((one) => one === field) ? 'people' : 'check';
};

/** Findings that only say "not filled in yet": a draft may have gaps, so they wait until somebody asks. */
const GAPS: ReadonlySet<string> = new Set([
  'application.required',
  'application.condition_unanswered',
  'application.condition_unexplained',
  'application.no_items',
  'application.major_missing',
  'application.grades_missing',
  'application.headcount_missing',
  'application.plan_required',
  'application.statement_missing',
]);

/**
 * What the form shows. Before a section was checked: wrong values and warnings, but no gaps. Afterwards everything,
 * and a warning without a reason as the error that it is when submitting.
 */
export const shownFindings = (
  content: ApplicationContent,
  findings: readonly Finding[],
  isChecked: (section: SectionKey) => boolean,
): Finding[] =>
  findings.flatMap((finding) => {
    const checked = isChecked(sectionOf(finding.field));
    if (GAPS.has(finding.code)) return checked ? [finding] : [];
    if (isBlocking(finding) || !checked || warningReason(content, finding) !== '') return [finding];
    return [{ ...finding, severity: 'error' as const }];
  });

export interface SectionState {
  readonly key: SectionKey;
  readonly label: string;
  readonly hint: string;
  readonly status: string;
  readonly tone: 'neutral' | 'brand' | 'done' | 'attention' | 'danger';
  /** What stands in the way of submitting. */
  readonly blocking: readonly Finding[];
}

export interface SectionInput {
  readonly content: ApplicationContent;
  readonly findings: readonly Finding[];
  readonly hasPlan: boolean;
  /** Fields of remarks that are neither answered nor followed. */
  readonly openRemarkFields: readonly string[];
  readonly isReturned: boolean;
}

const isTouched = (key: SectionKey, { content, hasPlan }: SectionInput): boolean => {
  switch (key) {
    case 'people':
      return PEOPLE_FIELDS.some((field) => content[field] !== '');
    case 'conditions':
      return content.conditions.some((one) => one.answer !== null || one.explanation !== '');
    case 'items':
      return content.items.length > 0;
    case 'plan':
      return hasPlan;
    case 'check':
      return content.statementAccepted;
  }
};

const NOT_STARTED = { status: '未开始', tone: 'neutral' } as const;

const statusOf = (key: SectionKey, input: SectionInput, blocking: readonly Finding[]) => {
  const isOpen = input.openRemarkFields.some((field) => sectionOf(field) === key);
  if (isOpen) return { status: '需修改', tone: 'attention' } as const;
  if (key === 'check') return { status: '尚未提交', tone: 'neutral' } as const;
  if (key === 'plan' && !input.hasPlan && blocking.length === 0) {
    return input.content.items.length === 0
      ? NOT_STARTED
      : ({ status: '无需上传', tone: 'done' } as const);
  }
  if (blocking.length === 0) return { status: '已填写', tone: 'done' } as const;
  if (input.isReturned) return { status: '需修改', tone: 'attention' } as const;
  return isTouched(key, input) ? ({ status: '填写中', tone: 'brand' } as const) : NOT_STARTED;
};

/** Each section with its status in words: the task list, the list beside the one-page form, the check page. */
export const sectionStates = (input: SectionInput): SectionState[] => {
  const blocking = blockingFindings(input.content, input.findings);
  return SECTIONS.map((section) => {
    const own = blocking.filter((finding) => sectionOf(finding.field) === section.key);
    return { ...section, ...statusOf(section.key, input, own), blocking: own };
  });
};

export const hasNewItems = (view: ApplicationView): boolean =>
  view.items.some((item) => item.isNew);
