import { z } from 'zod';
import { SYSTEM } from '../../kernel/actor.ts';
import { beijingDate, type Instant } from '../../kernel/time.ts';
import { appendAudit, type AuditEntry } from '../../platform/audit.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/db/database.ts';
import { type JobHandler, jobHandler, jobKind } from '../../platform/jobs.ts';
import { type DueFiling, expireFiling } from './actions.ts';
import { dueFilings } from './queries.ts';

/**
 * At ten past every hour: filings whose year is over end. Most runs find nothing; a server that was down over New Year
 * catches up within the hour, and running twice changes nothing.
 */
export const expireKind = jobKind({
  name: 'filings.expire',
  data: z.strictObject({}),
  leaseSeconds: 300,
  retries: 3,
  cron: '10 * * * *',
});

const BATCH = 200;

const expireOne = async (database: Database, due: DueFiling, at: Instant): Promise<boolean> =>
  await database.transaction(SYSTEM, async (tx) => {
    const entries: AuditEntry[] = [];
    const record = (entry: AuditEntry): void => void entries.push(entry);
    const done = await expireFiling({ tx, actor: SYSTEM, at, record }, due);
    const moment = {
      actor: SYSTEM,
      action: 'filings.expire',
      at,
      receivedAt: at,
      outcome: 'done',
    } as const;
    await appendAudit(tx, moment, entries);
    return done;
  });

/** Ends every filing that is due on the day of `at`, each in its own transaction; returns how many. */
export const expireDue = async (
  database: Database,
  at: Instant,
  signal?: AbortSignal,
): Promise<number> => {
  let ended = 0;
  for (;;) {
    const due = await database.read(SYSTEM, (read) => dueFilings(read, beijingDate(at), BATCH));
    let progress = 0;
    for (const filing of due) {
      if (signal?.aborted === true) return ended;
      if (await expireOne(database, filing, at)) progress += 1;
    }
    ended += progress;
    // Nothing left, or another worker is at the same filings.
    if (progress === 0) return ended;
  }
};

export const filingJobs = (deps: {
  readonly database: Database;
  readonly clock: Clock;
}): JobHandler[] => [
  jobHandler(expireKind, async (_data, signal) => {
    await expireDue(deps.database, deps.clock.now(), signal);
  }),
];
