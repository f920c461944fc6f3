export { workbenchConstraintTexts } from './errors.ts';
export { createWorkbenchRoutes } from './routes.ts';
