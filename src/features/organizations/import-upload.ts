import type { AuditEntry } from '../../platform/audit.ts';
import { csvText } from '../../platform/csv.ts';
import type { Download } from '../../platform/http/route.ts';
import { sha256Hex } from '../../platform/random.ts';
import type { ImportKind, ImportOutcome } from './import-run.ts';

export const fileOf = (body: { readonly content: string }): Uint8Array =>
  Buffer.from(body.content, 'base64');

/** What the log keeps of an import: which file (by its hash), and what it changed. */
export const importEntry = (
  officeId: string,
  register: string,
  fileName: string,
  file: Uint8Array,
  { created, changed, same }: ImportOutcome,
): AuditEntry => ({
  subjectKind: 'import',
  subjectId: officeId,
  detail: { register, fileName, sha256: sha256Hex(file), created, changed, same },
});

/** The columns with one example row; the example is of no real body. */
export const templateOf = (kind: ImportKind<string>): Download => {
  const columns = kind.columns.map(({ key, label }) => ({ key, label, kind: 'code' as const }));
  const example = Object.fromEntries(kind.columns.map(({ key, example: value }) => [key, value]));
  return {
    fileName: `${kind.title}导入模板.csv`,
    mediaType: 'text/csv; charset=utf-8',
    content: { text: csvText<Record<string, string>>(columns, [example]) },
  };
};
