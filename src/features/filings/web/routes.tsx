import type { FeatureRoutes } from '../../../ui/feature-routes.ts';
import { lazyPage } from '../../../ui/feature-routes.ts';
import { EVALUATION_READERS, FILING_READERS } from '../policy.ts';

const GROUP = '备案';

/** The filed list and the filings in it; evaluation organizations have pages of their own, which leave receipts. */
export const routes: FeatureRoutes = {
  nav: [
    { to: '/filed-lists', label: '备案名单', roles: FILING_READERS, order: 50, group: GROUP },
    { to: '/filings', label: '备案查询', roles: FILING_READERS, order: 60, group: GROUP },
    {
      to: '/own-filed-lists',
      label: '备案院校',
      roles: EVALUATION_READERS,
      order: 50,
      group: GROUP,
    },
  ],
  routes: [
    lazyPage('/filed-lists', async () => (await import('./edition-list-page.tsx')).EditionListPage),
    lazyPage(
      '/filed-lists/:roundId/preview',
      async () => (await import('./preview-page.tsx')).PreviewPage,
    ),
    lazyPage(
      '/filed-lists/:roundId/:number',
      async () => (await import('./edition-page.tsx')).EditionPage,
    ),
    lazyPage(
      '/filed-lists/:roundId/:number/changes',
      async () => (await import('./changes-page.tsx')).ChangesPage,
    ),
    lazyPage(
      '/filed-lists/:roundId/:number/receipts',
      async () => (await import('./receipts-page.tsx')).ReceiptsPage,
    ),
    lazyPage('/filings', async () => (await import('./filing-list-page.tsx')).FilingListPage),
    lazyPage('/filings/:filingId', async () => (await import('./filing-page.tsx')).FilingPage),
    lazyPage('/own-filed-lists', async () => (await import('./own-list-page.tsx')).OwnListPage),
    lazyPage(
      '/own-filed-lists/:roundId/:number',
      async () => (await import('./own-edition-page.tsx')).OwnEditionPage,
    ),
  ],
};
