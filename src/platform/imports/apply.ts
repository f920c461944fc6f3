import { DomainError } from '../../kernel/error.ts';
import { errorFinding } from '../../kernel/finding.ts';
import type { CsvProblem } from '../csv.ts';
import type { Read, Transaction } from '../db/database.ts';
import type {
  ImportContext,
  ImportKind,
  ImportOutcome,
  ImportPlan,
  ImportTrace,
} from './import-kind.ts';
import { problemLog } from './problem-log.ts';
import { lockTables } from './queries.ts';
import { type ImportReading, readImport } from './read-file.ts';

export interface AppliedImport extends ImportOutcome {
  readonly traces: readonly ImportTrace[];
}

const rank = ({ severity }: CsvProblem): number => (severity === 'error' ? 0 : 1);

const outcomeOf = (plan: ImportPlan, reading: ImportReading<string>): ImportOutcome => {
  const problems = [...reading.problems, ...plan.problems].toSorted(
    (a, b) => rank(a) - rank(b) || a.line - b.line,
  );
  const { created, changed, same } = plan;
  const errorCount = problems.filter(({ severity }) => severity === 'error').length;
  return {
    rowCount: reading.rows.length,
    created,
    changed,
    same,
    errorCount,
    warningCount: problems.length - errorCount,
    problems,
  };
};

/** A dry run: what the file would change, and every error with line, column and what to do. */
export const checkImport = async <Key extends string>(
  read: Read,
  kind: ImportKind<Key>,
  bytes: Uint8Array,
  context: ImportContext,
): Promise<ImportOutcome> => {
  const reading = readImport(bytes, kind.columns);
  return outcomeOf(await kind.plan(read, reading.rows, context), reading);
};

/** Locks, plans anew and writes; with any error nothing is written and there are no traces. */
export const writeImport = async <Key extends string>(
  tx: Transaction,
  kind: ImportKind<Key>,
  reading: ImportReading<Key>,
  context: ImportContext,
): Promise<AppliedImport> => {
  await lockTables(tx, kind.tables);
  const plan = await kind.plan(tx, reading.rows, context);
  const outcome = outcomeOf(plan, reading);
  return { ...outcome, traces: outcome.errorCount > 0 ? [] : await plan.write(tx, context) };
};

/** Findings of one refusal; the rest stands in the file of problems. */
const MOST_FINDINGS = 500;

const place = ({ line, column }: CsvProblem): string =>
  [line === 0 ? '' : `第 ${line} 行`, column].filter((part) => part !== '').join(' ');

const refuseErrors = <O extends ImportOutcome>(outcome: O): O => {
  if (outcome.errorCount === 0) return outcome;
  const errors = outcome.problems.filter(({ severity }) => severity === 'error');
  const findings = errors
    .slice(0, MOST_FINDINGS)
    .map((problem) => errorFinding('import.row', place(problem), problem.text));
  const first = errors[0] === undefined ? '' : `，例如${place(errors[0])}：${errors[0].text}`;
  const text = `文件中有 ${outcome.errorCount} 处错误，没有导入任何内容${first}`;
  throw new DomainError('unprocessable', 'import.errors', text, { findings });
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
): Promise<AppliedImport> =>
  refuseErrors(await writeImport(tx, kind, readImport(bytes, kind.columns), context));

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
  return refuseErrors(await writeImport(tx, kind, { rows, problems: log.list }, context));
};
