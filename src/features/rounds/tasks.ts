import { type Actor, hasRole, type Role } from '../../kernel/actor.ts';
import { formatBeijing, type Instant } from '../../kernel/time.ts';
import type { CalendarMoment, Task, TaskSource } from '../../platform/tasks.ts';
import { type RoundWindow, roundPhase, roundTimeline } from './phase.ts';
import { ROUND_EDITORS } from './policy.ts';
import { type RoundToWatch, roundsToWatch } from './task-queries.ts';

const SCHOOL: readonly Role[] = ['institution_admin', 'institution_staff', 'institution_leader'];
const CITY: readonly Role[] = ['city_admin', 'city_reviewer', 'city_viewer'];
const PROVINCE: readonly Role[] = [
  'project_office_admin',
  'project_office_staff',
  'provincial_reviewer',
  'provincial_viewer',
];

const pathOf = (round: RoundToWatch): string => `/rounds/${round.id}`;

const editorTask = (round: RoundToWatch, at: Instant): Task[] => {
  switch (roundPhase(round, at)) {
    case 'DRAFT':
      return [
        {
          key: `publish:${round.id}`,
          kind: 'todo',
          title: `发布申报轮次：${round.title}`,
          detail: '轮次还是草稿，发布后院校才能看到；请在申报开始之前发布',
          dueAt: round.opensAt,
          path: pathOf(round),
          waitsFor: '申报院校',
        },
      ];
    case 'CLOSED':
      return [
        {
          key: `conclude:${round.id}`,
          kind: 'todo',
          title: `办结申报轮次：${round.title}`,
          detail: '各阶段的时间都已过，确认没有未办的申报后办结',
          dueAt: null,
          path: pathOf(round),
          waitsFor: null,
        },
      ];
    default:
      return [];
  }
};

const opening = (round: RoundToWatch, at: Instant): Task[] =>
  round.isEligible && roundPhase(round, at) === 'UPCOMING'
    ? [
        {
          key: `opening:${round.id}`,
          kind: 'waiting',
          title: `申报开始：${round.title}`,
          // A beginning at 00:00 is told as it is; as a deadline it would be the 24:00 of the day before.
          detail: `${formatBeijing(round.opensAt)}（北京时间）开始；可以先查证书目录、准备试点工作方案`,
          dueAt: null,
          path: pathOf(round),
          waitsFor: null,
        },
      ]
    : [];

const tasksOf = (round: RoundToWatch, actor: Actor, at: Instant): Task[] => [
  ...(hasRole(actor, ...ROUND_EDITORS) ? editorTask(round, at) : []),
  ...(hasRole(actor, ...SCHOOL) ? opening(round, at) : []),
];

/** The steps of a round that concern the reader. An institution's own closing is told by its application. */
const stepsFor = (round: RoundToWatch, actor: Actor): readonly (keyof RoundWindow)[] => {
  if (hasRole(actor, ...PROVINCE)) {
    return ['opensAt', 'closesAt', 'cityReviewDueAt', 'provincialReviewDueAt'];
  }
  if (hasRole(actor, ...CITY)) return ['opensAt', 'closesAt', 'cityReviewDueAt'];
  return hasRole(actor, ...SCHOOL) && round.isEligible ? ['opensAt'] : [];
};

const momentsOf = (round: RoundToWatch, actor: Actor, at: Instant): CalendarMoment[] => {
  if (round.status !== 'PUBLISHED') return [];
  const wanted = stepsFor(round, actor);
  return roundTimeline(round, at)
    .filter(({ key }) => wanted.includes(key))
    .map((step) => ({
      key: `${step.key}:${round.id}`,
      title: `${step.label}：${round.title}`,
      detail: '',
      at: step.at,
      edge: step.key === 'opensAt' ? 'begins' : 'ends',
      path: pathOf(round),
    }));
};

/** 申报轮次的开始与截止 (四.1). */
export const roundTasks: TaskSource = {
  name: 'rounds',
  async tasksFor(read, actor, at) {
    if (!hasRole(actor, ...ROUND_EDITORS, ...SCHOOL)) return [];
    const rounds = await roundsToWatch(read, actor.organizationId);
    return rounds.flatMap((round) => tasksOf(round, actor, at));
  },
  async deadlinesFor(read, actor, at) {
    const rounds = await roundsToWatch(read, actor.organizationId);
    return rounds.flatMap((round) => momentsOf(round, actor, at));
  },
};
