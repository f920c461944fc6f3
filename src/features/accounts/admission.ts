import { availableParallelism } from 'node:os';
import { DomainError } from '../../kernel/error.ts';
import type { Admission } from '../../platform/http/route.ts';
import { addressClass } from './sign-in-rules.ts';

export interface AdmissionLimits {
  /** Requests that may hash at the same time. */
  readonly running: number;
  /** Requests that may wait for their turn. */
  readonly waiting: number;
  /** Of these, how many from one network: a flood from one place leaves room for the others. */
  readonly waitingPerNetwork: number;
}

/**
 * One core is left to everybody else, and never more than two of the database's connections go to passwords. On two
 * cores, two hashes at a time tripled what a submission takes; one at a time leaves it below the double.
 */
export const DEFAULT_LIMITS: AdmissionLimits = {
  running: Math.min(2, Math.max(1, availableParallelism() - 1)),
  waiting: 200,
  waitingPerNetwork: 120,
};

const RETRY_SECONDS = 3;

const crowded = (): DomainError =>
  new DomainError(
    'unavailable',
    'accounts.crowded',
    `现在登录的人很多，请 ${RETRY_SECONDS} 秒后再点一次“登录”`,
    { retryAfter: RETRY_SECONDS },
  );

interface Waiter {
  readonly network: string;
  readonly start: () => void;
}

/** The queue in front of everything that hashes a password: a login storm must not starve the rest (assurance A1). */
export const createAdmission = (limits: AdmissionLimits = DEFAULT_LIMITS): Admission => {
  const queue: Waiter[] = [];
  const waitingOf = new Map<string, number>();
  let running = 0;

  const count = (network: string, change: 1 | -1): void => {
    const next = (waitingOf.get(network) ?? 0) + change;
    if (next === 0) waitingOf.delete(network);
    else waitingOf.set(network, next);
  };

  const turn = async (network: string): Promise<void> => {
    if (running < limits.running) {
      running += 1;
      return;
    }
    const isFull = queue.length >= limits.waiting;
    if (isFull || (waitingOf.get(network) ?? 0) >= limits.waitingPerNetwork) throw crowded();
    count(network, 1);
    // The one that leaves hands its place over, so `running` does not change in between.
    await new Promise<void>((start) => void queue.push({ network, start }));
    count(network, -1);
  };

  const leave = (): void => {
    const next = queue.shift();
    if (next === undefined) running -= 1;
    else next.start();
  };

  return async (client, work) => {
    await turn(addressClass(client));
    try {
      return await work();
    } finally {
      leave();
    }
  };
};
