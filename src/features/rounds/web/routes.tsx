import type { FeatureRoutes } from '../../../ui/feature-routes.ts';
import { lazyPage } from '../../../ui/feature-routes.ts';
import { ROUND_LIST_READERS } from '../policy.ts';

export const routes: FeatureRoutes = {
  nav: [{ to: '/rounds', label: '申报轮次', roles: ROUND_LIST_READERS, order: 40, group: '申报' }],
  routes: [
    lazyPage('/rounds', async () => (await import('./round-list-page.tsx')).RoundListPage),
    lazyPage('/rounds/new', async () => (await import('./round-edit-pages.tsx')).RoundNewPage),
    lazyPage('/rounds/:roundId', async () => (await import('./round-page.tsx')).RoundPage),
    lazyPage(
      '/rounds/:roundId/edit',
      async () => (await import('./round-edit-pages.tsx')).RoundEditPage,
    ),
  ],
};
