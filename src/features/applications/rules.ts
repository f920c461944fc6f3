import { errorFinding, type Finding, isBlocking, warningFinding } from '../../kernel/finding.ts';
import { checkPhone } from '../../kernel/phone.ts';
import type { ApplicationContent, ApplicationItemContent } from './content.ts';
import { CONDITIONS } from './content.ts';

const NOTICE = '项目办函〔2025〕1号';

export interface OfferedMajor {
  readonly id: string;
  readonly name: string;
  readonly firstEnrolmentYear: number;
  readonly currentStudents: number;
  readonly isClosed: boolean;
}

export interface LevelFacts {
  readonly id: string;
  readonly certificateId: string;
  readonly name: string;
  readonly certificateStatus: string;
}

/** The configurable part of the rules, an edition of which is stored with the round. */
export interface RoundRules {
  readonly year: number;
  readonly eligibleKinds: readonly string[];
  readonly threeYearRule: 'warn' | 'off';
  readonly minimumHeadcount: number | null;
  readonly headcountPerStudentLimit: number;
}

/** Everything the checks look at besides the content itself. */
export interface CheckContext {
  readonly round: RoundRules;
  readonly institutionKind: string;
  readonly majors: ReadonlyMap<string, OfferedMajor>;
  readonly levels: ReadonlyMap<string, LevelFacts>;
  /** Certificates for which the institution was filed in any earlier round. */
  readonly everFiledCertificateIds: ReadonlySet<string>;
  readonly hasPlanFile: boolean;
}

/** New or continuing is a fact of the filings, per institution and certificate (四.4), never a claim of the applicant. */
export const isNewItem = (item: ApplicationItemContent, context: CheckContext): boolean => {
  const level = context.levels.get(item.certificateLevelId);
  return level !== undefined && !context.everFiledCertificateIds.has(level.certificateId);
};

const REQUIRED_TEXTS = [
  ['leaderName', '请填写牵头校领导姓名'],
  ['leaderTitle', '请填写牵头校领导职务'],
  ['departmentName', '请填写负责部门'],
  ['departmentHead', '请填写部门负责人'],
  ['officerName', '请填写负责具体工作的专人姓名'],
  ['officerTitle', '请填写专人职务'],
  ['officePhone', '请填写办公电话（座机），便于审核单位联系'],
] as const;

/** 四.4: the head of the school leads, a department and a named person are responsible. */
const checkPeople = (content: ApplicationContent): Finding[] => [
  ...REQUIRED_TEXTS.filter(([field]) => content[field] === '').map(([field, text]) =>
    errorFinding('application.required', field, text, `${NOTICE} 四.4`),
  ),
  ...(content.officePhone === '' ? [] : checkPhone(content.officePhone, 'officePhone')),
];

/** 三: each of the five conditions is answered; anything but 符合 is explained. */
const checkConditions = (content: ApplicationContent): Finding[] =>
  CONDITIONS.flatMap((condition, index) => {
    const given = content.conditions[index];
    const source = `${NOTICE} 三.${index + 1}`;
    if (given === undefined || given.answer === null) {
      const text = `请回答第 ${index + 1} 项条件“${condition.label}”是否符合`;
      return [
        errorFinding(
          'application.condition_unanswered',
          `conditions[${index}].answer`,
          text,
          source,
        ),
      ];
    }
    if (given.answer !== 'MET' && given.explanation === '') {
      const text = `请说明第 ${index + 1} 项条件“${condition.label}”的情况和改进打算`;
      return [
        errorFinding(
          'application.condition_unexplained',
          `conditions[${index}].explanation`,
          text,
          source,
        ),
      ];
    }
    return [];
  });

/** 一 and the exit rules: only certificates in the catalog, and none that is leaving it. */
const checkLevel = (
  item: ApplicationItemContent,
  path: string,
  context: CheckContext,
): Finding[] => {
  const level = context.levels.get(item.certificateLevelId);
  const field = `${path}.certificateLevelId`;
  if (level === undefined) {
    const text = '目录中没有这个证书等级，请重新选择';
    return [errorFinding('application.level_unknown', field, text, `${NOTICE} 一`)];
  }
  if (level.certificateStatus === 'ACTIVE') return [];
  const state = level.certificateStatus === 'EXITING' ? '正在退出目录' : '已退出目录';
  const text = `“${level.name}”${state}，不能申报，请删除这一项或改选其他证书`;
  return [errorFinding('application.certificate_exiting', field, text, '证书退出目录规则')];
};

/** 三.1: tied to at least one major that the institution offers. */
const checkMajors = (
  item: ApplicationItemContent,
  path: string,
  context: CheckContext,
): Finding[] => {
  const field = `${path}.institutionMajorIds`;
  if (item.institutionMajorIds.length === 0) {
    return [
      errorFinding(
        'application.major_missing',
        field,
        '请至少选择一个本校开设的专业',
        `${NOTICE} 三.1`,
      ),
    ];
  }
  return item.institutionMajorIds.flatMap((majorId) => {
    const major = context.majors.get(majorId);
    if (major === undefined) {
      const text = '所选专业不是本校开设的专业，请重新选择，或先在“本校专业”中登记';
      return [errorFinding('application.major_not_offered', field, text, `${NOTICE} 三.1`)];
    }
    if (!major.isClosed) return [];
    const text = `专业“${major.name}”已停办，请改选其他专业`;
    return [errorFinding('application.major_closed', field, text, `${NOTICE} 三.1`)];
  });
};

const REQUIRED_INTAKES = 3;

/** 三.1 「原则上已连续招生 3 年」: soft. A shorter time needs a reason and is left to the reviewer. */
const checkThreeYears = (
  item: ApplicationItemContent,
  path: string,
  context: CheckContext,
): Finding[] => {
  if (context.round.threeYearRule === 'off') return [];
  const young = item.institutionMajorIds
    .map((majorId) => context.majors.get(majorId))
    .filter((major) => major !== undefined)
    .filter((major) => context.round.year - major.firstEnrolmentYear < REQUIRED_INTAKES);
  if (young.length === 0) return [];
  const names = young
    .map((major) => `“${major.name}”（${major.firstEnrolmentYear} 年起招生）`)
    .join('、');
  const text = `${names}招生不满 3 年，原则上应满 3 年；确需申报请填写说明，由审核单位判断`;
  return [
    warningFinding('application.three_years', `${path}.threeYearReason`, text, `${NOTICE} 三.1`),
  ];
};

/** The round's ratio is named where it is not one to one. */
const studentsText = (students: number, ratio: number): string =>
  ratio === 1
    ? `所选专业在校生 ${students} 人`
    : `所选专业在校生 ${students} 人的 ${ratio} 倍，即 ${Math.floor(students * ratio)} 人`;

/** 六.1 「科学确定」: more persons than the majors have students is asked about, not forbidden. */
const checkHeadcount = (
  item: ApplicationItemContent,
  path: string,
  context: CheckContext,
): Finding[] => {
  const field = `${path}.plannedHeadcount`;
  const planned = item.plannedHeadcount;
  if (planned === null || planned < 1) {
    return [
      errorFinding(
        'application.headcount_missing',
        field,
        '请填写计划人数，至少 1 人',
        `${NOTICE} 六.1`,
      ),
    ];
  }
  const students = item.institutionMajorIds.reduce(
    (sum, majorId) => sum + (context.majors.get(majorId)?.currentStudents ?? 0),
    0,
  );
  const findings: Finding[] = [];
  if (students > 0 && planned > students * context.round.headcountPerStudentLimit) {
    const text = `计划 ${planned} 人，超过${studentsText(students, context.round.headcountPerStudentLimit)}；请核对人数，确需如此请说明理由`;
    findings.push(
      warningFinding('application.headcount_above_students', field, text, `${NOTICE} 六.1`),
    );
  }
  const minimum = context.round.minimumHeadcount;
  if (minimum !== null && planned < minimum) {
    const text = `每个证书等级原则上不少于 ${minimum} 人；确需如此请说明理由`;
    findings.push(warningFinding('application.headcount_below_minimum', field, text));
  }
  return findings;
};

const checkItem = (
  item: ApplicationItemContent,
  index: number,
  context: CheckContext,
): Finding[] => {
  const path = `items[${index}]`;
  return [
    ...checkLevel(item, path, context),
    ...checkMajors(item, path, context),
    ...checkThreeYears(item, path, context),
    ...(item.grades.length === 0
      ? [errorFinding('application.grades_missing', `${path}.grades`, '请选择参与年级')]
      : []),
    ...checkHeadcount(item, path, context),
  ];
};

const checkItems = (content: ApplicationContent, context: CheckContext): Finding[] => {
  if (content.items.length === 0) {
    return [errorFinding('application.no_items', 'items', '请至少添加一项证书', `${NOTICE} 二`)];
  }
  const seen = new Map<string, number>();
  return content.items.flatMap((item, index) => {
    const earlier = seen.get(item.certificateLevelId);
    seen.set(item.certificateLevelId, earlier ?? index);
    const findings = checkItem(item, index, context);
    if (earlier === undefined) return findings;
    const text = `与第 ${earlier + 1} 项重复，同一证书等级请合并为一项`;
    return [
      ...findings,
      errorFinding('application.duplicate_level', `items[${index}].certificateLevelId`, text),
    ];
  });
};

/** 四.4: whoever applies for something new uploads a sealed work plan; one plan may cover many certificates. */
const checkPlan = (content: ApplicationContent, context: CheckContext): Finding[] => {
  const needsPlan = content.items.some((item) => isNewItem(item, context));
  if (!needsPlan || context.hasPlanFile) return [];
  const text = '有首次申报的证书，请上传加盖学校公章的《试点工作方案》PDF';
  return [errorFinding('application.plan_required', 'planFile', text, `${NOTICE} 四.4`)];
};

const checkEligibility = (context: CheckContext): Finding[] =>
  context.round.eligibleKinds.includes(context.institutionKind)
    ? []
    : [
        errorFinding(
          'application.kind_not_eligible',
          '',
          '本轮次不面向贵校的办学类型，请查看本轮申报范围或联系项目办',
        ),
      ];

/** Every finding about the content, errors first. Pure: the browser and the server run the same checks. */
export const checkContent = (content: ApplicationContent, context: CheckContext): Finding[] => {
  const findings = [
    ...checkEligibility(context),
    ...checkPeople(content),
    ...checkConditions(content),
    ...checkItems(content, context),
    ...checkPlan(content, context),
    ...(content.statementAccepted
      ? []
      : [
          errorFinding(
            'application.statement_missing',
            'statementAccepted',
            '请阅读并勾选真实性承诺',
          ),
        ]),
  ];
  return [...findings.filter(isBlocking), ...findings.filter((finding) => !isBlocking(finding))];
};

export const warningKey = (finding: Finding): string => `${finding.code}@${finding.field}`;

/** The reason the institution gave for a warning: the item's own field for the three-year rule, otherwise by key. */
export const warningReason = (content: ApplicationContent, finding: Finding): string => {
  if (finding.code === 'application.three_years') {
    const index = Number(/^items\[(\d+)\]/.exec(finding.field)?.[1] ?? -1);
    return content.items[index]?.threeYearReason ?? '';
  }
  return content.acceptedWarnings[warningKey(finding)] ?? '';
};

/** What stands in the way of submitting: all errors, and each warning without a reason (as an error of its own). */
export const blockingFindings = (
  content: ApplicationContent,
  findings: readonly Finding[],
): Finding[] => [
  ...findings.filter(isBlocking),
  ...findings
    .filter((finding) => !isBlocking(finding) && warningReason(content, finding) === '')
    .map((finding) => ({ ...finding, severity: 'error' as const })),
];
