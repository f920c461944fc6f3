import { SYSTEM } from '../../kernel/actor.ts';
import { addMilliseconds, type Instant } from '../../kernel/time.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database, Transaction } from '../../platform/db/database.ts';
import type { Keyring } from '../../platform/keyring.ts';
import type { Logger } from '../../platform/log.ts';
import { newId } from '../../platform/random.ts';
import { keepProvider } from './address-queries.ts';
import { addressSeal } from './address-seal.ts';
import { channelStates, pauseChannel } from './channel-queries.ts';
import { composeMessage } from './compose.ts';
import {
  claimDue,
  type ClaimedDelivery,
  digestParts,
  loadClaimed,
  postpone,
  release,
  sentToGroupsSince,
} from './delivery-queries.ts';
import { OUTER_CHANNELS, type OuterChannel } from './labels.ts';
import type { Line, Outcome, OutgoingMessage } from './outcome.ts';
import { drop, record, recordSurely } from './record-outcome.ts';
import { afterQuiet, MOST_CLAIMS, nextTry } from './rules.ts';

export interface DeliverySettings {
  /** Messages taken at once; they wait for the lease when the worker dies. */
  readonly batch: number;
  /** How long a worker may keep what it took. */
  readonly leaseMs: number;
  /** The longest that one try may take; a try begins only if it ends within the lease. */
  readonly tryMs: number;
}

/** A try may wait two minutes for a mail server that thinks; the lease bears that and the record after it. */
export const SETTINGS: DeliverySettings = { batch: 20, leaseMs: 300_000, tryMs: 150_000 };

export interface DeliveryDependencies {
  readonly database: Database;
  readonly clock: Clock;
  readonly keyring: Keyring;
  readonly log: Logger;
  /** What people type into the browser, without a trailing slash. */
  readonly publicUrl: string;
  /** A line to the channel's server, or `undefined` while it is not set up. */
  readonly openLine: (channel: OuterChannel) => Promise<Line | undefined>;
  readonly settings?: DeliverySettings;
}

interface Lane {
  readonly deps: DeliveryDependencies;
  readonly settings: DeliverySettings;
  readonly channel: OuterChannel;
  readonly line: Line;
  readonly signal: AbortSignal;
  readonly noted: { at: Instant | undefined };
}

interface Held extends Lane {
  readonly leaseId: string;
  readonly endsAt: Instant;
}

/** DingTalk takes twenty a minute from a robot, and locks it for ten minutes when there are more. */
const GROUP_MESSAGES_A_MINUTE = 15;

const inTransaction = <T>(lane: Lane, work: (tx: Transaction) => Promise<T>): Promise<T> =>
  lane.deps.database.transaction(SYSTEM, work);

const pause = async (lane: Lane, reason: string): Promise<void> => {
  const { deps, channel } = lane;
  const at = deps.clock.now();
  const failures = await inTransaction(lane, (tx) =>
    pauseChannel(tx, channel, { reason, at, until: (count) => nextTry(at, count) }),
  );
  deps.log.warn({ channel, failures, reason }, 'channel paused');
};

/** Whether the server is there; if not, the channel rests and no message is blamed for it. */
const isServerThere = async (lane: Lane): Promise<boolean> => {
  const fault = await lane.line.check();
  if (fault === undefined) return true;
  await pause(lane, fault.reason);
  return false;
};

const claim = async (lane: Lane): Promise<{ held: Held; rows: ClaimedDelivery[] }> => {
  const { deps, settings, channel } = lane;
  const at = deps.clock.now();
  const held: Held = {
    ...lane,
    leaseId: newId(at),
    endsAt: addMilliseconds(at, settings.leaseMs),
  };
  const rows = await inTransaction(lane, async (tx) => {
    const sentLately =
      channel === 'DINGTALK_GROUP' ? await sentToGroupsSince(tx, addMilliseconds(at, -60_000)) : 0;
    const limit =
      channel === 'DINGTALK_GROUP'
        ? Math.min(settings.batch, GROUP_MESSAGES_A_MINUTE - sentLately)
        : settings.batch;
    if (limit <= 0) return [];
    const taken = { channel, leaseId: held.leaseId, at, until: held.endsAt, limit };
    const ids = await claimDue(tx, taken);
    return ids.length === 0 ? [] : await loadClaimed(tx, { leaseId: held.leaseId, ids });
  });
  return { held, rows };
};

/** Why a message is not sent at all, or `undefined`. */
const reasonToDrop = (row: ClaimedDelivery, at: Instant): string | undefined => {
  if (row.untilAt !== null && row.untilAt <= at && row.kind === 'NOTICE') return '已过时效';
  if (row.channel === 'DINGTALK_GROUP') return row.robotId === null ? '群机器人已停用' : undefined;
  if (row.accountStatus !== 'ACTIVE') return '账号已停用';
  if (row.kind === 'FINISH') return row.todoRef === null ? '待办没有建立' : undefined;
  if (row.addressSealed === null) return '没有已验证的地址';
  if (row.channel === 'DINGTALK_TODO' && row.settledAt !== null) return '已办结，不再提醒';
  return undefined;
};

const composed = async (held: Held, row: ClaimedDelivery): Promise<OutgoingMessage | undefined> => {
  const { database, keyring, publicUrl } = held.deps;
  const parts =
    row.kind === 'DIGEST' ? await database.read(SYSTEM, (read) => digestParts(read, row.id)) : [];
  try {
    return composeMessage(row, { keyring, publicUrl, parts });
  } catch (error) {
    // Sealed with a key that is gone: this message cannot be sent, and must not hold up the others.
    held.deps.log.error({ err: error, deliveryId: row.id }, 'message not composed');
    return undefined;
  }
};

/** What sending taught of a person in DingTalk is kept, so that it is not asked for each message. */
const keepLearned = async (
  held: Held,
  row: ClaimedDelivery,
  message: OutgoingMessage,
): Promise<void> => {
  const learned = held.line.learned?.(message.address);
  const { addressId } = row;
  if (learned === undefined || addressId === null || row.providerSealed !== null) return;
  const sealed = addressSeal(held.deps.keyring, addressId).sealProvider(learned);
  await inTransaction(held, (tx) => keepProvider(tx, addressId, sealed));
};

const trySending = async (held: Held, message: OutgoingMessage): Promise<Outcome> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Outcome>((resolve) => {
    const outcome = { kind: 'retry', reason: '对方答复太慢', isServerSuspect: true } as const;
    timer = setTimeout(() => resolve(outcome), held.settings.tryMs);
  });
  try {
    return await Promise.race([held.line.send(message), late]);
  } finally {
    clearTimeout(timer);
  }
};

type Next = 'go-on' | 'stop';

/** The end of the quiet hours of its reader, if the message falls into them. */
const quietUntil = (row: ClaimedDelivery, at: Instant): Instant | undefined => {
  const { quietFromMinute: fromMinute, quietToMinute: toMinute } = row;
  const isQuietable = !row.isUrgent && (row.kind === 'NOTICE' || row.kind === 'DIGEST');
  if (!isQuietable || fromMinute === null || toMinute === null) return undefined;
  const until = afterQuiet({ fromMinute, toMinute }, at);
  return until > at ? until : undefined;
};

/** Settles what need not be tried; returns the message that must be. */
const prepared = async (held: Held, row: ClaimedDelivery): Promise<OutgoingMessage | undefined> => {
  const at = held.deps.clock.now();
  const reason = reasonToDrop(row, at);
  if (reason !== undefined) {
    await drop(held, row, reason);
    return undefined;
  }
  if (row.claimCount > MOST_CLAIMS) {
    await record(held, row, { kind: 'dead', reason: '多次中断，可能是这条消息使程序出错' });
    return undefined;
  }
  const until = quietUntil(row, at);
  if (until !== undefined) {
    const later = { at: until, reason: null, isAttempt: false };
    await inTransaction(held, (tx) => postpone(tx, { id: row.id, leaseId: held.leaseId }, later));
    return undefined;
  }
  const message = await composed(held, row);
  if (message === undefined) await drop(held, row, '内容已失效');
  return message;
};

const deliverOne = async (held: Held, row: ClaimedDelivery): Promise<Next> => {
  const message = await prepared(held, row);
  if (message === undefined) return 'go-on';
  const outcome = await trySending(held, message);
  await recordSurely(held, row, outcome);
  await keepLearned(held, row, message);
  if (outcome.kind === 'down') {
    await pause(held, outcome.reason);
    return 'stop';
  }
  if (outcome.kind === 'retry' && outcome.isServerSuspect === true) {
    return (await isServerThere(held)) ? 'go-on' : 'stop';
  }
  return 'go-on';
};

/** Gives back what is not tried now; what has been written down is not held any more and stays as it is. */
const giveBack = async (held: Held, rows: readonly ClaimedDelivery[]): Promise<void> => {
  const { deps, leaseId } = held;
  const hold = { leaseId, ids: rows.map(({ id }) => id) };
  await inTransaction(held, (tx) => release(tx, hold, deps.clock.now()));
};

/** One message after the other: a worker that is killed has at most one whose answer it did not write down. */
const deliverBatch = async (held: Held, rows: readonly ClaimedDelivery[]): Promise<Next> => {
  const { deps, settings, signal } = held;
  let isThrough = false;
  try {
    for (const row of rows) {
      const hasTime = addMilliseconds(deps.clock.now(), settings.tryMs) < held.endsAt;
      if (signal.aborted || !hasTime) return signal.aborted ? 'stop' : 'go-on';
      if ((await deliverOne(held, row)) === 'stop') return 'stop';
    }
    isThrough = true;
    return 'go-on';
  } finally {
    if (!isThrough) await giveBack(held, rows);
  }
};

const drainLane = async (lane: Lane): Promise<boolean> => {
  let isChecked = false;
  for (;;) {
    if (lane.signal.aborted) return true;
    const { held, rows } = await claim(lane);
    if (rows.length === 0) return false;
    if (!isChecked && !(await isServerThere(lane))) {
      await giveBack(held, rows);
      return false;
    }
    isChecked = true;
    if ((await deliverBatch(held, rows)) === 'stop') return lane.signal.aborted;
  }
};

const drainChannel = async (
  deps: DeliveryDependencies,
  channel: OuterChannel,
  signal: AbortSignal,
): Promise<boolean> => {
  const at = deps.clock.now();
  const states = await deps.database.read(SYSTEM, channelStates);
  const state = states.find((one) => one.channel === channel);
  if (state?.isOn === false) return false;
  const pausedUntil = state?.pausedUntilAt ?? null;
  if (pausedUntil !== null && pausedUntil > at) return false;
  const line = await deps.openLine(channel);
  if (line === undefined) return false;
  try {
    const settings = deps.settings ?? SETTINGS;
    return await drainLane({ deps, settings, channel, line, signal, noted: { at: undefined } });
  } finally {
    line.close();
  }
};

/**
 * Sends what is due until nothing is due any more or `signal` says stop; the channels side by side, so that a slow one
 * holds up no other. Any number of workers may run it at once.
 * @returns whether it stopped before everything was sent
 */
export const deliverDue = async (
  deps: DeliveryDependencies,
  signal: AbortSignal,
): Promise<boolean> => {
  // A channel that fails must not leave another sending behind the back of whoever waits for this run.
  const ends = await Promise.allSettled(
    OUTER_CHANNELS.map((channel) => drainChannel(deps, channel, signal)),
  );
  const fault = ends.find((end) => end.status === 'rejected');
  if (fault !== undefined) throw fault.reason;
  return ends.some((end) => end.status === 'fulfilled' && end.value);
};
