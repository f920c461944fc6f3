import { epochMs, type Instant } from '../../kernel/time.ts';
import type { Page } from '../http/route.ts';
import { sha256Hex } from '../random.ts';

interface Kept {
  readonly until: number;
  readonly page: Promise<Page>;
}

/** A page, and the moment from which it would say something wrong, if that comes soon: a round that closes. */
export type Rendered = Page & { readonly validUntil?: Instant };

/** Pages kept at most; the oldest goes first. A page has about 10 to 40 kB. */
const MOST_PAGES = 300;

export interface PageCache {
  /**
   * The page kept under `key`, or a new one from `render`, kept for `seconds` or until it is no longer valid. Requests
   * that arrive while it is being rendered share the one rendering. Only pages that were found are kept.
   */
  get(key: string, at: Instant, seconds: number, render: () => Promise<Rendered>): Promise<Page>;
}

const withEtag = (page: Rendered): Rendered => ({
  ...page,
  etag: `W/"${sha256Hex(page.html).slice(0, 24)}"`,
});

/**
 * Answers of the last seconds: on the day the filed list comes out thousands read the same page at once, and the
 * database is asked once. Each process keeps its own, and nothing tells it of a change: a page is at most so many
 * seconds behind the database, in every process alike.
 */
export const createPageCache = (): PageCache => {
  const kept = new Map<string, Kept>();
  return {
    async get(key, at, seconds, render) {
      const now = epochMs(at);
      const known = kept.get(key);
      // A clock that went back by more than the time kept must not leave an old page standing.
      if (known !== undefined && now < known.until && known.until - now <= seconds * 1000)
        return await known.page;
      const page = render().then(withEtag);
      kept.delete(key);
      kept.set(key, { until: now + seconds * 1000, page });
      const oldest = kept.size > MOST_PAGES ? kept.keys().next().value : undefined;
      if (oldest !== undefined) kept.delete(oldest);
      const forget = (): void => {
        if (kept.get(key)?.page === page) kept.delete(key);
      };
      try {
        const { validUntil, ...result } = await page;
        if ((result.status ?? 200) !== 200) forget();
        if (validUntil !== undefined && kept.get(key)?.page === page) {
          kept.set(key, { until: Math.min(now + seconds * 1000, epochMs(validUntil)), page });
        }
        return result;
      } catch (error) {
        forget();
        throw error;
      }
    },
  };
};
