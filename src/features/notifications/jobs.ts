import { z } from 'zod';
import { SYSTEM } from '../../kernel/actor.ts';
import { addDays } from '../../kernel/time.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Config } from '../../platform/config.ts';
import type { Database } from '../../platform/db/database.ts';
import {
  type JobHandler,
  jobHandler,
  jobKind,
  planned,
  type PlanJobs,
  type PlannedJob,
} from '../../platform/jobs.ts';
import type { Keyring } from '../../platform/keyring.ts';
import type { Logger } from '../../platform/log.ts';
import { noticeJob, settledJob } from '../../platform/notice.ts';
import type { ReminderSource } from '../../platform/reminders.ts';
import { noteMailSender } from './channel-queries.ts';
import { confirmArrivals } from './confirm-arrival.ts';
import { type DeliveryDependencies, deliverDue } from './deliver.ts';
import { deleteOld } from './delivery-queries.ts';
import { expandNotice } from './expand.ts';
import { gatherDigests } from './gather.ts';
import { createLines } from './lines.ts';
import { remindAll } from './remind.ts';
import { endTodosOf } from './settle.ts';

/** Every minute, and whenever something new stands in the queue. */
const deliverJob = jobKind({
  name: 'notifications.deliver',
  data: z.strictObject({}),
  leaseSeconds: 600,
  retries: 0,
  cron: '* * * * *',
});

/** DingTalk says only later what became of what it has taken. */
const confirmJob = jobKind({
  name: 'notifications.confirmArrivals',
  data: z.strictObject({}),
  leaseSeconds: 600,
  retries: 0,
  cron: '* * * * *',
});

const remindJob = jobKind({
  name: 'notifications.remind',
  data: z.strictObject({}),
  leaseSeconds: 300,
  retries: 3,
  cron: '5 * * * *',
});

/** 02:50 in Beijing. */
const cleanUpJob = jobKind({
  name: 'notifications.cleanUp',
  data: z.strictObject({}),
  leaseSeconds: 300,
  retries: 3,
  cron: '50 18 * * *',
});

/** Wakes a worker; planned in the transaction that fills the queue. */
export const wake = (): PlannedJob => planned(deliverJob, {});

/** One run ends after so long and plans the next: a server that stops never waits long for it. */
const RUN_MS = 15_000;
const CONFIRM_MS = 60_000;
const KEPT_DAYS = 400;

export interface NotificationDependencies {
  readonly database: Database;
  readonly clock: Clock;
  readonly keyring: Keyring;
  readonly config: Config;
  readonly log: Logger;
}

const publicUrlOf = (config: Config): string =>
  config.publicUrl ?? `http://${config.host}:${config.port}`;

/** What the delivery needs, from what every job gets. */
export const deliveryDependencies = (deps: NotificationDependencies): DeliveryDependencies => ({
  database: deps.database,
  clock: deps.clock,
  keyring: deps.keyring,
  log: deps.log,
  publicUrl: publicUrlOf(deps.config),
  openLine: createLines(deps),
});

const MOST_WORKERS = 4;
const WORTH_A_WORKER = 500;

const wakeSome =
  (plan: PlanJobs, peopleCount: number) =>
  (tx: Parameters<PlanJobs>[0]): Promise<void> => {
    const workers = Math.min(MOST_WORKERS, Math.ceil(peopleCount / WORTH_A_WORKER));
    return plan(
      tx,
      Array.from({ length: Math.max(1, workers) }, () => wake()),
    );
  };

/** Tells the others, once in the life of this worker, whether it can send mail. */
const sayOnce = (deps: NotificationDependencies): (() => Promise<void>) => {
  let isSaid = false;
  return async () => {
    if (isSaid) return;
    const sender = deps.config.mail?.from ?? null;
    await deps.database.transaction(SYSTEM, (tx) => noteMailSender(tx, sender));
    isSaid = true;
  };
};

export const notificationJobs = (
  deps: NotificationDependencies,
  reminderSources: readonly ReminderSource[],
): JobHandler[] => {
  const { database, clock } = deps;
  const saySetUp = sayOnce(deps);
  const delivery = deliveryDependencies(deps);
  return [
    jobHandler(noticeJob, async (notice, _signal, plan) => {
      await saySetUp();
      await expandNotice(database, notice, clock.now(), (tx, peopleCount) =>
        wakeSome(plan, peopleCount)(tx),
      );
    }),
    jobHandler(settledJob, (notice, _signal, plan) =>
      endTodosOf(database, notice, clock.now(), wakeSome(plan, 1)),
    ),
    jobHandler(deliverJob, async (_data, signal, plan) => {
      await saySetUp();
      await gatherDigests(database, clock.now());
      const end = AbortSignal.any([signal, AbortSignal.timeout(RUN_MS)]);
      const isMoreLeft = await deliverDue(delivery, end);
      if (isMoreLeft && !signal.aborted) {
        await database.transaction(SYSTEM, (tx) => plan(tx, [wake()]));
      }
    }),
    jobHandler(confirmJob, async (_data, signal) => {
      await confirmArrivals(delivery, AbortSignal.any([signal, AbortSignal.timeout(CONFIRM_MS)]));
    }),
    jobHandler(remindJob, async (_data, _signal, plan) => {
      await remindAll(database, reminderSources, clock.now(), wakeSome(plan, 1));
    }),
    jobHandler(cleanUpJob, async () => {
      const before = addDays(clock.now(), -KEPT_DAYS);
      await database.transaction(SYSTEM, (tx) => deleteOld(tx, before));
    }),
  ];
};
