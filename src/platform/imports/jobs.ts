import { buffer } from 'node:stream/consumers';
import { z } from 'zod';
import { SYSTEM } from '../../kernel/actor.ts';
import { DomainError } from '../../kernel/error.ts';
import { MAX_IMPORT_ROWS } from '../../kernel/import.ts';
import { addDays, addMinutes } from '../../kernel/time.ts';
import { appendAudit } from '../audit.ts';
import type { Clock } from '../clock.ts';
import type { Database, Transaction } from '../db/database.ts';
import type { FileStore } from '../files/file-store.ts';
import { jobHandler, type JobHandler, jobKind } from '../jobs.ts';
import type { Logger } from '../log.ts';
import { type AppliedImport, checkImport, writeImport } from './apply.ts';
import { inChunks } from './chunks.ts';
import type { ImportContext, ImportFamily, ImportKind, ImportOutcome } from './import-kind.ts';
import {
  addWritten,
  filesNoLongerNeeded,
  findWork,
  forgetFile,
  forgetProblems,
  idleSince,
  type ImportWork,
  keepOutcome,
  moveRun,
} from './queries.ts';
import { readImport } from './read-file.ts';

const ofRun = z.object({ runId: z.uuid() });
const LEASE_SECONDS = 600;

export const checkImportFile = jobKind({
  name: 'imports.check',
  data: ofRun,
  leaseSeconds: LEASE_SECONDS,
  retries: 5,
});

export const carryOutImport = jobKind({
  name: 'imports.carryOut',
  data: ofRun,
  leaseSeconds: LEASE_SECONDS,
  retries: 10,
});

const cleanUpImports = jobKind({
  name: 'imports.cleanUp',
  data: z.object({}),
  leaseSeconds: 60,
  retries: 1,
  cron: '*/15 * * * *',
});

/** Nothing happens to a run under way for so long only when no worker will come back to it. */
const STALE_MINUTES = 60;
/** A check says what the registers were like then. */
const CHECK_DAYS = 1;
const PROBLEM_DAYS = 30;

const BROKEN = '系统没有完成这次导入，数据没有改动，请重新上传文件再试';

export interface ImportDependencies {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly files: Pick<FileStore, 'open' | 'remove'>;
  /** Every register of the product that a file can fill. */
  readonly families: readonly ImportFamily[];
}

/** Thrown to roll back what an import has written when somebody asked to stop. */
class ImportStopped extends Error {}

/** What is wrong with the file by now, though nothing was when it was checked. */
class ImportRefused extends Error {
  readonly outcome: ImportOutcome;
  constructor(outcome: ImportOutcome) {
    super('rows refused');
    this.outcome = outcome;
  }
}

const kindOf = ({ families }: ImportDependencies, work: ImportWork): ImportKind => {
  const kind = families.find(({ feature }) => feature === work.feature)?.kinds[work.register];
  if (kind === undefined) throw new Error(`no register ${work.feature}/${work.register}`);
  return kind;
};

const bytesOf = async ({ files }: ImportDependencies, work: ImportWork): Promise<Uint8Array> => {
  if (work.storage_key === null) throw new Error(`import ${work.id} has no file`);
  return await buffer(files.open(work.storage_key));
};

const contextOf = ({ clock }: ImportDependencies, { actor }: ImportWork): ImportContext => ({
  actorId: actor.userId,
  at: clock.now(),
  organizationId: actor.organizationId,
});

const asSystem = async <T>(
  { database }: ImportDependencies,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> => await database.transaction(SYSTEM, work);

/** Away for a moment: the job comes back by itself. */
const isTemporary = (error: unknown): boolean =>
  error instanceof DomainError && error.kind === 'unavailable';

const fail = async (
  deps: ImportDependencies,
  id: string,
  failure: string,
  outcome?: ImportOutcome,
): Promise<void> => {
  const by = { at: deps.clock.now(), actorId: null };
  await asSystem(deps, async (tx) => {
    const isMoved = await moveRun(
      tx,
      id,
      ['CHECKING', 'WAITING', 'RUNNING'],
      { status: 'FAILED', failure },
      by,
    );
    if (isMoved && outcome !== undefined) await keepOutcome(tx, id, outcome, MAX_IMPORT_ROWS);
  });
};

const check = async (deps: ImportDependencies, runId: string): Promise<void> => {
  const work = await deps.database.read(SYSTEM, (read) => findWork(read, runId));
  if (work?.status !== 'CHECKING') return;
  const bytes = await bytesOf(deps, work);
  const outcome = await deps.database.read(work.actor, (read) =>
    checkImport(read, kindOf(deps, work), bytes, contextOf(deps, work)),
  );
  await asSystem(deps, async (tx) => {
    const by = { at: deps.clock.now(), actorId: null };
    if (await moveRun(tx, runId, ['CHECKING'], { status: 'CHECKED' }, by)) {
      await keepOutcome(tx, runId, outcome, MAX_IMPORT_ROWS);
    }
  });
};

/**
 * Leaves in the log which file it was (by its hash) and what it changed, and a line in the history of each record it
 * touched, in the name of whoever asked.
 */
const recordImport = async (
  tx: Transaction,
  work: ImportWork,
  { at }: ImportContext,
  { created, changed, same, traces }: AppliedImport,
): Promise<void> => {
  const { actor, feature, register, sha256, file_name: fileName } = work;
  const action = `${feature}.applyImport`;
  const moment = { actor, action, at, receivedAt: at, outcome: 'done' } as const;
  await appendAudit(tx, moment, [
    {
      subjectKind: 'import',
      subjectId: work.id,
      toStatus: 'DONE',
      detail: { register, fileName, sha256, created, changed, same },
    },
  ]);
  // One statement cannot carry the lines of thousands of records.
  for (const chunk of inChunks(traces)) await appendAudit(tx, moment, chunk);
};

/** The rows and the end of the run are one transaction: after a crash the job begins anew, and finds nothing written. */
const writeAll = async (deps: ImportDependencies, work: ImportWork): Promise<void> => {
  const kind = kindOf(deps, work);
  const reading = readImport(await bytesOf(deps, work), kind.columns);
  const context: ImportContext = {
    ...contextOf(deps, work),
    // By a connection of its own, so that it is seen at once.
    onWritten: async (rows) => {
      if (await asSystem(deps, (tx) => addWritten(tx, work.id, rows, deps.clock.now())))
        throw new ImportStopped();
    },
  };
  await deps.database.transaction(work.actor, async (tx) => {
    const applied = await writeImport(tx, kind, reading, context);
    if (applied.errorCount > 0) throw new ImportRefused(applied);
    await recordImport(tx, work, context, applied);
    const by = { at: deps.clock.now(), actorId: work.actor.userId };
    if (!(await moveRun(tx, work.id, ['RUNNING'], { status: 'DONE' }, by)))
      throw new ImportStopped();
  });
};

const carryOut = async (deps: ImportDependencies, runId: string): Promise<void> => {
  const work = await deps.database.read(SYSTEM, (read) => findWork(read, runId));
  if (work === undefined) return;
  const by = { at: deps.clock.now(), actorId: null };
  // A run that already runs was left by a worker that died: its rows were rolled back.
  const isMine = await asSystem(deps, (tx) =>
    moveRun(tx, runId, ['WAITING', 'RUNNING'], { status: 'RUNNING' }, by),
  );
  if (!isMine) return;
  try {
    await writeAll(deps, work);
  } catch (error) {
    if (error instanceof ImportStopped) {
      await asSystem(deps, (tx) => moveRun(tx, runId, ['RUNNING'], { status: 'CANCELLED' }, by));
    } else if (error instanceof ImportRefused) {
      const failure = `检查之后数据有变化，文件中有 ${error.outcome.errorCount} 处错误，没有导入任何内容`;
      await fail(deps, runId, failure, error.outcome);
    } else throw error;
  }
};

/** A fault ends the run in words; only what passes by itself is tried again. */
const guarded = async (
  deps: ImportDependencies,
  runId: string,
  work: () => Promise<void>,
): Promise<void> => {
  try {
    await work();
  } catch (error) {
    if (isTemporary(error)) throw error;
    deps.log.error({ err: error, runId }, 'import failed');
    await fail(deps, runId, error instanceof DomainError ? error.text : BROKEN);
  }
};

const cleanUp = async (deps: ImportDependencies): Promise<void> => {
  const at = deps.clock.now();
  const { database, files } = deps;
  const idle = await database.read(SYSTEM, async (read) => ({
    stale: await idleSince(
      read,
      ['CHECKING', 'WAITING', 'RUNNING'],
      addMinutes(at, -STALE_MINUTES),
    ),
    unused: await idleSince(read, ['CHECKED'], addDays(at, -CHECK_DAYS)),
  }));
  for (const id of idle.stale) await fail(deps, id, BROKEN);
  await asSystem(deps, async (tx) => {
    for (const id of idle.unused)
      await moveRun(tx, id, ['CHECKED'], { status: 'CANCELLED' }, { at, actorId: null });
    await forgetProblems(tx, addDays(at, -PROBLEM_DAYS));
  });
  for (const { id, storage_key: key } of await database.read(SYSTEM, filesNoLongerNeeded)) {
    if (key !== null) await files.remove(key);
    await asSystem(deps, (tx) => forgetFile(tx, id));
  }
};

/** Checks files and carries imports out, one transaction each; removes files that are no longer needed. */
export const importJobs = (deps: ImportDependencies): readonly JobHandler[] => [
  jobHandler(checkImportFile, ({ runId }) => guarded(deps, runId, () => check(deps, runId))),
  jobHandler(carryOutImport, ({ runId }) => guarded(deps, runId, () => carryOut(deps, runId))),
  jobHandler(cleanUpImports, () => cleanUp(deps)),
];
