import { lapseOverdue } from '../../src/features/applications/jobs.ts';
import { toInstant } from '../../src/kernel/time.ts';
import { startTestApp } from '../support/test-app.ts';
import type { World } from '../support/world.ts';

/*
 * The product over a clock that stands, in a process of its own: started with TZ it lives in that time zone. Its parent
 * sets the clock by a message; nothing in the product can.
 */

/** What the parent says. */
export interface Order {
  /** Where the clock stands from now on. */
  readonly at: string;
  /** Does what the minute's job does at that instant, too. */
  readonly lapse?: true;
}

export type Said =
  | {
      readonly kind: 'ready';
      readonly url: string;
      /** Minutes by which the zone's clock is ahead of UTC in January. */
      readonly ahead: number;
      readonly world: World;
    }
  | {
      readonly kind: 'done';
      /** The instant of the clock as a careless program would print it. */
      readonly careless: string;
      readonly lapsed: number;
    };

const say = (said: Said): void => void process.send?.(said);

const app = await startTestApp();
const url = await app.http.listen({ host: '127.0.0.1', port: 0 });

const obey = async ({ at, lapse }: Order): Promise<void> => {
  app.clock.set(at);
  const lapsed = lapse === true ? await lapseOverdue(app.database, toInstant(at)) : 0;
  say({ kind: 'done', careless: new Date(at).toLocaleString('zh-CN'), lapsed });
};

process.on('message', (order: Order) => {
  obey(order).catch((error: unknown) => {
    process.exitCode = 1;
    process.stderr.write(`${String(error)}\n`);
    process.disconnect();
  });
});
process.once('disconnect', () => void app.close());
say({
  kind: 'ready',
  url,
  ahead: -new Date('2025-01-01T00:00:00.000Z').getTimezoneOffset(),
  world: app.world,
});
