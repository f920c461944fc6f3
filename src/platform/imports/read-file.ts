import { type ImportColumn, MAX_IMPORT_ROWS } from '../../kernel/import.ts';
import { type CsvProblem, type CsvRow, readCsv } from '../csv.ts';

/**
 * Whether the file speaks the English keys: its first line, as far as it is ASCII, names one of them. Chinese labels
 * never do, in whatever encoding.
 */
const speaksKeys = (bytes: Uint8Array, columns: readonly ImportColumn[]): boolean => {
  const head =
    Buffer.from(bytes.subarray(0, 4096))
      .toString('latin1')
      .split(/[\r\n]/)[0] ?? '';
  const cells = head.split(',').map((cell) => cell.replace(/[^A-Za-z_]/g, ''));
  return columns.some(({ key }) => cells.includes(key));
};

export interface ImportReading<Key extends string> {
  readonly rows: readonly CsvRow<Key>[];
  readonly problems: readonly CsvProblem[];
}

/** One line for all optional columns that a file leaves out, since most files leave out most of them. */
const foldMissing = (
  { rows, problems }: ImportReading<string>,
  labels: ReadonlySet<string>,
): CsvProblem[] => {
  const firstRow = rows[0]?.line ?? 0;
  const isMissing = (problem: CsvProblem): boolean =>
    problem.severity === 'warning' && problem.line < firstRow && labels.has(problem.column);
  const missing = problems.filter(isMissing);
  const rest = problems.filter((problem) => !isMissing(problem));
  if (missing.length === 0) return rest;
  const names = missing.map(({ column }) => `“${column}”`).join('');
  const text = `文件中没有这些列，已登记的内容保持不变：${names}`;
  return [...rest, { severity: 'warning', line: missing[0]?.line ?? 0, column: '', text }];
};

/** Reads a file whose header is either the Chinese labels or the English keys; problems name the labels. */
export const readImport = <Key extends string>(
  bytes: Uint8Array,
  columns: readonly ImportColumn<Key>[],
): ImportReading<Key> => {
  const byKey = speaksKeys(bytes, columns);
  const sought = columns.map((column) => (byKey ? { ...column, label: column.key } : column));
  const { rows, problems } = readCsv(bytes, { columns: sought, maxRows: MAX_IMPORT_ROWS });
  const labels = new Map<string, string>(
    columns.map(({ key, label }) => [byKey ? key : label, label]),
  );
  const named = problems.map((problem) => ({
    ...problem,
    column: labels.get(problem.column) ?? problem.column,
  }));
  return { rows, problems: foldMissing({ rows, problems: named }, new Set(labels.values())) };
};
