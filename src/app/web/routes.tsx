import { Navigate, createBrowserRouter } from 'react-router';

import { routes as accounts } from '../../features/accounts/web/routes.tsx';
import type { FeatureRoutes, NavItem } from '../../ui/feature-routes.ts';
import { lazyPage } from '../../ui/feature-routes.ts';
import { Page } from '../../ui/layout/page.tsx';
import { useActor } from '../../ui/session.tsx';
import { Empty, Loading } from '../../ui/state/states.tsx';
import { ErrorPage, MissingPage } from './error-page.tsx';
import { OpenShell, Shell } from './shell.tsx';
import { navGroupsFor } from './shell-nav.tsx';

/** Every feature with screens; its pages are loaded when they are first opened. */
const FEATURES: readonly FeatureRoutes[] = [accounts];

const NAV: readonly NavItem[] = FEATURES.flatMap((feature) => feature.nav);

/** `/` of the desk: the first page that a person has. */
const Home = () => {
  const first = navGroupsFor(NAV, useActor())[0]?.items[0];
  return first === undefined ? <NoPages /> : <Navigate to={first.to} replace />;
};

const NoPages = () => (
  <Page title="还没有可用的功能">
    <Empty title="您的账号还没有可用的功能">
      <p>请联系本单位的管理员，为您设置角色。</p>
    </Empty>
  </Page>
);

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
              { index: true, element: <Home /> },
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
