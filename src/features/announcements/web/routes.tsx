import type { FeatureRoutes } from '../../../ui/feature-routes.ts';
import { lazyPage } from '../../../ui/feature-routes.ts';
import { ANNOUNCEMENT_EDITORS } from '../policy.ts';

const GROUP = '通知和资料';

export const routes: FeatureRoutes = {
  nav: [
    { to: '/announcements', label: '通知公告', roles: 'everyone', order: 300, group: GROUP },
    {
      to: '/announcement-register',
      label: '发布通知',
      roles: ANNOUNCEMENT_EDITORS,
      order: 305,
      group: GROUP,
    },
  ],
  routes: [
    lazyPage('/announcements', async () => (await import('./list-page.tsx')).AnnouncementListPage),
    lazyPage(
      '/announcements/:announcementId',
      async () => (await import('./announcement-page.tsx')).AnnouncementPage,
    ),
    lazyPage(
      '/announcement-register',
      async () => (await import('./register-page.tsx')).RegisterPage,
    ),
    lazyPage(
      '/announcement-register/new',
      async () => (await import('./edit-pages.tsx')).AnnouncementNewPage,
    ),
    lazyPage(
      '/announcement-register/:announcementId',
      async () => (await import('./record-page.tsx')).RecordPage,
    ),
    lazyPage(
      '/announcement-register/:announcementId/edit',
      async () => (await import('./edit-pages.tsx')).AnnouncementEditPage,
    ),
    lazyPage(
      '/announcement-register/:announcementId/correct',
      async () => (await import('./correct-page.tsx')).CorrectPage,
    ),
  ],
};
