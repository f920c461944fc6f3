import { z } from 'zod';
import { type Endpoint, endpoint } from './endpoint.ts';
import { idText } from './id.ts';
import { instantText } from './time.ts';

/**
 * One column of an import file. The header may be the Chinese `label` (files made by people) or the English `key`
 * (reference files shipped with the product).
 */
export interface ImportColumn<Key extends string = string> {
  readonly key: Key;
  readonly label: string;
  readonly required?: boolean;
  /** What to write, for the template and the import page. */
  readonly help: string;
  readonly example: string;
}

/** Keeps the keys of the columns as literal types. */
export const importColumns = <const C extends readonly ImportColumn[]>(...list: C): C => list;

/** The largest file. */
export const MAX_IMPORT_BYTES = 5 * 1024 * 1024;
/** The most rows below the header. */
export const MAX_IMPORT_ROWS = 50_000;
/** How many problems the screen shows; the file of all problems has the rest. */
export const SHOWN_PROBLEMS = 200;

/** The way of one file: checked by itself, carried out when a person says so. */
export const IMPORT_STATUSES = {
  CHECKING: '正在检查',
  CHECKED: '已检查，待导入',
  WAITING: '等待导入',
  RUNNING: '正在导入',
  DONE: '已导入',
  FAILED: '未导入',
  CANCELLED: '已取消',
} as const;

export type ImportStatus = keyof typeof IMPORT_STATUSES;

const STATUS_KEYS = Object.keys(IMPORT_STATUSES) as [ImportStatus, ...ImportStatus[]];

/** Whether the system is at work on it: the screen asks again until it is not. */
export const isImportUnderWay = (status: ImportStatus): boolean =>
  status === 'CHECKING' || status === 'WAITING' || status === 'RUNNING';

const count = z.int();

export const importProblem = z.strictObject({
  severity: z.enum(['error', 'warning']),
  /** The row number a spreadsheet shows; 0: the whole file. */
  line: z.int(),
  column: z.string(),
  text: z.string(),
});

export const importRun = z.strictObject({
  id: z.uuid(),
  register: z.string(),
  status: z.enum(STATUS_KEYS),
  originalName: z.string(),
  byteCount: count,
  /** Lower-case hex. */
  sha256: z.string(),
  requestedBy: z.string(),
  createdAt: instantText(),
  endedAt: instantText().nullable(),
  rowCount: count,
  /** Rows that the file would make, change and leave as they are. */
  created: count,
  changed: count,
  same: count,
  /** With any error nothing is imported. */
  errorCount: count,
  warningCount: count,
  /** Rows written so far, of `created + changed`; they count only when all are written. */
  written: count,
  isCancelling: z.boolean(),
  /** Why it failed; '' otherwise. */
  failure: z.string(),
});

export type ImportRun = z.output<typeof importRun>;

/** The first problems, errors before warnings, by line. */
export const importRunDetail = importRun.extend({ problems: z.array(importProblem) });

export type ImportRunDetail = z.output<typeof importRunDetail>;

/**
 * The endpoints by which files come into the registers of one feature.
 * @param feature e.g. `organizations`; @param what Chinese, for the API description; @param registers names as in the
 * addresses
 */
export const importEndpoints = (
  feature: string,
  what: string,
  registers: readonly [string, ...string[]],
) => {
  const root = `/api/${feature}/imports`;
  const define = <const E extends Omit<Endpoint, 'name' | 'path' | 'summary'>>(
    [verb, path, summary]: readonly [verb: string, path: string, summary: string],
    rest: E,
  ) =>
    endpoint({ name: `${feature}.${verb}`, path: root + path, summary: what + summary, ...rest });
  const inRegister = z.strictObject({ register: z.enum(registers) });
  const ofRun = z.strictObject({ runId: idText() });
  return {
    check: define(
      ['checkImport', '/:register/runs', '：上传一个文件并检查，不改动数据（CSV，字段 file）'],
      { method: 'POST', params: inRegister, output: importRun },
    ),
    list: define(['listImports', '/runs', '：最近的导入'], {
      method: 'GET',
      output: z.strictObject({ rows: z.array(importRun) }),
    }),
    get: define(['getImport', '/runs/:runId', '：一次导入的检查结果与进度'], {
      method: 'GET',
      params: ofRun,
      output: importRunDetail,
    }),
    start: define(['startImport', '/runs/:runId/start', '：导入已检查的文件，全部成功或一行不改'], {
      method: 'POST',
      params: ofRun,
      output: importRun,
    }),
    cancel: define(['cancelImport', '/runs/:runId/cancel', '：取消导入，一行不改'], {
      method: 'POST',
      params: ofRun,
      output: importRun,
    }),
    problems: define(['importProblems', '/runs/:runId/problems', '：全部错误和提醒（CSV）'], {
      method: 'GET',
      params: ofRun,
      output: z.string(),
    }),
    template: define(['importTemplate', '/:register/template', '：导入模板（CSV，带一行示例）'], {
      method: 'GET',
      params: inRegister,
      output: z.string(),
    }),
  } as const;
};

export type ImportEndpoints = ReturnType<typeof importEndpoints>;
