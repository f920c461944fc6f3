import { pageRoute, type Route } from '../../platform/http/route.ts';
import type { PublicSite } from '../../platform/page/public-site.ts';
import { attachmentsOf } from './attachment-queries.ts';
import { atomFeed } from './feed.ts';
import { publicDetail, publicFeed, publicList } from './public-contract.ts';
import { detailContent, listContent, PUBLIC_PAGE_SIZE } from './public-pages.ts';
import { editionsOf, findPublic, listPublic } from './queries.ts';

/** Entries of the feed; a reader asks often enough to miss none. */
const FEED_SIZE = 30;

/** What anybody may read, without a script and without signing in. */
export const createAnnouncementPages = (site: PublicSite): readonly Route[] => [
  pageRoute(publicList, {
    handle: (call) =>
      site.show(call, async (read) =>
        listContent(
          call.query,
          await listPublic(read, { ...call.query, pageSize: PUBLIC_PAGE_SIZE }),
        ),
      ),
  }),
  pageRoute(publicFeed, {
    handle: (call) =>
      site.send(call, async (read, { title }) => {
        const { rows } = await listPublic(read, { page: 1, pageSize: FEED_SIZE });
        const { publicUrl, origin } = call;
        const html = atomFeed({ title, publicUrl, origin, announcements: rows });
        return { html, mediaType: 'application/atom+xml; charset=utf-8' };
      }),
  }),
  pageRoute(publicDetail, {
    handle: (call) =>
      site.show(call, async (read) => {
        // Undefined for an id that cannot exist.
        const params = call.params as typeof call.params | undefined;
        if (params === undefined) return undefined;
        const announcement = await findPublic(read, params.announcementId);
        if (announcement === undefined) return undefined;
        return detailContent({
          announcement,
          editions: await editionsOf(read, announcement.id),
          attachments: await attachmentsOf(read, announcement.id, announcement.attachmentIds),
        });
      }),
  }),
];
