import type { Workflow } from '../../kernel/workflow.ts';

export const SESSION_STATUSES = [
  'DRAFT',
  'SUBMITTED',
  'RETURNED',
  'PUBLISHED',
  'CANCELLED',
  'HELD',
] as const;

export type SessionStatus = (typeof SESSION_STATUSES)[number];

/** What everybody may see. */
export const OPEN_STATUSES = ['PUBLISHED', 'CANCELLED', 'HELD'] as const;

export const SESSION_VERBS = [
  'edit',
  'submit',
  'withdraw',
  'publish',
  'return',
  'amend',
  'cancel',
  'hold',
] as const;

export type SessionVerb = (typeof SESSION_VERBS)[number];
export type SessionLimit = 'startsAt' | 'endsAt';

const HOST = ['org_admin', 'org_staff'] as const;
const OFFICE = ['project_office_admin', 'project_office_staff'] as const;

/** One online info session (项目办函〔2025〕1号 四.1): the organization writes it, the office lets it out. */
export const infoSessionWorkflow = {
  name: 'infoSession',
  title: '说明会',
  initial: 'DRAFT',
  states: {
    DRAFT: { office: '草稿', applicant: '草稿', tone: 'neutral' },
    SUBMITTED: { office: '待审核', applicant: '待项目办审核', tone: 'attention' },
    RETURNED: { office: '退回修改', applicant: '退回修改', tone: 'danger' },
    PUBLISHED: { office: '已发布', applicant: '接受报名', tone: 'brand' },
    CANCELLED: { office: '已取消', applicant: '已取消', tone: 'danger', final: true },
    HELD: { office: '已举行', applicant: '已举行', tone: 'done', final: true },
  },
  limits: { startsAt: '开始时间', endsAt: '结束时间' },
  transitions: [
    {
      verb: 'edit',
      label: '修改',
      from: ['DRAFT', 'RETURNED'],
      // It stays what it is.
      to: ['DRAFT', 'RETURNED'],
      by: HOST,
      reason: 'none',
    },
    {
      verb: 'submit',
      label: '提交审核',
      from: ['DRAFT', 'RETURNED'],
      to: ['SUBMITTED'],
      by: HOST,
      reason: 'none',
    },
    {
      verb: 'withdraw',
      label: '撤回修改',
      from: ['SUBMITTED'],
      to: ['DRAFT'],
      by: HOST,
      reason: 'none',
    },
    {
      verb: 'publish',
      label: '发布',
      from: ['SUBMITTED'],
      to: ['PUBLISHED'],
      by: OFFICE,
      reason: 'none',
    },
    {
      verb: 'return',
      label: '退回',
      from: ['SUBMITTED'],
      to: ['RETURNED'],
      by: OFFICE,
      reason: 'required',
    },
    {
      verb: 'amend',
      label: '改期或更改参会方式',
      from: ['PUBLISHED'],
      to: ['PUBLISHED'],
      by: HOST,
      reason: 'required',
      before: 'startsAt',
    },
    {
      verb: 'cancel',
      label: '取消说明会',
      from: ['PUBLISHED'],
      to: ['CANCELLED'],
      by: [...HOST, ...OFFICE],
      reason: 'required',
      before: 'endsAt',
    },
    {
      verb: 'hold',
      label: '到时结束',
      from: ['PUBLISHED'],
      to: ['HELD'],
      by: ['system'],
      reason: 'none',
      after: 'endsAt',
    },
  ],
} as const satisfies Workflow<SessionStatus, SessionVerb, SessionLimit>;
