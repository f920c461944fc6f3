import type { FastifyReply, FastifyRequest } from 'fastify';
import { csvText, type CsvWriteColumn } from '../csv.ts';
import type { FileStore } from '../files/file-store.ts';
import type { Download, Page, Route } from './route.ts';

/** RFC 6266: an ASCII fallback and the Chinese name in UTF-8. */
const disposition = (fileName: string): string =>
  `attachment; filename="download"; filename*=UTF-8''${encodeURIComponent(fileName)}`;

/** Files are never shown inline in our origin: always an attachment, sandboxed (assurance G5). */
export const sendDownload = (
  reply: FastifyReply,
  files: FileStore,
  download: Download,
): FastifyReply => {
  void reply.headers({
    'content-type': download.mediaType,
    'content-disposition': disposition(download.fileName),
    'content-security-policy': "default-src 'none'; sandbox",
    'cache-control': 'no-store',
  });
  const { content } = download;
  if ('text' in content) return reply.send(content.text);
  return reply.send('stream' in content ? content.stream : files.open(content.storageKey));
};

/** A choice of the reader's, no secret: scripts of the desk may read it. */
const sendRedirect = (
  reply: FastifyReply,
  { to, cookie }: NonNullable<Page['redirect']>,
  secure: boolean,
): FastifyReply => {
  if (cookie !== undefined) {
    const { name, value, maxAge } = cookie;
    void reply.setCookie(name, value, { path: '/', sameSite: 'lax', secure, maxAge });
  }
  return reply.header('cache-control', 'no-store').redirect(to, 303);
};

export const sendPage = (
  reply: FastifyReply,
  request: FastifyRequest,
  page: Page,
  options: { readonly cacheSeconds: number; readonly secure: boolean },
): FastifyReply => {
  const { cacheSeconds, secure } = options;
  if (page.redirect !== undefined) return sendRedirect(reply, page.redirect, secure);
  void reply.headers({
    // The look is chosen by cookie, and built-in browsers are told how to keep a file.
    ...(page.mediaType === undefined ? { vary: 'cookie, user-agent' } : {}),
    'content-type': page.mediaType ?? 'text/html; charset=utf-8',
    'cache-control': cacheSeconds > 0 ? `public, max-age=${cacheSeconds}` : 'no-cache',
    ...(page.etag === undefined ? {} : { etag: page.etag }),
  });
  if (page.etag !== undefined && request.headers['if-none-match'] === page.etag)
    return reply.code(304).send();
  return reply.code(page.status ?? 200).send(page.html);
};

const CSV_PAGE = 1000;
const CSV_ROWS = 200_000;

interface ListCall {
  readonly query: Record<string, unknown>;
}
interface ListPage {
  readonly rows: Record<string, unknown>[];
  readonly total: number;
}

/**
 * The CSV twin of a list route: same query, every page, one snapshot, one file. A list of people is read on the screen
 * page by page; as a file it leaves the house, so it asks for a fresh proof of identity (assurance A8).
 */
export const csvTwin = (route: Route): Route => {
  const columns: readonly CsvWriteColumn<Record<string, unknown>>[] = route.columns ?? [];
  const list = route.handle as unknown as (call: ListCall) => Promise<ListPage>;
  return {
    ...route,
    kind: 'download',
    ...(route.endpoint.personal === true ? { requireFresh: true } : {}),
    endpoint: {
      ...route.endpoint,
      name: `${route.endpoint.name}Csv`,
      path: `${route.endpoint.path}.csv`,
      summary: `${route.endpoint.summary}（CSV，全部行）`,
    },
    handle: async (call: ListCall): Promise<Download> => {
      const rows: Record<string, unknown>[] = [];
      for (let page = 1; rows.length < CSV_ROWS; page += 1) {
        const part = await list({ ...call, query: { ...call.query, page, pageSize: CSV_PAGE } });
        rows.push(...part.rows);
        if (rows.length >= part.total || part.rows.length === 0) break;
      }
      return {
        fileName: `${route.fileName ?? '列表'}.csv`,
        mediaType: 'text/csv; charset=utf-8',
        content: { text: csvText(columns, rows) },
      };
    },
  };
};
