/** What is stored. Everything that the passing of time makes of a round is a phase (phase.ts), never a status. */
export const ROUND_STATUSES = {
  DRAFT: '草稿',
  PUBLISHED: '已发布',
  CONCLUDED: '已办结',
} as const;

export type RoundStatus = keyof typeof ROUND_STATUSES;

/** Where a round stands at one moment. */
export const ROUND_PHASES = {
  DRAFT: { label: '草稿', tone: 'neutral' },
  UPCOMING: { label: '未开始', tone: 'neutral' },
  OPEN: { label: '申报中', tone: 'brand' },
  CITY_REVIEW: { label: '市级初审中', tone: 'attention' },
  PROVINCIAL_REVIEW: { label: '省级审核中', tone: 'attention' },
  CLOSED: { label: '待办结', tone: 'attention' },
  CONCLUDED: { label: '已办结', tone: 'done' },
} as const;

export type RoundPhase = keyof typeof ROUND_PHASES;

/** Which institutions a round can be opened to (项目办函〔2025〕1号 二: 省内各类院校); a test holds the keys against the register's. */
export const ELIGIBLE_KINDS = {
  SECONDARY_VOCATIONAL: '中等职业学校',
  HIGHER_VOCATIONAL: '高等职业学校（专科）',
  APPLIED_UNDERGRADUATE: '应用型本科',
  VOCATIONAL_UNDERGRADUATE: '职业本科',
  UNCLASSIFIED_UNDERGRADUATE: '普通本科（未认定应用型）',
} as const;

export type EligibleKind = keyof typeof ELIGIBLE_KINDS;

/** The word for a stored kind; a kind that is not known any more is shown as it is. */
export const kindLabel = (kind: string): string =>
  kind in ELIGIBLE_KINDS ? ELIGIBLE_KINDS[kind as EligibleKind] : kind;

export const EXTENSION_STATES = {
  LIVE: '有效',
  PASSED: '已到期',
  REVOKED: '已撤销',
} as const;

export type ExtensionState = keyof typeof EXTENSION_STATES;
