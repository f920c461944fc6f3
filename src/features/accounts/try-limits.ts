import { addMinutes, type Instant } from '../../kernel/time.ts';
import type { Transaction } from '../../platform/db/database.ts';
import { newId, sha256Hex } from '../../platform/random.ts';
import { insertFailures, listFailures, lockBucket } from './sign-in-queries.ts';
import { FAILURE_MINUTES, locked, lockedUntil } from './sign-in-rules.ts';

/** Something that is tried by strangers, counted apart from passwords. `key` begins with what it is. */
export interface Tried {
  readonly key: string;
  readonly limit: number;
}

/** Kept as a hash: neither addresses nor names lie about. */
const keyOf = (tried: Tried): string => `try:${sha256Hex(tried.key)}`;

/** Until when it is locked, one try at a time. */
export const lockOfTries = async (
  tx: Transaction,
  tried: Tried,
  at: Instant,
): Promise<Instant | undefined> => {
  await lockBucket(tx, keyOf(tried));
  const since = addMinutes(at, -FAILURE_MINUTES);
  const failures = await listFailures(tx, keyOf(tried), since, tried.limit);
  return lockedUntil({ limit: tried.limit }, failures, at);
};

/** @throws DomainError too_many when it was tried too often within a quarter of an hour */
export const triesLeft = async (tx: Transaction, tried: Tried, at: Instant): Promise<void> => {
  const until = await lockOfTries(tx, tried, at);
  if (until !== undefined) throw locked(until, at);
};

export const countTry = (tx: Transaction, tried: Tried, at: Instant): Promise<void> =>
  insertFailures(tx, [{ id: newId(at), bucket: keyOf(tried), at }]);
