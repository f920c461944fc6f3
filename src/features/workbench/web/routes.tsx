import type { FeatureRoutes } from '../../../ui/feature-routes.ts';
import { lazyPage } from '../../../ui/feature-routes.ts';

export const workbenchRoutes: FeatureRoutes = {
  nav: [{ to: '/', label: '首页', roles: 'everyone', order: 0 }],
  routes: [lazyPage('/', async () => (await import('./home-page.tsx')).HomePage)],
};
