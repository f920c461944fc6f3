import type { EditionRow, StoredEdition } from '../filings/index.ts';
import { levelLabel, ROW_CHANGES } from '../filings/index.ts';
import { ELIGIBLE_KINDS, kindLabel } from '../rounds/index.ts';
import { LEVEL_CHOICES } from './catalog-pages.ts';
import type { FiledListQuery } from './contract.ts';
import { type Html, markup, type Part } from '../../platform/page/html.ts';
import type { PageContent } from '../../platform/page/layout.ts';
import {
  type Choice,
  day,
  facts,
  paging,
  searchField,
  selectField,
  tag,
  type Tone,
} from '../../platform/page/parts.ts';

export const ROWS_PER_PAGE = 50;

const addressOfEdition = (edition: StoredEdition): string =>
  `/filed-lists/${edition.roundId}/${edition.number}`;

const changesText = ({ addedCount, changedCount, removedCount }: StoredEdition): string =>
  `新增\u00a0${addedCount}\u00a0条，变更\u00a0${changedCount}\u00a0条，移出\u00a0${removedCount}\u00a0条`;

const roundPart = (editions: readonly StoredEdition[]): Part => {
  const [newest] = editions;
  return (
    newest !== undefined &&
    markup`<h2>${newest.roundTitle}</h2>
<ul class="entries">${editions.map(
      (edition) =>
        markup`<li>${day(edition.confirmedAt)}<span><a href="${addressOfEdition(edition)}" data-nowrap>第 ${edition.number} 版${edition.isCurrent && '（最新）'}</a>，<span data-nowrap>共 ${edition.rowCount} 条</span>；${changesText(edition)}</span></li>`,
    )}</ul>`
  );
};

/** Editions by round, the round with the newest confirmation first. */
export const filedListsContent = (editions: readonly StoredEdition[]): PageContent => {
  const rounds = Map.groupBy(editions, (edition) => edition.roundId);
  return {
    title: '备案名单',
    description: '1+X 证书试点备案名单各版本：可查询、可下载、可核对。',
    current: '/filed-lists',
    body: markup`<p class="lead">审核通过并经项目办确认的备案在此公布，不再另行发文。每确认一次生成新的一版，旧版保留可查。</p>
${
  rounds.size === 0
    ? markup`<p>还没有公布过备案名单。审核结束、项目办确认后会在这里公布。</p>`
    : [...rounds.values()].map(roundPart)
}`,
  };
};

const CHANGE_TONES: Readonly<Record<EditionRow['change'], Tone>> = {
  SAME: 'neutral',
  ADDED: 'done',
  CHANGED: 'attention',
  REMOVED: 'danger',
};

const rowPart = (row: EditionRow): Html =>
  markup`<tr>
<th scope="row">${row.institutionName}<br /><small>${[row.areaName, kindLabel(row.institutionKind)].filter((text) => text !== '').join('，')}</small></th>
<td data-label="证书"><span>${row.certificateName}（${levelLabel(row.level)}）<br /><small>${row.evaluationOrganizationName}</small></span></td>
<td data-label="专业">${row.majorNames.join('、')}</td>
<td data-label="人数" data-align="end">${row.headcount}</td>
<td data-label="备案号" data-nowrap>${row.filingNumber}</td>
<td data-label="变化">${tag(ROW_CHANGES[row.change], CHANGE_TONES[row.change])}</td>
</tr>
`;

const table = (rows: readonly EditionRow[], edition: StoredEdition): Html =>
  markup`<div class="table-frame" data-cards>
<table>
<caption class="hidden">${edition.roundTitle}备案名单第 ${edition.number} 版</caption>
<thead><tr><th scope="col">院校</th><th scope="col">证书（等级）与评价组织</th><th scope="col">专业</th><th scope="col" data-align="end">人数</th><th scope="col">备案号</th><th scope="col">变化</th></tr></thead>
<tbody>
${rows.map(rowPart)}</tbody>
</table>
</div>`;

const CHANGES: readonly Choice[] = [
  { value: '1', label: '只看变化' },
  { value: 'in-force', label: '不含移出' },
];

const form = (edition: StoredEdition, query: FiledListQuery, areas: readonly string[]): Html =>
  markup`<form class="search search-tall" method="get" action="${addressOfEdition(edition)}" role="search" aria-label="查询备案名单">
${searchField('关键词', '院校、证书名称、拼音或备案号', query.q)}
${selectField(
  'area',
  '所在地',
  areas.map((area) => ({ value: area, label: area })),
  query.area,
)}
${selectField(
  'kind',
  '院校类型',
  Object.entries(ELIGIBLE_KINDS).map(([value, label]) => ({ value, label })),
  query.kind,
)}
${selectField('level', '等级', LEVEL_CHOICES, query.level)}
${selectField('changes', '变化', CHANGES, query.changes)}
<button class="button" data-tone="primary" type="submit">查询</button>
<a class="button" href="${addressOfEdition(edition)}">清除条件</a>
</form>`;

const download = (edition: StoredEdition, kind: 'csv' | 'json'): string =>
  `/api/public/filed-lists/${edition.roundId}/${edition.number}/download.${kind}`;

/** What stands above the list: enough to know what one is reading. */
const headPart = (edition: StoredEdition): Html =>
  markup`<p class="lead"><span data-nowrap>第 ${edition.number} 版${edition.isCurrent && '（最新）'}</span>，${day(edition.confirmedAt)}由${edition.confirmedBy}确认，<span data-nowrap>共 ${edition.rowCount} 条</span>。与上一版相比，${changesText(edition)}。</p>
${edition.note !== '' && markup`<p>本版说明：${edition.note}</p>`}
<p class="no-print">下载本版：<a href="${download(edition, 'csv')}" download>CSV 表格</a>，<a href="${download(edition, 'json')}" download>JSON 数据</a></p>`;

/** What makes the edition the record: who, when, and a hash that anybody can compute again. */
const recordPart = (edition: StoredEdition): Html =>
  markup`<h2>核对本版</h2>
${facts([
  ['轮次', markup`<a href="/rounds/${edition.roundId}">${edition.roundTitle}</a>`],
  ['版次', `第 ${edition.number} 版`],
  ['确认单位', edition.confirmedBy],
  ['确认日期', day(edition.confirmedAt)],
  ['条数', `${edition.rowCount} 条`],
  ['内容摘要', markup`SHA-256：<code>${edition.contentHash}</code>`],
])}
<details>
<summary>怎样核对内容摘要</summary>
<p>下载 JSON 数据，把其中的 rows 按 RFC 8785 写成规范形式（键名按字典序、没有空白），以 UTF-8 计算 SHA-256，结果应与上面一致。内容改动一个字，摘要就不同。</p>
</details>`;

export interface FiledListFacts {
  readonly edition: StoredEdition;
  /** The newest edition of the round. */
  readonly newest: number;
  readonly areas: readonly string[];
  readonly rows: readonly EditionRow[];
  readonly total: number;
}

const outdated = ({ edition, newest }: FiledListFacts): Part =>
  newest > edition.number &&
  markup`<section class="notice" data-tone="attention"><h2>这不是最新一版</h2>
<p>本轮次已有<a href="/filed-lists/${edition.roundId}/${newest}">第 ${newest} 版</a>，以最新一版为准。</p></section>`;

export const filedListContent = (query: FiledListQuery, found: FiledListFacts): PageContent => {
  const { edition } = found;
  const { page, ...filters } = query;
  const pages = Math.max(1, Math.ceil(found.total / ROWS_PER_PAGE));
  return {
    title: `${edition.roundTitle}备案名单（第 ${edition.number} 版）`,
    description: `${edition.roundTitle}备案名单第 ${edition.number} 版，共 ${edition.rowCount} 条。`,
    current: '/filed-lists',
    trail: [{ label: '备案名单', to: '/filed-lists' }],
    body: markup`${outdated(found)}
${headPart(edition)}
<h2>名单</h2>
${form(edition, query, found.areas)}
<p class="list-count" role="status">共 ${found.total} 条${edition.removedCount > 0 && query.changes !== 'in-force' && '（本版移出的也列出，不计入备案条数）'}</p>
${
  found.rows.length > 0
    ? table(found.rows, edition)
    : markup`<p>没有符合条件的备案，请减少条件后<a href="${addressOfEdition(edition)}">重新查询</a>。</p>`
}
${paging(addressOfEdition(edition), filters, { page, pages })}
${recordPart(edition)}`,
  };
};
