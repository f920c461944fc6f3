import type { Role } from '../../kernel/actor.ts';

/** One invented person of the demo and what trying them shows. */
export interface PersonaPlan {
  readonly loginName: string;
  /** Organization by kind and code, or by name for institutions. */
  readonly organization: { readonly kind: string; readonly code: string };
  readonly roles: readonly Role[];
  readonly group: string;
  readonly label: string;
}

const OFFICE = { kind: 'PROJECT_OFFICE', code: 'demo-office' };
const DEPARTMENT = { kind: 'PROVINCIAL_DEPARTMENT', code: 'demo-department' };
const bureau = (code: string) => ({ kind: 'CITY_BUREAU', code });

/** The office, the province and the bureaus; schools and evaluation organizations follow from the round's stories. */
export const OFFICIALS: readonly PersonaPlan[] = [
  {
    loginName: 'office',
    organization: OFFICE,
    roles: ['project_office_admin'],
    group: '项目办',
    label: '项目办管理员：开轮次、看进度、确认备案名单',
  },
  {
    loginName: 'office-staff',
    organization: OFFICE,
    roles: ['project_office_staff'],
    group: '项目办',
    label: '项目办工作人员：查看全省申报',
  },
  {
    loginName: 'system',
    organization: OFFICE,
    roles: ['system_admin'],
    group: '项目办',
    label: '系统管理员：只管账号，看不到业务数据',
  },
  {
    loginName: 'province',
    organization: DEPARTMENT,
    roles: ['provincial_reviewer'],
    group: '省级',
    label: '省级审核员：审核申报',
  },
  {
    loginName: 'province-2',
    organization: DEPARTMENT,
    roles: ['provincial_reviewer'],
    group: '省级',
    label: '省级审核员（第二人）',
  },
  {
    loginName: 'province-view',
    organization: DEPARTMENT,
    roles: ['provincial_viewer'],
    group: '省级',
    label: '省级查看人员',
  },
  {
    loginName: 'auditor',
    organization: DEPARTMENT,
    roles: ['auditor'],
    group: '省级',
    label: '审计员：只读，看办理经过',
  },
  {
    loginName: 'city-xian',
    organization: bureau('xian'),
    roles: ['city_reviewer', 'city_admin'],
    group: '市级',
    label: '市级初审员，学校最多',
  },
  {
    loginName: 'city-hanzhong',
    organization: bureau('hanzhong'),
    roles: ['city_reviewer'],
    group: '市级',
    label: '市级初审员',
  },
  {
    loginName: 'city-hancheng',
    organization: bureau('hancheng'),
    roles: ['city_reviewer'],
    group: '市级',
    label: '市级初审员，县级市自行初审',
  },
  {
    loginName: 'city-view',
    organization: bureau('xian'),
    roles: ['city_viewer'],
    group: '市级',
    label: '市级查看人员',
  },
];
