import type { Workflow } from '../../kernel/workflow.ts';

export const ANNOUNCEMENT_STATUSES = [
  'DRAFT',
  'SCHEDULED',
  'PUBLISHED',
  'WITHDRAWN',
  'ARCHIVED',
] as const;

export type AnnouncementStatus = (typeof ANNOUNCEMENT_STATUSES)[number];

export const ANNOUNCEMENT_VERBS = [
  'edit',
  'schedule',
  'unschedule',
  'publish',
  'release',
  'correct',
  'nudge',
  'withdraw',
  'archive',
] as const;

export type AnnouncementVerb = (typeof ANNOUNCEMENT_VERBS)[number];
/** The instant chosen for a scheduled publication. */
export type AnnouncementLimit = 'publishAt';

const OFFICE = ['project_office_admin', 'project_office_staff'] as const;

/** One announcement (项目办函〔2025〕1号 七.1). What is published is never changed silently: a correction is a new edition. */
export const announcementWorkflow = {
  name: 'announcement',
  title: '通知公告',
  initial: 'DRAFT',
  states: {
    DRAFT: { office: '草稿', applicant: '未发布', tone: 'neutral' },
    SCHEDULED: { office: '定时发布', applicant: '未发布', tone: 'attention' },
    PUBLISHED: { office: '已发布', applicant: '有效', tone: 'done' },
    WITHDRAWN: { office: '已撤回', applicant: '已撤回', tone: 'danger', final: true },
    ARCHIVED: { office: '已归档', applicant: '已归档', tone: 'neutral', final: true },
  },
  limits: { publishAt: '定时发布时间' },
  transitions: [
    {
      verb: 'edit',
      label: '修改',
      from: ['DRAFT'],
      to: ['DRAFT'],
      by: OFFICE,
      reason: 'none',
    },
    {
      verb: 'schedule',
      label: '定时发布',
      from: ['DRAFT'],
      to: ['SCHEDULED'],
      by: OFFICE,
      reason: 'none',
    },
    {
      verb: 'unschedule',
      label: '取消定时',
      from: ['SCHEDULED'],
      to: ['DRAFT'],
      by: OFFICE,
      reason: 'none',
    },
    {
      verb: 'publish',
      label: '立即发布',
      from: ['DRAFT', 'SCHEDULED'],
      to: ['PUBLISHED'],
      by: OFFICE,
      reason: 'none',
    },
    {
      verb: 'release',
      label: '到时发布',
      from: ['SCHEDULED'],
      to: ['PUBLISHED'],
      by: ['system'],
      reason: 'none',
      after: 'publishAt',
    },
    {
      verb: 'correct',
      label: '更正',
      from: ['PUBLISHED'],
      to: ['PUBLISHED'],
      by: OFFICE,
      reason: 'required',
    },
    {
      verb: 'nudge',
      label: '提醒未办人员',
      from: ['PUBLISHED'],
      to: ['PUBLISHED'],
      by: OFFICE,
      reason: 'none',
    },
    {
      verb: 'withdraw',
      label: '撤回',
      from: ['PUBLISHED'],
      to: ['WITHDRAWN'],
      by: OFFICE,
      reason: 'required',
    },
    {
      verb: 'archive',
      label: '归档',
      from: ['PUBLISHED'],
      to: ['ARCHIVED'],
      by: OFFICE,
      reason: 'none',
    },
  ],
} as const satisfies Workflow<AnnouncementStatus, AnnouncementVerb, AnnouncementLimit>;

/** What a person has done with an announcement that was for them. */
export const RECEIPT_STATES = {
  UNREAD: '未读',
  READ: '已读',
  CONFIRMED: '已确认',
} as const;

export type ReceiptState = keyof typeof RECEIPT_STATES;
