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
