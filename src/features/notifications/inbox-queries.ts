import { sql } from 'kysely';
import type { Instant } from '../../kernel/time.ts';
import { type Read, sqlBuilder, type Transaction } from '../../platform/db/database.ts';

export interface InboxEntry {
  readonly id: string;
  readonly event: string;
  readonly title: string;
  readonly lines: string[];
  readonly path: string;
  readonly isUrgent: boolean;
  readonly createdAt: Instant;
  readonly readAt: Instant | null;
  readonly settledAt: Instant | null;
}

export interface InboxQuery {
  readonly page: number;
  readonly pageSize: number;
  readonly sort: string;
  readonly q?: string | undefined;
  readonly read?: 'no' | 'yes' | undefined;
  readonly event?: string | undefined;
}

/** Only ever the asker's own, whatever their scope: an official reads nobody else's inbox either. */
const ownEntries = (accountId: string) =>
  sqlBuilder
    .selectFrom('inbox_entry as i')
    .innerJoin('notice as n', 'n.id', 'i.notice_id')
    .where('i.account_id', '=', accountId);

const escaped = (text: string): string =>
  `%${text.trim().replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;

const matching = (query: InboxQuery, accountId: string) => {
  let found = ownEntries(accountId);
  if (query.read === 'no') found = found.where('i.read_at', 'is', null);
  if (query.read === 'yes') found = found.where('i.read_at', 'is not', null);
  if (query.event !== undefined) found = found.where('n.event', '=', query.event);
  const { q } = query;
  if (q === undefined || q.trim() === '') return found;
  const pattern = escaped(q);
  return found.where((when) =>
    when.or([
      when('n.title', 'ilike', pattern),
      when(sql<string>`array_to_string(n.lines, ' ')`, 'ilike', pattern),
    ]),
  );
};

const SORTS = { createdAt: 'i.created_at', title: 'n.title' } as const;

export const listEntries = async (
  read: Read,
  query: InboxQuery,
  accountId: string,
): Promise<{ rows: InboxEntry[]; total: number }> => {
  const found = matching(query, accountId);
  const key = query.sort.replace(/^-/, '') as keyof typeof SORTS;
  const direction = query.sort.startsWith('-') ? 'desc' : 'asc';
  const rows = await read.all(
    found
      .select([
        'i.id',
        'n.event',
        'n.title',
        'n.lines',
        'n.path',
        'n.is_urgent as isUrgent',
        'i.created_at as createdAt',
        'i.read_at as readAt',
        'n.settled_at as settledAt',
      ])
      .orderBy(SORTS[key], direction)
      .orderBy('i.id', direction)
      .limit(query.pageSize)
      .offset((query.page - 1) * query.pageSize),
  );
  const { total } = await read.one(found.select((of) => of.fn.countAll<number>().as('total')));
  return { rows, total };
};

export const unreadCount = async (read: Read, accountId: string): Promise<number> => {
  const { total } = await read.one(
    sqlBuilder
      .selectFrom('inbox_entry')
      .select((of) => of.fn.countAll<number>().as('total'))
      .where('account_id', '=', accountId)
      .where('read_at', 'is', null),
  );
  return total;
};

/** Somebody else's ids change nothing. */
export const markEntriesRead = (
  tx: Transaction,
  accountId: string,
  at: Instant,
  ids: readonly string[] | 'all',
): Promise<number> => {
  const unread = sqlBuilder
    .updateTable('inbox_entry')
    .set({ read_at: at })
    .where('account_id', '=', accountId)
    .where('read_at', 'is', null)
    .where('created_at', '<=', at);
  return tx.run(ids === 'all' ? unread : unread.where('id', 'in', [...ids]));
};
