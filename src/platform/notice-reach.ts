import type { Instant } from '../kernel/time.ts';
import type { Read } from './db/database.ts';
import type { Notice } from './notice.ts';

/** What telling something would do in one way out of the house. */
export interface ChannelReach {
  readonly channel: string;
  readonly label: string;
  /** Set up, and not switched off by the office. */
  readonly isOpen: boolean;
  readonly count: number;
  /** Of these, how many wait for the end of their quiet hours. */
  readonly quietCount: number;
  /** Of these, how many get it in their digest of the day. */
  readonly digestCount: number;
  /** Switched off by themselves or their organization. */
  readonly offCount: number;
  /** Wanted, but without a verified address. */
  readonly unreachableCount: number;
}

/** What telling something at an instant would do. Nothing is written. */
export interface NoticeReach {
  /** Active people, each once. */
  readonly personCount: number;
  readonly inboxCount: number;
  readonly channels: readonly ChannelReach[];
  /** Only the inbox reaches them. */
  readonly inboxOnlyCount: number;
  /** Nothing does: they have switched everything off. */
  readonly nothingCount: number;
  /** When the last of the quiet hours are over; null when nobody's hold it up. */
  readonly latestAt: Instant | null;
}

type ReachSource = (
  read: Read,
  notice: Pick<Notice, 'event' | 'to'>,
  at: Instant,
) => Promise<NoticeReach>;

let source: ReachSource | undefined;

/** Called once by `app/features.ts` with what `notifications` knows: whoever tells need not know who delivers. */
export const registerNoticeReach = (reach: ReachSource): void => {
  source = reach;
};

/** Whom a notice would reach by what and when, decided by the same code that tells it. */
export const reachOfNotice: ReachSource = async (read, notice, at) => {
  if (source === undefined) throw new Error('nobody delivers notices');
  return await source(read, notice, at);
};
