import { type Actor, hasRole } from '../../kernel/actor.ts';
import { formatBeijing, type Instant, isBefore } from '../../kernel/time.ts';
import type { Read } from '../../platform/db/database.ts';
import type { CalendarMoment, Task, TaskSource } from '../../platform/tasks.ts';
import { entryOf } from './ical.ts';
import { HOSTS, MODERATORS, PARTICIPANTS } from './policy.ts';
import {
  type HostedSession,
  hostedSessions,
  sessionsToAttend,
  sessionsToModerate,
  type SessionToAttend,
  signedUpSessions,
} from './task-queries.ts';

const pathOf = ({ id }: { readonly id: string }): string => `/info-sessions/${id}`;

const startText = (at: Instant): string => `${formatBeijing(at)}（北京时间）开始`;

const toAttend = (session: SessionToAttend, at: Instant): Task => ({
  key: `attend:${session.id}`,
  kind: 'todo',
  title: `参加说明会：${session.title}`,
  detail: `${startText(session.startsAt)}，${session.platform}，${session.organizationName}`,
  // Once it has begun there is time until its end.
  dueAt: isBefore(at, session.startsAt) ? session.startsAt : session.endsAt,
  path: pathOf(session),
  waitsFor: null,
});

const hostTask = (session: HostedSession): Task[] => {
  const base = { dueAt: session.startsAt, path: pathOf(session), detail: '' };
  if (session.status === 'RETURNED') {
    return [
      {
        ...base,
        key: `mend:${session.id}`,
        kind: 'todo',
        title: `修改说明会后重新提交：${session.title}`,
        waitsFor: '项目办',
      },
    ];
  }
  return session.status === 'SUBMITTED'
    ? [
        {
          ...base,
          key: `moderation:${session.id}`,
          kind: 'waiting',
          title: `说明会等待发布：${session.title}`,
          waitsFor: '项目办',
        },
      ]
    : [];
};

const questionTask = (session: HostedSession): Task[] =>
  session.openQuestions === 0
    ? []
    : [
        {
          key: `questions:${session.id}`,
          kind: 'todo',
          title: `答复提问：${session.openQuestions} 个`,
          detail: `说明会“${session.title}”；答复后显示在证书的公开页面上`,
          dueAt: null,
          path: pathOf(session),
          waitsFor: '提问的院校',
        },
      ];

const moderationTask = async (read: Read): Promise<Task[]> => {
  const { count, firstAt } = await sessionsToModerate(read);
  return count === 0
    ? []
    : [
        {
          key: 'moderate',
          kind: 'todo',
          title: `审核说明会：${count} 场`,
          detail: '评价组织已提交，审核后才公布；请在最早的一场开始之前办理',
          dueAt: firstAt,
          path: '/info-sessions?status=SUBMITTED',
          waitsFor: '评价组织',
        },
      ];
};

const momentKeyOf = ({ id }: { readonly id: string }): string => `session:${id}`;

const momentOf = (session: SessionToAttend | HostedSession): CalendarMoment => ({
  key: momentKeyOf(session),
  title: `说明会：${session.title}`,
  detail: '',
  at: session.startsAt,
  edge: 'begins',
  path: pathOf(session),
});

const coming = (read: Read, actor: Actor, at: Instant) => {
  if (hasRole(actor, ...PARTICIPANTS)) return sessionsToAttend(read, actor, at);
  return hasRole(actor, ...HOSTS) ? hostedSessions(read, actor.organizationId, at) : [];
};

/** 说明会的报名、审核与答复 (四.1). */
export const infoSessionTasks: TaskSource = {
  name: 'info-sessions',
  async tasksFor(read, actor, at) {
    if (hasRole(actor, ...PARTICIPANTS)) {
      return (await sessionsToAttend(read, actor, at)).map((session) => toAttend(session, at));
    }
    if (hasRole(actor, ...HOSTS)) {
      const sessions = await hostedSessions(read, actor.organizationId, at);
      return [...sessions.flatMap(hostTask), ...sessions.flatMap(questionTask)];
    }
    return hasRole(actor, ...MODERATORS) ? await moderationTask(read) : [];
  },
  async deadlinesFor(read, actor, at) {
    const sessions = await coming(read, actor, at);
    return sessions
      .filter((session) => !('status' in session) || session.status === 'PUBLISHED')
      .map(momentOf);
  },
  async eventsFor(read, actor, { at, publicUrl }) {
    if (!hasRole(actor, ...PARTICIPANTS)) return [];
    const sessions = await signedUpSessions(read, actor, at);
    return sessions.map((session) => ({
      ...entryOf(session, { publicUrl, hasWayIn: true }),
      standsFor: momentKeyOf(session),
    }));
  },
};
