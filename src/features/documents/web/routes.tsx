import type { FeatureRoutes } from '../../../ui/feature-routes.ts';
import { lazyPage } from '../../../ui/feature-routes.ts';

export const routes: FeatureRoutes = {
  nav: [{ to: '/documents', label: '资料库', roles: 'everyone', order: 310, group: '通知和资料' }],
  routes: [
    lazyPage('/documents', async () => (await import('./library-page.tsx')).LibraryPage),
    lazyPage('/documents/new', async () => (await import('./edit-pages.tsx')).DocumentNewPage),
    lazyPage('/documents/folders', async () => (await import('./folders-page.tsx')).FoldersPage),
    lazyPage(
      '/documents/:documentId',
      async () => (await import('./document-page.tsx')).DocumentPage,
    ),
    lazyPage(
      '/documents/:documentId/edit',
      async () => (await import('./edit-pages.tsx')).DocumentEditPage,
    ),
  ],
};
