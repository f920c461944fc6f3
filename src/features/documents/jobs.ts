import { buffer } from 'node:stream/consumers';
import { SYSTEM } from '../../kernel/actor.ts';
import type { Database } from '../../platform/db/database.ts';
import type { FileStore } from '../../platform/files/file-store.ts';
import { type JobHandler, jobHandler } from '../../platform/jobs.ts';
import { cleanDocumentHtml } from '../../platform/rich-text.ts';
import { bigramsOf, readableText } from './bigram.ts';
import { findEditionToRead, putText, waitingEditions } from './librarian-queries.ts';
import { readKind, readWaitingKind } from './read-kind.ts';
import { readText, TEXT_LIMITS, type TextLimits } from './text-reader.ts';

interface Dependencies {
  readonly database: Database;
  readonly files: Pick<FileStore, 'open'>;
  readonly limits?: TextLimits;
}

/** Reads one edition and keeps what was found; an edition that was read, replaced or removed leaves nothing to do. */
export const readOne = async (
  { database, files, limits = TEXT_LIMITS }: Dependencies,
  documentId: string,
  number: number,
): Promise<void> => {
  const edition = await database.read(SYSTEM, (read) =>
    findEditionToRead(read, documentId, number),
  );
  if (edition === undefined) return;
  const bytes = await buffer(files.open(edition.storageKey));
  const outcome = await readText(
    edition.mediaType === 'application/pdf' ? 'pdf' : 'docx',
    bytes,
    limits,
  );
  const failed = typeof outcome === 'string';
  const text = failed ? '' : readableText(outcome.text);
  const read = {
    documentId,
    number,
    html: failed || outcome.html === null ? null : cleanDocumentHtml(outcome.html),
    text,
    bigrams: bigramsOf(text),
  };
  const status = text === '' ? 'EMPTY' : 'READ';
  await database.transaction(SYSTEM, (tx) =>
    putText(tx, { ...read, status: failed ? 'FAILED' : status }),
  );
};

/** Reads what still waits; returns how many there were. */
export const readWaiting = async (deps: Dependencies, signal?: AbortSignal): Promise<number> => {
  const waiting = await deps.database.read(SYSTEM, (read) => waitingEditions(read));
  for (const { document_id: id, number } of waiting) {
    if (signal?.aborted === true) break;
    await readOne(deps, id, number);
  }
  return waiting.length;
};

export const documentJobs = (deps: Dependencies): JobHandler[] => [
  jobHandler(readKind, ({ documentId, number }) => readOne(deps, documentId, number)),
  jobHandler(readWaitingKind, async (_data, signal) => {
    await readWaiting(deps, signal);
  }),
];
