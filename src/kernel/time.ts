import { z } from 'zod';

/**
 * A point in time, always written `2025-04-07T16:00:00.000Z`: UTC with milliseconds, so that two of them compare as
 * strings.
 */
export type Instant = string & z.core.$brand<'Instant'>;

/** A calendar date `2025-04-07` without time or zone: birthdays, dates of signing, school days. */
export type DateOnly = string & z.core.$brand<'DateOnly'>;

// `Date` calculates on given values here and is never asked for the current time; only its UTC side is used, so that
// the answers do not depend on the zone of the process or the browser.
//
// Beijing is a fixed +08:00. China has had no summer time since 1991-09-15. An instant within the summer times of
// 1986 to 1991, or before 1949, would be shown an hour or minutes off the clocks of the day; the office keeps no
// such instants, and birthdays are dates, which have no zone.
const BEIJING_OFFSET_MS = 8 * 3_600_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** The form, and all ranges but the last days of a month. */
const INSTANT =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;
const LATE_DAY = /^.{8}(?:29|3[01])/;
const DATE_ONLY = /^\d{4}-\d{2}-\d{2}$/;
const BEIJING_LOCAL = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{3})?)?$/;

const isoOf = (epochMilliseconds: number): string | undefined => {
  const date = new Date(epochMilliseconds);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
};

/**
 * True only for the canonical form of a moment that exists; `24:00` and 30 February do not. Each instant of each answer
 * passes here, so the calendar is asked only about days that not every month has.
 */
export const isInstant = (value: unknown): value is Instant =>
  typeof value === 'string' &&
  INSTANT.test(value) &&
  (!LATE_DAY.test(value) || isoOf(Date.parse(value)) === value);

/** True only for a day of the calendar. */
export const isDateOnly = (value: unknown): value is DateOnly =>
  typeof value === 'string' &&
  DATE_ONLY.test(value) &&
  isoOf(Date.parse(`${value}T00:00:00.000Z`))?.slice(0, 10) === value;

/** Throws RangeError for anything but a canonical instant. */
export const toInstant = (value: string): Instant => {
  if (!isInstant(value)) throw new RangeError('not an instant in canonical form');
  return value;
};

/** Throws RangeError for anything but a day of the calendar. */
export const toDateOnly = (value: string): DateOnly => {
  if (!isDateOnly(value)) throw new RangeError('not a calendar date');
  return value;
};

/** Contract schema of an instant. */
export const instantText = () =>
  z.iso
    .datetime({ precision: 3, error: '请填写完整的日期和时间' })
    .refine(isInstant, { error: '请填写存在的日期和时间' })
    .brand<'Instant'>();

/** Contract schema of a calendar date. */
export const dateText = () =>
  z.iso.date({ error: '请填写存在的日期，例如 2025-04-07' }).refine(isDateOnly).brand<'DateOnly'>();

/** Milliseconds since 1970-01-01T00:00Z. */
export const epochMs = (instant: Instant): number => Date.parse(instant);

/** For libraries that take nothing else (feeds, calendars). */
export const dateObject = (instant: Instant): Date => new Date(epochMs(instant));

/** Throws RangeError outside the years 0000 to 9999. Fractions of a millisecond are dropped. */
export const instantFromEpochMs = (milliseconds: number): Instant =>
  toInstant(isoOf(Math.floor(milliseconds)) ?? '');

export const addMilliseconds = (instant: Instant, milliseconds: number): Instant =>
  instantFromEpochMs(epochMs(instant) + milliseconds);

export const addMinutes = (instant: Instant, minutes: number): Instant =>
  addMilliseconds(instant, minutes * MINUTE_MS);

/** The same time of day in Beijing, so many days later; each of its days has 24 hours. */
export const addDays = (instant: Instant, days: number): Instant =>
  addMilliseconds(instant, days * DAY_MS);

export const addDaysToDate = (date: DateOnly, days: number): DateOnly =>
  toDateOnly(instantFromEpochMs(Date.parse(`${date}T00:00:00.000Z`) + days * DAY_MS).slice(0, 10));

/**
 * `2025-04-08T00:00`, as typed on a screen, is a moment in Beijing; `T24:00` is the next day's `T00:00`.
 * Throws RangeError for a moment that does not exist.
 */
export const instantFromBeijing = (local: string): Instant => {
  if (!BEIJING_LOCAL.test(local)) throw new RangeError('not a local date and time');
  // Also refuses 30 February, which Date.parse would move into March.
  if (!isDateOnly(local.slice(0, 10))) throw new RangeError('not a calendar date');
  return instantFromEpochMs(Date.parse(`${local}Z`) - BEIJING_OFFSET_MS);
};

/** `2025-04-07T17:30` in Beijing: the value of a date-and-time field. */
export const beijingLocal = (instant: Instant): string =>
  addMilliseconds(instant, BEIJING_OFFSET_MS).slice(0, 16);

export const beijingDate = (instant: Instant): DateOnly =>
  toDateOnly(beijingLocal(instant).slice(0, 10));

export const beijingYear = (instant: Instant): number => yearOf(beijingDate(instant));

export const yearOf = (date: DateOnly): number => Number(date.slice(0, 4));

/** The first moment of the day in Beijing. */
export const startOfBeijingDay = (date: DateOnly): Instant => instantFromBeijing(`${date}T00:00`);

/** The exclusive end of the day in Beijing: "4月7日" ends at 04-08T00:00+08:00 (民法典 第203条). */
export const endOfBeijingDay = (date: DateOnly): Instant => instantFromBeijing(`${date}T24:00`);

/** `2025年4月7日`. */
export const formatDate = (date: DateOnly): string => {
  const [year, month, day] = date.split('-').map(Number);
  return `${year}年${month}月${day}日`;
};

/** `2025年4月7日 17:30`, Beijing time. */
export const formatBeijing = (instant: Instant): string =>
  `${formatDate(beijingDate(instant))} ${beijingLocal(instant).slice(11)}`;

/**
 * The words for an exclusive deadline: `2025年4月7日 24:00（北京时间）` when it is midnight, so that nobody has to guess
 * whether the last day counts; otherwise `2025年4月7日 17:30（北京时间）`.
 */
export const formatDeadline = (deadline: Instant): string => {
  const [date, time] = [beijingDate(deadline), beijingLocal(deadline).slice(11)];
  const words =
    time === '00:00'
      ? `${formatDate(addDaysToDate(date, -1))} 24:00`
      : `${formatDate(date)} ${time}`;
  return `${words}（北京时间）`;
};

/** Whether something received at `at` is in time: a deadline is exclusive. */
export const isBefore = (at: Instant, deadline: Instant): boolean => at < deadline;

/** Time left in plain words, rounded down: `还剩 3 天`, `还剩 5 小时`, `还剩 12 分钟`, `已截止`. */
export const remaining = (now: Instant, deadline: Instant): string => {
  const left = epochMs(deadline) - epochMs(now);
  if (left <= 0) return '已截止';
  if (left >= DAY_MS) return `还剩 ${Math.floor(left / DAY_MS)} 天`;
  if (left >= HOUR_MS) return `还剩 ${Math.floor(left / HOUR_MS)} 小时`;
  if (left >= MINUTE_MS) return `还剩 ${Math.floor(left / MINUTE_MS)} 分钟`;
  return '还剩不到 1 分钟';
};
