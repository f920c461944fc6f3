export { createWorkbenchRoutes } from './routes.ts';
