import { accountFiles } from '../features/accounts/index.ts';
import { announcementFiles } from '../features/announcements/index.ts';
import { applicationFiles } from '../features/applications/index.ts';
import { documentFiles } from '../features/documents/index.ts';
import { infoSessionFiles } from '../features/info-sessions/index.ts';
import type { FileReference } from '../platform/files/references.ts';
import { importFiles } from '../platform/imports/files.ts';

/** Every column that names stored files; what none of them names is swept. */
export const allFileReferences: readonly FileReference[] = [
  ...accountFiles,
  ...applicationFiles,
  ...announcementFiles,
  ...documentFiles,
  ...infoSessionFiles,
  ...importFiles,
];
