import { sql } from 'kysely';
import type { Instant } from '../../kernel/time.ts';
import { type Read, sqlBuilder, type Transaction } from '../../platform/db/database.ts';
import { roundNotFound } from './errors.ts';
import type { ExtensionScope } from './policy.ts';
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

export interface StoredExtension {
  readonly id: string;
  readonly organizationId: string;
  readonly organizationName: string;
  readonly closesAt: Instant;
  readonly reason: string;
  readonly createdAt: Instant;
  readonly createdByName: string | null;
  /** When it was taken back; its own closing where it had passed before the next one was given. */
  readonly revokedAt: Instant | null;
}

const inScope = (scope: ExtensionScope) => {
  const base = sqlBuilder
    .selectFrom('round_extension as e')
    .innerJoin('organization as o', 'o.id', 'e.organization_id')
    .leftJoin('account as a', 'a.id', 'e.created_by');
  if (scope.kind === 'all') return base;
  if (scope.kind === 'own') return base.where('e.organization_id', '=', scope.organizationId);
  return base.where('e.organization_id', 'in', (of) =>
    of
      .selectFrom('jurisdiction')
      .select('institution_id')
      .where('bureau_id', '=', scope.organizationId)
      .where('valid_from', '<=', scope.on)
      .where((eb) => eb.or([eb('valid_to', 'is', null), eb('valid_to', '>', scope.on)])),
  );
};

const EXTENSION_COLUMNS = [
  'e.id',
  'e.organization_id as organizationId',
  'o.name as organizationName',
  'e.closes_at as closesAt',
  'e.reason',
  'e.created_at as createdAt',
  'a.name as createdByName',
  'e.revoked_at as revokedAt',
] as const;

/** Taken back while it held; false for one that ended at its own closing. */
const wasRevoked = sql<boolean>`(e.revoked_at is not null and e.revoked_at < e.closes_at)`;

export interface ExtensionListQuery {
  readonly page: number;
  readonly pageSize: number;
  readonly sort: string;
  readonly q?: string | undefined;
  readonly revoked?: 'yes' | 'no' | undefined;
}

const EXTENSION_SORTS = {
  createdAt: 'e.created_at',
  closesAt: 'e.closes_at',
  organizationName: 'o.name',
} as const;

export const listStoredExtensions = async (
  read: Read,
  roundId: string,
  query: ExtensionListQuery,
  scope: ExtensionScope,
): Promise<{ rows: StoredExtension[]; total: number }> => {
  const { q, revoked } = query;
  const matching = inScope(scope)
    .where('e.round_id', '=', roundId)
    .$if(revoked !== undefined, (builder) => builder.where(wasRevoked, '=', revoked === 'yes'))
    .$if(q !== undefined, (builder) =>
      builder.where(sql<boolean>`strpos(lower(o.name), lower(${q})) > 0`),
    );
  const key = query.sort.replace(/^-/, '') as keyof typeof EXTENSION_SORTS;
  const rows = await read.all(
    matching
      .select(EXTENSION_COLUMNS)
      .orderBy(EXTENSION_SORTS[key], query.sort.startsWith('-') ? 'desc' : 'asc')
      .orderBy('e.id')
      .limit(query.pageSize)
      .offset((query.page - 1) * query.pageSize),
  );
  const { total } = await read.one(matching.select((of) => of.fn.countAll<number>().as('total')));
  return { rows, total };
};

export const findExtension = (
  read: Read,
  roundId: string,
  id: string,
  scope: ExtensionScope,
): Promise<StoredExtension | undefined> =>
  read.maybe(
    inScope(scope)
      .select(EXTENSION_COLUMNS)
      .where('e.round_id', '=', roundId)
      .where('e.id', '=', id),
  );

export const insertExtension = async (
  tx: Transaction,
  extension: {
    id: string;
    roundId: string;
    organizationId: string;
    closesAt: Instant;
    reason: string;
  },
  touch: { readonly at: Instant; readonly by: string },
): Promise<void> => {
  await tx.run(
    sqlBuilder.insertInto('round_extension').values({
      id: extension.id,
      round_id: extension.roundId,
      organization_id: extension.organizationId,
      closes_at: extension.closesAt,
      reason: extension.reason,
      created_at: touch.at,
      created_by: touch.by,
    }),
  );
};

/**
 * Makes room for the next extension. One that has passed ends by itself at its own closing, by nobody: one row of an
 * institution in a round is open (`revoked_at is null`), and whoever asks for its closing joins that row.
 */
export const endPassedExtension = (
  tx: Transaction,
  roundId: string,
  organizationId: string,
  at: Instant,
): Promise<number> =>
  tx.run(
    sqlBuilder
      .updateTable('round_extension')
      .set((eb) => ({ revoked_at: eb.ref('closes_at') }))
      .where('round_id', '=', roundId)
      .where('organization_id', '=', organizationId)
      .where('revoked_at', 'is', null)
      .where('closes_at', '<=', at),
  );

/** Changes nothing when it is already revoked, which `updateExactlyOne` turns into a conflict. */
export const revokeStoredExtension = (
  tx: Transaction,
  id: string,
  touch: { readonly at: Instant; readonly by: string },
): Promise<void> =>
  tx.updateExactlyOne(
    sqlBuilder
      .updateTable('round_extension')
      .set({ revoked_at: touch.at, revoked_by: touch.by })
      .where('id', '=', id)
      .where('revoked_at', 'is', null),
  );

/** The institution an extension is for, or undefined when it is none or is closed. */
export const findActiveInstitution = (
  read: Read,
  organizationId: string,
): Promise<{ name: string; institution_kind: string } | undefined> =>
  read.maybe(
    sqlBuilder
      .selectFrom('institution as i')
      .innerJoin('organization as o', 'o.id', 'i.organization_id')
      .select(['o.name', 'i.institution_kind'])
      .where('o.id', '=', organizationId)
      .where('o.status', '=', 'ACTIVE'),
  );
