import { type Html, markup } from '../../platform/page/html.ts';
import type { PageContent } from '../../platform/page/layout.ts';
import { day, paging, searchField } from '../../platform/page/parts.ts';
import type { PublicDocument } from '../documents/index.ts';
import type { WordQuery } from './contract.ts';

export const DOCUMENTS_PER_PAGE = 20;

const sizeText = (bytes: number): string =>
  bytes >= 1024 * 1024
    ? `${Math.round(bytes / 104_857.6) / 10} MB`
    : `${Math.max(1, Math.round(bytes / 1024))} KB`;

const fileFacts = ({ byteCount, pageCount, edition }: PublicDocument): string =>
  [
    `第 ${edition} 版`,
    byteCount === null ? '' : sizeText(byteCount),
    pageCount === null ? '' : `${pageCount} 页`,
  ]
    .filter((text) => text !== '')
    .join('，');

export const documentLink = (document: PublicDocument): Html =>
  markup`<a href="/api/documents/${document.id}/editions/${document.edition}/file" download>${document.title}</a>`;

/** Kind, folder and number; a folder is often called by its kind. */
const placeOf = ({ categoryLabel, folderName, documentNumber }: PublicDocument): string =>
  [...new Set([categoryLabel, folderName, documentNumber ?? ''])]
    .filter((text) => text !== '')
    .join('，');

const row = (document: PublicDocument): Html =>
  markup`<li>${document.editionAt !== null && day(document.editionAt)}<span>${documentLink(document)}（${fileFacts(document)}）<br /><small>${placeOf(document)}</small>${document.summary !== '' && markup`<br />${document.summary}`}${document.excerpt !== null && document.excerpt !== '' && markup`<br /><small>…${document.excerpt}…</small>`}</span></li>
`;

export const documentsContent = (
  query: WordQuery,
  found: { readonly rows: readonly PublicDocument[]; readonly total: number },
): PageContent => ({
  title: '资料下载',
  description: '1+X 证书试点的操作手册、标准、表格和政策文件。',
  current: '/documents',
  body: markup`<p class="lead">操作手册、标准、表格和政策文件，不用登录即可下载。</p>
<form class="search" method="get" action="/documents" role="search" aria-label="查找资料">
${searchField('关键词', '标题、文号或文件里的文字', query.q)}
<button class="button" data-tone="primary" type="submit">查询</button>
<a class="button" href="/documents">清除条件</a>
</form>
<p class="list-count" role="status">共 ${found.total} 份</p>
${
  found.rows.length > 0
    ? markup`<ul class="entries">${found.rows.map(row)}</ul>`
    : markup`<p>${query.q === undefined ? '还没有公开的资料。项目办发布后会在这里。' : '没有找到，请换一个词再查。'}</p>`
}
${paging('/documents', { q: query.q }, { page: query.page, pages: Math.max(1, Math.ceil(found.total / DOCUMENTS_PER_PAGE)) })}`,
});
