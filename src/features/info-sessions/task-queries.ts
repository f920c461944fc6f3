import { sql } from 'kysely';
import { type Actor, SYSTEM } from '../../kernel/actor.ts';
import { addDays, type Instant } from '../../kernel/time.ts';
import type { Read } from '../../platform/db/database.ts';
import { statement } from '../../platform/db/statement.ts';
import { storedColumns, type StoredSession, visibleTo } from './queries.ts';
import type { SessionStatus } from './status.ts';

export interface SessionToAttend {
  readonly id: string;
  readonly title: string;
  readonly platform: string;
  readonly organizationName: string;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
}

/** Sessions that this person signed up for and that are not over, soonest first. */
export const sessionsToAttend = (
  read: Read,
  actor: Actor,
  at: Instant,
): Promise<SessionToAttend[]> =>
  read.all(
    statement(sql<SessionToAttend>`
      select s.id, s.title, s.platform, o.name as "organizationName", s.starts_at as "startsAt", s.ends_at as "endsAt"
        from info_session_attendee t
        join info_session s on s.id = t.info_session_id
        join organization o on o.id = s.organization_id
       where t.account_id = ${actor.userId} and t.signed_up_at is not null
         and s.status = 'PUBLISHED' and s.ends_at > ${at}
       order by s.starts_at, s.id limit 50`),
  );

export interface HostedSession {
  readonly id: string;
  readonly title: string;
  readonly status: SessionStatus;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly openQuestions: number;
}

/** Sessions of this organization that wait for somebody, or are still to come; those with questions open, too. */
export const hostedSessions = (
  read: Read,
  organizationId: string,
  at: Instant,
): Promise<HostedSession[]> =>
  read.all(
    statement(sql<HostedSession>`
      select * from (
        select s.id, s.title, s.status, s.starts_at as "startsAt", s.ends_at as "endsAt",
               (select count(*)::int from info_session_question q
                 where q.info_session_id = s.id and q.answered_at is null and q.hidden_at is null) as "openQuestions"
          from info_session s
         where s.organization_id = ${organizationId} and s.status <> 'CANCELLED') h
       where h.status in ('SUBMITTED', 'RETURNED') or h."openQuestions" > 0
          or (h.status = 'PUBLISHED' and h."endsAt" > ${at})
       order by h."startsAt", h.id limit 50`),
  );

export interface ToModerate {
  readonly count: number;
  /** When the first of them starts; null when there is none. */
  readonly firstAt: Instant | null;
}

export const sessionsToModerate = (read: Read): Promise<ToModerate> =>
  read.one(
    statement(sql<ToModerate>`
      select count(*)::int as count, min(starts_at) as "firstAt" from info_session where status = 'SUBMITTED'`),
  );

const CALENDAR_DAYS = 400;

/** What the person has signed up for in the last year and from now on; cancelled ones too, so that calendars learn of it. */
export const signedUpSessions = (read: Read, actor: Actor, at: Instant): Promise<StoredSession[]> =>
  read.all(
    statement(sql<StoredSession>`
      select ${storedColumns} from info_session s
        join organization o on o.id = s.organization_id
        join info_session_attendee m on m.info_session_id = s.id and m.account_id = ${actor.userId}
       where m.signed_up_at is not null and s.starts_at > ${addDays(at, -CALENDAR_DAYS)} and ${visibleTo(SYSTEM)}
       order by s.starts_at, s.id limit 1000`),
  );
