import type { FeatureRoutes } from '../../../ui/feature-routes.ts';
import { lazyPage } from '../../../ui/feature-routes.ts';
import { PEOPLE_ADMINS } from '../status.ts';

export const routes: FeatureRoutes = {
  nav: [
    { to: '/people', label: '人员管理', roles: PEOPLE_ADMINS, order: 900, group: '管理' },
    { to: '/account', label: '我的账号', roles: 'everyone', order: 990, group: '管理' },
  ],
  routes: [
    lazyPage('/people', async () => (await import('./people-page.tsx')).PeoplePage),
    lazyPage('/people/organizations', async () => (await import('./bodies-page.tsx')).BodiesPage),
    lazyPage('/people/:id', async () => (await import('./person-page.tsx')).PersonPage),
    lazyPage('/account', async () => (await import('./account-page.tsx')).AccountPage),
  ],
  openRoutes: [
    lazyPage('/sign-in', async () => (await import('./sign-in-page.tsx')).SignInPage),
    lazyPage('/activate', async () => (await import('./activate-page.tsx')).ActivatePage),
  ],
};
