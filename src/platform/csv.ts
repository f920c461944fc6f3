import { CsvError, parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import type { FindingSeverity } from '../kernel/finding.ts';
import type { ListColumn } from '../kernel/list.ts';
import { hasUnsafeCharacters, normalizeText, toHalfWidth } from '../kernel/text.ts';

/** A column of a file to be read, found by its label wherever it stands. */
export interface CsvReadColumn<Key extends string> {
  readonly key: Key;
  readonly label: string;
  /** The column must be there, and no row may leave it empty. */
  readonly required?: boolean;
}

/** What is to be mended in the file. An `error` means: do not import. */
export interface CsvProblem {
  readonly severity: FindingSeverity;
  /** The row number that Excel and WPS show; the header is usually 1, 0 means the whole file. */
  readonly line: number;
  /** The label of the column; '' means the whole row. */
  readonly column: string;
  /** Chinese: what to do. */
  readonly text: string;
}

export interface CsvRow<Key extends string> {
  readonly line: number;
  /** Normalized texts; '' where nothing was filled in. */
  readonly values: Readonly<Record<Key, string>>;
}

export interface CsvReading<Key extends string> {
  /** Empty when the file as a whole cannot be used; otherwise all rows, those with problems included. */
  readonly rows: readonly CsvRow<Key>[];
  readonly problems: readonly CsvProblem[];
}

const problem = (
  severity: FindingSeverity,
  line: number,
  column: string,
  text: string,
): CsvProblem => ({ severity, line, column, text });

const unusable = (line: number, text: string) => ({
  rows: [],
  problems: [problem('error', line, '', text)],
});

const startsWith = (bytes: Uint8Array, ...signature: readonly number[]): boolean =>
  signature.every((byte, index) => bytes[index] === byte);

const decode = (bytes: Uint8Array, encoding: string): string | undefined => {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
};

/**
 * UTF-8 if the bytes are valid UTF-8, else GB 18030, of which GBK is a part and which Chinese Excel writes. A byte
 * order mark is taken off. Undefined for neither.
 */
const readText = (bytes: Uint8Array): string | undefined =>
  startsWith(bytes, 0xff, 0xfe)
    ? decode(bytes, 'utf-16le')
    : (decode(bytes, 'utf-8') ?? decode(bytes, 'gb18030'));

/** .xlsx is a zip, .xls a compound file; people rename them to .csv. */
const isWorkbook = (bytes: Uint8Array): boolean =>
  startsWith(bytes, 0x50, 0x4b, 0x03, 0x04) || startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0);

interface SheetRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/** Rows of commas that spreadsheets leave behind the last filled one; more of them are not worth reading. */
const MOST_EMPTY_ROWS = 10_000;

interface Sheet {
  readonly rows: readonly SheetRow[];
  /** Not read to the end. */
  readonly isCut: boolean;
}

/** The rows that are not empty, with the row numbers of a spreadsheet. Throws CsvError. */
const sheetOf = (text: string, maxRows: number): Sheet => {
  const most = maxRows + MOST_EMPTY_ROWS;
  const rows: SheetRow[] = [];
  let read = 0;
  parse(text, {
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    skip_empty_lines: true,
    to: most,
    on_record: (cells, { records, empty_lines: skipped }) => {
      read = records;
      if (cells.some((cell) => cell.trim() !== '')) rows.push({ line: records + skipped, cells });
      return null;
    },
  });
  return { rows, isCut: read === most };
};

const GUARD = /^'(?='*[=+\-@\t\r\n\0＝＋－＠])/;

/** A cell as it was meant: without our own guard against formulas, trimmed, composed. */
const cellText = (cell: string): string => normalizeText(cell.replace(GUARD, ''));

/** `* 学校名称（必填）` and `学校名称` are the same column. */
const labelKey = (label: string): string =>
  toHalfWidth(cellText(label))
    .replace(/[\s*]/gu, '')
    .replace(/\(必填\)$/, '');

interface Header<Key extends string> {
  /** Where in a row each known column stands. */
  readonly positions: ReadonlyMap<CsvReadColumn<Key>, number>;
  readonly width: number;
  readonly problems: readonly CsvProblem[];
}

const missingColumn = (line: number, { label, required }: CsvReadColumn<string>): CsvProblem =>
  required === true
    ? problem('error', line, label, `请补上“${label}”列，表头文字须与模板一致`)
    : problem('warning', line, label, '文件中没有这一列，按未填写处理');

const readHeader = <Key extends string>(
  { line, cells }: SheetRow,
  wanted: readonly CsvReadColumn<Key>[],
): Header<Key> => {
  const byLabel = new Map(wanted.map((column) => [labelKey(column.label), column]));
  const positions = new Map<CsvReadColumn<Key>, number>();
  const problems: CsvProblem[] = [];
  for (const [index, cell] of cells.entries()) {
    const label = labelKey(cell);
    const column = byLabel.get(label);
    if (column !== undefined && positions.has(column))
      problems.push(problem('error', line, column.label, '这一列出现了两次，请只保留一列'));
    else if (column !== undefined) positions.set(column, index);
    else if (label !== '')
      problems.push(problem('warning', line, cellText(cell), '模板中没有这一列，内容不会导入'));
  }
  const missing = wanted.filter((column) => !positions.has(column));
  problems.push(...missing.map((column) => missingColumn(line, column)));
  return { positions, width: cells.length, problems };
};

const cellProblem = (
  value: string,
  column: CsvReadColumn<string>,
): Pick<CsvProblem, 'severity' | 'text'> | undefined => {
  if (value === '')
    return column.required === true
      ? { severity: 'error', text: `请填写${column.label}` }
      : undefined;
  if (hasUnsafeCharacters(value)) return { severity: 'error', text: '请删除无法识别的字符' };
  // What a spreadsheet makes of a long number in a cell that is not text.
  if (/^\d(?:\.\d+)?E\+\d{2}$/i.test(value))
    return { severity: 'error', text: '数字位数已丢失，请把此列设为文本格式后重新填写完整号码' };
  if (/^\d{15}000$/.test(value))
    return { severity: 'warning', text: '末三位是 000，可能被表格软件改写，请对照原件核对' };
  return undefined;
};

const isComplete = <Key extends string>(
  values: Partial<Record<Key, string>>,
  columns: readonly CsvReadColumn<Key>[],
): values is Record<Key, string> => columns.every(({ key }) => values[key] !== undefined);

/** One value for each column; Object.fromEntries would forget the type of the keys. */
const valuesOf = <Key extends string>(
  columns: readonly CsvReadColumn<Key>[],
  read: (column: CsvReadColumn<Key>) => string,
): Record<Key, string> => {
  const values: Partial<Record<Key, string>> = {};
  for (const column of columns) values[column.key] = read(column);
  if (!isComplete(values, columns)) throw new Error('a column has no value');
  return values;
};

const readRow = <Key extends string>(
  { line, cells }: SheetRow,
  header: Header<Key>,
  wanted: readonly CsvReadColumn<Key>[],
): { row: CsvRow<Key>; problems: CsvProblem[] } => {
  const problems: CsvProblem[] = [];
  const read = (column: CsvReadColumn<Key>): string =>
    cellText(cells[header.positions.get(column) ?? -1] ?? '');
  for (const column of header.positions.keys()) {
    const found = cellProblem(read(column), column);
    if (found !== undefined) problems.push({ ...found, line, column: column.label });
  }
  if (cells.slice(header.width).some((cell) => cell.trim() !== ''))
    problems.push(problem('error', line, '', '这一行比表头多出内容，请检查是否多了逗号'));
  return { row: { line, values: valuesOf(wanted, read) }, problems };
};

/**
 * Reads a CSV file that people made: UTF-8 with or without BOM, or GBK / GB 18030; columns by Chinese label in any
 * order; line breaks and quotes inside quotes; empty rows passed over. At most `maxRows` rows under the header.
 * Never throws for the content of a file: everything wrong with it is a problem.
 */
export const readCsv = <Key extends string>(
  bytes: Uint8Array,
  options: { readonly columns: readonly CsvReadColumn<Key>[]; readonly maxRows: number },
): CsvReading<Key> => {
  if (isWorkbook(bytes)) return unusable(0, '这是 Excel 工作簿，请另存为“CSV UTF-8（逗号分隔）”');
  const text = readText(bytes);
  if (text === undefined) return unusable(0, '文件编码无法识别，请另存为“CSV UTF-8（逗号分隔）”');
  let sheet: Sheet;
  try {
    sheet = sheetOf(text, options.maxRows);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = Number(error['records']) + 1;
    return unusable(line, '从这一行起双引号不成对，请用表格软件打开检查后另存为 CSV');
  }
  const [head, ...body] = sheet.rows;
  if (head === undefined) return unusable(0, '文件是空的，请按模板填写后上传');
  const header = readHeader(head, options.columns);
  if (header.positions.size === 0)
    return unusable(head.line, '找不到表头，请使用模板，并另存为逗号分隔的 CSV');
  if (header.problems.some(({ severity }) => severity === 'error'))
    return { rows: [], problems: header.problems };
  if (body.length > options.maxRows || sheet.isCut)
    return unusable(
      0,
      `一次最多导入 ${options.maxRows} 行，请删除空行，或拆成几个文件，每个都带表头`,
    );
  if (body.length === 0) return unusable(head.line, '表头下面没有内容，请填写后上传');
  const read = body.map((record) => readRow(record, header, options.columns));
  return {
    rows: read.map(({ row }) => row),
    problems: [...header.problems, ...read.flatMap(({ problems }) => problems)],
  };
};

type CsvCell = string | number | boolean | null | undefined;

/** A column of a file to be written. */
export interface CsvWriteColumn<Row> extends ListColumn<Row> {
  /**
   * `text` (default); `number`: also digits in a string stay a number, e.g. `1409.50`; `code`: digits that a
   * spreadsheet would shorten or rob of a leading zero get a tab behind them, which makes them text there.
   */
  readonly kind?: 'text' | 'number' | 'code';
  /** What to write instead of the row's own value, which otherwise must be a text, number or yes/no. */
  readonly value?: (row: Row) => CsvCell;
}

// Spreadsheets run what begins so as a formula, full-width forms included (OWASP CSV injection; assurance G8).
const FORMULA = /^'*[=+\-@\t\r\n\0＝＋－＠]/;

const textCell = (value: string, kind: CsvWriteColumn<never>['kind']): string => {
  if (kind === 'number' && /^-?\d+(?:\.\d+)?$/.test(value)) return value;
  if (kind === 'code' && /^(?:0\d*|\d{12,})$/.test(value)) return `${value}\t`;
  return FORMULA.test(value) ? `'${value}` : value;
};

const cellOf = <Row>(row: Row, column: CsvWriteColumn<Row>): string => {
  const value: unknown = column.value === undefined ? row[column.key] : column.value(row);
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return value ? '是' : '否';
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  if (typeof value === 'string') return textCell(value, column.kind);
  throw new TypeError(`column ${column.key} holds what a cell cannot show`);
};

const linesOf = (records: readonly (readonly string[])[]): string =>
  stringify(
    records.map((record) => [...record]),
    // Also what would split a cell where the list separator is another one, or where a lone CR ends a line.
    { record_delimiter: '\r\n', quoted_match: /[;\t\r\n]/ },
  );

const BOM = '\uFEFF';
const ROWS_PER_CHUNK = 500;

const headOf = <Row>(columns: readonly CsvWriteColumn<Row>[]): string =>
  BOM + linesOf([columns.map(({ label }) => label)]);

/**
 * Writes CSV for spreadsheets, chunk by chunk, for any number of rows: UTF-8 with BOM, CRLF, RFC 4180; text that could
 * be run as a formula gets an apostrophe in front, which `readCsv` takes off again. Give it to `Readable.from`.
 * Throws TypeError for a value that is no text, number or yes/no.
 */
export async function* writeCsv<Row>(
  columns: readonly CsvWriteColumn<Row>[],
  rows: AsyncIterable<Row> | Iterable<Row>,
): AsyncGenerator<string> {
  yield headOf(columns);
  let pending: string[][] = [];
  for await (const row of rows) {
    pending.push(columns.map((column) => cellOf(row, column)));
    if (pending.length < ROWS_PER_CHUNK) continue;
    yield linesOf(pending);
    pending = [];
  }
  if (pending.length > 0) yield linesOf(pending);
}

/** The same as one string, for few rows. */
export const csvText = <Row>(
  columns: readonly CsvWriteColumn<Row>[],
  rows: readonly Row[],
): string =>
  headOf(columns) + linesOf(rows.map((row) => columns.map((column) => cellOf(row, column))));
