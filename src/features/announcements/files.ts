import { type FileReference, filesOf } from '../../platform/files/references.ts';

/** Where this feature names stored files. */
export const announcementFiles: readonly FileReference[] = [filesOf('announcement_attachment')];
