import { allRoutes } from '../../app/features.ts';
import { startTestApp, type TestApp } from '../../../test/support/test-app.ts';
import { asOwner } from '../filings/factory.ts';
import { createPortalRoutes } from './index.ts';

export const STYLESHEET = '/desk/assets/public-test.css';

/** Every feature, because the pages lead to those of all; the portal with a style sheet of its own. */
export const startPortal = (): Promise<TestApp> =>
  startTestApp({
    routes: [
      ...allRoutes.filter(({ endpoint }) => !endpoint.name.startsWith('portal.')),
      ...createPortalRoutes(() => STYLESHEET),
    ],
  });

export const setting = (app: TestApp, key: string, value: unknown) =>
  asOwner(
    app,
    `insert into setting (key, value, updated_at) values ($1, $2, now())
     on conflict (key) do update set value = excluded.value`,
    [key, JSON.stringify(value)],
  );
