import { DomainError } from '../../kernel/error.ts';
import type { Finding } from '../../kernel/finding.ts';

export const applicationNotFound = (): DomainError =>
  new DomainError(
    'not_found',
    'application.not_found',
    '没有找到这份申报，可能不在您的管理范围内，请从列表重新进入',
  );

export const applicationChanged = (): DomainError =>
  new DomainError(
    'conflict',
    'application.changed',
    '这份申报刚被他人修改，您填写的内容仍在页面上，请核对最新内容后再保存',
  );

export const findingsRemain = (findings: readonly Finding[]): DomainError =>
  new DomainError(
    'unprocessable',
    'application.incomplete',
    `还有 ${findings.length} 处需要处理，处理后再提交`,
    {
      findings,
      ...(findings[0] === undefined ? {} : { field: findings[0].field }),
    },
  );

export const opinionTooShort = (least: number): DomainError =>
  new DomainError(
    'unprocessable',
    'application.opinion_too_short',
    `请填写意见，至少 ${least} 个字，让院校知道怎么改`,
    {
      field: 'opinion',
    },
  );

export const itemUnknown = (): DomainError =>
  new DomainError(
    'unprocessable',
    'application.item_unknown',
    '逐项意见与申报内容对不上，请刷新页面后重新填写',
    {
      field: 'items',
    },
  );

export const headcountAbovePlan = (index: number, planned: number): DomainError =>
  new DomainError(
    'unprocessable',
    'application.approved_above_plan',
    `核定人数不能超过计划的 ${planned} 人`,
    { field: `items[${index}].approvedHeadcount` },
  );

export const nothingAccepted = (): DomainError =>
  new DomainError(
    'unprocessable',
    'application.nothing_accepted',
    '各项都未通过，请选择“审核不通过”',
    {
      field: 'items',
    },
  );

export const everythingAccepted = (): DomainError =>
  new DomainError(
    'unprocessable',
    'application.everything_accepted',
    '各项都按计划通过，请选择“审核通过”',
    { field: 'items' },
  );

export const notEverythingAccepted = (): DomainError =>
  new DomainError(
    'unprocessable',
    'application.not_everything_accepted',
    '有未通过或核减的项目，请选择“部分通过”并填写意见',
    { field: 'items' },
  );

/** The province reviews what the city said (四.2): its refusal of an item is never passed over in silence. */
export const cityRefusalUndecided = (indexes: readonly number[]): DomainError =>
  new DomainError(
    'unprocessable',
    'application.city_refusal_undecided',
    `市级不同意第 ${indexes.map((index) => index + 1).join('、')} 项，请打开申报，逐项作出决定`,
    { field: `items[${indexes[0] ?? 0}].accepted` },
  );

/** Exit rules: nothing new is filed for a certificate that is leaving the catalog. */
export const certificateLeft = (index: number, certificateName: string): DomainError =>
  new DomainError(
    'unprocessable',
    'application.certificate_exiting',
    `第 ${index + 1} 项“${certificateName}”正在退出或已退出目录，不能通过，请对这一项选择“不通过”`,
    { field: `items[${index}].accepted` },
  );

export const correctionTooShort = (): DomainError =>
  new DomainError(
    'unprocessable',
    'application.correction_too_short',
    '修改截止时间须晚于现在，请重新选择',
    {
      field: 'correctionDueAt',
    },
  );

export const noReviewer = (): DomainError =>
  new DomainError(
    'unprocessable',
    'application.no_reviewing_bureau',
    '尚未确定贵校的初审单位，请联系项目办登记管辖关系后再提交，填写的内容已保存',
  );

export const roundNotOpen = (): DomainError =>
  new DomainError(
    'unprocessable',
    'application.round_not_open',
    '本轮次不在申报时间内，不能开始填报',
  );

export const kindNotEligible = (): DomainError =>
  new DomainError(
    'unprocessable',
    'application.kind_not_eligible',
    '本轮次不面向贵校的办学类型，请查看本轮申报范围或联系项目办',
  );

export const unchanged = (): DomainError =>
  new DomainError(
    'unprocessable',
    'application.unchanged',
    '内容与上次提交完全相同，请按审核意见修改，或在批注中答复后再提交',
  );

export const planMissing = (): DomainError =>
  new DomainError('not_found', 'application.plan_missing', '这份申报没有上传试点工作方案');

export const sampleNotFound = (): DomainError =>
  new DomainError(
    'not_found',
    'application.sample_not_found',
    '没有找到这次抽看，请从抽看列表重新进入',
  );

/** What the user reads when a constraint of the feature's tables refuses a row. */
export const applicationConstraintTexts = {
  one_application_per_institution_and_round: {
    code: 'application.already_exists',
    text: '本轮次已经有一份申报，请在“试点申报”中打开继续填写',
  },
  one_item_per_application_and_level: {
    code: 'application.duplicate_level',
    text: '同一证书等级重复，请合并为一项',
    field: 'items',
  },
  application_item_certificate_level_id_fkey: {
    code: 'application.level_unknown',
    text: '目录中没有这个证书等级，请重新选择',
    field: 'items',
  },
  application_item_pkey: {
    code: 'application.item_id_taken',
    text: '有一项与其他申报重复，请删除该项后重新添加',
    field: 'items',
  },
  one_application_per_receipt: {
    code: 'application.receipt_taken',
    text: '回执号生成冲突，请再次点击提交',
  },
  approved_headcount_is_within_plan: {
    code: 'application.approved_above_plan',
    text: '核定人数须在 1 和计划人数之间',
    field: 'items',
  },
  review_sample_bureau_id_fkey: {
    code: 'application.bureau_unknown',
    text: '没有这个初审单位，请重新选择',
    field: 'bureauId',
  },
  application_round_id_fkey: {
    code: 'application.round_unknown',
    text: '没有这个申报轮次，请从首页重新进入',
  },
} as const;
