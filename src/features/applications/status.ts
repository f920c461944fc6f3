import type { Subject, Workflow } from '../../kernel/workflow.ts';

export const APPLICATION_STATUSES = [
  'DRAFT',
  'CITY_REVIEW',
  'PROVINCIAL_REVIEW',
  'RETURNED',
  'CITY_REJECTED',
  'APPROVED',
  'PARTIALLY_APPROVED',
  'REJECTED',
  'WITHDRAWN',
  'LAPSED',
  'FILED',
] as const;
export type ApplicationStatus = (typeof APPLICATION_STATUSES)[number];

export const APPLICATION_VERBS = [
  'edit',
  'submit',
  'resubmit',
  'withdraw',
  'redraft',
  'endorse',
  'returnByCity',
  'rejectByCity',
  'retract',
  'overrule',
  'approve',
  'approveInPart',
  'returnByProvince',
  'reject',
  'reconsider',
  'lapse',
  'revive',
  'file',
] as const;
export type ApplicationVerb = (typeof APPLICATION_VERBS)[number];

/**
 * `submitBy`: the round's closing (with the institution's extension), or the correction deadline once returned.
 * `cityReviewDueAt`: only while the city reviews.
 */
export type ApplicationLimit = 'opensAt' | 'submitBy' | 'cityReviewDueAt';

export type ApplicationSubject = Subject<ApplicationStatus, ApplicationVerb, ApplicationLimit>;

const SCHOOL_ADMIN = ['institution_admin'] as const;
const CITY = ['city_reviewer'] as const;
const PROVINCE = ['provincial_reviewer'] as const;

/** 项目办函〔2025〕1号 四: apply, first review by the city for local secondary schools, provincial review of everything. */
export const applicationWorkflow = {
  name: 'application',
  title: '试点申报',
  initial: 'DRAFT',
  states: {
    DRAFT: { office: '填报中', applicant: '尚未提交', tone: 'neutral' },
    CITY_REVIEW: { office: '待市级初审', applicant: '已提交，市级初审中', tone: 'brand' },
    PROVINCIAL_REVIEW: { office: '待省级审核', applicant: '已提交，省级审核中', tone: 'brand' },
    RETURNED: { office: '已退回修改', applicant: '退回修改，请修改后重新提交', tone: 'attention' },
    CITY_REJECTED: { office: '市级初审不通过', applicant: '市级初审不通过', tone: 'danger' },
    APPROVED: { office: '审核通过', applicant: '审核通过，待备案', tone: 'done' },
    PARTIALLY_APPROVED: { office: '部分通过', applicant: '部分通过，待备案', tone: 'done' },
    REJECTED: { office: '审核不通过', applicant: '审核不通过', tone: 'danger' },
    WITHDRAWN: { office: '已撤回', applicant: '已撤回', tone: 'neutral' },
    LAPSED: { office: '逾期未提交', applicant: '逾期未提交', tone: 'danger' },
    FILED: { office: '已备案', applicant: '已备案', tone: 'done', final: true },
  },
  limits: {
    opensAt: '申报开始时间',
    submitBy: '提交截止时间',
    cityReviewDueAt: '市级初审截止时间',
  },
  transitions: [
    {
      verb: 'edit',
      label: '填报',
      from: ['DRAFT', 'RETURNED'],
      to: ['DRAFT', 'RETURNED'],
      by: ['institution_admin', 'institution_staff'],
      reason: 'none',
      before: 'submitBy',
    },
    {
      verb: 'submit',
      label: '提交',
      from: ['DRAFT'],
      to: ['CITY_REVIEW', 'PROVINCIAL_REVIEW'],
      by: SCHOOL_ADMIN,
      reason: 'none',
      after: 'opensAt',
      before: 'submitBy',
    },
    {
      verb: 'resubmit',
      label: '重新提交',
      from: ['RETURNED'],
      to: ['CITY_REVIEW', 'PROVINCIAL_REVIEW'],
      by: SCHOOL_ADMIN,
      reason: 'none',
      before: 'submitBy',
    },
    {
      verb: 'withdraw',
      label: '撤回',
      from: ['CITY_REVIEW', 'PROVINCIAL_REVIEW'],
      to: ['WITHDRAWN'],
      by: SCHOOL_ADMIN,
      reason: 'optional',
      notOnceDone: ['endorse', 'overrule', 'returnByProvince'],
    },
    {
      verb: 'redraft',
      label: '重新填报',
      from: ['WITHDRAWN'],
      to: ['DRAFT'],
      by: SCHOOL_ADMIN,
      reason: 'none',
      before: 'submitBy',
    },
    {
      verb: 'endorse',
      label: '初审通过',
      from: ['CITY_REVIEW'],
      to: ['PROVINCIAL_REVIEW'],
      by: CITY,
      reason: 'optional',
      recusal: true,
    },
    {
      verb: 'returnByCity',
      label: '退回修改',
      from: ['CITY_REVIEW'],
      to: ['RETURNED'],
      by: CITY,
      reason: 'required',
      recusal: true,
    },
    {
      verb: 'rejectByCity',
      label: '初审不通过',
      from: ['CITY_REVIEW'],
      to: ['CITY_REJECTED'],
      by: CITY,
      reason: 'required',
      recusal: true,
    },
    {
      verb: 'retract',
      label: '收回初审意见',
      from: ['PROVINCIAL_REVIEW', 'CITY_REJECTED'],
      to: ['CITY_REVIEW'],
      by: CITY,
      reason: 'required',
      recusal: true,
      notOnceDone: ['overrule', 'returnByProvince'],
    },
    {
      verb: 'overrule',
      label: '调取省级审核',
      from: ['CITY_REJECTED', 'CITY_REVIEW'],
      to: ['PROVINCIAL_REVIEW'],
      by: PROVINCE,
      reason: 'required',
      after: 'cityReviewDueAt',
      recusal: true,
      notAfterOwn: ['rejectByCity'],
    },
    {
      verb: 'approve',
      label: '审核通过',
      from: ['PROVINCIAL_REVIEW'],
      to: ['APPROVED'],
      by: PROVINCE,
      reason: 'optional',
      recusal: true,
      notAfterOwn: ['endorse'],
    },
    {
      verb: 'approveInPart',
      label: '部分通过',
      from: ['PROVINCIAL_REVIEW'],
      to: ['PARTIALLY_APPROVED'],
      by: PROVINCE,
      reason: 'required',
      recusal: true,
      notAfterOwn: ['endorse'],
    },
    {
      verb: 'returnByProvince',
      label: '退回修改',
      from: ['PROVINCIAL_REVIEW'],
      to: ['RETURNED'],
      by: PROVINCE,
      reason: 'required',
      recusal: true,
    },
    {
      verb: 'reject',
      label: '审核不通过',
      from: ['PROVINCIAL_REVIEW'],
      to: ['REJECTED'],
      by: PROVINCE,
      reason: 'required',
      recusal: true,
      notAfterOwn: ['endorse'],
    },
    {
      verb: 'reconsider',
      label: '撤销审核决定',
      from: ['APPROVED', 'PARTIALLY_APPROVED', 'REJECTED'],
      to: ['PROVINCIAL_REVIEW'],
      by: PROVINCE,
      reason: 'required',
      recusal: true,
    },
    {
      verb: 'lapse',
      label: '逾期关闭',
      from: ['DRAFT', 'RETURNED'],
      to: ['LAPSED'],
      by: ['system'],
      reason: 'none',
      after: 'submitBy',
    },
    {
      verb: 'revive',
      label: '恢复填报',
      from: ['LAPSED'],
      to: ['DRAFT', 'RETURNED'],
      by: ['project_office_admin'],
      reason: 'required',
      before: 'submitBy',
    },
    {
      verb: 'file',
      label: '备案',
      from: ['APPROVED', 'PARTIALLY_APPROVED'],
      to: ['FILED'],
      by: ['project_office_admin'],
      reason: 'none',
    },
  ],
} as const satisfies Workflow<ApplicationStatus, ApplicationVerb, ApplicationLimit>;

/** What the list of participation says of an institution without an application. */
export const NOT_STARTED = 'NOT_STARTED';
