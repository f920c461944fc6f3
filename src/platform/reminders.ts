import type { Instant } from '../kernel/time.ts';
import type { Read } from './db/database.ts';
import type { Notice, NoticeEvent } from './notice.ts';

/** A deadline that is coming, with those who have not yet done what it asks. */
export interface ComingDeadline {
  /** Which deadline of whom, e.g. `<round>:<institution>`: reminded once for each of the days before it. */
  readonly key: string;
  /** Exclusive, as every deadline. */
  readonly dueAt: Instant;
  /** Only people of whom the step is still wanted. */
  readonly to: Notice['to'];
  /** Without the time left, which the reminder itself says. */
  readonly title: string;
  readonly lines: readonly string[];
  readonly path: string;
}

/** What a feature knows of deadlines; `app/features.ts` hands the sources to `notifications`. */
export interface ReminderSource {
  readonly event: NoticeEvent;
  /** Deadlines after `span.from` and up to `span.to` that somebody has not yet met, in the scope of the system. */
  readonly list: (
    read: Read,
    span: { readonly from: Instant; readonly to: Instant },
  ) => Promise<readonly ComingDeadline[]>;
}
