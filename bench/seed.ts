import pg from 'pg';
import { addDays, addMinutes, beijingDate, type Instant } from '../src/kernel/time.ts';
import { hashToken } from '../src/platform/http/call.ts';
import { type Insert, insertInto, range } from './insert.ts';
import { seedApplications, seedFiledRound } from './seed-applications.ts';
import {
  affiliationOf,
  bureauId,
  bureauName,
  bureauOf,
  certificateName,
  cityName,
  cityUser,
  DEPARTMENT_NAME,
  departmentId,
  evaluationId,
  filedRoundId,
  idOf,
  institutionId,
  institutionName,
  isCityRoute,
  kindOf,
  majorName,
  officeId,
  openRoundId,
  provincialUser,
  schoolUser,
  SIZE,
  type User,
} from './province.ts';
import { searchText } from '../src/platform/search-key.ts';

const divisionCode = (bureau: number): string => `61${String(bureau + 1).padStart(2, '0')}00`;

const seedOrganizations = async (insert: Insert, at: Instant): Promise<void> => {
  await insert('division', [
    { code: '610000', name: '云岭省', level: 'PROVINCE', source: 'bench', parent_code: null },
    ...range(SIZE.bureaus, (bureau) => ({
      code: divisionCode(bureau),
      name: cityName(bureau),
      level: 'CITY',
      source: 'bench',
      parent_code: '610000',
    })),
  ]);
  const bodies = [
    { id: officeId, kind: 'PROJECT_OFFICE', name: '云岭省试点项目办公室', area: '610000' },
    { id: departmentId, kind: 'PROVINCIAL_DEPARTMENT', name: DEPARTMENT_NAME, area: '610000' },
    ...range(SIZE.bureaus, (index) => ({
      id: bureauId(index),
      kind: 'CITY_BUREAU',
      name: bureauName(index),
      area: divisionCode(index),
    })),
    ...range(SIZE.evaluationOrganizations, (index) => ({
      id: evaluationId(index),
      kind: 'EVALUATION_ORGANIZATION',
      name: `第${index + 1}职业技能评价有限公司`,
      area: '610000',
    })),
    ...range(SIZE.institutions, (index) => ({
      id: institutionId(index),
      kind: 'INSTITUTION',
      name: institutionName(index),
      area: divisionCode(bureauOf(index)),
    })),
  ];
  await insert(
    'organization',
    bodies.map(({ id, kind, name, area }, index) => ({
      id,
      kind,
      name,
      code: `B${String(index).padStart(6, '0')}`,
      area_code: area,
      search_text: searchText(name),
      created_at: at,
      updated_at: at,
    })),
  );
  await insert(
    'institution',
    range(SIZE.institutions, (index) => ({
      organization_id: institutionId(index),
      institution_kind: kindOf(index),
      affiliation: affiliationOf(index),
      institution_code: String(3_600_000_000 + index),
    })),
  );
  await insert(
    'jurisdiction',
    range(SIZE.institutions, (index) => index)
      .filter(isCityRoute)
      .map((index) => ({
        id: idOf('jurisdiction', index),
        institution_id: institutionId(index),
        bureau_id: bureauId(bureauOf(index)),
        valid_from: '2020-01-01',
        created_at: at,
        updated_at: at,
      })),
  );
};

/** Without a confirmed 业务联系人 no application is sent (七.2). */
const seedOfficers = async (insert: Insert, at: Instant): Promise<void> => {
  await insert(
    'contact',
    range(SIZE.institutions, (index) => ({
      id: idOf('contact', index),
      organization_id: institutionId(index),
      duty: 'OFFICER',
      name: '联系人',
      landline: '029-88880000',
      valid_from: '2020-01-01',
      confirmed_at: at,
      search_text: searchText('联系人'),
      created_at: at,
      updated_at: at,
    })),
  );
};

const majorCode = (major: number): string => String(610_000 + major * 7);

const seedMajors = async (insert: Insert, at: Instant): Promise<void> => {
  await insert(
    'major',
    range(SIZE.majors, (index) => ({
      code: majorCode(index),
      catalog_edition: '2021',
      name: majorName(index),
      education_level: index % 2 === 0 ? '中职' : '高职专科',
      class_code: '6101',
      class_name: '应用技术类',
      category_code: '61',
      category_name: '应用技术大类',
      search_text: searchText(majorName(index)),
    })),
  );
  await insert(
    'institution_major',
    range(SIZE.institutions * SIZE.majorsPerInstitution, (index) => {
      const major = (index * 13) % SIZE.majors;
      return {
        id: idOf('institutionMajor', index),
        institution_id: institutionId(Math.floor(index / SIZE.majorsPerInstitution)),
        major_code: majorCode(major),
        major_name: majorName(major),
        first_enrolment_year: 2008 + (index % 12),
        current_students: 200 + (index % 300),
        search_text: searchText(majorName(major)),
        created_at: at,
        updated_at: at,
      };
    }),
  );
};

const seedCatalog = async (insert: Insert, at: Instant): Promise<void> => {
  await insert(
    'certificate',
    range(SIZE.certificates, (index) => ({
      id: idOf('certificate', index),
      code: `C${String(index + 1).padStart(4, '0')}`,
      short_name: certificateName(index),
      name: `${certificateName(index)}职业技能等级证书`,
      batch: 1 + (index % 4),
      evaluation_organization_id: evaluationId(index % SIZE.evaluationOrganizations),
      search_text: searchText(certificateName(index)),
      created_at: at,
      updated_at: at,
    })),
  );
  const levels = range(SIZE.certificates, (index) =>
    (index < SIZE.twoLevelCertificates ? [1, 2] : [1, 2, 3]).map((level) => ({ index, level })),
  ).flat();
  await insert(
    'certificate_level',
    levels.map(({ index, level }, number) => ({
      id: idOf('level', number),
      certificate_id: idOf('certificate', index),
      level,
      created_at: at,
    })),
  );
};

const seedAccounts = async (insert: Insert, at: Instant): Promise<void> => {
  const users: User[] = [
    ...range(SIZE.institutions, schoolUser),
    ...range(SIZE.provincialReviewers, provincialUser),
    ...range(SIZE.cityReviewers, cityUser),
  ];
  await insert(
    'account',
    users.map((user) => ({
      id: user.accountId,
      login_name: user.loginName,
      name: user.name,
      organization_id: user.organizationId,
      status: 'ACTIVE',
      roles: [user.role],
      password_hash: 'no password opens this account',
      created_at: at,
      updated_at: at,
    })),
  );
  await insert(
    'session',
    users.map((user, index) => ({
      id: idOf('session', index),
      token_hash: `\\x${hashToken(user.token).toString('hex')}`,
      account_id: user.accountId,
      created_at: at,
      seen_at: at,
      expires_at: addMinutes(at, 12 * 60),
    })),
  );
};

const seedRounds = async (insert: Insert, at: Instant): Promise<void> => {
  const year = Number(beijingDate(at).slice(0, 4));
  const round = (id: string, ofYear: number, status: string, opensAt: Instant) => ({
    id,
    year: ofYear,
    sequence: 1,
    title: `${ofYear}年第一批 1+X 证书试点申报`,
    status,
    opens_at: opensAt,
    closes_at: addDays(opensAt, 40),
    city_review_due_at: addDays(opensAt, 50),
    provincial_review_due_at: addDays(opensAt, 60),
    eligible_kinds: ['SECONDARY_VOCATIONAL', 'HIGHER_VOCATIONAL', 'APPLIED_UNDERGRADUATE'],
    rules: {
      threeYearRule: 'warn',
      minimumHeadcount: null,
      minimumOpinionLength: 10,
      correctionDays: 5,
      headcountPerStudentLimit: 1,
    },
    created_at: at,
    updated_at: at,
  });
  await insert('application_round', [
    round(openRoundId, year, 'PUBLISHED', addDays(at, -20)),
    round(filedRoundId, year - 1, 'CONCLUDED', addDays(at, -385)),
  ]);
};

/** Fills a migrated, empty database; `at` is now. The order follows what refers to what. */
export const seed = async (url: string, at: Instant): Promise<void> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const insert = insertInto(client);
  try {
    await client.query('begin');
    await seedOrganizations(insert, at);
    await seedMajors(insert, at);
    await seedCatalog(insert, at);
    await seedAccounts(insert, at);
    await seedOfficers(insert, at);
    await seedRounds(insert, at);
    await seedApplications(insert, at);
    await seedFiledRound(insert, at);
    await client.query('commit');
    await client.query('vacuum analyze');
    // Else the first seconds of measuring pay for the writing of what was just seeded.
    await client.query('checkpoint');
  } finally {
    await client.end();
  }
};
