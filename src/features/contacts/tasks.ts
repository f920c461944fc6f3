import { type Actor, hasRole, type Role } from '../../kernel/actor.ts';
import { addDays, beijingDate, type Instant } from '../../kernel/time.ts';
import type { Read } from '../../platform/db/database.ts';
import { noMoments, type Task, type TaskSource } from '../../platform/tasks.ts';
import { contactScope, FOLLOWERS, OWN_EDITORS } from './policy.ts';
import { STALE_DAYS } from './rules.ts';
import { deadCounts, type OwnContactState, ownContactState } from './task-queries.ts';

const PATH = '/contacts';

/** Without a 业务联系人 these cannot be reached about their work; an institution cannot even submit (七.2). */
const NEEDS_OFFICER: readonly Role[] = [
  'institution_admin',
  'institution_staff',
  'org_admin',
  'org_staff',
];

const missingOfficer = (actor: Actor, state: OwnContactState): Task[] =>
  state.officerCount === 0 && hasRole(actor, ...NEEDS_OFFICER)
    ? [
        {
          key: 'register-officer',
          kind: 'todo',
          title: '登记业务联系人',
          detail: '本单位还没有业务联系人，有事时项目办找不到人；院校没有业务联系人不能提交申报',
          dueAt: null,
          path: PATH,
          waitsFor: '项目办',
        },
      ]
    : [];

/** Due contacts become stale after STALE_DAYS; those are told apart, because others cannot count on them any more. */
const toConfirm = (state: OwnContactState): Task[] => {
  const { dueCount, staleCount, since } = state;
  if (dueCount + staleCount === 0) return [];
  const stale = staleCount > 0 ? `，其中 ${staleCount} 位已失效` : '';
  return [
    {
      key: 'confirm',
      kind: 'todo',
      title: `确认本单位联系人：${dueCount + staleCount} 位${stale}`,
      detail: '每个申报轮次和每六个月确认一次，没有变化的按一次“确认无误”即可',
      dueAt: since === null ? null : addDays(since, STALE_DAYS),
      path: PATH,
      waitsFor: '项目办',
    },
  ];
};

const ownTasks = async (read: Read, actor: Actor, at: Instant): Promise<Task[]> => {
  const moment = { at, today: beijingDate(at) };
  const state = await ownContactState(read, actor.organizationId, moment);
  return [...missingOfficer(actor, state), ...toConfirm(state)];
};

const deadTask = async (read: Read, actor: Actor, at: Instant): Promise<Task[]> => {
  const counts = await deadCounts(read, contactScope(actor), { at, today: beijingDate(at) });
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  return total === 0
    ? []
    : [
        {
          key: 'dead',
          kind: 'todo',
          title: `核实联系不上的联系人：${total} 位`,
          detail: '没有登记、逾期未确认、联系不上或已离任的；可以一次提醒多个单位',
          dueAt: null,
          path: '/contacts/dead',
          waitsFor: null,
        },
      ];
};

/** 联系人的登记、确认与核实 (七.2). A city's administrator has both: their own bureau's and their schools'. */
export const contactTasks: TaskSource = {
  name: 'contacts',
  async tasksFor(read, actor, at) {
    return [
      ...(hasRole(actor, ...OWN_EDITORS) ? await ownTasks(read, actor, at) : []),
      ...(hasRole(actor, ...FOLLOWERS) ? await deadTask(read, actor, at) : []),
    ];
  },
  deadlinesFor: noMoments,
};
