import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { toInstant } from '../../kernel/time.ts';
import {
  REGISTER,
  AT,
  app,
  startAnnouncements,
  as,
  office,
  ok,
  draft,
  publish,
  told,
  namesOf,
  publishedFor,
  own,
} from './factory.ts';

startAnnouncements();

describe('the audience', () => {
  const SCHOOL_PEOPLE = Object.freeze([
    'collegeAdmin',
    'collegeStaff',
    'eastSchoolAdmin',
    'eastSchoolLeader',
    'eastSchoolStaff',
    'provincialSchoolAdmin',
    'universityAdmin',
    'westSchoolAdmin',
  ]);

  it('by kind and role is who is told, as the dry run said', async () => {
    const record = await draft({
      audience: { kinds: ['INSTITUTION', 'CITY_BUREAU'], roles: ['institution_admin'] },
    });
    const summary = ok(await office().get(`${REGISTER}/${record.id}/audience-summary`));
    assert.equal(summary.personCount, 5);
    assert.equal(summary.organizationCount, 7);
    assert.equal(summary.emptyCount, 2, 'two bureaus have nobody of this role');
    const rows = ok(await office().get(`${REGISTER}/${record.id}/audience?empty=yes`));
    assert.deepEqual(
      rows.rows.map((row: { kind: string }) => row.kind),
      ['CITY_BUREAU', 'CITY_BUREAU'],
    );
    app().plannedJobs.length = 0;
    await publish(record);
    assert.deepEqual(
      namesOf(told('announcements.published')),
      SCHOOL_PEOPLE.filter((name) => name.endsWith('Admin')),
    );
  });

  it('by place reaches what lies below a city', async () => {
    await own(
      `insert into division (code, name, level, source) values ('990100', '东川市', 'CITY', 'test')`,
    );
    await own(
      `insert into division (code, name, level, parent_code, source) values ('990101', '东河县', 'COUNTY', '990100', 'test')`,
    );
    await own(`update organization set area_code = '990101' where code = 'eastSchool'`);
    await publishedFor({ audience: { areaCodes: ['990100'] } });
    assert.deepEqual(namesOf(told('announcements.published')), [
      'eastSchoolAdmin',
      'eastSchoolLeader',
      'eastSchoolStaff',
    ]);
  });

  it('by certificate reaches filings, pending applications and, where named, the organization', async () => {
    const { levels, organizations } = app().world;
    await own(
      `insert into application_round (id, year, sequence, title, status, opens_at, closes_at, city_review_due_at,
         provincial_review_due_at, eligible_kinds, created_at, updated_at)
       values ($1, 2025, 1, '2025年第一批', 'PUBLISHED', '2025-02-01', '2025-04-08', '2025-04-20', '2025-04-30',
         '{SECONDARY_VOCATIONAL,HIGHER_VOCATIONAL}', now(), now())`,
      [ROUND],
    );
    for (const [school, status, submissions, decision, application] of [
      ['college', 'PROVINCIAL_REVIEW', 1, null, '00000000-0000-7000-8000-0000000a0001'],
      ['eastSchool', 'DRAFT', 0, null, '00000000-0000-7000-8000-0000000a0002'],
      ['westSchool', 'WITHDRAWN', 1, null, '00000000-0000-7000-8000-0000000a0003'],
      // Filed once, and its filing cancelled since; and one item refused among others.
      ['university', 'FILED', 1, 'APPROVED', '00000000-0000-7000-8000-0000000a0004'],
      [
        'provincialSchool',
        'PARTIALLY_APPROVED',
        1,
        'REJECTED',
        '00000000-0000-7000-8000-0000000a0005',
      ],
    ] as const) {
      await own(
        `insert into application (id, round_id, institution_id, status, conditions, submission_count, receipt_number,
           created_at, updated_at) values ($1, $2, $3, $4, '[]', $5, $6, now(), now())`,
        [
          application,
          ROUND,
          organizations[school],
          status,
          submissions,
          submissions > 0 ? school : null,
        ],
      );
      await own(
        `insert into application_item (id, application_id, position, certificate_level_id, provincial_decision)
         values (gen_random_uuid(), $1, 1, $2, $3)`,
        [application, levels.alpha2, decision],
      );
    }
    const { rows } = await own(`select certificate_id from certificate_level where id = $1`, [
      levels.alpha1,
    ]);
    const certificateIds = [rows[0].certificate_id];
    await publishedFor({ audience: { certificateIds } });
    const schools = [
      'collegeAdmin',
      'collegeStaff',
      'eastSchoolAdmin',
      'eastSchoolLeader',
      'eastSchoolStaff',
    ];
    assert.deepEqual(namesOf(told('announcements.published')), schools);
    await publishedFor({
      audience: { certificateIds, kinds: ['INSTITUTION', 'EVALUATION_ORGANIZATION'] },
    });
    assert.deepEqual(
      namesOf(told('announcements.published')),
      [...schools, 'alphaAdmin', 'alphaStaff'].toSorted(),
    );
  });

  it('of a round is who may apply and has not submitted', async () => {
    const record = await publishedFor({ audience: { notSubmittedRoundId: ROUND } });
    assert.deepEqual(namesOf(told('announcements.published')), [
      'eastSchoolAdmin',
      'eastSchoolLeader',
      'eastSchoolStaff',
      'westSchoolAdmin',
    ]);
    assert.equal(record.audienceWords, '“2025年第一批”尚未提交');
  });

  it('is read by nobody else, by query and by wall', async () => {
    const record = await publishedFor({
      audience: { kinds: ['INSTITUTION'], roles: ['institution_admin'] },
    });
    const path = `/api/announcements/${record.id}`;
    for (const name of ['eastSchoolAdmin', 'collegeAdmin'] as const)
      assert.equal((await as(name).get(path)).status, 200, name);
    for (const name of [
      'eastSchoolStaff',
      'alphaAdmin',
      'eastAdmin',
      'reviewer',
      'systemAdmin',
    ] as const) {
      assert.equal((await as(name).get(path)).status, 404, name);
      const list = ok(await as(name).get('/api/announcements?pageSize=100'));
      assert.ok(!list.rows.some((row: { id: string }) => row.id === record.id), name);
    }
    assert.equal((await app().as().get(path)).status, 401);
    assert.equal((await app().as().get(`/announcements/${record.id}`)).status, 404);
    const { alphaOrg, eastSchool } = app().world.organizations;
    assert.equal(await behindTheWall('evaluation', alphaOrg, record.id), 0);
    assert.equal(await behindTheWall('public', '', record.id), 0);
    assert.equal(await behindTheWall('institution', eastSchool, record.id), 1);
  });

  it('a colleague who came later reads what the organization was told', async () => {
    const record = await publishedFor({ audience: { kinds: ['CITY_BUREAU'] }, mustConfirm: true });
    await own(`delete from announcement_recipient where announcement_id = $1 and account_id = $2`, [
      record.id,
      app().world.people.eastViewer.id,
    ]);
    const late = ok(await as('eastViewer').post(`/api/announcements/${record.id}/reading`));
    assert.equal(late.receipt, 'READ');
    const seen = ok(await as('eastViewer').get(`/api/announcements/${record.id}`));
    assert.equal(seen.receipt, 'READ');
  });
});

const ROUND = '00000000-0000-7000-8000-000000000099';

/** What row-level security alone lets through. */
const behindTheWall = async (scope: string, organization: string, id: string): Promise<number> => {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: app().databaseUrl });
  await client.connect();
  try {
    await client.query('begin; set local role onex_app');
    await client.query(
      `select set_config('onex.scope', $1, true), set_config('onex.organization_id', $2, true)`,
      [scope, organization],
    );
    const { rows } = await client.query(
      `select (select count(*) from announcement where id = $1)::int as one,
              (select count(*) from announcement_edition where announcement_id = $1)::int as edition`,
      [id],
    );
    assert.equal(rows[0].one, rows[0].edition);
    return rows[0].one;
  } finally {
    await client.end();
  }
};

describe('receipts', () => {
  it('say who has read and confirmed; the reminder goes to the others, once an hour', async () => {
    const record = await publishedFor({
      mustConfirm: true,
      audience: { kinds: ['INSTITUTION'], roles: ['institution_admin'] },
    });
    const path = `/api/announcements/${record.id}`;
    assert.equal(ok(await as('collegeAdmin').get(path)).receipt, 'UNREAD', 'reading is an act');
    assert.equal(ok(await as('collegeAdmin').post(`${path}/reading`)).receipt, 'READ');
    assert.equal(
      ok(await as('eastSchoolAdmin').post(`${path}/confirmation`, { edition: 1 })).receipt,
      'CONFIRMED',
    );
    const mine = ok(await as('westSchoolAdmin').get('/api/announcements?receipt=unconfirmed'));
    assert.ok(mine.rows.some((row: { id: string }) => row.id === record.id));
    const done = ok(await as('eastSchoolAdmin').get('/api/announcements?receipt=mine'));
    assert.ok(!done.rows.some((row: { id: string }) => row.id === record.id));

    const counts = ok(await office().get(`${REGISTER}/${record.id}`));
    assert.deepEqual([counts.recipientCount, counts.readCount, counts.confirmedCount], [5, 2, 1]);
    const bodies = ok(await office().get(`${REGISTER}/${record.id}/receipts?state=confirmed`));
    assert.deepEqual(
      bodies.rows.map((row: { organizationName: string }) => row.organizationName),
      ['东川职业中专'],
    );
    const waiting = ok(await office().get(`${REGISTER}/${record.id}/recipients?waiting=yes`));
    assert.equal(waiting.total, 4);

    app().plannedJobs.length = 0;
    const nudged = ok(await office().post(`${REGISTER}/${record.id}/nudge`));
    assert.equal(nudged.personCount, 4);
    assert.deepEqual(namesOf(told('announcements.nudged')), [
      'collegeAdmin',
      'provincialSchoolAdmin',
      'universityAdmin',
      'westSchoolAdmin',
    ]);
    app().clock.set(toInstant('2025-03-01T02:59:59.999Z'));
    const again = await office().post(`${REGISTER}/${record.id}/nudge`);
    assert.equal(again.status, 429);
    assert.match(again.body.text, /每小时最多提醒一次/);
    app().clock.set(toInstant('2025-03-01T03:00:00.000Z'));
    assert.equal(ok(await office().post(`${REGISTER}/${record.id}/nudge`)).personCount, 4);
    app().clock.set(toInstant(AT));
  });

  it('are kept for nobody whom it was not sent to, and none is asked to confirm in vain', async () => {
    const record = await publishedFor({ isPublic: true, audience: { kinds: ['CITY_BUREAU'] } });
    const path = `/api/announcements/${record.id}`;
    assert.equal(ok(await as('alphaAdmin').post(`${path}/reading`)).receipt, null);
    assert.equal(ok(await office().get(`${REGISTER}/${record.id}`)).readCount, 0);
    const answer = await as('eastAdmin').post(`${path}/confirmation`, { edition: 1 });
    assert.equal(answer.body.code, 'announcements.not_to_confirm');
  });
});
