import type { StateLabel, Transition, Workflow } from '../../kernel/workflow.ts';

export type CertificateStatus = 'ACTIVE' | 'EXITING' | 'EXITED';
export type CertificateVerb = 'beginExit' | 'finishExit' | 'restore';

const states: Readonly<Record<CertificateStatus, StateLabel>> = {
  ACTIVE: { office: '可申报', applicant: '可申报', tone: 'done' },
  EXITING: { office: '退出中', applicant: '退出中，不能新申报', tone: 'attention' },
  EXITED: { office: '已退出', applicant: '已退出，不能新申报', tone: 'neutral' },
};

const transitions: readonly Transition<CertificateStatus, CertificateVerb, never>[] = [
  {
    verb: 'beginExit',
    label: '开始退出',
    from: ['ACTIVE'],
    to: ['EXITING'],
    by: ['project_office_admin'],
    reason: 'required',
  },
  {
    verb: 'finishExit',
    label: '完成退出',
    from: ['EXITING'],
    to: ['EXITED'],
    by: ['project_office_admin'],
    reason: 'required',
  },
  {
    verb: 'restore',
    label: '恢复申报',
    from: ['EXITING', 'EXITED'],
    to: ['ACTIVE'],
    by: ['project_office_admin'],
    reason: 'required',
  },
];

/**
 * How a certificate leaves the catalog: from the beginning of the exit it cannot be applied for (rule A1; exit rules of
 * 2023); what was issued stays valid.
 */
export const certificateExit: Workflow<CertificateStatus, CertificateVerb, never> = {
  name: 'catalog',
  title: '证书退出目录',
  initial: 'ACTIVE',
  states,
  limits: {},
  transitions,
};

export const CERTIFICATE_STATUSES: readonly CertificateStatus[] = ['ACTIVE', 'EXITING', 'EXITED'];

/** Only these can be named in a new application (rule A1). */
export const isOpenForApplication = (status: CertificateStatus): boolean => status === 'ACTIVE';
