import { z } from 'zod';
import { idText } from './id.ts';

/** A stored file as its readers see it: never where it lies. */
export const fileRow = z.strictObject({
  id: idText(),
  originalName: z.string(),
  mediaType: z.string(),
  byteCount: z.int(),
  /** Only for PDF. */
  pageCount: z.int().optional(),
  sha256: z.string(),
});

export type FileRow = z.output<typeof fileRow>;
