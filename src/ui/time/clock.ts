/**
 * The browser's only reader of `Date`. The server's clock is the one that counts: every answer carries it
 * (`x-onex-now`), and what the screen counts down is the device's clock corrected by that offset.
 */

let offset = 0;

/** Milliseconds since 1970 of an ISO instant; NaN when it is none. */
export const millisOf = (instant: string): number => Date.parse(instant);

/** ISO-8601 UTC with milliseconds, as everywhere in the system. */
export const instantOf = (millis: number): string => new Date(millis).toISOString();

/** Learns the server's time from an answer; answers of a broken header are ignored. */
export const learnServerTime = (header: string | null): void => {
  if (header === null) return;
  const server = millisOf(header);
  if (!Number.isNaN(server)) offset = server - Date.now();
};

/** Milliseconds since 1970 by the server's clock. */
export const nowMillis = (): number => Date.now() + offset;

/** The present instant by the server's clock. */
export const nowInstant = (): string => instantOf(nowMillis());
