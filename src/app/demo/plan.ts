import type { Instant } from '../../kernel/time.ts';
import type { Transaction } from '../../platform/db/database.ts';
import type { FileStore } from '../../platform/files/file-store.ts';
import type { Keyring } from '../../platform/keyring.ts';

/** What the demo is built with, all in one transaction. */
export interface DemoPlan {
  readonly tx: Transaction;
  readonly files: FileStore;
  readonly keyring: Keyring;
  readonly at: Instant;
  readonly passwordHash: string;
  /** Folder below db/reference/provinces. */
  readonly province: string;
}
