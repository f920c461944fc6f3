import fc from 'fast-check';
import type pg from 'pg';
import type { Role } from '../../src/kernel/actor.ts';
import { hashToken } from '../../src/platform/http/call.ts';

/** When a bureau answered for an institution; days of 2025, the test's today is 1 March. */
export interface Period {
  readonly bureau: number;
  readonly from: string;
  readonly to: string | null;
}

export interface PlannedApplication {
  readonly status: string;
  readonly isSubmitted: boolean;
  /** Frozen at submission: it need not be the bureau of today. */
  readonly bureau: number | null;
}

export interface PlannedInstitution {
  readonly periods: readonly Period[];
  /** At most one per round. */
  readonly applications: readonly (PlannedApplication | null)[];
  /** For each filing the evaluation organization. */
  readonly filings: readonly number[];
}

export interface PlannedProvince {
  readonly bureaus: number;
  readonly institutions: readonly PlannedInstitution[];
}

const UNSENT = ['DRAFT', 'LAPSED'] as const;
const SENT = [
  'CITY_REVIEW',
  'PROVINCIAL_REVIEW',
  'RETURNED',
  'CITY_REJECTED',
  'APPROVED',
  'PARTIALLY_APPROVED',
  'REJECTED',
  'WITHDRAWN',
  'LAPSED',
  'FILED',
] as const;

export const BUREAUS = 3;
export const ROUNDS = 2;
export const EVALUATORS = 2;

const bureau = fc.nat({ max: BUREAUS - 1 });

const periods: fc.Arbitrary<readonly Period[]> = fc.oneof(
  fc.constant([]),
  bureau.map((one) => [{ bureau: one, from: '2020-01-01', to: null }]),
  bureau.map((one) => [{ bureau: one, from: '2020-01-01', to: '2025-03-01' }]),
  bureau.map((one) => [{ bureau: one, from: '2025-03-02', to: null }]),
  fc.tuple(bureau, bureau).map(([old, now]) => [
    { bureau: old, from: '2020-01-01', to: '2025-01-01' },
    { bureau: now, from: '2025-01-01', to: null },
  ]),
);

const application: fc.Arbitrary<PlannedApplication | null> = fc.oneof(
  fc.constant(null),
  fc.record({
    status: fc.constantFrom(...UNSENT),
    isSubmitted: fc.constant(false),
    bureau: fc.option(bureau),
  }),
  fc.record({
    status: fc.constantFrom(...SENT),
    isSubmitted: fc.constant(true),
    bureau: fc.option(bureau),
  }),
  fc.record({ status: fc.constantFrom(...SENT), isSubmitted: fc.constant(true), bureau }),
);

export const provinces: fc.Arbitrary<PlannedProvince> = fc.record({
  bureaus: fc.constant(BUREAUS),
  institutions: fc.array(
    fc.record({
      periods,
      applications: fc.tuple(application, application),
      filings: fc.array(fc.nat({ max: EVALUATORS - 1 }), { maxLength: 2 }),
    }),
    { minLength: 2, maxLength: 4 },
  ),
});

/** Readable and the same in every run: group, then number. */
const id = (group: number, number: number): string =>
  `00000000-0000-7000-9000-${String(group * 10_000 + number).padStart(12, '0')}`;

export const ids = {
  bureau: (index: number) => id(1, index),
  institution: (index: number) => id(2, index),
  evaluator: (index: number) => id(3, index),
  round: (index: number) => id(4, index),
  application: (institution: number, round: number) => id(5, institution * 10 + round),
  item: (institution: number, round: number) => id(6, institution * 10 + round),
  file: (institution: number, round: number) => id(7, institution * 10 + round),
  filing: (institution: number, index: number) => id(8, institution * 10 + index),
  major: (institution: number) => id(9, institution),
  certificate: (evaluator: number) => id(10, evaluator),
  level: (evaluator: number, level: number) => id(11, evaluator * 10 + level),
  edition: () => id(12, 1),
};

export const tokenOf = (name: string): string => `province-${name}`;

const AT = '2025-03-01T02:00:00.000Z';

interface Insert {
  (table: string, row: Readonly<Record<string, unknown>>): Promise<void>;
}

const inserter =
  (client: pg.Client): Insert =>
  async (table, row) => {
    const names = Object.keys(row);
    const marks = names.map((_, index) => `$${index + 1}`);
    await client.query(
      `insert into ${table} (${names.join(', ')}) values (${marks.join(', ')})`,
      Object.values(row),
    );
  };

const stamps = { created_at: AT, updated_at: AT };

const account = async (
  insert: Insert,
  name: string,
  organizationId: string,
  role: Role,
  number: number,
): Promise<void> => {
  const accountId = id(20, number);
  await insert('account', {
    id: accountId,
    login_name: name,
    name: `人员${name}`,
    organization_id: organizationId,
    status: 'ACTIVE',
    roles: [role],
    password_hash: 'unusable',
    ...stamps,
  });
  await insert('session', {
    id: id(21, number),
    token_hash: hashToken(tokenOf(name)),
    account_id: accountId,
    created_at: AT,
    seen_at: '2035-01-01T00:00:00.000Z',
    expires_at: '2035-01-01T00:00:00.000Z',
  });
};

const bodies = async (insert: Insert, plan: PlannedProvince): Promise<void> => {
  const body = (bodyId: string, kind: string, name: string) =>
    insert('organization', { id: bodyId, kind, code: name, name, search_text: name, ...stamps });
  let number = 0;
  const withPerson = async (
    bodyId: string,
    kind: string,
    name: string,
    role: Role,
  ): Promise<void> => {
    await body(bodyId, kind, name);
    number += 1;
    await account(insert, name, bodyId, role, number);
  };
  for (let index = 0; index < plan.bureaus; index += 1)
    await withPerson(ids.bureau(index), 'CITY_BUREAU', `bureau${index}`, 'city_reviewer');
  for (let index = 0; index < EVALUATORS; index += 1)
    await withPerson(
      ids.evaluator(index),
      'EVALUATION_ORGANIZATION',
      `evaluator${index}`,
      'org_staff',
    );
  for (const index of plan.institutions.keys()) {
    await withPerson(ids.institution(index), 'INSTITUTION', `school${index}`, 'institution_admin');
    await insert('institution', {
      organization_id: ids.institution(index),
      institution_kind: 'SECONDARY_VOCATIONAL',
      affiliation: 'MUNICIPAL',
    });
  }
};

const catalogAndRounds = async (insert: Insert): Promise<void> => {
  for (let evaluator = 0; evaluator < EVALUATORS; evaluator += 1) {
    const name = `证书${evaluator}`;
    await insert('certificate', {
      id: ids.certificate(evaluator),
      code: `province${evaluator}`,
      short_name: name,
      name,
      evaluation_organization_id: ids.evaluator(evaluator),
      search_text: name,
      ...stamps,
    });
    for (const level of [1, 2, 3])
      await insert('certificate_level', {
        id: ids.level(evaluator, level),
        certificate_id: ids.certificate(evaluator),
        level,
        created_at: AT,
      });
  }
  for (let round = 0; round < ROUNDS; round += 1) {
    await insert('application_round', {
      id: ids.round(round),
      year: 2025,
      sequence: round + 1,
      title: `第 ${round + 1} 轮`,
      status: 'PUBLISHED',
      opens_at: '2025-02-01T00:00:00.000Z',
      closes_at: '2025-04-01T00:00:00.000Z',
      city_review_due_at: '2025-05-01T00:00:00.000Z',
      provincial_review_due_at: '2025-06-01T00:00:00.000Z',
      eligible_kinds: ['SECONDARY_VOCATIONAL'],
      rules: JSON.stringify({
        threeYearRule: 'warn',
        minimumHeadcount: null,
        minimumOpinionLength: 10,
        correctionDays: 5,
        headcountPerStudentLimit: 1,
      }),
      ...stamps,
    });
  }
};

const conditions = JSON.stringify(
  Array.from({ length: 5 }, () => ({ answer: 'MET', explanation: '' })),
);

const applicationOf = async (
  insert: Insert,
  institution: number,
  round: number,
  planned: PlannedApplication,
): Promise<void> => {
  const applicationId = ids.application(institution, round);
  const fileId = ids.file(institution, round);
  await insert('stored_file', {
    id: fileId,
    storage_key: `missing/${fileId}`,
    original_name: '方案.pdf',
    media_type: 'application/pdf',
    byte_count: 1,
    sha256: 'x',
    purpose: 'application.plan',
    organization_id: ids.institution(institution),
    created_at: AT,
    created_by: id(20, 1),
  });
  await insert('application', {
    id: applicationId,
    round_id: ids.round(round),
    institution_id: ids.institution(institution),
    status: planned.status,
    reviewing_bureau_id: planned.bureau === null ? null : ids.bureau(planned.bureau),
    receipt_number: planned.isSubmitted ? `R-${institution}-${round}` : null,
    submitted_at: planned.isSubmitted ? AT : null,
    submission_count: planned.isSubmitted ? 1 : 0,
    correction_due_at: planned.status === 'RETURNED' ? '2025-03-20T00:00:00.000Z' : null,
    conditions,
    plan_file_id: fileId,
    item_count: 1,
    planned_headcount: 10,
    ...stamps,
  });
  await insert('application_item', {
    id: ids.item(institution, round),
    application_id: applicationId,
    position: 0,
    certificate_level_id: ids.level(0, 1),
    institution_major_ids: [ids.major(institution)],
    planned_headcount: 10,
  });
  const decision = {
    application_id: applicationId,
    stage: 'CITY_REVIEW',
    account_id: id(20, 1),
  };
  await insert('review_decision', {
    ...decision,
    id: applicationId,
    verb: 'returnByCity',
    opinion: '意见',
    reviewer_name: '某人',
    organization_id: ids.bureau(0),
    decided_at: AT,
    revoked_at: AT,
  });
  await insert('review_remark', {
    ...decision,
    id: applicationId,
    field: '',
    text: '批注',
    created_at: AT,
  });
  await insert('application_submission', {
    application_id: applicationId,
    number: 1,
    submitted_at: AT,
    submitted_by: id(20, 1),
    content: JSON.stringify({
      content: {
        ...Object.fromEntries(
          [
            'leaderName',
            'leaderTitle',
            'departmentName',
            'departmentHead',
            'officerName',
            'officerTitle',
            'officePhone',
          ].map((name) => [name, '']),
        ),
        conditions: JSON.parse(conditions),
        statementAccepted: true,
        items: [],
        acceptedWarnings: {},
      },
    }),
    content_hash: 'x',
  });
};

const institutionOf = async (
  insert: Insert,
  institution: number,
  planned: PlannedInstitution,
): Promise<void> => {
  const institutionId = ids.institution(institution);
  for (const [index, period] of planned.periods.entries())
    await insert('jurisdiction', {
      id: id(30, institution * 10 + index),
      institution_id: institutionId,
      bureau_id: ids.bureau(period.bureau),
      valid_from: period.from,
      valid_to: period.to,
      ...stamps,
    });
  await insert('institution_major', {
    id: ids.major(institution),
    institution_id: institutionId,
    major_code: '660102',
    major_name: '机电',
    first_enrolment_year: 2015,
    current_students: 100,
    search_text: '机电',
    ...stamps,
  });
  for (const [round, one] of planned.applications.entries())
    if (one !== null) await applicationOf(insert, institution, round, one);
  for (const [index, evaluator] of planned.filings.entries())
    await filingOf(insert, institution, index, evaluator);
};

/** A filing of an earlier year; its item belongs to whatever application there is, or to none that is shown. */
const filingOf = async (
  insert: Insert,
  institution: number,
  index: number,
  evaluator: number,
): Promise<void> => {
  const filingId = ids.filing(institution, index);
  await insert('filing', {
    id: filingId,
    filing_number: `F-${institution}-${index}`,
    round_id: ids.round(0),
    institution_id: ids.institution(institution),
    certificate_level_id: ids.level(evaluator, index + 1),
    evaluation_organization_id: ids.evaluator(evaluator),
    application_item_id: filingId,
    headcount: 10,
    major_names: ['机电'],
    is_new: true,
    valid_from: '2025-01-01',
    valid_to: '2026-01-01',
    status: 'FILED',
    ...stamps,
  });
};

const MADE = [
  'filed_list_fetch',
  'filed_list_edition',
  'filing',
  'review_remark',
  'review_decision',
  'application_submission',
  'application_item',
  'application',
  'stored_file',
  'institution_major',
  'jurisdiction',
  'application_round',
  'certificate_level',
  'certificate',
  'session',
  'account',
  'institution',
  'organization',
];

/** Writes the province as the owner of the database; what an earlier one left is taken away first. */
export const settle = async (client: pg.Client, plan: PlannedProvince): Promise<void> => {
  const insert = inserter(client);
  await client.query('begin');
  // Only the keys between rows are passed over: the test is about who sees them.
  await client.query("set local session_replication_role = 'replica'");
  for (const table of MADE) {
    const key =
      table === 'institution'
        ? 'organization_id'
        : table === 'application_submission'
          ? 'application_id'
          : 'id';
    await client.query(`delete from ${table} where ${key}::text like '00000000-0000-7000-9000-%'`);
  }
  await bodies(insert, plan);
  await catalogAndRounds(insert);
  for (const [index, planned] of plan.institutions.entries())
    await institutionOf(insert, index, planned);
  await insert('filed_list_edition', {
    id: ids.edition(),
    round_id: ids.round(0),
    number: 1,
    confirmed_at: AT,
    confirmed_by: id(20, 1),
    confirmer_name: '某人',
    row_count: 0,
    added_count: 0,
    changed_count: 0,
    removed_count: 0,
    content_hash: 'x',
  });
  for (let evaluator = 0; evaluator < EVALUATORS; evaluator += 1)
    await insert('filed_list_fetch', {
      id: ids.evaluator(evaluator),
      edition_id: ids.edition(),
      organization_id: ids.evaluator(evaluator),
      account_id: id(20, 1),
      format: 'CSV',
      row_count: 0,
      fetched_at: AT,
    });
  await client.query('commit');
};
