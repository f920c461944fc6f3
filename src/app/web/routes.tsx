import { createBrowserRouter } from 'react-router';

import { routes as accounts } from '../../features/accounts/web/routes.tsx';
import { routes as announcements } from '../../features/announcements/web/routes.tsx';
import { routes as applications } from '../../features/applications/web/routes.tsx';
import { routes as catalog } from '../../features/catalog/web/routes.tsx';
import { routes as contacts } from '../../features/contacts/web/routes.tsx';
import { routes as documents } from '../../features/documents/web/routes.tsx';
import { routes as filings } from '../../features/filings/web/routes.tsx';
import { routes as notifications } from '../../features/notifications/web/routes.tsx';
import { routes as infoSessions } from '../../features/info-sessions/web/routes.tsx';
import { routes as organizations } from '../../features/organizations/web/routes.tsx';
import { routes as province } from '../../features/province/web/routes.tsx';
import { routes as rounds } from '../../features/rounds/web/routes.tsx';
import { workbenchRoutes as workbench } from '../../features/workbench/web/routes.tsx';
import type { FeatureRoutes, NavItem } from '../../ui/feature-routes.ts';
import { lazyPage } from '../../ui/feature-routes.ts';
import { Loading } from '../../ui/state/states.tsx';
import { ErrorPage, MissingPage } from './error-page.tsx';
import { OpenShell, Shell } from './shell.tsx';

/** Every feature with screens; its pages are loaded when they are first opened. */
const FEATURES: readonly FeatureRoutes[] = [
  workbench,
  applications,
  rounds,
  filings,
  announcements,
  infoSessions,
  documents,
  organizations,
  contacts,
  catalog,
  accounts,
  notifications,
  province,
];

const NAV: readonly NavItem[] = FEATURES.flatMap((feature) => feature.nav);

/** The browser's router over all features, under `/desk`. */
export const createDesk = () =>
  createBrowserRouter(
    [
      {
        element: <OpenShell />,
        hydrateFallbackElement: <Loading what="登录页" />,
        children: FEATURES.flatMap((feature) => feature.openRoutes ?? []).map((route) => ({
          errorElement: <ErrorPage />,
          ...route,
        })),
      },
      {
        element: <Shell nav={NAV} />,
        errorElement: <ErrorPage />,
        hydrateFallbackElement: <Loading what="工作台" />,
        children: [
          {
            errorElement: <ErrorPage />,
            children: [
              ...FEATURES.flatMap((feature) => feature.routes),
              lazyPage('/kit', async () => (await import('./kit/kit-page.tsx')).KitPage),
              { path: '*', element: <MissingPage /> },
            ],
          },
        ],
      },
    ],
    { basename: '/desk' },
  );
