import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Answer, TestApp } from '../../../test/support/test-app.ts';
import { approved, confirmed, startFilings, office } from './factory.ts';

describe('fetch receipts', () => {
  let app: TestApp;
  let roundId: string;
  let path: string;
  before(async () => {
    ({ app, roundId } = await startFilings());
    await approved(app, 'college', roundId);
    await confirmed(app, roundId);
    path = `/api/own-filed-lists/${roundId}/1`;
  });
  after(async () => await app.close());

  const receipts = async (query = ''): Promise<Answer['body']> =>
    (await office(app).get(`/api/filed-lists/${roundId}/editions/1/receipts${query}`)).body;

  it('stand at nothing until an organization opens the list', async () => {
    const body = await receipts();
    assert.deepEqual(
      body.rows.map((row: { organizationName: string; lastAt: null }) => [
        row.organizationName,
        row.lastAt,
      ]),
      [
        ['丙丁评价中心', null],
        ['甲乙评价有限公司', null],
      ],
    );
    assert.equal((await receipts('?fetched=no')).total, 2);
  });

  it('are left by opening, once for an account and a day; the rows stay closed before', async () => {
    const alpha = app.as(app.world.people.alphaAdmin);
    assert.equal((await alpha.get(`${path}/rows`)).body.code, 'filings.open_first');
    const opened = await Promise.all([
      alpha.post(`${path}/opening`),
      alpha.post(`${path}/opening`),
    ]);
    assert.deepEqual(
      opened.map((answer) => answer.status),
      [200, 200],
    );
    assert.equal(opened[0]?.body.ownRowCount, 1);
    const rows = await alpha.get(`${path}/rows`);
    assert.equal(rows.body.total, 1);
    assert.equal(rows.body.rows[0].evaluationOrganizationName, '甲乙评价有限公司');
    const [receipt] = (await receipts('?fetched=yes')).rows;
    assert.deepEqual(
      [receipt.pageCount, receipt.csvCount, receipt.jsonCount, receipt.rowCount],
      [1, 0, 0, 1],
    );
    // 24:00 in Beijing is 16:00 UTC: the next day counts anew.
    app.clock.set('2025-03-01T15:59:59.999Z');
    await alpha.post(`${path}/opening`);
    assert.equal((await receipts('?fetched=yes')).rows[0].pageCount, 1);
    app.clock.set('2025-03-01T16:00:00.000Z');
    await alpha.post(`${path}/opening`);
    assert.equal((await receipts('?fetched=yes')).rows[0].pageCount, 2);
  });

  it('count each account by itself and every download', async () => {
    const staff = app.as(app.world.people.alphaStaff);
    assert.equal((await staff.get(`${path}/rows`)).status, 409);
    const csv = await staff.get(`${path}/rows.csv`);
    assert.equal(csv.status, 200);
    assert.match(csv.text, /甲乙评价有限公司/);
    assert.doesNotMatch(csv.text, /丙丁评价中心/);
    await staff.get(`${path}/rows.csv`);
    const json = JSON.parse((await staff.get(`${path}/rows.json`)).text);
    assert.equal(json.rows.length, 1);
    const [receipt] = (await receipts('?fetched=yes')).rows;
    assert.deepEqual([receipt.csvCount, receipt.jsonCount], [2, 1]);
    const events = await office(app).get(
      `/api/filed-lists/${roundId}/editions/1/fetches?organizationId=${app.world.organizations.alphaOrg}`,
    );
    assert.deepEqual(events.body.rows.map((row: { format: string }) => row.format).toSorted(), [
      'CSV',
      'CSV',
      'JSON',
      'PAGE',
      'PAGE',
    ]);
    assert.equal((await receipts('?fetched=no')).rows[0].organizationName, '丙丁评价中心');
  });

  it('are the province’s to read and the evaluation organizations’ to leave', async () => {
    const { people } = app.world;
    for (const person of [people.alphaAdmin, people.collegeAdmin, people.eastReviewer]) {
      assert.equal(
        (await app.as(person).get(`/api/filed-lists/${roundId}/editions/1/receipts`)).status,
        403,
      );
      assert.equal(
        (await app.as(person).get(`/api/filed-lists/${roundId}/editions/1/fetches`)).status,
        403,
      );
    }
    for (const person of [people.officeAdmin, people.collegeAdmin, people.eastReviewer]) {
      assert.equal((await app.as(person).post(`${path}/opening`)).status, 403);
      assert.equal((await app.as(person).get(`${path}/rows`)).status, 403);
      assert.equal((await app.as(person).get(`${path}/rows.csv`)).status, 403);
      assert.equal((await app.as(person).get(`${path}/rows.json`)).status, 403);
      assert.equal((await app.as(person).get('/api/own-filed-lists')).status, 403);
    }
    assert.equal((await app.as().get(`${path}/rows.csv`)).status, 401);
    const own = await app.as(people.betaAdmin).get('/api/own-filed-lists');
    assert.equal(own.body.rows[0].ownRowCount, 1);
    assert.equal(own.body.rows[0].fetchedAt, null);
    assert.equal(
      (await app.as(people.betaAdmin).post(`/api/own-filed-lists/${roundId}/9/opening`)).status,
      404,
    );
  });
});
