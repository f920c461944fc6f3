import type { FeatureRoutes } from '../../../ui/feature-routes.ts';
import { lazyPage } from '../../../ui/feature-routes.ts';

export const routes: FeatureRoutes = {
  nav: [
    { to: '/info-sessions', label: '说明会', roles: 'everyone', order: 310, group: '通知和资料' },
  ],
  routes: [
    lazyPage('/info-sessions', async () => (await import('./calendar-page.tsx')).CalendarPage),
    lazyPage('/info-sessions/list', async () => (await import('./list-page.tsx')).SessionListPage),
    lazyPage('/info-sessions/new', async () => (await import('./form-pages.tsx')).SessionNewPage),
    lazyPage(
      '/info-sessions/:sessionId',
      async () => (await import('./session-page.tsx')).SessionPage,
    ),
    lazyPage(
      '/info-sessions/:sessionId/edit',
      async () => (await import('./form-pages.tsx')).SessionEditPage,
    ),
    lazyPage(
      '/info-sessions/:sessionId/amend',
      async () => (await import('./form-pages.tsx')).SessionAmendPage,
    ),
  ],
};
