import { sql } from 'kysely';
import { type Actor, scopeOf } from '../../kernel/actor.ts';
import type { Instant } from '../../kernel/time.ts';
import type { Read } from '../../platform/db/database.ts';
import { statement } from '../../platform/db/statement.ts';
import { openAccounts } from './people-queries.ts';
import { managesAll } from './rules.ts';

export interface AccountTaskCounts {
  readonly requests: number;
  readonly oldestRequestAt: Instant | null;
  /** Of requests and links: the same conditions as the lists behind them. */
  readonly pendingLinks: number;
  readonly expiredLinks: number;
}

const counts = (actor: Actor, at: Instant) => {
  const own = (column: string) =>
    managesAll(actor) ? sql`true` : sql`${sql.ref(column)} = ${actor.organizationId}`;
  return statement(sql<AccountTaskCounts>`
    with waiting as (
      select count(*)::int as n, min(r.created_at) as oldest from account_request r
       where r.status = 'PENDING' and ${own('r.organization_id')}
    ), link as (
      select distinct on (l.account_id) l.expires_at
        from activation l join account a on a.id = l.account_id
       where l.used_at is null and ${own('a.organization_id')}
       order by l.account_id, l.created_at desc
    )
    select w.n as requests, w.oldest as "oldestRequestAt",
           (select count(*) from link where expires_at > ${at})::int as "pendingLinks",
           (select count(*) from link where expires_at <= ${at})::int as "expiredLinks"
      from waiting w`);
};

/** What waits for the person who looks after accounts. Leaves the scope as it was for whoever asks next. */
export const accountTaskCounts = async (
  read: Read,
  actor: Actor,
  at: Instant,
): Promise<AccountTaskCounts> => {
  await openAccounts(read, actor);
  const row = await read.one(counts(actor, at));
  await read.all(statement(sql`select set_config('onex.scope', ${scopeOf(actor).kind}, true)`));
  return row;
};
