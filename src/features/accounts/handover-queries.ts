import type { Actor } from '../../kernel/actor.ts';
import type { Instant } from '../../kernel/time.ts';
import { type Read, sqlBuilder, type Transaction } from '../../platform/db/database.ts';

export interface MovedItem {
  readonly source: string;
  readonly id: string;
  readonly label: string;
}

/** People of one body who can sign in. */
export const activePeopleOf = (read: Read, organizationId: string) =>
  read.all(
    sqlBuilder
      .selectFrom('account')
      .select(['id', 'name', 'roles'])
      .where('organization_id', '=', organizationId)
      .where('status', '=', 'ACTIVE')
      .orderBy('name')
      .limit(200),
  );

export const insertHandover = async (
  tx: Transaction,
  handover: {
    readonly id: string;
    readonly from: string;
    readonly to: string;
    readonly organizationId: string;
    readonly items: readonly MovedItem[];
    readonly reason: string;
    readonly at: Instant;
    readonly by: Actor;
  },
): Promise<void> => {
  await tx.run(
    sqlBuilder.insertInto('account_handover').values({
      id: handover.id,
      from_account_id: handover.from,
      to_account_id: handover.to,
      organization_id: handover.organizationId,
      items: JSON.stringify(handover.items),
      reason: handover.reason,
      created_at: handover.at,
      created_by: handover.by.userId,
    }),
  );
};

const handovers = sqlBuilder
  .selectFrom('account_handover as h')
  .innerJoin('account as t', 't.id', 'h.to_account_id')
  .select([
    'h.id',
    'h.to_account_id',
    'h.items',
    'h.reason',
    'h.created_at',
    'h.undone_at',
    't.name as to_name',
  ]);

/** The caller has loaded the account within reach. */
export const listHandovers = (read: Read, fromAccountId: string) =>
  read.all(
    handovers
      .where('h.from_account_id', '=', fromAccountId)
      .orderBy('h.created_at', 'desc')
      .limit(20),
  );

export const findHandover = (read: Read, id: string, fromAccountId: string) =>
  read.maybe(handovers.where('h.id', '=', id).where('h.from_account_id', '=', fromAccountId));

/** The second of two who take it back finds it taken back. */
export const markUndone = (
  tx: Transaction,
  id: string,
  by: { readonly at: Instant; readonly accountId: string },
): Promise<void> =>
  tx.updateExactlyOne(
    sqlBuilder
      .updateTable('account_handover')
      .set({ undone_at: by.at, undone_by: by.accountId })
      .where('id', '=', id)
      .where('undone_at', 'is', null),
  );
