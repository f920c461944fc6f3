import type { Workflow } from '../../kernel/workflow.ts';

export const DOCUMENT_STATUSES = ['DRAFT', 'RELEASED', 'RETIRED'] as const;
export type DocumentStatus = (typeof DOCUMENT_STATUSES)[number];

export const DOCUMENT_VERBS = ['release', 'retire'] as const;
export type DocumentVerb = (typeof DOCUMENT_VERBS)[number];

const OFFICE = ['project_office_admin', 'project_office_staff'] as const;

/** A document of the library (项目办函〔2025〕1号 四.3 操作手册；七.1). */
export const documentWorkflow = {
  name: 'document',
  title: '资料',
  initial: 'DRAFT',
  states: {
    DRAFT: { office: '未上架', applicant: '未上架', tone: 'neutral' },
    RELEASED: { office: '已上架', applicant: '有效', tone: 'done' },
    RETIRED: { office: '已下架', applicant: '已下架', tone: 'attention' },
  },
  limits: {},
  transitions: [
    {
      verb: 'release',
      label: '上架',
      from: ['DRAFT', 'RETIRED'],
      to: ['RELEASED'],
      by: OFFICE,
      reason: 'none',
    },
    {
      verb: 'retire',
      label: '下架',
      from: ['RELEASED'],
      to: ['RETIRED'],
      by: OFFICE,
      reason: 'none',
    },
  ],
} as const satisfies Workflow<DocumentStatus, DocumentVerb, never>;

export const DOCUMENT_CATEGORIES = {
  MANUAL: '操作手册',
  STANDARD: '标准',
  FORM: '表格',
  POLICY: '政策文件',
  OTHER: '其他',
} as const;

export type DocumentCategory = keyof typeof DOCUMENT_CATEGORIES;

export const VISIBILITIES = {
  PUBLIC: '公开',
  SIGNED_IN: '登录后可见',
  KINDS: '部分单位类型',
  ROLES: '部分角色',
} as const;

export type Visibility = keyof typeof VISIBILITIES;

/** What search knows of an edition. */
export const TEXT_STATUSES = {
  WAITING: '正在提取文字',
  READ: '可以搜索内容',
  EMPTY: '没有文字（可能是扫描件）',
  FAILED: '文字提取失败',
  NONE: '只按标题搜索',
} as const;

export type TextStatus = keyof typeof TEXT_STATUSES;
