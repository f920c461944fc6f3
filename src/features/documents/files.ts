import { type FileReference, filesOf } from '../../platform/files/references.ts';

/** Where this feature names stored files. */
export const documentFiles: readonly FileReference[] = [filesOf('document_edition')];
