/** A column that names stored files. Whoever keeps such a column says so, or the sweep would take its files for orphans. */
export interface FileReference {
  readonly table: string;
  readonly column: 'storage_key';
}

/** A table of files, as most features keep one. */
export const filesOf = (table: string): FileReference => ({ table, column: 'storage_key' });
