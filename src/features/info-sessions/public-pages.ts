import { beijingDate, type Instant } from '../../kernel/time.ts';
import { type Html, markup, paragraphs, type Part } from '../../platform/page/html.ts';
import type { PageContent } from '../../platform/page/layout.ts';
import { addressOf, day, facts, searchField, tag } from '../../platform/page/parts.ts';
import type { PublicQuery } from './public-contract.ts';
import type { StoredSession } from './queries.ts';
import type { CertificateAnswer } from './question-queries.ts';
import { clockText, dayText, monthText, shiftMonth, spanLine, spanText } from './rules.ts';
import { infoSessionWorkflow } from './status.ts';

const CURRENT = '/info-sessions';

const statusTag = ({ status }: StoredSession): Html => {
  const state = infoSessionWorkflow.states[status];
  return tag(state.applicant, state.tone);
};

const certificateNames = ({ certificates }: StoredSession): string =>
  certificates.map(({ name }) => name).join('、');

const endText = ({ startsAt, endsAt }: StoredSession): string =>
  beijingDate(startsAt) === beijingDate(endsAt) ? clockText(endsAt) : `次日 ${clockText(endsAt)}`;

const row = (session: StoredSession): Html =>
  markup`<tr>
<th scope="row"><a href="/info-sessions/${session.id}">${session.title}</a></th>
<td data-label="时间" data-nowrap><time datetime="${session.startsAt}">${clockText(session.startsAt)}—${endText(session)}</time></td>
<td data-label="证书">${certificateNames(session)}</td>
<td data-label="评价组织">${session.organizationName}</td>
<td data-label="状态">${statusTag(session)}</td>
</tr>
`;

/** Sessions by the day on which they start, oldest first. */
const byDay = (sessions: readonly StoredSession[]): [string, StoredSession[]][] => {
  const days = new Map<string, StoredSession[]>();
  for (const session of sessions) {
    const date = dayText(session.startsAt);
    days.set(date, [...(days.get(date) ?? []), session]);
  }
  return [...days];
};

const dayPart = ([date, sessions]: [string, StoredSession[]]): Html =>
  markup`<h2>${date}</h2>
<div class="table-frame" data-cards>
<table>
<caption class="hidden">${date}的说明会</caption>
<thead><tr><th scope="col">说明会</th><th scope="col">时间</th><th scope="col">证书</th><th scope="col">评价组织</th><th scope="col">状态</th></tr></thead>
<tbody>
${sessions.map(row)}</tbody>
</table>
</div>
`;

const monthLinks = (month: string, q: string | undefined): Html => {
  const to = (by: number): string => addressOf(CURRENT, { q, month: shiftMonth(month, by) });
  return markup`<nav class="paging" aria-label="换月份">
<a class="button" rel="prev" href="${to(-1)}">上个月</a>
<span>${monthText(month)}</span>
<a class="button" rel="next" href="${to(1)}">下个月</a>
</nav>`;
};

export const calendarContent = (
  query: PublicQuery,
  month: string,
  sessions: readonly StoredSession[],
): PageContent => ({
  title: '说明会日历',
  description: '培训评价组织面向院校的线上说明会：时间、证书、主讲和报名方式。',
  current: CURRENT,
  body: markup`<p class="lead">培训评价组织为证书举办的线上说明会，时间为北京时间。院校人员<a href="/desk/info-sessions">登录工作平台</a>后报名、查看参会链接和材料。</p>
<form class="search" method="get" action="/info-sessions" role="search" aria-label="查找说明会">
${searchField('关键词', '标题、证书或评价组织', query.q)}
<input type="hidden" name="month" value="${month}" />
<button class="button" data-tone="primary" type="submit">查询</button>
<a class="button" href="/info-sessions">回到本月</a>
</form>
${monthLinks(month, query.q)}
<p class="list-count" role="status">${monthText(month)}共 ${sessions.length} 场</p>
${
  sessions.length > 0
    ? byDay(sessions).map(dayPart)
    : markup`<p>${query.q === undefined ? '这个月还没有说明会，可以看看上个月或下个月。' : '这个月没有找到，请换一个词，或换一个月份。'}</p>`
}`,
});

/** Question and answer of each; nothing at all when there is none. */
export const answersPart = (answers: readonly Omit<CertificateAnswer, 'sessionTitle'>[]): Part =>
  answers.length > 0 && [
    markup`<h2>问答</h2>`,
    answers.map(
      ({ question, answer, answeredAt, sessionId }) => markup`<h3>${question}</h3>
${paragraphs(answer)}
<p>${day(answeredAt)}答复，来自<a href="/info-sessions/${sessionId}">说明会</a></p>
`,
    ),
  ];

/** Sessions about one certificate, for its page. */
export const sessionsPart = (sessions: readonly StoredSession[]): Part =>
  sessions.length > 0 &&
  markup`<h2>说明会</h2>
<ul class="entries">${sessions.map(
    (session) =>
      markup`<li>${day(session.startsAt)}<span><a href="/info-sessions/${session.id}">${session.title}</a> ${statusTag(session)}</span></li>`,
  )}</ul>`;

const actionsPart = (session: StoredSession, at: Instant): Part =>
  session.status === 'PUBLISHED' && at < session.endsAt
    ? markup`<p class="row no-print"><a class="button" data-tone="primary" href="/desk/info-sessions/${session.id}">登录后报名</a><a class="button" href="/info-sessions/${session.id}/calendar.ics">加入日历（.ics）</a></p>`
    : false;

const recordingPart = ({ recordingUrl, recordingNote }: StoredSession): Part =>
  recordingUrl !== '' && [
    markup`<a href="${recordingUrl}" rel="noreferrer">观看回放</a>（外部网站）`,
    recordingNote !== '' && ` ${recordingNote}`,
  ];

export const sessionContent = (
  session: StoredSession,
  answers: readonly CertificateAnswer[],
  at: Instant,
): PageContent => ({
  title: session.title,
  description: `${spanText(session)}，${session.organizationName}介绍${certificateNames(session)}。`,
  current: CURRENT,
  trail: [{ label: '说明会日历', to: CURRENT }],
  body: markup`${
    session.status === 'CANCELLED' &&
    markup`<section class="notice" data-tone="attention" aria-label="已取消"><p>这场说明会已取消：${session.reason}</p></section>`
  }
${facts([
  ['状态', statusTag(session)],
  ['时间', markup`<time datetime="${session.startsAt}">${spanLine(session)}（北京时间）</time>`],
  ['培训评价组织', session.organizationName],
  [
    '证书',
    session.certificates.map(({ id, name }, index) => [
      index > 0 && '、',
      markup`<a href="/catalog/${id}">${name}</a>`,
    ]),
  ],
  ['主讲', session.speaker],
  ['平台', `${session.platform}（参会链接登录后可见）`],
  session.recordingUrl !== '' && ['回放', recordingPart(session)],
])}
${actionsPart(session, at)}
<h2>内容</h2>
<div class="prose">
${paragraphs(session.summary)}
</div>
${answersPart(answers)}`,
});
