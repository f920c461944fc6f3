import { type FileReference, filesOf } from '../files/references.ts';

/** A file that was uploaded stays until its import has ended. */
export const importFiles: readonly FileReference[] = [filesOf('import_run')];
