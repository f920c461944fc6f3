import type { Actor } from '../../kernel/actor.ts';
import type { Instant } from '../../kernel/time.ts';
import { appendAudit, type AuditEntry } from '../../platform/audit.ts';
import { csvText } from '../../platform/csv.ts';
import type { Transaction } from '../../platform/db/database.ts';
import type { Download } from '../../platform/http/route.ts';
import { sha256Hex } from '../../platform/random.ts';
import { type AppliedImport, type ImportKind, inChunks } from './import-run.ts';

export const fileOf = (body: { readonly content: string }): Uint8Array =>
  Buffer.from(body.content, 'base64');

interface ImportCall {
  readonly tx: Transaction;
  readonly actor: Actor;
  readonly receivedAt: Instant;
  readonly requestId: string;
  readonly record: (entry: AuditEntry) => void;
}

/**
 * Leaves in the log which file it was (by its hash) and what it changed, and a line in the history of each record it
 * touched. `action` is the endpoint's name.
 */
export const recordImport = async (
  call: ImportCall,
  action: string,
  file: { readonly register: string; readonly fileName: string; readonly bytes: Uint8Array },
  { created, changed, same, traces }: AppliedImport,
): Promise<void> => {
  const { register, fileName, bytes } = file;
  call.record({
    subjectKind: 'import',
    subjectId: call.actor.organizationId,
    detail: { register, fileName, sha256: sha256Hex(bytes), created, changed, same },
  });
  const { actor, receivedAt, requestId } = call;
  const moment = { actor, action, at: receivedAt, receivedAt, requestId, outcome: 'done' } as const;
  // One statement cannot carry the lines of thousands of records.
  for (const chunk of inChunks(traces)) await appendAudit(call.tx, moment, chunk);
};

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
