import { z } from 'zod';
import { isBefore, type Instant } from '../../kernel/time.ts';
import { jobKind, planned, type PlannedJob } from '../../platform/jobs.ts';
import { type ReminderName, REMINDERS } from './rules.ts';

/** Reminds those who have signed up, once for each of the moments before the start. */
export const remindKind = jobKind({
  name: 'info-sessions.remind',
  data: z.strictObject({
    sessionId: z.uuid(),
    /** Of a session that was put off since, another job reminds. */
    sequence: z.int(),
    name: z.enum(['day', 'hour'] satisfies ReminderName[]),
  }),
  leaseSeconds: 60,
  retries: 10,
});

/** Ends the sessions whose time is over. */
export const holdDueKind = jobKind({
  name: 'info-sessions.holdDue',
  data: z.strictObject({}),
  leaseSeconds: 120,
  retries: 3,
  cron: '*/5 * * * *',
});

/** The reminders that still lie ahead. */
export const plannedReminders = (
  session: { readonly id: string; readonly startsAt: Instant; readonly sequence: number },
  now: Instant,
): PlannedJob[] =>
  (Object.keys(REMINDERS) as ReminderName[]).flatMap((name) => {
    const startAfter = REMINDERS[name].at(session.startsAt);
    if (!isBefore(now, startAfter)) return [];
    const { id: sessionId, sequence } = session;
    const key = `${sessionId}:${sequence}:${name}`;
    return [planned(remindKind, { sessionId, sequence, name }, { startAfter, key })];
  });
