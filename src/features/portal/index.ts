import { createPortalRoutes } from './routes.ts';
import { builtStylesheet } from '../../platform/page/stylesheet.ts';

export { createPortalRoutes } from './routes.ts';

/** The public pages with the style sheet of the web build. */
export const portalRoutes = createPortalRoutes(builtStylesheet);
