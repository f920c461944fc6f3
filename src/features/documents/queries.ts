import { type RawBuilder, sql } from 'kysely';
import { type AnyActor, scopeOf } from '../../kernel/actor.ts';
import type { Instant } from '../../kernel/time.ts';
import { type Read, sqlBuilder, type Transaction } from '../../platform/db/database.ts';
import { statement } from '../../platform/db/statement.ts';
import { bigramsOf } from './bigram.ts';
import { documentNotFound } from './errors.ts';
import type { DocumentCategory, DocumentStatus, TextStatus, Visibility } from './status.ts';

export interface StoredDocument {
  readonly id: string;
  readonly folderId: string;
  readonly folderName: string;
  readonly title: string;
  readonly category: DocumentCategory;
  readonly documentNumber: string | null;
  readonly summary: string;
  readonly visibility: Visibility;
  readonly kinds: readonly string[];
  readonly roles: readonly string[];
  readonly status: DocumentStatus;
  readonly edition: number;
  readonly editionAt: Instant | null;
  readonly originalName: string | null;
  readonly mediaType: string | null;
  readonly byteCount: number | null;
  readonly pageCount: number | null;
  readonly version: number;
}

/** Librarians also see what is not on the shelf. */
export interface DocumentReader {
  readonly actor: AnyActor;
  readonly isLibrarian: boolean;
}

/** Who may see the row, by the person; row-level security says the same by the session. */
const visibleTo = ({ actor, isLibrarian }: DocumentReader): RawBuilder<boolean> => {
  if (isLibrarian) return sql<boolean>`true`;
  const open = sql`d.status = 'RELEASED' and d.visibility = 'PUBLIC'`;
  if (actor.kind !== 'person') return sql<boolean>`(${open})`;
  // Provincial supervisors oversee everything that is on the shelf.
  if (scopeOf(actor).kind === 'all') return sql<boolean>`d.status = 'RELEASED'`;
  return sql<boolean>`(d.status = 'RELEASED' and case d.visibility
    when 'KINDS' then ${actor.organizationKind} = any(d.kinds)
    when 'ROLES' then d.roles && ${[...actor.roles]}::text[]
    else true end)`;
};

const COLUMNS = sql`d.id, d.folder_id as "folderId", f.name as "folderName", d.title, d.category,
  d.document_number as "documentNumber", d.summary, d.visibility, d.kinds, d.roles, d.status, d.edition,
  d.edition_at as "editionAt", e.original_name as "originalName", e.media_type as "mediaType",
  e.byte_count as "byteCount", e.page_count as "pageCount", d.version`;

const FROM = sql`document d join document_folder f on f.id = d.folder_id
  left join document_edition e on e.document_id = d.id and e.number = d.edition`;

/** @throws DomainError not_found, also for what this reader may not see */
export const loadDocument = async (
  read: Read,
  id: string,
  reader: DocumentReader,
): Promise<StoredDocument> => {
  const row = await read.maybe(
    statement(
      sql<StoredDocument>`select ${COLUMNS} from ${FROM} where d.id = ${id} and ${visibleTo(reader)}`,
    ),
  );
  if (row === undefined) throw documentNotFound();
  return row;
};

export interface DocumentListQuery {
  readonly page: number;
  readonly pageSize: number;
  readonly sort: string;
  readonly terms: readonly string[];
  readonly folderId?: string | undefined;
  readonly category?: DocumentCategory | undefined;
  readonly status?: DocumentStatus | undefined;
  /** Only what came after this instant. */
  readonly since?: Instant | undefined;
}

const SORTS: Readonly<Record<string, RawBuilder<unknown>>> = {
  editionAt: sql`d.edition_at nulls first`,
  title: sql`d.title`,
  '-title': sql`d.title desc`,
};

/** The index finds documents that have all pairs of the term; the text itself decides. */
const inText = (term: string): RawBuilder<boolean> => {
  const pairs = bigramsOf(term);
  const byIndex = pairs.length === 0 ? sql`true` : sql`t.bigrams @> ${pairs}::text[]`;
  return sql<boolean>`exists (select 1 from document_text t where t.document_id = d.id and ${byIndex}
    and strpos(lower(t.text), ${term}) > 0)`;
};

const inTitle = (term: string): RawBuilder<boolean> =>
  sql<boolean>`strpos(d.search_text, ${term}) > 0`;

/** Characters before and after the place where the words stand. */
const BEFORE = 30;
const EXCERPT = 160;

const excerptFor = ([term]: readonly string[]): RawBuilder<string | null> =>
  term === undefined
    ? sql<string | null>`null`
    : sql<
        string | null
      >`(select substr(t.text, greatest(1, strpos(lower(t.text), ${term}) - ${BEFORE}), ${EXCERPT})
        from document_text t where t.document_id = d.id and strpos(lower(t.text), ${term}) > 0)`;

export type FoundDocument = StoredDocument & { readonly excerpt: string | null };

const filtersOf = (query: DocumentListQuery, reader: DocumentReader): RawBuilder<unknown>[] => {
  const filters: RawBuilder<unknown>[] = [visibleTo(reader)];
  for (const term of query.terms) filters.push(sql`(${inTitle(term)} or ${inText(term)})`);
  if (query.folderId !== undefined) filters.push(sql`d.folder_id = ${query.folderId}`);
  if (query.category !== undefined) filters.push(sql`d.category = ${query.category}`);
  if (query.status !== undefined) filters.push(sql`d.status = ${query.status}`);
  if (query.since !== undefined) filters.push(sql`d.edition_at > ${query.since}`);
  return filters;
};

/** What this reader may see; the excerpts are cut only for the rows of the page. */
export const listStoredDocuments = async (
  read: Read,
  query: DocumentListQuery,
  reader: DocumentReader,
): Promise<{ rows: FoundDocument[]; total: number }> => {
  const order = SORTS[query.sort] ?? sql`d.edition_at desc nulls last`;
  const rows = await read.all(
    statement(sql<FoundDocument & { total: number }>`
      with page as (
        select d.id, (count(*) over ())::int as total, row_number() over (order by ${order}, d.id) as place
          from document d where ${sql.join(filtersOf(query, reader), sql` and `)}
         order by place limit ${query.pageSize} offset ${(query.page - 1) * query.pageSize})
      select ${COLUMNS}, p.total, ${excerptFor(query.terms)} as excerpt
        from page p join ${FROM} on d.id = p.id
       order by p.place`),
  );
  return {
    rows: rows.map(({ total: _total, ...row }) => row),
    total: rows[0]?.total ?? 0,
  };
};

export interface StoredEdition {
  readonly number: number;
  readonly storageKey: string;
  readonly originalName: string;
  readonly mediaType: string;
  readonly byteCount: number;
  readonly pageCount: number | null;
  readonly sha256: string;
  readonly note: string;
  readonly textStatus: TextStatus;
  readonly hasHtml: boolean;
  readonly createdAt: Instant;
}

/** All editions, newest first. The caller has loaded the document for its reader. */
export const editionsOf = (read: Read, documentId: string): Promise<StoredEdition[]> =>
  read.all(
    statement(sql<StoredEdition>`
      select number, storage_key as "storageKey", original_name as "originalName", media_type as "mediaType",
             byte_count as "byteCount", page_count as "pageCount", sha256, note, text_status as "textStatus",
             html is not null as "hasHtml", created_at as "createdAt"
        from document_edition where document_id = ${documentId} order by number desc`),
  );

export const findHtml = async (
  read: Read,
  documentId: string,
  number: number,
): Promise<string | null> => {
  const row = await read.maybe(
    sqlBuilder
      .selectFrom('document_edition')
      .select('html')
      .where('document_id', '=', documentId)
      .where('number', '=', number),
  );
  return row?.html ?? null;
};

export interface StoredFolder {
  readonly id: string;
  readonly name: string;
  readonly position: number;
  readonly documentCount: number;
  readonly version: number;
}

/** Folders with how many documents this reader sees in each; empty ones only for librarians. */
export const listStoredFolders = (read: Read, reader: DocumentReader): Promise<StoredFolder[]> =>
  read.all(
    statement(sql<StoredFolder>`
      select * from (
        select f.id, f.name, f.position, f.version,
               (select count(*) from document d where d.folder_id = f.id and ${visibleTo(reader)})::int
                 as "documentCount"
          from document_folder f) g
       where ${reader.isLibrarian} or g."documentCount" > 0
       order by g.position, g.name`),
  );

export interface StoredVisit {
  readonly seenAt: Instant;
  readonly previousSeenAt: Instant | null;
}

export const findVisit = async (
  read: Read,
  accountId: string,
): Promise<StoredVisit | undefined> => {
  const row = await read.maybe(
    sqlBuilder.selectFrom('document_visit').selectAll().where('account_id', '=', accountId),
  );
  return row === undefined
    ? undefined
    : { seenAt: row.seen_at, previousSeenAt: row.previous_seen_at };
};

export const putVisit = (
  tx: Transaction,
  accountId: string,
  visit: StoredVisit,
): Promise<number> => {
  const times = { seen_at: visit.seenAt, previous_seen_at: visit.previousSeenAt };
  return tx.run(
    sqlBuilder
      .insertInto('document_visit')
      .values({ account_id: accountId, ...times })
      .onConflict((conflict) => conflict.column('account_id').doUpdateSet(times)),
  );
};
