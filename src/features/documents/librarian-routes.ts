import type { Instant } from '../../kernel/time.ts';
import { historyOf } from '../../platform/audit.ts';
import { route, type Route, uploadRoute } from '../../platform/http/route.ts';
import {
  addEdition,
  changeFolder,
  createDocument,
  createFolder,
  moveDocument,
  removeDocument,
  removeFolder,
  updateDocument,
} from './actions.ts';
import * as contract from './librarian-contract.ts';
import { LIBRARIANS } from './policy.ts';
import { loadDocument } from './queries.ts';
import { detailOf, readerOf } from './routes.ts';
import { DOCUMENT_BYTES, DOCUMENT_KINDS } from './rules.ts';

const access = LIBRARIANS;

const deedOf = <C extends { readonly receivedAt: Instant }>(
  call: C,
): C & { readonly at: Instant } => ({ ...call, at: call.receivedAt });

export const librarianRoutes: readonly Route[] = [
  route(contract.createDocumentEndpoint, {
    access,
    audit: 'record',
    handle: async (call) => {
      const deed = deedOf(call);
      return await detailOf(call.tx, await createDocument(deed, call.body), deed);
    },
  }),
  route(contract.updateDocumentEndpoint, {
    access,
    audit: 'record',
    handle: async (call) => {
      const deed = deedOf(call);
      const { version, ...facts } = call.body;
      await updateDocument(deed, { id: call.params.documentId, version }, facts);
      return await detailOf(call.tx, call.params.documentId, deed);
    },
  }),
  route(contract.removeDocumentEndpoint, {
    access,
    audit: 'record',
    handle: async (call) => {
      await removeDocument(deedOf(call), call.params.documentId);
      return { removed: true as const };
    },
  }),
  uploadRoute(contract.addEditionEndpoint, {
    access,
    audit: 'record',
    upload: { maxBytes: DOCUMENT_BYTES, accept: DOCUMENT_KINDS },
    handle: async (call) => {
      const { file, params, query } = call;
      const number = await addEdition(deedOf(call), params.documentId, {
        file,
        note: query.note ?? '',
      });
      return {
        id: params.documentId,
        number,
        originalName: file.originalName,
        byteCount: file.byteCount,
        sha256: file.sha256,
        ...(file.pageCount === undefined ? {} : { pageCount: file.pageCount }),
      };
    },
  }),
  route(contract.releaseEndpoint, {
    access,
    audit: 'record',
    handle: async (call) => {
      const deed = deedOf(call);
      const seen = { id: call.params.documentId, version: call.body.version };
      await moveDocument(deed, seen, 'release');
      return await detailOf(call.tx, seen.id, deed);
    },
  }),
  route(contract.retireEndpoint, {
    access,
    audit: 'record',
    handle: async (call) => {
      const deed = deedOf(call);
      const seen = { id: call.params.documentId, version: call.body.version };
      await moveDocument(deed, seen, 'retire');
      return await detailOf(call.tx, seen.id, deed);
    },
  }),
  route(contract.createFolderEndpoint, {
    access,
    audit: 'record',
    handle: (call) => createFolder(deedOf(call), call.body),
  }),
  route(contract.updateFolderEndpoint, {
    access,
    audit: 'record',
    handle: (call) => {
      const { version, ...facts } = call.body;
      return changeFolder(deedOf(call), { id: call.params.folderId, version }, facts);
    },
  }),
  route(contract.removeFolderEndpoint, {
    access,
    audit: 'record',
    handle: async (call) => {
      await removeFolder(deedOf(call), call.params.folderId);
      return { removed: true as const };
    },
  }),
  route(contract.documentHistory, {
    access,
    audit: { none: '只读' },
    handle: async ({ tx, params, actor }) => {
      const { id } = await loadDocument(tx, params.documentId, readerOf(actor));
      const reader = { organizationId: actor.organizationId, seesPeople: true };
      const rows = await historyOf(tx, { kind: 'document', id }, reader);
      return {
        rows: rows.map((row) => ({
          id: row.id,
          occurredAt: row.occurredAt,
          action: row.action,
          who: row.who,
        })),
      };
    },
  }),
];
