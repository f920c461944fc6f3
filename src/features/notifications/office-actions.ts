import type { Instant } from '../../kernel/time.ts';
import {
  beijingDate,
  addDays,
  epochMs,
  startOfBeijingDay,
  addDaysToDate,
} from '../../kernel/time.ts';
import type { Read } from '../../platform/db/database.ts';
import type { PlannedJob } from '../../platform/jobs.ts';
import type { Keyring } from '../../platform/keyring.ts';
import { noticeEvent, noticeEvents } from '../../platform/notice.ts';
import { newId } from '../../platform/random.ts';
import { addressesOf } from './address-queries.ts';
import { robotSeal } from './address-seal.ts';
import { type ChannelState, channelStates, resumeChannel } from './channel-queries.ts';
import { findStoredApp } from './dingtalk-settings.ts';
import { setUpChannels } from './expand.ts';
import { robotTokenOf } from './dingtalk.ts';
import {
  noAddressForTest,
  organizationMissing,
  robotNotFound,
  secretMissing,
  unknownEvent,
  webhookInvalid,
} from './errors.ts';
import { DELIVERY_KINDS, MEDIUM_OF, OUTER_CHANNELS, type OuterChannel } from './labels.ts';
import { insertDeliveries } from './notice-queries.ts';
import type { ChannelFigures, ChannelSettings, DeliveryRow } from './office-contract.ts';
import {
  type ChannelCount,
  channelCounts,
  dailyCounts,
  insertRobot,
  listRobots,
  organizationNames,
  replayDead,
  robotSecrets,
  type StoredDelivery,
  updateRobot,
} from './office-queries.ts';
import type { PreferenceDeed } from './preference-actions.ts';

export const deliveryRow = (stored: StoredDelivery): DeliveryRow => {
  const { event, title, accountName, groupName, organizationName, ...rest } = stored;
  return {
    ...rest,
    eventLabel: event === null ? DELIVERY_KINDS[stored.kind] : noticeEvent(event).label,
    title: title ?? DELIVERY_KINDS[stored.kind],
    recipient: groupName ?? accountName ?? '',
    organizationName: organizationName ?? '',
  };
};

const CHART_DAYS = 14;

const NO_COUNT: Omit<ChannelCount, 'channel'> = {
  waitingCount: 0,
  heldCount: 0,
  retryingCount: 0,
  deadCount: 0,
  sentTodayCount: 0,
  oldestDueAt: null,
};

const NO_STATE: Omit<ChannelState, 'channel'> = {
  isOn: true,
  isSetUp: false,
  sender: null,
  pausedUntilAt: null,
  failureCount: 0,
  lastError: null,
  lastFailedAt: null,
  lastSentAt: null,
};

const figuresOf = (
  given: Omit<ChannelCount, 'channel'> & Omit<ChannelState, 'channel' | 'isSetUp'>,
  at: Instant,
): Omit<ChannelFigures, 'channel' | 'isSetUp'> => {
  const { oldestDueAt: oldest, pausedUntilAt, failureCount: _, sender: __, ...rest } = given;
  return {
    ...rest,
    oldestWaitSeconds:
      oldest === null ? null : Math.max(0, Math.round((epochMs(at) - epochMs(oldest)) / 1000)),
    pausedUntilAt: pausedUntilAt !== null && pausedUntilAt > at ? pausedUntilAt : null,
  };
};

const of = <Row extends { readonly channel: string }>(
  rows: readonly Row[],
  channel: string,
): Row | undefined => rows.find((row) => row.channel === channel);

/** The office's page: what waits, what failed and why, what went out. */
export const readFigures = async (read: Read, at: Instant) => {
  const today = startOfBeijingDay(beijingDate(at));
  const first = addDays(today, 1 - CHART_DAYS);
  const counts = await channelCounts(read, { at, today });
  const states = await channelStates(read);
  const setUp = await setUpChannels(read);
  const byDay = new Map((await dailyCounts(read, first)).map((row) => [row.day, row]));
  return {
    channels: OUTER_CHANNELS.map((channel): ChannelFigures => {
      const both = { ...NO_COUNT, ...of(counts, channel), ...NO_STATE, ...of(states, channel) };
      const { channel: _, isSetUp: __, ...rest } = { ...both, channel };
      return { ...figuresOf(rest, at), channel, isSetUp: setUp[channel] };
    }),
    days: Array.from({ length: CHART_DAYS }, (_, index) => {
      const day = addDaysToDate(beijingDate(first), index);
      const row = byDay.get(day);
      return { day, sentCount: row?.sentCount ?? 0, deadCount: row?.deadCount ?? 0 };
    }),
  };
};

export interface OfficeDeed extends PreferenceDeed {
  readonly keyring: Keyring;
  readonly plan: (job: PlannedJob) => void;
}

/** The subject of what is done to a channel: it has no id of its own, so it stands for the person who did it. */
const recordChannel = (deed: PreferenceDeed, detail: Record<string, unknown>): void =>
  deed.record({ subjectKind: 'notification_channel', subjectId: deed.actor.userId, detail });

export const replayDeliveries = async (
  deed: OfficeDeed,
  which: { readonly ids: readonly string[] } | { readonly channel: OuterChannel },
  wake: PlannedJob,
): Promise<number> => {
  const replayedCount = await replayDead(deed.tx, which, deed.at);
  if ('channel' in which) await resumeChannel(deed.tx, which.channel);
  recordChannel(deed, { ...which, replayedCount });
  deed.plan(wake);
  return replayedCount;
};

export const tryChannelNow = async (
  deed: OfficeDeed,
  channel: OuterChannel,
  wake: PlannedJob,
): Promise<void> => {
  await resumeChannel(deed.tx, channel);
  recordChannel(deed, { channel });
  deed.plan(wake);
};

export const readSettings = async (read: Read): Promise<ChannelSettings> => {
  const states = await channelStates(read);
  const setUp = await setUpChannels(read);
  const app = await findStoredApp(read);
  return {
    channels: OUTER_CHANNELS.map((channel) => ({
      channel,
      isSetUp: setUp[channel],
      isOn: of(states, channel)?.isOn ?? true,
    })),
    mailFrom: of(states, 'MAIL')?.sender ?? null,
    dingtalk:
      app === undefined
        ? null
        : { appKey: app.appKey, agentId: app.agentId, operatorUnionId: app.operatorUnionId },
    robots: await listRobots(read),
  };
};

export interface RobotGiven {
  readonly name: string;
  readonly organizationId: string;
  readonly events: readonly string[];
  readonly isOn: boolean;
  readonly webhook?: string | undefined;
  readonly secret?: string | undefined;
}

const checkRobot = async (read: Read, robot: RobotGiven): Promise<void> => {
  const known = new Set(noticeEvents().map(({ name }) => name));
  if (robot.events.some((event) => !known.has(event))) throw unknownEvent();
  if ((await organizationNames(read, [robot.organizationId])).size === 0)
    throw organizationMissing();
};

interface Sealed {
  readonly tokenSealed: string;
  readonly secretSealed: string;
}

/** Address and secret sealed anew where they were given, otherwise as they were. */
const sealedOf = (
  keyring: Keyring,
  id: string,
  robot: RobotGiven,
  before: Sealed | undefined,
): Sealed => {
  const seal = robotSeal(keyring, id);
  const token = robot.webhook === undefined ? undefined : robotTokenOf(robot.webhook);
  if (robot.webhook !== undefined && token === undefined) throw webhookInvalid();
  const tokenSealed = token === undefined ? before?.tokenSealed : seal.sealToken(token);
  if (tokenSealed === undefined) throw secretMissing('webhook');
  const secretSealed =
    robot.secret === undefined ? before?.secretSealed : seal.sealSecret(robot.secret);
  if (secretSealed === undefined) throw secretMissing('secret');
  return { tokenSealed, secretSealed };
};

/**
 * Registers or changes a robot. Address and secret are sealed; left out, they stay.
 * @throws DomainError for an address that is not DingTalk's
 */
export const keepRobot = async (
  deed: OfficeDeed,
  robot: RobotGiven,
  seen?: { readonly id: string; readonly version: number },
): Promise<void> => {
  const { tx, actor, at } = deed;
  await checkRobot(tx, robot);
  const before = seen === undefined ? undefined : await robotSecrets(tx, seen.id);
  if (seen !== undefined && before === undefined) throw robotNotFound();
  const id = seen?.id ?? newId(at);
  const { name, organizationId, events, isOn } = robot;
  const sealed = sealedOf(deed.keyring, id, robot, before);
  const change = { id, name, organizationId, events, isOn, ...sealed, at, by: actor.userId };
  if (seen === undefined) await insertRobot(tx, change);
  else await updateRobot(tx, change, seen.version);
  deed.record({ subjectKind: 'group_robot', subjectId: id, detail: { name, events, isOn } });
};

/** A test goes to the asker alone, or to one group, so that trying a channel out disturbs nobody. */
export const startTest = async (
  deed: OfficeDeed,
  target: { readonly channel: 'MAIL' | 'DINGTALK_WORK' } | { readonly robotId: string },
  wake: PlannedJob,
): Promise<string> => {
  const { tx, actor, at } = deed;
  if ('channel' in target) {
    const addresses = await addressesOf(tx, actor.userId);
    const medium = MEDIUM_OF[target.channel];
    const isThere = addresses.some((one) => one.medium === medium && one.verifiedAt !== null);
    if (!isThere) throw noAddressForTest();
  } else if ((await robotSecrets(tx, target.robotId)) === undefined) {
    throw robotNotFound();
  }
  const id = newId(at);
  const where =
    'channel' in target
      ? { channel: target.channel }
      : { channel: 'DINGTALK_GROUP' as const, groupRobotId: target.robotId };
  const due = { isUrgent: true, status: 'WAITING', startAt: at } as const;
  const test = { id, kind: 'TEST', noticeId: null, accountId: actor.userId } as const;
  await insertDeliveries(tx, [{ ...test, ...where, ...due }], at);
  recordChannel(deed, where);
  deed.plan(wake);
  return id;
};
