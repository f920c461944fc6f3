import { setTimeout as sleep } from 'node:timers/promises';
import { openConnection } from './connection.ts';

export const CONNECTIONS = 100;

export interface Sample {
  readonly requests: number;
  readonly seconds: number;
  /** Milliseconds of each request that was answered with 200. */
  readonly latencies: readonly number[];
  /** Other answers, broken connections, time-outs. */
  readonly errors: number;
}

/** When a user sends a request: ms since the beginning, by user and turn. */
export type Pace = (user: number, turn: number) => number;

/**
 * 100 users at once, each on its own connection. Each asks `next` for what to send, one request after the other, until
 * there is nothing more; `next` hears how its last one ended. What is under way is waited for, so that nothing of it
 * falls into the next measurement. Without `pace` nobody pauses: it measures capacity. With it, it measures what
 * people feel at a given rate.
 */
export const load = async (
  url: string,
  next: (user: number, isLastDone: boolean | undefined) => Buffer | undefined,
  pace?: Pace,
): Promise<Sample> => {
  const connections = await Promise.all(
    Array.from({ length: CONNECTIONS }, () => openConnection(url)),
  );
  const latencies: number[] = [];
  let errors = 0;
  const started = performance.now();
  await Promise.all(
    connections.map(async (connection, user) => {
      let done: boolean | undefined;
      let turn = 0;
      for (let wire = next(user, done); wire !== undefined; wire = next(user, done)) {
        const due = pace === undefined ? performance.now() : started + pace(user, turn);
        turn += 1;
        await sleep(Math.max(0, due - performance.now()));
        // From when it should have been sent: a slow answer must not hide the waiting of the next request.
        const began = due;
        done = (await connection.send(wire)) === 200;
        if (done) latencies.push(performance.now() - began);
        else errors += 1;
      }
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  for (const connection of connections) connection.close();
  return { requests: latencies.length, seconds, latencies, errors };
};

/** Reads for so many seconds: each user goes round its own list of requests. */
export const readLoad = (
  url: string,
  seconds: number,
  wires: readonly (readonly Buffer[])[],
): Promise<Sample> => {
  const turns = wires.map(() => 0);
  const end = performance.now() + seconds * 1000;
  return load(url, (user) => {
    if (performance.now() > end) return undefined;
    const mine = wires[user] ?? [];
    const turn = turns[user] ?? 0;
    turns[user] = turn + 1;
    return mine[turn % mine.length];
  });
};
