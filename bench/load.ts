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

/**
 * 100 users at once, each on its own connection. Each asks `next` for what to send, one request after the other, until
 * there is nothing more; `next` hears how its last one ended. What is under way is waited for, so that nothing of it
 * falls into the next measurement.
 */
export const load = async (
  url: string,
  next: (user: number, isLastDone: boolean | undefined) => Buffer | undefined,
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
      for (let wire = next(user, done); wire !== undefined; wire = next(user, done)) {
        const began = performance.now();
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
