/** 院校类型; the ministry has no flag for 应用型本科, so the project office sets it (UNCLASSIFIED until then). */
export const INSTITUTION_KINDS = {
  SECONDARY_VOCATIONAL: '中等职业学校',
  HIGHER_VOCATIONAL: '高等职业学校（专科）',
  APPLIED_UNDERGRADUATE: '应用型本科',
  VOCATIONAL_UNDERGRADUATE: '职业本科',
  UNCLASSIFIED_UNDERGRADUATE: '普通本科（未认定应用型）',
} as const;

export type InstitutionKind = keyof typeof INSTITUTION_KINDS;

/** 隶属: with the kind it decides who reviews (项目办函〔2025〕1号 四.2). */
export const AFFILIATIONS = {
  PROVINCIAL: '省属',
  MUNICIPAL: '市属',
  COUNTY: '县（区）属',
  MINISTERIAL: '部属',
  PRIVATE: '民办',
} as const;

export type Affiliation = keyof typeof AFFILIATIONS;

export const ORGANIZATION_STATUSES = { ACTIVE: '正常', CLOSED: '已停用' } as const;
export type OrganizationStatus = keyof typeof ORGANIZATION_STATUSES;

export const MAJOR_STATUSES = { ACTIVE: '在招', CLOSED: '已停招' } as const;
export type MajorStatus = keyof typeof MAJOR_STATUSES;

/** Who reviews first; 'CITY' goes on to the province afterwards. */
export const REVIEW_ROUTES = {
  CITY: '市级初审后报省级审核',
  PROVINCE: '省级直接审核',
} as const;

export type ReviewRoute = keyof typeof REVIEW_ROUTES;

export const JURISDICTION_STATES = {
  CURRENT: '管辖中',
  FUTURE: '未生效',
  ENDED: '已结束',
} as const;
export type JurisdictionState = keyof typeof JURISDICTION_STATES;

/** Non-empty keys of a label table, as `z.enum` wants them. */
export const keysOf = <K extends string>(labels: Readonly<Record<K, string>>): [K, ...K[]] =>
  Object.keys(labels) as [K, ...K[]];
