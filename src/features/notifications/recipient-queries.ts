import { sql } from 'kysely';
import { type Read, sqlBuilder } from '../../platform/db/database.ts';
import { statement } from '../../platform/db/statement.ts';
import type { Notice } from '../../platform/notice.ts';
import type { Medium } from './labels.ts';
import { type Choice, DEFAULT_PROFILE, type Profile, type Recipient } from './rules.ts';

export interface Addressee {
  readonly accountId: string;
  readonly organizationId: string;
}

/**
 * Everybody the notice names who can still sign in, each once. Three selects and a union, because an `or` over
 * thousands of organizations would compare each of them with each account.
 */
export const resolveAddressees = (read: Read, to: Notice['to']): Promise<Addressee[]> => {
  const accounts = to.flatMap((one) => ('accountId' in one ? [one.accountId] : []));
  const roles = to.flatMap((one) => ('role' in one ? [one.role] : []));
  const organizations = to.flatMap((one) =>
    'organizationId' in one ? [{ id: one.organizationId, roles: one.roles ?? null }] : [],
  );
  return read.all(
    statement(sql<Addressee>`
      with named as (
        select a.id from account a where a.id = any(${accounts}::uuid[])
        union
        select a.id from account a where a.roles && ${roles}::text[]
        union
        select a.id
          from jsonb_to_recordset(${JSON.stringify(organizations)}::jsonb) as o (id uuid, roles text[])
          join account a on a.organization_id = o.id
         where o.roles is null or a.roles && o.roles
      )
      select a.id as "accountId", a.organization_id as "organizationId"
        from named n
        join account a on a.id = n.id and a.status = 'ACTIVE'
        join organization o on o.id = a.organization_id and o.status = 'ACTIVE'
       order by a.id`),
  );
};

interface ProfileRow {
  readonly quiet_from_minute: number | null;
  readonly quiet_to_minute: number | null;
  readonly is_digest: boolean;
  readonly digest_hour: number;
}

export const profileOf = (row: ProfileRow): Profile => ({
  quiet:
    row.quiet_from_minute === null || row.quiet_to_minute === null
      ? null
      : { fromMinute: row.quiet_from_minute, toMinute: row.quiet_to_minute },
  isDigest: row.is_digest,
  digestHour: row.digest_hour,
});

const grouped = <Row, Value>(
  rows: readonly Row[],
  key: (row: Row) => string,
  value: (row: Row) => Value,
): Map<string, Value[]> => {
  const map = new Map<string, Value[]>();
  for (const row of rows) {
    const values = map.get(key(row)) ?? [];
    values.push(value(row));
    map.set(key(row), values);
  }
  return map;
};

const choiceOf = (row: { event: string; channel: string; is_enabled: boolean }): Choice => ({
  event: row.event,
  channel: row.channel,
  isOn: row.is_enabled,
});

/** What the people said of an event and how they can be reached, four statements for any number of them. */
export const loadRecipients = async (
  read: Read,
  event: string,
  addressees: readonly Addressee[],
): Promise<Map<string, Recipient & { readonly addresses: ReadonlyMap<Medium, string> }>> => {
  const ids = addressees.map(({ accountId }) => accountId);
  const organizationIds = [...new Set(addressees.map(({ organizationId }) => organizationId))];
  const profiles = await read.all(
    sqlBuilder
      .selectFrom('notification_profile')
      .selectAll()
      .where('account_id', '=', sql<string>`any(${ids}::uuid[])`),
  );
  const own = await read.all(
    sqlBuilder
      .selectFrom('notification_preference')
      .select(['account_id', 'event', 'channel', 'is_enabled'])
      .where('account_id', '=', sql<string>`any(${ids}::uuid[])`)
      .where('event', '=', event),
  );
  const ofOrganization = await read.all(
    sqlBuilder
      .selectFrom('organization_preference')
      .select(['organization_id', 'event', 'channel', 'is_enabled'])
      .where('organization_id', '=', sql<string>`any(${organizationIds}::uuid[])`)
      .where('event', '=', event),
  );
  const addresses = await read.all(
    sqlBuilder
      .selectFrom('channel_address')
      .select(['id', 'account_id', sql<Medium>`medium`.as('medium')])
      .where('account_id', '=', sql<string>`any(${ids}::uuid[])`)
      .where('verified_at', 'is not', null)
      .where('refused_at', 'is', null),
  );
  const profileBy = new Map(profiles.map((row) => [row.account_id, profileOf(row)]));
  const ownBy = grouped(own, (row) => row.account_id, choiceOf);
  const defaultBy = grouped(ofOrganization, (row) => row.organization_id, choiceOf);
  const addressBy = grouped(
    addresses,
    (row) => row.account_id,
    (row): [Medium, string] => [row.medium, row.id],
  );
  return new Map(
    addressees.map(({ accountId, organizationId }) => {
      const reached = new Map(addressBy.get(accountId) ?? []);
      return [
        accountId,
        {
          profile: profileBy.get(accountId) ?? DEFAULT_PROFILE,
          own: ownBy.get(accountId) ?? [],
          ofOrganization: defaultBy.get(organizationId) ?? [],
          reachable: [...reached.keys()],
          addresses: reached,
        },
      ];
    }),
  );
};

/** Robots that are on and listen to an event, with whose group it is. */
export const robotsFor = (
  read: Read,
  event: string,
): Promise<{ id: string; organizationId: string; organizationKind: string }[]> =>
  read.all(
    sqlBuilder
      .selectFrom('group_robot as r')
      .innerJoin('organization as o', 'o.id', 'r.organization_id')
      .select(['r.id', 'r.organization_id as organizationId', 'o.kind as organizationKind'])
      .where('r.is_enabled', '=', true)
      .where(sql<boolean>`${event} = any(r.events)`)
      .orderBy('r.id'),
  );

export const hasRobots = async (read: Read): Promise<boolean> =>
  (await read.maybe(
    sqlBuilder.selectFrom('group_robot').select('id').where('is_enabled', '=', true).limit(1),
  )) !== undefined;
