import type { Subject, Workflow } from '../../kernel/workflow.ts';
import { PEOPLE_ADMINS } from './status.ts';

export const REQUEST_STATUSES = ['PENDING', 'APPROVED', 'REFUSED'] as const;
export type RequestStatus = (typeof REQUEST_STATUSES)[number];

export const REQUEST_VERBS = ['approve', 'refuse'] as const;
export type RequestVerb = (typeof REQUEST_VERBS)[number];

type RequestSubject = Subject<RequestStatus, RequestVerb, never>;

/** 项目办函〔2025〕1号 四.3: accounts are opened on request; a stamped letter stands for the body. */
export const accountRequestWorkflow = {
  name: 'accounts',
  title: '账号申请',
  initial: 'PENDING',
  states: {
    PENDING: { office: '待办理', applicant: '等待办理', tone: 'attention' },
    APPROVED: { office: '已开通', applicant: '已通过', tone: 'done', final: true },
    REFUSED: { office: '未通过', applicant: '没有通过', tone: 'danger', final: true },
  },
  limits: {},
  transitions: [
    {
      verb: 'approve',
      label: '同意并开通',
      from: ['PENDING'],
      to: ['APPROVED'],
      by: PEOPLE_ADMINS,
      reason: 'none',
    },
    {
      verb: 'refuse',
      label: '不同意',
      from: ['PENDING'],
      to: ['REFUSED'],
      by: PEOPLE_ADMINS,
      reason: 'required',
    },
  ],
} as const satisfies Workflow<RequestStatus, RequestVerb, never>;

/** Requests have no deadlines, no second pair of eyes and no institution under review. */
export const requestSubject = (status: RequestStatus): RequestSubject => ({
  status,
  limits: {},
  deeds: [],
  institutionId: '',
});
