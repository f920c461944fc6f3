const FULL_WIDTH_ZERO = '０'.charCodeAt(0);

/** Full-width digits, spaces and thousands separators as people paste them from sheets. */
const normalize = (text: string): string =>
  text
    .replaceAll(/[０-９]/g, (digit) => String(digit.charCodeAt(0) - FULL_WIDTH_ZERO))
    .replaceAll(/[\s\u3000,，]/g, '');

/** The whole number that a person typed; null when it is none or too large to be exact. */
export const integerOf = (text: string): number | null => {
  const plain = normalize(text);
  if (!/^-?\d+$/.test(plain)) return null;
  const value = Number(plain);
  return Number.isSafeInteger(value) ? value : null;
};
