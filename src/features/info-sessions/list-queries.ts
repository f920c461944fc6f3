import { type RawBuilder, sql } from 'kysely';
import { type AnyActor, PUBLIC } from '../../kernel/actor.ts';
import type { Instant } from '../../kernel/time.ts';
import type { Read } from '../../platform/db/database.ts';
import { statement } from '../../platform/db/statement.ts';
import { likePattern } from '../../platform/search-key.ts';
import {
  type SeenSession,
  seenColumns,
  seenTables,
  storedColumns,
  type StoredSession,
  visibleTo,
} from './queries.ts';

export interface SessionFilters {
  readonly q?: string | undefined;
  readonly certificateId?: string | undefined;
  readonly organizationId?: string | undefined;
  readonly mine?: 'yes' | undefined;
}

/** Typed words against title and speaker, and by pinyin against certificates and organization. */
const matches = (q: string): RawBuilder<boolean> => sql<boolean>`(
  strpos(lower(s.title || ' ' || s.speaker || ' ' || s.platform), lower(${q})) > 0
  or o.search_text like ${likePattern(q)}
  or exists (select 1 from info_session_certificate x join certificate c on c.id = x.certificate_id
              where x.info_session_id = s.id and c.search_text like ${likePattern(q)}))`;

const filtersOf = (filters: SessionFilters): RawBuilder<unknown>[] => [
  ...(filters.q === undefined ? [] : [matches(filters.q)]),
  ...(filters.certificateId === undefined
    ? []
    : [
        sql`s.id in (select x.info_session_id from info_session_certificate x
                      where x.certificate_id = ${filters.certificateId})`,
      ]),
  ...(filters.organizationId === undefined
    ? []
    : [sql`s.organization_id = ${filters.organizationId}`]),
  ...(filters.mine === undefined ? [] : [sql`m.signed_up_at is not null`]),
];

const SORTS: Readonly<Record<string, RawBuilder<unknown>>> = {
  startsAt: sql`s.starts_at`,
  '-startsAt': sql`s.starts_at desc`,
  title: sql`s.title`,
  '-title': sql`s.title desc`,
  organizationName: sql`split_part(o.search_text, '|', 2)`,
  '-organizationName': sql`split_part(o.search_text, '|', 2) desc`,
};

export interface SessionListQuery extends SessionFilters {
  readonly status?: string | undefined;
  readonly when?: 'coming' | 'past' | undefined;
  readonly organization?: 'own' | undefined;
  readonly page: number;
  readonly pageSize: number;
  readonly sort: string;
}

const whenOf = (when: 'coming' | 'past', at: Instant): RawBuilder<unknown> =>
  when === 'coming' ? sql`s.ends_at > ${at}` : sql`s.ends_at <= ${at}`;

/** What this person may see, with their own sign-ups. */
export const listSeen = async (
  read: Read,
  query: SessionListQuery,
  reader: { readonly actor: AnyActor; readonly at: Instant },
): Promise<{ rows: SeenSession[]; total: number }> => {
  const { actor, at } = reader;
  const own = actor.kind === 'person' ? actor.organizationId : null;
  const where = sql.join(
    [
      visibleTo(actor),
      ...filtersOf(query),
      ...(query.status === undefined ? [] : [sql`s.status = ${query.status}`]),
      ...(query.when === undefined ? [] : [whenOf(query.when, at)]),
      ...(query.organization === undefined ? [] : [sql`s.organization_id = ${own}::uuid`]),
    ],
    sql` and `,
  );
  const rows = await read.all(
    statement(sql<SeenSession>`
      select ${seenColumns(actor)} from ${seenTables(actor)} where ${where}
       order by ${SORTS[query.sort] ?? sql`s.starts_at desc`}, s.id
       limit ${query.pageSize} offset ${(query.page - 1) * query.pageSize}`),
  );
  const { total } = await read.one(
    statement(
      sql<{
        total: number;
      }>`select count(*)::int as total from ${seenTables(actor)} where ${where}`,
    ),
  );
  return { rows, total };
};

/** A month holds a few dozen; whoever writes thousands sees the first of them. */
const MOST_IN_MONTH = 500;

/** Everything that touches the span, oldest first; drafts are not on a calendar. */
export const listInSpan = (
  read: Read,
  span: { readonly from: Instant; readonly to: Instant },
  filters: SessionFilters,
  actor: AnyActor,
): Promise<SeenSession[]> =>
  read.all(
    statement(sql<SeenSession>`
      select ${seenColumns(actor)} from ${seenTables(actor)}
       where ${sql.join([visibleTo(actor), ...filtersOf(filters)], sql` and `)}
         and s.status in ('PUBLISHED', 'CANCELLED', 'HELD')
         and s.starts_at < ${span.to} and s.ends_at > ${span.from}
       order by s.starts_at, s.id limit ${MOST_IN_MONTH}`),
  );

/** The same for anybody. */
export const listOpenInSpan = (
  read: Read,
  span: { readonly from: Instant; readonly to: Instant },
  filters: Omit<SessionFilters, 'mine'>,
): Promise<StoredSession[]> =>
  read.all(
    statement(sql<StoredSession>`
      select ${storedColumns} from info_session s join organization o on o.id = s.organization_id
       where ${sql.join([visibleTo(PUBLIC), ...filtersOf(filters)], sql` and `)}
         and s.starts_at < ${span.to} and s.ends_at > ${span.from}
       order by s.starts_at, s.id limit ${MOST_IN_MONTH}`),
  );

/** Sessions about one certificate, for its page: those to come first, then the latest. */
export const listOfCertificate = (
  read: Read,
  certificateId: string,
  at: Instant,
): Promise<StoredSession[]> =>
  read.all(
    statement(sql<StoredSession>`
      select ${storedColumns} from info_session s join organization o on o.id = s.organization_id
       where ${visibleTo(PUBLIC)} and s.status <> 'CANCELLED'
         and s.id in (select x.info_session_id from info_session_certificate x
                       where x.certificate_id = ${certificateId})
       order by s.ends_at <= ${at}, abs(extract(epoch from s.starts_at - ${at}::timestamptz)), s.id limit 10`),
  );
