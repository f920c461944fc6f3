import { sql } from 'kysely';
import { z } from 'zod';
import type { Actor } from '../../kernel/actor.ts';
import { ORGANIZATION_KINDS, type OrganizationKind, ROLES, type Role } from '../../kernel/actor.ts';
import { importProblem, type ImportRun, type ImportStatus } from '../../kernel/import.ts';
import type { Instant } from '../../kernel/time.ts';
import { type Read, sqlBuilder, type Transaction } from '../db/database.ts';
import type { ImportOutcome } from './import-kind.ts';

/**
 * Other writers wait until the import has ended; readers do not. Without it a row edited between reading and writing
 * would lose the edit.
 */
export const lockTables = async (tx: Transaction, tables: readonly string[]): Promise<void> => {
  for (const table of tables) {
    await tx.run({
      compile: () =>
        sql`lock table ${sql.table(table)} in share row exclusive mode`.compile(sqlBuilder),
    });
  }
};

/** Whoever asked, as they were then; the session is not kept. */
const storedActor = z.object({
  kind: z.literal('person'),
  userId: z.string(),
  name: z.string(),
  organizationId: z.string(),
  organizationName: z.string(),
  organizationKind: z.enum(
    Object.keys(ORGANIZATION_KINDS) as [OrganizationKind, ...OrganizationKind[]],
  ),
  roles: z.array(z.enum(Object.keys(ROLES) as [Role, ...Role[]])),
  affiliatedInstitutionIds: z.array(z.string()),
});

export interface NewRun {
  readonly id: string;
  readonly feature: string;
  readonly register: string;
  readonly originalName: string;
  readonly byteCount: number;
  readonly sha256: string;
  readonly storageKey: string;
}

export const insertRun = async (
  tx: Transaction,
  run: NewRun,
  actor: Actor,
  at: Instant,
): Promise<void> => {
  const { sessionId: _, viewer: __, ...who } = actor;
  await tx.run(
    sqlBuilder.insertInto('import_run').values({
      id: run.id,
      feature: run.feature,
      register: run.register,
      status: 'CHECKING',
      actor: JSON.stringify(who),
      organization_id: actor.organizationId,
      file_name: run.originalName,
      byte_count: run.byteCount,
      sha256: run.sha256,
      storage_key: run.storageKey,
      created_at: at,
      created_by: actor.userId,
      updated_at: at,
      updated_by: actor.userId,
    }),
  );
};

const runs = sqlBuilder
  .selectFrom('import_run')
  .select([
    'id',
    'register',
    'status',
    'file_name as originalName',
    'byte_count as byteCount',
    'sha256',
    sql<string>`actor->>'name'`.as('requestedBy'),
    'created_at as createdAt',
    'ended_at as endedAt',
    'row_count as rowCount',
    'created_count as created',
    'changed_count as changed',
    'same_count as same',
    'error_count as errorCount',
    'warning_count as warningCount',
    'written_count as written',
    sql<boolean>`cancel_requested_at is not null and ended_at is null`.as('isCancelling'),
    'failure',
  ]);

/** Which rows a person may reach: their organization's, or all of them. */
export interface RunScope {
  readonly feature: string;
  /** Undefined for whoever sees everything. */
  readonly organizationId: string | undefined;
}

const inScope = ({ feature, organizationId }: RunScope) => {
  const ofFeature = runs.where('feature', '=', feature);
  return organizationId === undefined
    ? ofFeature
    : ofFeature.where('organization_id', '=', organizationId);
};

const asRun = <R extends { readonly status: string }>(row: R) => ({
  ...row,
  status: row.status as ImportStatus,
});

export const findRun = async (
  read: Read,
  scope: RunScope,
  id: string,
): Promise<ImportRun | undefined> => {
  const row = await read.maybe(inScope(scope).where('id', '=', id));
  return row === undefined ? undefined : asRun(row);
};

export const latestRuns = async (
  read: Read,
  scope: RunScope,
  count: number,
): Promise<ImportRun[]> =>
  (
    await read.all(inScope(scope).orderBy('created_at', 'desc').orderBy('id', 'desc').limit(count))
  ).map(asRun);

const problemList = z.array(importProblem);

/** The first `count` problems of a run that was found in scope; all of them without `count`. */
export const problemsOf = async (read: Read, id: string, count?: number) => {
  const { problems } = await read.one(
    sqlBuilder
      .selectFrom('import_run')
      .select(
        count === undefined
          ? sql<unknown>`problems`.as('problems')
          : sql<unknown>`jsonb_path_query_array(problems, ${sql.lit(`$[0 to ${Math.trunc(count) - 1}]`)}::jsonpath)`.as(
              'problems',
            ),
      )
      .where('id', '=', id),
  );
  return problemList.parse(problems);
};

/** What a job needs to know of its run. */
export const findWork = async (read: Read, id: string) => {
  const row = await read.maybe(
    sqlBuilder
      .selectFrom('import_run')
      .select([
        'id',
        'feature',
        'register',
        'status',
        'actor',
        'file_name',
        'sha256',
        'storage_key',
        'cancel_requested_at',
      ])
      .where('id', '=', id),
  );
  if (row === undefined) return undefined;
  const actor: Actor = { ...storedActor.parse(row.actor), sessionId: '' };
  return { ...row, actor };
};

export type ImportWork = NonNullable<Awaited<ReturnType<typeof findWork>>>;

interface Change {
  readonly status: ImportStatus;
  readonly failure?: string;
}

const ENDED: readonly ImportStatus[] = ['DONE', 'FAILED', 'CANCELLED'];

/** Moves a run from one of `from`; false when it stands elsewhere by now. */
export const moveRun = async (
  tx: Transaction,
  id: string,
  from: readonly ImportStatus[],
  { status, failure = '' }: Change,
  by: { readonly at: Instant; readonly actorId: string | null },
): Promise<boolean> => {
  const count = await tx.run(
    sqlBuilder
      .updateTable('import_run')
      .set({
        status,
        failure,
        updated_at: by.at,
        updated_by: by.actorId,
        version: sql`version + 1`,
        ...(ENDED.includes(status) ? { ended_at: by.at } : {}),
        ...(status === 'RUNNING' ? { started_at: by.at, written_count: 0 } : {}),
      })
      .where('id', '=', id)
      .where('status', 'in', [...from])
      // What is done was not asked to stop: the one who asked first is right.
      .$if(status === 'DONE', (query) => query.where('cancel_requested_at', 'is', null)),
  );
  return count === 1;
};

/** Keeps what a check or a failed import found; problems beyond `most` are counted, not kept. */
export const keepOutcome = async (
  tx: Transaction,
  id: string,
  outcome: ImportOutcome,
  most: number,
): Promise<void> => {
  await tx.run(
    sqlBuilder
      .updateTable('import_run')
      .set({
        row_count: outcome.rowCount,
        created_count: outcome.created,
        changed_count: outcome.changed,
        same_count: outcome.same,
        error_count: outcome.errorCount,
        warning_count: outcome.warningCount,
        problems: JSON.stringify(outcome.problems.slice(0, most)),
      })
      .where('id', '=', id),
  );
};

/** Adds to the rows written; true when somebody asked to stop. */
export const addWritten = async (tx: Transaction, id: string, rows: number, at: Instant) => {
  const { isCancelling } = await tx.one(
    sqlBuilder
      .updateTable('import_run')
      .set({ written_count: sql`written_count + ${rows}`, updated_at: at })
      .where('id', '=', id)
      .returning(sql<boolean>`cancel_requested_at is not null`.as('isCancelling')),
  );
  return isCancelling;
};

/** Asks a running import to stop; false when it does not run. */
export const askToStop = async (
  tx: Transaction,
  id: string,
  by: { readonly at: Instant; readonly actorId: string },
): Promise<boolean> =>
  (await tx.run(
    sqlBuilder
      .updateTable('import_run')
      .set({
        cancel_requested_at: sql`coalesce(cancel_requested_at, ${by.at})`,
        updated_by: by.actorId,
        version: sql`version + 1`,
      })
      .where('id', '=', id)
      .where('status', '=', 'RUNNING'),
  )) === 1;

/** Runs in one of these states that nothing has happened to since `before`. */
export const idleSince = async (
  read: Read,
  statuses: readonly ImportStatus[],
  before: Instant,
): Promise<string[]> =>
  (
    await read.all(
      sqlBuilder
        .selectFrom('import_run')
        .select('id')
        .where('status', 'in', [...statuses])
        .where('updated_at', '<', before)
        .limit(1000),
    )
  ).map(({ id }) => id);

/** Files of runs that have ended. */
export const filesNoLongerNeeded = async (
  read: Read,
): Promise<{ readonly id: string; readonly storage_key: string | null }[]> =>
  await read.all(
    sqlBuilder
      .selectFrom('import_run')
      .select(['id', 'storage_key'])
      .where('status', 'in', [...ENDED])
      .where('storage_key', 'is not', null)
      .limit(1000),
  );

export const forgetFile = async (tx: Transaction, id: string): Promise<void> => {
  await tx.run(
    sqlBuilder.updateTable('import_run').set({ storage_key: null }).where('id', '=', id),
  );
};

/** Rows of people's files stand in the texts of problems; they are not kept for long. */
export const forgetProblems = async (tx: Transaction, before: Instant): Promise<void> => {
  await tx.run(
    sqlBuilder
      .updateTable('import_run')
      .set({ problems: '[]' })
      .where('ended_at', '<', before)
      .where('problems', '!=', '[]'),
  );
};
