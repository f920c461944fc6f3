import { sql } from 'kysely';
import type { Read, Transaction } from '../../platform/db/database.ts';
import { statement } from '../../platform/db/statement.ts';
import type { HandoverItem, HandoverMove } from '../../platform/handover.ts';

const isUnconfirmed = sql<boolean>`a.status = 'PUBLISHED' and a.must_confirm
  and coalesce(m.confirmed_edition, 0) < a.confirm_edition`;

/** What was sent to this very person and waits for their confirmation. */
export const confirmationsOf = (read: Read, accountId: string): Promise<HandoverItem[]> =>
  read.all(
    statement(sql<HandoverItem>`
      select a.id, a.title as label
        from announcement_recipient m join announcement a on a.id = m.announcement_id
       where m.account_id = ${accountId} and ${isUnconfirmed}
       order by a.published_at, a.id limit 200`),
  );

/**
 * The other one has read nothing yet, so the receipt begins anew; an earlier confirmation stays in the audit. Whoever
 * was told too answers for themselves.
 */
export const moveConfirmations = async (
  tx: Transaction,
  { ids, from, to }: HandoverMove,
): Promise<string[]> => {
  const moved = await tx.all(
    statement(sql<{ readonly id: string }>`
      update announcement_recipient m
         set account_id = ${to}, read_at = null, confirmed_at = null, confirmed_edition = null
        from announcement a
       where a.id = m.announcement_id and m.announcement_id = any(${[...ids]}::uuid[])
         and m.account_id = ${from} and ${isUnconfirmed}
         and not exists (
           select 1 from announcement_recipient b
            where b.announcement_id = m.announcement_id and b.account_id = ${to})
      returning m.announcement_id as id`),
  );
  return moved.map(({ id }) => id);
};
