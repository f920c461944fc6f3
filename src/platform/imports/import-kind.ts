import type { ImportColumn } from '../../kernel/import.ts';
import type { Instant } from '../../kernel/time.ts';
import type { AuditEntry } from '../audit.ts';
import type { CsvProblem, CsvRow } from '../csv.ts';
import type { Read, Transaction } from '../db/database.ts';

/** Who imports, and when; `actorId` null where the product loads its own reference files. */
export interface ImportContext {
  readonly actorId: string | null;
  readonly at: Instant;
  /** The organization of whoever imports, where a register has rows of one organization. */
  readonly organizationId?: string;
  /** Hears how many rows more were written; throws when the import is to end. */
  readonly onWritten?: (rows: number) => Promise<void>;
}

/** A line in the history of one record that a file made or changed. */
export type ImportTrace = Pick<AuditEntry, 'subjectKind' | 'subjectId' | 'toStatus' | 'detail'>;

/** What a file would do, and how to do it. Nothing is written before `write`. */
export interface ImportPlan {
  readonly created: number;
  readonly changed: number;
  readonly same: number;
  readonly problems: readonly CsvProblem[];
  /** Writes by `writeInChunks` and returns what stands in the history of single records. */
  readonly write: (tx: Transaction, context: ImportContext) => Promise<readonly ImportTrace[]>;
}

/** What was found in a file and would be done with it. */
export interface ImportOutcome {
  /** Rows below the header. */
  readonly rowCount: number;
  readonly created: number;
  readonly changed: number;
  readonly same: number;
  /** How many errors: with any, nothing is imported. */
  readonly errorCount: number;
  readonly warningCount: number;
  /** All of them, errors before warnings, by line. */
  readonly problems: readonly CsvProblem[];
}

/** One register that can be filled from a file. */
export interface ImportKind<Key extends string = string> {
  /** As in the address of the import, e.g. `institution-majors`. */
  readonly name: string;
  /** Chinese, what the rows are. */
  readonly title: string;
  readonly columns: readonly ImportColumn<Key>[];
  /** Tables it writes: locked against other writers while a file is applied. */
  readonly tables: readonly string[];
  /** A method, so that kinds with different columns can stand in one list. */
  plan(read: Read, rows: readonly CsvRow<Key>[], context: ImportContext): Promise<ImportPlan>;
}

/** The registers of one feature that a file can fill, by their names in the address. */
export interface ImportFamily {
  readonly feature: string;
  readonly kinds: Readonly<Record<string, ImportKind>>;
}
