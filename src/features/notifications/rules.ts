import {
  addDays,
  addMilliseconds,
  addMinutes,
  beijingDate,
  beijingLocal,
  epochMs,
  type Instant,
  startOfBeijingDay,
} from '../../kernel/time.ts';
import { MEDIUM_OF, type Medium, OUTER_CHANNELS, type OuterChannel } from './labels.ts';

/** When a person does not want to be disturbed; minutes of the day in Beijing. */
export interface QuietHours {
  readonly fromMinute: number;
  /** Not after `fromMinute`: on the next day. */
  readonly toMinute: number;
}

export interface Profile {
  readonly quiet: QuietHours | null;
  /** Mail is gathered into one a day. */
  readonly isDigest: boolean;
  readonly digestHour: number;
}

export const DEFAULT_PROFILE: Profile = { quiet: null, isDigest: false, digestHour: 17 };

const minuteOfDay = (at: Instant): number => {
  const [hour, minute] = beijingLocal(at).slice(11).split(':').map(Number);
  return (hour ?? 0) * 60 + (minute ?? 0);
};

/** The end of the quiet hours in which `at` lies, or `at` itself. Equal ends mean no quiet hours. */
export const afterQuiet = (quiet: QuietHours | null, at: Instant): Instant => {
  if (quiet === null || quiet.fromMinute === quiet.toMinute) return at;
  const now = minuteOfDay(at);
  const { fromMinute, toMinute } = quiet;
  const isOverMidnight = fromMinute > toMinute;
  const isQuiet = isOverMidnight
    ? now >= fromMinute || now < toMinute
    : now >= fromMinute && now < toMinute;
  if (!isQuiet) return at;
  const today = startOfBeijingDay(beijingDate(at));
  const isEndTomorrow = isOverMidnight && now >= fromMinute;
  return addMinutes(isEndTomorrow ? addDays(today, 1) : today, toMinute);
};

/** Today's digest is due from this hour on. */
export const isDigestDue = (profile: Profile, at: Instant): boolean =>
  minuteOfDay(at) >= profile.digestHour * 60;

export interface Choice {
  readonly event: string;
  readonly channel: string;
  readonly isOn: boolean;
}

export interface Recipient {
  readonly profile: Profile;
  /** What the person said. */
  readonly own: readonly Choice[];
  /** What the person's organization said for those who said nothing. */
  readonly ofOrganization: readonly Choice[];
  /** Media with a verified address. */
  readonly reachable: readonly Medium[];
}

export interface EventTraits {
  readonly name: string;
  readonly isUrgent: boolean;
  readonly asksToAct: boolean;
}

const said = (choices: readonly Choice[], event: string, channel: string): boolean | undefined =>
  choices.find((choice) => choice.event === event && choice.channel === channel)?.isOn;

/** The person's own word counts first, then the organization's, else everything is on. */
export const isWanted = (
  recipient: Pick<Recipient, 'own' | 'ofOrganization'>,
  event: string,
  channel: string,
): boolean =>
  said(recipient.own, event, channel) ?? said(recipient.ofOrganization, event, channel) ?? true;

export interface PlannedDelivery {
  readonly channel: OuterChannel;
  readonly status: 'WAITING' | 'HELD';
  readonly startAt: Instant;
}

export interface Telling {
  readonly isInInbox: boolean;
  readonly deliveries: readonly PlannedDelivery[];
  /** Wanted and switched on, but there is no verified address. */
  readonly unreachable: readonly OuterChannel[];
}

/** How one person is told of one event: which channels, and when. */
export const planTelling = (
  recipient: Recipient,
  event: EventTraits,
  open: readonly OuterChannel[],
  at: Instant,
): Telling => {
  const wanted = OUTER_CHANNELS.filter(
    (channel) =>
      channel !== 'DINGTALK_GROUP' &&
      open.includes(channel) &&
      (channel !== 'DINGTALK_TODO' || event.asksToAct) &&
      isWanted(recipient, event.name, channel),
  );
  const isReachable = (channel: OuterChannel): boolean => {
    const medium = MEDIUM_OF[channel];
    return medium !== undefined && recipient.reachable.includes(medium);
  };
  const { profile } = recipient;
  const startAt = event.isUrgent ? at : afterQuiet(profile.quiet, at);
  return {
    isInInbox: event.isUrgent || isWanted(recipient, event.name, 'INBOX'),
    deliveries: wanted.filter(isReachable).map((channel) => ({
      channel,
      status: channel === 'MAIL' && profile.isDigest && !event.isUrgent ? 'HELD' : 'WAITING',
      startAt,
    })),
    unreachable: wanted.filter((channel) => !isReachable(channel)),
  };
};

/** So many failures of one message, and it is a dead letter: about a day with the waits below. */
export const MOST_ATTEMPTS = 12;
/** So many workers that took a message and never said what became of it. */
export const MOST_CLAIMS = 40;

const FIRST_WAIT_MS = 60_000;
const LONGEST_WAIT_MS = 6 * 3_600_000;
const FIRST_PAUSE_MS = 30_000;
const LONGEST_PAUSE_MS = 5 * 60_000;

const doubled = (first: number, longest: number, times: number): number =>
  Math.min(longest, first * 2 ** Math.min(times, 30));

/**
 * When a message that failed so many times is tried again: doubling from a minute to six hours, and up to a fifth
 * longer by chance, so that what failed together does not come back together.
 * @param chance from 0 to 1
 */
export const nextAttempt = (at: Instant, failures: number, chance: number): Instant =>
  addMilliseconds(
    at,
    doubled(FIRST_WAIT_MS, LONGEST_WAIT_MS, failures - 1) * (1 + Math.min(1, chance) / 5),
  );

/** When a channel whose server is away is tried again: doubling from half a minute to five minutes. */
export const nextTry = (at: Instant, failures: number): Instant =>
  addMilliseconds(at, doubled(FIRST_PAUSE_MS, LONGEST_PAUSE_MS, failures - 1));

/** When DingTalk is asked whether a work notification arrived, in minutes after the last time; it tells for 24 hours. */
const CHECK_MINUTES = [2, 8, 50, 300, 900] as const;

/** When to ask next, having asked so many times; `undefined`: no more. */
export const nextCheck = (at: Instant, checks: number): Instant | undefined => {
  const minutes = CHECK_MINUTES[checks];
  return minutes === undefined ? undefined : addMinutes(at, minutes);
};

export const REMINDER_DAYS = [7, 3, 1] as const;

const DAY_MS = 86_400_000;

/**
 * The reminder that is due for a deadline: the smallest of 7, 3 and 1 days that has been reached, or `undefined` while
 * it is farther away or over. A server that was down sends the latest one only.
 */
export const dueReminder = (dueAt: Instant, at: Instant): number | undefined => {
  const left = epochMs(dueAt) - epochMs(at);
  if (left <= 0) return undefined;
  return REMINDER_DAYS.toSorted((a, b) => a - b).find((days) => left <= days * DAY_MS);
};

/** `a***@example.cn`. */
export const maskMail = (address: string): string => {
  const at = address.lastIndexOf('@');
  return at < 1 ? '***' : `${address.slice(0, 1)}***${address.slice(at)}`;
};
