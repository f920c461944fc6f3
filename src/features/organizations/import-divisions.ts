import { DIVISION_COLUMNS, type DivisionKey } from './import-labels.ts';
import { allDivisions, type DivisionValues, putDivisions } from './import-queries.ts';
import { writeInChunks } from '../../platform/imports/chunks.ts';
import { compareRows } from '../../platform/imports/compare.ts';
import type { ImportKind } from '../../platform/imports/import-kind.ts';
import { problemLog, type ProblemLog } from '../../platform/imports/problem-log.ts';
import type { CsvRow } from '../../platform/csv.ts';
import { DIVISION_CODE } from './rules.ts';

type Row = CsvRow<DivisionKey>;

/** The rows whose code stands, each code once. */
const codedRows = (rows: readonly Row[], log: ProblemLog<DivisionKey>): Row[] => {
  const seen = new Map<string, number>();
  return rows.filter((row) => {
    const { code } = row.values;
    if (code === '') return false;
    const earlier = seen.get(code);
    if (!DIVISION_CODE.test(code))
      log.error(
        row,
        'code',
        '请填写 6 位数字的行政区划代码；没有国标代码的区域用 LOCAL- 开头的自编代码',
      );
    else if (earlier !== undefined) log.error(row, 'code', `与第 ${earlier} 行重复，请只保留一行`);
    else seen.set(code, row.line);
    return DIVISION_CODE.test(code) && earlier === undefined;
  });
};

const valuesOf = (row: Row): DivisionValues => ({
  code: row.values.code,
  name: row.values.name,
  level: row.values.level,
  parent_code: row.values.parent_code === '' ? null : row.values.parent_code,
  source: row.values.source,
});

/** How many divisions of the file stand above this one; undefined when they run in a circle. */
const depthIn = (rows: ReadonlyMap<string, Row>, row: Row, depth = 0): number | undefined => {
  const parent = rows.get(row.values.parent_code);
  if (parent === undefined) return depth;
  return depth > 10 ? undefined : depthIn(rows, parent, depth + 1);
};

/** Reports parents that are missing or run in a circle; the others from top to bottom, as they can be written. */
const parentsFirst = (
  rows: readonly Row[],
  known: ReadonlySet<string>,
  log: ProblemLog<DivisionKey>,
): Row[] => {
  const inFile = new Map(rows.map((row) => [row.values.code, row]));
  const layers: Row[][] = [];
  for (const row of rows) {
    const parent = row.values.parent_code;
    const depth = depthIn(inFile, row);
    if (depth === undefined) log.error(row, 'parent_code', '上级代码绕成了圈，请核对；省级请留空');
    else if (parent !== '' && !known.has(parent) && !inFile.has(parent)) {
      log.error(row, 'parent_code', `没有代码为 ${parent} 的行政区划，请核对或补上这一行`);
    } else (layers[depth] ??= []).push(row);
  }
  return layers.flat();
};

export const divisionImport: ImportKind<DivisionKey> = {
  name: 'divisions',
  title: '行政区划',
  columns: DIVISION_COLUMNS,
  tables: ['division'],
  plan: async (read, rows) => {
    const log = problemLog(DIVISION_COLUMNS);
    const known = new Map((await allDivisions(read)).map((row) => [row.code, row]));
    const usable = parentsFirst(codedRows(rows, log), new Set(known.keys()), log);
    const { created, changed, same } = compareRows(usable.map(valuesOf), ({ code }) =>
      known.get(code),
    );
    return {
      created: created.length,
      changed: changed.length,
      same,
      problems: log.list,
      write: async (tx, context) => {
        await writeInChunks([...created, ...changed], context, (chunk) => putDivisions(tx, chunk));
        return [];
      },
    };
  },
};
