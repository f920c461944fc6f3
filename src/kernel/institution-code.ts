import { errorFinding, warningFinding } from './finding.ts';
import type { Finding } from './finding.ts';

const SOURCE = '院校标识码（学校标识码）编码规则';

/** The first two digits of a 院校标识码 and what they stand for. */
export const INSTITUTION_CODE_KINDS: Readonly<Record<string, string>> = {
  '36': '中等职业学校',
  '41': '普通高等学校',
  '42': '成人高等学校',
  '93': '中等职业培训机构',
};

export interface InstitutionCodeParts {
  /** A key of `INSTITUTION_CODE_KINDS`, or two digits that are not known. */
  readonly kind: string;
  /** GB/T 2260 province, 61 is 陕西. */
  readonly provinceCode: string;
  readonly sequence: string;
  /** The 5-digit 高校代码, only in codes of higher education. */
  readonly collegeCode?: string;
}

/** Undefined for what is not ten digits. */
export const parseInstitutionCode = (value: string): InstitutionCodeParts | undefined => {
  if (!/^\d{10}$/.test(value)) return undefined;
  const parts = {
    kind: value.slice(0, 2),
    provinceCode: value.slice(2, 4),
    sequence: value.slice(4),
  };
  const isCollege = parts.kind === '41' || parts.kind === '42';
  return isCollege && parts.sequence.startsWith('0')
    ? { ...parts, collegeCode: parts.sequence.slice(1) }
    : parts;
};

/**
 * Checks a 院校标识码 that went through `normalizeCode`. Kind, province and what the institution is are not compared:
 * a code outlives a change of kind, and 4261050084 is a 高职 with a kind of adult education.
 */
export const checkInstitutionCode = (value: string, field: string): Finding[] => {
  const parts = parseInstitutionCode(value);
  if (parts === undefined)
    return [errorFinding('institution_code.format', field, '请填写 10 位数字的院校标识码', SOURCE)];
  if (INSTITUTION_CODE_KINDS[parts.kind] === undefined)
    return [
      warningFinding(
        'institution_code.kind',
        field,
        '请核对院校标识码前 2 位，常见的是 36（中职）、41（普通高校）、42（成人高校）、93（中职培训机构）',
        SOURCE,
      ),
    ];
  return [];
};
