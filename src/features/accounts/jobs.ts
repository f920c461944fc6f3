import { z } from 'zod';
import { SYSTEM } from '../../kernel/actor.ts';
import { addDays } from '../../kernel/time.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/db/database.ts';
import { jobHandler, jobKind, type JobHandler } from '../../platform/jobs.ts';
import { deleteOldExternalSignIns } from './dingtalk-queries.ts';
import { deleteOldSteps } from './factor-queries.ts';
import { deleteLooseLetters } from './request-queries.ts';
import { DEVICE_DAYS } from './sign-in-rules.ts';
import { deleteOutdated } from './sign-in-queries.ts';

/** 02:40 in Beijing, when nobody is at work. */
const cleanUpAccounts = jobKind({
  name: 'accounts.cleanUp',
  data: z.object({}),
  leaseSeconds: 60,
  retries: 3,
  cron: '40 18 * * *',
});

const FAILURE_DAYS = 1;
const LINK_DAYS = 90;
/** Twice as long as somebody may take to send the request. */
const LETTER_DAYS = 2;

/** Deletes old wrong passwords, links, letters that no request names, and sessions; a session stays as long as its device counts as known. */
export const accountJobs = (environment: {
  readonly database: Database;
  readonly clock: Clock;
}): readonly JobHandler[] => [
  jobHandler(cleanUpAccounts, async () => {
    const now = environment.clock.now();
    await environment.database.transaction(SYSTEM, async (tx) => {
      await deleteOutdated(tx, {
        failures: addDays(now, -FAILURE_DAYS),
        sessions: addDays(now, -DEVICE_DAYS),
        links: addDays(now, -LINK_DAYS),
      });
      await deleteOldExternalSignIns(tx, addDays(now, -FAILURE_DAYS));
      await deleteOldSteps(tx, addDays(now, -FAILURE_DAYS));
      await deleteLooseLetters(tx, addDays(now, -LETTER_DAYS));
    });
  }),
];
