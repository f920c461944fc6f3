import { DomainError } from '../../kernel/error.ts';
import type { Finding } from '../../kernel/finding.ts';

/** What a user reads when a constraint of this feature's tables refuses a row. */
export const roundConstraintTexts = {
  one_round_per_year_and_sequence: {
    code: 'rounds.duplicate',
    text: '这一年已有同一批次的轮次，请改批次，或直接修改已有的轮次',
    field: 'sequence',
  },
  round_year_is_plausible: {
    code: 'rounds.year',
    text: '请填写 2019 至 2100 之间的年度',
    field: 'year',
  },
  round_sequence_is_positive: {
    code: 'rounds.sequence',
    text: '请填写 1 至 9 的批次',
    field: 'sequence',
  },
  round_status_is_known: {
    code: 'rounds.status',
    text: '轮次的状态不正确，请刷新页面后重试',
  },
  round_has_eligible_kinds: {
    code: 'rounds.no_kinds',
    text: '请至少选择一类可以申报的院校',
    field: 'eligibleKinds',
  },
  round_closes_after_it_opens: {
    code: 'rounds.closes_before_opening',
    text: '请把申报截止时间改到申报开始之后',
    field: 'closesAt',
  },
  city_review_ends_after_closing: {
    code: 'rounds.city_review_before_closing',
    text: '请把市级初审截止时间改到申报截止时间或之后',
    field: 'cityReviewDueAt',
  },
  provincial_review_ends_after_city_review: {
    code: 'rounds.provincial_review_before_city',
    text: '请把省级审核截止时间改到市级初审截止时间或之后',
    field: 'provincialReviewDueAt',
  },
  one_live_extension_per_round_and_organization: {
    code: 'rounds.extension_exists',
    text: '该院校已有有效的延期，请先撤销原延期再重新设置',
    field: 'organizationId',
  },
} as const;

export const roundNotFound = (): DomainError =>
  new DomainError(
    'not_found',
    'rounds.not_found',
    '没有找到这个申报轮次，可能尚未发布，请从轮次列表重新打开',
  );

export const extensionNotFound = (): DomainError =>
  new DomainError(
    'not_found',
    'rounds.extension_not_found',
    '没有找到这条延期，请从轮次页面重新打开',
  );

export const refuseFindings = (findings: readonly Finding[]): void => {
  const [first] = findings;
  if (first === undefined) return;
  throw new DomainError('unprocessable', first.code, first.text, { field: first.field, findings });
};

export const wrongRoundState = (text: string): DomainError =>
  new DomainError('conflict', 'rounds.wrong_state', text);
