import { expandNotice } from '../../features/notifications/index.ts';
import type { Instant } from '../../kernel/time.ts';
import { noticeJob, noticeSchema } from '../../platform/notice.ts';
import type { DemoWorld } from './world.ts';

/** Enough for a few lines in every persona's inbox without holding up the start. */
const LATEST = 60;

/** Tells the latest of what the demo's actions had to tell, in the transaction of the demo itself. */
export const tellLatest = async ({ tx, told }: DemoWorld, at: Instant): Promise<void> => {
  const notices = told.filter(({ kind }) => kind === noticeJob).slice(-LATEST);
  for (const { data } of notices) {
    await expandNotice({ transaction: (_actor, work) => work(tx) }, noticeSchema.parse(data), at);
  }
};
