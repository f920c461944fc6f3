import { SYSTEM } from '../../kernel/actor.ts';
import type { Instant } from '../../kernel/time.ts';
import type { Database, Transaction } from '../../platform/db/database.ts';
import type { Notice } from '../../platform/notice.ts';
import { newId } from '../../platform/random.ts';
import { dropWaitingTodos, insertDeliveries, openTodos, settleNotice } from './notice-queries.ts';

/**
 * What a notice asked for is done: its to-dos in DingTalk are ended, and those not yet handed over are dropped. A second
 * run changes nothing: a to-do has one end. It may come before the notice itself, which is another job.
 */
export const endTodosOf = async (
  database: Database,
  notice: Pick<Notice, 'event' | 'key'>,
  at: Instant,
  finish: (tx: Transaction) => Promise<void>,
): Promise<void> => {
  await database.transaction(SYSTEM, async (tx) => {
    const settled = await settleNotice(tx, notice, { id: newId(at), at });
    await dropWaitingTodos(tx, settled.id, at);
    const todos = await openTodos(tx, settled.id);
    await insertDeliveries(
      tx,
      todos.map((todo) => ({
        id: newId(at),
        kind: 'FINISH',
        channel: 'DINGTALK_TODO',
        noticeId: settled.id,
        accountId: todo.accountId,
        todoId: todo.id,
        isUrgent: false,
        status: 'WAITING',
        startAt: at,
      })),
      at,
    );
    if (todos.length > 0) await finish(tx);
  });
};
