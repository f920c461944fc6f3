import type { Instant } from '../../kernel/time.ts';
import { sqlBuilder, type Transaction } from '../../platform/db/database.ts';

export const setView = (
  tx: Transaction,
  sessionId: string,
  view: { readonly accountId: string; readonly endsAt: Instant },
): Promise<void> =>
  tx.updateExactlyOne(
    sqlBuilder
      .updateTable('session')
      .set({ viewed_account_id: view.accountId, view_ends_at: view.endsAt })
      .where('id', '=', sessionId)
      .where('ended_at', 'is', null),
  );

export const clearView = (tx: Transaction, sessionId: string): Promise<number> =>
  tx.run(
    sqlBuilder
      .updateTable('session')
      .set({ viewed_account_id: null, view_ends_at: null })
      .where('id', '=', sessionId),
  );
