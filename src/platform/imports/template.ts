import { csvText } from '../csv.ts';
import type { Download } from '../http/route.ts';
import type { ImportKind } from './import-kind.ts';

/** The columns with one example row; the example is of no real body. */
export const templateOf = (kind: ImportKind): Download => {
  const columns = kind.columns.map(({ key, label }) => ({ key, label, kind: 'code' as const }));
  const example = Object.fromEntries(kind.columns.map(({ key, example: value }) => [key, value]));
  return {
    fileName: `${kind.title}导入模板.csv`,
    mediaType: 'text/csv; charset=utf-8',
    content: { text: csvText<Record<string, string>>(columns, [example]) },
  };
};
