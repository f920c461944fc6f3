// Only the type: the rest of kernel/time would bring the validation library into the frame, before any page needs it.
import type { Instant } from '../../kernel/time.ts';

// The browser's only reader of the clock. The server's clock is the one that counts: every answer carries it
// (`x-onex-now`), and what the screen counts down is the device's clock corrected by that offset.
let offset = 0;

// oxlint-disable-next-line no-restricted-properties -- this is the browser's one reader of the clock
const deviceMillis = (): number => Date.now();

/** Learns the server's time from an answer; a missing or broken header changes nothing. */
export const learnServerTime = (header: string | null): void => {
  const server = header === null ? Number.NaN : Date.parse(header);
  if (!Number.isNaN(server)) offset = server - deviceMillis();
};

/** The present instant by the server's clock. `toISOString` writes exactly the canonical form. */
export const nowInstant = (): Instant => new Date(deviceMillis() + offset).toISOString() as Instant;
