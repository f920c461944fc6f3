import pg from 'pg';
import { type Answer, type TestApp, startTestApp } from '../../../test/support/test-app.ts';
import type { SchoolName } from '../../../test/support/world.ts';
import { registerConstraintTexts } from '../../platform/db/pg-errors.ts';
import {
  inState,
  type Made,
  OPINION,
  perform,
  submitted,
  openRound,
} from '../applications/factory.ts';
import { applicationConstraintTexts, applicationRoutes } from '../applications/index.ts';
import { organizationRoutes } from '../organizations/index.ts';
import { roundConstraintTexts, roundRoutes } from '../rounds/index.ts';
import { filingConstraintTexts, filingRoutes } from './index.ts';

/** Runs SQL as the owner of the test's database: settings and bulk data that no screen writes. */
export const asOwner = async (
  app: TestApp,
  text: string,
  values: readonly unknown[] = [],
): Promise<pg.QueryResult> => {
  const client = new pg.Client({ connectionString: app.databaseUrl });
  await client.connect();
  try {
    return await client.query(text, [...values]);
  } finally {
    await client.end();
  }
};

export const setNumberPrefix = async (app: TestApp, prefix = 'YL1X'): Promise<void> => {
  await asOwner(
    app,
    `insert into setting (key, value, updated_at) values ('filing_number', $1, now())
     on conflict (key) do update set value = excluded.value`,
    [JSON.stringify({ prefix })],
  );
};

/** An approved application of this school, by real actions only; two items. */
export const approved = async (
  app: TestApp,
  school: SchoolName,
  roundId: string,
): Promise<Made> => {
  if (school === 'eastSchool') return await inState(app, roundId, 'APPROVED');
  const made = await submitted(app, school, roundId);
  const onward =
    school === 'westSchool'
      ? await perform(app, 'westReviewer', made, 'endorse', { opinion: OPINION })
      : made;
  return await perform(app, 'reviewer', onward, 'approve', { opinion: OPINION });
};

/** What the office saw: enough to confirm it. */
export const preview = async (app: TestApp, roundId: string): Promise<Answer['body']> => {
  const answer = await app
    .as(app.world.people.officeAdmin)
    .get(`/api/filed-lists/${roundId}/preview`);
  if (answer.status !== 200) throw new Error(`preview: ${answer.text}`);
  return answer.body;
};

export const confirmationOf = (seen: Answer['body'], more: Record<string, unknown> = {}) => ({
  expectedRowCount: seen.rowCount,
  previewHash: seen.previewHash,
  note: '',
  ...more,
});

/** Confirms what there is to confirm; returns the edition. */
export const confirmed = async (app: TestApp, roundId: string): Promise<Answer['body']> => {
  const seen = await preview(app, roundId);
  const answer = await app
    .as(app.world.people.officeAdmin)
    .post(`/api/filed-lists/${roundId}/editions`, confirmationOf(seen));
  if (answer.status !== 200) throw new Error(`confirm: ${answer.text}`);
  return answer.body;
};

/**
 * Many approved applications at once, as a province in spring has them: `schools` invented institutions with `items`
 * certificate levels each. Written straight into the tables, because real submissions would take hours.
 */
export const fillProvince = async (
  app: TestApp,
  roundId: string,
  size: { readonly schools: number; readonly items: number },
): Promise<void> => {
  const { organizations, people } = app.world;
  await asOwner(
    app,
    `with orgs as (
       insert into organization (id, kind, code, name, search_text, created_at, updated_at)
       select gen_random_uuid(), 'INSTITUTION', 'bulk' || n, '批量院校' || lpad(n::text, 4, '0'), '批量院校' || n, now(), now()
         from generate_series(1, ${size.schools}) n returning id)
     insert into institution (organization_id, institution_kind, affiliation)
     select id, 'HIGHER_VOCATIONAL', 'PROVINCIAL' from orgs`,
  );
  await asOwner(
    app,
    `with certs as (
       insert into certificate (id, code, short_name, name, evaluation_organization_id, search_text, created_at, updated_at)
       select gen_random_uuid(), 'bulk' || n, '批量证书' || n, '批量证书' || n, $1, '批量证书' || n, now(), now()
         from generate_series(1, ${size.items}) n returning id)
     insert into certificate_level (id, certificate_id, level, created_at)
     select gen_random_uuid(), id, 2, now() from certs`,
    [organizations.betaOrg],
  );
  await asOwner(
    app,
    `insert into application (id, round_id, institution_id, status, receipt_number, submitted_at, submitted_by,
                              submission_count, conditions, decided_at, created_at, updated_at)
     select gen_random_uuid(), $1, o.id, 'APPROVED', 'bulk-' || o.code, now(), $2, 1, '[]', now(), now(), now()
       from organization o where o.code like 'bulk%' and o.kind = 'INSTITUTION'`,
    [roundId, people.collegeAdmin.id],
  );
  await asOwner(
    app,
    `insert into application_item (id, application_id, position, certificate_level_id, planned_headcount, is_new,
                                   provincial_decision, approved_headcount)
     select gen_random_uuid(), a.id, row_number() over (partition by a.id order by l.id), l.id, 40, true, 'APPROVED', 40
       from application a
       join organization o on o.id = a.institution_id and o.code like 'bulk%'
       cross join (select l.id from certificate_level l join certificate c on c.id = l.certificate_id
                    where c.code like 'bulk%') l
      where a.round_id = $1`,
    [roundId],
  );
};

/** The app with the office's number prefix and an open round. */
export const startFilings = async (): Promise<{ app: TestApp; roundId: string }> => {
  for (const texts of [roundConstraintTexts, applicationConstraintTexts, filingConstraintTexts]) {
    registerConstraintTexts(texts);
  }
  const app = await startTestApp({
    routes: [...organizationRoutes, ...roundRoutes, ...applicationRoutes, ...filingRoutes],
  });
  await setNumberPrefix(app);
  return { app, roundId: await openRound(app) };
};

export const office = (app: TestApp) => app.as(app.world.people.officeAdmin);
/** Rows of a published edition, as anybody reads them. */
export const rowsOf = async (
  app: TestApp,
  roundId: string,
  number: number,
  query = '',
): Promise<Answer['body'][]> =>
  (await app.as().get(`/api/public/filed-lists/${roundId}/${number}/rows?pageSize=100${query}`))
    .body.rows;

export const numbersIn = async (app: TestApp): Promise<string[]> =>
  (await asOwner(app, 'select filing_number from filing order by filing_number')).rows.map(
    (row) => row.filing_number,
  );

export const gapFree = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `YL1X-2025-01-${String(index + 1).padStart(6, '0')}`);
