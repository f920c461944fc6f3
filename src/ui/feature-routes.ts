import type { ComponentType } from 'react';
import type { RouteObject } from 'react-router';

import type { Role } from '../kernel/actor.ts';

export interface NavItem {
  /** Address inside the desk, e.g. `/applications`. */
  readonly to: string;
  readonly label: string;
  /** Who sees it; `everyone` means every signed-in person. */
  readonly roles: readonly Role[] | 'everyone';
  /** Items stand by ascending order; tens, so that one can go between. */
  readonly order: number;
  /** Heading under which the item stands. */
  readonly group?: string;
}

/** What a feature's `web/routes.tsx` exports as `routes`. */
export interface FeatureRoutes {
  readonly nav: readonly NavItem[];
  /** Pages inside the shell, for signed-in people. Paths are absolute (`/applications/:id`). */
  readonly routes: readonly RouteObject[];
  /** Pages without session: sign-in, activation. */
  readonly openRoutes?: readonly RouteObject[];
}

/** A page that is loaded when it is first opened: `lazyPage('/x', async () => (await import('./x.tsx')).XPage)`. */
export const lazyPage = (path: string, load: () => Promise<ComponentType>): RouteObject => ({
  path,
  lazy: async () => ({ Component: await load() }),
});
