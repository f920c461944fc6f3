import { z } from 'zod';

export const PAGE_SIZES = [20, 50, 100] as const;

const page = z.coerce.number().int().min(1).max(100_000).default(1);
const pageSize = z.coerce
  .number()
  .int()
  .refine((size) => (PAGE_SIZES as readonly number[]).includes(size), {
    error: '每页条数只能是 20、50 或 100',
  })
  .default(20);

/** More values of one filter than any screen offers. */
const MOST_VALUES = 50;

/**
 * A filter that may name several values, as a repeated key: `?status=DRAFT&status=RETURNED`. One value arrives as text,
 * several as a list; the reader always gets a list, each value once.
 */
export const severalOf = <V extends string>(value: z.ZodType<V, unknown>) =>
  z
    .union([value, z.array(value).max(MOST_VALUES, { error: '选择的条件太多，请减少' })])
    .transform((given): V[] => (typeof given === 'string' ? [given] : [...new Set(given)]));

/**
 * The query string of every list: `page`, `pageSize`, `sort` (a leading `-` means descending) and the list's filters.
 * `sorts` names the sortable columns; the first is the default.
 */
export const listQuery = <F extends z.ZodRawShape, const S extends readonly [string, ...string[]]>(
  filters: F,
  sorts: S,
  defaultSort: S[number] | `-${S[number]}` = sorts[0],
) => {
  const both = sorts.flatMap((name) => [name, `-${name}`]) as [string, ...string[]];
  return z.strictObject({ page, pageSize, sort: z.enum(both).default(defaultSort), ...filters });
};

/** One page of rows and the total over all pages. */
export const listOutput = <R extends z.ZodType>(row: R) =>
  z.strictObject({
    rows: z.array(row),
    total: z.number().int(),
    page: z.number().int(),
    pageSize: z.number().int(),
  });

/** A column of the CSV export; its label is also the table head on the screen. */
export interface ListColumn<Row> {
  readonly key: keyof Row & string;
  readonly label: string;
}
