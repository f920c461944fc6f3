import { DomainError } from '../../kernel/error.ts';
import { LEVELS } from './status.ts';

/** What a user reads when a constraint of this feature's tables refuses a row. */
export const filingConstraintTexts = {
  one_filing_per_number: {
    code: 'filings.number_taken',
    text: '备案号已被占用，请重新打开预览后再确认',
  },
  one_filing_per_application_item: {
    code: 'filings.already_filed',
    text: '有申报项已经备案，请重新打开预览后再确认',
  },
  one_edition_per_round_and_number: {
    code: 'filings.preview_outdated',
    text: '名单刚刚由他人确认过，请重新打开预览',
  },
  filing_headcount_is_positive: {
    code: 'filings.headcount',
    text: '备案人数应为 1 人以上，请核对审核通过的人数',
  },
  filing_status_is_known: {
    code: 'filings.status',
    text: '备案状态不正确，请刷新页面后重试',
  },
  row_change_is_known: {
    code: 'filings.row_change',
    text: '名单的变更标记不正确，请重新打开预览后再确认',
  },
  fetch_format_is_known: {
    code: 'filings.fetch_format',
    text: '请在线查看名单，或下载 CSV、JSON',
  },
} as const;

export const filingNotFound = (): DomainError =>
  new DomainError(
    'not_found',
    'filings.not_found',
    '没有找到这条备案，或不在您的管理范围内，请从备案列表重新打开',
  );

export const editionNotFound = (): DomainError =>
  new DomainError(
    'not_found',
    'filings.edition_not_found',
    '没有找到这一版备案名单，请从名单列表重新打开',
  );

export const previewOutdated = (): DomainError =>
  new DomainError(
    'conflict',
    'filings.preview_outdated',
    '预览之后名单有了变化（有新的审核结果、取消备案，或他人已经确认），请重新打开预览核对后再确认',
  );

export const confirmationRunning = (): DomainError =>
  new DomainError(
    'conflict',
    'filings.confirmation_running',
    '另一位同事正在确认本轮次的名单，请稍后刷新页面查看',
  );

export const wrongRowCount = (): DomainError =>
  new DomainError(
    'unprocessable',
    'filings.row_count_mismatch',
    '填写的条数与本版名单不一致，请核对后重新填写',
    {
      field: 'expectedRowCount',
    },
  );

export const nothingChanged = (): DomainError =>
  new DomainError(
    'unprocessable',
    'filings.nothing_changed',
    '与上一版相比没有变化，不用生成新的一版',
  );

export const yearIsOver = (year: number): DomainError =>
  new DomainError(
    'unprocessable',
    'filings.year_is_over',
    `本轮次的备案有效期到 ${year}年12月31日为止，现已过期，不能再备案；请在新的轮次申报`,
  );

export const prefixMissing = (): DomainError =>
  new DomainError(
    'unprocessable',
    'filings.prefix_missing',
    '还没有设置备案号前缀，请项目办管理员在“本省设置”中填写（如省份简称加 1X）',
  );

const MOST_NAMED = 5;

/** Exit rules: nothing new is filed for a certificate that is leaving the catalog, even if it was approved before. */
export const certificatesLeft = (
  items: readonly {
    readonly institutionName: string;
    readonly certificateName: string;
    readonly level: number;
  }[],
): DomainError => {
  const named = items
    .slice(0, MOST_NAMED)
    .map(
      ({ institutionName, certificateName, level }) =>
        `${institutionName}的“${certificateName}”（${LEVELS[level as keyof typeof LEVELS]}）`,
    );
  const rest = items.length > MOST_NAMED ? `等 ${items.length} 项` : '';
  return new DomainError(
    'unprocessable',
    'filings.certificate_exiting',
    `${named.join('、')}${rest}：证书已退出目录或正在退出，不能新备案。请审核员撤销审核决定，将该项改为不通过，再预览`,
  );
};

export const openFirst = (): DomainError =>
  new DomainError(
    'conflict',
    'filings.open_first',
    '请先从“备案院校”打开这一版名单，系统会记录取用情况',
  );

export const draftRound = (): DomainError =>
  new DomainError('conflict', 'filings.round_not_published', '轮次还没有发布，不能生成备案名单');
