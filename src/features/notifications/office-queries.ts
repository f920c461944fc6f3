import { sql } from 'kysely';
import type { DateOnly, Instant } from '../../kernel/time.ts';
import { type Read, sqlBuilder, type Transaction } from '../../platform/db/database.ts';
import { statement } from '../../platform/db/statement.ts';
import type { DeliveryKind, DeliveryStatus, OuterChannel } from './labels.ts';

export interface StoredDelivery {
  readonly id: string;
  readonly kind: DeliveryKind;
  readonly channel: OuterChannel;
  readonly status: DeliveryStatus;
  readonly event: string | null;
  readonly title: string | null;
  readonly accountName: string | null;
  readonly groupName: string | null;
  readonly organizationName: string | null;
  readonly attemptCount: number;
  readonly lastError: string | null;
  readonly nextAttemptAt: Instant;
  readonly createdAt: Instant;
  readonly settledAt: Instant | null;
  readonly arrivedAt: Instant | null;
}

export interface DeliveryQuery {
  readonly page: number;
  readonly pageSize: number;
  readonly sort: string;
  readonly q?: string | undefined;
  readonly channel?: OuterChannel | undefined;
  readonly status?: DeliveryStatus | undefined;
}

const named = () =>
  sqlBuilder
    .selectFrom('delivery as d')
    .leftJoin('notice as n', 'n.id', 'd.notice_id')
    .leftJoin('group_robot as r', 'r.id', 'd.group_robot_id')
    .leftJoin('account as a', 'a.id', 'd.account_id')
    .leftJoin('organization as o', (join) =>
      join.on('o.id', '=', sql<string>`coalesce(r.organization_id, a.organization_id)`),
    );

const matching = (query: DeliveryQuery) => {
  let found = named();
  if (query.channel !== undefined) found = found.where('d.channel', '=', query.channel);
  if (query.status !== undefined) found = found.where('d.status', '=', query.status);
  const { q } = query;
  if (q === undefined || q.trim() === '') return found;
  const pattern = `%${q.trim().replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  return found.where((when) =>
    when.or([
      when('n.title', 'ilike', pattern),
      when('a.name', 'ilike', pattern),
      when('o.name', 'ilike', pattern),
      when('r.name', 'ilike', pattern),
    ]),
  );
};

const SORTS = {
  createdAt: 'd.created_at',
  nextAttemptAt: 'd.next_attempt_at',
  attemptCount: 'd.attempt_count',
} as const;

/** Messages as the office looks after them; what they say is shown by its title only. */
export const listStoredDeliveries = async (
  read: Read,
  query: DeliveryQuery,
): Promise<{ rows: StoredDelivery[]; total: number }> => {
  const found = matching(query);
  const key = query.sort.replace(/^-/, '') as keyof typeof SORTS;
  const direction = query.sort.startsWith('-') ? 'desc' : 'asc';
  const rows = await read.all(
    found
      .select([
        'd.id',
        sql<DeliveryKind>`d.kind`.as('kind'),
        sql<OuterChannel>`d.channel`.as('channel'),
        sql<DeliveryStatus>`d.status`.as('status'),
        'n.event',
        'n.title',
        'a.name as accountName',
        'r.name as groupName',
        'o.name as organizationName',
        'd.attempt_count as attemptCount',
        'd.last_error as lastError',
        'd.next_attempt_at as nextAttemptAt',
        'd.created_at as createdAt',
        'd.settled_at as settledAt',
        'd.arrived_at as arrivedAt',
      ])
      .orderBy(SORTS[key], direction)
      .orderBy('d.id', direction)
      .limit(query.pageSize)
      .offset((query.page - 1) * query.pageSize),
  );
  const { total } = await read.one(found.select((of) => of.fn.countAll<number>().as('total')));
  return { rows, total };
};

export interface ChannelCount {
  readonly channel: OuterChannel;
  readonly waitingCount: number;
  readonly heldCount: number;
  readonly retryingCount: number;
  readonly deadCount: number;
  readonly sentTodayCount: number;
  readonly oldestDueAt: Instant | null;
}

/** One pass over what is open or young; old messages that went out are not counted. */
export const channelCounts = (
  read: Read,
  given: { readonly at: Instant; readonly today: Instant },
): Promise<ChannelCount[]> =>
  read.all(
    statement(sql<ChannelCount>`
      select channel,
             count(*) filter (where status = 'WAITING')::int as "waitingCount",
             count(*) filter (where status = 'HELD')::int as "heldCount",
             count(*) filter (where status = 'WAITING' and attempt_count > 0)::int as "retryingCount",
             count(*) filter (where status = 'DEAD')::int as "deadCount",
             count(*) filter (where status = 'SENT' and settled_at >= ${given.today})::int as "sentTodayCount",
             min(created_at) filter (where status = 'WAITING' and next_attempt_at <= ${given.at}) as "oldestDueAt"
        from delivery
       where status in ('WAITING', 'HELD', 'DEAD') or created_at >= ${given.today}::timestamptz - interval '2 days'
       group by channel`),
  );

export const dailyCounts = (
  read: Read,
  since: Instant,
): Promise<{ day: DateOnly; sentCount: number; deadCount: number }[]> =>
  read.all(
    statement(sql<{ day: DateOnly; sentCount: number; deadCount: number }>`
      select (settled_at at time zone 'Asia/Shanghai')::date as day,
             count(*) filter (where status = 'SENT')::int as "sentCount",
             count(*) filter (where status = 'DEAD')::int as "deadCount"
        from delivery
       where settled_at >= ${since} and created_at >= ${since}::timestamptz - interval '2 days'
       group by 1 order by 1`),
  );

/**
 * Dead letters back into the queue, with all their tries; the members of a dead digest go with it. Addresses that were
 * refused get another chance, because the office replays when it has seen to the reason.
 */
export const replayDead = async (
  tx: Transaction,
  which: { readonly ids: readonly string[] } | { readonly channel: OuterChannel },
  at: Instant,
): Promise<number> => {
  const chosen =
    'ids' in which ? sql`d.id = any(${[...which.ids]}::uuid[])` : sql`d.channel = ${which.channel}`;
  const replayed = await tx.all(
    statement(sql<{ id: string; accountId: string | null }>`
      update delivery d
         set status = 'WAITING', next_attempt_at = ${at}, attempt_count = 0, claim_count = 0,
             settled_at = null, lease_id = null
       where d.status = 'DEAD' and d.digest_id is null and ${chosen}
      returning d.id, d.account_id as "accountId"`),
  );
  if (replayed.length === 0) return 0;
  const ids = replayed.map((row) => row.id);
  const accountIds = replayed.flatMap((row) => row.accountId ?? []);
  await tx.run(
    sqlBuilder
      .updateTable('delivery')
      .set({ status: 'HELD', settled_at: null })
      .where('digest_id', '=', sql<string>`any(${ids}::uuid[])`)
      .where('status', '=', 'DEAD'),
  );
  await tx.run(
    sqlBuilder
      .updateTable('channel_address')
      .set({ refused_at: null })
      .where('account_id', '=', sql<string>`any(${accountIds}::uuid[])`)
      .where('refused_at', 'is not', null),
  );
  return ids.length;
};

export const namesOf = (
  read: Read,
  accountIds: readonly string[],
): Promise<{ accountId: string; name: string; organizationName: string }[]> =>
  read.all(
    sqlBuilder
      .selectFrom('account as a')
      .innerJoin('organization as o', 'o.id', 'a.organization_id')
      .select(['a.id as accountId', 'a.name', 'o.name as organizationName'])
      .where('a.id', '=', sql<string>`any(${[...accountIds]}::uuid[])`)
      .orderBy('o.name')
      .orderBy('a.name'),
  );

export const organizationNames = async (
  read: Read,
  ids: readonly string[],
): Promise<Map<string, string>> => {
  const rows = await read.all(
    sqlBuilder
      .selectFrom('organization')
      .select(['id', 'name'])
      .where('id', '=', sql<string>`any(${[...ids]}::uuid[])`)
      .orderBy('name'),
  );
  return new Map(rows.map((row) => [row.id, row.name]));
};

export interface StoredRobot {
  readonly id: string;
  readonly name: string;
  readonly organizationId: string;
  readonly organizationName: string;
  readonly events: string[];
  readonly isOn: boolean;
  readonly version: number;
}

export const listRobots = (read: Read): Promise<StoredRobot[]> =>
  read.all(
    sqlBuilder
      .selectFrom('group_robot as r')
      .innerJoin('organization as o', 'o.id', 'r.organization_id')
      .select([
        'r.id',
        'r.name',
        'r.organization_id as organizationId',
        'o.name as organizationName',
        'r.events',
        'r.is_enabled as isOn',
        'r.version',
      ])
      .orderBy('r.name'),
  );

export interface RobotChange {
  readonly id: string;
  readonly name: string;
  readonly organizationId: string;
  readonly events: readonly string[];
  readonly isOn: boolean;
  readonly tokenSealed: string;
  readonly secretSealed: string;
  readonly at: Instant;
  readonly by: string;
}

const columnsOf = (robot: RobotChange) => ({
  name: robot.name,
  organization_id: robot.organizationId,
  events: [...robot.events],
  is_enabled: robot.isOn,
  token_sealed: robot.tokenSealed,
  secret_sealed: robot.secretSealed,
  updated_at: robot.at,
  updated_by: robot.by,
});

export const insertRobot = (tx: Transaction, robot: RobotChange): Promise<number> =>
  tx.run(
    sqlBuilder.insertInto('group_robot').values({
      id: robot.id,
      ...columnsOf(robot),
      created_at: robot.at,
      created_by: robot.by,
    }),
  );

export const updateRobot = (tx: Transaction, robot: RobotChange, version: number): Promise<void> =>
  tx.updateExactlyOne(
    sqlBuilder
      .updateTable('group_robot')
      .set({ ...columnsOf(robot), version: version + 1 })
      .where('id', '=', robot.id)
      .where('version', '=', version),
  );

export const robotSecrets = (
  read: Read,
  id: string,
): Promise<{ tokenSealed: string; secretSealed: string } | undefined> =>
  read.maybe(
    sqlBuilder
      .selectFrom('group_robot')
      .select(['token_sealed as tokenSealed', 'secret_sealed as secretSealed'])
      .where('id', '=', id),
  );

/** A test of the asker's own. */
export const findTest = (
  read: Read,
  accountId: string,
  id: string,
): Promise<
  | {
      status: DeliveryStatus;
      attemptCount: number;
      lastError: string | null;
      settledAt: Instant | null;
    }
  | undefined
> =>
  read.maybe(
    sqlBuilder
      .selectFrom('delivery')
      .select([
        sql<DeliveryStatus>`status`.as('status'),
        'attempt_count as attemptCount',
        'last_error as lastError',
        'settled_at as settledAt',
      ])
      .where('id', '=', id)
      .where('account_id', '=', accountId)
      .where('kind', '=', 'TEST'),
  );
