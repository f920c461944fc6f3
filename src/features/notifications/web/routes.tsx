import type { FeatureRoutes } from '../../../ui/feature-routes.ts';
import { lazyPage } from '../../../ui/feature-routes.ts';
import { CHANNEL_KEEPERS, DELIVERY_KEEPERS } from '../policy.ts';

export const routes: FeatureRoutes = {
  nav: [
    { to: '/notifications', label: '消息', roles: 'everyone', order: 15 },
    { to: '/deliveries', label: '消息发送', roles: DELIVERY_KEEPERS, order: 930, group: '管理' },
    {
      to: '/message-channels',
      label: '消息通道',
      roles: CHANNEL_KEEPERS,
      order: 931,
      group: '管理',
    },
  ],
  routes: [
    lazyPage('/notifications', async () => (await import('./inbox-page.tsx')).InboxPage),
    lazyPage(
      '/notifications/preferences',
      async () => (await import('./preferences-page.tsx')).PreferencesPage,
    ),
    lazyPage(
      '/notifications/organization',
      async () => (await import('./organization-page.tsx')).OrganizationPreferencesPage,
    ),
    lazyPage('/deliveries', async () => (await import('./delivery-page.tsx')).DeliveryPage),
    lazyPage('/message-channels', async () => (await import('./channels-page.tsx')).ChannelsPage),
  ],
};
