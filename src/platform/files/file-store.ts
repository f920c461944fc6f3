import { createHash } from 'node:crypto';
import { createReadStream, type ReadStream } from 'node:fs';
import { mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { DomainError } from '../../kernel/error.ts';
import {
  emptyFile,
  kindNotAllowed,
  MEDIA_TYPES,
  storageFull,
  tooLarge,
  uploadInterrupted,
  type FileKind,
} from './file-refusal.ts';
import { claimedKind, cleanOriginalName } from './original-name.ts';
import { createPdfInspector, type PdfInspector, type PdfInspectorOptions } from './pdf-safety.ts';
import { inspectFile } from './sniff.ts';
import { isStorageKey, newStorageKey } from './storage-key.ts';
import { hasCode, sweepIncoming, sweepUnknown, type ListKnownKeys } from './sweep.ts';

export interface ReceiveOptions {
  /** The largest size accepted, in bytes; one byte more is refused. */
  readonly maxBytes: number;
  readonly accept: readonly FileKind[];
  /** The name as the browser sent it. */
  readonly originalName: string;
}

export interface ReceivedFile {
  /** `ab/cd/<32 hex digits>`, random; the caller stores it with its row in its own transaction. */
  readonly storageKey: string;
  /** Fit to be shown; see `cleanOriginalName`. */
  readonly originalName: string;
  readonly mediaType: string;
  readonly byteCount: number;
  /** Lower-case hex. */
  readonly sha256: string;
  /** Only for PDF. */
  readonly pageCount?: number;
}

export interface FileStore {
  /**
   * Takes a whole upload: limits while it streams, checks, makes it durable. When this returns, the bytes survive a
   * power cut; when it throws, nothing is left. Throws `DomainError` `file.*`.
   */
  receive(stream: Readable, options: ReceiveOptions): Promise<ReceivedFile>;
  /** The stored bytes; a missing file shows as the stream's `error` event. */
  open(storageKey: string): ReadStream;
  /** Removes the bytes; no error when they are already gone. */
  remove(storageKey: string): Promise<void>;
  /**
   * Removes files that no row names and that are older than seven days: younger ones may belong to a transaction that
   * is still open, and after a restore of the database the office needs time to notice. Returns the keys removed.
   */
  sweepOrphans(listKnownKeys: ListKnownKeys): Promise<readonly string[]>;
  /** Ends the inspection threads. */
  close(): Promise<void>;
}

/** Makes a new or renamed directory entry durable (F2 of the assurance table); Windows cannot and need not. */
const syncFolder = async (folder: string): Promise<void> => {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/** The multipart parser cuts a file off at its own limit without an error and only marks the stream. */
const wasCutOff = (stream: Readable): boolean => 'truncated' in stream && stream.truncated === true;

const writeAll = async (handle: FileHandle, chunk: Buffer): Promise<void> => {
  let done = 0;
  while (done < chunk.length) done += (await handle.write(chunk, done)).bytesWritten;
};

interface Written {
  readonly byteCount: number;
  readonly sha256: string;
}

const copyLimited = async (
  stream: Readable,
  handle: FileHandle,
  maxBytes: number,
): Promise<Written> => {
  const hash = createHash('sha256');
  let byteCount = 0;
  for await (const given of stream) {
    const chunk: Buffer = Buffer.isBuffer(given) ? given : Buffer.from(given);
    byteCount += chunk.length;
    if (byteCount > maxBytes) throw tooLarge(maxBytes);
    hash.update(chunk);
    await writeAll(handle, chunk);
  }
  if (wasCutOff(stream)) throw tooLarge(maxBytes);
  if (byteCount === 0) throw emptyFile();
  await handle.sync();
  return { byteCount, sha256: hash.digest('hex') };
};

const asRefusal = (error: unknown, stream: Readable): unknown => {
  if (error instanceof DomainError) return error;
  if (hasCode(error, 'ENOSPC', 'EDQUOT')) return storageFull();
  // the client went away, or the request was cut: the source failed, not the disk
  return stream.errored === error || hasCode(error, 'ERR_STREAM_PREMATURE_CLOSE')
    ? uploadInterrupted()
    : error;
};

/** Where things lie on disk. */
interface Folders {
  readonly root: string;
  readonly incoming: string;
}

const locate = ({ root }: Folders, storageKey: string): string => {
  if (!isStorageKey(storageKey)) throw new Error(`not a storage key: ${storageKey}`);
  return path.join(root, storageKey);
};

/** Moves a complete file to its final name; the entry is durable when this returns. */
const moveIn = async ({ root }: Folders, temporary: string, storageKey: string): Promise<void> => {
  const inner = path.dirname(path.join(root, storageKey));
  await mkdir(inner, { recursive: true, mode: 0o700 });
  await rename(temporary, path.join(root, storageKey));
  // all three levels: another upload may have made the folders a moment ago and not synced them yet
  for (const folder of [inner, path.dirname(inner), root]) await syncFolder(folder);
};

const writeIncoming = async (
  stream: Readable,
  temporary: string,
  maxBytes: number,
): Promise<Written> => {
  const handle = await open(temporary, 'wx', 0o600);
  try {
    return await copyLimited(stream, handle, maxBytes);
  } finally {
    await handle.close();
  }
};

const receiveInto = async (
  folders: Folders,
  inspector: PdfInspector,
  stream: Readable,
  options: ReceiveOptions,
): Promise<ReceivedFile> => {
  const originalName = cleanOriginalName(options.originalName);
  const kind = claimedKind(originalName);
  const storageKey = newStorageKey();
  const temporary = path.join(folders.incoming, path.basename(storageKey));
  try {
    if (kind === undefined || !options.accept.includes(kind)) {
      throw kindNotAllowed(options.accept, originalName);
    }
    const written = await writeIncoming(stream, temporary, options.maxBytes);
    const found = await inspectFile(temporary, kind, written.byteCount, inspector);
    await moveIn(folders, temporary, storageKey);
    return { storageKey, originalName, mediaType: MEDIA_TYPES[kind], ...written, ...found };
  } catch (error) {
    stream.destroy();
    await rm(temporary, { force: true });
    throw asRefusal(error, stream);
  }
};

/**
 * Opens (and creates) the store under `dataDir/files`, which must not be served by any web server, and removes uploads
 * that were left half-way more than a day ago.
 */
export const openFileStore = async (
  dataDir: string,
  inspectorOptions: PdfInspectorOptions = {},
): Promise<FileStore> => {
  const root = path.join(dataDir, 'files');
  const incoming = path.join(root, 'incoming');
  const folders = { root, incoming };
  await mkdir(incoming, { recursive: true, mode: 0o700 });
  await syncFolder(root);
  await sweepIncoming(incoming);
  const inspector = createPdfInspector(inspectorOptions);
  return {
    receive: (stream, options) => receiveInto(folders, inspector, stream, options),
    open: (storageKey) => createReadStream(locate(folders, storageKey)),
    remove: (storageKey) => rm(locate(folders, storageKey), { force: true }),
    sweepOrphans: (listKnownKeys) => sweepUnknown(root, incoming, listKnownKeys),
    close: () => inspector.close(),
  };
};
