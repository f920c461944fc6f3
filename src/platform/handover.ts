import type { Instant } from '../kernel/time.ts';
import type { Read, Transaction } from './db/database.ts';

/** Something that names one person as responsible and that a colleague of the same body can take over. */
export interface HandoverItem {
  readonly id: string;
  /** What the list before confirming calls it, e.g. the title of the session to attend. */
  readonly label: string;
}

export interface HandoverMove {
  readonly ids: readonly string[];
  readonly from: string;
  readonly to: string;
  readonly at: Instant;
  /** Who hands over. */
  readonly by: string;
}

/** One kind of such things, published by the feature that keeps them. */
export interface HandoverSource {
  /** `feature.subject`, kept with what was handed over. */
  readonly name: string;
  /** Heading of its part of the list. */
  readonly label: string;
  /** What names this account at this instant. Runs in the scope of whoever hands over. */
  readonly list: (read: Read, accountId: string, at: Instant) => Promise<readonly HandoverItem[]>;
  /**
   * Moves what still names `from`, and nothing that the other one has already; returns the ids that it moved. Called
   * with both exchanged to undo.
   */
  readonly move: (tx: Transaction, move: HandoverMove) => Promise<readonly string[]>;
}

const registered: HandoverSource[] = [];

/** Called once by `app/features.ts` for each source of each feature. */
export const registerHandoverSource = (source: HandoverSource): void => {
  if (!registered.some(({ name }) => name === source.name)) registered.push(source);
};

export const handoverSources = (): readonly HandoverSource[] => registered;
