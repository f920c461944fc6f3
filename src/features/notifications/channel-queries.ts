import { sql } from 'kysely';
import type { Instant } from '../../kernel/time.ts';
import { type Read, sqlBuilder, type Transaction } from '../../platform/db/database.ts';
import type { OuterChannel } from './labels.ts';

export interface ChannelState {
  readonly channel: string;
  readonly isOn: boolean;
  readonly isSetUp: boolean;
  readonly sender: string | null;
  readonly pausedUntilAt: Instant | null;
  readonly failureCount: number;
  readonly lastError: string | null;
  readonly lastFailedAt: Instant | null;
  readonly lastSentAt: Instant | null;
}

export const channelStates = (read: Read): Promise<ChannelState[]> =>
  read.all(
    sqlBuilder
      .selectFrom('channel_state')
      .select([
        'channel',
        'is_enabled as isOn',
        'is_set_up as isSetUp',
        'sender',
        'paused_until_at as pausedUntilAt',
        'failure_count as failureCount',
        'last_error as lastError',
        'last_failed_at as lastFailedAt',
        'last_sent_at as lastSentAt',
      ]),
  );

/** A channel without a row is on and has never been used. */
const withState = (
  channel: OuterChannel,
  given: {
    readonly isOn?: boolean;
    readonly lastSentAt?: Instant;
    readonly sender?: string | null;
  } = {},
) =>
  sqlBuilder.insertInto('channel_state').values({
    channel,
    is_enabled: given.isOn ?? true,
    is_set_up: given.sender !== undefined && given.sender !== null,
    sender: given.sender ?? null,
    paused_until_at: null,
    last_error: null,
    last_failed_at: null,
    last_sent_at: given.lastSentAt ?? null,
  });

export const switchChannel = (
  tx: Transaction,
  channel: OuterChannel,
  isOn: boolean,
): Promise<number> =>
  tx.run(
    withState(channel, { isOn }).onConflict((conflict) =>
      conflict.column('channel').doUpdateSet({ is_enabled: isOn }),
    ),
  );

/** A worker says whether mail is set up, and who it comes from. */
export const noteMailSender = (tx: Transaction, sender: string | null): Promise<number> =>
  tx.run(
    withState('MAIL', { sender }).onConflict((conflict) =>
      conflict.column('channel').doUpdateSet({ is_set_up: sender !== null, sender }),
    ),
  );

/** The server is away: nobody tries before `until`. Returns how often in a row it has been found away. */
export const pauseChannel = async (
  tx: Transaction,
  channel: OuterChannel,
  fault: {
    readonly reason: string;
    readonly at: Instant;
    readonly until: (failures: number) => Instant;
  },
): Promise<number> => {
  const { failures } = await tx.one(
    withState(channel)
      .onConflict((conflict) =>
        conflict.column('channel').doUpdateSet({
          last_error: fault.reason,
          last_failed_at: fault.at,
          // Two workers that find it away at the same moment have found it once.
          failure_count: sql<number>`channel_state.failure_count
            + (coalesce(channel_state.paused_until_at, '-infinity') <= ${fault.at})::int`,
        }),
      )
      .returning(sql<number>`greatest(1, failure_count)`.as('failures')),
  );
  await tx.run(
    sqlBuilder
      .updateTable('channel_state')
      .set({
        paused_until_at: fault.until(failures),
        failure_count: failures,
        last_error: fault.reason,
        last_failed_at: fault.at,
      })
      .where('channel', '=', channel),
  );
  return failures;
};

/** The server took a message: whatever was wrong with it is over. */
export const noteSent = (tx: Transaction, channel: OuterChannel, at: Instant): Promise<number> =>
  tx.run(
    withState(channel, { lastSentAt: at }).onConflict((conflict) =>
      conflict.column('channel').doUpdateSet({
        last_sent_at: at,
        paused_until_at: null,
        failure_count: 0,
      }),
    ),
  );

/** The office says: try now. */
export const resumeChannel = (tx: Transaction, channel: OuterChannel): Promise<number> =>
  tx.run(
    sqlBuilder
      .updateTable('channel_state')
      .set({ paused_until_at: null, failure_count: 0 })
      .where('channel', '=', channel),
  );
