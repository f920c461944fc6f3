import type { FeatureRoutes } from '../../../ui/feature-routes.ts';
import { lazyPage } from '../../../ui/feature-routes.ts';
import { DIRECTORY_READERS, OWN_READERS } from '../policy.ts';

const GROUP = '基础数据';

export const routes: FeatureRoutes = {
  nav: [
    { to: '/contacts', label: '本单位联系人', roles: OWN_READERS, order: 545, group: GROUP },
    {
      to: '/contacts/directory',
      label: '通讯录',
      roles: DIRECTORY_READERS,
      order: 515,
      group: GROUP,
    },
  ],
  routes: [
    lazyPage('/contacts', async () => (await import('./contacts-pages.tsx')).OwnContactsPage),
    lazyPage(
      '/contacts/directory',
      async () => (await import('./directory-page.tsx')).DirectoryPage,
    ),
    lazyPage('/contacts/dead', async () => (await import('./dead-page.tsx')).DeadContactsPage),
    lazyPage(
      '/contacts/organizations/:id',
      async () => (await import('./contacts-pages.tsx')).OrganizationContactsPage,
    ),
    lazyPage(
      '/contacts/organizations/:id/history',
      async () => (await import('./history-page.tsx')).ContactHistoryPage,
    ),
  ],
};
