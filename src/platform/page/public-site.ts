import type { Endpoint } from '../../kernel/endpoint.ts';
import type { Read } from '../db/database.ts';
import type { Page, PageCall } from '../http/route.ts';
import { markup } from './html.ts';
import { type PageContent, renderPage } from './layout.ts';
import { createPageCache } from './page-cache.ts';
import { readSettings, type SiteSettings } from './site-settings.ts';

/** For how long a public page may be kept, here and by whoever asked for it. */
const CACHE_SECONDS = 5;

/** Undefined: there is nothing at this address. */
export type Content<T> = (read: Read, settings: SiteSettings) => Promise<T | undefined>;

/** Everything that answers people who have not signed in looks the same, whichever feature writes it. */
export interface PublicSite {
  /** Shows what `content` says; kept for a few seconds under the path and what was understood of the query. */
  show<E extends Endpoint>(call: PageCall<E>, content: Content<PageContent>): Promise<Page>;
  /** The same for what is no page: a feed for programs. */
  send<E extends Endpoint>(call: PageCall<E>, content: Content<Page>): Promise<Page>;
}

const notFoundContent = (): PageContent => ({
  title: '没有找到这个页面',
  description: '没有找到这个页面。',
  body: markup`<p class="lead">地址可能写错了，或者内容已经移走。</p>
<ul>
<li>从聊天或文件里点开的链接，请检查是否复制完整。</li>
<li>找申报轮次和截止时间，请看<a href="/">首页</a>。</li>
<li>找备案结果，请看<a href="/filed-lists">备案名单</a>。</li>
<li>找证书，请看<a href="/catalog">证书目录</a>。</li>
</ul>`,
});

const keyOf = (call: { readonly url: URL; readonly query: unknown }): string =>
  `${call.url.pathname}?${JSON.stringify(call.query ?? null)}`;

/** @param stylesheet the address of the public style sheet; asked at each rendering, since a build may come later */
export const createPublicSite = (stylesheet: () => string | undefined): PublicSite => {
  const cache = createPageCache();
  const send: PublicSite['send'] = (call, content) =>
    cache.get(keyOf(call), call.receivedAt, CACHE_SECONDS, () =>
      call.read(async (read) => {
        const settings = await readSettings(read);
        const frame = { settings, stylesheet: stylesheet() };
        const missing = { html: renderPage(frame, notFoundContent()), status: 404 };
        return (await content(read, settings)) ?? missing;
      }),
    );
  return {
    send,
    show: (call, content) =>
      send(call, async (read, settings) => {
        const found = await content(read, settings);
        const frame = { settings, stylesheet: stylesheet() };
        return found === undefined ? undefined : { html: renderPage(frame, found) };
      }),
  };
};
