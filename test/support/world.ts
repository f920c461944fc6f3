import { SYSTEM, type OrganizationKind, type Role } from '../../src/kernel/actor.ts';
import { addMilliseconds, type Instant } from '../../src/kernel/time.ts';
import { type Database, sqlBuilder, type Transaction } from '../../src/platform/db/database.ts';
import { hashToken } from '../../src/platform/http/call.ts';

/** An invented person with a live session. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly loginName: string;
  readonly organizationId: string;
  readonly roles: readonly Role[];
  readonly token: string;
}

/** A small invented province: enough bodies and people to try every rule, the same in every run. */
export interface World {
  readonly organizations: Readonly<Record<OrganizationName, string>>;
  readonly people: Readonly<Record<PersonName, Person>>;
  /** Institution majors by institution: three each, first enrolled 2015, 2020 and 2024. */
  readonly majors: Readonly<Record<SchoolName, readonly string[]>>;
  /** Certificate level ids: `alpha` 初/中/高 and `beta` 中 are active, `gamma` 初 is exiting. */
  readonly levels: Readonly<Record<'alpha1' | 'alpha2' | 'alpha3' | 'beta2' | 'gamma1', string>>;
}

const id = (group: number, number: number): string =>
  `00000000-0000-7000-8000-${String(group * 1_000_000 + number).padStart(12, '0')}`;

const ORGANIZATIONS = {
  office: ['PROJECT_OFFICE', '云岭省项目办公室'],
  department: ['PROVINCIAL_DEPARTMENT', '云岭省教育厅'],
  eastBureau: ['CITY_BUREAU', '东川市教育局'],
  westBureau: ['CITY_BUREAU', '西川市教育局'],
  eastSchool: ['INSTITUTION', '东川职业中专'],
  westSchool: ['INSTITUTION', '西川职教中心'],
  provincialSchool: ['INSTITUTION', '云岭省工业学校'],
  college: ['INSTITUTION', '云岭职业技术学院'],
  university: ['INSTITUTION', '云岭应用大学'],
  alphaOrg: ['EVALUATION_ORGANIZATION', '甲乙评价有限公司'],
  betaOrg: ['EVALUATION_ORGANIZATION', '丙丁评价中心'],
} as const satisfies Record<string, readonly [OrganizationKind, string]>;

export type OrganizationName = keyof typeof ORGANIZATIONS;
export type SchoolName =
  | 'eastSchool'
  | 'westSchool'
  | 'provincialSchool'
  | 'college'
  | 'university';

const SCHOOLS: Record<SchoolName, readonly [kind: string, affiliation: string, code: string]> = {
  eastSchool: ['SECONDARY_VOCATIONAL', 'MUNICIPAL', '3699000001'],
  westSchool: ['SECONDARY_VOCATIONAL', 'COUNTY', '3699000002'],
  provincialSchool: ['SECONDARY_VOCATIONAL', 'PROVINCIAL', '3699000003'],
  college: ['HIGHER_VOCATIONAL', 'PROVINCIAL', '4199000004'],
  university: ['APPLIED_UNDERGRADUATE', 'PROVINCIAL', '4199000005'],
};

const PEOPLE = {
  officeAdmin: ['office', '林知远', ['project_office_admin']],
  officeStaff: ['office', '苏未央', ['project_office_staff']],
  systemAdmin: ['office', '石守一', ['system_admin']],
  auditor: ['department', '纪明察', ['auditor']],
  reviewer: ['department', '文以宁', ['provincial_reviewer']],
  reviewerTwo: ['department', '易如常', ['provincial_reviewer']],
  viewer: ['department', '阅千川', ['provincial_viewer']],
  eastAdmin: ['eastBureau', '东方既白', ['city_admin']],
  eastReviewer: ['eastBureau', '许东来', ['city_reviewer']],
  eastViewer: ['eastBureau', '观东亭', ['city_viewer']],
  westReviewer: ['westBureau', '西门望', ['city_reviewer']],
  eastSchoolAdmin: ['eastSchool', '东校长青', ['institution_admin']],
  eastSchoolStaff: ['eastSchool', '东小满', ['institution_staff']],
  eastSchoolLeader: ['eastSchool', '东致和', ['institution_leader']],
  westSchoolAdmin: ['westSchool', '西岭雪', ['institution_admin']],
  provincialSchoolAdmin: ['provincialSchool', '省小雨', ['institution_admin']],
  collegeAdmin: ['college', '高鹏程', ['institution_admin']],
  collegeStaff: ['college', '高㐂·𠮷', ['institution_staff']],
  universityAdmin: ['university', '应用之', ['institution_admin']],
  alphaAdmin: ['alphaOrg', '甲子初', ['org_admin']],
  alphaStaff: ['alphaOrg', '乙丑生', ['org_staff']],
  betaAdmin: ['betaOrg', '丙寅年', ['org_admin']],
} as const satisfies Record<string, readonly [OrganizationName, string, readonly Role[]]>;

export type PersonName = keyof typeof PEOPLE;

const CERTIFICATES = [
  ['alpha', '智能装配', 'alphaOrg', 'ACTIVE', [1, 2, 3]],
  ['beta', '数据标注', 'betaOrg', 'ACTIVE', [2]],
  ['gamma', '旧式排版', 'betaOrg', 'EXITING', [1]],
] as const;

const insertBodies = async (
  tx: Transaction,
  at: Instant,
): Promise<Record<OrganizationName, string>> => {
  const names = Object.keys(ORGANIZATIONS) as OrganizationName[];
  const ids = Object.fromEntries(names.map((name, index) => [name, id(1, index + 1)])) as Record<
    OrganizationName,
    string
  >;
  await tx.run(
    sqlBuilder.insertInto('organization').values(
      names.map((name) => ({
        id: ids[name],
        kind: ORGANIZATIONS[name][0],
        code: name,
        name: ORGANIZATIONS[name][1],
        search_text: `${ORGANIZATIONS[name][1]}|${name.toLowerCase()}`,
        created_at: at,
        updated_at: at,
      })),
    ),
  );
  await tx.run(
    sqlBuilder.insertInto('institution').values(
      (Object.keys(SCHOOLS) as SchoolName[]).map((name) => ({
        organization_id: ids[name],
        institution_kind: SCHOOLS[name][0],
        affiliation: SCHOOLS[name][1],
        institution_code: SCHOOLS[name][2],
      })),
    ),
  );
  const jurisdictions = [
    ['eastSchool', 'eastBureau'],
    ['westSchool', 'westBureau'],
  ] as const;
  await tx.run(
    sqlBuilder.insertInto('jurisdiction').values(
      jurisdictions.map(([school, bureau], index) => ({
        id: id(2, index + 1),
        institution_id: ids[school],
        bureau_id: ids[bureau],
        valid_from: '2020-01-01',
        created_at: at,
        updated_at: at,
      })),
    ),
  );
  return ids;
};

const MAJORS = [
  ['660102', '机电设备技术', 2015, 300],
  ['710201', '计算机应用', 2020, 200],
  ['730101', '电子商务', 2024, 90],
] as const;

const insertMajors = async (
  tx: Transaction,
  ids: Record<OrganizationName, string>,
  at: Instant,
): Promise<Record<SchoolName, string[]>> => {
  const result = {} as Record<SchoolName, string[]>;
  for (const [index, school] of (Object.keys(SCHOOLS) as SchoolName[]).entries()) {
    const rows = MAJORS.map(([code, name, year, students], position) => ({
      id: id(3, index * 10 + position + 1),
      institution_id: ids[school],
      major_code: code,
      major_name: name,
      first_enrolment_year: year,
      current_students: students,
      search_text: name,
      created_at: at,
      updated_at: at,
    }));
    await tx.run(sqlBuilder.insertInto('institution_major').values(rows));
    result[school] = rows.map((row) => row.id);
  }
  return result;
};

/** Who is reached about an application (七.2); tests move the clock by months, these stay confirmed. */
const insertOfficers = async (
  tx: Transaction,
  ids: Record<OrganizationName, string>,
  at: Instant,
): Promise<void> => {
  await tx.run(
    sqlBuilder.insertInto('contact').values(
      (Object.keys(SCHOOLS) as SchoolName[]).map((name, index) => ({
        id: id(8, index + 1),
        organization_id: ids[name],
        duty: 'OFFICER',
        name: `专联络${'甲乙丙丁戊'.charAt(index)}`,
        landline: `029-8888000${index}`,
        valid_from: '2020-01-01',
        confirmed_at: addMilliseconds(at, 3650 * 86_400_000),
        search_text: '专联络',
        created_at: at,
        updated_at: at,
      })),
    ),
  );
};

const insertCatalog = async (
  tx: Transaction,
  ids: Record<OrganizationName, string>,
  at: Instant,
): Promise<World['levels']> => {
  const levels: Record<string, string> = {};
  for (const [
    index,
    [key, name, organization, status, certificateLevels],
  ] of CERTIFICATES.entries()) {
    const certificateId = id(4, index + 1);
    await tx.run(
      sqlBuilder.insertInto('certificate').values({
        id: certificateId,
        code: key,
        short_name: name,
        name: `${name}职业技能等级证书`,
        batch: index + 1,
        evaluation_organization_id: ids[organization],
        status,
        search_text: `${name}|${key}`,
        created_at: at,
        updated_at: at,
      }),
    );
    for (const level of certificateLevels) {
      const levelId = id(5, index * 10 + level);
      await tx.run(
        sqlBuilder
          .insertInto('certificate_level')
          .values({ id: levelId, certificate_id: certificateId, level, created_at: at }),
      );
      levels[`${key}${level}`] = levelId;
    }
  }
  return levels as unknown as World['levels'];
};

const insertPeople = async (
  tx: Transaction,
  ids: Record<OrganizationName, string>,
  at: Instant,
): Promise<World['people']> => {
  const people = {} as Record<PersonName, Person>;
  for (const [index, key] of (Object.keys(PEOPLE) as PersonName[]).entries()) {
    const [organization, name, roles] = PEOPLE[key];
    const person: Person = {
      id: id(6, index + 1),
      name,
      loginName: key.toLowerCase(),
      organizationId: ids[organization],
      roles,
      token: `test-session-${key}`,
    };
    people[key] = person;
    await tx.run(
      sqlBuilder.insertInto('account').values({
        id: person.id,
        login_name: person.loginName,
        name,
        organization_id: person.organizationId,
        status: 'ACTIVE',
        roles: [...roles],
        password_hash: 'unusable',
        created_at: at,
        updated_at: at,
      }),
    );
    await tx.run(
      sqlBuilder.insertInto('session').values({
        id: id(7, index + 1),
        token_hash: hashToken(person.token),
        account_id: person.id,
        created_at: at,
        // Tests move the clock by weeks; these sessions outlive them.
        seen_at: addMilliseconds(at, 3650 * 86_400_000),
        expires_at: addMilliseconds(at, 3650 * 86_400_000),
      }),
    );
  }
  return people;
};

export const buildWorld = async (database: Database, at: Instant): Promise<World> =>
  await database.transaction(SYSTEM, async (tx) => {
    const organizations = await insertBodies(tx, at);
    const majors = await insertMajors(tx, organizations, at);
    const levels = await insertCatalog(tx, organizations, at);
    const people = await insertPeople(tx, organizations, at);
    await insertOfficers(tx, organizations, at);
    return { organizations, people, majors, levels };
  });
