import { randomUUID } from 'node:crypto';
import { PgBoss } from 'pg-boss';
import type { z } from 'zod';
import { CompiledQuery } from 'kysely';
import pg from 'pg';
import type { Transaction } from './db/database.ts';
import { watchedLine } from './db/line.ts';
import type { Logger } from './log.ts';

/** A kind of background work. Handlers are idempotent: a job may run twice after a crash. */
export interface JobKind<S extends z.ZodType = z.ZodType> {
  /** `feature.verb`. */
  readonly name: string;
  readonly data: S;
  /** Seconds a worker may hold the job before another takes it over (short lease, assurance F12). */
  readonly leaseSeconds: number;
  readonly retries: number;
  /** A crontab line in UTC for work that starts by itself. */
  readonly cron?: string;
}

export const jobKind = <const S extends z.ZodType>(kind: JobKind<S>): JobKind<S> => kind;

export interface PlannedJob {
  readonly kind: JobKind;
  readonly data: unknown;
  /** Same key, same pending job: a second plan changes nothing. */
  readonly key?: string;
  /** ISO instant before which it does not run. */
  readonly startAfter?: string;
}

export const planned = <S extends z.ZodType>(
  kind: JobKind<S>,
  data: z.input<S>,
  options: { key?: string; startAfter?: string } = {},
): PlannedJob => ({ kind, data, ...options });

/** Plans jobs in the transaction of the change: they exist if and only if it commits. */
export type PlanJobs = (transaction: Transaction, jobs: readonly PlannedJob[]) => Promise<void>;

export interface JobHandler {
  readonly kind: JobKind;
  /** `plan` is the queue's own when the queue runs the job; a test that leaves it out may plan nothing. */
  readonly handle: (data: unknown, signal: AbortSignal, plan?: PlanJobs) => Promise<void>;
}

const planNothing: PlanJobs = async () => {
  throw new Error('this job was run without a queue to plan in');
};

export const jobHandler = <S extends z.ZodType>(
  kind: JobKind<S>,
  handle: (data: z.output<S>, signal: AbortSignal, plan: PlanJobs) => Promise<void>,
): JobHandler => ({
  kind,
  handle: (data, signal, plan = planNothing) => handle(kind.data.parse(data), signal, plan),
});

const SCHEMA = 'pgboss';

/**
 * A worker says twice in this time that it is alive. Once it is dead its job is another's after at most this, a sweep,
 * the pause before a retry (10) and a poll (2): well within a minute (assurance F12), however long the lease.
 */
const HEARTBEAT_SECONDS = 20;

/** How often a worker looks for jobs whose worker has died. */
const SWEEP_SECONDS = 15;

/** Nothing that the queue asks takes nearly so long; a worker whose line fell silent would look for jobs no more. */
const QUEUE_SILENT_MS = 30_000;

export interface JobQueue {
  readonly plan: PlanJobs;
  /** Starts working; one process may both serve and work. */
  work(handlers: readonly JobHandler[]): Promise<void>;
  stop(): Promise<void>;
}

/**
 * pg-boss over the owner's connection: it polls, so it runs on every PostgreSQL-compatible engine.
 * @param kinds every kind the product knows; their queues are created at start.
 */
export const openJobQueue = async (
  url: string,
  kinds: readonly JobKind[],
  options: {
    readonly log: Logger;
    /** `plan`: only plans jobs; `work`: also supervises the queue and starts what is due by the clock. */
    readonly mode: 'plan' | 'work';
    readonly pollSeconds?: number;
    /** How long the queue waits for an answer of the database. */
    readonly silentMs?: number;
  },
): Promise<JobQueue> => {
  const works = options.mode === 'work';
  const boss = new PgBoss({
    connectionString: url,
    ...watchedLine(options.silentMs ?? QUEUE_SILENT_MS),
    schema: SCHEMA,
    max: works ? 4 : 1,
    application_name: 'onex-jobs',
    supervise: works,
    schedule: works,
    superviseIntervalSeconds: SWEEP_SECONDS,
    monitorIntervalSeconds: SWEEP_SECONDS,
    maintenanceIntervalSeconds: 60,
  });
  boss.on('error', (error: Error) => options.log.error({ err: error }, 'job queue'));
  try {
    await boss.start();
    await grantToApplication(url);
    for (const kind of kinds) await ensureQueue(boss, kind, works);
  } catch (error) {
    await boss.stop({ graceful: false }).catch(() => undefined);
    throw error;
  }

  const plan: PlanJobs = async (transaction, jobs) => {
    for (const job of jobs) {
      await boss.send(job.kind.name, job.kind.data.parse(job.data) as object, {
        singletonKey: job.key ?? randomUUID(),
        ...(job.startAfter === undefined ? {} : { startAfter: job.startAfter }),
        db: { executeSql: (text, values) => executeIn(transaction, text, values ?? []) },
      });
    }
  };

  return {
    plan,
    async work(handlers) {
      for (const handler of handlers)
        await startWorker(boss, handler, plan, options.pollSeconds ?? 2);
    },
    stop: () => boss.stop({ graceful: true, timeout: 20_000 }),
  };
};

/**
 * One job is taken at a time, so that a failure is its own, its lease starts when it is begun, and another worker may
 * have the next. Between two polls the worker would sleep, however many wait: after a job it looks again at once, and
 * sleeps only when it finds none.
 */
const startWorker = async (
  boss: PgBoss,
  { kind, handle }: JobHandler,
  plan: PlanJobs,
  pollSeconds: number,
): Promise<void> => {
  let lookAgain = (): void => undefined;
  const workerId = await boss.work(
    kind.name,
    { batchSize: 1, pollingIntervalSeconds: pollSeconds },
    async (batch) => {
      lookAgain();
      for (const job of batch) await handle(job.data, job.signal, plan);
    },
  );
  lookAgain = () => boss.notifyWorker(workerId);
};

const ensureQueue = async (boss: PgBoss, kind: JobKind, works: boolean): Promise<void> => {
  const settings = {
    retryLimit: kind.retries,
    retryDelay: 5,
    retryBackoff: true,
    expireInSeconds: kind.leaseSeconds,
    heartbeatSeconds: Math.max(10, Math.min(HEARTBEAT_SECONDS, kind.leaseSeconds)),
  };
  // `short`: of the jobs that wait, one for each key.
  await boss.createQueue(kind.name, { policy: 'short', ...settings });
  // A queue that is there keeps what an earlier version of the product has set.
  if (works) await boss.updateQueue(kind.name, settings);
  if (works && kind.cron !== undefined) {
    await boss.schedule(kind.name, kind.cron, {}, { tz: 'UTC' });
  }
};

/** Held while the rights are given; any number of ours that nothing else locks. */
const GRANT_LOCK = 7_411_002;

/**
 * Jobs are planned inside the application's own transactions, so its role writes the queue's tables too. Processes that
 * start at once give the rights one after the other: PostgreSQL refuses two grants on one table at the same time.
 */
const grantToApplication = async (url: string): Promise<void> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`select pg_advisory_xact_lock(${GRANT_LOCK});
      grant usage on schema ${SCHEMA} to onex_app;
      grant select, insert, update on all tables in schema ${SCHEMA} to onex_app;
      grant execute on all functions in schema ${SCHEMA} to onex_app`);
  } finally {
    await client.end();
  }
};

const executeIn = async (transaction: Transaction, text: string, values: readonly unknown[]) => ({
  rows: await transaction.all<Record<string, unknown>>({
    compile: () => CompiledQuery.raw(text, [...values]) as CompiledQuery<Record<string, unknown>>,
  }),
});
