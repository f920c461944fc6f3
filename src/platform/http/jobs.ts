import { z } from 'zod';
import { SYSTEM } from '../../kernel/actor.ts';
import { addDays } from '../../kernel/time.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import { type JobHandler, jobHandler, jobKind } from '../jobs.ts';
import { deleteAnswersBefore } from './idempotency.ts';

/** 03:20 in Beijing, when nobody is at work. */
const cleanUpAnswers = jobKind({
  name: 'requests.cleanUp',
  data: z.object({}),
  leaseSeconds: 300,
  retries: 3,
  cron: '20 19 * * *',
});

/** A browser asks again within minutes, a person after a weekend at most. */
const KEPT_DAYS = 7;

/** So many in one transaction: whoever looks for an answer meanwhile waits for none of them. */
const BATCH = 2_000;

/** Deletes the answers that were kept for a repeated request, which nobody repeats any more. */
export const requestJobs = (deps: {
  readonly database: Database;
  readonly clock: Clock;
}): readonly JobHandler[] => [
  jobHandler(cleanUpAnswers, async (_data, signal) => {
    const before = addDays(deps.clock.now(), -KEPT_DAYS);
    const deleteSome = () =>
      deps.database.transaction(SYSTEM, (tx) => deleteAnswersBefore(tx, before, BATCH));
    while (!signal.aborted && (await deleteSome()) === BATCH);
  }),
];
