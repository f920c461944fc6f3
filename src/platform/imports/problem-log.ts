import type { Finding } from '../../kernel/finding.ts';
import type { ImportColumn } from '../../kernel/import.ts';
import type { CsvProblem } from '../csv.ts';

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
