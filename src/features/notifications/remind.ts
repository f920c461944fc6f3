import { SYSTEM } from '../../kernel/actor.ts';
import { addDays, formatDeadline, type Instant, remaining } from '../../kernel/time.ts';
import type { Database, Transaction } from '../../platform/db/database.ts';
import type { Notice } from '../../platform/notice.ts';
import type { ComingDeadline, ReminderSource } from '../../platform/reminders.ts';
import { expandNotice } from './expand.ts';
import { toldKeys } from './notice-queries.ts';
import { dueReminder, REMINDER_DAYS } from './rules.ts';

const FARTHEST_DAYS = Math.max(...REMINDER_DAYS);

const reminderOf = (
  source: ReminderSource,
  deadline: ComingDeadline,
  at: Instant,
): Notice | undefined => {
  const days = dueReminder(deadline.dueAt, at);
  if (days === undefined || deadline.to.length === 0) return undefined;
  return {
    event: source.event.name,
    // A deadline that moved is another deadline: its reminders begin anew.
    key: `${deadline.key}:${deadline.dueAt}:${days}`,
    to: [...deadline.to],
    title: deadline.title,
    lines: [
      `截止时间：${formatDeadline(deadline.dueAt)}，${remaining(at, deadline.dueAt)}。`,
      ...deadline.lines,
    ],
    path: deadline.path,
    until: deadline.dueAt,
  };
};

/**
 * Reminds, seven, three and one days before a deadline, those who have not yet done what it asks. Whoever has done it
 * meanwhile is not in the source any more. Returns how many reminders were told now.
 */
export const remindAll = async (
  database: Database,
  sources: readonly ReminderSource[],
  at: Instant,
  finish?: (tx: Transaction) => Promise<void>,
): Promise<number> => {
  let told = 0;
  for (const source of sources) {
    const span = { from: at, to: addDays(at, FARTHEST_DAYS) };
    const due = await database.read(SYSTEM, async (read) => {
      const notices = (await source.list(read, span)).flatMap(
        (deadline) => reminderOf(source, deadline, at) ?? [],
      );
      const keys = notices.map(({ key }) => key);
      const known = await toldKeys(read, source.event.name, keys);
      return notices.filter(({ key }) => !known.has(key));
    });
    for (const notice of due) await expandNotice(database, notice, at, finish);
    told += due.length;
  }
  return told;
};
