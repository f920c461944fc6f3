import { formatBeijing } from '../../kernel/time.ts';
import type { StoredFile } from '../../platform/files/file-columns.ts';
import { Html, markup, type Part } from '../../platform/page/html.ts';
import type { PageContent } from '../../platform/page/layout.ts';
import { day, paging, searchField, tag } from '../../platform/page/parts.ts';
import type { StoredAnnouncement, StoredEdition } from './queries.ts';

export const PUBLIC_PAGE_SIZE = 20;

const FEED = markup`<p class="no-print"><a href="/announcements/feed.xml" type="application/atom+xml">订阅更新（Atom）</a></p>`;

const correctedTag = ({ correctedAt }: StoredAnnouncement): Part =>
  correctedAt !== null && [' ', tag('更正', 'attention')];

const sizeText = (bytes: number): string =>
  bytes >= 1024 * 1024
    ? `${Math.round(bytes / 104_857.6) / 10} MB`
    : `${Math.max(1, Math.round(bytes / 1024))} KB`;

const rowPart = (announcement: StoredAnnouncement): Html =>
  markup`<li>${announcement.publishedAt !== null && day(announcement.publishedAt)}<span><a href="/announcements/${announcement.id}">${announcement.title}</a>${correctedTag(announcement)}${announcement.noticeNumber !== null && markup`<br /><small>${announcement.noticeNumber}</small>`}</span></li>
`;

export const listContent = (
  query: { readonly q?: string | undefined; readonly page: number },
  found: { readonly rows: readonly StoredAnnouncement[]; readonly total: number },
): PageContent => ({
  title: '通知公告',
  description: '项目办公开发布的通知公告。',
  current: '/announcements',
  body: markup`<form class="search" method="get" action="/announcements" role="search" aria-label="查找通知公告">
${searchField('关键词', '标题、文号或正文', query.q)}
<button class="button" data-tone="primary" type="submit">查询</button>
<a class="button" href="/announcements">清除条件</a>
</form>
<p class="list-count" role="status">共 ${found.total} 篇</p>
${
  found.rows.length > 0
    ? markup`<ul class="entries">${found.rows.map(rowPart)}</ul>`
    : markup`<p>${query.q === undefined ? '还没有公开发布的通知公告。' : '没有找到，请换一个词再查。'}</p>`
}
${paging('/announcements', { q: query.q }, { page: query.page, pages: Math.max(1, Math.ceil(found.total / PUBLIC_PAGE_SIZE)) })}
${FEED}`,
});

const correctionsPart = (editions: readonly StoredEdition[]): Part => {
  const corrections = editions.filter(({ reason }) => reason !== null);
  return (
    corrections.length > 0 &&
    markup`<section class="notice" data-tone="attention" aria-labelledby="corrections"><h2 id="corrections">更正</h2>
<ul class="entries">${corrections.map(
      (edition) =>
        markup`<li>${day(edition.publishedAt)}<span>${edition.reason}（以本页内容为准）</span></li>`,
    )}</ul></section>`
  );
};

const attachmentsPart = (id: string, attachments: readonly StoredFile[]): Part =>
  attachments.length > 0 &&
  markup`<h2>附件</h2>
<ol class="attachments">${attachments.map(
    (file) =>
      markup`<li><a href="/api/announcements/${id}/attachments/${file.id}" download>${file.originalName}</a>（${sizeText(file.byteCount)}${file.pageCount !== undefined && `，${file.pageCount} 页`}）</li>`,
  )}</ol>`;

export interface PublicFacts {
  readonly announcement: StoredAnnouncement;
  readonly editions: readonly StoredEdition[];
  readonly attachments: readonly StoredFile[];
}

export const detailContent = ({
  announcement,
  editions,
  attachments,
}: PublicFacts): PageContent => ({
  title: announcement.title,
  description: Array.from(announcement.bodyText.replace(/\s+/g, ' ')).slice(0, 120).join(''),
  current: '/announcements',
  trail: [{ label: '通知公告', to: '/announcements' }],
  body: markup`<p class="lead">${announcement.noticeNumber !== null && `${announcement.noticeNumber}　`}${announcement.publishedAt !== null && markup`<time datetime="${announcement.publishedAt}">${formatBeijing(announcement.publishedAt)}</time>发布`}${correctedTag(announcement)}${announcement.status === 'ARCHIVED' && [' ', tag('已归档', 'neutral')]}</p>
${correctionsPart(editions)}
<div class="prose">
${
  // Cleaned by the allow-list when it was written.
  new Html(announcement.bodyHtml)
}
</div>
${attachmentsPart(announcement.id, attachments)}`,
});
