import type { FeatureRoutes } from '../../../ui/feature-routes.ts';
import { lazyPage } from '../../../ui/feature-routes.ts';

export const routes: FeatureRoutes = {
  nav: [{ to: '/catalog', label: '证书目录', roles: 'everyone', order: 520, group: '基础数据' }],
  routes: [
    lazyPage('/catalog', async () => (await import('./catalog-list-page.tsx')).CatalogListPage),
    lazyPage(
      '/catalog/new',
      async () => (await import('./certificate-form-pages.tsx')).CertificateNewPage,
    ),
    lazyPage('/catalog/:id', async () => (await import('./certificate-page.tsx')).CertificatePage),
    lazyPage(
      '/catalog/:id/edit',
      async () => (await import('./certificate-form-pages.tsx')).CertificateEditPage,
    ),
  ],
};
