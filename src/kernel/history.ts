import { z } from 'zod';
import { idText } from './id.ts';
import { instantText } from './time.ts';

/** One line of a record's history as its own people may read it; a contract picks what its screen shows. */
export const historyRow = z.strictObject({
  id: idText(),
  occurredAt: instantText(),
  /** `feature.verb`; the screen has its label. */
  action: z.string(),
  /** The person where the reader may know it, otherwise the organization only. */
  who: z.string(),
  organizationName: z.string().nullable(),
  fromStatus: z.string().nullable(),
  toStatus: z.string().nullable(),
  reason: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()),
});

export type HistoryRow = z.output<typeof historyRow>;

/** What most histories show. */
export const shortHistoryRow = historyRow.pick({
  id: true,
  occurredAt: true,
  action: true,
  who: true,
  reason: true,
});

export type ShortHistoryRow = z.output<typeof shortHistoryRow>;

/** That part of a row; screens without a word about states and details get none. */
export const shortHistoryOf = ({
  id,
  occurredAt,
  action,
  who,
  reason,
}: HistoryRow): ShortHistoryRow => ({ id, occurredAt, action, who, reason });
