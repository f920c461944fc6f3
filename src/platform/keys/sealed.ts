import type { Place } from '../keyring.ts';

/** Where a feature keeps values that the keyring has sealed. */
export interface SealedField {
  readonly table: string;
  readonly column: string;
  /** The column that names the row in the value's place; `id` unless told otherwise. */
  readonly rowKey?: string;
  /** When the column is JSON: the row and the property that is sealed in it. */
  readonly within?: { readonly row: string; readonly property: string };
  /** Table, column and row, unless told otherwise. */
  readonly place?: Place;
}

/** Where a feature keeps keyed hashes. Their key is never changed: most cannot be made anew, what they hash is not kept. */
export interface BlindIndex {
  readonly table: string;
  readonly column: string;
}

/** What a feature publishes of its sealed values; `app/features.ts` puts them together. */
export interface Sealings {
  readonly fields: readonly SealedField[];
  readonly indexes: readonly BlindIndex[];
}

/** One value as it stands. */
export interface SealedValue {
  readonly row: string;
  readonly sealed: string;
}

export const placeOf = (field: SealedField, row: string): Place =>
  field.place ?? { table: field.table, column: field.column, id: row };
