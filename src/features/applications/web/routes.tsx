import type { ComponentType } from 'react';

import type { FeatureRoutes } from '../../../ui/feature-routes.ts';
import { lazyPage } from '../../../ui/feature-routes.ts';
import { SCHOOL } from '../policy.ts';
import { reviewRoutes } from './review-routes.tsx';

const sectionPage = (
  path: 'people' | 'conditions' | 'items' | 'plan' | 'check',
  name: 'PeoplePage' | 'ConditionsPage' | 'ItemsPage' | 'PlanPage' | 'CheckPage',
) =>
  lazyPage(path, async (): Promise<ComponentType> => (await import('./section-pages.tsx'))[name]);

/** The screens of the yearly application: the institution's own here, the reviewers' in review-routes.tsx. */
export const routes: FeatureRoutes = {
  nav: [
    { to: '/applications', label: '试点申报', roles: SCHOOL, order: 10, group: '申报' },
    ...reviewRoutes.nav,
  ],
  routes: [
    lazyPage(
      '/applications',
      async () => (await import('./institution-rounds.tsx')).InstitutionRoundsPage,
    ),
    {
      path: '/applications/:applicationId',
      lazy: async () => ({ Component: (await import('./application-frame.tsx')).ApplicationFrame }),
      children: [
        {
          index: true,
          lazy: async () => ({
            Component: (await import('./application-home.tsx')).ApplicationHomePage,
          }),
        },
        sectionPage('people', 'PeoplePage'),
        sectionPage('conditions', 'ConditionsPage'),
        sectionPage('items', 'ItemsPage'),
        sectionPage('plan', 'PlanPage'),
        sectionPage('check', 'CheckPage'),
        lazyPage('receipt', async () => (await import('./receipt-page.tsx')).ReceiptPage),
        lazyPage(
          'history',
          async () => (await import('./application-history.tsx')).ApplicationHistoryPage,
        ),
        lazyPage(
          'print',
          async () => (await import('./application-print.tsx')).ApplicationPrintPage,
        ),
      ],
    },
    ...reviewRoutes.routes,
  ],
};
