import type { ImportContext } from './import-kind.ts';

/** Rows of one statement: far below PostgreSQL's 65535 parameters, whatever the number of columns. */
export const inChunks = <T>(rows: readonly T[], size = 1000): T[][] =>
  Array.from({ length: Math.ceil(rows.length / size) }, (_, index) =>
    rows.slice(index * size, (index + 1) * size),
  );

/** Writes rows chunk by chunk and says after each how far it is; there an import that was cancelled ends. */
export const writeInChunks = async <T>(
  rows: readonly T[],
  context: ImportContext,
  put: (chunk: readonly T[]) => Promise<void>,
): Promise<void> => {
  for (const chunk of inChunks(rows)) {
    await put(chunk);
    await context.onWritten?.(chunk.length);
  }
};
