import { hasRole } from '../../kernel/actor.ts';
import { addDays } from '../../kernel/time.ts';
import { noMoments, type Task, type TaskSource } from '../../platform/tasks.ts';
import { PEOPLE_ADMINS } from './status.ts';
import { type AccountTaskCounts, accountTaskCounts } from './task-queries.ts';

/** A newcomer should not wait longer; nothing happens by itself after it. */
const REQUEST_DAYS = 5;

const requestTask = ({ requests, oldestRequestAt }: AccountTaskCounts): Task[] =>
  requests === 0
    ? []
    : [
        {
          key: 'requests',
          kind: 'todo',
          title: `办理账号申请：${requests} 件`,
          detail: `请在收到后 ${REQUEST_DAYS} 天内核对授权书并办理`,
          dueAt: oldestRequestAt === null ? null : addDays(oldestRequestAt, REQUEST_DAYS),
          path: '/people/requests?status=PENDING',
          waitsFor: `${requests} 位申请人`,
        },
      ];

const linkTasks = ({ pendingLinks, expiredLinks }: AccountTaskCounts): Task[] => [
  ...(expiredLinks === 0
    ? []
    : [
        {
          key: 'expired-links',
          kind: 'todo' as const,
          title: `重新发激活链接：${expiredLinks} 人`,
          detail: '激活链接已过期还没有使用，本人现在登录不了',
          dueAt: null,
          path: '/people?link=EXPIRED',
          waitsFor: `${expiredLinks} 人`,
        },
      ]),
  ...(pendingLinks === 0
    ? []
    : [
        {
          key: 'pending-links',
          kind: 'waiting' as const,
          title: `等待本人激活账号：${pendingLinks} 人`,
          detail: '激活链接已发出，72 小时内有效',
          dueAt: null,
          path: '/people?link=PENDING',
          waitsFor: '本人',
        },
      ]),
];

/** 账号的申请与激活 (四.3). */
export const accountTasks: TaskSource = {
  name: 'accounts',
  async tasksFor(read, actor, at) {
    if (!hasRole(actor, ...PEOPLE_ADMINS)) return [];
    const counts = await accountTaskCounts(read, actor, at);
    return [...requestTask(counts), ...linkTasks(counts)];
  },
  deadlinesFor: noMoments,
};
