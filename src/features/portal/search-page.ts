import { addDays, type Instant } from '../../kernel/time.ts';
import type { Read } from '../../platform/db/database.ts';
import { type Html, markup, type Part } from '../../platform/page/html.ts';
import type { PageContent } from '../../platform/page/layout.ts';
import { addressOf, day, searchField } from '../../platform/page/parts.ts';
import { phrased } from '../../platform/page/phrases.ts';
import { keyHas, searchText } from '../../platform/search-key.ts';
import { listPublicAnnouncements } from '../announcements/index.ts';
import { LEVELS_MISSING, listCatalog } from '../catalog/index.ts';
import { listPublicDocuments } from '../documents/index.ts';
import {
  type EditionRow,
  levelLabel,
  listEditionRows,
  listEditions,
  type StoredEdition,
} from '../filings/index.ts';
import { listOpenSessions } from '../info-sessions/index.ts';
import { listPublishedRounds } from '../rounds/index.ts';
import { documentLink } from './document-page.ts';

/** Hits shown of each kind; the rest is one click away, on the list itself. */
const MOST_HITS = 8;
/** Newest filed lists looked through, one for each round. */
const MOST_LISTS = 4;

const PAGES = [
  ['/', '首页', '申报轮次 截止时间 时间安排 申报前准备'],
  ['/announcements', '通知公告', '文件 公告 通知'],
  ['/catalog', '证书目录', '职业技能等级证书 等级 培训评价组织 标准'],
  ['/info-sessions', '说明会', '线上说明会 宣讲 日历 回放 问答'],
  ['/filed-lists', '备案名单', '备案 试点院校 名单 公示 下载'],
  ['/documents', '资料下载', '操作手册 表格 政策文件 标准 模板'],
  ['/contact', '联系我们', '项目办 电话 邮箱 地址 没有账号'],
  ['/accessibility', '无障碍说明', '大字版 深色模式 读屏 键盘'],
  ['/desk/account-request', '申请账号', '开通账号 注册 授权书'],
  ['/desk/', '登录工作平台', '登录 填报 申报 审核'],
] as const;

const PAGE_KEYS = PAGES.map(([to, label, words]) => ({
  to,
  label,
  key: searchText(label, ...words.split(' ')),
}));

interface Hits {
  readonly heading: string;
  readonly total: number;
  /** The list with all of them. */
  readonly all: string;
  readonly items: readonly Html[];
}

type Finder = (read: Read, q: string, at: Instant) => Promise<readonly Hits[]>;

/** Sessions are found from half a year ago, for their recordings, to a year ahead. */
const SESSION_DAYS = { before: 180, ahead: 365 } as const;

const certificates: Finder = async (read, q) => {
  const { rows, total } = await listCatalog(read, {
    q,
    page: 1,
    pageSize: MOST_HITS,
    sort: 'name',
  });
  return [
    {
      heading: '证书',
      total,
      all: addressOf('/catalog', { q }),
      items: rows.map(
        (row) =>
          markup`<li><a href="/catalog/${row.id}">${row.shortName}</a>（${row.levelLabels === '' ? `等级${LEVELS_MISSING}` : row.levelLabels}），${row.evaluationOrganizationName}</li>`,
      ),
    },
  ];
};

/** Each leads to its own line of the list. */
const filedRow = (row: EditionRow, list: string): Html =>
  markup`<li><a href="${addressOf(list, { q: row.filingNumber })}">${row.institutionName}：${row.certificateName}（${levelLabel(row.level)}）</a><small>备案号 ${row.filingNumber}</small></li>`;

const filedList = async (read: Read, q: string, edition: StoredEdition): Promise<Hits> => {
  const list = `/filed-lists/${edition.roundId}/${edition.number}`;
  const { rows, total } = await listEditionRows(read, edition.id, {
    q,
    page: 1,
    pageSize: MOST_HITS,
    sort: 'position',
  });
  return {
    heading: `备案名单：${edition.roundTitle}`,
    total,
    all: addressOf(list, { q }),
    items: rows.map((row) => filedRow(row, list)),
  };
};

const filedLists: Finder = async (read, q) => {
  const { rows } = await listEditions(read, { page: 1, pageSize: 50, sort: '-confirmedAt' });
  const hits: Hits[] = [];
  for (const edition of rows.filter(({ isCurrent }) => isCurrent).slice(0, MOST_LISTS)) {
    hits.push(await filedList(read, q, edition));
  }
  return hits;
};

const announcements: Finder = async (read, q) => {
  const { rows, total } = await listPublicAnnouncements(read, { q, page: 1, pageSize: MOST_HITS });
  return [
    {
      heading: '通知公告',
      total,
      all: addressOf('/announcements', { q }),
      items: rows.map(
        (row) =>
          markup`<li><a href="/announcements/${row.id}">${row.title}</a>${row.publishedAt !== null && ['，', day(row.publishedAt)]}</li>`,
      ),
    },
  ];
};

const documents: Finder = async (read, q) => {
  const { rows, total } = await listPublicDocuments(read, { q, page: 1, pageSize: MOST_HITS });
  return [
    {
      heading: '资料',
      total,
      all: addressOf('/documents', { q }),
      items: rows.map((row) => markup`<li>${documentLink(row)}（${row.categoryLabel}）</li>`),
    },
  ];
};

const rounds: Finder = async (read, q) => {
  const found = (await listPublishedRounds(read)).filter(({ title, noticeNumber }) =>
    keyHas(searchText(title, noticeNumber ?? ''), q),
  );
  return [
    {
      heading: '申报轮次',
      total: found.length,
      all: '/',
      items: found
        .slice(0, MOST_HITS)
        .map(({ id, title }) => markup`<li><a href="/rounds/${id}">${title}</a></li>`),
    },
  ];
};

const pages: Finder = async (_read, q) => {
  const found = PAGE_KEYS.filter(({ key }) => keyHas(key, q));
  const items = found.map(({ to, label }) => markup`<li><a href="${to}">${label}</a></li>`);
  return [{ heading: '页面', total: items.length, all: '/', items }];
};

const sessions: Finder = async (read, q, at) => {
  const span = { from: addDays(at, -SESSION_DAYS.before), to: addDays(at, SESSION_DAYS.ahead) };
  const found = await listOpenSessions(read, span, { q });
  return [
    {
      heading: '说明会',
      total: found.length,
      all: addressOf('/info-sessions', { q }),
      items: found
        .toReversed()
        .slice(0, MOST_HITS)
        .map(
          (row) =>
            markup`<li><a href="/info-sessions/${row.id}">${row.title}</a>，${day(row.startsAt)}，${row.organizationName}</li>`,
        ),
    },
  ];
};

const FINDERS: readonly Finder[] = [
  pages,
  certificates,
  rounds,
  announcements,
  sessions,
  documents,
  filedLists,
];

/** Everything public that what was typed finds, kind by kind. */
export const findEverywhere = async (read: Read, q: string, at: Instant): Promise<Hits[]> => {
  const all: Hits[] = [];
  for (const find of FINDERS) all.push(...(await find(read, q, at)));
  return all.filter(({ total }) => total > 0);
};

const hitsPart = ({ heading, total, all, items }: Hits): Part =>
  markup`<section class="hits"><h2>${phrased(`${heading}（${total}）`)}</h2>
<ul>${items}</ul>
${total > items.length && markup`<p><a href="${all}">查看全部 ${total} 条</a></p>`}</section>
`;

export const searchContent = (q: string | undefined, hits: readonly Hits[]): PageContent => ({
  title: q === undefined ? '全站搜索' : `搜索“${q}”`,
  description: '搜索证书、备案名单、通知公告、说明会、资料和页面。',
  current: '/search',
  trail: [],
  body: markup`<form class="search" method="get" action="/search" role="search" aria-label="全站搜索">
${searchField('关键词', '两个字即可，也可以用拼音或首字母', q)}
<button class="button" data-tone="primary" type="submit">搜索</button>
</form>
${q !== undefined && markup`<p class="list-count" role="status">找到 ${hits.reduce((sum, { total }) => sum + total, 0)} 条</p>`}
${hits.map(hitsPart)}
${
  q !== undefined &&
  hits.length === 0 &&
  markup`<p>没有找到。可以换一个词，或者用名称里的两个字、拼音（如 jianzhu）、首字母（如 jz）。</p>`
}`,
});
