import { PUBLIC } from '../../kernel/actor.ts';
import type { Read } from '../../platform/db/database.ts';
import { termsOf } from './bigram.ts';
import { type FoundDocument, listStoredDocuments } from './queries.ts';
import { DOCUMENT_CATEGORIES } from './status.ts';

export interface PublicDocument extends FoundDocument {
  readonly categoryLabel: string;
}

/** What anybody may read and download, the latest edition first; `q` is looked for in titles and texts. */
export const listPublicDocuments = async (
  read: Read,
  query: { readonly q?: string | undefined; readonly page: number; readonly pageSize: number },
): Promise<{ readonly rows: readonly PublicDocument[]; readonly total: number }> => {
  const { q, page, pageSize } = query;
  const terms = q === undefined ? [] : termsOf(q);
  const { rows, total } = await listStoredDocuments(
    read,
    { terms, page, pageSize, sort: '-editionAt' },
    { actor: PUBLIC, isLibrarian: false },
  );
  return {
    rows: rows.map((row) => ({ ...row, categoryLabel: DOCUMENT_CATEGORIES[row.category] })),
    total,
  };
};
