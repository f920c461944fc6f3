import { type RawBuilder, sql } from 'kysely';
import type { OrganizationKind } from '../../kernel/actor.ts';
import type { Instant } from '../../kernel/time.ts';
import { type Read, sqlBuilder, type Transaction } from '../../platform/db/database.ts';
import { statement } from '../../platform/db/statement.ts';
import { likePattern } from '../../platform/search-key.ts';
import type { Audience } from './audience.ts';
import { type StoredAnnouncement, toAnnouncement, type Words } from './queries.ts';
import type { AnnouncementStatus, ReceiptState } from './status.ts';

export interface Touch {
  readonly at: Instant;
  readonly by: string | null;
}

export interface Draft extends Words {
  readonly isPublic: boolean;
  readonly mustConfirm: boolean;
  readonly audience: Audience;
}

const wordColumns = (words: Words) => ({
  title: words.title,
  notice_number: words.noticeNumber,
  body_html: words.bodyHtml,
  body_text: words.bodyText,
  attachment_ids: [...words.attachmentIds],
});

const draftColumns = (draft: Draft) => ({
  ...wordColumns(draft),
  is_public: draft.isPublic,
  must_confirm: draft.mustConfirm,
  audience: JSON.stringify(draft.audience),
});

export const insertAnnouncement = (tx: Transaction, id: string, draft: Draft, touch: Touch) =>
  tx.run(
    sqlBuilder.insertInto('announcement').values({
      id,
      ...draftColumns(draft),
      status: 'DRAFT',
      created_at: touch.at,
      created_by: touch.by,
      updated_at: touch.at,
      updated_by: touch.by,
    }),
  );

export interface Seen {
  readonly id: string;
  readonly version: number;
}

const touched = (seen: Seen, touch: Touch) =>
  sqlBuilder
    .updateTable('announcement')
    .set({ updated_at: touch.at, updated_by: touch.by, version: seen.version + 1 })
    .where('id', '=', seen.id)
    .where('version', '=', seen.version);

/** @throws DomainError conflict `record.changed` when it is no longer at the version seen */
export const updateDraft = (tx: Transaction, seen: Seen, draft: Draft, touch: Touch) =>
  tx.updateExactlyOne(touched(seen, touch).set(draftColumns(draft)));

export interface StatusChange {
  readonly status: AnnouncementStatus;
  readonly publishAt?: Instant | null;
  readonly publishedAt?: Instant;
  readonly edition?: number;
  readonly withdrawn?: { readonly at: Instant; readonly reason: string };
}

/** @throws DomainError conflict `record.changed` when it is no longer at the version seen */
export const updateStatus = (tx: Transaction, seen: Seen, change: StatusChange, touch: Touch) =>
  tx.updateExactlyOne(
    touched(seen, touch).set({
      status: change.status,
      ...(change.publishAt === undefined ? {} : { publish_at: change.publishAt }),
      ...(change.publishedAt === undefined ? {} : { published_at: change.publishedAt }),
      ...(change.edition === undefined ? {} : { edition: change.edition }),
      ...(change.withdrawn === undefined
        ? {}
        : { withdrawn_at: change.withdrawn.at, withdraw_reason: change.withdrawn.reason }),
    }),
  );

/** @throws DomainError conflict `record.changed` when it is no longer at the version seen */
export const updateCorrected = (
  tx: Transaction,
  seen: Seen,
  words: Words & { readonly edition: number; readonly confirmEdition: number },
  touch: Touch,
) =>
  tx.updateExactlyOne(
    touched(seen, touch).set({
      ...wordColumns(words),
      edition: words.edition,
      confirm_edition: words.confirmEdition,
      corrected_at: touch.at,
    }),
  );

export const insertEdition = (
  tx: Transaction,
  edition: Words & { readonly id: string; readonly number: number; readonly reason: string | null },
  touch: Touch,
) =>
  tx.run(
    sqlBuilder.insertInto('announcement_edition').values({
      announcement_id: edition.id,
      number: edition.number,
      title: edition.title,
      notice_number: edition.noticeNumber,
      body_html: edition.bodyHtml,
      attachment_ids: [...edition.attachmentIds],
      reason: edition.reason,
      published_at: touch.at,
      published_by: touch.by,
    }),
  );

/** A draft and what was attached to it; its files are swept later. */
export const deleteDraft = (tx: Transaction, id: string): Promise<number> =>
  tx.run(sqlBuilder.deleteFrom('announcement').where('id', '=', id).where('status', '=', 'DRAFT'));

/** Ids of what is to be published at or before this instant. */
export const dueAnnouncements = async (
  read: Read,
  at: Instant,
): Promise<{ readonly id: string }[]> =>
  await read.all(
    sqlBuilder
      .selectFrom('announcement')
      .select('id')
      .where('status', '=', 'SCHEDULED')
      .where('publish_at', '<=', at)
      .orderBy('publish_at')
      .limit(100),
  );

export interface RegisterListQuery {
  readonly page: number;
  readonly pageSize: number;
  readonly sort: string;
  readonly q?: string | undefined;
  readonly status?: AnnouncementStatus | undefined;
}

export interface ReceiptCounts {
  readonly recipientCount: number;
  readonly readCount: number;
  readonly confirmedCount: number;
}

const REGISTER_SORTS: Readonly<Record<string, RawBuilder<unknown>>> = {
  updatedAt: sql`a.updated_at`,
  '-updatedAt': sql`a.updated_at desc`,
  publishedAt: sql`a.published_at nulls first`,
  '-publishedAt': sql`a.published_at desc nulls last`,
  title: sql`a.title`,
  '-title': sql`a.title desc`,
};

type AnnouncementRecord = Parameters<typeof toAnnouncement>[0];

export const listRegisterRows = async (
  read: Read,
  query: RegisterListQuery,
): Promise<{ rows: (StoredAnnouncement & ReceiptCounts)[]; total: number }> => {
  const filters: RawBuilder<unknown>[] = [sql`true`];
  if (query.status !== undefined) filters.push(sql`a.status = ${query.status}`);
  if (query.q !== undefined) {
    filters.push(
      sql`strpos(lower(a.title || ' ' || coalesce(a.notice_number, '') || ' ' || a.body_text), lower(${query.q})) > 0`,
    );
  }
  const rows = await read.all(
    statement(sql<AnnouncementRecord & ReceiptCounts & { total: number }>`
      select p.*, c.* from (
        select a.*, (count(*) over ())::int as total, row_number() over (
                 order by ${REGISTER_SORTS[query.sort] ?? sql`a.updated_at desc`}, a.id) as place
          from announcement a where ${sql.join(filters, sql` and `)}
         order by place limit ${query.pageSize} offset ${(query.page - 1) * query.pageSize}) p,
        lateral (
          select count(*)::int as "recipientCount", count(r.read_at)::int as "readCount",
                 (count(*) filter (where r.confirmed_edition >= p.confirm_edition))::int as "confirmedCount"
            from announcement_recipient r where r.announcement_id = p.id) c
       order by p.place`),
  );
  return {
    rows: rows.map((row) => ({
      ...toAnnouncement(row),
      recipientCount: row.recipientCount,
      readCount: row.readCount,
      confirmedCount: row.confirmedCount,
    })),
    total: rows[0]?.total ?? 0,
  };
};

export const countReceipts = (read: Read, id: string): Promise<ReceiptCounts> =>
  read.one(
    statement(sql<ReceiptCounts>`
      select count(r.account_id)::int as "recipientCount", count(r.read_at)::int as "readCount",
             (count(*) filter (where r.confirmed_edition >= a.confirm_edition))::int as "confirmedCount"
        from announcement a left join announcement_recipient r on r.announcement_id = a.id
       where a.id = ${id} group by a.id`),
  );

interface PageQuery {
  readonly page: number;
  readonly pageSize: number;
  readonly sort: string;
  readonly q?: string | undefined;
}

export interface ReceiptListRow extends ReceiptCounts {
  readonly organizationId: string;
  readonly organizationName: string;
  readonly kind: OrganizationKind;
  readonly firstReadAt: Instant | null;
}

/** The second key of a `search_text` is the pinyin: names stand in the order of a dictionary. */
const pinyinOf = (table: 'g' | 'o') => sql`split_part(${sql.ref(`${table}.search_text`)}, '|', 2)`;

const BY_BODY = sql`${pinyinOf('g')}, g."organizationName"`;

const RECEIPT_SORTS: Readonly<Record<string, RawBuilder<unknown>>> = {
  '-organizationName': sql`${pinyinOf('g')} desc, g."organizationName"`,
  readCount: sql`g."readCount", ${BY_BODY}`,
  '-readCount': sql`g."readCount" desc, ${BY_BODY}`,
  confirmedCount: sql`g."confirmedCount", ${BY_BODY}`,
  '-confirmedCount': sql`g."confirmedCount" desc, ${BY_BODY}`,
};

const RECEIPT_STATES_SQL = {
  none: sql`g."readCount" = 0`,
  unconfirmed: sql`g."confirmedCount" = 0`,
  confirmed: sql`g."confirmedCount" > 0`,
} as const;

export const listReceiptRows = async (
  read: Read,
  announcement: StoredAnnouncement,
  query: PageQuery & { readonly state?: keyof typeof RECEIPT_STATES_SQL | undefined },
): Promise<{ rows: ReceiptListRow[]; total: number }> => {
  const filters: RawBuilder<unknown>[] = [sql`true`];
  if (query.q !== undefined) filters.push(sql`g.search_text like ${likePattern(query.q)}`);
  if (query.state !== undefined) filters.push(RECEIPT_STATES_SQL[query.state]);
  const rows = await read.all(
    statement(sql<ReceiptListRow & { total: number }>`
      select g."organizationId", g."organizationName", g.kind, g."recipientCount", g."readCount",
             g."confirmedCount", g."firstReadAt", (count(*) over ())::int as total
        from (select o.id as "organizationId", o.name as "organizationName", o.kind, o.search_text,
                     count(*)::int as "recipientCount", count(r.read_at)::int as "readCount",
                     (count(*) filter (where r.confirmed_edition >= ${announcement.confirmEdition}))::int
                       as "confirmedCount",
                     min(r.read_at) as "firstReadAt"
                from announcement_recipient r join organization o on o.id = r.organization_id
               where r.announcement_id = ${announcement.id} group by o.id) g
       where ${sql.join(filters, sql` and `)}
       order by ${RECEIPT_SORTS[query.sort] ?? BY_BODY}
       limit ${query.pageSize} offset ${(query.page - 1) * query.pageSize}`),
  );
  return {
    rows: rows.map(({ total: _total, ...row }) => row),
    total: rows[0]?.total ?? 0,
  };
};

export interface RecipientListRow {
  readonly accountId: string;
  readonly name: string;
  readonly organizationName: string;
  readonly readAt: Instant | null;
  readonly confirmedAt: Instant | null;
  readonly confirmedEdition: number | null;
}

const isConfirmed = ({ confirmEdition }: StoredAnnouncement) =>
  sql<boolean>`coalesce(r.confirmed_edition, 0) >= ${confirmEdition}`;

/** Has not done what was asked: confirmed where it must be, read otherwise. */
const isWaiting = (announcement: StoredAnnouncement): RawBuilder<boolean> =>
  announcement.mustConfirm
    ? sql<boolean>`not ${isConfirmed(announcement)}`
    : sql<boolean>`r.read_at is null`;

const receiptIs = (announcement: StoredAnnouncement, state: ReceiptState): RawBuilder<boolean> => {
  if (state === 'CONFIRMED') return isConfirmed(announcement);
  return state === 'UNREAD'
    ? sql<boolean>`r.read_at is null`
    : sql<boolean>`(r.read_at is not null and not ${isConfirmed(announcement)})`;
};

const RECIPIENT_SORTS: Readonly<Record<string, RawBuilder<unknown>>> = {
  '-organizationName': sql`${pinyinOf('o')} desc, o.name, p.name`,
  name: sql`p.name`,
  '-name': sql`p.name desc`,
  readAt: sql`r.read_at nulls first`,
  '-readAt': sql`r.read_at desc nulls last`,
};

export const listRecipientRows = async (
  read: Read,
  announcement: StoredAnnouncement,
  query: PageQuery & {
    readonly receipt?: ReceiptState | undefined;
    readonly waiting?: 'yes' | undefined;
  },
): Promise<{ rows: RecipientListRow[]; total: number }> => {
  const filters: RawBuilder<unknown>[] = [sql`r.announcement_id = ${announcement.id}`];
  if (query.q !== undefined)
    filters.push(
      sql`(o.search_text like ${likePattern(query.q)} or strpos(p.name, ${query.q}) > 0)`,
    );
  if (query.receipt !== undefined) filters.push(receiptIs(announcement, query.receipt));
  if (query.waiting === 'yes') filters.push(isWaiting(announcement));
  const rows = await read.all(
    statement(sql<RecipientListRow & { total: number }>`
      select p.id as "accountId", p.name, o.name as "organizationName", r.read_at as "readAt",
             r.confirmed_at as "confirmedAt", r.confirmed_edition as "confirmedEdition",
             (count(*) over ())::int as total
        from announcement_recipient r
        join account p on p.id = r.account_id join organization o on o.id = r.organization_id
       where ${sql.join(filters, sql` and `)}
       order by ${RECIPIENT_SORTS[query.sort] ?? sql`${pinyinOf('o')}, o.name, p.name`}, p.id
       limit ${query.pageSize} offset ${(query.page - 1) * query.pageSize}`),
  );
  return {
    rows: rows.map(({ total: _total, ...row }) => row),
    total: rows[0]?.total ?? 0,
  };
};

/** Active people who were told; with `waiting`, only those who have not done what was asked. */
export const recipientIds = async (
  read: Read,
  announcement: StoredAnnouncement,
  who: 'all' | 'waiting',
): Promise<string[]> => {
  const waiting = who === 'waiting' ? sql`and ${isWaiting(announcement)}` : sql``;
  const rows = await read.all(
    statement(sql<{ account_id: string }>`
      select r.account_id from announcement_recipient r join account p on p.id = r.account_id
       where r.announcement_id = ${announcement.id} and p.status = 'ACTIVE' ${waiting}
       order by r.account_id`),
  );
  return rows.map((row) => row.account_id);
};

/** No version: a reminder changes nothing that somebody may be editing. */
export const updateNudged = (tx: Transaction, id: string, at: Instant): Promise<void> =>
  tx.updateExactlyOne(
    sqlBuilder.updateTable('announcement').set({ nudged_at: at }).where('id', '=', id),
  );
