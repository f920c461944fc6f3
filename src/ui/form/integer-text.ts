import { toHalfWidth } from '../../kernel/text.ts';

/** The whole number that a person typed or pasted; null when it is none or too large to be exact. */
export const integerOf = (text: string): number | null => {
  const plain = toHalfWidth(text).replaceAll(/[\s,，]/g, '');
  if (!/^-?\d+$/.test(plain)) return null;
  const value = Number(plain);
  return Number.isSafeInteger(value) ? value : null;
};
