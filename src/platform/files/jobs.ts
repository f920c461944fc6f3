import { z } from 'zod';
import { SYSTEM } from '../../kernel/actor.ts';
import { appendAudit } from '../audit.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import { type JobHandler, jobHandler, jobKind } from '../jobs.ts';
import type { Logger } from '../log.ts';
import type { FileStore } from './file-store.ts';
import { namedKeys, namesAnyFile } from './queries.ts';
import type { FileReference } from './references.ts';

/** 03:10 in Beijing, when nobody is at work. */
export const sweepFilesKind = jobKind({
  name: 'files.sweep',
  data: z.object({}),
  leaseSeconds: 3_600,
  retries: 2,
  cron: '10 19 * * *',
});

interface Dependencies {
  readonly database: Database;
  readonly clock: Clock;
  readonly files: FileStore;
  readonly log: Logger;
  /** Every column of the product that names stored files. */
  readonly references: readonly FileReference[];
}

/**
 * Removes the files that no row names any more: of refused forms, removed drafts, finished imports. A database that
 * names no file at all beside a full folder was not filled yet, or is another one; then nothing is removed.
 */
const sweepFiles = async (deps: Dependencies): Promise<void> => {
  const { database, files, references, log } = deps;
  if (!(await database.read(SYSTEM, (read) => namesAnyFile(read, references)))) {
    log.info('数据库里没有文件的记录，没有清理文件');
    return;
  }
  const removed = await files.sweepOrphans((candidates) =>
    database.read(SYSTEM, (read) => namedKeys(read, references, candidates)),
  );
  if (removed.length === 0) return;
  const at = deps.clock.now();
  const moment = {
    actor: SYSTEM,
    action: 'files.sweep',
    at,
    receivedAt: at,
    outcome: 'done',
  } as const;
  await database.transaction(SYSTEM, (tx) =>
    appendAudit(tx, moment, [{ detail: { fileCount: removed.length } }]),
  );
  log.info({ fileCount: removed.length }, '已清理没有记录的文件');
};

export const fileJobs = (deps: Dependencies): readonly JobHandler[] => [
  jobHandler(sweepFilesKind, async () => await sweepFiles(deps)),
];
