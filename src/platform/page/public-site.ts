import type { Endpoint } from '../../kernel/endpoint.ts';
import type { Read } from '../db/database.ts';
import type { Page, PageCall } from '../http/route.ts';
import { markup } from './html.ts';
import { type PageContent, renderPage } from './layout.ts';
import { type Look, lookKey } from './look.ts';
import { createPageCache, type Rendered } from './page-cache.ts';
import { addressOf } from './parts.ts';
import { readSettings, type SiteSettings } from './site-settings.ts';

/** For how long a public page may be kept in this process; a browser asks every time and mostly hears “not changed”. */
const CACHE_SECONDS = 5;

/** Undefined: there is nothing at this address. */
export type Content<T> = (read: Read, settings: SiteSettings) => Promise<T | undefined>;

/** Everything that answers people who have not signed in looks the same, whichever feature writes it. */
export interface PublicSite {
  /** Shows what `content` says; kept for a few seconds under the path and what was understood of the query. */
  show<E extends Endpoint>(call: PageCall<E>, content: Content<PageContent>): Promise<Page>;
  /** The same for what is no page: a feed for programs, kept apart for each name that this site was called by. */
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

interface Asked {
  readonly url: URL;
  readonly query: unknown;
  readonly look: Look;
}

const keyOf = ({ url, query, look }: Asked): string =>
  `${url.pathname}?${JSON.stringify(query ?? null)} ${lookKey(look)}`;

/** The address of this page with what was understood of its query: it is kept and shown to others, too. */
const pathOf = ({ url, query }: Asked): string => {
  const known = Object.entries(query ?? {}).filter(
    ([name, value]) => typeof value !== 'object' && !(name === 'page' && value === 1),
  );
  return addressOf(url.pathname, Object.fromEntries(known));
};

/** @param stylesheet the address of the public style sheet; asked at each rendering, since a build may come later */
export const createPublicSite = (stylesheet: () => string | undefined): PublicSite => {
  const cache = createPageCache();
  const frameOf = (settings: SiteSettings, asked: Asked) => ({
    settings,
    stylesheet: stylesheet(),
    look: asked.look,
    path: pathOf(asked),
  });
  const keep = <E extends Endpoint>(
    key: string,
    call: PageCall<E>,
    content: Content<Rendered>,
  ): Promise<Page> =>
    cache.get(key, call.receivedAt, CACHE_SECONDS, () =>
      call.read(async (read) => {
        const settings = await readSettings(read);
        const found = await content(read, settings);
        if (found !== undefined) return found;
        const frame = { ...frameOf(settings, call), path: '/' };
        return { html: renderPage(frame, notFoundContent()), status: 404 };
      }),
    );
  return {
    send: (call, content) => keep(`${keyOf(call)} ${call.origin}`, call, content),
    show: (call, content) =>
      keep(keyOf(call), call, async (read, settings) => {
        const found = await content(read, settings);
        if (found === undefined) return undefined;
        const { validUntil } = found;
        return {
          html: renderPage(frameOf(settings, call), found),
          ...(validUntil === undefined ? {} : { validUntil }),
        };
      }),
  };
};
