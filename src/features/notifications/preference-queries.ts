import { sql } from 'kysely';
import type { Instant } from '../../kernel/time.ts';
import { type Read, sqlBuilder, type Transaction } from '../../platform/db/database.ts';
import { profileOf } from './recipient-queries.ts';
import { type Choice, DEFAULT_PROFILE, type Profile } from './rules.ts';

export const findProfile = async (read: Read, accountId: string): Promise<Profile> => {
  const row = await read.maybe(
    sqlBuilder.selectFrom('notification_profile').selectAll().where('account_id', '=', accountId),
  );
  return row === undefined ? DEFAULT_PROFILE : profileOf(row);
};

export const putProfile = (
  tx: Transaction,
  accountId: string,
  profile: Profile,
  at: Instant,
): Promise<number> => {
  const row = {
    quiet_from_minute: profile.quiet?.fromMinute ?? null,
    quiet_to_minute: profile.quiet?.toMinute ?? null,
    is_digest: profile.isDigest,
    digest_hour: profile.digestHour,
    updated_at: at,
  };
  return tx.run(
    sqlBuilder
      .insertInto('notification_profile')
      .values({ account_id: accountId, ...row })
      .onConflict((conflict) => conflict.column('account_id').doUpdateSet(row)),
  );
};

export const ownChoices = async (read: Read, accountId: string): Promise<Choice[]> =>
  await read.all(
    sqlBuilder
      .selectFrom('notification_preference')
      .select(['event', 'channel', 'is_enabled as isOn'])
      .where('account_id', '=', accountId),
  );

export const organizationChoices = async (read: Read, organizationId: string): Promise<Choice[]> =>
  await read.all(
    sqlBuilder
      .selectFrom('organization_preference')
      .select(['event', 'channel', 'is_enabled as isOn'])
      .where('organization_id', '=', organizationId),
  );

export const putOwnChoice = (
  tx: Transaction,
  accountId: string,
  choice: Choice,
  at: Instant,
): Promise<number> =>
  tx.run(
    sqlBuilder
      .insertInto('notification_preference')
      .values({
        account_id: accountId,
        event: choice.event,
        channel: choice.channel,
        is_enabled: choice.isOn,
        updated_at: at,
      })
      .onConflict((conflict) =>
        conflict
          .columns(['account_id', 'event', 'channel'])
          .doUpdateSet({ is_enabled: choice.isOn, updated_at: sql.ref('excluded.updated_at') }),
      ),
  );

export const putOrganizationChoice = (
  tx: Transaction,
  organizationId: string,
  choice: Choice,
  by: { readonly at: Instant; readonly accountId: string },
): Promise<number> =>
  tx.run(
    sqlBuilder
      .insertInto('organization_preference')
      .values({
        organization_id: organizationId,
        event: choice.event,
        channel: choice.channel,
        is_enabled: choice.isOn,
        updated_at: by.at,
        updated_by: by.accountId,
      })
      .onConflict((conflict) =>
        conflict.columns(['organization_id', 'event', 'channel']).doUpdateSet({
          is_enabled: choice.isOn,
          updated_at: sql.ref('excluded.updated_at'),
          updated_by: sql.ref('excluded.updated_by'),
        }),
      ),
  );
