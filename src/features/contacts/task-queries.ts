import { sql } from 'kysely';
import type { Instant } from '../../kernel/time.ts';
import type { Read } from '../../platform/db/database.ts';
import { statement } from '../../platform/db/statement.ts';
import { dead, type Moment, withState } from './list-queries.ts';
import type { DeadGroup } from './labels.ts';
import type { ContactScope } from './policy.ts';

export interface OwnContactState {
  readonly dueCount: number;
  readonly staleCount: number;
  /** When the earliest of those that time has made due was so. */
  readonly since: Instant | null;
  readonly officerCount: number;
}

/** How many of an organization's own contacts are to be confirmed, and whether it has a 业务联系人 at all. */
export const ownContactState = (
  read: Read,
  organizationId: string,
  moment: Moment,
): Promise<OwnContactState> =>
  read.one(
    statement(sql<OwnContactState>`
      select (count(*) filter (where c.state = 'DUE'))::int as "dueCount",
             (count(*) filter (where c.state = 'STALE'))::int as "staleCount",
             min(c.due_at) filter (where c.state in ('DUE', 'STALE') and c.reported_kind is null) as since,
             (count(*) filter (where c.duty = 'OFFICER' and c.state <> 'ENDED'))::int as "officerCount"
        from ${withState(moment)} c where c.organization_id = ${organizationId}`),
  );

/** The groups of the list of dead contacts with their numbers: the same query as the list. */
export const deadCounts = (
  read: Read,
  scope: ContactScope,
  moment: Moment,
): Promise<{ group: DeadGroup; count: number }[]> =>
  read.all(
    statement(sql<{ group: DeadGroup; count: number }>`
      ${dead({}, scope, moment)}
      select l."group", count(*)::int as count from listed l group by 1`),
  );
