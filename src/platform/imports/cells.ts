import { type DateOnly, isDateOnly } from '../../kernel/time.ts';

/** A day as people and spreadsheets write it: 2025-01-01, 2025/1/1, 2025.1.1. Undefined for what is none. */
export const dayOfCell = (cell: string): DateOnly | undefined => {
  const [, year = '', month = '', day = ''] =
    /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(cell) ?? [];
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isDateOnly(date) ? date : undefined;
};

/** The key of a label table for what a person wrote: the label, or the key itself. Undefined for anything else. */
export const keyOfLabel = <K extends string>(
  labels: Readonly<Record<K, string>>,
  text: string,
): K | undefined => {
  const plain = plainLabel(text);
  const entries = Object.entries(labels) as [K, string][];
  return entries.find(([key, label]) => key === text || plainLabel(label) === plain)?.[0];
};

/** Brackets and spaces are written in many ways. */
const plainLabel = (text: string): string => text.normalize('NFKC').replace(/[\s()]/g, '');
