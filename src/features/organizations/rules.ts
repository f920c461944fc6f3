import type { OrganizationKind } from '../../kernel/actor.ts';
import { checkCreditCode } from '../../kernel/credit-code.ts';
import { errorFinding, type Finding, warningFinding } from '../../kernel/finding.ts';
import { checkInstitutionCode } from '../../kernel/institution-code.ts';
import { checkMajorCode } from '../../kernel/major-code.ts';
import { toHalfWidth } from '../../kernel/text.ts';
import { type DateOnly, yearOf } from '../../kernel/time.ts';
import type { Affiliation, InstitutionKind, JurisdictionState, ReviewRoute } from './labels.ts';

/**
 * Who reviews an application of such an institution (项目办函〔2025〕1号 四.2; rule A3): the city bureau first for 中职
 * that are not 省属 or 部属, the province directly for everybody else.
 */
export const reviewRoute = (kind: InstitutionKind, affiliation: Affiliation): ReviewRoute =>
  kind === 'SECONDARY_VOCATIONAL' && affiliation !== 'PROVINCIAL' && affiliation !== 'MINISTERIAL'
    ? 'CITY'
    : 'PROVINCE';

export interface OrganizationFacts {
  readonly kind: OrganizationKind;
  readonly code: string;
  readonly creditCode: string | null;
  readonly institution: {
    readonly institutionKind: InstitutionKind;
    readonly affiliation: Affiliation;
    readonly institutionCode: string | null;
  } | null;
}

/** A stable code as it is kept: half width, without white space; capitals stay as they are written. */
export const stableCodeText = (typed: string): string => toHalfWidth(typed).replace(/\s/gu, '');

/** `Xian` and `xian` are one code. */
export const codeKey = (code: string): string => code.toLowerCase();

/**
 * The code under which an import finds its row again: what was given, else the code a register already gave the body.
 * '' when there is none.
 */
export const stableCode = (
  given: string,
  institutionCode: string | null,
  creditCode: string | null,
): string => (given === '' ? (institutionCode ?? creditCode ?? '') : given);

const CODE = /^[0-9A-Za-z][0-9A-Za-z_.-]{0,39}$/;

/** What is wrong with a stable code; '' is reported as missing. */
export const codeFindings = (code: string): Finding[] => {
  if (code === '') {
    const text = '请填写单位编码；院校可填院校标识码，评价组织可填统一社会信用代码';
    return [errorFinding('organizations.code_missing', 'code', text)];
  }
  if (CODE.test(code)) return [];
  const text = '请用字母、数字、“-”或“_”写单位编码，以字母或数字开头，不超过 40 位';
  return [errorFinding('organizations.code_format', 'code', text)];
};

/** What is wrong with the facts of one body, before the database is asked. */
export const organizationFindings = (facts: OrganizationFacts): Finding[] => {
  const findings = codeFindings(facts.code);
  if (facts.creditCode !== null) findings.push(...checkCreditCode(facts.creditCode, 'creditCode'));
  const { institution } = facts;
  if (facts.kind === 'INSTITUTION' && institution === null) {
    const text = '请填写院校类型和隶属关系，审核路线由它们决定';
    findings.push(
      errorFinding('organizations.institution_missing', 'institution', text, SOURCE_ROUTE),
    );
  }
  if (facts.kind !== 'INSTITUTION' && institution !== null) {
    const text = '只有院校才填写院校类型、隶属关系和院校标识码，请清空这些内容';
    findings.push(errorFinding('organizations.institution_unexpected', 'institution', text));
  }
  const institutionCode = institution?.institutionCode ?? null;
  if (institutionCode !== null) {
    findings.push(...checkInstitutionCode(institutionCode, 'institution.institutionCode'));
  }
  return findings;
};

const SOURCE_ROUTE = '项目办函〔2025〕1号 四.2';

export interface MajorFacts {
  readonly majorCode: string;
  readonly majorName: string;
  readonly firstEnrolmentYear: number;
  /** The code set has this code, so its name is known. */
  readonly isListed: boolean;
}

const EARLIEST_ENROLMENT = 1900;

/** What is wrong with one major of an institution; `today` is the day in Beijing. */
export const majorFindings = (facts: MajorFacts, today: DateOnly): Finding[] => {
  const findings = checkMajorCode(facts.majorCode, 'majorCode');
  if (!facts.isListed && facts.majorName === '') {
    const text = '专业目录中没有这个代码，请核对代码；目录外专业请同时填写专业名称';
    findings.push(errorFinding('organizations.major_unlisted', 'majorName', text));
  }
  const year = yearOf(today);
  if (facts.firstEnrolmentYear < EARLIEST_ENROLMENT || facts.firstEnrolmentYear > year) {
    const text = `请填写首次招生年份，在 ${EARLIEST_ENROLMENT} 至 ${year} 之间`;
    findings.push(
      errorFinding(
        'organizations.enrolment_year',
        'firstEnrolmentYear',
        text,
        '项目办函〔2025〕1号 三.1',
      ),
    );
  }
  if (!facts.isListed && findings.length === 0) {
    const text = '专业目录中没有这个代码，已按您填写的名称登记，请核对';
    findings.push(warningFinding('organizations.major_free', 'majorCode', text));
  }
  return findings;
};

/** A period of who reviews whom; the end is the first day on which it no longer holds. */
export interface Period {
  readonly validFrom: string;
  readonly validTo: string | null;
}

export const isInForce = (period: Period, on: string): boolean =>
  period.validFrom <= on && (period.validTo === null || period.validTo > on);

export const overlaps = (a: Period, b: Period): boolean =>
  (a.validTo === null || b.validFrom < a.validTo) &&
  (b.validTo === null || a.validFrom < b.validTo);

export const jurisdictionState = (period: Period, today: string): JurisdictionState => {
  if (isInForce(period, today)) return 'CURRENT';
  return period.validFrom > today ? 'FUTURE' : 'ENDED';
};

/** GB/T 2260, or a local code for a zone that has none of its own there (杨凌示范区). */
export const DIVISION_CODE = /^(\d{6}|LOCAL-[A-Z0-9-]{1,24})$/;
