import { formatDate } from '../../kernel/time.ts';
import {
  type CatalogCertificate,
  certificateExit,
  type CertificateStatus,
  isOpenForApplication,
  LEVELS_MISSING,
  type listCatalog,
  NOT_YET_CHOSEN,
} from '../catalog/index.ts';
import { levelLabel, type StoredEdition } from '../filings/index.ts';
import {
  type answersOfCertificate,
  answersPart,
  type sessionsOfCertificate,
  sessionsPart,
} from '../info-sessions/index.ts';
import type { CatalogQuery } from './contract.ts';
import { type Html, markup, type Part } from '../../platform/page/html.ts';
import type { PageContent } from '../../platform/page/layout.ts';
import {
  addressOf,
  type Choice,
  day,
  facts,
  paging,
  searchField,
  selectField,
  tag,
} from '../../platform/page/parts.ts';

type CertificateRow = Awaited<ReturnType<typeof listCatalog>>['rows'][number];

/** What a slow phone lays out before anybody waits; the search finds the rest sooner than leafing does. */
export const CATALOG_PAGE_SIZE = 30;

const BATCHES: readonly Choice[] = [
  { value: '1', label: '第一批' },
  { value: '2', label: '第二批' },
  { value: '3', label: '第三批' },
  { value: '4', label: '第四批' },
  { value: 'unknown', label: '批次待核' },
];

export const LEVEL_CHOICES: readonly Choice[] = [1, 2, 3].map((level) => ({
  value: String(level),
  label: levelLabel(level),
}));

const STATUSES: readonly Choice[] = Object.entries(certificateExit.states).map(
  ([value, state]) => ({
    value,
    label: state.applicant,
  }),
);

const statusTag = (status: string): Html => {
  const state = Object.entries(certificateExit.states).find(([key]) => key === status)?.[1];
  return state === undefined ? markup`${status}` : tag(state.applicant, state.tone);
};

const statusPart = (status: CertificateStatus, hasLevels: boolean): Part => [
  statusTag(status),
  !hasLevels && isOpenForApplication(status) && markup` <small>${NOT_YET_CHOSEN}</small>`,
];

const row = (certificate: CertificateRow): Html =>
  markup`<tr>
<th scope="row"><a href="/catalog/${certificate.id}">${certificate.shortName}</a></th>
<td data-label="等级" data-nowrap>${certificate.levelLabels === '' ? LEVELS_MISSING : certificate.levelLabels}</td>
<td data-label="批次" data-nowrap>${certificate.batchLabel}</td>
<td data-label="评价组织">${certificate.evaluationOrganizationName}</td>
<td data-label="状态">${statusPart(certificate.status, certificate.levelLabels !== '')}</td>
</tr>
`;

export interface CatalogFacts {
  readonly rows: readonly CertificateRow[];
  readonly total: number;
  /** How many certificates were published, where the province's data says so, and how many stand here. */
  readonly expected: number | null;
  readonly recorded: number;
}

const completeness = ({ expected, recorded }: CatalogFacts): Part =>
  expected !== null &&
  recorded < expected &&
  markup`<p>公布的证书共 ${expected} 个，本目录已核对收录 ${recorded} 个，其余正在核对。没有查到的证书请<a href="/contact">联系项目办</a>。</p>`;

const form = (query: CatalogQuery): Html =>
  markup`<form class="search" method="get" action="/catalog" role="search" aria-label="查找证书">
${searchField('关键词', '证书名称、拼音或评价组织', query.q)}
${selectField('batch', '批次', BATCHES, query.batch)}
${selectField('level', '等级', LEVEL_CHOICES, query.level)}
${selectField('status', '状态', STATUSES, query.status)}
<button class="button" data-tone="primary" type="submit">查询</button>
<a class="button" href="/catalog">清除条件</a>
</form>`;

const table = (rows: readonly CertificateRow[]): Html =>
  markup`<div class="table-frame" data-cards>
<table>
<caption class="hidden">证书目录</caption>
<thead><tr><th scope="col">证书</th><th scope="col">等级</th><th scope="col">批次</th><th scope="col">培训评价组织</th><th scope="col">状态</th></tr></thead>
<tbody>
${rows.map(row)}</tbody>
</table>
</div>`;

export const catalogContent = (query: CatalogQuery, found: CatalogFacts): PageContent => {
  const { page, ...filters } = query;
  const pages = Math.max(1, Math.ceil(found.total / CATALOG_PAGE_SIZE));
  return {
    title: '证书目录',
    description: '参与 1+X 证书制度试点的职业技能等级证书：名称、等级、批次、培训评价组织和状态。',
    current: '/catalog',
    body: markup`<p class="lead">参与 1+X 证书制度试点的职业技能等级证书。状态为“可申报”并已登记等级的，可以在申报轮次中选择。</p>
${completeness(found)}
${form(query)}
<p class="list-count" role="status">共 ${found.total} 个证书</p>
${
  found.rows.length > 0
    ? table(found.rows)
    : markup`<p>没有符合条件的证书，请减少条件后<a href="/catalog">重新查询</a>。</p>`
}
${paging('/catalog', filters, { page, pages })}`,
  };
};

const standard = ({ standardCode, standardUrl }: CatalogCertificate): Part => {
  if (/^https?:\/\//i.test(standardUrl)) {
    const label = standardCode === '' ? '查看标准' : standardCode;
    return markup`<a href="${standardUrl}" rel="noreferrer">${label}</a>（外部网站）`;
  }
  return standardCode === '' ? '请在国家职业技能等级证书信息管理服务平台查询' : standardCode;
};

const majorTable = ({ majors }: CatalogCertificate): Part =>
  majors.length > 0 &&
  markup`<h2>可参考的专业</h2>
<p>来自公开资料的提示，不限制申报；其他专业与证书对应的，也可以申报。</p>
<div class="table-frame" data-cards>
<table>
<caption class="hidden">可参考的专业</caption>
<thead><tr><th scope="col">专业</th><th scope="col">代码</th><th scope="col">层次</th></tr></thead>
<tbody>${majors.map(
    (major) =>
      markup`<tr><th scope="row">${major.majorName}</th><td data-label="代码">${major.majorCode}</td><td data-label="层次">${major.educationLevel}</td></tr>`,
  )}</tbody>
</table>
</div>`;

const levelList = (certificate: CatalogCertificate): Part =>
  certificate.levels.length === 0
    ? LEVELS_MISSING
    : certificate.levels.map(({ label, level, effectiveOn }, index) => [
        index > 0 && '、',
        markup`<a href="/catalog/${certificate.id}/${level}">${label}</a>`,
        effectiveOn !== null && `（${formatDate(effectiveOn)}起）`,
      ]);

const certificateFacts = (certificate: CatalogCertificate): Html =>
  facts([
    ['状态', statusPart(certificate.status, certificate.levels.length > 0)],
    certificate.statusReason !== '' && ['状态说明', certificate.statusReason],
    certificate.statusOn !== null && ['状态日期', formatDate(certificate.statusOn)],
    ['等级', levelList(certificate)],
    ['培训评价组织', certificate.evaluationOrganizationName],
    ['批次', certificate.batchLabel],
    certificate.batchBasis !== '' && ['批次依据', certificate.batchBasis],
    ['标准', standard(certificate)],
    certificate.sector !== '' && ['领域', certificate.sector],
    certificate.source !== '' && ['资料来源', certificate.source],
    certificate.trust !== '' && ['资料可信度', certificate.trust],
  ]);

export interface SessionFacts {
  readonly sessions: Awaited<ReturnType<typeof sessionsOfCertificate>>;
  readonly answers: Awaited<ReturnType<typeof answersOfCertificate>>;
}

const sessionParts = ({ sessions, answers }: SessionFacts): Part => [
  sessionsPart(sessions),
  answersPart(answers),
];

export const certificateContent = (
  certificate: CatalogCertificate,
  said: SessionFacts,
): PageContent => ({
  title: certificate.name,
  description: `${certificate.name}：等级、培训评价组织、标准和可参考的专业。`,
  current: '/catalog',
  trail: [{ label: '证书目录', to: '/catalog' }],
  body: markup`${certificateFacts(certificate)}
${sessionParts(said)}
${majorTable(certificate)}
<p class="no-print"><a href="/filed-lists">查看备案名单</a></p>`,
});

/** How often one level of a certificate stands on the newest filed list of a round. */
export interface FiledCount {
  readonly edition: StoredEdition;
  readonly total: number;
}

/** The list's own address with the filters that give exactly these lines. */
const filedAddress = ({ edition }: FiledCount, q: string, level: number): string =>
  addressOf(`/filed-lists/${edition.roundId}/${edition.number}`, { q, level, changes: 'in-force' });

const filedPart = (filed: readonly FiledCount[], shortName: string, level: number): Html =>
  markup`<h2>备案情况</h2>
${
  filed.length === 0
    ? markup`<p>最新的备案名单里没有这个等级。</p>`
    : markup`<ul class="entries">${filed.map(
        (count) =>
          markup`<li>${day(count.edition.confirmedAt)}<span>${count.edition.roundTitle} 第 ${count.edition.number} 版：<a data-nowrap href="${filedAddress(count, shortName, level)}">${count.total} 条备案</a></span></li>`,
      )}</ul>`
}`;

/** Undefined when the certificate has no such level. */
export const levelContent = (
  certificate: CatalogCertificate,
  level: number,
  more: SessionFacts & { readonly filed: readonly FiledCount[] },
): PageContent | undefined => {
  const found = certificate.levels.find((one) => one.level === level);
  if (found === undefined) return undefined;
  const others = certificate.levels.filter((one) => one.level !== level);
  return {
    title: `${certificate.name}（${found.label}）`,
    description: `${certificate.name}${found.label}：标准、可参考的专业和备案情况。`,
    current: '/catalog',
    trail: [
      { label: '证书目录', to: '/catalog' },
      { label: certificate.shortName, to: `/catalog/${certificate.id}` },
    ],
    body: markup`${facts([
      ['等级', found.label],
      found.effectiveOn !== null && ['开始实施', formatDate(found.effectiveOn)],
      ['状态', statusTag(certificate.status)],
      ['培训评价组织', certificate.evaluationOrganizationName],
      ['标准', standard(certificate)],
      others.length > 0 && [
        '其他等级',
        others.map((one, index) => [
          index > 0 && '、',
          markup`<a href="/catalog/${certificate.id}/${one.level}">${one.label}</a>`,
        ]),
      ],
    ])}
${filedPart(more.filed, certificate.shortName, level)}
${sessionParts(more)}
${majorTable(certificate)}`,
  };
};
