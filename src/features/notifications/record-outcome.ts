import { randomInt } from 'node:crypto';
import { SYSTEM } from '../../kernel/actor.ts';
import { addMilliseconds, type Instant } from '../../kernel/time.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database, Transaction } from '../../platform/db/database.ts';
import { isAway } from '../../platform/db/pg-errors.ts';
import { newId } from '../../platform/random.ts';
import { refuseAddress } from './address-queries.ts';
import { noteSent } from './channel-queries.ts';
import {
  type ClaimedDelivery,
  postpone,
  settleDelivery,
  settleMembers,
} from './delivery-queries.ts';
import type { OuterChannel } from './labels.ts';
import { insertDeliveries, isSettled } from './notice-queries.ts';
import type { Outcome } from './outcome.ts';
import { MOST_ATTEMPTS, nextAttempt, nextCheck } from './rules.ts';

/** Who writes down what became of a message: whoever holds its lease. */
export interface Lease {
  readonly deps: { readonly database: Database; readonly clock: Clock };
  readonly channel: OuterChannel;
  readonly leaseId: string;
  /** When the lane last said that its server takes messages. */
  readonly noted: { at: Instant | undefined };
}

/** Said at most once in so long, so that 5,000 messages do not write 5,000 times to one row. */
const NOTE_MS = 5_000;

/** A to-do that was handed over after its task was done elsewhere is ended at once. */
const endTodo = (tx: Transaction, row: ClaimedDelivery, at: Instant): Promise<void> =>
  insertDeliveries(
    tx,
    [
      {
        id: newId(at),
        kind: 'FINISH',
        channel: 'DINGTALK_TODO',
        noticeId: row.noticeId,
        accountId: row.accountId,
        todoId: row.id,
        isUrgent: row.isUrgent,
        status: 'WAITING',
        startAt: at,
      },
    ],
    at,
  );

const recordSent = async (
  tx: Transaction,
  held: Lease,
  row: ClaimedDelivery,
  sent: Extract<Outcome, { kind: 'sent' }>,
): Promise<void> => {
  const at = held.deps.clock.now();
  const settled = { id: row.id, leaseId: held.leaseId, at };
  const end = { status: 'SENT', reason: null, isAttempt: true } as const;
  const isToldLater = row.channel === 'DINGTALK_WORK' && sent.providerRef !== undefined;
  const checkAt = isToldLater ? nextCheck(at, 0) : undefined;
  await settleDelivery(tx, settled, { ...end, providerRef: sent.providerRef, checkAt });
  if (row.kind === 'DIGEST') await settleMembers(tx, row.id, { status: 'SENT', at });
  if (row.channel === 'DINGTALK_TODO' && row.kind === 'NOTICE' && sent.providerRef !== undefined) {
    if (row.noticeId !== null && (await isSettled(tx, row.noticeId))) await endTodo(tx, row, at);
  }
  const { noted } = held;
  if (noted.at !== undefined && addMilliseconds(noted.at, NOTE_MS) > at) return;
  await noteSent(tx, held.channel, at);
  noted.at = at;
};

const recordFailure = async (
  tx: Transaction,
  held: Lease,
  row: ClaimedDelivery,
  failure: Extract<Outcome, { kind: 'retry' | 'dead' }>,
): Promise<void> => {
  const at = held.deps.clock.now();
  const { reason } = failure;
  const isDead = failure.kind === 'dead' || row.attemptCount + 1 >= MOST_ATTEMPTS;
  if (!isDead) {
    const later = nextAttempt(at, row.attemptCount + 1, randomInt(1000) / 1000);
    const seen = { id: row.id, leaseId: held.leaseId };
    await postpone(tx, seen, { at: later, reason, isAttempt: true });
    return;
  }
  const settled = { id: row.id, leaseId: held.leaseId, at };
  await settleDelivery(tx, settled, { status: 'DEAD', reason, isAttempt: true });
  if (row.kind === 'DIGEST') await settleMembers(tx, row.id, { status: 'DEAD', at });
  if (failure.kind === 'dead' && failure.isAddressRefused === true && row.addressId !== null) {
    await refuseAddress(tx, row.addressId, at);
  }
};

export const record = (held: Lease, row: ClaimedDelivery, outcome: Outcome): Promise<void> =>
  held.deps.database.transaction(SYSTEM, async (tx) => {
    if (outcome.kind === 'sent') return await recordSent(tx, held, row, outcome);
    if (outcome.kind !== 'down') return await recordFailure(tx, held, row, outcome);
    const later = { at: held.deps.clock.now(), reason: outcome.reason, isAttempt: false };
    await postpone(tx, { id: row.id, leaseId: held.leaseId }, later);
  });

/** Nothing is sent, for this reason. */
export const drop = (held: Lease, row: ClaimedDelivery, reason: string): Promise<void> =>
  held.deps.database.transaction(SYSTEM, async (tx) => {
    const at = held.deps.clock.now();
    const end = { status: 'DROPPED', reason, isAttempt: false } as const;
    await settleDelivery(tx, { id: row.id, leaseId: held.leaseId, at }, end);
    if (row.kind === 'DIGEST') await settleMembers(tx, row.id, { status: 'DROPPED', at });
  });

const RECORD_TRIES = 30;

/**
 * What the server answered must not be forgotten because the database is away for a moment: the message would be sent
 * again. Tried for half a minute, well within the lease.
 */
export const recordSurely = async (
  held: Lease,
  row: ClaimedDelivery,
  outcome: Outcome,
): Promise<void> => {
  for (let tries = 1; ; tries += 1) {
    try {
      return await record(held, row, outcome);
    } catch (error) {
      if (!isAway(error) || tries >= RECORD_TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }
};
