import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import Parser from 'rss-parser';
import '../../app/features.ts';
import { type Answer, startTestApp, type TestApp } from '../../../test/support/test-app.ts';
import type { PersonName } from '../../../test/support/world.ts';
import { toInstant } from '../../kernel/time.ts';
import { classicPdf, PLAIN_PAGES } from '../../platform/files/sample-files.ts';
import { docxFile } from '../../platform/files/sample-office.ts';
import type { PlannedJob } from '../../platform/jobs.ts';
import { createPublicSite } from '../../platform/page/public-site.ts';
import { atomFeed } from './feed.ts';
import { announcementRoutes } from './index.ts';
import { announcementJobs, releaseDue } from './jobs.ts';
import { createAnnouncementPages } from './public-routes.ts';

const PDF = classicPdf(PLAIN_PAGES);
const REGISTER = '/api/announcement-register';
const AT = '2025-03-01T02:00:00.000Z';

const site = createPublicSite(() => undefined);
const routes = [
  ...announcementRoutes.filter(({ kind }) => kind !== 'page'),
  ...createAnnouncementPages(site),
];

let app: TestApp;
before(async () => {
  app = await startTestApp({ at: AT, routes });
});
after(() => app.close());

const as = (name: PersonName) => app.as(app.world.people[name]);
const office = () => as('officeAdmin');

const ok = (answer: Answer): Answer['body'] => {
  assert.equal(answer.status, 200, answer.text);
  return answer.body;
};

const draft = async (more: Record<string, unknown> = {}): Promise<Answer['body']> =>
  ok(
    await office().post(REGISTER, {
      title: '关于召开线上说明会的通知',
      bodyHtml: '<p>请各校参加。</p>',
      ...more,
    }),
  );

const publish = async (record: Answer['body']): Promise<Answer['body']> =>
  ok(await office().post(`${REGISTER}/${record.id}/publication`, { version: record.version }));

const told = (event: string): string[] =>
  app.plannedJobs
    .map(({ data }) => data as { event?: string; to?: { accountId: string }[] })
    .filter((notice) => notice.event === event)
    .flatMap(({ to }) => (to ?? []).map(({ accountId }) => accountId));

const namesOf = (ids: readonly string[]): string[] =>
  Object.entries(app.world.people)
    .filter(([, { id }]) => ids.includes(id))
    .map(([name]) => name)
    .toSorted();

const publishedFor = async (more: Record<string, unknown>): Promise<Answer['body']> => {
  app.plannedJobs.length = 0;
  return await publish(await draft(more));
};

describe('a draft', () => {
  it('is cleaned when it is written, and only the office sees it', async () => {
    const record = await draft({
      bodyHtml: '<p onclick="x()">甲<script>alert(1)</script><a href="javascript:x">乙</a></p>',
    });
    assert.equal(record.bodyHtml, '<p>甲<a rel="noopener noreferrer nofollow">乙</a></p>');
    assert.equal(record.bodyText, '甲乙');
    assert.equal((await as('eastSchoolAdmin').get(`/api/announcements/${record.id}`)).status, 404);
    assert.equal((await as('reviewer').get(`/api/announcements/${record.id}`)).status, 404);
    assert.equal((await app.as().get(`/announcements/${record.id}`)).status, 404);
  });

  it('of 100,000 pasted characters is refused with the figures, and the draft stays as it was', async () => {
    const record = await draft();
    const answer = await office().put(`${REGISTER}/${record.id}`, {
      title: '长文',
      bodyHtml: `<p>${'贴'.repeat(100_000)}</p>`,
      version: record.version,
    });
    assert.equal(answer.status, 422);
    assert.equal(answer.body.code, 'announcements.body_too_long');
    assert.match(answer.body.text, /100,000 个字，最多 50,000 个字.*没有丢失/);
    const after = ok(await office().get(`${REGISTER}/${record.id}`));
    assert.equal(after.bodyText, '请各校参加。');
    const most = await office().put(`${REGISTER}/${record.id}`, {
      title: '长文',
      bodyHtml: `<p>${'贴'.repeat(50_000)}</p>`,
      version: record.version,
    });
    assert.equal(most.status, 200);
  });

  it('is changed only at the version that was seen, and can be removed', async () => {
    const record = await draft();
    const put = (version: number) =>
      office().put(`${REGISTER}/${record.id}`, { title: '改', version });
    assert.equal((await put(record.version)).status, 200);
    assert.equal((await put(record.version)).body.code, 'record.changed');
    ok(await office().del(`${REGISTER}/${record.id}`));
    assert.equal((await office().get(`${REGISTER}/${record.id}`)).status, 404);
  });

  it('without a text is not published', async () => {
    const record = await draft({ bodyHtml: '<p> </p><script>x</script>' });
    const answer = await office().post(`${REGISTER}/${record.id}/publication`, {
      version: record.version,
    });
    assert.equal(answer.body.code, 'announcements.no_body');
  });
});

describe('attachments', () => {
  const upload = (id: string, name: string, bytes: Uint8Array) =>
    office().upload(`${REGISTER}/${id}/attachments`, { name, type: 'application/pdf', bytes });

  it('are of the kinds allowed, and are what they say', async () => {
    const { id } = await draft();
    assert.equal((await upload(id, '通知.pdf', PDF)).status, 200);
    assert.equal((await upload(id, '申请表.docx', docxFile(['表']))).status, 200);
    const refused: [string, Uint8Array, string][] = [
      ['a.html', Buffer.from('<script>'), 'file.kind_not_allowed'],
      ['a.svg', Buffer.from('<svg onload=x>'), 'file.kind_not_allowed'],
      ['a.exe', Buffer.from('MZ'), 'file.kind_not_allowed'],
      ['a.pdf.exe', PDF, 'file.kind_not_allowed'],
      ['a.pdf', Buffer.from('<html><script>x</script>'), 'file.type_mismatch'],
      ['a.docx', PDF, 'file.type_mismatch'],
      ['a.png', PDF, 'file.type_mismatch'],
      [
        'a.docx',
        docxFile(['一'], { more: [{ name: 'word/vbaProject.bin', content: 'x' }] }),
        'file.unsafe_office',
      ],
    ];
    for (const [name, bytes, code] of refused)
      assert.equal((await upload(id, name, bytes)).body.code, code, name);
  });

  it('of a public one are for anybody, of an internal one for its audience', async () => {
    for (const isPublic of [true, false]) {
      const record = await draft({ isPublic, audience: { kinds: ['INSTITUTION'] } });
      const file = ok(await upload(record.id, '附件.pdf', PDF));
      const path = `/api/announcements/${record.id}/attachments/${file.id}`;
      assert.equal((await app.as().get(path)).status, 404, 'a draft');
      const listed = ok(
        await office().put(`${REGISTER}/${record.id}`, {
          title: record.title,
          bodyHtml: record.bodyHtml,
          isPublic,
          audience: record.audience,
          attachmentIds: [file.id],
          version: record.version,
        }),
      );
      await publish(listed);
      assert.equal((await app.as().get(path)).status, isPublic ? 200 : 404);
      assert.equal((await as('alphaAdmin').get(path)).status, isPublic ? 200 : 404);
      const got = await as('eastSchoolStaff').get(path);
      assert.equal(got.status, 200);
      assert.match(String(got.headers['content-disposition']), /^attachment/);
      assert.match(String(got.headers['content-security-policy']), /sandbox/);
    }
  });

  it('of one announcement are not taken for another', async () => {
    const [one, two] = [await draft(), await draft()];
    const file = ok(await upload(one.id, '甲.pdf', PDF));
    const answer = await office().put(`${REGISTER}/${two.id}`, {
      title: '偷',
      attachmentIds: [file.id],
      version: two.version,
    });
    assert.equal(answer.body.code, 'announcements.attachment_not_found');
    assert.equal(
      (await as('reviewer').get(`/api/announcements/${two.id}/attachments/${file.id}`)).status,
      404,
    );
  });
});

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
    app.plannedJobs.length = 0;
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
    const { levels, organizations } = app.world;
    await own(
      `insert into application_round (id, year, sequence, title, status, opens_at, closes_at, city_review_due_at,
         provincial_review_due_at, eligible_kinds, created_at, updated_at)
       values ($1, 2025, 1, '2025年第一批', 'PUBLISHED', '2025-02-01', '2025-04-08', '2025-04-20', '2025-04-30',
         '{SECONDARY_VOCATIONAL,HIGHER_VOCATIONAL}', now(), now())`,
      [ROUND],
    );
    for (const [school, status, submissions, application] of [
      ['college', 'PROVINCIAL_REVIEW', 1, '00000000-0000-7000-8000-0000000a0001'],
      ['eastSchool', 'DRAFT', 0, '00000000-0000-7000-8000-0000000a0002'],
      ['westSchool', 'WITHDRAWN', 1, '00000000-0000-7000-8000-0000000a0003'],
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
        `insert into application_item (id, application_id, position, certificate_level_id)
         values (gen_random_uuid(), $1, 1, $2)`,
        [application, levels.alpha2],
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
      'provincialSchoolAdmin',
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
    assert.equal((await app.as().get(path)).status, 401);
    assert.equal((await app.as().get(`/announcements/${record.id}`)).status, 404);
    const { alphaOrg, eastSchool } = app.world.organizations;
    assert.equal(await behindTheWall('evaluation', alphaOrg, record.id), 0);
    assert.equal(await behindTheWall('public', '', record.id), 0);
    assert.equal(await behindTheWall('institution', eastSchool, record.id), 1);
  });

  it('a colleague who came later reads what the organization was told', async () => {
    const record = await publishedFor({ audience: { kinds: ['CITY_BUREAU'] }, mustConfirm: true });
    await own(`delete from announcement_recipient where announcement_id = $1 and account_id = $2`, [
      record.id,
      app.world.people.eastViewer.id,
    ]);
    const late = ok(await as('eastViewer').post(`/api/announcements/${record.id}/reading`));
    assert.equal(late.receipt, 'READ');
    const seen = ok(await as('eastViewer').get(`/api/announcements/${record.id}`));
    assert.equal(seen.receipt, 'READ');
  });
});

const ROUND = '00000000-0000-7000-8000-000000000099';

const own = async (text: string, values: readonly unknown[] = []) => {
  const { asOwner } = await import('../filings/factory.ts');
  return await asOwner(app, text, values);
};

/** What row-level security alone lets through. */
const behindTheWall = async (scope: string, organization: string, id: string): Promise<number> => {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: app.databaseUrl });
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

    app.plannedJobs.length = 0;
    const nudged = ok(await office().post(`${REGISTER}/${record.id}/nudge`));
    assert.equal(nudged.personCount, 4);
    assert.deepEqual(namesOf(told('announcements.nudged')), [
      'collegeAdmin',
      'provincialSchoolAdmin',
      'universityAdmin',
      'westSchoolAdmin',
    ]);
    app.clock.set(toInstant('2025-03-01T02:59:59.999Z'));
    const again = await office().post(`${REGISTER}/${record.id}/nudge`);
    assert.equal(again.status, 429);
    assert.match(again.body.text, /每小时最多提醒一次/);
    app.clock.set(toInstant('2025-03-01T03:00:00.000Z'));
    assert.equal(ok(await office().post(`${REGISTER}/${record.id}/nudge`)).personCount, 4);
    app.clock.set(toInstant(AT));
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

describe('a correction', () => {
  it('keeps the editions, says 更正, and may ask to confirm again', async () => {
    const record = await publishedFor({ mustConfirm: true, audience: { kinds: ['CITY_BUREAU'] } });
    const path = `/api/announcements/${record.id}`;
    ok(await as('eastAdmin').post(`${path}/confirmation`, { edition: 1 }));
    const body = {
      title: '关于召开线上说明会的通知',
      bodyHtml: '<p>时间改为3月5日。</p>',
      version: record.version,
      reconfirm: true,
    };
    const silent = await office().post(`${REGISTER}/${record.id}/corrections`, body);
    assert.equal(silent.body.code, 'announcement.reason_required');
    app.plannedJobs.length = 0;
    ok(
      await office().post(`${REGISTER}/${record.id}/corrections`, {
        ...body,
        reason: '时间写错',
      }),
    );
    assert.equal(told('announcements.corrected').length, 4);
    const seen = ok(await as('eastAdmin').get(path));
    assert.equal(seen.receipt, 'READ', 'the confirmation was of the first edition');
    assert.deepEqual(
      seen.editions.map(({ number, reason }: { number: number; reason: string | null }) => [
        number,
        reason,
      ]),
      [
        [2, '时间写错'],
        [1, null],
      ],
    );
    const first = ok(await as('eastAdmin').get(`${path}/editions/1`));
    assert.equal(first.bodyHtml, '<p>请各校参加。</p>');
    const stale = await as('eastAdmin').post(`${path}/confirmation`, { edition: 1 });
    assert.equal(stale.body.code, 'announcements.corrected_meanwhile');
    assert.equal(
      ok(await as('eastAdmin').post(`${path}/confirmation`, { edition: 2 })).receipt,
      'CONFIRMED',
    );
    const put = await office().put(`${REGISTER}/${record.id}`, { title: '悄悄改', version: 2 });
    assert.equal(put.body.code, 'announcement.wrong_state');
  });

  it('is not withdrawal: that takes the text away and says why', async () => {
    const record = await publishedFor({ isPublic: true, audience: { kinds: ['CITY_BUREAU'] } });
    ok(
      await office().post(`${REGISTER}/${record.id}/withdrawal`, {
        version: record.version,
        reason: '发错了',
      }),
    );
    const seen = ok(await as('eastAdmin').get(`/api/announcements/${record.id}`));
    assert.deepEqual(
      [seen.status, seen.bodyHtml, seen.withdrawReason],
      ['WITHDRAWN', '', '发错了'],
    );
    assert.equal((await as('alphaAdmin').get(`/api/announcements/${record.id}`)).status, 404);
    assert.equal((await app.as().get(`/announcements/${record.id}`)).status, 404);
    assert.equal(
      (await as('eastAdmin').get(`/api/announcements/${record.id}/editions/1`)).status,
      404,
    );
  });
});

describe('a scheduled publication', () => {
  const DUE = '2025-03-02T00:30:00.000Z';
  const planned = () => app.plannedJobs.filter(({ kind }) => kind.name === 'announcements.release');
  const collect = () => {
    const jobs: PlannedJob[] = [];
    return {
      jobs,
      plan: async (_tx: unknown, more: readonly PlannedJob[]) => void jobs.push(...more),
    };
  };

  it('comes out at its instant, once, however many workers try', async () => {
    app.plannedJobs.length = 0;
    const record = await draft({ audience: { kinds: ['CITY_BUREAU'] } });
    const past = await office().post(`${REGISTER}/${record.id}/schedule`, {
      publishAt: AT,
      version: record.version,
    });
    assert.equal(past.body.code, 'announcements.schedule_past');
    ok(
      await office().post(`${REGISTER}/${record.id}/schedule`, {
        publishAt: DUE,
        version: record.version,
      }),
    );
    assert.equal(planned()[0]?.startAfter, DUE);

    const deps = { database: app.database, clock: app.clock };
    const [handler] = announcementJobs(deps);
    const { jobs, plan } = collect();
    const run = () =>
      handler?.handle(
        { announcementId: record.id, publishAt: DUE },
        new AbortController().signal,
        plan,
      );
    app.clock.set(toInstant('2025-03-02T00:29:59.999Z'));
    await assert.rejects(async () => await run());
    assert.equal(await releaseDue(deps, plan), 0);
    app.clock.set(toInstant(DUE));
    await Promise.all([run(), run(), run(), releaseDue(deps, plan), releaseDue(deps, plan)]);
    const after = ok(await office().get(`${REGISTER}/${record.id}`));
    assert.deepEqual(
      [after.status, after.publishedAt, after.recipientCount],
      ['PUBLISHED', DUE, 4],
    );
    assert.equal(jobs.length, 1, 'told once');
    const { rows } = await own(
      `select count(*)::int as n from audit_event where subject_id = $1 and action = 'announcements.release'`,
      [record.id],
    );
    assert.equal(rows[0].n, 1);
    await run();
    assert.equal(jobs.length, 1);
    app.clock.set(toInstant(AT));
  });

  it('that was put off or removed leaves a job with nothing to do', async () => {
    const record = await draft();
    const scheduled = ok(
      await office().post(`${REGISTER}/${record.id}/schedule`, {
        publishAt: DUE,
        version: record.version,
      }),
    );
    assert.equal(
      (await office().del(`${REGISTER}/${record.id}`)).body.code,
      'announcement.wrong_state',
    );
    const draftAgain = ok(await office().del(`${REGISTER}/${record.id}/schedule`));
    assert.equal(draftAgain.status, 'DRAFT');
    assert.ok(draftAgain.version > scheduled.version);
    ok(await office().del(`${REGISTER}/${record.id}`));
    const { jobs, plan } = collect();
    const [handler] = announcementJobs({ database: app.database, clock: app.clock });
    app.clock.set(toInstant(DUE));
    await handler?.handle(
      { announcementId: record.id, publishAt: DUE },
      new AbortController().signal,
      plan,
    );
    assert.equal(jobs.length, 0);
    app.clock.set(toInstant(AT));
  });
});

describe('in public', () => {
  it('stand the public ones, readable without a script, and nothing of the internal ones', async () => {
    app.clock.set(toInstant('2025-03-03T02:00:00.000Z'));
    const shown = await publishedFor({
      title: '公开通知 <b>&',
      isPublic: true,
      noticeNumber: '项目办函〔2025〕3号',
    });
    const hidden = await publishedFor({ title: '内部通知' });
    app.clock.set(toInstant('2025-03-03T02:01:00.000Z'));
    const list = await app.as().get('/announcements');
    assert.equal(list.status, 200);
    assert.ok(list.text.includes(`/announcements/${shown.id}`));
    assert.ok(!list.text.includes(hidden.id) && !list.text.includes('内部通知'));
    assert.doesNotMatch(list.text, /<script/);
    const page = await app.as().get(`/announcements/${shown.id}`);
    assert.ok(page.text.includes('<h1>公开通知 &lt;b&gt;&amp;</h1>'));
    assert.ok(page.text.includes('<p>请各校参加。</p>'));
    assert.equal((await app.as().get(`/announcements/${hidden.id}`)).status, 404);
    assert.equal((await app.as().get('/announcements/nothing')).status, 404);
    const found = await app.as().get('/announcements', { query: { q: '〔2025〕3号' } });
    assert.ok(found.text.includes('共 1 篇'));
  });

  it('an Atom feed that another program reads', async () => {
    const feed = await app.as().get('/announcements/feed.xml');
    assert.match(String(feed.headers['content-type']), /^application\/atom\+xml/);
    const parsed = await new Parser().parseString(feed.text);
    const entry = parsed.items.find(({ title }) => title?.includes('公开通知'));
    assert.equal(entry?.title, '公开通知 <b>&（项目办函〔2025〕3号）');
    assert.match(entry?.['id'] ?? '', /^urn:uuid:[0-9a-f-]{36}$/);
    const path = `/announcements/${(entry?.['id'] ?? '').slice(9)}`;
    assert.equal(entry?.link, `http://localhost${path}`);
    assert.equal(entry?.isoDate, '2025-03-03T02:00:00.000Z');
    assert.ok(!feed.text.includes('内部通知'));
    assert.ok(!feed.text.includes('address.invalid'));
    const known = atomFeed({
      title: '平台',
      publicUrl: 'https://onex.example.cn',
      origin: 'https://onex.example.cn',
      announcements: [],
    });
    assert.match(known, /href="https:\/\/onex\.example\.cn\/announcements\/feed\.xml"/);
  });

  it('a feed whose links lead back to the name by which it was asked, kept apart from others', async () => {
    const linkFor = async (host: string) => {
      const { text } = await app.as().get('/announcements/feed.xml', { headers: { host } });
      assert.match(text, /<id>urn:onex:announcements<\/id>/);
      return (await new Parser().parseString(text)).items[0]?.link ?? '';
    };
    // One after the other within the seconds for which an answer is kept.
    assert.match(
      await linkFor('jw.example.cn:8443'),
      /^http:\/\/jw\.example\.cn:8443\/announcements\//,
    );
    assert.match(await linkFor('10.1.2.3'), /^http:\/\/10\.1\.2\.3\/announcements\//);
    assert.match(await linkFor('evil.example/"><x>'), /^\/announcements\//);
    assert.match(await linkFor('jw.example.cn:8443'), /^http:\/\/jw\.example\.cn:8443\//);
  });
});

describe('refused', () => {
  it('is everything of the register to whoever is not of the office', async () => {
    const { id } = await draft();
    const calls: readonly (readonly ['get' | 'post' | 'put' | 'del', string])[] = [
      ['get', ''],
      ['post', ''],
      ['get', `/${id}`],
      ['put', `/${id}`],
      ['del', `/${id}`],
      ['post', `/${id}/attachments`],
      ['post', `/${id}/schedule`],
      ['del', `/${id}/schedule`],
      ['post', `/${id}/publication`],
      ['post', `/${id}/corrections`],
      ['post', `/${id}/withdrawal`],
      ['post', `/${id}/archive`],
      ['get', `/${id}/audience-summary`],
      ['get', `/${id}/audience`],
      ['get', `/${id}/receipts`],
      ['get', `/${id}/recipients`],
      ['get', `/${id}/reach?step=publish`],
      ['post', `/${id}/nudge`],
      ['get', `/${id}/history`],
    ];
    for (const [method, path] of calls) {
      for (const name of [
        'eastSchoolAdmin',
        'eastAdmin',
        'alphaAdmin',
        'reviewer',
        'systemAdmin',
      ] as const) {
        const answer = await as(name)[method](`${REGISTER}${path}`);
        assert.equal(answer.status, 403, `${name} ${method} ${path}`);
      }
      assert.equal((await app.as()[method](`${REGISTER}${path}`)).status, 401, `${method} ${path}`);
    }
    for (const path of ['', `/${id}`, `/${id}/editions/1`])
      assert.equal((await app.as().get(`/api/announcements${path}`)).status, 401);
    for (const path of ['reading', 'confirmation'])
      assert.equal((await app.as().post(`/api/announcements/${id}/${path}`)).status, 401);
    const school = as('eastSchoolAdmin');
    assert.equal((await school.post(`/api/announcements/${id}/reading`)).status, 404);
    assert.equal(
      (await school.post(`/api/announcements/${id}/confirmation`, { edition: 1 })).status,
      404,
    );
    assert.equal((await school.get(`/api/announcements/${id}/editions/1`)).status, 404);
  });
});
