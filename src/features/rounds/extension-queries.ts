import { sql } from 'kysely';
import type { Instant } from '../../kernel/time.ts';
import { type Read, sqlBuilder, type Transaction } from '../../platform/db/database.ts';
import type { ExtensionScope } from './policy.ts';

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
