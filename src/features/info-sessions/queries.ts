import { type RawBuilder, sql } from 'kysely';
import { type Actor, type AnyActor, PUBLIC } from '../../kernel/actor.ts';
import type { Instant } from '../../kernel/time.ts';
import { type Read, sqlBuilder, type Transaction } from '../../platform/db/database.ts';
import { statement } from '../../platform/db/statement.ts';
import { sessionNotFound } from './errors.ts';
import { isModerator } from './policy.ts';
import type { SessionStatus } from './status.ts';

/** What the office calls 时间、平台、参会方式、主讲、联系人. */
export interface Meeting {
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly platform: string;
  readonly joinUrl: string;
  readonly joinNote: string;
  readonly speaker: string;
  readonly contactNote: string;
}

export interface SessionDraft extends Meeting {
  readonly title: string;
  readonly summary: string;
}

export interface StoredSession extends SessionDraft {
  readonly id: string;
  readonly organizationId: string;
  readonly organizationName: string;
  readonly certificates: readonly { readonly id: string; readonly name: string }[];
  readonly status: SessionStatus;
  readonly reason: string;
  readonly sequence: number;
  readonly recordingUrl: string;
  readonly recordingNote: string;
  readonly publishedAt: Instant | null;
  readonly updatedAt: Instant;
  readonly version: number;
}

/** A session as one person sees it. */
export interface SeenSession extends StoredSession {
  readonly signedUpAt: Instant | null;
  readonly attendedAt: Instant | null;
  readonly hasClash: boolean;
  readonly signUpCount: number;
}

/** What this reader may see; row-level security is the second wall. */
export const visibleTo = (actor: AnyActor): RawBuilder<boolean> => {
  if (actor.kind === 'system') return sql<boolean>`true`;
  const open = sql<boolean>`s.status in ('PUBLISHED', 'CANCELLED', 'HELD')`;
  if (actor.kind === 'public') return open;
  if (isModerator(actor)) return sql<boolean>`s.status <> 'DRAFT'`;
  return actor.organizationKind === 'EVALUATION_ORGANIZATION'
    ? sql<boolean>`(${open} or s.organization_id = ${actor.organizationId})`
    : open;
};

const accountOf = (actor: AnyActor): string | null =>
  actor.kind === 'person' ? actor.userId : null;

export const storedColumns = sql`
  s.id, s.organization_id as "organizationId", o.name as "organizationName", s.title, s.summary,
  s.starts_at as "startsAt", s.ends_at as "endsAt", s.platform, s.join_url as "joinUrl",
  s.join_note as "joinNote", s.speaker, s.contact_note as "contactNote", s.status, s.reason, s.sequence,
  s.recording_url as "recordingUrl", s.recording_note as "recordingNote", s.published_at as "publishedAt",
  s.updated_at as "updatedAt", s.version,
  (select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'name', c.short_name)
                             order by c.short_name, c.id), '[]')
     from info_session_certificate x join certificate c on c.id = x.certificate_id
    where x.info_session_id = s.id) as certificates`;

const clashes = (
  account: string | null,
): RawBuilder<boolean> => sql<boolean>`(s.status = 'PUBLISHED' and exists (
  select 1 from info_session_attendee b join info_session t on t.id = b.info_session_id
   where b.account_id = ${account}::uuid and b.signed_up_at is not null and t.id <> s.id
     and t.status = 'PUBLISHED' and t.starts_at < s.ends_at and s.starts_at < t.ends_at))`;

export const seenColumns = (actor: AnyActor) => sql`${storedColumns},
  m.signed_up_at as "signedUpAt", m.attended_at as "attendedAt", ${clashes(accountOf(actor))} as "hasClash",
  (select count(*)::int from info_session_attendee a
    where a.info_session_id = s.id and a.signed_up_at is not null) as "signUpCount"`;

export const seenTables = (actor: AnyActor) => sql`
  info_session s join organization o on o.id = s.organization_id
  left join info_session_attendee m on m.info_session_id = s.id and m.account_id = ${accountOf(actor)}::uuid`;

/** @throws DomainError not_found for what this person may not see */
export const loadSeen = async (
  read: Read,
  sessionId: string,
  actor: AnyActor,
): Promise<SeenSession> => {
  const row = await read.maybe(
    statement(sql<SeenSession>`
      select ${seenColumns(actor)} from ${seenTables(actor)}
       where s.id = ${sessionId} and ${visibleTo(actor)}`),
  );
  if (row === undefined) throw sessionNotFound();
  return row;
};

/** For anybody; undefined for what was never published. */
export const findOpen = (read: Read, sessionId: string): Promise<StoredSession | undefined> =>
  read.maybe(
    statement(sql<StoredSession>`
      select ${storedColumns} from info_session s join organization o on o.id = s.organization_id
       where s.id = ${sessionId} and ${visibleTo(PUBLIC)}`),
  );

/** As seen by its host or the office, and nobody else changes it until the transaction ends. */
export const lockSession = async (
  tx: Transaction,
  sessionId: string,
  actor: AnyActor,
): Promise<StoredSession> => {
  const mine =
    actor.kind === 'person' && actor.organizationKind === 'EVALUATION_ORGANIZATION'
      ? sql<boolean>`s.organization_id = ${actor.organizationId}`
      : visibleTo(actor);
  const row = await tx.maybe(
    statement(sql<StoredSession>`
      select ${storedColumns} from info_session s join organization o on o.id = s.organization_id
       where s.id = ${sessionId} and ${mine} for no key update of s`),
  );
  if (row === undefined) throw sessionNotFound();
  return row;
};

export interface Clash {
  readonly id: string;
  readonly title: string;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
}

/** What the person has signed up for at the same time. */
export const clashesOf = (read: Read, sessionId: string, actor: Actor): Promise<Clash[]> =>
  read.all(
    statement(sql<Clash>`
      select t.id, t.title, t.starts_at as "startsAt", t.ends_at as "endsAt"
        from info_session s
        join info_session t on t.id <> s.id and t.status = 'PUBLISHED'
         and t.starts_at < s.ends_at and s.starts_at < t.ends_at
        join info_session_attendee b on b.info_session_id = t.id and b.account_id = ${actor.userId}
         and b.signed_up_at is not null
       where s.id = ${sessionId} and s.status = 'PUBLISHED'
       order by t.starts_at, t.id`),
  );

export interface Touch {
  readonly at: Instant;
  readonly by: string | null;
}

const meetingValues = (given: Meeting) => ({
  starts_at: given.startsAt,
  ends_at: given.endsAt,
  platform: given.platform,
  join_url: given.joinUrl,
  join_note: given.joinNote,
  speaker: given.speaker,
  contact_note: given.contactNote,
});

export const insertSession = (
  tx: Transaction,
  made: { readonly id: string; readonly organizationId: string; readonly draft: SessionDraft },
  { at, by }: Touch,
): Promise<number> =>
  tx.run(
    sqlBuilder.insertInto('info_session').values({
      id: made.id,
      organization_id: made.organizationId,
      title: made.draft.title,
      summary: made.draft.summary,
      ...meetingValues(made.draft),
      status: 'DRAFT',
      created_at: at,
      created_by: by,
      updated_at: at,
      updated_by: by,
    }),
  );

export interface Seen {
  readonly id: string;
  readonly version: number;
}

interface Change {
  readonly status: SessionStatus;
  readonly draft?: SessionDraft;
  readonly meeting?: Meeting;
  readonly reason?: string;
  readonly submittedAt?: Instant;
  readonly publishedAt?: Instant;
  readonly recording?: { readonly url: string; readonly note: string };
  /** Calendars have to learn of it. */
  readonly isNewSequence?: boolean;
}

const changeValues = (change: Change) => ({
  status: change.status,
  ...(change.draft === undefined
    ? {}
    : { title: change.draft.title, summary: change.draft.summary, ...meetingValues(change.draft) }),
  ...(change.meeting === undefined ? {} : meetingValues(change.meeting)),
  ...(change.reason === undefined ? {} : { reason: change.reason }),
  ...(change.submittedAt === undefined ? {} : { submitted_at: change.submittedAt }),
  ...(change.publishedAt === undefined ? {} : { published_at: change.publishedAt }),
  ...(change.recording === undefined
    ? {}
    : { recording_url: change.recording.url, recording_note: change.recording.note }),
});

/** @throws DomainError conflict when somebody else was faster */
export const updateSessionRow = (
  tx: Transaction,
  seen: Seen,
  change: Change,
  { at, by }: Touch,
): Promise<void> =>
  tx.updateExactlyOne(
    sqlBuilder
      .updateTable('info_session')
      .set(changeValues(change))
      .set((eb) => ({
        sequence: eb('sequence', '+', change.isNewSequence === true ? 1 : 0),
        version: eb('version', '+', 1),
        updated_at: at,
        updated_by: by,
      }))
      .where('id', '=', seen.id)
      .where('version', '=', seen.version),
  );

export const deleteSessionRow = (tx: Transaction, sessionId: string): Promise<number> =>
  tx.run(sqlBuilder.deleteFrom('info_session').where('id', '=', sessionId));

export const replaceCertificates = async (
  tx: Transaction,
  sessionId: string,
  certificateIds: readonly string[],
): Promise<void> => {
  await tx.run(
    sqlBuilder.deleteFrom('info_session_certificate').where('info_session_id', '=', sessionId),
  );
  await tx.run(
    sqlBuilder
      .insertInto('info_session_certificate')
      .values(certificateIds.map((id) => ({ info_session_id: sessionId, certificate_id: id }))),
  );
};

/** How many of these certificates are the organization's. */
export const countOwnCertificates = async (
  read: Read,
  organizationId: string,
  certificateIds: readonly string[],
): Promise<number> => {
  const row = await read.one(
    statement(sql<{ count: number }>`
      select count(*)::int as count from certificate
       where id = any(${[...certificateIds]}::uuid[]) and evaluation_organization_id = ${organizationId}`),
  );
  return row.count;
};

/** Published sessions that are over. */
export const sessionsToHold = (read: Read, at: Instant): Promise<{ readonly id: string }[]> =>
  read.all(
    statement(sql<{ id: string }>`
      select id from info_session where status = 'PUBLISHED' and ends_at <= ${at} order by ends_at limit 500`),
  );
