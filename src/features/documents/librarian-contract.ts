import { z } from 'zod';
import { endpoint } from '../../kernel/endpoint.ts';
import { shortHistoryRow } from '../../kernel/history.ts';
import { idText } from '../../kernel/id.ts';
import { optionalText, shortText } from '../../kernel/text.ts';
import {
  category,
  documentDetail,
  documentParams,
  folderRow,
  kinds,
  roles,
  visibility,
} from './contract.ts';

const version = z.int().min(1);

const facts = {
  folderId: idText('请选择文件夹'),
  title: shortText(120, '标题'),
  category,
  documentNumber: shortText(60, '文号或标准号').nullable().default(null),
  summary: optionalText(500, '说明'),
  visibility,
  kinds: kinds.default([]),
  roles: roles.default([]),
};

export const createDocumentEndpoint = endpoint({
  name: 'documents.create',
  method: 'POST',
  path: '/api/documents',
  summary: '登记一份资料，随后上传文件',
  body: z.strictObject(facts),
  output: documentDetail,
});

export const updateDocumentEndpoint = endpoint({
  name: 'documents.update',
  method: 'PUT',
  path: '/api/documents/:documentId',
  summary: '修改资料的标题、文件夹和可见范围',
  params: documentParams,
  body: z.strictObject({ ...facts, version }),
  output: documentDetail,
});

export const removeDocumentEndpoint = endpoint({
  name: 'documents.remove',
  method: 'DELETE',
  path: '/api/documents/:documentId',
  summary: '删除从未上架的资料',
  params: documentParams,
  output: z.strictObject({ removed: z.literal(true) }),
});

export const addEditionEndpoint = endpoint({
  name: 'documents.addEdition',
  method: 'POST',
  path: '/api/documents/:documentId/editions',
  summary: '上传文件，成为新的一版；旧版保留',
  params: documentParams,
  query: z.strictObject({ note: z.string().max(200).optional() }),
  output: z.strictObject({
    id: idText(),
    number: z.int(),
    originalName: z.string(),
    byteCount: z.int(),
    pageCount: z.int().optional(),
    sha256: z.string(),
  }),
});

export const releaseEndpoint = endpoint({
  name: 'documents.release',
  method: 'POST',
  path: '/api/documents/:documentId/release',
  summary: '上架',
  params: documentParams,
  body: z.strictObject({ version }),
  output: documentDetail,
});

export const retireEndpoint = endpoint({
  name: 'documents.retire',
  method: 'POST',
  path: '/api/documents/:documentId/retirement',
  summary: '下架',
  params: documentParams,
  body: z.strictObject({ version }),
  output: documentDetail,
});

const folderParams = z.strictObject({ folderId: idText() });
const folderFacts = {
  name: shortText(40, '文件夹名称'),
  position: z.int({ error: '请填写排列顺序' }).min(0).max(999).default(0),
};

export const createFolderEndpoint = endpoint({
  name: 'documents.createFolder',
  method: 'POST',
  path: '/api/document-folders',
  summary: '新建文件夹',
  body: z.strictObject(folderFacts),
  output: folderRow,
});

export const updateFolderEndpoint = endpoint({
  name: 'documents.updateFolder',
  method: 'PUT',
  path: '/api/document-folders/:folderId',
  summary: '修改文件夹的名称和顺序',
  params: folderParams,
  body: z.strictObject({ ...folderFacts, version }),
  output: folderRow,
});

export const removeFolderEndpoint = endpoint({
  name: 'documents.removeFolder',
  method: 'DELETE',
  path: '/api/document-folders/:folderId',
  summary: '删除空文件夹',
  params: folderParams,
  output: z.strictObject({ removed: z.literal(true) }),
});

export const documentHistory = endpoint({
  name: 'documents.history',
  method: 'GET',
  path: '/api/documents/:documentId/history',
  summary: '资料的办理记录',
  params: documentParams,
  output: z.strictObject({ rows: z.array(shortHistoryRow.omit({ reason: true })) }),
});
