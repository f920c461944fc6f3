import { addDays, type Instant } from '../../kernel/time.ts';
import type { Read } from '../../platform/db/database.ts';
import { pageRoute, type Route } from '../../platform/http/route.ts';
import type { PageContent } from '../../platform/page/layout.ts';
import { cookieOf, LOOK_COOKIE, lookOf } from '../../platform/page/look.ts';
import { createPublicSite, type PublicSite } from '../../platform/page/public-site.ts';
import { listPublicAnnouncements } from '../announcements/index.ts';
import { findCatalogCertificate, listCatalog, readCompleteness } from '../catalog/index.ts';
import {
  areasOf,
  findEdition,
  findLatestEdition,
  listEditionRows,
  listEditions,
} from '../filings/index.ts';
import { listPublicDocuments } from '../documents/index.ts';
import {
  answersOfCertificate,
  listOpenSessions,
  sessionsOfCertificate,
} from '../info-sessions/index.ts';
import { listPublishedRounds } from '../rounds/index.ts';
import {
  CATALOG_PAGE_SIZE,
  catalogContent,
  certificateContent,
  type FiledCount,
  levelContent,
  type SessionFacts,
} from './catalog-pages.ts';
import {
  accessibilityPage,
  catalogPage,
  type CatalogQuery,
  certificatePage,
  contactPage,
  documentsPage,
  filedListPage,
  type FiledListQuery,
  filedListsPage,
  homePage,
  levelPage,
  lookPage,
  missingPage,
  roundPage,
  searchPage,
} from './contract.ts';
import { DOCUMENTS_PER_PAGE, documentsContent } from './document-page.ts';
import { filedListContent, filedListsContent, ROWS_PER_PAGE } from './filed-list-pages.ts';
import { homeContent } from './home-page.ts';
import { accessibilityContent, contactContent } from './plain-pages.ts';
import { roundContent } from './round-page.ts';
import { findEverywhere, searchContent } from './search-page.ts';

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
    inForceOnly: query.changes === 'in-force',
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

/** Where a level stands on the newest filed list of each round; what the list removed is no filing any more. */
const filedCounts = async (
  read: Read,
  shortName: string,
  level: number,
): Promise<readonly FiledCount[]> => {
  const counts: FiledCount[] = [];
  for (const edition of (await newestEditions(read, 50)).filter(({ isCurrent }) => isCurrent)) {
    const { total } = await listEditionRows(read, edition.id, {
      page: 1,
      pageSize: 1,
      sort: 'position',
      q: shortName,
      level,
      inForceOnly: true,
    });
    if (total > 0) counts.push({ edition, total });
  }
  return counts;
};

/** What was and will be said about a certificate, and the answered questions. */
const sessionsAbout = async (
  read: Read,
  certificateId: string,
  at: Instant,
): Promise<SessionFacts> => ({
  sessions: await sessionsOfCertificate(read, certificateId, at),
  answers: await answersOfCertificate(read, certificateId),
});

const levelOf = async (
  read: Read,
  { certificateId, level }: { readonly certificateId: string; readonly level: number },
  at: Instant,
): Promise<PageContent | undefined> => {
  const certificate = await findCatalogCertificate(read, certificateId);
  if (certificate === undefined) return undefined;
  return levelContent(certificate, level, {
    filed: await filedCounts(read, certificate.shortName, level),
    ...(await sessionsAbout(read, certificate.id, at)),
  });
};

const SESSION_DAYS = 60;

const comingSessions = async (read: Read, at: Instant) =>
  (await listOpenSessions(read, { from: at, to: addDays(at, SESSION_DAYS) }, {})).slice(0, 5);

const home = async (read: Read, at: Instant): Promise<PageContent> =>
  homeContent(
    {
      rounds: await listPublishedRounds(read),
      announcements: (await listPublicAnnouncements(read, { page: 1, pageSize: 5 })).rows,
      sessions: await comingSessions(read, at),
      editions: await newestEditions(read, 5),
      documents: (await listPublicDocuments(read, { page: 1, pageSize: 5 })).rows,
    },
    at,
  );

const LOOK_SECONDS = 365 * 86_400;

/** Pages that help to find and to read the others. */
const findingRoutes = (portal: PublicSite): readonly Route[] => [
  pageRoute(documentsPage, {
    handle: (call) =>
      portal.show(call, async (read) =>
        documentsContent(
          call.query,
          await listPublicDocuments(read, { ...call.query, pageSize: DOCUMENTS_PER_PAGE }),
        ),
      ),
  }),
  pageRoute(searchPage, {
    handle: (call) =>
      portal.show(call, async (read) => {
        const { q } = call.query;
        return searchContent(
          q,
          q === undefined ? [] : await findEverywhere(read, q, call.receivedAt),
        );
      }),
  }),
  pageRoute(lookPage, {
    handle: async ({ query }) => ({
      html: '',
      redirect: {
        to: query.back ?? '/',
        cookie: {
          name: LOOK_COOKIE,
          value: cookieOf(lookOf(query.look, undefined)),
          maxAge: LOOK_SECONDS,
        },
      },
    }),
  }),
];

const contentRoutes = (portal: PublicSite): readonly Route[] => [
  pageRoute(homePage, {
    handle: (call) => portal.show(call, (read) => home(read, call.receivedAt)),
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
          if (certificate === undefined) return undefined;
          return certificateContent(
            certificate,
            await sessionsAbout(read, certificate.id, call.receivedAt),
          );
        }),
      ),
  }),
  pageRoute(levelPage, {
    handle: (call) =>
      portal.show(call, (read) =>
        whenKnown(call.params, (address) => levelOf(read, address, call.receivedAt)),
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
    ...findingRoutes(portal),
    pageRoute(missingPage, { handle: (call) => portal.show(call, async () => undefined) }),
  ];
};
