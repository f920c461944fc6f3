import type { Role } from '../../kernel/actor.ts';
import type { Subject, Workflow } from '../../kernel/workflow.ts';

export const ACCOUNT_STATUSES = ['INVITED', 'ACTIVE', 'SUSPENDED', 'CLOSED'] as const;
export type AccountStatus = (typeof ACCOUNT_STATUSES)[number];

export const ACCOUNT_VERBS = [
  'edit',
  'renewLink',
  'activate',
  'resetPassword',
  'suspend',
  'reactivate',
  'close',
] as const;
export type AccountVerb = (typeof ACCOUNT_VERBS)[number];

export type AccountSubject = Subject<AccountStatus, AccountVerb, never>;

/** Who looks after accounts: the office and the technical administrator everywhere, the others in their own body. */
export const PEOPLE_ADMINS = [
  'project_office_admin',
  'system_admin',
  'city_admin',
  'institution_admin',
  'org_admin',
] as const satisfies readonly Role[];

/** 项目办函〔2025〕1号 四.3: the office opens the accounts; from then on each body looks after its own people. */
export const accountWorkflow = {
  name: 'accounts',
  title: '账号',
  initial: 'INVITED',
  states: {
    INVITED: { office: '待激活', applicant: '待激活', tone: 'attention' },
    ACTIVE: { office: '正常', applicant: '正常', tone: 'done' },
    SUSPENDED: { office: '已停用', applicant: '已停用', tone: 'danger' },
    CLOSED: { office: '已注销', applicant: '已注销', tone: 'neutral', final: true },
  },
  limits: {},
  transitions: [
    {
      verb: 'edit',
      label: '修改姓名和角色',
      from: ['INVITED', 'ACTIVE', 'SUSPENDED'],
      to: ['INVITED', 'ACTIVE', 'SUSPENDED'],
      by: PEOPLE_ADMINS,
      reason: 'none',
    },
    {
      verb: 'renewLink',
      label: '重新生成激活链接',
      from: ['INVITED'],
      to: ['INVITED'],
      by: PEOPLE_ADMINS,
      reason: 'none',
    },
    {
      verb: 'activate',
      label: '激活',
      from: ['INVITED', 'ACTIVE'],
      to: ['ACTIVE'],
      // Whoever holds the link; nobody is signed in yet.
      by: ['system'],
      reason: 'none',
    },
    {
      verb: 'resetPassword',
      label: '重设密码',
      from: ['ACTIVE'],
      to: ['ACTIVE'],
      by: PEOPLE_ADMINS,
      reason: 'none',
    },
    {
      verb: 'suspend',
      label: '停用',
      from: ['INVITED', 'ACTIVE'],
      to: ['SUSPENDED'],
      by: PEOPLE_ADMINS,
      reason: 'required',
    },
    {
      verb: 'reactivate',
      label: '恢复',
      from: ['SUSPENDED'],
      // Back to where it was: without a password the person still has to activate it.
      to: ['ACTIVE', 'INVITED'],
      by: PEOPLE_ADMINS,
      reason: 'optional',
    },
    {
      verb: 'close',
      label: '注销',
      from: ['INVITED', 'ACTIVE', 'SUSPENDED'],
      to: ['CLOSED'],
      by: PEOPLE_ADMINS,
      reason: 'required',
    },
  ],
} as const satisfies Workflow<AccountStatus, AccountVerb, never>;

/** Accounts have no deadlines, no second pair of eyes and no institution under review. */
export const accountSubject = (status: AccountStatus): AccountSubject => ({
  status,
  limits: {},
  deeds: [],
  institutionId: '',
});
