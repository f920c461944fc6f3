import ical, { ICalAlarmType, ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import { dateObject, type Instant } from '../kernel/time.ts';

/** One event of an iCalendar (RFC 5545). */
export interface CalendarEntry {
  /** The same as long as it is the same event, even when it is moved; an address of this site may change. */
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  /** When this was so: of a record that knows it, its last change. */
  readonly stampedAt: Instant;
  readonly url?: string | undefined;
  readonly location?: string;
  /** Of a record that counts its changes; a calendar then keeps the newest. */
  readonly change?: { readonly sequence: number; readonly isCancelled: boolean };
  /** A reminder so many seconds before the beginning. */
  readonly alarmSeconds?: number;
}

export interface CalendarFacts {
  /** What the calendar is called in the person's program. */
  readonly name: string;
  /** The part of the product that wrote it. */
  readonly product: string;
  readonly entries: readonly CalendarEntry[];
}

/** Programs ask again after so long. */
const REFRESH_SECONDS = 3600;

const changeOf = ({ change, stampedAt }: CalendarEntry) =>
  change === undefined
    ? {}
    : {
        sequence: change.sequence,
        lastModified: dateObject(stampedAt),
        status: change.isCancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
      };

/** The text of the calendar; times in UTC, so that every program shows them right without knowing a zone. */
export const calendarOf = ({ name, product, entries }: CalendarFacts): string => {
  const calendar = ical({
    name,
    prodId: { company: 'onex', product, language: 'ZH-CN' },
    method: ICalCalendarMethod.PUBLISH,
    ttl: REFRESH_SECONDS,
  });
  for (const entry of entries) {
    const event = calendar.createEvent({
      id: entry.uid,
      stamp: dateObject(entry.stampedAt),
      start: dateObject(entry.startsAt),
      end: dateObject(entry.endsAt),
      summary: entry.title,
      description: entry.description,
      ...(entry.location === undefined ? {} : { location: entry.location }),
      ...(entry.url === undefined ? {} : { url: entry.url }),
      ...changeOf(entry),
    });
    if (entry.alarmSeconds !== undefined) {
      event.createAlarm({ type: ICalAlarmType.display, trigger: entry.alarmSeconds });
    }
  }
  return calendar.toString();
};
