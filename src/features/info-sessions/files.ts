import { type FileReference, filesOf } from '../../platform/files/references.ts';

/** Where this feature names stored files. */
export const infoSessionFiles: readonly FileReference[] = [filesOf('info_session_material')];
