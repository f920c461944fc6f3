import { FACTOR_SETTING, OFFERED_FACTOR_POLICY } from '../../src/features/accounts/index.ts';
import type pg from 'pg';
import { hashToken } from '../../src/platform/http/call.ts';

const id = (group: number, number: number): string =>
  `00000000-0000-7000-a000-${String(group * 1_000_000 + number).padStart(12, '0')}`;

/** Institutions with one signed-in administrator and one major each, and rounds that are open now. */
export interface SeededSchools {
  readonly schools: readonly {
    readonly token: string;
    readonly majorId: string;
    readonly isNew: boolean;
  }[];
  readonly roundIds: readonly string[];
  /** Levels of two certificates. */
  readonly levelIds: readonly [string, string];
  readonly officeToken: string;
  readonly reviewerToken: string;
}

const RULES = JSON.stringify({
  threeYearRule: 'warn',
  minimumHeadcount: null,
  minimumOpinionLength: 10,
  correctionDays: 5,
  headcountPerStudentLimit: 1,
});

const organization = (client: pg.Client, bodyId: string, kind: string, name: string) =>
  client.query(
    `insert into organization (id, kind, code, name, search_text, created_at, updated_at)
     values ($1, $2, $3, $3, $3, now(), now())`,
    [bodyId, kind, name],
  );

const person = async (
  client: pg.Client,
  number: number,
  organizationId: string,
  role: string,
): Promise<string> => {
  const token = `fault-session-${number}`;
  await client.query(
    `insert into account (id, login_name, name, organization_id, status, roles, password_hash, created_at, updated_at)
     values ($1, $2, $2, $3, 'ACTIVE', array[$4], 'unusable', now(), now())`,
    [id(1, number), `person${number}`, organizationId, role],
  );
  await client.query(
    `insert into session (id, token_hash, account_id, created_at, seen_at, expires_at)
     values ($1, $2, $3, now(), now() + interval '1 year', now() + interval '1 year')`,
    [id(2, number), hashToken(token), id(1, number)],
  );
  return token;
};

const certificates = async (client: pg.Client): Promise<[string, string]> => {
  await organization(client, id(3, 1), 'EVALUATION_ORGANIZATION', '某评价组织');
  for (const number of [1, 2]) {
    await client.query(
      `insert into certificate (id, code, short_name, name, evaluation_organization_id, search_text, created_at, updated_at)
       values ($1, $2, $2, $2, $3, $2, now(), now())`,
      [id(4, number), `证书${number}`, id(3, 1)],
    );
    await client.query(
      'insert into certificate_level (id, certificate_id, level, created_at) values ($1, $2, 2, now())',
      [id(5, number), id(4, number)],
    );
  }
  return [id(5, 1), id(5, 2)];
};

const round = async (client: pg.Client, number: number): Promise<string> => {
  await client.query(
    `insert into application_round (id, year, sequence, title, status, opens_at, closes_at, city_review_due_at,
        provincial_review_due_at, eligible_kinds, rules, created_at, updated_at)
     values ($1, $2, $3, $4, 'PUBLISHED', now() - interval '1 day', now() + interval '1 day', now() + interval '2 days',
        now() + interval '3 days', array['HIGHER_VOCATIONAL'], $5, now(), now())`,
    [id(6, number), 2025 + Math.floor(number / 9), 1 + (number % 9), `第 ${number} 轮`, RULES],
  );
  return id(6, number);
};

/** Every filed certificate of an institution makes its item a continued one, which needs no sealed plan (四.4). */
const filed = async (client: pg.Client, number: number, pastRound: string): Promise<void> => {
  for (const level of [1, 2])
    await client.query(
      `insert into filing (id, filing_number, round_id, institution_id, certificate_level_id, evaluation_organization_id,
          application_item_id, headcount, major_names, is_new, valid_from, valid_to, status, created_at, updated_at)
       values ($1, $2, $3, $4, $5, $6, $1, 10, '{}', true, '2024-01-01', '2025-01-01', 'FILING_EXPIRED', now(), now())`,
      [
        id(7, number * 10 + level),
        `F-${number}-${level}`,
        pastRound,
        id(8, number),
        id(5, level),
        id(3, 1),
      ],
    );
};

/**
 * Writes them straight into a migrated, empty database. Every fourth institution has never been filed: its submissions
 * carry a sealed plan.
 */
export const seedSchools = async (
  client: pg.Client,
  size: { readonly schools: number; readonly rounds: number },
): Promise<SeededSchools> => {
  await client.query('begin');
  // The filings of the past belong to applications that nobody looks at here.
  await client.query("set local session_replication_role = 'replica'");
  // Nobody here has a telephone for the second factor.
  await client.query(
    'insert into setting (key, value, updated_at) values ($1, $2, now()) on conflict (key) do nothing',
    [FACTOR_SETTING, JSON.stringify(OFFERED_FACTOR_POLICY)],
  );
  const levelIds = await certificates(client);
  const pastRound = await round(client, 0);
  await client.query(`update application_round set status = 'CONCLUDED' where id = $1`, [
    pastRound,
  ]);
  const roundIds: string[] = [];
  for (let number = 1; number <= size.rounds; number += 1)
    roundIds.push(await round(client, number));
  await organization(client, id(9, 1), 'PROJECT_OFFICE', '项目办');
  await organization(client, id(9, 2), 'PROVINCIAL_DEPARTMENT', '教育厅');
  const officeToken = await person(client, 900_001, id(9, 1), 'project_office_admin');
  const reviewerToken = await person(client, 900_002, id(9, 2), 'provincial_reviewer');
  const schools = [];
  for (let number = 1; number <= size.schools; number += 1) {
    await organization(client, id(8, number), 'INSTITUTION', `院校${number}`);
    await client.query(
      `insert into institution (organization_id, institution_kind, affiliation) values ($1, 'HIGHER_VOCATIONAL', 'PROVINCIAL')`,
      [id(8, number)],
    );
    await client.query(
      `insert into institution_major (id, institution_id, major_code, major_name, first_enrolment_year, current_students,
          search_text, created_at, updated_at)
       values ($1, $2, '460103', '某专业', 2010, 5000, '某专业', now(), now())`,
      [id(10, number), id(8, number)],
    );
    await client.query(
      `insert into contact (id, organization_id, duty, name, landline, valid_from, confirmed_at, search_text,
          created_at, updated_at)
       values ($1, $2, 'OFFICER', '联系人', '029-88880000', '2020-01-01', now(), '联系人', now(), now())`,
      [id(11, number), id(8, number)],
    );
    const isNew = number % 4 === 0;
    if (!isNew) await filed(client, number, pastRound);
    schools.push({
      token: await person(client, number, id(8, number), 'institution_admin'),
      majorId: id(10, number),
      isNew,
    });
  }
  await client.query('commit');
  return { schools, roundIds, levelIds, officeToken, reviewerToken };
};
