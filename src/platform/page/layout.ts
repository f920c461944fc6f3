import type { Html, Part } from './html.ts';
import { markup } from './html.ts';
import type { Instant } from '../../kernel/time.ts';
import { cookieOf, type Look } from './look.ts';
import { addressOf } from './parts.ts';
import { phrased } from './phrases.ts';
import type { SiteSettings } from './site-settings.ts';

export interface PageFrame {
  readonly settings: SiteSettings;
  readonly stylesheet: string | undefined;
  readonly look: Look;
  /** Where a change of the look leads back to. */
  readonly path: string;
}

export interface PageContent {
  /** Also the first heading, unless `heading` says otherwise. */
  readonly title: string;
  readonly description: string;
  /** Path of the navigation entry that is the current one. */
  readonly current?: string;
  readonly trail?: readonly { readonly label: string; readonly to: string }[];
  readonly body: Part;
  /** From when on the page would say something wrong. */
  readonly validUntil?: Instant;
}

const ENTRIES = [
  ['/', '首页'],
  ['/announcements', '通知公告'],
  ['/catalog', '证书目录'],
  ['/info-sessions', '说明会'],
  ['/filed-lists', '备案名单'],
  ['/documents', '资料下载'],
  ['/contact', '联系我们'],
  ['/desk/', '登录工作平台'],
] as const;

const navigation = (current: string | undefined): Html =>
  markup`<nav class="site-nav" aria-label="主导航">
<ul>${ENTRIES.map(
    ([to, label]) =>
      markup`<li><a href="${to}"${current === to && markup` aria-current="page"`}>${label}</a></li>`,
  )}</ul>
</nav>`;

type Choice = Pick<Look, 'theme' | 'isLarge'>;

const switchLink = (label: string, to: Choice, path: string): Html =>
  markup`<li><a href="${addressOf('/look', { look: cookieOf(to) || 'plain', back: path })}" rel="nofollow">${label}</a></li>`;

/** Larger type and the other theme, by plain links: the pages need no script. */
const lookSwitch = ({ look: { theme, isLarge }, path }: PageFrame): Html => {
  const sized = (large: boolean): Choice => ({
    ...(theme === undefined ? {} : { theme }),
    isLarge: large,
  });
  const themed = (to: 'light' | 'dark'): Html =>
    switchLink(to === 'dark' ? '深色' : '浅色', { theme: to, isLarge }, path);
  return markup`<ul class="look" aria-label="显示方式">
${switchLink(isLarge ? '标准字号' : '大字版', sized(!isLarge), path)}
${theme !== 'dark' && themed('dark')}
${theme !== 'light' && themed('light')}
${theme !== undefined && switchLink('随系统', { isLarge }, path)}
</ul>`;
};

const searchForm = (): Html =>
  markup`<form class="site-search" method="get" action="/search" role="search" aria-label="全站搜索">
<span class="hidden"><label for="site-q">搜索证书、名单、通知、资料</label></span>
<input class="input" id="site-q" name="q" type="search" maxlength="60" placeholder="搜索" />
<button class="button" type="submit">搜索</button>
</form>`;

/** DingTalk's and WeChat's browsers often open a file and cannot keep it. */
const appHint = (body: Html, { look }: PageFrame): Part =>
  look.isInApp &&
  / download[ >]/.test(body.text) &&
  markup`<p class="app-hint" role="note">在钉钉、微信里可能下载不了文件：请点右上角“···”，选“在浏览器打开”后再下载。</p>`;

const trailOf = (trail: PageContent['trail'], title: string): Part =>
  trail !== undefined &&
  markup`<nav class="trail" aria-label="当前位置">
<ol><li><a href="/">首页</a></li>${trail.map(({ label, to }) => markup`<li><a href="${to}">${label}</a></li>`)}<li aria-current="page">${title}</li></ol>
</nav>`;

const footer = ({ officeName, provinceName }: SiteSettings): Html =>
  markup`<footer class="site-foot">
<div class="wrap">
${officeName !== '' && markup`<span>主办：${provinceName}${officeName}</span>`}
<a href="/contact">联系我们</a>
<a href="/accessibility">无障碍说明</a>
<a href="/api/openapi.json">开放接口</a>
</div>
</footer>`;

/** The whole document: landmarks, one first heading, nothing that needs a script. */
export const renderPage = (frame: PageFrame, content: PageContent): string => {
  const { settings, stylesheet, look } = frame;
  const body = markup`${content.body}`;
  return markup`<!doctype html>
<html lang="zh-CN"${look.theme !== undefined && markup` data-theme="${look.theme}"`}${look.isLarge && markup` data-size="large"`}>
<head>
<meta charset="utf-8" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<meta name="color-scheme" content="${look.theme ?? 'light dark'}" />
<meta name="description" content="${content.description}" />
<title>${content.current === '/' ? settings.title : `${content.title} - ${settings.title}`}</title>
${stylesheet !== undefined && markup`<link rel="stylesheet" href="${stylesheet}" />`}
<link rel="alternate" type="application/atom+xml" href="/announcements/feed.xml" title="通知公告" />
</head>
<body>
<a class="skip-link" href="#main">跳到正文</a>
${settings.isDemo && markup`<aside class="demo-note" aria-label="演示环境"><div class="wrap">演示环境：院校名称取自公开名录，其中的人员、申报和备案都是虚构的，不代表任何真实结果。</div></aside>`}
<header class="site-head">
<div class="wrap">
<a class="site-title" href="/">${settings.title}${settings.provinceName !== '' && markup`<span class="site-owner">${settings.provinceName}</span>`}</a>
<div class="site-tools">
${lookSwitch(frame)}
${content.current !== '/search' && searchForm()}
</div>
${navigation(content.current)}
</div>
</header>
<main id="main" class="wrap content" tabindex="-1">
${trailOf(content.trail, content.title)}
<h1>${phrased(content.title)}</h1>
${appHint(body, frame)}
${body}
</main>
${footer(settings)}
</body>
</html>
`.text;
};
