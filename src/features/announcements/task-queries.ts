import { sql } from 'kysely';
import type { Actor } from '../../kernel/actor.ts';
import type { Instant } from '../../kernel/time.ts';
import type { Read } from '../../platform/db/database.ts';
import { statement } from '../../platform/db/statement.ts';
import { isFor, UNCONFIRMED } from './queries.ts';

export interface AnnouncementToConfirm {
  readonly id: string;
  readonly title: string;
  readonly publishedAt: Instant;
  readonly isCorrected: boolean;
}

/** What was sent to this person and asks to be confirmed, oldest first; without the text of the announcements. */
export const announcementsToConfirm = (
  read: Read,
  actor: Actor,
): Promise<AnnouncementToConfirm[]> =>
  read.all(
    statement(sql<AnnouncementToConfirm>`
      select a.id, a.title, a.published_at as "publishedAt", m.confirmed_edition is not null as "isCorrected"
        from announcement a
        left join announcement_recipient m on m.announcement_id = a.id and m.account_id = ${actor.userId}
       where a.status = 'PUBLISHED' and ${UNCONFIRMED} and ${isFor(actor)}
       order by a.published_at limit 20`),
  );
