import { epochMs, instantFromEpochMs, isInstant } from '../../kernel/time.ts';
import type { Instant } from '../../kernel/time.ts';

// The browser's only reader of the clock. The server's clock is the one that counts: every answer carries it
// (`x-onex-now`), and what the screen counts down is the device's clock corrected by that offset.
let offset = 0;

/** Learns the server's time from an answer; a missing or broken header changes nothing. */
export const learnServerTime = (header: string | null): void => {
  if (isInstant(header)) offset = epochMs(header) - Date.now();
};

/** The present instant by the server's clock. */
export const nowInstant = (): Instant => instantFromEpochMs(Date.now() + offset);
