import type { FeatureRoutes } from '../../../ui/feature-routes.ts';
import { lazyPage } from '../../../ui/feature-routes.ts';
import { PROVINCE_EDITORS } from '../policy.ts';

export const routes: FeatureRoutes = {
  nav: [{ to: '/province', label: '本省设置', roles: PROVINCE_EDITORS, order: 915, group: '管理' }],
  routes: [lazyPage('/province', async () => (await import('./province-page.tsx')).ProvincePage)],
};
