import {
  addDays,
  beijingDate,
  formatBeijing,
  formatDate,
  formatDeadline,
  isBefore,
  remaining,
} from '../../kernel/time.ts';
import type { DateOnly, Instant } from '../../kernel/time.ts';
import { useNow } from '../time/use-now.ts';
import { Flag } from './status-tag.tsx';

interface TimeProps {
  readonly at: Instant;
  /** Only the day. */
  readonly dateOnly?: boolean;
}

/** `2025年4月7日 17:30`, Beijing time. */
export const Time = ({ at, dateOnly = false }: TimeProps) => (
  <time className="time" dateTime={at}>
    {dateOnly ? formatDate(beijingDate(at)) : formatBeijing(at)}
  </time>
);

/** `2025年4月7日` of a calendar date. */
export const Day = ({ on }: { readonly on: DateOnly }) => (
  <time className="time" dateTime={on}>
    {formatDate(on)}
  </time>
);

const toneOf = (now: Instant, at: Instant): 'danger' | 'attention' | undefined => {
  if (!isBefore(now, at)) return 'danger';
  return isBefore(now, addDays(at, -3)) ? undefined : 'attention';
};

interface DeadlineProps {
  /** Exclusive. */
  readonly at: Instant;
  /** What ends: `申报截止`. */
  readonly label?: string;
  /** Only the time left, where the date stands beside it, such as in a table. */
  readonly short?: boolean;
}

const ZONE = '（北京时间）';

/** A narrow line ends before the zone, never inside it. */
const Zoned = ({ at, words }: { readonly at: Instant; readonly words: string }) => (
  <time className="time" dateTime={at}>
    {words}
    <wbr />
    <span className="time-zone">{ZONE}</span>
  </time>
);

/** `Time` where the zone matters: from when on something is open. */
export const BeijingTime = ({ at }: { readonly at: Instant }) => (
  <Zoned at={at} words={formatBeijing(at)} />
);

/** A deadline as `formatDeadline` writes it. */
export const DeadlineTime = ({ at }: { readonly at: Instant }) => (
  <Zoned at={at} words={formatDeadline(at).replace(ZONE, '')} />
);

/** Time left by the server's clock, and the moment itself in Beijing time. */
export const Deadline = ({ at, label, short = false }: DeadlineProps) => {
  const now = useNow(20);
  return (
    <span className="deadline">
      {label === undefined ? null : <span>{label}</span>}
      <Flag {...toneProps(toneOf(now, at))}>{remaining(now, at)}</Flag>
      {short ? null : <DeadlineTime at={at} />}
    </span>
  );
};

const toneProps = (tone: 'danger' | 'attention' | undefined) =>
  tone === undefined ? {} : { tone };
