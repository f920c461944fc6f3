import { errorFinding, warningFinding } from './finding.ts';
import type { Finding } from './finding.ts';

const SOURCE = 'GB 32100';
/** Digits and capitals without I O S V Z. */
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const FORMAT = /^[0-9A-HJ-NP-RTUWXY]{2}\d{6}[0-9A-HJ-NP-RTUWXY]{10}$/;
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/** The 18th character for the first 17, which must be of the code's alphabet; more characters are ignored. */
export const creditCodeCheckCharacter = (body: string): string => {
  const sum = WEIGHTS.reduce(
    (total, weight, i) => total + weight * ALPHABET.indexOf(body.charAt(i)),
    0,
  );
  // 31 − 0 is 31, which is written 0.
  return ALPHABET.charAt((31 - (sum % 31)) % 31);
};

/**
 * Checks a 统一社会信用代码 that went through `normalizeCode`. A wrong check character only warns, because codes
 * that registries really issued fail it (process.md 4.1, S42).
 */
export const checkCreditCode = (value: string, field: string): Finding[] => {
  if (!FORMAT.test(value))
    return [
      errorFinding(
        'credit_code.format',
        field,
        '请填写 18 位统一社会信用代码，由数字和大写字母组成，不含 I、O、S、V、Z，第 3 至 8 位是数字',
        SOURCE,
      ),
    ];
  if (creditCodeCheckCharacter(value) !== value.at(-1))
    return [
      warningFinding(
        'credit_code.check_character',
        field,
        '请对照登记证书逐位核对统一社会信用代码，校验位不符；核对无误请说明原因',
        SOURCE,
      ),
    ];
  return [];
};
