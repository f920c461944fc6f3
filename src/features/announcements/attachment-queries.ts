import type { Instant } from '../../kernel/time.ts';
import { type Read, sqlBuilder, type Transaction } from '../../platform/db/database.ts';
import type { ReceivedFile } from '../../platform/files/file-store.ts';

export interface StoredAttachment {
  readonly id: string;
  readonly storageKey: string;
  readonly originalName: string;
  readonly mediaType: string;
  readonly byteCount: number;
  readonly pageCount?: number | undefined;
  readonly sha256: string;
}

/** The attachments of these ids that belong to the announcement, in the order of the ids. */
export const attachmentsOf = async (
  read: Read,
  announcementId: string,
  ids: readonly string[],
): Promise<StoredAttachment[]> => {
  if (ids.length === 0) return [];
  const rows = await read.all(
    sqlBuilder
      .selectFrom('announcement_attachment')
      .selectAll()
      .where('announcement_id', '=', announcementId)
      .where('id', 'in', [...ids]),
  );
  return ids.flatMap((id) => {
    const row = rows.find((one) => one.id === id);
    if (row === undefined) return [];
    return [
      {
        id: row.id,
        storageKey: row.storage_key,
        originalName: row.original_name,
        mediaType: row.media_type,
        byteCount: row.byte_count,
        ...(row.page_count === null ? {} : { pageCount: row.page_count }),
        sha256: row.sha256,
      },
    ];
  });
};

export const insertAttachment = (
  tx: Transaction,
  attachment: {
    readonly id: string;
    readonly announcementId: string;
    readonly at: Instant;
    readonly by: string;
    readonly file: ReceivedFile;
  },
): Promise<number> =>
  tx.run(
    sqlBuilder.insertInto('announcement_attachment').values({
      id: attachment.id,
      announcement_id: attachment.announcementId,
      storage_key: attachment.file.storageKey,
      original_name: attachment.file.originalName,
      media_type: attachment.file.mediaType,
      byte_count: attachment.file.byteCount,
      page_count: attachment.file.pageCount ?? null,
      sha256: attachment.file.sha256,
      created_at: attachment.at,
      created_by: attachment.by,
    }),
  );

/** Ids of everything that hangs on the announcement, listed by it or not. */
export const attachmentIdsOf = async (read: Read, announcementId: string): Promise<string[]> => {
  const rows = await read.all(
    sqlBuilder
      .selectFrom('announcement_attachment')
      .select('id')
      .where('announcement_id', '=', announcementId),
  );
  return rows.map(({ id }) => id);
};
