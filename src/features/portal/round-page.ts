import type { Instant } from '../../kernel/time.ts';
import type { StoredEdition } from '../filings/index.ts';
import { kindLabel, type RoundFacts, roundPhase } from '../rounds/index.ts';
import { nextTurnOf, phaseTag, timelinePart } from './home-page.ts';
import { markup, paragraphs } from '../../platform/page/html.ts';
import type { PageContent } from '../../platform/page/layout.ts';
import { day } from '../../platform/page/parts.ts';

const timeline = (round: RoundFacts, at: Instant) =>
  markup`<h2>时间安排</h2>
${timelinePart(round, at)}
<p>“24:00 截止”指当天全天有效，次日零点整收到的提交不再接收。个别院校经批准延期的，以登录后看到的截止时间为准。</p>`;

const editionList = (editions: readonly StoredEdition[]) =>
  editions.length > 0 &&
  markup`<h2>本轮备案名单</h2>
<ul class="entries">${editions.map(
    (edition) =>
      markup`<li>${day(edition.confirmedAt)}<span><a href="/filed-lists/${edition.roundId}/${edition.number}">第 ${edition.number} 版</a>，共 ${edition.rowCount} 条${edition.isCurrent && '（最新）'}</span></li>`,
  )}</ul>`;

const validity = (validUntil: Instant | undefined) =>
  validUntil === undefined ? {} : { validUntil };

export const roundContent = (
  round: RoundFacts,
  editions: readonly StoredEdition[],
  at: Instant,
): PageContent => ({
  ...validity(nextTurnOf([round], at)),
  title: round.title,
  description: `${round.title}：申报起止时间、申报范围与备案名单。`,
  trail: [],
  body: markup`<p>${phaseTag(round, at)}</p>
${timeline(round, at)}
<h2>申报范围</h2>
<ul>${round.eligibleKinds.map((kind) => markup`<li>${kindLabel(kind)}</li>`)}</ul>
${round.noticeNumber !== null && markup`<p>依据：${round.noticeNumber}</p>`}
${round.guidance !== '' && markup`<h2>申报说明</h2><div class="prose">${paragraphs(round.guidance)}</div>`}
${editionList(editions)}
<p class="no-print">${roundPhase(round, at) === 'OPEN' ? markup`<a class="button button-large" data-tone="primary" href="/desk/">登录后申报</a>` : markup`<a class="button" href="/desk/">登录工作平台</a>`}</p>`,
});
