import { type RawBuilder, sql } from 'kysely';
import type { Actor } from '../../kernel/actor.ts';
import type { Instant } from '../../kernel/time.ts';
import { type Read, sqlBuilder, type Transaction } from '../../platform/db/database.ts';
import { statement } from '../../platform/db/statement.ts';
import { type Audience, audienceSchema } from './audience.ts';
import { announcementNotFound } from './errors.ts';
import type { AnnouncementStatus } from './status.ts';

export interface Words {
  readonly title: string;
  readonly noticeNumber: string | null;
  /** Cleaned. */
  readonly bodyHtml: string;
  readonly bodyText: string;
  readonly attachmentIds: readonly string[];
}

export interface StoredAnnouncement extends Words {
  readonly id: string;
  readonly isPublic: boolean;
  readonly mustConfirm: boolean;
  readonly audience: Audience;
  readonly status: AnnouncementStatus;
  readonly publishAt: Instant | null;
  readonly publishedAt: Instant | null;
  readonly edition: number;
  readonly correctedAt: Instant | null;
  readonly confirmEdition: number;
  readonly withdrawnAt: Instant | null;
  readonly withdrawReason: string | null;
  readonly nudgedAt: Instant | null;
  readonly updatedAt: Instant;
  readonly version: number;
}

const selectAnnouncement = () => sqlBuilder.selectFrom('announcement').selectAll('announcement');

type AnnouncementColumns = Awaited<
  ReturnType<ReturnType<typeof selectAnnouncement>['executeTakeFirstOrThrow']>
>;

// The check constraint of the table keeps the status to the keys of status.ts.
export const toAnnouncement = (row: AnnouncementColumns): StoredAnnouncement => ({
  id: row.id,
  title: row.title,
  noticeNumber: row.notice_number,
  bodyHtml: row.body_html,
  bodyText: row.body_text,
  attachmentIds: row.attachment_ids,
  isPublic: row.is_public,
  mustConfirm: row.must_confirm,
  audience: audienceSchema.parse(row.audience),
  status: row.status as AnnouncementStatus,
  publishAt: row.publish_at,
  publishedAt: row.published_at,
  edition: row.edition,
  correctedAt: row.corrected_at,
  confirmEdition: row.confirm_edition,
  withdrawnAt: row.withdrawn_at,
  withdrawReason: row.withdraw_reason,
  nudgedAt: row.nudged_at,
  updatedAt: row.updated_at,
  version: row.version,
});

/** For the office, in whatever status. @throws DomainError not_found */
export const loadAnnouncement = async (read: Read, id: string): Promise<StoredAnnouncement> => {
  const row = await read.maybe(selectAnnouncement().where('id', '=', id));
  if (row === undefined) throw announcementNotFound();
  return toAnnouncement(row);
};

/** As above, and nobody else changes it until the transaction ends. */
export const lockAnnouncement = async (
  tx: Transaction,
  id: string,
): Promise<StoredAnnouncement> => {
  const row = await tx.maybe(selectAnnouncement().where('id', '=', id).forNoKeyUpdate());
  if (row === undefined) throw announcementNotFound();
  return toAnnouncement(row);
};

/**
 * Sent to this person, or to their organization with no narrower role than theirs: a colleague who came later reads
 * what the organization was told.
 */
export const isFor = (actor: Actor): RawBuilder<boolean> => sql<boolean>`exists (
  select 1 from announcement_recipient r
   where r.announcement_id = a.id
     and (r.account_id = ${actor.userId}
       or (r.organization_id = ${actor.organizationId}
         and (jsonb_array_length(coalesce(a.audience -> 'roles', '[]')) = 0
           or a.audience -> 'roles' ?| ${[...actor.roles]}::text[]))))`;

/** What a signed-in person may read; a withdrawn one stays visible as withdrawn to whom it was sent. */
const readableBy = (actor: Actor): RawBuilder<boolean> => sql<boolean>`(
  (a.status in ('PUBLISHED', 'ARCHIVED') and (a.is_public or ${isFor(actor)}))
  or (a.status = 'WITHDRAWN' and ${isFor(actor)}))`;

const readablePublicly = sql<boolean>`a.is_public and a.status in ('PUBLISHED', 'ARCHIVED')`;

export interface OwnReceipt {
  /** It was sent to them, or to their organization before they came. */
  readonly isRecipient: boolean;
  readonly readAt: Instant | null;
  readonly confirmedAt: Instant | null;
  readonly confirmedEdition: number | null;
}

export type ReaderAnnouncement = StoredAnnouncement & OwnReceipt;

interface OwnReceiptColumns {
  readonly is_recipient: boolean;
  readonly own_read_at: Instant | null;
  readonly own_confirmed_at: Instant | null;
  readonly own_confirmed_edition: number | null;
}

const toReader = (row: AnnouncementColumns & OwnReceiptColumns): ReaderAnnouncement => ({
  ...toAnnouncement(row),
  isRecipient: row.is_recipient,
  readAt: row.own_read_at,
  confirmedAt: row.own_confirmed_at,
  confirmedEdition: row.own_confirmed_edition,
});

const readerColumns = (actor: Actor) => sql`a.*, ${isFor(actor)} as is_recipient,
  m.read_at as own_read_at, m.confirmed_at as own_confirmed_at, m.confirmed_edition as own_confirmed_edition`;

/** @throws DomainError not_found for what is not published, or not for this person */
export const loadForReader = async (
  read: Read,
  id: string,
  actor: Actor,
): Promise<ReaderAnnouncement> => {
  const row = await read.maybe(
    statement(sql<AnnouncementColumns & OwnReceiptColumns>`
      select ${readerColumns(actor)} from announcement a
        left join announcement_recipient m on m.announcement_id = a.id and m.account_id = ${actor.userId}
       where a.id = ${id} and ${readableBy(actor)}`),
  );
  if (row === undefined) throw announcementNotFound();
  return toReader(row);
};

/** For anybody; undefined for what is not public. */
export const findPublic = async (
  read: Read,
  id: string,
): Promise<StoredAnnouncement | undefined> => {
  const row = await read.maybe(
    statement(sql<AnnouncementColumns>`
      select a.* from announcement a where a.id = ${id} and ${readablePublicly}`),
  );
  return row === undefined ? undefined : toAnnouncement(row);
};

export interface PublicListQuery {
  readonly q?: string | undefined;
  readonly page: number;
  readonly pageSize: number;
}

const contains = (q: string): RawBuilder<boolean> =>
  sql<boolean>`strpos(lower(a.title || ' ' || coalesce(a.notice_number, '') || ' ' || a.body_text), lower(${q})) > 0`;

interface Counted {
  readonly total: number;
}

/** Public announcements, newest first. */
export const listPublic = async (
  read: Read,
  query: PublicListQuery,
): Promise<{ rows: StoredAnnouncement[]; total: number }> => {
  const wanted = query.q === undefined ? sql`` : sql`and ${contains(query.q)}`;
  const rows = await read.all(
    statement(sql<AnnouncementColumns & Counted>`
      select a.*, (count(*) over ())::int as total from announcement a
       where ${readablePublicly} and a.status = 'PUBLISHED' ${wanted}
       order by a.published_at desc, a.id desc
       limit ${query.pageSize} offset ${(query.page - 1) * query.pageSize}`),
  );
  return { rows: rows.map(toAnnouncement), total: rows[0]?.total ?? 0 };
};

const UNREAD = sql<boolean>`m.read_at is null`;
export const UNCONFIRMED = sql<boolean>`(a.must_confirm and coalesce(m.confirmed_edition, 0) < a.confirm_edition)`;

const WAITING = {
  unread: UNREAD,
  unconfirmed: UNCONFIRMED,
  mine: sql<boolean>`(${UNREAD} or ${UNCONFIRMED})`,
} as const;

export interface ReaderListQuery extends PublicListQuery {
  readonly sort: string;
  readonly receipt?: keyof typeof WAITING | undefined;
  readonly archived?: 'yes' | undefined;
}

const READER_SORTS: Readonly<Record<string, RawBuilder<unknown>>> = {
  publishedAt: sql`a.published_at`,
  '-publishedAt': sql`a.published_at desc`,
  title: sql`a.title`,
  '-title': sql`a.title desc`,
};

/** What this person may read, with their own receipt. Withdrawn ones only by their address. */
export const listForReader = async (
  read: Read,
  query: ReaderListQuery,
  actor: Actor,
): Promise<{ rows: ReaderAnnouncement[]; total: number }> => {
  const filters: RawBuilder<unknown>[] = [
    readableBy(actor),
    query.archived === 'yes' ? sql`a.status = 'ARCHIVED'` : sql`a.status = 'PUBLISHED'`,
  ];
  if (query.q !== undefined) filters.push(contains(query.q));
  if (query.receipt !== undefined) filters.push(isFor(actor), WAITING[query.receipt]);
  const rows = await read.all(
    statement(sql<AnnouncementColumns & OwnReceiptColumns & Counted>`
      select ${readerColumns(actor)}, (count(*) over ())::int as total from announcement a
        left join announcement_recipient m on m.announcement_id = a.id and m.account_id = ${actor.userId}
       where ${sql.join(filters, sql` and `)}
       order by ${READER_SORTS[query.sort] ?? sql`a.published_at desc`}, a.id
       limit ${query.pageSize} offset ${(query.page - 1) * query.pageSize}`),
  );
  return { rows: rows.map(toReader), total: rows[0]?.total ?? 0 };
};

/** Reading is written down once, and a later colleague of a told organization gets a line of their own. */
export const insertReading = (
  tx: Transaction,
  announcementId: string,
  actor: Actor,
  at: Instant,
): Promise<number> =>
  tx.run(
    sqlBuilder
      .insertInto('announcement_recipient')
      .values({
        announcement_id: announcementId,
        account_id: actor.userId,
        organization_id: actor.organizationId,
        read_at: at,
      })
      .onConflict((conflict) =>
        conflict.columns(['announcement_id', 'account_id']).doUpdateSet({
          read_at: sql`coalesce(announcement_recipient.read_at, excluded.read_at)`,
        }),
      ),
  );

export const updateConfirmation = (
  tx: Transaction,
  announcementId: string,
  accountId: string,
  confirmed: { readonly at: Instant; readonly edition: number },
): Promise<number> =>
  tx.run(
    sqlBuilder
      .updateTable('announcement_recipient')
      .set({
        read_at: sql`coalesce(read_at, ${confirmed.at})`,
        confirmed_at: confirmed.at,
        confirmed_edition: confirmed.edition,
      })
      .where('announcement_id', '=', announcementId)
      .where('account_id', '=', accountId),
  );

export interface StoredEdition {
  readonly number: number;
  readonly title: string;
  readonly noticeNumber: string | null;
  readonly bodyHtml: string;
  readonly attachmentIds: readonly string[];
  readonly reason: string | null;
  readonly publishedAt: Instant;
}

/** All editions, newest first. */
export const editionsOf = async (read: Read, announcementId: string): Promise<StoredEdition[]> => {
  const rows = await read.all(
    sqlBuilder
      .selectFrom('announcement_edition')
      .selectAll()
      .where('announcement_id', '=', announcementId)
      .orderBy('number', 'desc'),
  );
  return rows.map((row) => ({
    number: row.number,
    title: row.title,
    noticeNumber: row.notice_number,
    bodyHtml: row.body_html,
    attachmentIds: row.attachment_ids,
    reason: row.reason,
    publishedAt: row.published_at,
  }));
};
