import type { Instant } from '../../kernel/time.ts';
import { type Read, sqlBuilder, type Transaction } from '../../platform/db/database.ts';
import type { ReceivedFile } from '../../platform/files/file-store.ts';

export interface StoredMaterial {
  readonly id: string;
  readonly storageKey: string;
  readonly originalName: string;
  readonly mediaType: string;
  readonly byteCount: number;
  readonly pageCount?: number | undefined;
  readonly sha256: string;
}

/** In the order in which they came. */
export const materialsOf = async (read: Read, sessionId: string): Promise<StoredMaterial[]> => {
  const rows = await read.all(
    sqlBuilder
      .selectFrom('info_session_material')
      .select([
        'id',
        'storage_key',
        'original_name',
        'media_type',
        'byte_count',
        'page_count',
        'sha256',
      ])
      .where('info_session_id', '=', sessionId)
      .orderBy('created_at')
      .orderBy('id'),
  );
  return rows.map((row) => ({
    id: row.id,
    storageKey: row.storage_key,
    originalName: row.original_name,
    mediaType: row.media_type,
    byteCount: row.byte_count,
    ...(row.page_count === null ? {} : { pageCount: row.page_count }),
    sha256: row.sha256,
  }));
};

export const insertMaterial = (
  tx: Transaction,
  material: {
    readonly id: string;
    readonly sessionId: string;
    readonly at: Instant;
    readonly by: string;
    readonly file: ReceivedFile;
  },
): Promise<number> =>
  tx.run(
    sqlBuilder.insertInto('info_session_material').values({
      id: material.id,
      info_session_id: material.sessionId,
      storage_key: material.file.storageKey,
      original_name: material.file.originalName,
      media_type: material.file.mediaType,
      byte_count: material.file.byteCount,
      page_count: material.file.pageCount ?? null,
      sha256: material.file.sha256,
      created_at: material.at,
      created_by: material.by,
    }),
  );

export const deleteMaterial = (
  tx: Transaction,
  sessionId: string,
  materialId: string,
): Promise<number> =>
  tx.run(
    sqlBuilder
      .deleteFrom('info_session_material')
      .where('info_session_id', '=', sessionId)
      .where('id', '=', materialId),
  );
