import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { TestApp } from '../../../test/support/test-app.ts';
import {
  approved,
  asOwner,
  confirmationOf,
  confirmed,
  preview,
  startFilings,
  office,
  rowsOf,
} from './factory.ts';
import { expireDue } from './index.ts';

describe('editions', () => {
  let app: TestApp;
  let roundId: string;
  let cancelledId: string;
  before(async () => {
    ({ app, roundId } = await startFilings());
    await approved(app, 'college', roundId);
    await approved(app, 'westSchool', roundId);
    await confirmed(app, roundId);
    const { body } = await office(app).get('/api/filings?sort=filingNumber');
    cancelledId = body.rows[0].id;
  });
  after(async () => await app.close());

  it('show a cancelled filing as removed and a renamed body as changed', async () => {
    const path = `/api/filings/${cancelledId}/cancellation`;
    assert.equal((await office(app).post(path, { version: 1, reason: '' })).status, 400);
    const { people } = app.world;
    for (const person of [
      people.officeStaff,
      people.reviewer,
      people.collegeAdmin,
      people.alphaAdmin,
    ]) {
      assert.equal(
        (await app.as(person).post(path, { version: 1, reason: '越权' })).status,
        403,
        person.name,
      );
    }
    const answer = await office(app).post(path, { version: 1, reason: '院校申请退出该证书试点' });
    assert.equal(answer.status, 200, answer.text);
    assert.equal(answer.body.status, 'FILING_CANCELLED');
    const historyPath = `/api/filings/${cancelledId}/history`;
    const history = await app.as(people.auditor).get(historyPath);
    assert.equal(history.body.rows.at(-1).reason, '院校申请退出该证书试点');
    assert.equal(history.body.rows.at(-1).who, people.officeAdmin.name);
    const forSchool = await app.as(people.collegeStaff).get(historyPath);
    assert.equal(forSchool.body.rows.at(-1).who, '云岭省项目办公室');
    assert.equal((await app.as(people.eastReviewer).get(historyPath)).status, 404);
    assert.equal((await office(app).post(path, { version: 2, reason: '再来' })).status, 409);
    await asOwner(
      app,
      `update organization set name = '西川职业教育中心' where code = 'westSchool'`,
    );
    const edition = await confirmed(app, roundId);
    assert.deepEqual(
      [
        edition.number,
        edition.rowCount,
        edition.addedCount,
        edition.changedCount,
        edition.removedCount,
      ],
      [2, 3, 0, 2, 1],
    );
    const rows = await rowsOf(app, roundId, 2);
    assert.deepEqual(rows.map((row): string => row.change).toSorted(), [
      'CHANGED',
      'CHANGED',
      'REMOVED',
      'SAME',
    ]);
  });

  it('are refused at a stale version of the filing', async () => {
    const { body } = await office(app).get('/api/filings?status=FILED');
    const path = `/api/filings/${body.rows[0].id}/cancellation`;
    assert.equal(
      (await office(app).post(path, { version: 9, reason: '过期页面' })).body.code,
      'record.changed',
    );
  });

  it('can be compared with any other edition of the round', async () => {
    const path = `/api/filed-lists/${roundId}/editions`;
    const changes = await office(app).get(`${path}/2/changes`);
    assert.equal(changes.body.total, 3);
    const renamed = changes.body.rows.find((row: { change: string }) => row.change === 'CHANGED');
    assert.equal(renamed.before.institutionName, '西川职教中心');
    assert.equal(renamed.after.institutionName, '西川职业教育中心');
    const removed = await office(app).get(`${path}/2/changes?change=REMOVED`);
    assert.equal(removed.body.total, 1);
    assert.equal(removed.body.rows[0].after, null);
    assert.equal((await office(app).get(`${path}/2/changes?against=2`)).body.total, 0);
    assert.equal((await office(app).get(`${path}/1/changes`)).body.total, 4);
    assert.equal((await office(app).get(`${path}/2/changes?against=7`)).status, 404);
    assert.equal((await app.as().get(`${path}/2/changes`)).status, 401);
    assert.match((await office(app).get(`${path}/2/changes.csv`)).text, /西川职业教育中心/);
  });

  it('are published with a hash that anybody can compute again from the file', async () => {
    for (const number of [1, 2]) {
      const answer = await app
        .as()
        .get(`/api/public/filed-lists/${roundId}/${number}/download.json`);
      assert.equal(answer.status, 200);
      const file = JSON.parse(answer.text);
      // RFC 8785 in three lines, without any of our code.
      const canonical = JSON.stringify(file.rows, (_key, value: unknown) =>
        typeof value === 'object' && value !== null && !Array.isArray(value)
          ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
          : value,
      );
      assert.equal(createHash('sha256').update(canonical, 'utf8').digest('hex'), file.contentHash);
      assert.equal(
        file.rows.filter((row: { change: string }) => row.change !== 'REMOVED').length,
        file.rowCount,
      );
    }
  });

  it('name no person in public, and the person only to the province', async () => {
    const names = Object.values(app.world.people).map((person) => person.name);
    const paths = [
      '/api/public/filed-lists',
      `/api/public/filed-lists/${roundId}/2`,
      `/api/public/filed-lists/${roundId}/2/rows`,
      `/api/public/filed-lists/${roundId}/2/download.json`,
      `/api/public/filed-lists/${roundId}/2/download.csv`,
    ];
    for (const path of paths) {
      const answer = await app.as().get(path);
      assert.equal(answer.status, 200, path);
      for (const name of names) assert.ok(!answer.text.includes(name), `${path} names ${name}`);
      assert.ok(!answer.text.includes('校领导甲') && !answer.text.includes('029-88880000'), path);
    }
    const edition = `/api/filed-lists/${roundId}/editions/2`;
    const { people } = app.world;
    assert.equal(
      (await app.as(people.auditor).get(edition)).body.confirmerName,
      people.officeAdmin.name,
    );
    for (const person of [people.collegeAdmin, people.alphaAdmin, people.eastReviewer]) {
      assert.equal((await app.as(person).get(edition)).body.confirmerName, null);
    }
    assert.equal((await app.as().get(edition)).status, 401);
  });

  it('filter, sort and page in public', async () => {
    assert.equal((await rowsOf(app, roundId, 2, '&q=西川')).length, 2);
    assert.equal((await rowsOf(app, roundId, 2, '&change=REMOVED')).length, 1);
    assert.equal((await rowsOf(app, roundId, 2, '&level=3')).length, 0);
    assert.equal(
      (await rowsOf(app, roundId, 2, '&institutionKind=SECONDARY_VOCATIONAL')).length,
      2,
    );
    const path = `/api/public/filed-lists/${roundId}/2/rows`;
    assert.equal((await app.as().get(`${path}?sort=searchText`)).status, 400);
    assert.equal((await app.as().get(`${path}?level=9`)).status, 400);
    assert.equal((await app.as().get(`/api/public/filed-lists/${roundId}/77/rows`)).status, 404);
    assert.equal((await app.as().get('/api/public/filed-lists/not-a-round/1')).status, 404);
  });

  it('expire with the year, each filing once, and are not cancelled after that', async () => {
    app.clock.set('2025-12-31T15:59:59.999Z');
    assert.equal(await expireDue(app.database, app.clock.now()), 0);
    app.clock.set('2025-12-31T16:00:00.000Z');
    const { body } = await office(app).get('/api/filings?status=FILED');
    const late = await office(app).post(`/api/filings/${body.rows[0].id}/cancellation`, {
      version: 1,
      reason: '已到期',
    });
    assert.equal(late.status, 422);
    assert.deepEqual(body.rows[0].permittedActions, []);
    const [one, two] = await Promise.all([
      expireDue(app.database, app.clock.now()),
      expireDue(app.database, app.clock.now()),
    ]);
    assert.equal(one + two, 3);
    assert.equal(await expireDue(app.database, app.clock.now()), 0);
    const { rows } = await asOwner(
      app,
      `select count(*)::int as count from audit_event where action = 'filings.expire'`,
    );
    assert.equal(rows[0].count, 3);
    assert.equal((await office(app).get('/api/filings?status=FILING_CANCELLED')).body.total, 1);
  });

  it('file nothing after the end of the year', async () => {
    const { people, organizations } = app.world;
    await asOwner(
      app,
      `insert into application (id, round_id, institution_id, status, receipt_number, submitted_at, submitted_by,
                                submission_count, conditions, created_at, updated_at)
       values ('00000000-0000-7000-8000-00000000aaaa', $1, $2, 'APPROVED', 'late', now(), $3, 1, '[]', now(), now())`,
      [roundId, organizations.university, people.universityAdmin.id],
    );
    await asOwner(
      app,
      `insert into application_item (id, application_id, position, certificate_level_id, planned_headcount,
                                     provincial_decision, approved_headcount)
       values (gen_random_uuid(), '00000000-0000-7000-8000-00000000aaaa', 1, $1, 5, 'APPROVED', 5)`,
      [app.world.levels.alpha1],
    );
    const seen = await preview(app, roundId);
    const answer = await office(app).post(
      `/api/filed-lists/${roundId}/editions`,
      confirmationOf(seen),
    );
    assert.equal(answer.body.code, 'filings.year_is_over');
  });
});
