import {
  beijingLocal,
  epochMs,
  formatBeijing,
  type Instant,
  remaining,
} from '../../kernel/time.ts';
import type { StoredEdition } from '../filings/index.ts';
import {
  nextTurn,
  ROUND_PHASES,
  type RoundFacts,
  type RoundPhase,
  roundPhase,
  roundTimeline,
} from '../rounds/index.ts';
import type { listPublicAnnouncements } from '../announcements/index.ts';
import type { PublicDocument } from '../documents/index.ts';
import type { listOpenSessions } from '../info-sessions/index.ts';
import { type Html, markup, type Part, paragraphs } from '../../platform/page/html.ts';
import type { PageContent } from '../../platform/page/layout.ts';
import { day, deadline, tag } from '../../platform/page/parts.ts';
import { phrased } from '../../platform/page/phrases.ts';

export const phaseTag = (round: RoundFacts, at: Instant): Html => {
  const { label, tone } = ROUND_PHASES[roundPhase(round, at)];
  return tag(label, tone);
};

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** Time left in two units, rounded down: `还剩 3 天 5 小时`, `还剩 5 小时 12 分钟`. */
export const countdown = (at: Instant, end: Instant): string => {
  const left = epochMs(end) - epochMs(at);
  const [hours, minutes] = [Math.floor(left / HOUR_MS), Math.floor(left / MINUTE_MS)];
  if (hours < 1) return remaining(at, end);
  return hours < 24
    ? `还剩 ${hours} 小时 ${minutes % 60} 分钟`
    : `${remaining(at, end)} ${hours % 24} 小时`;
};

/** The four moments of a round in a row; the reader's own clock is not asked. */
export const timelinePart = (round: RoundFacts, at: Instant): Html => {
  const steps = roundTimeline(round, at);
  const current = steps.findIndex(({ isOver }) => !isOver);
  return markup`<ol class="timeline" aria-label="时间安排">
${steps.map(
  (step, index) =>
    markup`<li data-state="${step.isOver ? 'over' : index === current ? 'next' : 'later'}"><span class="timeline-label">${step.label}${step.isOver && '（已过）'}</span> ${
      step.key === 'opensAt'
        ? markup`<time datetime="${step.at}">${formatBeijing(step.at)}（北京时间）</time>`
        : deadline(step.at)
    }</li>
`,
)}</ol>`;
};

/** What the countdown counts by, and when it was counted. */
const countedAt = (at: Instant): Html =>
  markup`<p class="notice-note">按服务器时间 <time datetime="${at}">${formatBeijing(at)}</time>（北京时间）计算，刷新页面即更新。</p>`;

const openNotice = (round: RoundFacts, at: Instant): Html =>
  markup`<section class="notice" aria-labelledby="r-${round.id}">
<h2 id="r-${round.id}"><a href="/rounds/${round.id}">${phrased(round.title)}</a> ${phaseTag(round, at)}</h2>
<p class="notice-figure">${countdown(at, round.closesAt)}</p>
${countedAt(at)}
<p>申报截止：${deadline(round.closesAt)}。以系统收到提交的时间为准，截止那一刻起不再接收；填了没有提交的，不算申报。</p>
${timelinePart(round, at)}
<p><a class="button button-large" data-tone="primary" href="/desk/">登录后申报</a></p>
${round.guidance !== '' && markup`<h3>本轮申报说明</h3><div class="prose">${paragraphs(round.guidance)}</div>`}
</section>`;

const upcomingNotice = (round: RoundFacts, at: Instant): Html =>
  markup`<section class="notice" data-tone="neutral" aria-labelledby="r-${round.id}">
<h2 id="r-${round.id}"><a href="/rounds/${round.id}">${phrased(round.title)}</a> ${phaseTag(round, at)}</h2>
<p>申报将于<time datetime="${round.opensAt}">${formatBeijing(round.opensAt)}</time>（北京时间）开始，截止时间：${deadline(round.closesAt)}。可以先查证书目录、准备材料。</p>
<p class="notice-figure">${countdown(at, round.opensAt).replace('还剩', '距开始还有')}</p>
${countedAt(at)}
${timelinePart(round, at)}
</section>`;

const reviewNotice = (round: RoundFacts, at: Instant): Html =>
  markup`<section class="notice" data-tone="neutral" aria-labelledby="r-${round.id}">
<h2 id="r-${round.id}"><a href="/rounds/${round.id}">${phrased(round.title)}</a> ${phaseTag(round, at)}</h2>
<p>申报已于${deadline(round.closesAt)}截止，正在审核。申报院校可登录查看进度；被退回修改的，请在退回意见写明的期限内重新提交。</p>
${timelinePart(round, at)}
</section>`;

const NOTICES: Partial<Record<RoundPhase, (round: RoundFacts, at: Instant) => Html>> = {
  OPEN: openNotice,
  UPCOMING: upcomingNotice,
  CITY_REVIEW: reviewNotice,
  PROVINCIAL_REVIEW: reviewNotice,
  CLOSED: reviewNotice,
};

/** What can be done now stands first, then what is coming, then what is being reviewed. */
const ORDER: readonly RoundPhase[] = [
  'OPEN',
  'UPCOMING',
  'CITY_REVIEW',
  'PROVINCIAL_REVIEW',
  'CLOSED',
];

const noticesOf = (rounds: readonly RoundFacts[], at: Instant): Part => {
  const current = ORDER.flatMap((phase) =>
    rounds.filter((round) => roundPhase(round, at) === phase),
  );
  if (current.length === 0) {
    return markup`<section class="notice" data-tone="neutral"><h2>目前没有开放的申报轮次</h2>
<p>下一轮开放前会在这里公布起止时间。</p></section>`;
  }
  return current.map((round) => NOTICES[roundPhase(round, at)]?.(round, at));
};

const PREPARATION = markup`<h2>申报前准备</h2>
<ol class="steps">
<li><strong>选证书。</strong>在<a href="/catalog">证书目录</a>里查找与本校专业对应的证书和等级，参加评价组织的<a href="/info-sessions">线上说明会</a>了解标准。</li>
<li><strong>核对条件。</strong>对应专业、教学基础、师资、实训条件、管理制度五项逐一自查；开办不满三年的专业也可以申报，请写明理由。</li>
<li><strong>落实人员。</strong>确定牵头校领导、负责部门和具体经办人。</li>
<li><strong>写试点工作方案。</strong>首次申报的院校或证书需要上传加盖学校公章的方案（PDF），不用另外发文。</li>
<li><strong>提交并保存回执。</strong>提交后得到回执号；没有回执就是没有提交。</li>
</ol>`;

const editionsPart = (editions: readonly StoredEdition[]): Html =>
  markup`<section><h2>最新备案名单</h2>
${
  editions.length === 0
    ? markup`<p>还没有公布过备案名单。审核结束、项目办确认后会在这里公布。</p>`
    : markup`<ul class="entries">${editions.map(
        (edition) =>
          markup`<li>${day(edition.confirmedAt)}<span><a href="/filed-lists/${edition.roundId}/${edition.number}">${edition.roundTitle} <span data-nowrap>第 ${edition.number} 版</span></a>，<span data-nowrap>共 ${edition.rowCount} 条</span></span></li>`,
      )}</ul>
<p><a href="/filed-lists">全部备案名单</a></p>`
}</section>`;

type Announcements = Awaited<ReturnType<typeof listPublicAnnouncements>>['rows'];

const announcementsPart = (announcements: Announcements): Part =>
  announcements.length > 0 &&
  markup`<section><h2>通知公告</h2>
<ul class="entries">${announcements.map(
    (announcement) =>
      markup`<li>${announcement.publishedAt !== null && day(announcement.publishedAt)}<span><a href="/announcements/${announcement.id}">${announcement.title}</a>${announcement.correctedAt !== null && [' ', tag('更正', 'attention')]}</span></li>`,
  )}</ul>
<p><a href="/announcements">全部通知公告</a></p></section>`;

const documentsPart = (documents: readonly PublicDocument[]): Part =>
  documents.length > 0 &&
  markup`<section><h2>资料下载</h2>
<ul class="entries">${documents.map(
    (document) =>
      markup`<li>${document.editionAt !== null && day(document.editionAt)}<span><a href="/documents?q=${encodeURIComponent(document.title)}">${document.title}</a>（${document.categoryLabel}）</span></li>`,
  )}</ul>
<p><a href="/documents">全部资料</a></p></section>`;

type Sessions = Awaited<ReturnType<typeof listOpenSessions>>;

const clockOf = (at: Instant): string => beijingLocal(at).slice(11);

const sessionsPart = (sessions: Sessions): Part =>
  sessions.length > 0 &&
  markup`<section><h2>近期说明会</h2>
<ul class="entries">${sessions.map(
    (session) =>
      markup`<li>${day(session.startsAt)}<span>${clockOf(session.startsAt)} <a href="/info-sessions/${session.id}">${session.title}</a>，${session.organizationName}</span></li>`,
  )}</ul>
<p><a href="/info-sessions">说明会日历</a></p></section>`;

/** Two short lists beside each other where there is room. */
const pair = (one: Part, other: Part): Part =>
  (one !== false || other !== false) && markup`<div class="pair">${one}${other}</div>`;

/** The next moment at which a round turns by itself: the page says something else from then on. */
export const nextTurnOf = (rounds: readonly RoundFacts[], at: Instant): Instant | undefined =>
  rounds
    .flatMap((round) => nextTurn(round, at) ?? [])
    .toSorted()
    .at(0);

export interface HomeFacts {
  readonly rounds: readonly RoundFacts[];
  readonly announcements: Announcements;
  readonly sessions: Sessions;
  readonly documents: readonly PublicDocument[];
  readonly editions: readonly StoredEdition[];
}

export const homeContent = (found: HomeFacts, at: Instant): PageContent => {
  const { rounds, editions } = found;
  const validUntil = nextTurnOf(rounds, at);
  return {
    title: '1+X 证书试点申报与备案',
    description: '1+X 证书试点申报轮次、截止时间、证书目录和备案名单。',
    current: '/',
    body: markup`<p class="lead">院校在这里申报参与 1+X 证书试点，审核通过后自动生成备案名单，评价组织和公众都可以查询。</p>
${noticesOf(rounds, at)}
${pair(announcementsPart(found.announcements), sessionsPart(found.sessions))}
${PREPARATION}
${pair(editionsPart(editions), documentsPart(found.documents))}`,
    ...(validUntil === undefined ? {} : { validUntil }),
  };
};
