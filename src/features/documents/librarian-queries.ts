import { sql } from 'kysely';
import type { Instant } from '../../kernel/time.ts';
import { type Read, sqlBuilder, type Transaction } from '../../platform/db/database.ts';
import { columnsOfFile } from '../../platform/files/file-columns.ts';
import type { ReceivedFile } from '../../platform/files/file-store.ts';
import { documentNotFound } from './errors.ts';
import type { Reach } from './rules.ts';
import type { DocumentCategory, DocumentStatus, TextStatus } from './status.ts';

export interface DocumentFacts extends Reach {
  readonly folderId: string;
  readonly title: string;
  readonly category: DocumentCategory;
  readonly documentNumber: string | null;
  readonly summary: string;
}

export interface Touch {
  readonly at: Instant;
  readonly by: string | null;
}

export interface Seen {
  readonly id: string;
  readonly version: number;
}

const factColumns = (facts: DocumentFacts, searchText: string) => ({
  folder_id: facts.folderId,
  title: facts.title,
  category: facts.category,
  document_number: facts.documentNumber,
  summary: facts.summary,
  visibility: facts.visibility,
  kinds: facts.visibility === 'KINDS' ? [...facts.kinds] : [],
  roles: facts.visibility === 'ROLES' ? [...facts.roles] : [],
  search_text: searchText,
});

export const insertDocument = (
  tx: Transaction,
  document: DocumentFacts & { readonly id: string; readonly searchText: string },
  touch: Touch,
) =>
  tx.run(
    sqlBuilder.insertInto('document').values({
      id: document.id,
      ...factColumns(document, document.searchText),
      status: 'DRAFT',
      created_at: touch.at,
      created_by: touch.by,
      updated_at: touch.at,
      updated_by: touch.by,
    }),
  );

const touched = (seen: Seen, touch: Touch) =>
  sqlBuilder
    .updateTable('document')
    .set({ updated_at: touch.at, updated_by: touch.by, version: seen.version + 1 })
    .where('id', '=', seen.id)
    .where('version', '=', seen.version);

/** @throws DomainError conflict `record.changed` when it is no longer at the version seen */
export const updateFacts = (
  tx: Transaction,
  seen: Seen,
  facts: DocumentFacts & { readonly searchText: string },
  touch: Touch,
) => tx.updateExactlyOne(touched(seen, touch).set(factColumns(facts, facts.searchText)));

/** @throws DomainError conflict `record.changed` when it is no longer at the version seen */
export const updateStatus = (tx: Transaction, seen: Seen, status: DocumentStatus, touch: Touch) =>
  tx.updateExactlyOne(
    touched(seen, touch).set({
      status,
      released_at: sql`coalesce(released_at, ${status === 'RELEASED' ? touch.at : null})`,
      // What is put on the shelf is new to its readers, whenever its file was uploaded.
      ...(status === 'RELEASED' ? { edition_at: touch.at } : {}),
    }),
  );

export const deleteDocument = (tx: Transaction, id: string): Promise<number> =>
  tx.run(sqlBuilder.deleteFrom('document').where('id', '=', id).where('status', '=', 'DRAFT'));

export interface LockedDocument {
  readonly id: string;
  readonly title: string;
  readonly status: DocumentStatus;
  readonly edition: number;
  readonly version: number;
}

/** Nobody else changes it until the transaction ends. @throws DomainError not_found */
export const lockDocument = async (tx: Transaction, id: string): Promise<LockedDocument> => {
  const row = await tx.maybe(
    sqlBuilder
      .selectFrom('document')
      .select(['id', 'title', 'status', 'edition', 'version'])
      .where('id', '=', id)
      .forNoKeyUpdate(),
  );
  if (row === undefined) throw documentNotFound();
  // The check constraint keeps it to the states of the workflow.
  return { ...row, status: row.status as DocumentStatus };
};

export interface NewEdition {
  readonly documentId: string;
  readonly number: number;
  readonly file: ReceivedFile;
  readonly note: string;
  readonly textStatus: TextStatus;
}

/** Adds the edition and makes it the one that stands. */
export const insertEdition = async (
  tx: Transaction,
  edition: NewEdition,
  touch: Touch,
): Promise<void> => {
  await tx.run(
    sqlBuilder.insertInto('document_edition').values({
      document_id: edition.documentId,
      number: edition.number,
      ...columnsOfFile(edition.file),
      note: edition.note,
      text_status: edition.textStatus,
      created_at: touch.at,
      created_by: touch.by,
    }),
  );
  await tx.updateExactlyOne(
    sqlBuilder
      .updateTable('document')
      .set({
        edition: edition.number,
        edition_at: touch.at,
        updated_at: touch.at,
        updated_by: touch.by,
        version: sql`version + 1`,
      })
      .where('id', '=', edition.documentId),
  );
  // The words of the old edition must not find the new one.
  await tx.run(
    sqlBuilder.deleteFrom('document_text').where('document_id', '=', edition.documentId),
  );
};

export interface EditionToRead {
  readonly storageKey: string;
  readonly mediaType: string;
  readonly isCurrent: boolean;
}

/** An edition whose text is still wanted; undefined when it has been read or is gone. */
export const findEditionToRead = async (
  read: Read,
  documentId: string,
  number: number,
): Promise<EditionToRead | undefined> => {
  const row = await read.maybe(
    sqlBuilder
      .selectFrom('document_edition as e')
      .innerJoin('document as d', 'd.id', 'e.document_id')
      .select(['e.storage_key', 'e.media_type', 'd.edition'])
      .where('e.document_id', '=', documentId)
      .where('e.number', '=', number)
      .where('e.text_status', '=', 'WAITING'),
  );
  return row === undefined
    ? undefined
    : {
        storageKey: row.storage_key,
        mediaType: row.media_type,
        isCurrent: row.edition === number,
      };
};

/** Editions whose text nobody has read yet, the oldest first. */
export const waitingEditions = async (
  read: Read,
): Promise<{ readonly document_id: string; readonly number: number }[]> =>
  await read.all(
    sqlBuilder
      .selectFrom('document_edition')
      .select(['document_id', 'number'])
      .where('text_status', '=', 'WAITING')
      .orderBy('created_at')
      .limit(20),
  );

export interface ReadText {
  readonly documentId: string;
  readonly number: number;
  readonly status: TextStatus;
  readonly html: string | null;
  readonly text: string;
  readonly bigrams: readonly string[];
}

/** Keeps what was read; the words of an edition that no longer stands are not kept for search. */
export const putText = async (tx: Transaction, read: ReadText): Promise<void> => {
  await tx.run(
    sqlBuilder
      .updateTable('document_edition')
      .set({ text_status: read.status, html: read.html })
      .where('document_id', '=', read.documentId)
      .where('number', '=', read.number),
  );
  const document = await lockDocument(tx, read.documentId);
  if (document.edition !== read.number || read.text === '') return;
  const columns = { number: read.number, text: read.text, bigrams: [...read.bigrams] };
  await tx.run(
    sqlBuilder
      .insertInto('document_text')
      .values({ document_id: read.documentId, ...columns })
      .onConflict((conflict) => conflict.column('document_id').doUpdateSet(columns)),
  );
};

export interface FolderFacts {
  readonly name: string;
  readonly position: number;
}

export const insertFolder = (
  tx: Transaction,
  folder: FolderFacts & { readonly id: string },
  touch: Touch,
) =>
  tx.run(
    sqlBuilder.insertInto('document_folder').values({
      ...folder,
      created_at: touch.at,
      created_by: touch.by,
      updated_at: touch.at,
      updated_by: touch.by,
    }),
  );

/** @throws DomainError conflict `record.changed` when it is no longer at the version seen */
export const updateFolder = (tx: Transaction, seen: Seen, folder: FolderFacts, touch: Touch) =>
  tx.updateExactlyOne(
    sqlBuilder
      .updateTable('document_folder')
      .set({ ...folder, updated_at: touch.at, updated_by: touch.by, version: seen.version + 1 })
      .where('id', '=', seen.id)
      .where('version', '=', seen.version),
  );

export const deleteFolder = (tx: Transaction, id: string): Promise<number> =>
  tx.run(sqlBuilder.deleteFrom('document_folder').where('id', '=', id));
