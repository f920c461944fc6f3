import ical, { ICalAlarmType, ICalCalendarMethod } from 'ical-generator';
import {
  addMinutes,
  dateObject,
  formatBeijing,
  formatDeadline,
  type Instant,
} from '../../kernel/time.ts';
import type { CalendarMoment } from '../../platform/tasks.ts';

/** What a calendar shows of a moment: half an hour before a deadline, so that 24:00 stands on the day that it ends. */
const MINUTES = 30;
const REFRESH_SECONDS = 3600;
const DAY_SECONDS = 86_400;

export interface CalendarFacts {
  readonly title: string;
  /** Beginning of this site's addresses; '' while nobody has configured it. */
  readonly publicUrl: string;
  readonly at: Instant;
  readonly moments: readonly (CalendarMoment & { readonly source: string })[];
}

const when = ({ edge, at }: CalendarMoment): string =>
  edge === 'ends' ? `截止：${formatDeadline(at)}` : `开始：${formatBeijing(at)}（北京时间）`;

/**
 * iCalendar (RFC 5545) of a person's moments; UTC times, so that no calendar needs to know a zone. The UID outlives a
 * change of the moment: an extension moves the event instead of adding one.
 */
export const calendarText = ({ title, publicUrl, at, moments }: CalendarFacts): string => {
  const calendar = ical({
    name: title,
    prodId: { company: 'onex', product: 'workbench', language: 'ZH-CN' },
    method: ICalCalendarMethod.PUBLISH,
    ttl: REFRESH_SECONDS,
  });
  for (const moment of moments) {
    const start = moment.edge === 'ends' ? addMinutes(moment.at, -MINUTES) : moment.at;
    const event = calendar.createEvent({
      id: `${moment.source}.${moment.key}@onex`,
      start: dateObject(start),
      end: dateObject(addMinutes(start, MINUTES)),
      stamp: dateObject(at),
      summary: moment.title,
      description: [when(moment), moment.detail].filter((line) => line !== '').join('\n'),
      ...(publicUrl === '' ? {} : { url: `${publicUrl}/desk${moment.path}` }),
    });
    if (moment.edge === 'ends') {
      event.createAlarm({ type: ICalAlarmType.display, trigger: DAY_SECONDS });
    }
  }
  return calendar.toString();
};
