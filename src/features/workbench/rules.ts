import {
  addDaysToDate,
  beijingDate,
  endOfBeijingDay,
  type Instant,
  isBefore,
} from '../../kernel/time.ts';

/** How urgent a task is, in the order in which the groups stand. */
export const DUE_GROUPS = {
  overdue: '已超期',
  today: '今天截止',
  week: '七天内截止',
  later: '七天以后',
  none: '没有期限',
} as const;

export type DueGroup = keyof typeof DUE_GROUPS;

export const DUE_GROUP_NAMES = Object.keys(DUE_GROUPS) as DueGroup[];

const WEEK_DAYS = 7;

/** A deadline at midnight belongs to the day that it ends: 4月7日24:00 is due on the 7th. */
export const dueGroup = (dueAt: Instant | null, now: Instant): DueGroup => {
  if (dueAt === null) return 'none';
  if (!isBefore(now, dueAt)) return 'overdue';
  const today = beijingDate(now);
  if (dueAt <= endOfBeijingDay(today)) return 'today';
  return dueAt <= endOfBeijingDay(addDaysToDate(today, WEEK_DAYS - 1)) ? 'week' : 'later';
};

interface Due {
  readonly dueAt: Instant | null;
}

/** The most urgent first; what has no deadline last, in the order given. */
export const byUrgency = (one: Due, other: Due): number => {
  if (one.dueAt === other.dueAt) return 0;
  if (one.dueAt === null) return 1;
  if (other.dueAt === null) return -1;
  return one.dueAt < other.dueAt ? -1 : 1;
};
