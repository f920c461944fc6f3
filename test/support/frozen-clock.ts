import { addMilliseconds, toInstant } from '../../src/kernel/time.ts';
import type { Instant } from '../../src/kernel/time.ts';
import type { Clock } from '../../src/platform/clock.ts';

export interface FrozenClock extends Clock {
  set(at: string): void;
  /** Goes on by so many milliseconds; a negative number goes back. */
  advance(milliseconds: number): void;
}

/** A clock that stands until a test moves it. It lives outside `src`, so that no server can be started with it. */
export const frozenClock = (at: string): FrozenClock => {
  let current: Instant = toInstant(at);
  return {
    now: () => current,
    set: (next) => {
      current = toInstant(next);
    },
    advance: (milliseconds) => {
      current = addMilliseconds(current, milliseconds);
    },
  };
};
