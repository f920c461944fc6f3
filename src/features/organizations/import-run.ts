import { DomainError } from '../../kernel/error.ts';
import { errorFinding, type Finding } from '../../kernel/finding.ts';
import { beijingDate, type DateOnly, type Instant, isDateOnly } from '../../kernel/time.ts';
import type { AuditEntry } from '../../platform/audit.ts';
import { type CsvProblem, type CsvRow, readCsv } from '../../platform/csv.ts';
import type { Read, Transaction } from '../../platform/db/database.ts';
import type { ImportColumn } from './import-labels.ts';
import { lockTables } from './import-queries.ts';

/** Who imports, and when; null where the product loads its own reference files. */
export interface ImportContext {
  readonly actorId: string | null;
  readonly at: Instant;
}

/** A line in the history of one record that a file made or changed. */
export type ImportTrace = Pick<AuditEntry, 'subjectKind' | 'subjectId' | 'toStatus' | 'detail'>;

/** What a file would do, and how to do it. Nothing is written before `write`. */
export interface ImportPlan {
  readonly created: number;
  readonly changed: number;
  readonly same: number;
  readonly problems: readonly CsvProblem[];
  /** Returns what stands in the history of single records. */
  readonly write: (tx: Transaction, context: ImportContext) => Promise<readonly ImportTrace[]>;
}

/** One register that can be filled from a file. */
export interface ImportKind<Key extends string> {
  /** As in the address of the import, e.g. `institution-majors`. */
  readonly name: string;
  /** Chinese, what the rows are. */
  readonly title: string;
  readonly columns: readonly ImportColumn<Key>[];
  /** Tables it writes: locked against other writers while a file is applied. */
  readonly tables: readonly string[];
  readonly plan: (read: Read, rows: readonly CsvRow<Key>[], today: DateOnly) => Promise<ImportPlan>;
}

export interface ImportOutcome {
  readonly created: number;
  readonly changed: number;
  readonly same: number;
  /** How many errors: with any, nothing is imported. */
  readonly errorCount: number;
  /** The first 500, errors before warnings, by line. */
  readonly problems: readonly CsvProblem[];
}

export interface AppliedImport extends ImportOutcome {
  readonly traces: readonly ImportTrace[];
}

export const MAX_IMPORT_ROWS = 10_000;
const MAX_PROBLEMS = 500;

/** Collects what is wrong with the rows of one file. */
export interface ProblemLog<Key extends string> {
  readonly list: CsvProblem[];
  error(row: { readonly line: number }, key: Key | '', text: string): void;
  warning(row: { readonly line: number }, key: Key | '', text: string): void;
  /** What a check of the kernel found, put at one column. */
  findings(row: { readonly line: number }, key: Key | '', found: readonly Finding[]): void;
}

export const problemLog = <Key extends string>(
  columns: readonly ImportColumn<Key>[],
): ProblemLog<Key> => {
  const list: CsvProblem[] = [];
  const labelOf = (key: Key | ''): string =>
    columns.find((column) => column.key === key)?.label ?? '';
  const push = (
    severity: CsvProblem['severity'],
    line: number,
    key: Key | '',
    text: string,
  ): void => void list.push({ severity, line, column: labelOf(key), text });
  return {
    list,
    error: (row, key, text) => push('error', row.line, key, text),
    warning: (row, key, text) => push('warning', row.line, key, text),
    findings: (row, key, found) => {
      for (const { severity, text } of found) push(severity, row.line, key, text);
    },
  };
};

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

interface ImportReading<Key extends string> {
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

const rank = ({ severity }: CsvProblem): number => (severity === 'error' ? 0 : 1);

const outcomeOf = (plan: ImportPlan, readingProblems: readonly CsvProblem[]): ImportOutcome => {
  const problems = [...readingProblems, ...plan.problems].toSorted(
    (a, b) => rank(a) - rank(b) || a.line - b.line,
  );
  const { created, changed, same } = plan;
  const errorCount = problems.filter(({ severity }) => severity === 'error').length;
  return { created, changed, same, errorCount, problems: problems.slice(0, MAX_PROBLEMS) };
};

/** A dry run: what the file would change, and every error with line, column and what to do. */
export const checkImport = async <Key extends string>(
  read: Read,
  kind: ImportKind<Key>,
  bytes: Uint8Array,
  at: Instant,
): Promise<ImportOutcome> => {
  const { rows, problems } = readImport(bytes, kind.columns);
  return outcomeOf(await kind.plan(read, rows, beijingDate(at)), problems);
};

const place = ({ line, column }: CsvProblem): string =>
  [line === 0 ? '' : `第 ${line} 行`, column].filter((part) => part !== '').join(' ');

const importRefused = (outcome: ImportOutcome): DomainError => {
  const errors = outcome.problems.filter(({ severity }) => severity === 'error');
  const findings = errors.map((problem) =>
    errorFinding('import.row', place(problem), problem.text),
  );
  const first = errors[0] === undefined ? '' : `，例如${place(errors[0])}：${errors[0].text}`;
  const text = `文件中有 ${outcome.errorCount} 处错误，没有导入任何内容${first}`;
  return new DomainError('unprocessable', 'import.errors', text, { findings });
};

const applyRows = async <Key extends string>(
  tx: Transaction,
  kind: ImportKind<Key>,
  reading: ImportReading<Key>,
  context: ImportContext,
): Promise<AppliedImport> => {
  await lockTables(tx, kind.tables);
  const plan = await kind.plan(tx, reading.rows, beijingDate(context.at));
  const outcome = outcomeOf(plan, reading.problems);
  if (outcome.errorCount > 0) throw importRefused(outcome);
  return { ...outcome, traces: await plan.write(tx, context) };
};

/**
 * Imports a file, all of it or nothing; a second run of the same file changes nothing.
 * @throws DomainError unprocessable `import.errors` with one finding for each error
 */
export const applyImport = async <Key extends string>(
  tx: Transaction,
  kind: ImportKind<Key>,
  bytes: Uint8Array,
  context: ImportContext,
): Promise<AppliedImport> => await applyRows(tx, kind, readImport(bytes, kind.columns), context);

/** The same for rows made by a program; cells left out are blank. */
export const importRecords = async <Key extends string>(
  tx: Transaction,
  kind: ImportKind<Key>,
  records: readonly Readonly<Partial<Record<Key, string>>>[],
  context: ImportContext,
): Promise<ImportOutcome> => {
  const log = problemLog(kind.columns);
  const rows = records.map((record, index) => {
    const line = index + 2;
    const values = Object.fromEntries(
      kind.columns.map(({ key }) => [key, record[key] ?? '']),
    ) as Record<Key, string>;
    for (const { key, label, required } of kind.columns) {
      if (required === true && values[key] === '') log.error({ line }, key, `请填写${label}`);
    }
    return { line, values };
  });
  return await applyRows(tx, kind, { rows, problems: log.list }, context);
};

const isSame = (wanted: object, old: object): boolean => {
  const before = new Map<string, unknown>(Object.entries(old));
  return Object.entries(wanted).every(
    ([key, value]) => JSON.stringify(value) === JSON.stringify(before.get(key)),
  );
};

/** Sorts rows into new, changed and same; an old row may have more columns than the file says. */
export const compareRows = <V extends object>(
  wanted: readonly V[],
  oldOf: (row: V) => object | undefined,
): { readonly created: V[]; readonly changed: V[]; readonly same: number } => {
  const created: V[] = [];
  const changed: V[] = [];
  for (const row of wanted) {
    const old = oldOf(row);
    if (old === undefined) created.push(row);
    else if (!isSame(row, old)) changed.push(row);
  }
  return { created, changed, same: wanted.length - created.length - changed.length };
};

/**
 * The named cells, where a blank one leaves what is known as it is: an office that corrects names need not repeat every
 * column.
 */
export const keepKnown = <K extends string>(
  keys: readonly K[],
  cells: Readonly<Record<K, string>>,
  known: Readonly<Record<K, string | null>> | undefined,
): Record<K, string | null> => {
  const kept = keys.map((key) => [key, cells[key] === '' ? (known?.[key] ?? null) : cells[key]]);
  return Object.fromEntries(kept) as Record<K, string | null>;
};

/** Lets each thing of a file pass once; `complain` hears of a second row and of the line of the first. */
export const onlyOnce = <Named>(
  keyOf: (value: Named) => string,
  complain: (row: { readonly line: number }, earlier: number) => void,
) => {
  const seen = new Map<string, number>();
  return <V extends Named>(row: { readonly line: number }, value: V): V[] => {
    const earlier = seen.get(keyOf(value));
    if (earlier !== undefined) {
      complain(row, earlier);
      return [];
    }
    seen.set(keyOf(value), row.line);
    return [value];
  };
};

/** A day as people and spreadsheets write it: 2025-01-01, 2025/1/1, 2025.1.1. Undefined for what is none. */
export const dayOfCell = (cell: string): DateOnly | undefined => {
  const [, year = '', month = '', day = ''] =
    /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(cell) ?? [];
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isDateOnly(date) ? date : undefined;
};

/** Rows of one statement: far below PostgreSQL's 65535 parameters, whatever the number of columns. */
export const inChunks = <T>(rows: readonly T[], size = 1000): T[][] =>
  Array.from({ length: Math.ceil(rows.length / size) }, (_, index) =>
    rows.slice(index * size, (index + 1) * size),
  );

/** The key of a label table for what a person wrote: the label, or the key itself. Undefined for anything else. */
export const keyOfLabel = <K extends string>(
  labels: Readonly<Record<K, string>>,
  text: string,
): K | undefined => {
  const plain = plainLabel(text);
  const entries = Object.entries(labels) as [K, string][];
  return entries.find(([key, label]) => key === text || plainLabel(label) === plain)?.[0];
};

/** Brackets and spaces are written in many ways. */
const plainLabel = (text: string): string => text.normalize('NFKC').replace(/[\s()]/g, '');
