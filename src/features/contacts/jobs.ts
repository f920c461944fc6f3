import { z } from 'zod';
import { SYSTEM } from '../../kernel/actor.ts';
import { epochMs, type Instant } from '../../kernel/time.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/db/database.ts';
import { type JobHandler, jobHandler, jobKind, type PlanJobs } from '../../platform/jobs.ts';
import { momentOf } from './change-record.ts';
import { organizationsToRemind } from './list-queries.ts';
import { reminderStep, tellDue } from './notices.ts';

/** Every morning at nine in Beijing. */
const remindKind = jobKind({
  name: 'contacts.remind',
  data: z.strictObject({}),
  leaseSeconds: 300,
  retries: 3,
  cron: '0 1 * * *',
});

const DAY_MS = 86_400_000;

/**
 * Reminds each organization on the day its contacts become due, a week and two weeks later. The key of the notice names
 * the step, so that a second run says nothing twice. @returns how many organizations have something due
 */
export const remindOrganizations = async (
  database: Database,
  at: Instant,
  plan: PlanJobs,
): Promise<number> =>
  await database.transaction(SYSTEM, async (tx) => {
    const due = await organizationsToRemind(tx, momentOf(at));
    const told = due.map(({ since, ...row }) => {
      const days = Math.floor((epochMs(at) - epochMs(since)) / DAY_MS);
      return tellDue({ ...row, since, step: reminderStep(days) });
    });
    await plan(tx, told);
    return due.length;
  });

export const contactJobs = (deps: {
  readonly database: Database;
  readonly clock: Clock;
}): JobHandler[] => [
  jobHandler(remindKind, async (_data, _signal, plan) => {
    await remindOrganizations(deps.database, deps.clock.now(), plan);
  }),
];
