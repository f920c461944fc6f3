import ical, { ICalCalendarMethod, ICalEventStatus, type ICalCalendar } from 'ical-generator';
import { dateObject } from '../../kernel/time.ts';
import type { StoredSession } from './queries.ts';

export interface CalendarFacts {
  /** What the calendar is called in the person's program. */
  readonly name: string;
  /** Beginning of this site's addresses; '' while nobody has configured it. */
  readonly publicUrl: string;
  /** Link, number and password of the meeting stand in it: only for its own holder. */
  readonly hasWayIn: boolean;
  readonly sessions: readonly StoredSession[];
}

/** Programs ask again after so long. */
const REFRESH_SECONDS = 3600;

const descriptionOf = (session: StoredSession, { hasWayIn, publicUrl }: CalendarFacts): string =>
  [
    session.status === 'CANCELLED' ? `已取消：${session.reason}` : '',
    `主办：${session.organizationName}`,
    `证书：${session.certificates.map(({ name }) => name).join('、')}`,
    `主讲：${session.speaker}`,
    `平台：${session.platform}`,
    hasWayIn && session.joinUrl !== '' ? `参会链接：${session.joinUrl}` : '',
    hasWayIn && session.joinNote !== '' ? session.joinNote : '',
    session.recordingUrl === '' ? '' : `回放：${session.recordingUrl}`,
    session.summary,
    publicUrl === '' ? '' : `详情：${publicUrl}/info-sessions/${session.id}`,
  ]
    .filter((line) => line !== '')
    .join('\n');

/** The library writes signs of a text with a backslash in an address, too, which would break it. */
const BREAKS = /[,;\\]/;

const urlOf = (
  { id, joinUrl }: StoredSession,
  { hasWayIn, publicUrl }: CalendarFacts,
): { url?: string } => {
  if (hasWayIn && joinUrl !== '' && !BREAKS.test(joinUrl)) return { url: joinUrl };
  return publicUrl === '' ? {} : { url: `${publicUrl}/info-sessions/${id}` };
};

const addSession = (
  calendar: ICalCalendar,
  session: StoredSession,
  calendarFacts: CalendarFacts,
): void => {
  const isCancelled = session.status === 'CANCELLED';
  calendar.createEvent({
    // The identity outlives a change of the address.
    id: `info-session-${session.id}`,
    sequence: session.sequence,
    stamp: dateObject(session.updatedAt),
    lastModified: dateObject(session.updatedAt),
    start: dateObject(session.startsAt),
    end: dateObject(session.endsAt),
    summary: `${isCancelled ? '【已取消】' : ''}${session.title}`,
    description: descriptionOf(session, calendarFacts),
    location: session.platform,
    status: isCancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    ...urlOf(session, calendarFacts),
  });
};

/** An iCalendar (RFC 5545) of these sessions, times in UTC so that every program shows them right. */
export const calendarText = (facts: CalendarFacts): string => {
  const calendar = ical({
    name: facts.name,
    prodId: { company: 'onex', product: 'info-sessions', language: 'ZH' },
    method: ICalCalendarMethod.PUBLISH,
    ttl: REFRESH_SECONDS,
  });
  for (const session of facts.sessions) addSession(calendar, session, facts);
  return calendar.toString();
};
