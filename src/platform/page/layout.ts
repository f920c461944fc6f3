import type { Html, Part } from './html.ts';
import { markup } from './html.ts';
import type { SiteSettings } from './site-settings.ts';

export interface PageFrame {
  readonly settings: SiteSettings;
  readonly stylesheet: string | undefined;
}

export interface PageContent {
  /** Also the first heading, unless `heading` says otherwise. */
  readonly title: string;
  readonly description: string;
  /** Path of the navigation entry that is the current one. */
  readonly current?: string;
  readonly trail?: readonly { readonly label: string; readonly to: string }[];
  readonly body: Part;
}

const ENTRIES = [
  ['/', '首页'],
  ['/announcements', '通知公告'],
  ['/catalog', '证书目录'],
  ['/filed-lists', '备案名单'],
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
export const renderPage = ({ settings, stylesheet }: PageFrame, content: PageContent): string =>
  markup`<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<meta name="color-scheme" content="light dark" />
<meta name="description" content="${content.description}" />
<title>${content.current === '/' ? settings.title : `${content.title} - ${settings.title}`}</title>
${stylesheet !== undefined && markup`<link rel="stylesheet" href="${stylesheet}" />`}
</head>
<body>
<a class="skip-link" href="#main">跳到正文</a>
${settings.isDemo && markup`<aside class="demo-note" aria-label="演示环境"><div class="wrap">演示环境：院校名称取自公开名录，其中的人员、申报和备案都是虚构的，不代表任何真实结果。</div></aside>`}
<header class="site-head">
<div class="wrap">
<a class="site-title" href="/">${settings.title}${settings.provinceName !== '' && markup`<span class="site-owner">${settings.provinceName}</span>`}</a>
${navigation(content.current)}
</div>
</header>
<main id="main" class="wrap content" tabindex="-1">
${trailOf(content.trail, content.title)}
<h1>${content.title}</h1>
${content.body}
</main>
${footer(settings)}
</body>
</html>
`.text;
