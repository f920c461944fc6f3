import { type FileReference, filesOf } from '../../platform/files/references.ts';

/** Where this feature names stored files. */
export const applicationFiles: readonly FileReference[] = [filesOf('stored_file')];
