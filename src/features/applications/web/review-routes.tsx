import type { FeatureRoutes } from '../../../ui/feature-routes.ts';
import { lazyPage } from '../../../ui/feature-routes.ts';
import { OVERSEERS } from '../policy.ts';

/** The screens of reviewers and overseers; the institution's own are in routes.tsx. */
export const reviewRoutes: FeatureRoutes = {
  nav: [
    { to: '/review', label: '审核工作', roles: OVERSEERS, order: 20, group: '申报' },
    { to: '/progress', label: '申报进度', roles: OVERSEERS, order: 30, group: '申报' },
  ],
  routes: [
    lazyPage('/review', async () => (await import('./review-list-page.tsx')).ReviewListPage),
    lazyPage('/review/:applicationId', async () => (await import('./review-page.tsx')).ReviewPage),
    lazyPage('/progress', async () => (await import('./dashboard-page.tsx')).CurrentDashboardPage),
    lazyPage(
      '/rounds/:roundId/dashboard',
      async () => (await import('./dashboard-page.tsx')).DashboardPage,
    ),
    lazyPage(
      '/rounds/:roundId/participation',
      async () => (await import('./participation-page.tsx')).ParticipationPage,
    ),
    lazyPage(
      '/rounds/:roundId/samples',
      async () => (await import('./sample-list-page.tsx')).SampleListPage,
    ),
    lazyPage(
      '/rounds/:roundId/samples/:sampleId',
      async () => (await import('./sample-page.tsx')).SamplePage,
    ),
  ],
};
