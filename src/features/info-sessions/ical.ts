import { type CalendarEntry, calendarOf } from '../../platform/calendar.ts';
import type { StoredSession } from './queries.ts';

export interface ReaderFacts {
  /** Beginning of this site's addresses; '' while nobody has configured it. */
  readonly publicUrl: string;
  /** Link, number and password of the meeting stand in it: only for its own holder. */
  readonly hasWayIn: boolean;
}

export interface CalendarFacts extends ReaderFacts {
  /** What the calendar is called in the person's program. */
  readonly name: string;
  readonly sessions: readonly StoredSession[];
}

const descriptionOf = (session: StoredSession, { hasWayIn, publicUrl }: ReaderFacts): string =>
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
  { hasWayIn, publicUrl }: ReaderFacts,
): string | undefined => {
  if (hasWayIn && joinUrl !== '' && !BREAKS.test(joinUrl)) return joinUrl;
  return publicUrl === '' ? undefined : `${publicUrl}/info-sessions/${id}`;
};

export const entryOf = (session: StoredSession, facts: ReaderFacts): CalendarEntry => {
  const isCancelled = session.status === 'CANCELLED';
  return {
    uid: `info-session-${session.id}`,
    title: `${isCancelled ? '【已取消】' : ''}${session.title}`,
    description: descriptionOf(session, facts),
    startsAt: session.startsAt,
    endsAt: session.endsAt,
    stampedAt: session.updatedAt,
    location: session.platform,
    url: urlOf(session, facts),
    change: { sequence: session.sequence, isCancelled },
  };
};

/** An iCalendar of these sessions. */
export const calendarText = ({ name, sessions, ...facts }: CalendarFacts): string =>
  calendarOf({
    name,
    product: 'info-sessions',
    entries: sessions.map((session) => entryOf(session, facts)),
  });
