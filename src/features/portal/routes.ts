import type { Read } from '../../platform/db/database.ts';
import { pageRoute, type Route } from '../../platform/http/route.ts';
import type { PageContent } from '../../platform/page/layout.ts';
import { createPublicSite, type PublicSite } from '../../platform/page/public-site.ts';
import { findCatalogCertificate, listCatalog, readCompleteness } from '../catalog/index.ts';
import {
  areasOf,
  findEdition,
  findLatestEdition,
  listEditionRows,
  listEditions,
} from '../filings/index.ts';
import { listPublishedRounds } from '../rounds/index.ts';
import { CATALOG_PAGE_SIZE, catalogContent, certificateContent } from './catalog-pages.ts';
import {
  accessibilityPage,
  catalogPage,
  type CatalogQuery,
  certificatePage,
  contactPage,
  filedListPage,
  type FiledListQuery,
  filedListsPage,
  homePage,
  missingPage,
  roundPage,
} from './contract.ts';
import { filedListContent, filedListsContent, ROWS_PER_PAGE } from './filed-list-pages.ts';
import { homeContent } from './home-page.ts';
import { accessibilityContent, contactContent } from './plain-pages.ts';
import { roundContent } from './round-page.ts';

const newestEditions = async (read: Read, pageSize: number, roundId?: string) =>
  (await listEditions(read, { page: 1, pageSize, sort: '-confirmedAt', roundId })).rows;

const catalog = async (read: Read, query: CatalogQuery): Promise<PageContent> => {
  const { page, ...filters } = query;
  const found = await listCatalog(read, {
    ...filters,
    page,
    pageSize: CATALOG_PAGE_SIZE,
    sort: 'name',
  });
  const { expected, certificates } = await readCompleteness(read);
  return catalogContent(query, { ...found, expected, recorded: certificates });
};

const filedList = async (
  read: Read,
  address: { readonly roundId: string; readonly number: number },
  query: FiledListQuery,
): Promise<PageContent | undefined> => {
  const edition = await findEdition(read, address.roundId, address.number);
  if (edition === undefined) return undefined;
  const newest = await findLatestEdition(read, address.roundId);
  const { rows, total } = await listEditionRows(read, edition.id, {
    page: query.page,
    pageSize: ROWS_PER_PAGE,
    sort: 'position',
    q: query.q,
    areaName: query.area,
    institutionKind: query.kind,
    level: query.level === undefined ? undefined : Number(query.level),
    changesOnly: query.changes === '1',
  });
  return filedListContent(query, {
    edition,
    newest: newest?.number ?? edition.number,
    areas: await areasOf(read, edition.id),
    rows,
    total,
  });
};

/** Params are undefined for an id that cannot exist: such a page is not found. */
const whenKnown = async <P, T>(
  params: P | undefined,
  work: (known: P) => Promise<T>,
): Promise<T | undefined> => (params === undefined ? undefined : await work(params));

const contentRoutes = (portal: PublicSite): readonly Route[] => [
  pageRoute(homePage, {
    handle: (call) =>
      portal.show(call, async (read) =>
        homeContent(
          { rounds: await listPublishedRounds(read), editions: await newestEditions(read, 5) },
          call.receivedAt,
        ),
      ),
  }),
  pageRoute(roundPage, {
    handle: (call) =>
      portal.show(call, (read) =>
        whenKnown(call.params, async ({ roundId }) => {
          const round = (await listPublishedRounds(read)).find(({ id }) => id === roundId);
          if (round === undefined) return undefined;
          return roundContent(round, await newestEditions(read, 100, roundId), call.receivedAt);
        }),
      ),
  }),
  pageRoute(catalogPage, {
    handle: (call) => portal.show(call, (read) => catalog(read, call.query)),
  }),
  pageRoute(certificatePage, {
    handle: (call) =>
      portal.show(call, (read) =>
        whenKnown(call.params, async ({ certificateId }) => {
          const certificate = await findCatalogCertificate(read, certificateId);
          return certificate === undefined ? undefined : certificateContent(certificate);
        }),
      ),
  }),
  pageRoute(filedListsPage, {
    handle: (call) =>
      portal.show(call, async (read) => filedListsContent(await newestEditions(read, 200))),
  }),
  pageRoute(filedListPage, {
    handle: (call) =>
      portal.show(call, (read) =>
        whenKnown(call.params, (address) => filedList(read, address, call.query)),
      ),
  }),
  pageRoute(contactPage, {
    handle: (call) => portal.show(call, async (_read, settings) => contactContent(settings)),
  }),
  pageRoute(accessibilityPage, {
    handle: (call) => portal.show(call, async () => accessibilityContent()),
  }),
];

/** @param stylesheet the address of the public style sheet; asked at each rendering, since a build may come later */
export const createPortalRoutes = (stylesheet: () => string | undefined): readonly Route[] => {
  const portal = createPublicSite(stylesheet);
  return [
    ...contentRoutes(portal),
    pageRoute(missingPage, { handle: (call) => portal.show(call, async () => undefined) }),
  ];
};
