import { errorFinding } from './finding.ts';
import type { Finding } from './finding.ts';
import { normalizeCode } from './text.ts';

const MOBILE = /^1[3-9]\d{9}$/;
const LANDLINE = /^0\d{2,3}-\d{7,8}$/;

export const isMobile = (value: string): boolean => MOBILE.test(value);

/**
 * A telephone number as it is stored: `13812345678` or `029-87654321`. Takes off +86, spaces, brackets and the dashes
 * of a mobile number; what it does not recognize comes back as typed, without spaces.
 */
export const normalizePhone = (text: string): string => {
  const typed = normalizeCode(text).replace(/[‐-―－]/g, '-');
  const digits = typed
    .replace(/[()-]/g, '')
    .replace(/^(?:\+|00)86(?=[2-9]|10\d{8}$)/, '0') // abroad, a landline is dialled without its 0
    .replace(/^(?:\+|00)86|^86(?=1\d{10}$)/, '');
  if (isMobile(digits)) return digits;
  // 010 and 02x are the three-digit area codes; all others have four digits.
  const [, area, number] = /^(010|02\d|0[3-9]\d{2})(\d{7,8})$/.exec(digits) ?? [];
  return area === undefined ? typed : `${area}-${number}`;
};

/** Checks a mobile number that went through `normalizePhone`. */
export const checkMobile = (value: string, field: string): Finding[] =>
  isMobile(value) ? [] : [errorFinding('phone.mobile', field, '请填写 11 位手机号')];

/** Checks a mobile or landline number that went through `normalizePhone`. */
export const checkPhone = (value: string, field: string): Finding[] =>
  isMobile(value) || LANDLINE.test(value)
    ? []
    : [
        errorFinding(
          'phone.format',
          field,
          '请填写 11 位手机号，或带区号的座机号，例如 029-87654321',
        ),
      ];

/** `138****5678`, `029-****4321`; anything else keeps its last two characters at most. */
export const maskPhone = (value: string): string => {
  if (isMobile(value)) return `${value.slice(0, 3)}****${value.slice(-4)}`;
  if (LANDLINE.test(value)) {
    const [area = '', number = ''] = value.split('-');
    return `${area}-${'*'.repeat(number.length - 4)}${number.slice(-4)}`;
  }
  const shown = value.length >= 7 ? 2 : 0;
  return '*'.repeat(value.length - shown) + value.slice(value.length - shown);
};
