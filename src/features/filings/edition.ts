import type { RowChange } from './status.ts';

/** One line of the filed list as it is published: names of bodies, no person. */
export interface EditionEntry {
  readonly filingNumber: string;
  readonly institutionName: string;
  readonly institutionKind: string;
  readonly areaName: string;
  readonly certificateName: string;
  readonly level: number;
  readonly evaluationOrganizationName: string;
  readonly majorNames: readonly string[];
  readonly headcount: number;
  readonly isNew: boolean;
}

export interface EditionRow extends EditionEntry {
  /** 1, 2, 3 … in the order of the filing numbers. */
  readonly position: number;
  readonly change: RowChange;
}

/**
 * `SN1X-2025-01-000123`: prefix of the province, year and batch of the round, running number without gaps.
 * @param number from 1; more than six digits simply get longer
 */
export const filingNumber = (
  prefix: string,
  round: { readonly year: number; readonly sequence: number },
  number: number,
): string =>
  `${prefix}-${round.year}-${String(round.sequence).padStart(2, '0')}-${String(number).padStart(6, '0')}`;

// In the order of RFC 8785: property names sorted by UTF-16 code units.
const HASHED_KEYS = [
  'areaName',
  'certificateName',
  'change',
  'evaluationOrganizationName',
  'filingNumber',
  'headcount',
  'institutionKind',
  'institutionName',
  'isNew',
  'level',
  'majorNames',
  'position',
] as const satisfies readonly (keyof EditionRow)[];

/**
 * The rows in the canonical form of RFC 8785 (JCS): an array without white space, property names sorted, strings as
 * JSON.stringify writes them, whole numbers. The edition's hash is the SHA-256 of this text in UTF-8.
 */
export const canonicalRows = (rows: readonly EditionRow[]): string =>
  `[${rows.map(canonicalRow).join(',')}]`;

const canonicalRow = (row: EditionRow): string =>
  JSON.stringify(Object.fromEntries(HASHED_KEYS.map((key) => [key, row[key]])));

const COMPARED_KEYS = HASHED_KEYS.filter((key) => key !== 'change' && key !== 'position');

const isSameEntry = (left: EditionEntry, right: EditionEntry): boolean =>
  COMPARED_KEYS.every((key) => JSON.stringify(left[key]) === JSON.stringify(right[key]));

const byNumber = (left: EditionEntry, right: EditionEntry): number => {
  // A longer running number is a later one, whatever its first digit.
  if (left.filingNumber.length !== right.filingNumber.length) {
    return left.filingNumber.length - right.filingNumber.length;
  }
  return left.filingNumber < right.filingNumber ? -1 : 1;
};

/**
 * The rows of the next edition: everything in force now, marked against the edition before, and what has left since,
 * kept once as REMOVED with the words it had.
 * @param before rows in force in the edition before (REMOVED ones are not); @param now filings in force
 */
export const compareEditions = <E extends EditionEntry>(
  before: readonly E[],
  now: readonly E[],
): (E & EditionRow)[] => {
  const earlier = new Map(before.map((entry) => [entry.filingNumber, entry]));
  const current = new Set(now.map((entry) => entry.filingNumber));
  const changeOf = (entry: E): RowChange => {
    const old = earlier.get(entry.filingNumber);
    if (old === undefined) return 'ADDED';
    return isSameEntry(old, entry) ? 'SAME' : 'CHANGED';
  };
  const kept = now.map((entry) => ({ entry, change: changeOf(entry) }));
  const gone = before
    .filter((entry) => !current.has(entry.filingNumber))
    .map((entry) => ({ entry, change: 'REMOVED' as const }));
  return [...kept, ...gone]
    .toSorted((left, right) => byNumber(left.entry, right.entry))
    .map(({ entry, change }, index) => ({ ...entry, change, position: index + 1 }));
};

export interface EditionCounts {
  /** Rows in force: SAME, ADDED and CHANGED. */
  readonly rowCount: number;
  readonly addedCount: number;
  readonly changedCount: number;
  readonly removedCount: number;
}

export const countRows = (rows: readonly { readonly change: RowChange }[]): EditionCounts => {
  const count = (change: RowChange): number => rows.filter((row) => row.change === change).length;
  const removedCount = count('REMOVED');
  return {
    rowCount: rows.length - removedCount,
    addedCount: count('ADDED'),
    changedCount: count('CHANGED'),
    removedCount,
  };
};

/** Whether an edition would say anything new. */
export const hasChanges = (counts: EditionCounts): boolean =>
  counts.addedCount + counts.changedCount + counts.removedCount > 0;
