import { sql } from 'kysely';
import { SYSTEM } from '../../kernel/actor.ts';
import { addDays, type Instant } from '../../kernel/time.ts';
import { type Read, sqlBuilder, type Transaction } from '../../platform/db/database.ts';
import { statement } from '../../platform/db/statement.ts';
import { storedColumns, type StoredSession, visibleTo } from './queries.ts';

export const feedCreatedAt = async (read: Read, accountId: string): Promise<Instant | null> => {
  const row = await read.maybe(
    sqlBuilder
      .selectFrom('info_session_feed')
      .select('created_at')
      .where('account_id', '=', accountId),
  );
  return row?.created_at ?? null;
};

/** One address for each person: a new one ends the old. */
export const putFeed = (
  tx: Transaction,
  accountId: string,
  feed: { readonly tokenHash: Buffer; readonly at: Instant },
): Promise<number> =>
  tx.run(
    sqlBuilder
      .insertInto('info_session_feed')
      .values({ account_id: accountId, token_hash: feed.tokenHash, created_at: feed.at })
      .onConflict((conflict) =>
        conflict
          .column('account_id')
          .doUpdateSet({ token_hash: feed.tokenHash, created_at: feed.at }),
      ),
  );

export const deleteFeed = (tx: Transaction, accountId: string): Promise<number> =>
  tx.run(sqlBuilder.deleteFrom('info_session_feed').where('account_id', '=', accountId));

/**
 * Goes on as the holder of the secret address and nobody else: their account is set for row-level security, the scope
 * stays that of the public. Undefined for an unknown address, and for a closed account.
 */
export const enterFeed = async (read: Read, tokenHash: Buffer): Promise<string | undefined> => {
  const feed = await read.maybe(
    sqlBuilder
      .selectFrom('info_session_feed')
      .select('account_id')
      .where('token_hash', '=', tokenHash),
  );
  if (feed === undefined) return undefined;
  await read.one(
    statement(
      sql<{ set: string }>`select set_config('onex.account_id', ${feed.account_id}, true) as set`,
    ),
  );
  const account = await read.maybe(
    sqlBuilder
      .selectFrom('account')
      .innerJoin('organization', 'organization.id', 'account.organization_id')
      .select('account.id')
      .where('account.id', '=', feed.account_id)
      .where('account.status', '=', 'ACTIVE')
      .where('organization.status', '=', 'ACTIVE'),
  );
  return account?.id;
};

const FEED_DAYS = 400;

/** What the person has signed up for in the last year and from now on; cancelled ones too, so that calendars learn of it. */
export const signedUpSessions = (
  read: Read,
  accountId: string,
  at: Instant,
): Promise<StoredSession[]> =>
  read.all(
    statement(sql<StoredSession>`
      select ${storedColumns} from info_session s
        join organization o on o.id = s.organization_id
        join info_session_attendee m on m.info_session_id = s.id and m.account_id = ${accountId}
       where m.signed_up_at is not null and s.starts_at > ${addDays(at, -FEED_DAYS)} and ${visibleTo(SYSTEM)}
       order by s.starts_at, s.id limit 1000`),
  );
