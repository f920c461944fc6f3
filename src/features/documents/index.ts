import type { Route } from '../../platform/http/route.ts';
import { librarianRoutes } from './librarian-routes.ts';
import { readerRoutes } from './routes.ts';

export { addEdition, createDocument, createFolder, moveDocument } from './actions.ts';
export { documentConstraintTexts } from './errors.ts';
export { listPublicDocuments, type PublicDocument } from './facts.ts';
export { documentFiles } from './files.ts';
export { documentJobs } from './jobs.ts';
export { documentWorkflow } from './status.ts';

export const documentRoutes: readonly Route[] = [...readerRoutes, ...librarianRoutes];
