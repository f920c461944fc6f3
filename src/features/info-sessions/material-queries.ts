import type { Instant } from '../../kernel/time.ts';
import { type Read, sqlBuilder, type Transaction } from '../../platform/db/database.ts';
import {
  columnsOfFile,
  FILE_COLUMNS,
  type StoredFile,
  storedFileOf,
} from '../../platform/files/file-columns.ts';
import type { ReceivedFile } from '../../platform/files/file-store.ts';

/** In the order in which they came. */
export const materialsOf = async (read: Read, sessionId: string): Promise<StoredFile[]> => {
  const rows = await read.all(
    sqlBuilder
      .selectFrom('info_session_material')
      .select(FILE_COLUMNS)
      .where('info_session_id', '=', sessionId)
      .orderBy('created_at')
      .orderBy('id'),
  );
  return rows.map(storedFileOf);
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
      ...columnsOfFile(material.file),
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
