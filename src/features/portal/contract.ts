import { z } from 'zod';
import { endpoint } from '../../kernel/endpoint.ts';
import { idText } from '../../kernel/id.ts';

/*
 * What a public page understands of its address. It never scolds: unknown keys (links passed on in chats carry many),
 * repeated keys and odd values count as not given.
 */

const UNSEARCHABLE = /[\u0000-\u001F\u007F-\u009F]/g;

/** Typed text: without what no text column can hold, at most 60 characters. */
const typed = z
  .string()
  .transform((text) =>
    Array.from(text.toWellFormed().replace(UNSEARCHABLE, ' ').trim()).slice(0, 60).join(''),
  )
  .transform((text) => (text === '' ? undefined : text))
  .optional()
  .catch(undefined);

const oneOf = <const V extends string>(...values: readonly [V, ...V[]]) =>
  z.enum(values).optional().catch(undefined);

const page = z.coerce.number().int().min(1).max(10_000).catch(1);

const catalogQuery = z.object({
  q: typed,
  batch: oneOf('1', '2', '3', '4', 'unknown'),
  level: oneOf('1', '2', '3'),
  status: oneOf('ACTIVE', 'EXITING', 'EXITED'),
  page,
});

export type CatalogQuery = z.output<typeof catalogQuery>;

const filedListQuery = z.object({
  q: typed,
  area: typed,
  kind: typed,
  level: oneOf('1', '2', '3'),
  /** `1`: only what the edition changed; `in-force`: without what it removed. */
  changes: oneOf('1', 'in-force'),
  page,
});

export type FiledListQuery = z.output<typeof filedListQuery>;

const getPage = <const N extends string, const P extends string>(
  name: N,
  path: P,
  summary: string,
) => ({ name: `portal.${name}`, method: 'GET', path, summary, output: z.string() }) as const;

export const homePage = endpoint(getPage('home', '/', '首页'));

export const roundPage = endpoint({
  ...getPage('round', '/rounds/:roundId', '申报轮次'),
  params: z.object({ roundId: idText() }),
});

export const catalogPage = endpoint({
  ...getPage('catalog', '/catalog', '证书目录'),
  query: catalogQuery,
});

export const certificatePage = endpoint({
  ...getPage('certificate', '/catalog/:certificateId', '证书'),
  params: z.object({ certificateId: idText() }),
});

export const levelPage = endpoint({
  ...getPage('level', '/catalog/:certificateId/:level', '证书的一个等级'),
  params: z.object({ certificateId: idText(), level: z.coerce.number().int().min(1).max(3) }),
});

const wordQuery = z.object({ q: typed, page });

export type WordQuery = z.output<typeof wordQuery>;

export const documentsPage = endpoint({
  ...getPage('documents', '/documents', '资料下载'),
  query: wordQuery,
});

export const searchPage = endpoint({
  ...getPage('search', '/search', '全站搜索'),
  query: z.object({ q: typed }),
});

/** Remembers how the reader wants pages and leads back; anything but a path of this site leads home. */
export const lookPage = endpoint({
  ...getPage('look', '/look', '大字版、深色或浅色'),
  query: z.object({
    look: z.string().max(20).optional().catch(undefined),
    back: z
      .string()
      .max(1000)
      .regex(/^\/(?![/\\])[^\u0000-\u001F\\]*$/)
      .optional()
      .catch(undefined),
  }),
});

export const filedListsPage = endpoint(getPage('filedLists', '/filed-lists', '备案名单'));

export const filedListPage = endpoint({
  ...getPage('filedList', '/filed-lists/:roundId/:number', '一版备案名单'),
  params: z.object({ roundId: idText(), number: z.coerce.number().int().min(1).max(9999) }),
  query: filedListQuery,
});

export const contactPage = endpoint(getPage('contact', '/contact', '联系我们'));
export const accessibilityPage = endpoint(getPage('accessibility', '/accessibility', '无障碍说明'));

/** Every address that leads nowhere; the server answers programs in its own way. */
export const missingPage = endpoint(getPage('missing', '/*', '没有这个页面'));
