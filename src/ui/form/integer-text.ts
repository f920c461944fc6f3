import { toHalfWidth } from '../../kernel/text.ts';

/**
 * The value of a box for a whole number: null while it is empty, NaN while what stands in it is none. Neither a number
 * nor empty: every check refuses it, so that it cannot pass for a box that was left empty.
 */
export const typedInteger = (text: string): number | null =>
  text.trim() === '' ? null : (integerOf(text) ?? Number.NaN);

/** The whole number that a person typed or pasted; null when it is none or too large to be exact. */
export const integerOf = (text: string): number | null => {
  const plain = toHalfWidth(text).replaceAll(/[\s,，]/g, '');
  if (!/^-?\d+$/.test(plain)) return null;
  const value = Number(plain);
  return Number.isSafeInteger(value) ? value : null;
};
