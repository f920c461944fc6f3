/**
 * How a pool finds out that a line to the database has fallen silent: a host that is lost, or a failover, closes
 * nothing, and whoever waits for an answer would wait for as long as TCP tries, a quarter of an hour.
 * @param longestMs what a statement may take when all is well; after that its connection counts as broken
 */
export const watchedLine = (longestMs: number) => ({
  keepAlive: true,
  keepAliveInitialDelayMillis: 10_000,
  query_timeout: longestMs,
});
