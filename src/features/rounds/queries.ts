import { sql } from 'kysely';
import type { Instant } from '../../kernel/time.ts';
import { type Read, sqlBuilder, type Transaction } from '../../platform/db/database.ts';
import { roundNotFound } from './errors.ts';
import type { RoundPlan } from './rules.ts';
import { roundRules } from './rules-edition.ts';
import type { EligibleKind, RoundStatus } from './status.ts';

export interface StoredRound extends RoundPlan {
  readonly id: string;
  readonly status: RoundStatus;
  readonly version: number;
}

const COLUMNS = [
  'id',
  'year',
  'sequence',
  'title',
  'notice_number',
  'status',
  'opens_at',
  'closes_at',
  'city_review_due_at',
  'provincial_review_due_at',
  'eligible_kinds',
  'guidance',
  'rules',
  'version',
] as const;

const selectRound = () => sqlBuilder.selectFrom('application_round').select(COLUMNS);

type RoundRecord = Awaited<ReturnType<ReturnType<typeof selectRound>['executeTakeFirstOrThrow']>>;

// The check constraints of the table keep the two text columns to the keys of status.ts.
const toRound = (row: RoundRecord): StoredRound => ({
  id: row.id,
  year: row.year,
  sequence: row.sequence,
  title: row.title,
  noticeNumber: row.notice_number,
  status: row.status as RoundStatus,
  opensAt: row.opens_at,
  closesAt: row.closes_at,
  cityReviewDueAt: row.city_review_due_at,
  provincialReviewDueAt: row.provincial_review_due_at,
  eligibleKinds: row.eligible_kinds as EligibleKind[],
  guidance: row.guidance,
  rules: roundRules.parse(row.rules),
  version: row.version,
});

export interface RoundVisibility {
  readonly drafts: boolean;
}

/** @throws DomainError not_found, also for a draft that the reader may not see */
export const loadRound = async (
  read: Read,
  id: string,
  visibility: RoundVisibility,
): Promise<StoredRound> => {
  const row = await read.maybe(
    selectRound()
      .where('id', '=', id)
      .$if(!visibility.drafts, (query) => query.where('status', '<>', 'DRAFT')),
  );
  if (row === undefined) throw roundNotFound();
  return toRound(row);
};

/** As `loadRound`, and nobody else changes the round until the transaction ends. */
export const lockRound = async (tx: Transaction, id: string): Promise<StoredRound> => {
  const row = await tx.maybe(selectRound().where('id', '=', id).forNoKeyUpdate());
  if (row === undefined) throw roundNotFound();
  return toRound(row);
};

export interface RoundListQuery {
  readonly page: number;
  readonly pageSize: number;
  readonly sort: string;
  readonly q?: string | undefined;
  readonly status?: RoundStatus | undefined;
  readonly year?: number | undefined;
}

const SORTS = { closesAt: sql`closes_at`, title: sql`title` } as const;

const ordered = (sort: string) => {
  const direction = sort.startsWith('-') ? sql`desc` : sql`asc`;
  const name = sort.replace(/^-/, '');
  return name in SORTS
    ? sql`${SORTS[name as keyof typeof SORTS]} ${direction}, year desc, sequence desc`
    : sql`year ${direction}, sequence ${direction}`;
};

export const listStoredRounds = async (
  read: Read,
  query: RoundListQuery,
  visibility: RoundVisibility,
): Promise<{ rows: StoredRound[]; total: number }> => {
  const { q, status, year } = query;
  const matching = sqlBuilder
    .selectFrom('application_round')
    .$if(!visibility.drafts, (builder) => builder.where('status', '<>', 'DRAFT'))
    .$if(status !== undefined, (builder) => builder.where('status', '=', status ?? ''))
    .$if(year !== undefined, (builder) => builder.where('year', '=', year ?? 0))
    .$if(q !== undefined, (builder) =>
      builder.where(
        sql<boolean>`strpos(lower(title || ' ' || coalesce(notice_number, '')), lower(${q})) > 0`,
      ),
    );
  const rows = await read.all(
    matching
      .select(COLUMNS)
      .orderBy(ordered(query.sort))
      .limit(query.pageSize)
      .offset((query.page - 1) * query.pageSize),
  );
  const { total } = await read.one(matching.select((of) => of.fn.countAll<number>().as('total')));
  return { rows: rows.map(toRound), total };
};

/** Published and concluded rounds, newest first. */
export const publishedRounds = async (read: Read): Promise<StoredRound[]> => {
  const rows = await read.all(
    selectRound()
      .where('status', '<>', 'DRAFT')
      .orderBy('year', 'desc')
      .orderBy('sequence', 'desc'),
  );
  return rows.map(toRound);
};

const planColumns = (plan: RoundPlan) => ({
  year: plan.year,
  sequence: plan.sequence,
  title: plan.title,
  notice_number: plan.noticeNumber,
  opens_at: plan.opensAt,
  closes_at: plan.closesAt,
  city_review_due_at: plan.cityReviewDueAt,
  provincial_review_due_at: plan.provincialReviewDueAt,
  eligible_kinds: [...plan.eligibleKinds],
  guidance: plan.guidance,
  rules: JSON.stringify(plan.rules),
});

interface Touch {
  readonly at: Instant;
  readonly by: string | null;
}

export const insertRound = async (tx: Transaction, id: string, plan: RoundPlan, touch: Touch) => {
  await tx.run(
    sqlBuilder.insertInto('application_round').values({
      id,
      ...planColumns(plan),
      status: 'DRAFT',
      created_at: touch.at,
      created_by: touch.by,
      updated_at: touch.at,
      updated_by: touch.by,
    }),
  );
};

interface Seen {
  readonly id: string;
  readonly version: number;
}

const touched = (seen: Seen, touch: Touch) =>
  sqlBuilder
    .updateTable('application_round')
    .set({ updated_at: touch.at, updated_by: touch.by, version: seen.version + 1 })
    .where('id', '=', seen.id)
    .where('version', '=', seen.version);

/** @throws DomainError conflict `record.changed` when the round is no longer at the version seen */
export const updateRoundPlan = (tx: Transaction, seen: Seen, plan: RoundPlan, touch: Touch) =>
  tx.updateExactlyOne(touched(seen, touch).set(planColumns(plan)));

/** @throws DomainError conflict `record.changed` when the round is no longer at the version seen */
export const updateRoundStatus = (tx: Transaction, seen: Seen, status: RoundStatus, touch: Touch) =>
  tx.updateExactlyOne(touched(seen, touch).set({ status }));

/** The latest closing that holds for anybody: the round's own, the longest live extension or correction. */
export const latestClosing = async (read: Read, roundId: string): Promise<Instant> => {
  const row = await read.one(
    sqlBuilder
      .selectFrom('application_round as r')
      .leftJoin('round_extension as e', (join) =>
        join.onRef('e.round_id', '=', 'r.id').on('e.revoked_at', 'is', null),
      )
      .leftJoin('application as a', (join) =>
        join.onRef('a.round_id', '=', 'r.id').on('a.status', '=', 'RETURNED'),
      )
      .select(
        sql<Instant>`greatest(r.closes_at, max(e.closes_at), max(a.correction_due_at))`.as(
          'closes_at',
        ),
      )
      .where('r.id', '=', roundId)
      .groupBy('r.closes_at'),
  );
  return row.closes_at;
};

/** The closings of these rounds for one organization, its live extensions included. */
export const closingsOf = async (
  read: Read,
  roundIds: readonly string[],
  organizationId: string,
): Promise<ReadonlyMap<string, Instant>> => {
  if (roundIds.length === 0) return new Map();
  const rows = await read.all(
    sqlBuilder
      .selectFrom('application_round as r')
      .leftJoin('round_extension as e', (join) =>
        join
          .onRef('e.round_id', '=', 'r.id')
          .on('e.revoked_at', 'is', null)
          .on('e.organization_id', '=', organizationId),
      )
      .select(['r.id', sql<Instant>`greatest(r.closes_at, e.closes_at)`.as('closes_at')])
      .where('r.id', 'in', [...roundIds]),
  );
  return new Map(rows.map((row) => [row.id, row.closes_at]));
};
