import { createHash, randomBytes } from 'node:crypto';
import { uuidV7 } from '../kernel/id.ts';
import { epochMs } from '../kernel/time.ts';
import type { Instant } from '../kernel/time.ts';

/** The id of a record made at `at`; ids of later milliseconds sort later. */
export const newId = (at: Instant): string => uuidV7(epochMs(at), randomBytes(10));

/** An unguessable secret of so many random bytes, written in base64url. */
export const newToken = (bytes = 32): string => randomBytes(bytes).toString('base64url');

/**
 * SHA-256 in lower-case hex. For files and random tokens only: the hash of an identity number is found again by trying
 * them all.
 */
export const sha256Hex = (data: string | Uint8Array): string =>
  createHash('sha256').update(data).digest('hex');
