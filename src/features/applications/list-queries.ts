import { type RawBuilder, sql } from 'kysely';
import { type Actor, scopeOf } from '../../kernel/actor.ts';
import { addDays, type Instant } from '../../kernel/time.ts';
import type { Read } from '../../platform/db/database.ts';
import { prepared, statement } from '../../platform/db/statement.ts';
import { likePattern } from '../../platform/search-key.ts';
import {
  type ParticipationGroup,
  type ParticipationStatus,
  statusesOf,
  WITHOUT_BUREAU,
} from './participation-groups.ts';
import { inScope } from './queries.ts';
import type { QueueRow } from './review-contract.ts';
import { DUE_SOON_DAYS, REVIEW_GROUP_NAMES, type ReviewGroup } from './review-groups.ts';
import { NOT_STARTED } from './status.ts';

export interface QueueFilter {
  readonly roundId?: string | undefined;
  readonly group?: ReviewGroup | undefined;
  readonly status?: string | undefined;
  readonly bureauId?: string | undefined;
  readonly institutionKind?: string | undefined;
  readonly isNew?: boolean | undefined;
  readonly q?: string | undefined;
  readonly sort: string;
  readonly page: number;
  readonly pageSize: number;
}

const all = (parts: readonly (RawBuilder<boolean> | false)[]): RawBuilder<unknown> =>
  sql.join(
    parts.filter((part) => part !== false),
    sql` and `,
  );

const atBureau = (
  column: RawBuilder<unknown>,
  bureauId: string | undefined,
): RawBuilder<boolean> | false => {
  if (bureauId === undefined) return false;
  return bureauId === WITHOUT_BUREAU
    ? sql<boolean>`${column} is null`
    : sql<boolean>`${column} = ${bureauId}::uuid`;
};

/** The group of one application for a reader of this stage; the order of the cases is the order of REVIEW_GROUPS. */
export const groupColumn = (
  stage: 'CITY_REVIEW' | 'PROVINCIAL_REVIEW',
  at: Instant,
): RawBuilder<string> => {
  const due =
    stage === 'CITY_REVIEW'
      ? sql.ref('r.city_review_due_at')
      : sql.ref('r.provincial_review_due_at');
  return sql<string>`case
    when a.status = ${stage} and ${due} <= ${at} then 'overdue'
    when a.status = ${stage} and ${due} <= ${addDays(at, DUE_SOON_DAYS)} then 'dueSoon'
    when a.status = ${stage} and a.submission_count > 1 then 'cameBack'
    when a.status = ${stage} then 'fresh'
    when a.status = 'RETURNED' then 'waiting'
    when a.status in ('CITY_REVIEW', 'PROVINCIAL_REVIEW') then 'elsewhere'
    else 'done' end`;
};

/** The second key of a `search_text` is the pinyin: names stand in the order of a dictionary. */
const byPinyin = sql`split_part(o.search_text, '|', 2)`;

const SORTS: Readonly<Record<string, RawBuilder<unknown>>> = {
  dueAt: sql`"dueAt"`,
  correctionDueAt: sql`"correctionDueAt"`,
  submittedAt: sql`"submittedAt"`,
  institutionName: sql`"nameKey"`,
  plannedHeadcount: sql`"plannedHeadcount"`,
  itemCount: sql`"itemCount"`,
};

const orderBy = (
  sorts: Readonly<Record<string, RawBuilder<unknown>>>,
  sort: string,
): RawBuilder<unknown> => {
  const column = sorts[sort.replace(/^-/, '')];
  if (column === undefined) throw new Error(`no sort ${sort}`);
  return sort.startsWith('-') ? sql`${column} desc nulls last` : sql`${column} asc nulls last`;
};

interface QueuePage {
  readonly rows: QueueRow[];
  readonly total: number;
  readonly groups: Record<ReviewGroup, number>;
}

const noGroups = (): Record<ReviewGroup, number> =>
  Object.fromEntries(REVIEW_GROUP_NAMES.map((name) => [name, 0])) as Record<ReviewGroup, number>;

const queueWhere = (actor: Actor, filter: QueueFilter): RawBuilder<unknown> =>
  all([
    inScope(actor),
    sql<boolean>`a.submission_count > 0`,
    filter.roundId !== undefined && sql<boolean>`a.round_id = ${filter.roundId}`,
    filter.status !== undefined && sql<boolean>`a.status = ${filter.status}`,
    atBureau(sql.ref('a.reviewing_bureau_id'), filter.bureauId),
    filter.institutionKind !== undefined &&
      sql<boolean>`i.institution_kind = ${filter.institutionKind}`,
    filter.isNew === true && sql<boolean>`a.new_item_count > 0`,
    filter.isNew === false && sql<boolean>`a.new_item_count = 0`,
    filter.q !== undefined &&
      sql<boolean>`(o.search_text like ${likePattern(filter.q)} or a.receipt_number = ${filter.q})`,
  ]);

/** Only the joins that choosing and sorting need; names are looked up for the rows of the page alone. */
const queueJoins = (filter: QueueFilter): RawBuilder<unknown> => {
  const needsName = filter.q !== undefined || filter.sort.endsWith('institutionName');
  const name = sql`join organization o on o.id = a.institution_id`;
  const kind = sql`join institution i on i.organization_id = a.institution_id`;
  return sql`${needsName ? name : sql``} ${filter.institutionKind === undefined ? sql`` : kind}`;
};

type PageRow = Omit<QueueRow, 'id'> & {
  /** Absent when the page is empty: the counts of the groups are told all the same. */
  readonly id: string | null;
  readonly groups: Partial<Record<ReviewGroup, number>> | null;
};

const totalOf = (groups: Record<ReviewGroup, number>, group: ReviewGroup | undefined): number =>
  group === undefined
    ? REVIEW_GROUP_NAMES.reduce((sum, name) => sum + groups[name], 0)
    : groups[group];

/** One page of the work list, its total, and the counts of all groups: one query, so that they cannot disagree. */
export const queuePage = async (
  read: Read,
  actor: Actor,
  at: Instant,
  filter: QueueFilter,
): Promise<QueuePage> => {
  const stage = scopeOf(actor).kind === 'bureau' ? 'CITY_REVIEW' : 'PROVINCIAL_REVIEW';
  const due =
    stage === 'CITY_REVIEW'
      ? sql.ref('r.city_review_due_at')
      : sql.ref('r.provincial_review_due_at');
  const inGroup = filter.group === undefined ? sql`true` : sql`"group" = ${filter.group}`;
  const order = orderBy(SORTS, filter.sort);
  const name = filter.sort.endsWith('institutionName') ? byPinyin : sql`null`;
  const found = await read.all(
    prepared(
      statement(sql<PageRow>`
      with base as materialized (
        select a.id, a.version, a.institution_id, a.reviewing_bureau_id, a.status, ${name} as "nameKey",
               ${groupColumn(stage, at)} as "group", a.item_count as "itemCount", a.new_item_count as "newItemCount",
               a.planned_headcount as "plannedHeadcount", a.receipt_number as "receiptNumber",
               a.submitted_at as "submittedAt", ${due} as "dueAt", a.submission_count as "submissionCount",
               case when a.status = 'RETURNED' then a.correction_due_at end as "correctionDueAt"
          from application a
          join application_round r on r.id = a.round_id
          ${queueJoins(filter)}
         where ${queueWhere(actor, filter)}
      ), page as (
        select * from base where ${inGroup} order by ${order}, id
         limit ${filter.pageSize} offset ${(filter.page - 1) * filter.pageSize}
      ), counted as (
        select jsonb_object_agg(g."group", g.n) as groups
          from (select "group", count(*) as n from base group by "group") g
      )
      select p.id, p.version, o.name as "institutionName", i.institution_kind as "institutionKind",
             coalesce(dv.name, '') as "areaName", b.name as "reviewingBureauName", p.status, p."group", p."itemCount",
             p."newItemCount", p."plannedHeadcount", p."receiptNumber", p."submittedAt", p."dueAt", p."correctionDueAt",
             p."submissionCount", counted.groups
        from counted
        left join page p on true
        left join organization o on o.id = p.institution_id
        left join institution i on i.organization_id = p.institution_id
        left join division dv on dv.code = o.area_code
        left join organization b on b.id = p.reviewing_bureau_id
       order by ${order}, id`),
    ),
  );
  const groups = { ...noGroups(), ...found[0]?.groups };
  const rows = found.flatMap(({ groups: _, id, ...row }) => (id === null ? [] : [{ id, ...row }]));
  return { rows, total: totalOf(groups, filter.group), groups };
};

/** Institutions whose participation the actor follows: all of them, or those the bureau answers for today. */
const followed = (actor: Actor, on: string): RawBuilder<boolean> => {
  const scope = scopeOf(actor);
  if (scope.kind === 'all') return sql<boolean>`true`;
  if (scope.kind !== 'bureau') return sql<boolean>`false`;
  return sql<boolean>`exists (select 1 from jurisdiction jj where jj.institution_id = o.id
    and jj.bureau_id = ${scope.organizationId} and jj.valid_from <= ${on}::date
    and (jj.valid_to is null or jj.valid_to > ${on}::date))`;
};

/** Eligible institutions of a round with their application, if any: the base of the dashboard and its list. */
const participationBase = (roundId: string, actor: Actor, on: string): RawBuilder<unknown> => sql`
  select o.id as "institutionId", o.name as "institutionName", i.institution_kind as "institutionKind",
         coalesce(dv.name, '') as "areaName", b.id as "bureauId", b.name as "bureauName",
         b.area_code as "bureauArea", coalesce(a.status, ${NOT_STARTED}) as status, a.id as "applicationId", a.submitted_at as "submittedAt",
         coalesce(a.item_count, 0) as "itemCount", coalesce(a.planned_headcount, 0) as "plannedHeadcount",
         o.search_text, ${byPinyin} as "nameKey"
    from application_round r
    join institution i on i.institution_kind = any (r.eligible_kinds)
    join organization o on o.id = i.organization_id and o.status = 'ACTIVE'
    left join application a on a.round_id = r.id and a.institution_id = o.id
    left join division dv on dv.code = o.area_code
    left join jurisdiction j on j.institution_id = o.id and j.valid_from <= ${on}::date
         and (j.valid_to is null or j.valid_to > ${on}::date)
    left join organization b on b.id = coalesce(a.reviewing_bureau_id, j.bureau_id)
   where r.id = ${roundId} and ${followed(actor, on)}`;

export interface ParticipationRow {
  readonly institutionId: string;
  readonly institutionName: string;
  readonly institutionKind: string;
  readonly areaName: string;
  readonly bureauName: string | null;
  readonly status: ParticipationStatus;
  readonly applicationId: string | null;
  readonly submittedAt: Instant | null;
  readonly itemCount: number;
  readonly plannedHeadcount: number;
}

const PARTICIPATION_SORTS: Readonly<Record<string, RawBuilder<unknown>>> = {
  institutionName: sql`p."nameKey"`,
  status: sql`p.status`,
  submittedAt: sql`p."submittedAt"`,
};

export const participationPage = async (
  read: Read,
  actor: Actor,
  on: string,
  filter: {
    readonly roundId: string;
    readonly group?: ParticipationGroup | undefined;
    readonly status?: string | undefined;
    readonly bureauId?: string | undefined;
    readonly institutionKind?: string | undefined;
    readonly q?: string | undefined;
    readonly sort: string;
    readonly page: number;
    readonly pageSize: number;
  },
): Promise<{ rows: ParticipationRow[]; total: number }> => {
  const where = all([
    sql<boolean>`true`,
    filter.status !== undefined && sql<boolean>`p.status = ${filter.status}`,
    filter.group !== undefined &&
      sql<boolean>`p.status = any (${[...statusesOf(filter.group)]}::text[])`,
    atBureau(sql`p."bureauId"`, filter.bureauId),
    filter.institutionKind !== undefined &&
      sql<boolean>`p."institutionKind" = ${filter.institutionKind}`,
    filter.q !== undefined && sql<boolean>`p.search_text like ${likePattern(filter.q)}`,
  ]);
  const rows = await read.all(
    statement(sql<ParticipationRow & { total: number }>`
      select "institutionId", "institutionName", "institutionKind", "areaName", "bureauName", status,
             "applicationId", "submittedAt", "itemCount", "plannedHeadcount", count(*) over () as total
        from (${participationBase(filter.roundId, actor, on)}) p
       where ${where} order by ${orderBy(PARTICIPATION_SORTS, filter.sort)}, "institutionId"
       limit ${filter.pageSize} offset ${(filter.page - 1) * filter.pageSize}`),
  );
  return { rows: rows.map(({ total: _total, ...row }) => row), total: rows[0]?.total ?? 0 };
};

export interface DashboardCell {
  readonly bureauId: string | null;
  readonly bureauName: string | null;
  readonly institutionKind: string;
  readonly status: ParticipationStatus;
  readonly count: number;
  readonly plannedHeadcount: number;
}

/** Bureaus stand in the order of the division codes, those of prefectures before those of counties. */
export const dashboardCells = (
  read: Read,
  actor: Actor,
  on: string,
  roundId: string,
): Promise<DashboardCell[]> =>
  read.all(
    statement(sql<DashboardCell>`
      select "bureauId", "bureauName", "institutionKind", status, count(*) as count,
             sum("plannedHeadcount")::bigint as "plannedHeadcount"
        from (${participationBase(roundId, actor, on)}) p
       group by 1, 2, 3, 4, p."bureauArea"
       order by p."bureauArea" !~ '00$', p."bureauArea", 2 nulls last, 3, 4`),
  );
