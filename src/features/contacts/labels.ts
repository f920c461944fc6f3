/** What somebody is named for (process.md 5.17, form F5), in the order in which they stand on the page. */
export const DUTIES = {
  LEADER: '分管领导',
  DEPARTMENT_HEAD: '部门负责人',
  OFFICER: '业务联系人',
  FINANCE: '财务',
  EXAMINATION: '考务',
} as const;

export type Duty = keyof typeof DUTIES;

/** Derived from dates, never stored. */
export const CONTACT_STATES = {
  CURRENT: '有效',
  PENDING: '尚未生效',
  DUE: '待确认',
  STALE: '已失效',
  ENDED: '已离任',
} as const;

export type ContactState = keyof typeof CONTACT_STATES;

/** Why somebody is on the office's list of those it cannot count on. */
export const DEAD_GROUPS = {
  missing: '没有登记',
  never: '从未确认',
  stale: '逾期未确认',
  bounced: '联系不上',
  left: '已离任，无人接替',
} as const;

export type DeadGroup = keyof typeof DEAD_GROUPS;

/** What was found out when somebody was to be reached. */
export const CONTACT_REPORTS = {
  MAIL_BOUNCED: '邮件被退回',
  PHONE_DEAD: '电话打不通',
  LEFT: '本人已离任',
} as const;

export type ContactReport = keyof typeof CONTACT_REPORTS;

/** The lines of the history. */
export const CONTACT_CHANGES = {
  REGISTER: '登记',
  CHANGE: '变更信息',
  SUCCEED: '由他人接任',
  END: '离任',
  CONFIRM: '确认无误',
  REPORT: '标为联系不上',
} as const;

export type ContactChangeVerb = keyof typeof CONTACT_CHANGES;

/** What full numbers are asked for; one of them stands in the audit log with each. */
export const PURPOSES = {
  NOTIFY: '通知试点工作',
  VERIFY: '核对联系人信息',
  URGENT: '处理紧急事项',
  SELF: '核对本单位登记',
  OTHER: '其他（须说明）',
} as const;

export type Purpose = keyof typeof PURPOSES;

/** The two fields that are sealed. */
export const SEALED_FIELDS = { mobile: '手机', mailbox: '邮箱' } as const;

export type SealedField = keyof typeof SEALED_FIELDS;

/** The keys of a label table, for `z.enum`. */
export const keysOf = <K extends string>(labels: Readonly<Record<K, string>>): [K, ...K[]] =>
  Object.keys(labels) as [K, ...K[]];

/** One holder at a time; several people may be 业务联系人 or 考务. */
export const SINGLE_DUTIES: readonly Duty[] = ['LEADER', 'DEPARTMENT_HEAD', 'FINANCE'];
