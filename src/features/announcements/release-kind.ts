import { z } from 'zod';
import { idText } from '../../kernel/id.ts';
import { instantText } from '../../kernel/time.ts';
import { jobKind } from '../../platform/jobs.ts';

/** One planned publication, at its instant. A changed or cancelled plan leaves a job that finds nothing to do. */
export const releaseKind = jobKind({
  name: 'announcements.release',
  data: z.strictObject({ announcementId: idText(), publishAt: instantText() }),
  leaseSeconds: 120,
  retries: 10,
});

/** Every minute: what a lost job or a stopped worker left behind. */
export const releaseDueKind = jobKind({
  name: 'announcements.releaseDue',
  data: z.strictObject({}),
  leaseSeconds: 300,
  retries: 3,
  cron: '* * * * *',
});
