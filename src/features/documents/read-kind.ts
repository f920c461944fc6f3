import { z } from 'zod';
import { idText } from '../../kernel/id.ts';
import { jobKind } from '../../platform/jobs.ts';

/** Reads the text of one edition, for search and for reading on the page. */
export const readKind = jobKind({
  name: 'documents.read',
  data: z.strictObject({ documentId: idText(), number: z.int().min(1) }),
  leaseSeconds: 180,
  retries: 3,
});

/** Every minute: editions that a lost job or a restored backup left unread. */
export const readWaitingKind = jobKind({
  name: 'documents.readWaiting',
  data: z.strictObject({}),
  leaseSeconds: 600,
  retries: 0,
  cron: '* * * * *',
});
