import type { APIRequestContext } from '@playwright/test';

/** The first address on a public page that leads to a page of the kind. */
const linkOn = async (request: APIRequestContext, path: string, kind: RegExp): Promise<string> => {
  const text = await (await request.get(path)).text();
  const hit = [...text.matchAll(/href="([^"]+)"/g)].find(([, href]) => kind.test(href ?? ''));
  const href = hit?.[1]?.replaceAll('&amp;', '&');
  if (href === undefined) throw new Error(`no ${String(kind)} on ${path}`);
  return href;
};

/** One address of every kind of public page, as the demo has them. */
export const everyKindOfPage = async (
  request: APIRequestContext,
): Promise<Readonly<Record<string, string>>> => {
  const certificate = await linkOn(request, '/catalog?level=2', /^\/catalog\/[0-9a-f-]{36}$/);
  return {
    home: '/',
    round: await linkOn(request, '/', /^\/rounds\//),
    announcements: '/announcements',
    announcement: await linkOn(request, '/announcements', /^\/announcements\/[0-9a-f-]{36}$/),
    catalog: '/catalog',
    certificate,
    level: await linkOn(request, certificate, /^\/catalog\/[0-9a-f-]{36}\/\d$/),
    sessions: '/info-sessions',
    session: await linkOn(request, '/', /^\/info-sessions\/[0-9a-f-]{36}$/),
    filedLists: '/filed-lists',
    filedList: await linkOn(request, '/filed-lists', /^\/filed-lists\/[0-9a-f-]{36}\/\d+$/),
    documents: '/documents',
    search: `/search?q=${encodeURIComponent('建筑')}`,
    contact: '/contact',
    accessibility: '/accessibility',
  };
};
