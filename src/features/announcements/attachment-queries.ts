import type { Instant } from '../../kernel/time.ts';
import { type Read, sqlBuilder, type Transaction } from '../../platform/db/database.ts';
import {
  columnsOfFile,
  FILE_COLUMNS,
  type StoredFile,
  storedFileOf,
} from '../../platform/files/file-columns.ts';
import type { ReceivedFile } from '../../platform/files/file-store.ts';

/** The attachments of these ids that belong to the announcement, in the order of the ids. */
export const attachmentsOf = async (
  read: Read,
  announcementId: string,
  ids: readonly string[],
): Promise<StoredFile[]> => {
  if (ids.length === 0) return [];
  const rows = await read.all(
    sqlBuilder
      .selectFrom('announcement_attachment')
      .select(FILE_COLUMNS)
      .where('announcement_id', '=', announcementId)
      .where('id', 'in', [...ids]),
  );
  return ids.flatMap((id) => {
    const row = rows.find((one) => one.id === id);
    return row === undefined ? [] : [storedFileOf(row)];
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
      ...columnsOfFile(attachment.file),
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
