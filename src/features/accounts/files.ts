import { type FileReference, filesOf } from '../../platform/files/references.ts';

/** Where this feature names stored files. */
export const accountFiles: readonly FileReference[] = [filesOf('account_request_letter')];
