import type { Actor } from '../../kernel/actor.ts';
import type { Instant } from '../../kernel/time.ts';
import type { AuditEntry } from '../../platform/audit.ts';
import type { Read, Transaction } from '../../platform/db/database.ts';
import type {
  CalendarCall,
  CalendarEvent,
  CalendarMoment,
  Task,
  TaskSource,
} from '../../platform/tasks.ts';
import type { TaskRow } from './contract.ts';
import { createCalendarFeed, revokeCalendarFeed } from './queries.ts';
import { byUrgency } from './rules.ts';

/** How many of the coming moments stand on the home page. */
const MOST_NEXT = 3;

export type SourcedMoment = CalendarMoment & { readonly source: string };

/** Sources are asked one after the other: they share one connection and one snapshot. */
const gather = async <T>(
  sources: readonly TaskSource[],
  ask: (source: TaskSource) => Promise<readonly T[]>,
): Promise<(T & { readonly source: string })[]> => {
  const all: (T & { readonly source: string })[] = [];
  for (const source of sources) {
    for (const found of await ask(source)) all.push({ ...found, source: source.name });
  }
  return all;
};

export const momentsOf = async (
  sources: readonly TaskSource[],
  read: Read,
  actor: Actor,
  at: Instant,
): Promise<SourcedMoment[]> => {
  const moments = await gather(sources, (source) => source.deadlinesFor(read, actor, at));
  return moments.toSorted((one, other) => (one.at < other.at ? -1 : 1));
};

export const eventsOf = (
  sources: readonly TaskSource[],
  read: Read,
  actor: Actor,
  call: CalendarCall,
): Promise<(CalendarEvent & { readonly source: string })[]> =>
  gather(sources, async (source) => (await source.eventsFor?.(read, actor, call)) ?? []);

const rowOf = ({ source, key, kind: _, ...task }: Task & { readonly source: string }): TaskRow => ({
  id: `${source}.${key}`,
  ...task,
});

export const listTasks = async (
  sources: readonly TaskSource[],
  read: Read,
  actor: Actor,
  at: Instant,
) => {
  const tasks = (await gather(sources, (source) => source.tasksFor(read, actor, at))).toSorted(
    byUrgency,
  );
  const moments = await momentsOf(sources, read, actor, at);
  return {
    todo: tasks.filter(({ kind }) => kind === 'todo').map(rowOf),
    waiting: tasks.filter(({ kind }) => kind === 'waiting').map(rowOf),
    next: moments
      .filter((moment) => moment.at > at)
      .slice(0, MOST_NEXT)
      .map(({ source, key, title, at: instant, edge, path }) => ({
        id: `${source}.${key}`,
        title,
        at: instant,
        edge,
        path,
      })),
  };
};

interface Writing {
  readonly tx: Transaction;
  readonly actor: Actor;
  readonly at: Instant;
  readonly record: (entry: AuditEntry) => void;
}

/** A new address; whoever knew the old one reads nothing any more. The audit log never sees it. */
export const createCalendar = async ({ tx, actor, at, record }: Writing) => {
  const token = await createCalendarFeed(tx, actor, at);
  record({ subjectKind: 'account', subjectId: actor.userId });
  return { path: `/calendar/${token}.ics` };
};

export const revokeCalendar = async ({ tx, actor, at, record }: Writing) => {
  await revokeCalendarFeed(tx, actor, at);
  record({ subjectKind: 'account', subjectId: actor.userId });
  return { done: true as const };
};
