import type pg from 'pg';
import type { Database } from '../src/platform/db/database.ts';
import type { Instant } from '../src/kernel/time.ts';
import type { BarePlanBuilder } from './bare-plan.ts';
import { wireOf } from './connection.ts';
import { CONNECTIONS, readLoad, type Sample } from './load.ts';
import { range } from './insert.ts';
import type { User } from './province.ts';

export type Side = 'product' | 'bare';

/** What every scenario prepares with. */
export interface Stage {
  readonly database: Database;
  /** The owner's connection, for what no user can do. */
  readonly owner: pg.Client;
  readonly at: Instant;
  readonly plan: BarePlanBuilder;
}

export interface Run {
  readonly side: Side;
  readonly url: string;
  readonly seconds: number;
}

/** What is counted, where it is not requests that are answered. */
export interface Wording {
  /** e.g. `条`, in `条/秒`. */
  readonly unit: string;
  /** Before the average size, e.g. `每封约`. */
  readonly size: string;
  readonly bare: string;
}

/** What `compare` runs, on either side. */
export interface Measurable {
  run(run: Run): Promise<Sample>;
}

export interface Scenario extends Measurable {
  readonly key: string;
  readonly title: string;
  /** What exactly stands on the two sides. */
  readonly compared: string;
  /** The least share of the bare server's requests/s; absent: shown without judgement. */
  readonly leastRatio?: number;
  /** The most ms that 99 of 100 requests may take. */
  readonly mostP99?: number;
  /** Learns what the product runs and tells the bare server; returns the bytes of a typical answer. */
  prepare(stage: Stage): Promise<number>;
}

/** The bare server has no session: the address says in whose place it answers. */
export const barePath = (user: User | undefined, path: string): string =>
  user === undefined ? path : `/${user.organizationId}${path}`;

export interface Visit {
  readonly user?: User;
  readonly path: string;
}

/** Reads: connection by connection, its own visits in turn. */
export const readRun = (
  { side, url, seconds }: Run,
  visitsOf: (connection: number) => readonly Visit[],
): Promise<Sample> =>
  readLoad(
    url,
    seconds,
    range(CONNECTIONS, (connection) =>
      visitsOf(connection).map(({ user, path }) =>
        side === 'bare'
          ? wireOf({ method: 'GET', path: barePath(user, path) })
          : wireOf({
              method: 'GET',
              path,
              ...(user === undefined ? {} : { cookie: `onex=${user.token}` }),
            }),
      ),
    ),
  );

/** Hands things out to so many hands, so that each hand has about as many and no two have the same. */
export const shareOf = <T>(things: readonly T[], hand: number, hands: number): readonly T[] =>
  things.filter((_, index) => index % hands === hand);
