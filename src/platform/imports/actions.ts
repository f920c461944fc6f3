import { type Actor, scopeOf } from '../../kernel/actor.ts';
import type { ImportRun } from '../../kernel/import.ts';
import type { Instant } from '../../kernel/time.ts';
import type { AuditEntry } from '../audit.ts';
import type { Read, Transaction } from '../db/database.ts';
import type { ReceivedFile } from '../files/file-store.ts';
import { planned, type PlannedJob } from '../jobs.ts';
import { newId } from '../random.ts';
import {
  alreadyEnded,
  hasErrors,
  importNotFound,
  nothingToImport,
  notToBeStarted,
} from './errors.ts';
import { carryOutImport, checkImportFile } from './jobs.ts';
import { askToStop, findRun, insertRun, latestRuns, moveRun, type RunScope } from './queries.ts';

const LATEST = 20;

interface ImportCall {
  readonly tx: Transaction;
  readonly actor: Actor;
  readonly receivedAt: Instant;
  readonly record: (entry: AuditEntry) => void;
  readonly plan: (job: PlannedJob) => void;
}

/** The runs of the person's organization, or all where they see everything. */
const scopeOfRuns = (feature: string, actor: Actor): RunScope => ({
  feature,
  organizationId: scopeOf(actor).kind === 'all' ? undefined : actor.organizationId,
});

/** @throws DomainError not_found outside the person's scope */
export const getRun = async (
  tx: Read,
  actor: Actor,
  feature: string,
  id: string,
): Promise<ImportRun> => {
  const run = await findRun(tx, scopeOfRuns(feature, actor), id);
  if (run === undefined) throw importNotFound();
  return run;
};

export const listRuns = async (tx: Read, actor: Actor, feature: string): Promise<ImportRun[]> =>
  await latestRuns(tx, scopeOfRuns(feature, actor), LATEST);

const subject = ({ id, register, originalName: fileName, sha256 }: ImportRun) => ({
  subjectKind: 'import',
  subjectId: id,
  detail: { register, fileName, sha256 },
});

/** Keeps the file and has it checked. */
export const beginRun = async (
  { tx, actor, receivedAt, record, plan }: ImportCall,
  target: { readonly feature: string; readonly register: string },
  { originalName, byteCount, sha256, storageKey }: ReceivedFile,
): Promise<ImportRun> => {
  const id = newId(receivedAt);
  const file = { originalName, byteCount, sha256, storageKey };
  await insertRun(tx, { id, ...target, ...file }, actor, receivedAt);
  const run = await getRun(tx, actor, target.feature, id);
  record(subject(run));
  plan(planned(checkImportFile, { runId: id }));
  return run;
};

/** @throws DomainError when the file has errors, would change nothing or was not checked */
export const startRun = async (
  { tx, actor, receivedAt, record, plan }: ImportCall,
  feature: string,
  id: string,
): Promise<ImportRun> => {
  const run = await getRun(tx, actor, feature, id);
  if (run.status !== 'CHECKED') throw notToBeStarted(run.status);
  if (run.errorCount > 0) throw hasErrors(run.errorCount);
  if (run.created + run.changed === 0) throw nothingToImport();
  const by = { at: receivedAt, actorId: actor.userId };
  const isFirst = await moveRun(tx, id, ['CHECKED'], { status: 'WAITING' }, by);
  const now = await getRun(tx, actor, feature, id);
  if (!isFirst) throw notToBeStarted(now.status);
  record({ ...subject(run), fromStatus: run.status, toStatus: now.status });
  plan(planned(carryOutImport, { runId: id }));
  return now;
};

/** At once before the writing begins; a run that writes is asked to stop. @throws DomainError when it has ended */
export const cancelRun = async (
  { tx, actor, receivedAt, record }: ImportCall,
  feature: string,
  id: string,
): Promise<ImportRun> => {
  const run = await getRun(tx, actor, feature, id);
  const by = { at: receivedAt, actorId: actor.userId };
  const before = ['CHECKING', 'CHECKED', 'WAITING'] as const;
  const isCancelled =
    (await moveRun(tx, id, before, { status: 'CANCELLED' }, by)) || (await askToStop(tx, id, by));
  const now = await getRun(tx, actor, feature, id);
  if (!isCancelled) throw alreadyEnded(now.status);
  record({ ...subject(run), fromStatus: run.status, toStatus: now.status });
  return now;
};
