import { type RawBuilder, sql } from 'kysely';
import type { DateOnly, Instant } from '../../kernel/time.ts';
import type { Read } from '../../platform/db/database.ts';
import { statement } from '../../platform/db/statement.ts';
import { likePattern } from '../../platform/search-key.ts';
import type { ContactReport, ContactState, DeadGroup, Duty } from './labels.ts';
import type { ContactScope } from './policy.ts';
import { CONFIRM_MONTHS, STALE_DAYS } from './rules.ts';

/** When the question is asked: the instant, and its day in Beijing. */
export interface Moment {
  readonly at: Instant;
  readonly today: DateOnly;
}

/** Which organizations a reader reaches; `column` is the organization's id. */
const within = (
  scope: ContactScope,
  column: RawBuilder<unknown>,
  today: DateOnly,
): RawBuilder<boolean> => {
  switch (scope.kind) {
    case 'all':
      return sql<boolean>`true`;
    case 'none':
      return sql<boolean>`false`;
    case 'own':
      return sql<boolean>`${column} = ${scope.organizationId}`;
    case 'bureau':
      return sql<boolean>`(${column} = ${scope.organizationId} or ${column} in (
        select j.institution_id from jurisdiction j where j.bureau_id = ${scope.organizationId}
           and j.valid_from <= ${today} and (j.valid_to is null or j.valid_to > ${today})))`;
  }
};

const CONTACT = sql`c.organization_id`;

/** The opening of the latest round that has begun: everybody confirms once in each round (七.2). */
const roundOpened = (at: Instant) => sql`(
  select max(r.opens_at) from application_round r where r.status <> 'DRAFT' and r.opens_at <= ${at})`;

/** The six months are those of the calendar in UTC: nobody's half year depends on an hour of the night. */
const halfYear = sql`make_interval(months => ${sql.lit(CONFIRM_MONTHS)})`;

/** Contacts with when they are due and what state follows from it; slips that were taken back are none. */
export const withState = ({ at, today }: Moment) => sql`(
  select c.*, d.due_at,
    case
      when c.valid_to <= ${today} then 'ENDED'
      when c.valid_from > ${today} then 'PENDING'
      when c.reported_kind is not null then 'STALE'
      when d.due_at > ${at} then 'CURRENT'
      when d.due_at + make_interval(days => ${sql.lit(STALE_DAYS)}) > ${at} then 'DUE'
      else 'STALE'
    end as state
  from contact c
  cross join (select ${roundOpened(at)} as opened_at) r
  cross join lateral (select case
      when c.confirmed_at is null then greatest(c.created_at, c.valid_from::timestamp at time zone 'Asia/Shanghai')
      else least(c.confirmed_at + ${halfYear}, case when r.opened_at > c.confirmed_at then r.opened_at end)
    end as due_at) d
  where c.revoked_at is null)`;

export interface ContactRow {
  readonly id: string;
  readonly organizationId: string;
  readonly duty: Duty;
  readonly name: string;
  readonly department: string;
  readonly title: string;
  readonly landline: string;
  readonly mobileSealed: string | null;
  readonly mailboxSealed: string | null;
  readonly validFrom: DateOnly;
  readonly validTo: DateOnly | null;
  readonly state: ContactState;
  readonly confirmedAt: Instant | null;
  readonly dueAt: Instant;
  readonly reported: ContactReport | null;
  readonly version: number;
}

const CONTACT_COLUMNS = sql`
  c.id, c.organization_id as "organizationId", c.duty, c.name, c.department, c.title, c.landline,
  c.mobile_sealed as "mobileSealed", c.mailbox_sealed as "mailboxSealed", c.valid_from as "validFrom",
  c.valid_to as "validTo", c.state, c.confirmed_at as "confirmedAt", c.due_at as "dueAt",
  c.reported_kind as reported, c.version`;

/** One contact within reach, whatever its state. */
export const findContactRow = (
  read: Read,
  id: string,
  scope: ContactScope,
  moment: Moment,
): Promise<ContactRow | undefined> =>
  read.maybe(
    statement(sql<ContactRow>`
      select ${CONTACT_COLUMNS} from ${withState(moment)} c
       where c.id = ${id} and ${within(scope, CONTACT, moment.today)}`),
  );

/** The contacts of one organization that are in force or to come, and these others. */
export const contactsOfOrganization = (
  read: Read,
  organizationId: string,
  others: readonly string[],
  moment: Moment,
): Promise<ContactRow[]> =>
  read.all(
    statement(sql<ContactRow>`
      select ${CONTACT_COLUMNS} from ${withState(moment)} c
       where c.organization_id = ${organizationId} and (c.state <> 'ENDED' or c.id = any(${[...others]}::uuid[]))
       order by c.valid_from, c.id`),
  );

export interface BodyRow {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
}

/** The organization, if the reader reaches it. */
export const findBody = (
  read: Read,
  id: string,
  scope: ContactScope,
  today: DateOnly,
): Promise<BodyRow | undefined> =>
  read.maybe(
    statement(sql<BodyRow>`
      select o.id, o.name, o.kind from organization o
       where o.id = ${id} and ${within(scope, sql`o.id`, today)}`),
  );

/** Which of these organizations the reader reaches. */
export const bodiesWithin = (
  read: Read,
  ids: readonly string[],
  scope: ContactScope,
  today: DateOnly,
): Promise<BodyRow[]> =>
  read.all(
    statement(sql<BodyRow>`
      select o.id, o.name, o.kind from organization o
       where o.id = any(${[...ids]}::uuid[]) and o.status = 'ACTIVE' and ${within(scope, sql`o.id`, today)}
       order by o.id`),
  );

export interface DirectoryFilters {
  readonly q?: string | undefined;
  readonly duty?: Duty | undefined;
  readonly state?: ContactState | undefined;
  readonly organizationKind?: string | undefined;
  readonly areaCode?: string | undefined;
}

interface Paging {
  readonly page: number;
  readonly pageSize: number;
  readonly sort: string;
}

export interface DirectoryRecord extends ContactRow {
  readonly organizationName: string;
  readonly organizationKind: string;
  readonly areaName: string | null;
}

/** A city stands for its counties too, a province for all. */
const inArea = (areaCode: string | undefined): RawBuilder<boolean> =>
  areaCode === undefined
    ? sql<boolean>`true`
    : sql<boolean>`o.area_code in (select i.code from division i left join division p on p.code = i.parent_code
        where i.code = ${areaCode} or i.parent_code = ${areaCode} or p.parent_code = ${areaCode})`;

/** By the person or the organization: name, pinyin, initials, 简称, former name, code. */
const matching = (q: string | undefined, person: RawBuilder<unknown>): RawBuilder<boolean> =>
  q === undefined
    ? sql<boolean>`true`
    : sql<boolean>`(${person} like ${likePattern(q)} or o.search_text like ${likePattern(q)})`;

const equals = (column: RawBuilder<unknown>, value: string | undefined): RawBuilder<boolean> =>
  value === undefined ? sql<boolean>`true` : sql<boolean>`${column} = ${value}`;

const directory = (filters: DirectoryFilters, scope: ContactScope, moment: Moment) => sql`
  from ${withState(moment)} c
  join organization o on o.id = c.organization_id
  left join division dv on dv.code = o.area_code
  where ${within(scope, CONTACT, moment.today)}
    and ${filters.state === undefined ? sql`c.state <> 'ENDED'` : sql`c.state = ${filters.state}`}
    and ${equals(sql`c.duty`, filters.duty)} and ${equals(sql`o.kind`, filters.organizationKind)}
    and ${inArea(filters.areaCode)} and ${matching(filters.q, sql`c.search_text`)}`;

const DIRECTORY_COLUMNS = sql`${CONTACT_COLUMNS}, o.name as "organizationName",
  o.kind as "organizationKind", dv.name as "areaName"`;

/** The second key of a `search_text` is the pinyin: names stand in the order of a dictionary. */
const SORTS: Readonly<Record<string, RawBuilder<unknown>>> = {
  organizationName: sql`split_part(o.search_text, '|', 2)`,
  name: sql`split_part(c.search_text, '|', 2)`,
  confirmedAt: sql`c.confirmed_at`,
  validFrom: sql`c.valid_from`,
};

const ordered = (
  sorts: Readonly<Record<string, RawBuilder<unknown>>>,
  sort: string,
): RawBuilder<unknown> => {
  const column = sorts[sort.replace(/^-/, '')] ?? sorts['organizationName'];
  return sort.startsWith('-') ? sql`${column} desc nulls last` : sql`${column} asc nulls first`;
};

export const listDirectory = async (
  read: Read,
  query: DirectoryFilters & Paging,
  scope: ContactScope,
  moment: Moment,
): Promise<{ rows: DirectoryRecord[]; total: number }> => {
  const { total } = await read.one(
    statement(
      sql<{ total: number }>`select count(*)::int as total ${directory(query, scope, moment)}`,
    ),
  );
  const rows = await read.all(
    statement(sql<DirectoryRecord>`
      select ${DIRECTORY_COLUMNS} ${directory(query, scope, moment)}
       order by ${ordered(SORTS, query.sort)}, o.id, c.duty, c.id
       limit ${query.pageSize} offset ${(query.page - 1) * query.pageSize}`),
  );
  return { rows, total };
};

/** Every row of the directory, for an export with full numbers. */
export const wholeDirectory = (
  read: Read,
  filters: DirectoryFilters,
  scope: ContactScope,
  moment: Moment,
): Promise<DirectoryRecord[]> =>
  read.all(
    statement(sql<DirectoryRecord>`
      select ${DIRECTORY_COLUMNS} ${directory(filters, scope, moment)}
       order by ${ordered(SORTS, 'organizationName')}, o.id, c.duty, c.id`),
  );

/** By a keyed index of the whole value: nothing is opened to find it. */
export const findByIndex = (
  read: Read,
  index: { readonly mobile: Buffer } | { readonly mailbox: Buffer },
  scope: ContactScope,
  moment: Moment,
): Promise<DirectoryRecord[]> => {
  const match =
    'mobile' in index
      ? sql`c.mobile_index = ${index.mobile}`
      : sql`c.mailbox_index = ${index.mailbox}`;
  return read.all(
    statement(sql<DirectoryRecord>`
      select ${DIRECTORY_COLUMNS} ${directory({}, scope, moment)} and ${match}
       order by o.id, c.duty, c.id limit 50`),
  );
};

export interface DeadFilters {
  readonly q?: string | undefined;
  readonly group?: DeadGroup | undefined;
  readonly duty?: Duty | undefined;
  readonly organizationKind?: string | undefined;
}

export interface DeadRecord {
  readonly key: string;
  readonly group: DeadGroup;
  readonly organizationId: string;
  readonly organizationName: string;
  readonly organizationKind: string;
  readonly duty: Duty;
  readonly name: string;
  readonly since: Instant | null;
  readonly reported: ContactReport | null;
}

/**
 * Whom the office cannot count on, each once. Gone without a successor is the last holder of a duty that nobody has
 * now or will have; not registered is an institution or evaluation organization that never named a 业务联系人.
 */
export const dead = (filters: DeadFilters, scope: ContactScope, moment: Moment) => sql`
  with known as materialized (
    select c.* from ${withState(moment)} c where ${within(scope, CONTACT, moment.today)}
  ), gone as (
    select distinct on (k.organization_id, k.duty) k.* from known k
     where k.state = 'ENDED' and not exists (
       select from known n where n.organization_id = k.organization_id and n.duty = k.duty and n.state <> 'ENDED')
     order by k.organization_id, k.duty, k.valid_to desc, k.id desc
  ), rows as (
    select k.id::text as key, k.organization_id, k.duty, k.name, k.search_text, k.reported_kind,
           coalesce(k.reported_at, k.due_at) as since,
           case when k.reported_kind = 'LEFT' then 'left' when k.reported_kind is not null then 'bounced'
                when k.confirmed_at is null then 'never' else 'stale' end as "group"
      from known k
     where k.state = 'STALE' or (k.state = 'DUE' and k.confirmed_at is null)
    union all
    select g.id::text, g.organization_id, g.duty, g.name, g.search_text, null,
           g.valid_to::timestamp at time zone 'Asia/Shanghai', 'left' from gone g
    union all
    select o.id::text || ':OFFICER', o.id, 'OFFICER', '', '', null, null, 'missing' from organization o
     where o.status = 'ACTIVE' and o.kind in ('INSTITUTION', 'EVALUATION_ORGANIZATION')
       and ${within(scope, sql`o.id`, moment.today)}
       and not exists (select from known k where k.organization_id = o.id and k.duty = 'OFFICER')
  ), listed as (
    select r.*, o.name as organization_name, o.kind as organization_kind, o.search_text as organization_search
      from rows r join organization o on o.id = r.organization_id
     where o.status = 'ACTIVE' and ${equals(sql`r.duty`, filters.duty)}
       and ${equals(sql`o.kind`, filters.organizationKind)} and ${matching(filters.q, sql`r.search_text`)}
  )`;

const DEAD_SORTS: Readonly<Record<string, RawBuilder<unknown>>> = {
  organizationName: sql`split_part(l.organization_search, '|', 2)`,
  since: sql`l.since`,
};

export const listDead = async (
  read: Read,
  query: DeadFilters & Paging,
  scope: ContactScope,
  moment: Moment,
): Promise<{ rows: DeadRecord[]; counts: Partial<Record<DeadGroup, number>> }> => {
  const counted = await read.all(
    statement(sql<{ group: DeadGroup; count: number }>`
      ${dead(query, scope, moment)}
      select l."group", count(*)::int as count from listed l group by 1`),
  );
  const rows = await read.all(
    statement(sql<DeadRecord>`
      ${dead(query, scope, moment)}
      select l.key, l."group", l.organization_id as "organizationId", l.organization_name as "organizationName",
             l.organization_kind as "organizationKind", l.duty, l.name, l.since, l.reported_kind as reported
        from listed l where ${equals(sql`l."group"`, query.group)}
       order by ${ordered(DEAD_SORTS, query.sort)}, l.organization_id, l.duty, l.key
       limit ${query.pageSize} offset ${(query.page - 1) * query.pageSize}`),
  );
  return { rows, counts: Object.fromEntries(counted.map(({ group, count }) => [group, count])) };
};

export interface DueOrganization {
  readonly organizationId: string;
  readonly dueCount: number;
  readonly since: Instant;
}

/** Organizations of whose contacts at least one is to be confirmed, and since when. */
export const organizationsToRemind = (read: Read, moment: Moment): Promise<DueOrganization[]> =>
  read.all(
    statement(sql<DueOrganization>`
      select c.organization_id as "organizationId", count(*)::int as "dueCount",
             max(coalesce(c.reported_at, c.due_at)) as since
        from ${withState(moment)} c join organization o on o.id = c.organization_id
       where c.state in ('DUE', 'STALE') and o.status = 'ACTIVE'
       group by c.organization_id order by c.organization_id`),
  );

/** In force, nothing reported, confirmed within six months or since the round's opening. */
const liveOfficer = ({ at, today }: Moment) => sql`
  c.duty = 'OFFICER' and c.revoked_at is null and c.valid_from <= ${today}
  and (c.valid_to is null or c.valid_to > ${today}) and c.reported_kind is null
  and (c.confirmed_at > ${at}::timestamptz - ${halfYear} or c.confirmed_at >= ${roundOpened(at)})`;

export const liveOfficerExists = async (
  read: Read,
  organizationId: string,
  moment: Moment,
): Promise<boolean> => {
  const { live } = await read.one(
    statement(sql<{ live: boolean }>`
      select exists (select from contact c
        where c.organization_id = ${organizationId} and ${liveOfficer(moment)}) as live`),
  );
  return live;
};
