import { instantFromEpochMs, epochMs } from '../kernel/time.ts';
import type { Instant } from '../kernel/time.ts';

/** The only way to learn what time it is; passed as an argument wherever time matters. */
export interface Clock {
  now(): Instant;
}

/** Where `databaseClock` takes its own time from; only its tests name another. */
interface TimeSource {
  /** Milliseconds since 1970 by the computer's clock, which people and NTP may set. */
  wallMs(): number;
  /** Milliseconds since some moment by a clock that nobody can set. */
  monotonicMs(): number;
}

const computer: TimeSource = {
  wallMs: () => Date.now(),
  monotonicMs: () => performance.now(),
};

/** The clock of this computer, for programs that run without a database. */
export const systemClock: Clock = {
  now: () => instantFromEpochMs(computer.wallMs()),
};

export interface DatabaseClock extends Clock {
  /** Measures anew, keeping the better measurement; rejects, keeping the last, when the database cannot be asked. */
  refresh(): Promise<void>;
  /** How far this computer's clock is ahead of the database's, in ms; to be watched by the health page. */
  readonly skewMs: number;
  /** Half the round trip of the measurement that holds, in ms: the most by which `now()` was off then. */
  readonly uncertaintyMs: number;
}

interface Measurement {
  /** Database time minus the monotonic clock. */
  readonly offsetMs: number;
  readonly uncertaintyMs: number;
  /** When it was made, by the monotonic clock. */
  readonly atMs: number;
}

const measure = async (
  readDatabaseTime: () => Promise<Instant>,
  source: TimeSource,
): Promise<Measurement> => {
  const asked = source.monotonicMs();
  const databaseMs = epochMs(await readDatabaseTime());
  const atMs = source.monotonicMs();
  // The answer was made somewhere between asking and hearing; the middle is off by half of it at most.
  const uncertaintyMs = (atMs - asked) / 2;
  return { offsetMs: databaseMs - (asked + uncertaintyMs), uncertaintyMs, atMs };
};

/** Of a few measurements the one with the shortest round trip: a busy moment does not bend the clock. */
const measureBest = async (
  readDatabaseTime: () => Promise<Instant>,
  source: TimeSource,
): Promise<Measurement> => {
  const ask = () => measure(readDatabaseTime, source);
  const samples = [await ask(), await ask(), await ask()] as const;
  return samples.reduce((best, next) => (next.uncertaintyMs < best.uncertaintyMs ? next : best));
};

/** How far two clocks may part in a millisecond: NTP turns one by so much at most, and a quartz errs less. */
const DRIFT = 0.0005;

/**
 * While all connections are taken, waiting for one counts as round trip, all of it before the answer: the middle of it
 * would be seconds ahead. What was known before is then nearer, unless it contradicts the new measurement, which says
 * that the database's clock was set or another database took over.
 */
const better = (held: Measurement, next: Measurement): Measurement => {
  const heldMs = held.uncertaintyMs + (next.atMs - held.atMs) * DRIFT;
  const agree = Math.abs(next.offsetMs - held.offsetMs) <= heldMs + next.uncertaintyMs;
  return agree && heldMs < next.uncertaintyMs ? held : next;
};

/**
 * The database's clock as the one time authority: several servers judge a deadline alike, and setting a server's
 * clock neither opens nor closes anything. Between refreshes, which the caller asks for every minute or so, time is
 * carried on by the monotonic clock. `readDatabaseTime` is `select clock_timestamp()`.
 * Resolves after the first measurement, so that there is no unmeasured clock; rejects when it fails.
 */
export const databaseClock = async (
  readDatabaseTime: () => Promise<Instant>,
  source: TimeSource = computer,
): Promise<DatabaseClock> => {
  let measurement = await measureBest(readDatabaseTime, source);
  const databaseMs = () => source.monotonicMs() + measurement.offsetMs;
  return {
    now: () => instantFromEpochMs(databaseMs()),
    refresh: async () => {
      measurement = better(measurement, await measureBest(readDatabaseTime, source));
    },
    get skewMs() {
      return Math.round(source.wallMs() - databaseMs());
    },
    get uncertaintyMs() {
      return measurement.uncertaintyMs;
    },
  };
};
