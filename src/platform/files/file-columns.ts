import type { FileRow } from '../../kernel/file-row.ts';
import type { ReceivedFile } from './file-store.ts';

/** A received file that a row names. */
export interface StoredFile extends ReceivedFile {
  readonly id: string;
}

/** The columns that every table of files has under these names; each table stays its feature's own. */
export const FILE_COLUMNS = [
  'id',
  'storage_key',
  'original_name',
  'media_type',
  'byte_count',
  'page_count',
  'sha256',
] as const;

interface FileColumns {
  readonly storage_key: string;
  readonly original_name: string;
  readonly media_type: string;
  readonly byte_count: number;
  readonly page_count: number | null;
  readonly sha256: string;
}

/** What a row says of the file, besides its id. */
export const columnsOfFile = (file: ReceivedFile): FileColumns => ({
  storage_key: file.storageKey,
  original_name: file.originalName,
  media_type: file.mediaType,
  byte_count: file.byteCount,
  page_count: file.pageCount ?? null,
  sha256: file.sha256,
});

export const storedFileOf = (row: FileColumns & { readonly id: string }): StoredFile => ({
  id: row.id,
  storageKey: row.storage_key,
  originalName: row.original_name,
  mediaType: row.media_type,
  byteCount: row.byte_count,
  ...(row.page_count === null ? {} : { pageCount: row.page_count }),
  sha256: row.sha256,
});

/** What may be told of it. */
export const fileRowOf = ({ storageKey: _key, ...row }: StoredFile): FileRow => row;
