import { errorFinding, warningFinding } from './finding.ts';
import type { Finding } from './finding.ts';

const SOURCE = '职业教育专业目录（2021年）';

/** The catalogues a major code can belong to, with the words of the ministry. */
export const MAJOR_LEVELS = {
  SECONDARY_VOCATIONAL: '中职',
  HIGHER_VOCATIONAL: '高职专科',
  VOCATIONAL_UNDERGRADUATE: '高职本科',
  UNDERGRADUATE: '普通本科',
} as const;

export type MajorLevel = keyof typeof MAJOR_LEVELS;

export interface MajorCodeParts {
  /** Six digits without suffix. */
  readonly digits: string;
  /** T: 特设专业, K: 国家控制布点专业. */
  readonly suffix: '' | 'T' | 'K' | 'TK';
  /** The first two digits: 专业大类 or 学科门类. */
  readonly categoryCode: string;
  /** The first four digits: 专业类. */
  readonly classCode: string;
  /** Undefined for a category of no catalogue known here. */
  readonly level: MajorLevel | undefined;
}

/** 专业大类 by catalogue; 学科门类 of 普通高等学校本科专业目录 are 01 to 14. */
const levelOf = (category: number): MajorLevel | undefined => {
  if (category >= 1 && category <= 14) return 'UNDERGRADUATE';
  if (category >= 21 && category <= 39) return 'VOCATIONAL_UNDERGRADUATE';
  if (category >= 41 && category <= 59) return 'HIGHER_VOCATIONAL';
  if (category >= 61 && category <= 79) return 'SECONDARY_VOCATIONAL';
  return undefined;
};

const isSuffix = (text: string): text is MajorCodeParts['suffix'] =>
  ['', 'T', 'K', 'TK'].includes(text);

/** Undefined for what is not six digits with an optional T, K or TK. */
export const parseMajorCode = (value: string): MajorCodeParts | undefined => {
  const suffix = value.slice(6);
  if (!/^\d{6}/.test(value) || !isSuffix(suffix)) return undefined;
  return {
    digits: value.slice(0, 6),
    suffix,
    categoryCode: value.slice(0, 2),
    classCode: value.slice(0, 4),
    level: levelOf(Number(value.slice(0, 2))),
  };
};

/** Checks a 专业代码 that went through `normalizeCode`; catalogues change, so an unknown category only warns. */
export const checkMajorCode = (value: string, field: string): Finding[] => {
  const parts = parseMajorCode(value);
  if (parts === undefined)
    return [
      errorFinding(
        'major_code.format',
        field,
        '请填写 6 位数字的专业代码，可带后缀 T、K 或 TK，例如 560213',
        SOURCE,
      ),
    ];
  if (parts.level === undefined)
    return [
      warningFinding(
        'major_code.category',
        field,
        '请核对专业代码前 2 位，专业目录中没有这个大类',
        SOURCE,
      ),
    ];
  return [];
};
