import { DomainError } from '../../kernel/error.ts';

/** What the user reads when a constraint of this feature's tables refuses a row. */
export const catalogConstraintTexts = {
  one_certificate_per_code: {
    code: 'catalog.code_taken',
    text: '已有证书使用这个编码，请在证书目录中查找后修改原有证书',
    field: 'code',
  },
  certificate_batch_is_known: {
    code: 'catalog.batch',
    text: '请选择批次：第一批至第四批',
    field: 'batch',
  },
  certificate_status_is_known: {
    code: 'catalog.status',
    text: '证书状态只能是可申报、退出中或已退出，请刷新页面后重试',
  },
  one_certificate_per_name_and_organization: {
    code: 'catalog.name_taken',
    text: '该评价组织已有同名证书，请修改原有证书，不要重复登记',
    field: 'shortName',
  },
  certificate_level_is_known: {
    code: 'catalog.level',
    text: '请选择等级：初级、中级或高级',
    field: 'level',
  },
  one_row_per_certificate_and_level: {
    code: 'catalog.level_taken',
    text: '这个证书已登记该等级，请刷新页面查看',
    field: 'level',
  },
} as const;

export const certificateNotFound = (): DomainError =>
  new DomainError('not_found', 'catalog.not_found', '没有找到这个证书，请从证书目录进入');

export const levelNotFound = (): DomainError =>
  new DomainError('not_found', 'catalog.level_not_found', '没有找到这个证书等级，请刷新证书页面');

const refuse = (code: string, text: string, field?: string): DomainError =>
  new DomainError('unprocessable', `catalog.${code}`, text, field === undefined ? {} : { field });

export const notAnEvaluationOrganization = (): DomainError =>
  refuse(
    'not_an_evaluation_organization',
    '请选择一个正常状态的培训评价组织；尚未登记的请先在单位目录中登记',
    'evaluationOrganizationId',
  );

export const levelIsUsed = (): DomainError =>
  new DomainError(
    'conflict',
    'catalog.level_used',
    '这个等级已用于申报或备案，不能删除；不再开展的证书请办理退出目录',
  );

export const exitInFuture = (): DomainError =>
  refuse('exit_in_future', '日期不能晚于今天，请填写决定已生效的日期', 'on');

export const closedOrganization = (): DomainError =>
  refuse('closed_organization', '该证书的评价组织已停用，请先恢复该组织再恢复证书');
