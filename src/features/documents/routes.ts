import { type AnyActor, hasRole } from '../../kernel/actor.ts';
import { formatBeijing, type Instant } from '../../kernel/time.ts';
import { permittedVerbs } from '../../kernel/workflow.ts';
import type { CsvWriteColumn } from '../../platform/csv.ts';
import type { Read } from '../../platform/db/database.ts';
import { downloadRoute, listRoute, route, type Route } from '../../platform/http/route.ts';
import { subjectOf, visit } from './actions.ts';
import { markTerms, termsOf } from './bigram.ts';
import {
  type DocumentDetail,
  type DocumentRow,
  downloadEdition,
  type EditionRow,
  getDocument,
  listDocuments,
  listFolders,
  readEdition,
  visitLibrary,
} from './contract.ts';
import { documentNotFound, noReading } from './errors.ts';
import { LIBRARIANS } from './policy.ts';
import {
  type DocumentReader,
  editionsOf,
  findHtml,
  findVisit,
  listStoredDocuments,
  listStoredFolders,
  loadDocument,
  type StoredDocument,
  type StoredEdition,
} from './queries.ts';
import { DOCUMENT_CATEGORIES, documentWorkflow, VISIBILITIES } from './status.ts';

const READ = { none: '只读' } as const;

export const readerOf = (actor: AnyActor): DocumentReader => ({
  actor,
  isLibrarian: hasRole(actor, ...LIBRARIANS),
});

const factsOf = ({ kinds: _kinds, roles: _roles, version: _version, ...row }: StoredDocument) =>
  row;

const isNewTo = (document: StoredDocument, since: Instant | null): boolean =>
  since !== null && document.editionAt !== null && document.editionAt > since;

const editionRowOf = ({ storageKey: _key, hasHtml, ...edition }: StoredEdition): EditionRow => ({
  ...edition,
  isReadable: hasHtml || /^(?:application\/pdf|image\/(?:png|jpeg))$/.test(edition.mediaType),
});

/** @throws DomainError not_found */
export const detailOf = async (
  read: Read,
  id: string,
  at: { readonly actor: AnyActor; readonly at: Instant },
): Promise<DocumentDetail> => {
  const document = await loadDocument(read, id, readerOf(at.actor));
  const editions = await editionsOf(read, id);
  return {
    ...factsOf(document),
    kinds: document.kinds as DocumentDetail['kinds'],
    roles: document.roles as DocumentDetail['roles'],
    version: document.version,
    editions: editions.map(editionRowOf),
    permittedActions: permittedVerbs(documentWorkflow, subjectOf(document.status), at.actor, at.at),
  };
};

const columns: readonly CsvWriteColumn<DocumentRow>[] = [
  { key: 'folderName', label: '文件夹' },
  { key: 'title', label: '标题' },
  { key: 'category', label: '类别', value: (row) => DOCUMENT_CATEGORIES[row.category] },
  { key: 'documentNumber', label: '文号' },
  { key: 'visibility', label: '可见范围', value: (row) => VISIBILITIES[row.visibility] },
  { key: 'edition', label: '版次' },
  {
    key: 'editionAt',
    label: '更新时间',
    value: (row) => (row.editionAt === null ? '' : formatBeijing(row.editionAt)),
  },
];

export const readerRoutes: readonly Route[] = [
  listRoute(listDocuments, {
    access: 'signed_in',
    fileName: '资料',
    columns,
    handle: async ({ tx, query, actor }) => {
      const { q, isNew, ...rest } = query;
      const terms = q === undefined ? [] : termsOf(q);
      const since = (await findVisit(tx, actor.userId))?.previousSeenAt ?? null;
      const wantsNew = isNew === 'yes' && since !== null;
      const { rows, total } = await listStoredDocuments(
        tx,
        { ...rest, terms, ...(wantsNew ? { since } : {}) },
        readerOf(actor),
      );
      return {
        rows: rows.map(({ excerpt, ...document }) => ({
          ...factsOf(document),
          isNew: isNewTo(document, since),
          excerpt: excerpt === null ? [] : markTerms(excerpt, terms),
        })),
        total,
        page: query.page,
        pageSize: query.pageSize,
      };
    },
  }),
  route(listFolders, {
    access: 'signed_in',
    audit: READ,
    handle: async ({ tx, actor }) => ({ rows: await listStoredFolders(tx, readerOf(actor)) }),
  }),
  route(visitLibrary, {
    access: 'signed_in',
    audit: { none: '只记本人上次来看的时间' },
    handle: async ({ tx, actor, receivedAt }) => {
      const previousSeenAt = await visit({ tx, at: receivedAt }, actor);
      if (previousSeenAt === null) return { previousSeenAt, newCount: 0 };
      const query = { page: 1, pageSize: 1, sort: 'title', terms: [], since: previousSeenAt };
      const { total } = await listStoredDocuments(tx, query, readerOf(actor));
      return { previousSeenAt, newCount: total };
    },
  }),
  route(getDocument, {
    access: 'signed_in',
    audit: READ,
    handle: ({ tx, params, actor, receivedAt }) =>
      detailOf(tx, params.documentId, { actor, at: receivedAt }),
  }),
  route(readEdition, {
    access: 'signed_in',
    audit: READ,
    handle: async ({ tx, params, actor }) => {
      await loadDocument(tx, params.documentId, readerOf(actor));
      const html = await findHtml(tx, params.documentId, params.number);
      if (html === null) throw noReading();
      return { html };
    },
  }),
  downloadRoute(downloadEdition, {
    access: 'public',
    audit: { none: '只读；公开资料任何人可下载' },
    handle: async ({ tx, params, actor }) => {
      await loadDocument(tx, params.documentId, readerOf(actor));
      const editions = await editionsOf(tx, params.documentId);
      const edition = editions.find(({ number }) => number === params.number);
      if (edition === undefined) throw documentNotFound();
      return {
        fileName: edition.originalName,
        mediaType: edition.mediaType,
        content: { storageKey: edition.storageKey },
      };
    },
  }),
];
