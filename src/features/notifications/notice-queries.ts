import { sql } from 'kysely';
import type { Instant } from '../../kernel/time.ts';
import { type Read, sqlBuilder, type Transaction } from '../../platform/db/database.ts';
import type { Notice } from '../../platform/notice.ts';
import type { DeliveryStatus, OuterChannel } from './labels.ts';

/** The title of a notice of which nothing is known yet but that it is settled; no notice is without one. */
const UNTOLD = '';

export interface StoredNotice {
  readonly id: string;
  readonly expandedAt: Instant | null;
}

/**
 * Writes the notice unless it is there already, and returns whichever is there. Of one that was settled before it came
 * only event and key are there: its words are written now.
 */
export const keepNotice = async (
  tx: Transaction,
  notice: Notice,
  given: { readonly id: string; readonly isUrgent: boolean; readonly at: Instant },
): Promise<StoredNotice> => {
  await tx.run(
    sqlBuilder
      .insertInto('notice')
      .values({
        id: given.id,
        event: notice.event,
        key: notice.key,
        title: notice.title,
        lines: notice.lines,
        path: notice.path,
        until_at: sql<Instant | null>`${notice.until ?? null}::timestamptz`,
        is_urgent: given.isUrgent,
        created_at: given.at,
        expanded_at: null,
        settled_at: null,
      })
      .onConflict((conflict) =>
        conflict
          .columns(['event', 'key'])
          .doUpdateSet((given) => ({
            title: given.ref('excluded.title'),
            lines: given.ref('excluded.lines'),
            path: given.ref('excluded.path'),
            until_at: given.ref('excluded.until_at'),
            is_urgent: given.ref('excluded.is_urgent'),
          }))
          .where('notice.title', '=', UNTOLD),
      ),
  );
  return await tx.one(
    sqlBuilder
      .selectFrom('notice')
      .select(['id', 'expanded_at as expandedAt'])
      .where('event', '=', notice.event)
      .where('key', '=', notice.key),
  );
};

export const markExpanded = (tx: Transaction, noticeId: string, at: Instant): Promise<number> =>
  tx.run(
    sqlBuilder
      .updateTable('notice')
      .set({ expanded_at: at })
      .where('id', '=', noticeId)
      .where('expanded_at', 'is', null),
  );

/** Keys of an event that were told already. */
export const toldKeys = async (
  read: Read,
  event: string,
  keys: readonly string[],
): Promise<Set<string>> => {
  const rows = await read.all(
    sqlBuilder
      .selectFrom('notice')
      .select('key')
      .where('event', '=', event)
      .where('key', '=', sql<string>`any(${[...keys]}::text[])`)
      .where('expanded_at', 'is not', null),
  );
  return new Set(rows.map((row) => row.key));
};

export interface NewEntry {
  readonly id: string;
  readonly accountId: string;
}

/** Who has the entry already keeps the one that is there. */
export const insertEntries = async (
  tx: Transaction,
  noticeId: string,
  entries: readonly NewEntry[],
  given: { readonly at: Instant; readonly readAt: Instant | null },
): Promise<void> => {
  if (entries.length === 0) return;
  await tx.run(
    sqlBuilder
      .insertInto('inbox_entry')
      .values(
        entries.map(({ id, accountId }) => ({
          id,
          notice_id: noticeId,
          account_id: accountId,
          created_at: given.at,
          read_at: given.readAt,
        })),
      )
      .onConflict((conflict) => conflict.columns(['notice_id', 'account_id']).doNothing()),
  );
};

export interface NewDelivery {
  readonly id: string;
  readonly kind: 'NOTICE' | 'CODE' | 'TEST' | 'FINISH';
  readonly channel: OuterChannel;
  readonly noticeId: string | null;
  readonly accountId: string | null;
  readonly groupRobotId?: string;
  readonly addressId?: string;
  readonly todoId?: string;
  readonly isUrgent: boolean;
  readonly status: DeliveryStatus;
  readonly startAt: Instant;
}

/** One message per notice, person and channel: what is there already stays as it is. */
export const insertDeliveries = async (
  tx: Transaction,
  deliveries: readonly NewDelivery[],
  at: Instant,
): Promise<void> => {
  if (deliveries.length === 0) return;
  await tx.run(
    sqlBuilder
      .insertInto('delivery')
      .values(
        deliveries.map((one) => ({
          id: one.id,
          kind: one.kind,
          channel: one.channel,
          notice_id: one.noticeId,
          account_id: one.accountId,
          group_robot_id: one.groupRobotId ?? null,
          address_id: one.addressId ?? null,
          digest_id: null,
          todo_id: one.todoId ?? null,
          digest_on: null,
          is_urgent: one.isUrgent,
          status: one.status,
          next_attempt_at: one.startAt,
          lease_id: null,
          last_error: null,
          provider_ref: null,
          created_at: at,
          settled_at: null,
          check_at: null,
          arrived_at: null,
        })),
      )
      .onConflict((conflict) => conflict.doNothing()),
  );
};

/**
 * Marks the notice as done and returns its id. One that has not come yet, because its job waits for another try, is
 * remembered by event and key; one that never comes is cleaned up like any other.
 */
export const settleNotice = (
  tx: Transaction,
  notice: Pick<Notice, 'event' | 'key'>,
  given: { readonly id: string; readonly at: Instant },
): Promise<{ id: string }> =>
  tx.one(
    sqlBuilder
      .insertInto('notice')
      .values({
        id: given.id,
        event: notice.event,
        key: notice.key,
        title: UNTOLD,
        lines: [],
        path: '/',
        until_at: null,
        is_urgent: false,
        created_at: given.at,
        expanded_at: null,
        settled_at: given.at,
      })
      .onConflict((conflict) =>
        conflict.columns(['event', 'key']).doUpdateSet({
          settled_at: sql<Instant>`coalesce(notice.settled_at, excluded.settled_at)`,
        }),
      )
      .returning('id'),
  );

/** To-dos of a settled notice that DingTalk has and that nothing ends yet. */
export const openTodos = (
  read: Read,
  noticeId: string,
): Promise<{ id: string; accountId: string | null }[]> =>
  read.all(
    sqlBuilder
      .selectFrom('delivery as d')
      .select(['d.id', 'd.account_id as accountId'])
      .where('d.notice_id', '=', noticeId)
      .where('d.channel', '=', 'DINGTALK_TODO')
      .where('d.kind', '=', 'NOTICE')
      .where('d.status', '=', 'SENT')
      .where('d.provider_ref', 'is not', null),
  );

/** To-dos nobody has tried to hand over yet are not wanted any more. */
export const dropWaitingTodos = (tx: Transaction, noticeId: string, at: Instant): Promise<number> =>
  tx.run(
    sqlBuilder
      .updateTable('delivery')
      .set({ status: 'DROPPED', settled_at: at, last_error: '已办结，不再提醒' })
      .where('notice_id', '=', noticeId)
      .where('channel', '=', 'DINGTALK_TODO')
      .where('kind', '=', 'NOTICE')
      .where('status', '=', 'WAITING')
      .where('lease_id', 'is', null),
  );

/**
 * Whether what the notice asks for is done. Waits for a settling that is under way, so that of the two, the settling
 * and the record of a to-do, the later one always sees the earlier.
 */
export const isSettled = async (tx: Transaction, noticeId: string): Promise<boolean> => {
  const row = await tx.maybe(
    sqlBuilder.selectFrom('notice').select('settled_at').where('id', '=', noticeId).forShare(),
  );
  return row !== undefined && row.settled_at !== null;
};
