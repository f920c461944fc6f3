import { randomInt } from 'node:crypto';
import { SYSTEM } from '../../kernel/actor.ts';
import { addMinutes, type Instant, isBefore } from '../../kernel/time.ts';
import { forgetProvider } from './address-queries.ts';
import { addressSeal } from './address-seal.ts';
import {
  type CheckEnd,
  claimChecks,
  endCheck,
  putOffChecks,
  type Unchecked,
} from './arrival-queries.ts';
import type { DeliveryDependencies } from './deliver.ts';
import type { Arrival } from './dingtalk-arrival.ts';
import type { Line } from './outcome.ts';
import { MOST_ATTEMPTS, nextAttempt, nextCheck } from './rules.ts';

const BATCH = 50;
const LEASE_MINUTES = 30;
/** DingTalk tells for 24 hours. */
const TOLD_HOURS = 23;
/** So many answers that were none, and the server is left alone for a while. */
const MOST_SILENCES = 3;
const REST_MINUTES = 5;

type Deps = Pick<DeliveryDependencies, 'database' | 'clock' | 'keyring' | 'log' | 'openLine'>;

const UNTOLD = '钉钉没有给出送达结果';

/** Later, as long as DingTalk can be asked. */
const later = (row: Unchecked, at: Instant, reason: string): CheckEnd => {
  const next = nextCheck(at, row.checkCount);
  const isInTime = next !== undefined && isBefore(next, addMinutes(row.settledAt, TOLD_HOURS * 60));
  return isInTime ? { kind: 'ask-again', at: next } : { kind: 'untold', reason };
};

/** A code that came late is of no use, and a test wants to know: only what the person was to be told goes out again. */
const again = (row: Unchecked, at: Instant, reason: string): CheckEnd => {
  if (row.kind !== 'NOTICE' || row.attemptCount >= MOST_ATTEMPTS)
    return { kind: 'dead', reason, at };
  const next = nextAttempt(at, row.attemptCount, randomInt(1000) / 1000);
  return { kind: 'send-again', reason, at: next };
};

const endOf = (row: Unchecked, arrival: Arrival, at: Instant): CheckEnd => {
  switch (arrival.kind) {
    case 'arrived':
      return { kind: 'arrived', at };
    case 'pending':
      return later(row, at, UNTOLD);
    case 'down':
      return later(row, at, `${UNTOLD}：${arrival.reason}`);
    case 'untold':
      return { kind: 'untold', reason: `${UNTOLD}：${arrival.reason}` };
    case 'lost':
      return { kind: 'dead', reason: arrival.reason, at };
    case 'failed':
      return again(row, at, arrival.reason);
  }
};

/** Whom DingTalk was told to notify; the address may have been taken away since. */
const userIdOf = (deps: Deps, row: Unchecked): string | undefined => {
  if (row.addressId === null || row.providerSealed === null) return undefined;
  return addressSeal(deps.keyring, row.addressId).openProvider(row.providerSealed).userId;
};

const checkOne = async (deps: Deps, line: Line, row: Unchecked): Promise<Arrival> => {
  const userId = userIdOf(deps, row);
  const arrival: Arrival =
    userId === undefined || line.arrival === undefined
      ? { kind: 'untold', reason: '收件人的钉钉已换' }
      : await line.arrival(row.providerRef, userId);
  const end = endOf(row, arrival, deps.clock.now());
  await deps.database.transaction(SYSTEM, async (tx) => {
    const isFirst = await endCheck(tx, row, end);
    const isGone = arrival.kind === 'failed' && arrival.isPersonGone === true;
    if (isFirst && isGone && row.addressId !== null) await forgetProvider(tx, row.addressId);
  });
  return arrival;
};

/** Returns whether the server still answers. */
const checkBatch = async (
  deps: Deps,
  line: Line,
  rows: readonly Unchecked[],
  signal: AbortSignal,
): Promise<boolean> => {
  let silences = 0;
  for (const [index, row] of rows.entries()) {
    if (signal.aborted || silences >= MOST_SILENCES) {
      const ids = rows.slice(index).map(({ id }) => id);
      const at = addMinutes(deps.clock.now(), signal.aborted ? 0 : REST_MINUTES);
      await deps.database.transaction(SYSTEM, (tx) => putOffChecks(tx, ids, at));
      return false;
    }
    const { kind } = await checkOne(deps, line, row);
    silences = kind === 'down' ? silences + 1 : 0;
  }
  return silences < MOST_SILENCES;
};

/**
 * Asks DingTalk what became of the work notifications that it has taken. Those that failed go back into the queue or
 * become dead letters, as other faults do; what may have been shown is never sent again.
 */
export const confirmArrivals = async (deps: Deps, signal: AbortSignal): Promise<void> => {
  const line = await deps.openLine('DINGTALK_WORK');
  if (line === undefined) return;
  try {
    while (!signal.aborted) {
      const at = deps.clock.now();
      const claim = { at, until: addMinutes(at, LEASE_MINUTES), limit: BATCH };
      const rows = await deps.database.transaction(SYSTEM, (tx) => claimChecks(tx, claim));
      if (rows.length === 0 || !(await checkBatch(deps, line, rows, signal))) return;
    }
  } finally {
    line.close();
  }
};
