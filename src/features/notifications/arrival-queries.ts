import { sql } from 'kysely';
import type { Instant } from '../../kernel/time.ts';
import { sqlBuilder, type Transaction } from '../../platform/db/database.ts';
import { statement } from '../../platform/db/statement.ts';
import type { DeliveryKind } from './labels.ts';

export interface Unchecked {
  readonly id: string;
  readonly kind: DeliveryKind;
  /** The task of DingTalk. */
  readonly providerRef: string;
  readonly attemptCount: number;
  /** How often it was asked about, this time included. */
  readonly checkCount: number;
  readonly settledAt: Instant;
  readonly addressId: string | null;
  readonly providerSealed: string | null;
}

/**
 * Takes notifications that it is time to ask about. As with the queue itself, the next time moves behind the lease, so
 * that what a worker that dies has taken comes back, and two workers ask about different ones.
 */
export const claimChecks = (
  tx: Transaction,
  claim: { readonly at: Instant; readonly until: Instant; readonly limit: number },
): Promise<Unchecked[]> =>
  tx.all(
    statement(sql<Unchecked>`
      with due as (
        select d.id from delivery d
         where d.check_at <= ${claim.at} and d.status = 'SENT'
         order by d.check_at
         limit ${claim.limit}
           for update skip locked
      ), taken as (
        update delivery d set check_at = ${claim.until}, check_count = d.check_count + 1
          from due where d.id = due.id
        returning d.id, d.kind, d.provider_ref, d.attempt_count, d.check_count, d.settled_at, d.account_id
      )
      select t.id, t.kind, t.provider_ref as "providerRef", t.attempt_count as "attemptCount",
             t.check_count as "checkCount", t.settled_at as "settledAt", c.id as "addressId",
             c.provider_sealed as "providerSealed"
        from taken t
        left join channel_address c on c.account_id = t.account_id and c.medium = 'DINGTALK'
          and c.verified_at is not null
       order by t.settled_at, t.id`),
  );

/** Not asked about this time after all. */
export const putOffChecks = (
  tx: Transaction,
  ids: readonly string[],
  at: Instant,
): Promise<number> =>
  tx.run(
    sqlBuilder
      .updateTable('delivery')
      .set({ check_at: at, check_count: sql<number>`greatest(0, check_count - 1)` })
      .where('id', '=', sql<string>`any(${[...ids]}::uuid[])`)
      .where('status', '=', 'SENT')
      .where('check_at', 'is not', null),
  );

export type CheckEnd =
  | { readonly kind: 'arrived'; readonly at: Instant }
  | { readonly kind: 'ask-again'; readonly at: Instant }
  /** Nobody will ever know. */
  | { readonly kind: 'untold'; readonly reason: string }
  | { readonly kind: 'dead'; readonly reason: string; readonly at: Instant }
  | { readonly kind: 'send-again'; readonly reason: string; readonly at: Instant };

const changeOf = (end: CheckEnd) => {
  switch (end.kind) {
    case 'arrived':
      return { check_at: null, arrived_at: end.at };
    case 'ask-again':
      return { check_at: end.at };
    case 'untold':
      return { check_at: null, last_error: end.reason };
    case 'dead':
      return { check_at: null, status: 'DEAD', last_error: end.reason, settled_at: end.at };
    case 'send-again':
      return {
        check_at: null,
        status: 'WAITING',
        last_error: end.reason,
        next_attempt_at: end.at,
        settled_at: null,
        resend_count: sql<number>`resend_count + 1`,
      };
  }
};

/**
 * Writes down what was learned. Only of the very task that was asked about and while it counts as sent: whoever is
 * second changes nothing, so that no message is sent again twice. Returns whether it was the first.
 */
export const endCheck = async (
  tx: Transaction,
  checked: Pick<Unchecked, 'id' | 'providerRef'>,
  end: CheckEnd,
): Promise<boolean> => {
  const count = await tx.run(
    sqlBuilder
      .updateTable('delivery')
      .set(changeOf(end))
      .where('id', '=', checked.id)
      .where('provider_ref', '=', checked.providerRef)
      .where('status', '=', 'SENT')
      .where('check_at', 'is not', null),
  );
  return count === 1;
};
