import { addMinutes, formatBeijing, formatDeadline, type Instant } from '../../kernel/time.ts';
import { type CalendarEntry, calendarOf } from '../../platform/calendar.ts';
import type { CalendarEvent, CalendarMoment } from '../../platform/tasks.ts';

/** What a calendar shows of a moment: half an hour before a deadline, so that 24:00 stands on the day that it ends. */
const MINUTES = 30;
const DAY_SECONDS = 86_400;

type Sourced<T> = T & { readonly source: string };

export interface CalendarFacts {
  readonly title: string;
  /** Beginning of this site's addresses; '' while nobody has configured it. */
  readonly publicUrl: string;
  readonly at: Instant;
  readonly moments: readonly Sourced<CalendarMoment>[];
  readonly events?: readonly Sourced<CalendarEvent>[];
}

const when = ({ edge, at }: CalendarMoment): string =>
  edge === 'ends' ? `截止：${formatDeadline(at)}` : `开始：${formatBeijing(at)}（北京时间）`;

/** The UID outlives a change of the moment: an extension moves the event instead of adding one. */
const entryOf = (
  moment: Sourced<CalendarMoment>,
  { at, publicUrl }: CalendarFacts,
): CalendarEntry => {
  const startsAt = moment.edge === 'ends' ? addMinutes(moment.at, -MINUTES) : moment.at;
  return {
    uid: `${moment.source}.${moment.key}@onex`,
    title: moment.title,
    description: [when(moment), moment.detail].filter((line) => line !== '').join('\n'),
    startsAt,
    endsAt: addMinutes(startsAt, MINUTES),
    stampedAt: at,
    url: publicUrl === '' ? undefined : `${publicUrl}/desk${moment.path}`,
    ...(moment.edge === 'ends' ? { alarmSeconds: DAY_SECONDS } : {}),
  };
};

/** An iCalendar of a person's moments; where an event stands for one of them, the event instead. */
export const calendarText = (facts: CalendarFacts): string => {
  const { title, moments, events = [] } = facts;
  const told = new Set(events.map(({ source, standsFor }) => `${source}.${standsFor}`));
  const others = moments.filter(({ source, key }) => !told.has(`${source}.${key}`));
  return calendarOf({
    name: title,
    product: 'workbench',
    entries: [...others.map((moment) => entryOf(moment, facts)), ...events],
  });
};
