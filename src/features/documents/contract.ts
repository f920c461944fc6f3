import { z } from 'zod';
import { ORGANIZATION_KINDS, type OrganizationKind, type Role, ROLES } from '../../kernel/actor.ts';
import { endpoint } from '../../kernel/endpoint.ts';
import { idText } from '../../kernel/id.ts';
import { listOutput, listQuery } from '../../kernel/list.ts';
import { instantText } from '../../kernel/time.ts';
import {
  DOCUMENT_CATEGORIES,
  DOCUMENT_STATUSES,
  DOCUMENT_VERBS,
  type DocumentCategory,
  TEXT_STATUSES,
  type TextStatus,
  VISIBILITIES,
  type Visibility,
} from './status.ts';

export const documentParams = z.strictObject({ documentId: idText() });
export const editionParams = documentParams.extend({
  number: z.coerce.number().int().min(1).max(9999),
});
export const category = z.enum(Object.keys(DOCUMENT_CATEGORIES) as [DocumentCategory], {
  error: '请选择类别',
});
export const visibility = z.enum(Object.keys(VISIBILITIES) as [Visibility]);
export const kinds = z.array(z.enum(Object.keys(ORGANIZATION_KINDS) as [OrganizationKind]));
export const roles = z.array(z.enum(Object.keys(ROLES) as [Role]));
const status = z.enum(DOCUMENT_STATUSES);
const textStatus = z.enum(Object.keys(TEXT_STATUSES) as [TextStatus]);

const documentRow = z.strictObject({
  id: idText(),
  title: z.string(),
  category,
  folderId: idText(),
  folderName: z.string(),
  documentNumber: z.string().nullable(),
  summary: z.string(),
  visibility,
  status,
  edition: z.int(),
  editionAt: instantText().nullable(),
  originalName: z.string().nullable(),
  mediaType: z.string().nullable(),
  byteCount: z.int().nullable(),
  pageCount: z.int().nullable(),
  /** Came or changed since this person's visit before this one. */
  isNew: z.boolean(),
  /** Where the words stand in the text; empty when only the title has them. */
  excerpt: z.array(z.strictObject({ text: z.string(), isHit: z.boolean() })),
});

export type DocumentRow = z.output<typeof documentRow>;

export const listDocuments = endpoint({
  name: 'documents.list',
  method: 'GET',
  path: '/api/documents',
  summary: '资料库：我能看的资料，可按标题和 PDF、Word 正文搜索（两个字即可）',
  query: listQuery(
    {
      q: z.string().max(60).optional(),
      folderId: idText().optional(),
      category: category.optional(),
      isNew: z.enum(['yes']).optional(),
      status: status.optional(),
    },
    ['editionAt', 'title'],
    '-editionAt',
  ),
  output: listOutput(documentRow),
});

const editionRow = z.strictObject({
  number: z.int(),
  originalName: z.string(),
  mediaType: z.string(),
  byteCount: z.int(),
  pageCount: z.int().nullable(),
  sha256: z.string(),
  note: z.string(),
  textStatus,
  /** Can be read on the page without a download. */
  isReadable: z.boolean(),
  createdAt: instantText(),
});

export type EditionRow = z.output<typeof editionRow>;

const documentDetail = documentRow.omit({ excerpt: true, isNew: true }).extend({
  kinds,
  roles,
  version: z.int(),
  /** Newest first. */
  editions: z.array(editionRow),
  /** Only for the office. */
  permittedActions: z.array(z.enum(DOCUMENT_VERBS)),
});

export type DocumentDetail = z.output<typeof documentDetail>;
export { documentDetail };

export const getDocument = endpoint({
  name: 'documents.get',
  method: 'GET',
  path: '/api/documents/:documentId',
  summary: '一份资料和它的各版',
  params: documentParams,
  output: documentDetail,
});

const folderRow = z.strictObject({
  id: idText(),
  name: z.string(),
  position: z.int(),
  documentCount: z.int(),
  version: z.int(),
});

export type FolderRow = z.output<typeof folderRow>;
export { folderRow };

export const listFolders = endpoint({
  name: 'documents.listFolders',
  method: 'GET',
  path: '/api/document-folders',
  summary: '资料库的文件夹',
  output: z.strictObject({ rows: z.array(folderRow) }),
});

export const visitLibrary = endpoint({
  name: 'documents.visit',
  method: 'POST',
  path: '/api/documents/visits',
  summary: '记下本人来看过，返回上一次来的时间',
  body: z.strictObject({}),
  output: z.strictObject({ previousSeenAt: instantText().nullable(), newCount: z.int() }),
});

export const readEdition = endpoint({
  name: 'documents.readEdition',
  method: 'GET',
  path: '/api/documents/:documentId/editions/:number/html',
  summary: '在线阅读一份 Word 资料',
  params: editionParams,
  output: z.strictObject({ html: z.string() }),
});

export const downloadEdition = endpoint({
  name: 'documents.download',
  method: 'GET',
  path: '/api/documents/:documentId/editions/:number/file',
  summary: '下载资料的一版；公开资料任何人可下载',
  params: editionParams,
  output: z.unknown(),
});
