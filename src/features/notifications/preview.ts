import type { Instant } from '../../kernel/time.ts';
import type { Read } from '../../platform/db/database.ts';
import type { Notice } from '../../platform/notice.ts';
import type { ChannelReach, NoticeReach } from '../../platform/notice-reach.ts';
import { openChannels, planFor, type PlannedTelling, robotsOf, traitsOf } from './expand.ts';
import { CHANNELS, OUTER_CHANNELS, type OuterChannel } from './labels.ts';
import { namesOf, organizationNames } from './office-queries.ts';
import type { NoticePreview } from './office-contract.ts';
import { resolveAddressees } from './recipient-queries.ts';

const MOST_NAMES = 100;

/**
 * What telling it now would do: who gets what by which channel, how many, who has no address. Nothing is written, and
 * the same code decides as when it is told.
 */
export const previewNotice = async (
  read: Read,
  notice: Pick<Notice, 'event' | 'to'>,
  at: Instant,
): Promise<NoticePreview> => {
  const open = await openChannels(read);
  const addressees = await resolveAddressees(read, notice.to);
  const event = traitsOf(notice.event);
  const tellings = await planFor(read, event, addressees, { open, at });
  const channels = OUTER_CHANNELS.filter(
    (channel) => channel !== 'DINGTALK_GROUP' && open.includes(channel),
  ).map((channel) => figuresOf(channel, tellings, at));
  const alone = tellings.filter(
    ({ deliveries, unreachable }) => deliveries.length === 0 && unreachable.length > 0,
  );
  const robots = open.includes('DINGTALK_GROUP') ? await robotsOf(read, notice) : [];
  return {
    peopleCount: tellings.length,
    inboxCount: tellings.filter(({ isInInbox }) => isInInbox).length,
    channels,
    groupCount: robots.length,
    withoutAddress: await namesOf(
      read,
      alone.slice(0, MOST_NAMES).map(({ accountId }) => accountId),
    ),
    withoutAddressCount: alone.length,
    emptyOrganizations: await emptyOrganizations(read, notice.to, addressees),
  };
};

const figuresOf = (
  channel: OuterChannel,
  tellings: readonly PlannedTelling[],
  at: Instant,
): NoticePreview['channels'][number] => {
  const planned = tellings.flatMap(({ deliveries }) =>
    deliveries.filter((one) => one.channel === channel),
  );
  return {
    channel,
    count: planned.length,
    laterCount: planned.filter(({ status, startAt }) => status === 'HELD' || startAt > at).length,
    unreachableCount: tellings.filter(({ unreachable }) => unreachable.includes(channel)).length,
  };
};

const emptyOrganizations = async (
  read: Read,
  to: Notice['to'],
  addressees: readonly { readonly organizationId: string }[],
): Promise<string[]> => {
  const reached = new Set(addressees.map(({ organizationId }) => organizationId));
  const missed = to.flatMap((one) =>
    'organizationId' in one && !reached.has(one.organizationId) ? [one.organizationId] : [],
  );
  if (missed.length === 0) return [];
  return [...(await organizationNames(read, missed.slice(0, 1000))).values()];
};

const channelReach = (
  channel: OuterChannel,
  tellings: readonly PlannedTelling[],
  given: { readonly isOpen: boolean; readonly at: Instant },
): ChannelReach => {
  const planned = tellings.flatMap(({ deliveries }) =>
    deliveries.filter((one) => one.channel === channel),
  );
  const held = planned.filter(({ status }) => status === 'HELD').length;
  const unreachable = tellings.filter((telling) => telling.unreachable.includes(channel)).length;
  return {
    channel,
    label: CHANNELS[channel],
    isOpen: given.isOpen,
    count: planned.length,
    quietCount: planned.filter(({ status, startAt }) => status !== 'HELD' && startAt > given.at)
      .length,
    digestCount: held,
    offCount: given.isOpen ? tellings.length - planned.length - unreachable : 0,
    unreachableCount: unreachable,
  };
};

const latestOf = (tellings: readonly PlannedTelling[], at: Instant): Instant | null =>
  tellings
    .flatMap(({ deliveries }) => deliveries.filter(({ status }) => status !== 'HELD'))
    .map(({ startAt }) => startAt)
    .filter((startAt) => startAt > at)
    .toSorted()
    .at(-1) ?? null;

/**
 * What telling it at `at` would do, for whoever is about to: `at` may lie ahead, people are taken as they are now. A
 * person's ways only; groups are told apart from people.
 */
export const reachOf = async (
  read: Read,
  notice: Pick<Notice, 'event' | 'to'>,
  at: Instant,
): Promise<NoticeReach> => {
  const open = await openChannels(read);
  const addressees = await resolveAddressees(read, notice.to);
  const event = traitsOf(notice.event);
  const tellings = await planFor(read, event, addressees, { open, at });
  const ways = OUTER_CHANNELS.filter(
    (channel) => channel !== 'DINGTALK_GROUP' && (channel !== 'DINGTALK_TODO' || event.asksToAct),
  );
  const alone = tellings.filter(({ deliveries }) => deliveries.length === 0);
  return {
    personCount: tellings.length,
    inboxCount: tellings.filter(({ isInInbox }) => isInInbox).length,
    channels: ways.map((channel) =>
      channelReach(channel, tellings, { isOpen: open.includes(channel), at }),
    ),
    inboxOnlyCount: alone.filter(({ isInInbox }) => isInInbox).length,
    nothingCount: alone.filter(({ isInInbox }) => !isInInbox).length,
    latestAt: latestOf(tellings, at),
  };
};
