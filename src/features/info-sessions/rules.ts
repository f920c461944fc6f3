import { errorFinding, type Finding } from '../../kernel/finding.ts';
import {
  addDays,
  addMinutes,
  beijingDate,
  beijingLocal,
  epochMs,
  formatBeijing,
  formatDate,
  type DateOnly,
  type Instant,
  isBefore,
  startOfBeijingDay,
  toDateOnly,
} from '../../kernel/time.ts';

export const MOST_MATERIALS = 20;
export const MATERIAL_BYTES = 20 * 1024 * 1024;
export const MATERIAL_KINDS = ['pdf', 'docx', 'xlsx', 'jpeg', 'png'] as const;
export const MOST_CERTIFICATES = 20;

/** Shorter is a mistake of typing, longer is no single session. */
const LEAST_MINUTES = 15;
const MOST_HOURS = 8;

/** The code is shown, and taken, from so many minutes before the start until so many after the end. */
export const CODE_EARLY_MINUTES = 10;
export const CODE_LATE_MINUTES = 15;
/** A code stands so long; the one before is still taken, because typing takes time. */
export const CODE_SECONDS = 120;
/** Wrong codes of one person for one session; then a pause. */
export const MOST_WRONG_CODES = 5;
export const WRONG_CODE_PAUSE_MINUTES = 10;
/** Open questions of one person about one session. */
export const MOST_OPEN_QUESTIONS = 10;

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const BEIJING_OFFSET_MS = 8 * 3_600_000;

export interface Span {
  readonly startsAt: Instant;
  readonly endsAt: Instant;
}

/** Start before end, at most some hours; over midnight is fine. */
export const spanFindings = ({ startsAt, endsAt }: Span): Finding[] => {
  const minutes = (epochMs(endsAt) - epochMs(startsAt)) / MINUTE_MS;
  if (minutes <= 0) {
    const text = '结束时间应当晚于开始时间，请检查日期和上午下午';
    return [errorFinding('info-sessions.ends_before_start', 'endsAt', text)];
  }
  if (minutes < LEAST_MINUTES || minutes > MOST_HOURS * 60) {
    const text = `一场说明会应为 ${LEAST_MINUTES} 分钟到 ${MOST_HOURS} 小时，请检查结束时间；更长的请分成几场`;
    return [errorFinding('info-sessions.odd_length', 'endsAt', text)];
  }
  return [];
};

/** What must be true before others are invited. */
export const comingFindings = ({ startsAt }: Span, now: Instant): Finding[] =>
  isBefore(now, startsAt)
    ? []
    : [
        errorFinding(
          'info-sessions.already_started',
          'startsAt',
          `开始时间（${formatBeijing(startsAt)}）已过，请改到以后的时间`,
        ),
      ];

/** Somebody who wants to come must know where to. */
export const joinFindings = (given: {
  readonly joinUrl: string;
  readonly joinNote: string;
}): Finding[] =>
  given.joinUrl === '' && given.joinNote === ''
    ? [
        errorFinding(
          'info-sessions.no_way_in',
          'joinUrl',
          '请填写参会链接，或在“会议号和密码”里写明怎样进入',
        ),
      ]
    : [];

export const overlaps = (one: Span, other: Span): boolean =>
  isBefore(one.startsAt, other.endsAt) && isBefore(other.startsAt, one.endsAt);

/** When the attendance code is shown and taken; `closesAt` is exclusive. */
export const codeWindow = ({ startsAt, endsAt }: Span) => ({
  opensAt: addMinutes(startsAt, -CODE_EARLY_MINUTES),
  closesAt: addMinutes(endsAt, CODE_LATE_MINUTES),
});

/** The number of the period of `CODE_SECONDS` that `at` lies in. */
export const codePeriod = (at: Instant): number => Math.floor(epochMs(at) / (CODE_SECONDS * 1000));

/** Six digits of a keyed hash: short enough to be read out. */
export const codeDigits = (hash: Uint8Array): string => {
  const [a = 0, b = 0, c = 0, d = 0] = hash;
  const number = ((a * 256 + b) * 256 + c) * 256 + d;
  return String(number % 1_000_000).padStart(6, '0');
};

const WEEKDAYS = ['一', '二', '三', '四', '五', '六', '日'] as const;

/** `星期三`; 1970-01-01 was a Thursday. */
export const weekdayText = (at: Instant): string => {
  const day = Math.floor((epochMs(at) + BEIJING_OFFSET_MS) / DAY_MS);
  return `星期${WEEKDAYS[(((day + 3) % 7) + 7) % 7] ?? ''}`;
};

export const dayText = (at: Instant): string =>
  `${formatDate(beijingDate(at))}（${weekdayText(at)}）`;

export const clockText = (at: Instant): string => beijingLocal(at).slice(11);

/** `2025年4月9日（星期三）15:00—16:30`, with the second day when it goes over midnight. Beijing time. */
export const spanText = ({ startsAt, endsAt }: Span): string => {
  const isSameDay = beijingDate(startsAt) === beijingDate(endsAt);
  const end = isSameDay
    ? clockText(endsAt)
    : `${dayText(endsAt).replace(/^\d+年/, '')}${clockText(endsAt)}`;
  return `${dayText(startsAt)}${clockText(startsAt)}—${end}`;
};

/** The same on a screen, where no line may end at the dash. */
export const spanLine = (span: Span): string => spanText(span).replace('—', '\u2060—\u2060');

/** `2025-04` of an instant in Beijing. */
export const monthOf = (at: Instant): string => beijingDate(at).slice(0, 7);

/** The first day of a month `2025-04`. */
export const firstDay = (month: string): DateOnly => toDateOnly(`${month}-01`);

/** So many months on. */
export const shiftMonth = (month: string, by: number): string => {
  const count = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 + by;
  return `${String(Math.floor(count / 12)).padStart(4, '0')}-${String((count % 12) + 1).padStart(2, '0')}`;
};

/** From the first moment of the month in Beijing to the first of the next. */
export const monthSpan = (month: string): { readonly from: Instant; readonly to: Instant } => ({
  from: startOfBeijingDay(firstDay(month)),
  to: startOfBeijingDay(firstDay(shiftMonth(month, 1))),
});

export const monthText = (month: string): string =>
  `${Number(month.slice(0, 4))}年${Number(month.slice(5))}月`;

/** Reminders before the start: what is already past is not planned. */
export const REMINDERS = {
  day: { label: '明天', at: (startsAt: Instant): Instant => addDays(startsAt, -1) },
  hour: { label: '一小时后', at: (startsAt: Instant): Instant => addMinutes(startsAt, -60) },
} as const;

export type ReminderName = keyof typeof REMINDERS;
