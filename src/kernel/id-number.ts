import { errorFinding, warningFinding } from './finding.ts';
import type { Finding } from './finding.ts';
import { isDateOnly } from './time.ts';
import type { DateOnly } from './time.ts';

const SOURCE = 'GB 11643';
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK_DIGITS = '10X98765432';

// GB/T 2260 provinces, and 81 to 83 of the residence permits for 港澳台居民. Abolished county codes stay on cards,
// so nothing finer is looked at.
const PROVINCES =
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83'.split(
    ' ',
  );

export type Sex = 'MALE' | 'FEMALE';

/** What an identity number says of its bearer. */
export interface IdNumberParts {
  /** GB/T 2260 code of the place of first registration; it may have been abolished since. */
  readonly areaCode: string;
  readonly birthDate: DateOnly;
  readonly sex: Sex;
}

/** The 18th character for the first 17 digits; more characters are ignored. */
export const idNumberCheckDigit = (digits: string): string => {
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(digits[index]), 0);
  return CHECK_DIGITS.charAt(sum % 11);
};

/** Undefined for what is not 17 digits and a digit or capital X with a real birth date; the check digit is not judged. */
export const parseIdNumber = (value: string): IdNumberParts | undefined => {
  if (!/^\d{17}[\dX]$/.test(value)) return undefined;
  const birthDate = `${value.slice(6, 10)}-${value.slice(10, 12)}-${value.slice(12, 14)}`;
  if (!isDateOnly(birthDate)) return undefined;
  const sex = Number(value[16]) % 2 === 1 ? 'MALE' : 'FEMALE';
  return { areaCode: value.slice(0, 6), birthDate, sex };
};

/**
 * Checks an 18-digit identity number that went through `normalizeCode`. `today` is the Beijing date of the check.
 * An unknown province only warns (process.md 4.1).
 */
export const checkIdNumber = (value: string, today: DateOnly, field: string): Finding[] => {
  const error = (code: string, text: string) => [
    errorFinding(`id_number.${code}`, field, text, SOURCE),
  ];
  if (!/^\d{17}[\dX]$/.test(value))
    return error('format', '请填写 18 位身份证号，末位是数字或大写 X');
  const parts = parseIdNumber(value);
  if (parts === undefined)
    return error('birth_date', '请核对身份证号第 7 至 14 位，出生日期不存在');
  if (parts.birthDate > today)
    return error('future', '请核对身份证号第 7 至 14 位，出生日期晚于今天');
  if (idNumberCheckDigit(value) !== value.at(-1))
    return error('check_digit', '请对照证件逐位核对身份证号，校验位不符');
  if (!PROVINCES.includes(value.slice(0, 2)))
    return [
      warningFinding(
        'id_number.area',
        field,
        '请核对身份证号前 6 位，未找到对应的行政区划',
        SOURCE,
      ),
    ];
  return [];
};

/** `6101**********012X`; shorter document numbers keep two characters at each end, the shortest none. */
export const maskIdNumber = (value: string): string => {
  if (value.length < 8) return '*'.repeat(value.length);
  const shown = value.length < 15 ? 2 : 4;
  return value.slice(0, shown) + '*'.repeat(value.length - 2 * shown) + value.slice(-shown);
};
