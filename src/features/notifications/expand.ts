import { SYSTEM } from '../../kernel/actor.ts';
import type { Instant } from '../../kernel/time.ts';
import type { Database, Read, Transaction } from '../../platform/db/database.ts';
import { type Notice, noticeEvent } from '../../platform/notice.ts';
import { newId } from '../../platform/random.ts';
import { channelStates } from './channel-queries.ts';
import { findStoredApp } from './dingtalk-settings.ts';
import { MEDIUM_OF, OUTER_CHANNELS, type OuterChannel } from './labels.ts';
import {
  insertDeliveries,
  insertEntries,
  isSettled,
  keepNotice,
  markExpanded,
  type NewDelivery,
} from './notice-queries.ts';
import {
  type Addressee,
  hasRobots,
  loadRecipients,
  resolveAddressees,
  robotsFor,
} from './recipient-queries.ts';
import { type EventTraits, planTelling, type Telling } from './rules.ts';

/** So many people per transaction: 5,000 recipients hold no lock for long, and a crash loses little work. */
const CHUNK = 500;

export const traitsOf = (name: string): EventTraits => {
  const event = noticeEvent(name);
  return {
    name,
    isUrgent: event.isUrgent === true,
    asksToAct: event.asksToAct === true,
  };
};

/** Which channels the installation can use at all. */
export const setUpChannels = async (read: Read): Promise<Record<OuterChannel, boolean>> => {
  const states = await channelStates(read);
  const hasApp = (await findStoredApp(read)) !== undefined;
  return {
    MAIL: states.some(({ channel, isSetUp }) => channel === 'MAIL' && isSetUp),
    DINGTALK_WORK: hasApp,
    DINGTALK_TODO: hasApp,
    DINGTALK_GROUP: await hasRobots(read),
  };
};

/** Channels that are set up and that the office has not switched off. */
export const openChannels = async (read: Read): Promise<OuterChannel[]> => {
  const states = await channelStates(read);
  const off = new Set(states.filter(({ isOn }) => !isOn).map(({ channel }) => channel));
  const setUp = await setUpChannels(read);
  return OUTER_CHANNELS.filter((channel) => setUp[channel] && !off.has(channel));
};

export interface PlannedTelling extends Telling {
  readonly accountId: string;
  readonly addressIdOf: (channel: OuterChannel) => string | undefined;
}

/** How each of these people would be told of the event now. */
export const planFor = async (
  read: Read,
  event: EventTraits,
  addressees: readonly Addressee[],
  given: { readonly open: readonly OuterChannel[]; readonly at: Instant },
): Promise<PlannedTelling[]> => {
  const recipients = await loadRecipients(read, event.name, addressees);
  return [...recipients].map(([accountId, recipient]) => ({
    accountId,
    ...planTelling(recipient, event, given.open, given.at),
    addressIdOf: (channel) => {
      const medium = MEDIUM_OF[channel];
      return medium === undefined ? undefined : recipient.addresses.get(medium);
    },
  }));
};

interface Expansion {
  readonly noticeId: string;
  readonly event: EventTraits;
  readonly open: readonly OuterChannel[];
  readonly at: Instant;
}

const deliveriesOf = (telling: PlannedTelling, expansion: Expansion): NewDelivery[] =>
  telling.deliveries.map(({ channel, status, startAt }) => {
    const addressId = telling.addressIdOf(channel);
    return {
      id: newId(expansion.at),
      kind: 'NOTICE',
      channel,
      noticeId: expansion.noticeId,
      accountId: telling.accountId,
      ...(addressId === undefined ? {} : { addressId }),
      isUrgent: expansion.event.isUrgent,
      status,
      startAt,
    };
  });

/**
 * Whether there is nothing left to ask anybody for: the settling has overtaken the notice. The inbox keeps it, as done
 * and read; nothing leaves the house.
 */
const isAlreadyDone = async (
  tx: Transaction,
  { event, noticeId }: Pick<Expansion, 'event' | 'noticeId'>,
): Promise<boolean> => event.asksToAct && (await isSettled(tx, noticeId));

const tellChunk = async (
  tx: Transaction,
  expansion: Expansion,
  chunk: readonly Addressee[],
): Promise<void> => {
  const { noticeId, event, at } = expansion;
  const isDone = await isAlreadyDone(tx, expansion);
  const tellings = await planFor(tx, event, chunk, expansion);
  const inbox = tellings.filter(({ isInInbox }) => isInInbox);
  await insertEntries(
    tx,
    noticeId,
    inbox.map(({ accountId }) => ({ id: newId(at), accountId })),
    { at, readAt: isDone ? at : null },
  );
  if (isDone) return;
  await insertDeliveries(
    tx,
    tellings.flatMap((telling) => deliveriesOf(telling, expansion)),
    at,
  );
};

/**
 * Which group hears it: that of an organization hears what the organization is told; the office's group hears, once,
 * what says nothing of a single organization.
 */
export const robotsOf = async (
  read: Read,
  notice: Pick<Notice, 'event' | 'to'>,
): Promise<string[]> => {
  const told = new Set(
    notice.to.flatMap((one) => ('organizationId' in one ? [one.organizationId] : [])),
  );
  const isForGroups = noticeEvent(notice.event).isForGroups === true;
  return (await robotsFor(read, notice.event))
    .filter(({ organizationId, organizationKind }) =>
      organizationKind === 'PROJECT_OFFICE' ? isForGroups : told.has(organizationId),
    )
    .map(({ id }) => id);
};

const tellGroups = async (tx: Transaction, expansion: Expansion, notice: Notice): Promise<void> => {
  if (!expansion.open.includes('DINGTALK_GROUP') || (await isAlreadyDone(tx, expansion))) return;
  const robots = await robotsOf(tx, notice);
  await insertDeliveries(
    tx,
    robots.map((groupRobotId) => ({
      id: newId(expansion.at),
      kind: 'NOTICE',
      channel: 'DINGTALK_GROUP',
      noticeId: expansion.noticeId,
      accountId: null,
      groupRobotId,
      isUrgent: expansion.event.isUrgent,
      status: 'WAITING',
      startAt: expansion.at,
    })),
    expansion.at,
  );
};

/**
 * Works out who is told and by what, and writes the inbox and the queue: once, however often it runs, and in chunks.
 * `finish` runs in the last transaction: the wake-up of the workers is planned there.
 * @returns the number of people
 */
export const expandNotice = async (
  database: Pick<Database, 'transaction'>,
  notice: Notice,
  at: Instant,
  finish: (tx: Transaction, peopleCount: number) => Promise<void> = async () => undefined,
): Promise<number> => {
  if (notice.until !== undefined && notice.until <= at) return 0;
  const event = traitsOf(notice.event);
  const begun = await database.transaction(SYSTEM, async (tx) => {
    const stored = await keepNotice(tx, notice, { id: newId(at), isUrgent: event.isUrgent, at });
    if (stored.expandedAt !== null) return undefined;
    const addressees = await resolveAddressees(tx, notice.to);
    return { noticeId: stored.id, addressees, open: await openChannels(tx) };
  });
  if (begun === undefined) return 0;
  const expansion: Expansion = { noticeId: begun.noticeId, event, open: begun.open, at };
  for (let from = 0; from < begun.addressees.length; from += CHUNK) {
    const chunk = begun.addressees.slice(from, from + CHUNK);
    await database.transaction(SYSTEM, (tx) => tellChunk(tx, expansion, chunk));
  }
  await database.transaction(SYSTEM, async (tx) => {
    await tellGroups(tx, expansion, notice);
    await markExpanded(tx, expansion.noticeId, at);
    await finish(tx, begun.addressees.length);
  });
  return begun.addressees.length;
};
