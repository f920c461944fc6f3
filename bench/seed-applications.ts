import { createHash } from 'node:crypto';
import { addDays, beijingDate, type Instant } from '../src/kernel/time.ts';
import { searchText } from '../src/platform/search-key.ts';
import { type Insert, range, type Row } from './insert.ts';
import {
  bureauId,
  bureauOf,
  certificateName,
  cityName,
  departmentId,
  evaluationId,
  filedRoundId,
  idOf,
  institutionId,
  institutionName,
  isCityRoute,
  itemCountOf,
  kindOf,
  LEVEL_COUNT,
  majorName,
  officeId,
  openRoundId,
  provincialUser,
  schoolUser,
  SIZE,
  type Status,
  statusOf,
} from './province.ts';

/** Which certificate a level belongs to, and which level it is; the inverse of the order in which levels are made. */
const levelAt = (number: number): { readonly certificate: number; readonly level: number } => {
  const inTwos = SIZE.twoLevelCertificates * 2;
  if (number < inTwos) return { certificate: Math.floor(number / 2), level: 1 + (number % 2) };
  const rest = number - inTwos;
  return { certificate: SIZE.twoLevelCertificates + Math.floor(rest / 3), level: 1 + (rest % 3) };
};

const levelOf = (institution: number, position: number): number =>
  (institution * 31 + position) % LEVEL_COUNT;

const CONDITIONS = range(5, (index) =>
  index === 1
    ? { answer: 'MOSTLY_MET', explanation: '培养方案已修订，配套教学资源计划在本学年内补齐。' }
    : { answer: 'MET', explanation: '' },
);

const REVIEWED: readonly Status[] = ['APPROVED', 'PARTIALLY_APPROVED', 'REJECTED'];

const isSubmitted = (status: string): boolean => status !== 'DRAFT';

interface Made {
  readonly id: string;
  readonly roundId: string;
  readonly institution: number;
  readonly status: string;
  readonly itemCount: number;
  readonly receiptNumber: string;
  readonly submittedAt: Instant;
}

const applicationRow = (made: Made): Row<'application'> => {
  const submitted = isSubmitted(made.status);
  return {
    id: made.id,
    round_id: made.roundId,
    institution_id: institutionId(made.institution),
    status: made.status,
    reviewing_bureau_id: isCityRoute(made.institution)
      ? bureauId(bureauOf(made.institution))
      : null,
    returned_from: made.status === 'RETURNED' ? 'PROVINCIAL_REVIEW' : null,
    correction_due_at: made.status === 'RETURNED' ? addDays(made.submittedAt, 30) : null,
    receipt_number: submitted ? made.receiptNumber : null,
    submitted_at: submitted ? made.submittedAt : null,
    submitted_by: submitted ? schoolUser(made.institution).accountId : null,
    submission_count: submitted ? 1 : 0,
    is_new_institution: submitted ? made.institution >= SIZE.filedInstitutions : null,
    leader_name: '校领导',
    leader_title: '副校长',
    department_name: '教务处',
    department_head: '处长',
    officer_name: '专人',
    officer_title: '科员',
    office_phone: '029-88880000',
    conditions: CONDITIONS,
    statement_accepted: true,
    plan_file_id: made.roundId === openRoundId ? idOf('file', made.institution) : null,
    item_count: made.itemCount,
    new_item_count: submitted ? Math.floor(made.itemCount / 2) : 0,
    planned_headcount: made.itemCount * 40,
    created_at: made.submittedAt,
    created_by: schoolUser(made.institution).accountId,
    updated_at: made.submittedAt,
    updated_by: schoolUser(made.institution).accountId,
  };
};

const majorsOfItem = (institution: number, position: number): string[] => {
  const first = institution * SIZE.majorsPerInstitution;
  return range(1 + (position % 3), (step) =>
    idOf('institutionMajor', first + ((position + step * 5) % SIZE.majorsPerInstitution)),
  );
};

/** What the reviewers have said of an item, as far as its application has come. */
const decisionColumns = (made: Made, position: number) => {
  const isDecided =
    (REVIEWED as readonly string[]).includes(made.status) || made.status === 'FILED';
  const isRefused =
    made.status === 'REJECTED' || (made.status === 'PARTIALLY_APPROVED' && position % 4 === 0);
  const isApproved = isDecided && !isRefused;
  return {
    provincial_decision: isDecided ? (isRefused ? 'REJECTED' : 'APPROVED') : null,
    approved_headcount: isApproved ? 40 : null,
    provincial_opinion: isRefused ? '实训条件暂不满足，请完善后下一批申报。' : '',
  };
};

const itemRow = (made: Made, position: number, id: string): Row<'application_item'> => {
  const seenByCity =
    isCityRoute(made.institution) && !['DRAFT', 'CITY_REVIEW'].includes(made.status);
  return {
    id,
    application_id: made.id,
    position,
    certificate_level_id: idOf('level', levelOf(made.institution, position)),
    institution_major_ids: majorsOfItem(made.institution, position),
    grades: ['G1', 'G2'],
    planned_headcount: 40,
    site_intention: position % 5 === 0,
    three_year_reason: '相关专业方向由原专业调整而来，师资与实训条件延续使用。',
    note: position % 10 === 0 ? '与区域产业园区共建实训基地，可承担周边院校考核。' : '',
    is_new: isSubmitted(made.status) ? position % 2 === 0 : null,
    city_decision: seenByCity ? 'ENDORSED' : null,
    city_opinion: seenByCity ? '同意' : '',
    ...decisionColumns(made, position),
  };
};

const fileRow = (institution: number, at: Instant): Row<'stored_file'> => ({
  id: idOf('file', institution),
  storage_key: `bench/${institution}`,
  original_name: '试点工作方案（盖章）.pdf',
  media_type: 'application/pdf',
  byte_count: 812_345,
  page_count: 12,
  sha256: createHash('sha256').update(String(institution)).digest('hex'),
  purpose: 'application.plan',
  organization_id: institutionId(institution),
  created_at: at,
  created_by: schoolUser(institution).accountId,
});

const auditRows = (made: Made, index: number): Row<'audit_event'>[] =>
  ['create', 'edit', 'uploadPlan', 'edit', 'submit'].map((verb, step) => ({
    id: idOf('audit', index * 5 + step),
    occurred_at: made.submittedAt,
    received_at: made.submittedAt,
    action: `applications.${verb}`,
    outcome: 'done',
    actor_kind: 'person',
    account_id: schoolUser(made.institution).accountId,
    actor_name: schoolUser(made.institution).name,
    organization_id: institutionId(made.institution),
    organization_name: institutionName(made.institution),
    subject_kind: 'application',
    subject_id: made.id,
  }));

const decisionRow = (made: Made): Row<'review_decision'> => ({
  id: idOf('decision', made.institution),
  application_id: made.id,
  stage: 'PROVINCIAL_REVIEW',
  verb:
    made.status === 'REJECTED'
      ? 'reject'
      : made.status === 'RETURNED'
        ? 'returnByProvince'
        : 'approve',
  opinion: '材料完整，专业与证书对应关系清楚。',
  account_id: provincialUser(0).accountId,
  reviewer_name: provincialUser(0).name,
  organization_id: departmentId,
  decided_at: addDays(made.submittedAt, 3),
});

const remarkRows = (made: Made): Row<'review_remark'>[] =>
  range(3, (index) => ({
    id: idOf('remark', made.institution * 3 + index),
    application_id: made.id,
    decision_id: idOf('decision', made.institution),
    stage: 'PROVINCIAL_REVIEW',
    field: `items[${index}].plannedHeadcount`,
    text: '请核对计划人数与在校生数的关系。',
    account_id: provincialUser(0).accountId,
    created_at: addDays(made.submittedAt, 3),
  }));

const submissionRow = (made: Made): Row<'application_submission'> => ({
  application_id: made.id,
  number: 1,
  submitted_at: made.submittedAt,
  submitted_by: schoolUser(made.institution).accountId,
  content: { content: { conditions: CONDITIONS, items: [] }, planFile: null },
  content_hash: createHash('sha256').update(made.id).digest('hex'),
});

/** 1,000 applications of the open round with 50,000 items, in mixed states. */
export const seedApplications = async (insert: Insert, at: Instant): Promise<void> => {
  const applications = range(SIZE.institutions, (institution): Made => ({
    id: idOf('application', institution),
    roundId: openRoundId,
    institution,
    status: statusOf(institution),
    itemCount: itemCountOf(institution),
    receiptNumber: `BENCH-OPEN-${institution}`,
    submittedAt: addDays(at, -1 - (institution % 18)),
  }));
  await insert(
    'stored_file',
    range(SIZE.institutions, (index) => fileRow(index, at)),
  );
  await insert('application', applications.map(applicationRow));
  let item = 0;
  await insert(
    'application_item',
    applications.flatMap((made) =>
      range(made.itemCount, (position) => itemRow(made, position, idOf('item', item++))),
    ),
  );
  const decided = applications.filter(
    ({ status }) => REVIEWED.includes(status as Status) || status === 'RETURNED',
  );
  await insert('review_decision', decided.map(decisionRow));
  await insert(
    'review_remark',
    decided.filter(({ status }) => status === 'RETURNED').flatMap(remarkRows),
  );
  await insert(
    'application_submission',
    applications.filter(({ status }) => isSubmitted(status)).map(submissionRow),
  );
  await insert('audit_event', applications.flatMap(auditRows));
};

/** Last year's round: 400 filed applications, 20,000 filings and the one edition that lists them. */
export const seedFiledRound = async (insert: Insert, at: Instant): Promise<void> => {
  const filedAt = addDays(at, -300);
  const per = SIZE.filedItemsPerInstitution;
  const applications = range(SIZE.filedInstitutions, (institution): Made => ({
    id: idOf('filedApplication', institution),
    roundId: filedRoundId,
    institution,
    status: 'FILED',
    itemCount: per,
    receiptNumber: `BENCH-FILED-${institution}`,
    submittedAt: addDays(at, -360),
  }));
  await insert('application', applications.map(applicationRow));
  await insert(
    'application_item',
    applications.flatMap((made) =>
      range(per, (position) =>
        itemRow(made, position, idOf('filedItem', made.institution * per + position)),
      ),
    ),
  );
  const lines = applications.flatMap((made) =>
    range(per, (position) =>
      filedLine(made.institution, position, made.institution * per + position),
    ),
  );
  const dates = { created_at: filedAt, updated_at: filedAt };
  const valid = {
    valid_from: beijingDate(filedAt),
    valid_to: beijingDate(addDays(filedAt, 365 * 3)),
  };
  await insert(
    'filing',
    lines.map(({ filing }) => ({ ...filing, ...valid, ...dates })),
  );
  await insert('filing_counter', [{ round_id: filedRoundId, last_number: lines.length }]);
  await insert('filed_list_edition', [
    {
      id: idOf('edition', 0),
      round_id: filedRoundId,
      number: 1,
      confirmed_at: filedAt,
      confirmed_by: provincialUser(0).accountId,
      confirmer_name: '项目办管理员',
      row_count: lines.length,
      added_count: lines.length,
      changed_count: 0,
      removed_count: 0,
      content_hash: createHash('sha256').update(officeId).digest('hex'),
    },
  ]);
  await insert(
    'filed_list_row',
    lines.map(({ row }) => row),
  );
};

const filedLine = (
  institution: number,
  position: number,
  number: number,
): { filing: Row<'filing'>; row: Row<'filed_list_row'> } => {
  const levelNumber = levelOf(institution, position);
  const { certificate, level } = levelAt(levelNumber);
  const evaluation = certificate % SIZE.evaluationOrganizations;
  const filingNumber = `YL1X-${String(number + 1).padStart(6, '0')}`;
  const majorNames = range(1 + (position % 3), (step) =>
    majorName((institution * 12 + position + step) % SIZE.majors),
  );
  return {
    filing: {
      id: idOf('filing', number),
      filing_number: filingNumber,
      round_id: filedRoundId,
      institution_id: institutionId(institution),
      certificate_level_id: idOf('level', levelNumber),
      evaluation_organization_id: evaluationId(evaluation),
      application_item_id: idOf('filedItem', number),
      headcount: 40,
      major_names: majorNames,
      is_new: position % 2 === 0,
      status: 'FILED',
    },
    row: {
      edition_id: idOf('edition', 0),
      position: number + 1,
      change: 'ADDED',
      filing_number: filingNumber,
      institution_name: institutionName(institution),
      institution_kind: kindOf(institution),
      area_name: cityName(bureauOf(institution)),
      certificate_name: certificateName(certificate),
      level,
      evaluation_organization_id: evaluationId(evaluation),
      evaluation_organization_name: `第${evaluation + 1}职业技能评价有限公司`,
      major_names: majorNames,
      headcount: 40,
      is_new: position % 2 === 0,
      search_text: `${searchKey(institution)}|${certificateName(certificate)}|${filingNumber.toLowerCase()}`,
    },
  };
};

const searchKeys = new Map<number, string>();
const searchKey = (institution: number): string => {
  const known = searchKeys.get(institution) ?? searchText(institutionName(institution));
  searchKeys.set(institution, known);
  return known;
};
