import { DomainError } from '../../kernel/error.ts';
import type { Finding } from '../../kernel/finding.ts';
import { isBlocking } from '../../kernel/finding.ts';
import { formatDate, type DateOnly } from '../../kernel/time.ts';

/** What the user reads when a constraint of this feature's tables refuses a row. */
export const organizationConstraintTexts = {
  division_code_is_known_form: {
    code: 'organizations.division_code',
    text: '请填写 6 位行政区划代码；国标没有代码的用 LOCAL- 开头自编',
    field: 'code',
  },
  organization_kind_is_known: {
    code: 'organizations.kind',
    text: '请选择单位类型',
    field: 'kind',
  },
  organization_status_is_known: {
    code: 'organizations.status',
    text: '单位状态只能是正常或已停用，请刷新页面后重试',
  },
  one_organization_per_code: {
    code: 'organizations.code_taken',
    text: '同类单位中已有这个编码，请在单位目录中查找后修改原有单位',
    field: 'code',
  },
  one_organization_per_name: {
    code: 'organizations.name_taken',
    text: '同类单位中已有这个名称，请在单位目录中查找；确属不同单位的，请用全称区分',
    field: 'name',
  },
  organization_area_code_fkey: {
    code: 'organizations.unknown_area',
    text: '行政区划中没有这个代码，请从列表中选择',
    field: 'areaCode',
  },
  institution_kind_is_known: {
    code: 'organizations.institution_kind',
    text: '请选择院校类型',
    field: 'institution.institutionKind',
  },
  affiliation_is_known: {
    code: 'organizations.affiliation',
    text: '请选择隶属关系',
    field: 'institution.affiliation',
  },
  institution_code_has_ten_digits: {
    code: 'organizations.institution_code_format',
    text: '请填写 10 位数字的院校标识码',
    field: 'institution.institutionCode',
  },
  one_institution_per_code: {
    code: 'organizations.institution_code_taken',
    text: '已有院校使用这个院校标识码；更名的院校请修改原有单位，不要重复登记',
    field: 'institution.institutionCode',
  },
  jurisdiction_ends_after_it_begins: {
    code: 'organizations.jurisdiction_order',
    text: '结束日期应晚于开始日期，请核对日期',
    field: 'validTo',
  },
  one_open_jurisdiction_per_institution: {
    code: 'organizations.jurisdiction_taken',
    text: '这所院校的管辖关系刚被他人修改，请刷新后核对再操作',
  },
  first_enrolment_year_is_plausible: {
    code: 'organizations.enrolment_year',
    text: '请核对首次招生年份',
    field: 'firstEnrolmentYear',
  },
  current_students_is_plausible: {
    code: 'organizations.current_students',
    text: '请核对在校生人数，应在 0 至 200000 之间',
    field: 'currentStudents',
  },
  institution_major_status_is_known: {
    code: 'organizations.major_status',
    text: '专业状态只能是在招或已停招，请刷新页面后重试',
  },
  one_major_per_institution_and_direction: {
    code: 'organizations.major_taken',
    text: '本校已登记这个专业（同一方向），请修改原有的一行；不同方向请填写专业方向',
    field: 'majorCode',
  },
} as const;

export const organizationNotFound = (): DomainError =>
  new DomainError(
    'not_found',
    'organizations.not_found',
    '没有找到这个单位，可能不在您的管理范围内，请从单位目录进入',
  );

export const jurisdictionNotFound = (): DomainError =>
  new DomainError(
    'not_found',
    'organizations.jurisdiction_not_found',
    '没有找到这条管辖关系，请刷新管辖关系列表',
  );

export const majorNotFound = (): DomainError =>
  new DomainError(
    'not_found',
    'organizations.major_not_found',
    '没有找到这个专业，请刷新本校专业列表',
  );

/** @throws nothing when no finding blocks and warnings, if any, were given a reason. */
export const refuseFindings = (findings: readonly Finding[], warningReason: string): void => {
  const blocking = findings.find(isBlocking);
  if (blocking !== undefined) {
    throw new DomainError('unprocessable', blocking.code, blocking.text, {
      field: blocking.field,
      findings,
    });
  }
  const [warning] = findings;
  if (warning === undefined || warningReason !== '') return;
  throw new DomainError(
    'unprocessable',
    warning.code,
    `${warning.text}；确认无误请填写说明后再保存`,
    {
      field: warning.field,
      findings,
    },
  );
};

const refuse = (code: string, text: string, field?: string): DomainError =>
  new DomainError(
    'unprocessable',
    `organizations.${code}`,
    text,
    field === undefined ? {} : { field },
  );

export const unknownArea = (): DomainError =>
  refuse('unknown_area', '行政区划中没有这个代码，请从列表中选择', 'areaCode');

export const notAnInstitution = (): DomainError =>
  refuse('not_an_institution', '只有院校才有管辖关系，请选择院校');

export const notABureau = (): DomainError =>
  refuse('not_a_bureau', '请选择一个正常状态的市级教育行政部门', 'bureauId');

export const alreadyClosed = (): DomainError =>
  refuse('already_closed', '该单位已停用，请刷新页面查看最新状态');

export const notClosed = (): DomainError =>
  refuse('not_closed', '该单位状态正常，不需要恢复，请刷新页面查看最新状态');

export const officeStays = (): DomainError =>
  refuse('office_stays', '项目办公室不能停用，否则无人能够办理业务');

export const stillAnswersFor = (count: number): DomainError =>
  refuse('still_answers', `仍有 ${count} 所院校由该局管辖，请先在“管辖关系”中改派，再停用`);

export const stillReviews = (count: number): DomainError =>
  refuse(
    'still_reviews',
    `仍有 ${count} 份申报待该局初审，请先由该局办理，或过初审截止时间后由省级调取，再停用`,
  );

export const stillOwnsCertificates = (count: number): DomainError =>
  refuse(
    'still_owns',
    `仍有 ${count} 个证书属于该组织且未退出目录，请先在“证书目录”中办理退出，再停用`,
  );

export const closedInstitution = (): DomainError =>
  refuse('closed', '该院校已停用，不能修改；确需修改请先恢复');

export const sameBureau = (bureauName: string): DomainError =>
  refuse('same_bureau', `该院校已由${bureauName}管辖，不需要改派`, 'bureauId');

export const overlappingPeriod = (
  bureauName: string,
  validFrom: DateOnly,
  validTo: DateOnly | null,
): DomainError => {
  const until = validTo === null ? '至今' : `至${formatDate(validTo)}（不含当日）`;
  const text = `与${bureauName}自${formatDate(validFrom)}${until}的管辖重叠，请改用更晚的日期`;
  return new DomainError('conflict', 'organizations.jurisdiction_overlap', text, {
    field: 'validFrom',
  });
};

export const alreadyEnded = (): DomainError =>
  refuse('already_ended', '这条管辖关系已经结束，请刷新管辖关系列表');

export const endsTooEarly = (validFrom: DateOnly): DomainError =>
  refuse('jurisdiction_order', `结束日期应晚于开始日期${formatDate(validFrom)}`, 'validTo');

export const majorIsUsed = (): DomainError =>
  new DomainError(
    'conflict',
    'organizations.major_used',
    '这个专业已用于申报，不能删除；不再招生的请改为“停招”',
  );

export const majorStatusUnchanged = (label: string): DomainError =>
  refuse('major_status_unchanged', `这个专业已是“${label}”，请刷新页面查看最新状态`);
