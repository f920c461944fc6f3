import type { Workflow } from '../../kernel/workflow.ts';

export type FilingStatus = 'FILED' | 'FILING_CANCELLED' | 'FILING_EXPIRED';
export type FilingVerb = 'cancel' | 'expire';
/** The end of the calendar year of the round (A10), an exclusive instant. */
export type FilingLimit = 'validTo';

/** One filing: an institution may pilot one certificate level this year (项目办函〔2025〕1号 四.5). */
export const filingsWorkflow = {
  name: 'filing',
  title: '试点备案',
  initial: 'FILED',
  states: {
    FILED: { office: '已备案', applicant: '已备案', tone: 'done' },
    FILING_CANCELLED: {
      office: '已取消备案',
      applicant: '备案已取消',
      tone: 'danger',
      final: true,
    },
    FILING_EXPIRED: { office: '备案已到期', applicant: '备案已到期', tone: 'neutral', final: true },
  },
  limits: { validTo: '备案有效期' },
  transitions: [
    {
      verb: 'cancel',
      label: '取消备案',
      from: ['FILED'],
      to: ['FILING_CANCELLED'],
      by: ['project_office_admin'],
      reason: 'required',
      before: 'validTo',
    },
    {
      verb: 'expire',
      label: '备案到期',
      from: ['FILED'],
      to: ['FILING_EXPIRED'],
      by: ['system'],
      reason: 'none',
      after: 'validTo',
    },
  ],
} as const satisfies Workflow<FilingStatus, FilingVerb, FilingLimit>;

export const FILING_STATUSES = [
  'FILED',
  'FILING_CANCELLED',
  'FILING_EXPIRED',
] as const satisfies FilingStatus[];

/** What an edition says of a row compared with the edition before. */
export const ROW_CHANGES = {
  SAME: '不变',
  ADDED: '新增',
  CHANGED: '变更',
  REMOVED: '移出',
} as const;

export type RowChange = keyof typeof ROW_CHANGES;

export const LEVELS = { 1: '初级', 2: '中级', 3: '高级' } as const;

export const levelLabel = (level: number): string =>
  level in LEVELS ? LEVELS[level as keyof typeof LEVELS] : '';

export const FETCH_FORMATS = { PAGE: '在线查看', CSV: '下载 CSV', JSON: '下载 JSON' } as const;

export type FetchFormat = keyof typeof FETCH_FORMATS;
