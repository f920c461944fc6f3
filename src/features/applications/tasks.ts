import { type Actor, hasRole, type Role, scopeOf } from '../../kernel/actor.ts';
import { type Instant, isBefore } from '../../kernel/time.ts';
import type { CalendarMoment, Task, TaskSource } from '../../platform/tasks.ts';
import { CITY_REVIEWER, PROVINCIAL_REVIEWER, SCHOOL, SCHOOL_EDITORS } from './policy.ts';
import { REVIEW_GROUPS, type ReviewGroup } from './review-groups.ts';
import type { ApplicationStatus } from './status.ts';
import { type OwnRoundTask, ownRoundTasks, type QueueTask, queueTasks } from './task-queries.ts';

const PROVINCE = '省级教育行政部门';
const CITY = '市级教育行政部门';

/** Who follows reviews without doing them: for them the same lines are what they wait for. */
const FOLLOWERS: readonly Role[] = ['project_office_admin', 'project_office_staff', 'city_admin'];

type Line = Omit<Task, 'key' | 'path'>;

const unsent = (row: OwnRoundTask, title: string, detail: string): Line => ({
  kind: 'todo',
  title: `${title}：${row.title}`,
  detail,
  dueAt: row.closesAt,
  waitsFor: null,
});

const underReview = (row: OwnRoundTask, who: string, dueAt: Instant): Line => ({
  kind: 'waiting',
  title: `申报审核：${row.title}`,
  detail: '已提交，审核有结果会告诉您',
  dueAt,
  waitsFor: who,
});

const returned = (row: OwnRoundTask): Line => ({
  kind: 'todo',
  title: `按意见修改后重新提交：${row.title}`,
  detail: row.openRemarks > 0 ? `${row.openRemarks} 条批注待处理` : '批注都已处理，还没有重新提交',
  dueAt: row.correctionDueAt,
  waitsFor: '审核单位',
});

const decided = (row: OwnRoundTask): Line => ({
  kind: 'waiting',
  title: `等待备案：${row.title}`,
  detail: '审核已通过，项目办确认备案名单后生效',
  dueAt: null,
  waitsFor: '项目办',
});

const whileOpen =
  (title: string, detail: string) =>
  (row: OwnRoundTask, at: Instant): Line | undefined =>
    isBefore(at, row.closesAt) ? unsent(row, title, detail) : undefined;

/** What the state of its application asks of an institution; nothing of what is refused, filed or over. */
const OWN_LINES: Readonly<
  Partial<Record<ApplicationStatus | 'NONE', (row: OwnRoundTask, at: Instant) => Line | undefined>>
> = {
  NONE: whileOpen('填报试点申报', '申报已经开始，本校还没有填报'),
  DRAFT: whileOpen('提交试点申报', '尚未提交；填了没有提交的，不算申报'),
  WITHDRAWN: whileOpen('重新填报', '本校已撤回申报，截止前可以重新填报'),
  RETURNED: (row, at) =>
    row.correctionDueAt !== null && isBefore(at, row.correctionDueAt) ? returned(row) : undefined,
  CITY_REVIEW: (row) => underReview(row, row.bureauName ?? CITY, row.cityReviewDueAt),
  PROVINCIAL_REVIEW: (row) => underReview(row, PROVINCE, row.provincialReviewDueAt),
  APPROVED: decided,
  PARTIALLY_APPROVED: decided,
};

const ownTask = (row: OwnRoundTask, actor: Actor, at: Instant): Task[] => {
  const line = OWN_LINES[row.status ?? 'NONE']?.(row, at);
  if (line === undefined) return [];
  const isTheirs = line.kind === 'waiting' || hasRole(actor, ...SCHOOL_EDITORS);
  return [
    {
      ...line,
      // A leader cannot fill in or submit; they see that it is still to be done, and by whom.
      ...(isTheirs ? {} : { kind: 'waiting' as const, waitsFor: '本校经办人' }),
      key: `application:${row.roundId}`,
      path: row.applicationId === null ? '/applications' : `/applications/${row.applicationId}`,
    },
  ];
};

const QUEUE_WORDS: Readonly<Partial<Record<ReviewGroup, string>>> = {
  overdue: '审核已超期',
  dueSoon: '审核将到期',
  cameBack: '审核修改后重新提交的申报',
  fresh: '审核申报',
  waiting: '等待院校修改',
};

const queuePath = ({ group, roundId }: QueueTask): string =>
  `/review?group=${group}&roundId=${roundId}`;

const stageOf = (actor: Actor) =>
  scopeOf(actor).kind === 'bureau'
    ? {
        self: CITY,
        dueOf: (row: QueueTask) => row.cityReviewDueAt,
        followed: '等待市级初审',
        other: '等待省级审核',
      }
    : {
        self: PROVINCE,
        dueOf: (row: QueueTask) => row.provincialReviewDueAt,
        followed: '等待省级审核',
        other: '等待市级初审',
      };

const queueTask = (row: QueueTask, actor: Actor): Task => {
  const { self, dueOf, followed, other } = stageOf(actor);
  const reviews = hasRole(actor, ...CITY_REVIEWER, ...PROVINCIAL_REVIEWER);
  const base = {
    key: `${row.group}:${row.roundId}`,
    title: `${QUEUE_WORDS[row.group] ?? other}：${row.count} 件`,
    detail: row.title,
    path: queuePath(row),
  };
  if (row.group === 'waiting')
    return { ...base, kind: 'waiting', dueAt: null, waitsFor: '申报院校' };
  if (row.group === 'elsewhere') {
    const isCity = self === PROVINCE;
    const dueAt = isCity ? row.cityReviewDueAt : row.provincialReviewDueAt;
    return { ...base, kind: 'waiting', dueAt, waitsFor: isCity ? CITY : PROVINCE };
  }
  return reviews
    ? { ...base, kind: 'todo', dueAt: dueOf(row), waitsFor: `${row.count} 所院校` }
    : {
        ...base,
        kind: 'waiting',
        title: `${followed}（${REVIEW_GROUPS[row.group]}）：${row.count} 件`,
        dueAt: dueOf(row),
        waitsFor: self,
      };
};

const ownMoment = (row: OwnRoundTask): CalendarMoment[] => {
  const path = row.applicationId === null ? '/applications' : `/applications/${row.applicationId}`;
  if (row.status === 'RETURNED' && row.correctionDueAt !== null) {
    return [
      {
        key: `correction:${row.roundId}`,
        title: `修改截止：${row.title}`,
        detail: '请在此之前按意见修改并重新提交',
        at: row.correctionDueAt,
        edge: 'ends',
        path,
      },
    ];
  }
  return [
    {
      key: `closing:${row.roundId}`,
      title: `申报截止：${row.title}`,
      detail: '以系统收到提交的时间为准，截止那一刻起不再接收',
      at: row.closesAt,
      edge: 'ends',
      path,
    },
  ];
};

/** 我的申报、审核中的申报 (二、四): what applications ask of schools and reviewers. */
export const applicationTasks: TaskSource = {
  name: 'applications',
  async tasksFor(read, actor, at) {
    if (hasRole(actor, ...SCHOOL)) {
      const rows = await ownRoundTasks(read, actor.organizationId, at);
      return rows.flatMap((row) => ownTask(row, actor, at));
    }
    if (!hasRole(actor, ...CITY_REVIEWER, ...PROVINCIAL_REVIEWER, ...FOLLOWERS)) return [];
    return (await queueTasks(read, actor, at)).map((row) => queueTask(row, actor));
  },
  async deadlinesFor(read, actor, at) {
    if (!hasRole(actor, ...SCHOOL)) return [];
    return (await ownRoundTasks(read, actor.organizationId, at)).flatMap(ownMoment);
  },
};
