import { sql } from 'kysely';
import { DomainError } from '../../kernel/error.ts';
import type { Instant } from '../../kernel/time.ts';
import { sqlBuilder, type Transaction } from '../db/database.ts';

export interface IdempotentRequest {
  readonly accountId: string;
  readonly key: string;
  readonly route: string;
  readonly requestHash: string;
}

/**
 * The first answer of an earlier request with the same key, or `undefined` when this is the first.
 * A second request that arrives while the first is running waits here for its end.
 * @throws DomainError unprocessable `request.key_reused` when the key came with other content.
 */
export const earlierAnswer = async (
  transaction: Transaction,
  request: IdempotentRequest,
): Promise<{ readonly response: unknown } | undefined> => {
  // The lock and the look-up are two statements: the second must see what the first waited for.
  await transaction.run(
    sqlBuilder.selectNoFrom(
      sql`pg_advisory_xact_lock(hashtextextended(${`${request.accountId}/${request.key}`}, 1))`.as(
        'locked',
      ),
    ),
  );
  const row = await transaction.maybe(
    sqlBuilder
      .selectFrom('idempotency_record')
      .select(['route', 'request_hash', 'response'])
      .where('account_id', '=', request.accountId)
      .where('key', '=', request.key),
  );
  if (row === undefined) return undefined;
  if (row.route !== request.route || row.request_hash !== request.requestHash) {
    const text = '这次提交与上一次内容不同，请刷新页面后重新提交';
    throw new DomainError('unprocessable', 'request.key_reused', text);
  }
  return { response: row.response };
};

export const keepAnswer = async (
  transaction: Transaction,
  request: IdempotentRequest,
  response: unknown,
  at: Instant,
): Promise<void> => {
  await transaction.run(
    sqlBuilder.insertInto('idempotency_record').values({
      account_id: request.accountId,
      key: request.key,
      route: request.route,
      request_hash: request.requestHash,
      response: JSON.stringify(response),
      created_at: at,
    }),
  );
};

/** Returns how many were deleted; fewer than `most` when none is left. */
export const deleteAnswersBefore = (
  transaction: Transaction,
  before: Instant,
  most: number,
): Promise<number> =>
  transaction.run(
    sqlBuilder.deleteFrom('idempotency_record').where(
      sql<boolean>`ctid = any(array(
        select ctid from idempotency_record where created_at < ${before} limit ${most}))`,
    ),
  );
