export { provinceRoutes } from './routes.ts';
export { provinceTasks } from './tasks.ts';
