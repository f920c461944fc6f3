import type { FeatureRoutes } from '../../../ui/feature-routes.ts';
import { lazyPage } from '../../../ui/feature-routes.ts';
import { SECURITY_ADMINS } from '../security-policy.ts';
import { PEOPLE_ADMINS } from '../status.ts';

export const routes: FeatureRoutes = {
  nav: [
    { to: '/people', label: '人员管理', roles: PEOPLE_ADMINS, order: 900, group: '管理' },
    { to: '/people/requests', label: '账号申请', roles: PEOPLE_ADMINS, order: 905, group: '管理' },
    {
      to: '/people/security',
      label: '登录安全',
      roles: SECURITY_ADMINS,
      order: 910,
      group: '管理',
    },
    { to: '/account', label: '我的账号', roles: 'everyone', order: 990, group: '管理' },
  ],
  routes: [
    lazyPage('/people', async () => (await import('./people-page.tsx')).PeoplePage),
    lazyPage('/people/organizations', async () => (await import('./bodies-page.tsx')).BodiesPage),
    lazyPage('/people/requests', async () => (await import('./requests-page.tsx')).RequestsPage),
    lazyPage(
      '/people/requests/:id',
      async () => (await import('./request-detail-page.tsx')).RequestDetailPage,
    ),
    lazyPage('/people/security', async () => (await import('./security-page.tsx')).SecurityPage),
    lazyPage(
      '/people/:id/handover',
      async () => (await import('./handover-page.tsx')).HandoverPage,
    ),
    lazyPage('/people/:id', async () => (await import('./person-page.tsx')).PersonPage),
    lazyPage(
      '/account/first',
      async () => (await import('./restriction-page.tsx')).RestrictionPage,
    ),
    lazyPage(
      '/account/permissions',
      async () => (await import('./permissions-page.tsx')).PermissionsPage,
    ),
    lazyPage('/account', async () => (await import('./account-page.tsx')).AccountPage),
  ],
  openRoutes: [
    lazyPage('/account-request', async () => (await import('./request-page.tsx')).RequestPage),
    lazyPage(
      '/account-request/state',
      async () => (await import('./request-state-page.tsx')).RequestStatePage,
    ),
    lazyPage('/dingtalk', async () => (await import('./dingtalk.tsx')).DingTalkPage),
    lazyPage('/sign-in', async () => (await import('./sign-in-page.tsx')).SignInPage),
    lazyPage('/activate', async () => (await import('./activate-page.tsx')).ActivatePage),
  ],
};
