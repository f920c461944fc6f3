import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { startTestApp, type TestApp } from '../../../test/support/test-app.ts';
import { registerConstraintTexts } from '../../platform/db/pg-errors.ts';
import { asOwner } from '../filings/factory.ts';
import { organizationRoutes } from '../organizations/index.ts';
import { roundRoutes } from '../rounds/index.ts';
import { inState, type Made, openRound, OPINION, perform, submitted } from './factory.ts';
import { applicationRoutes } from './index.ts';
import { applicationConstraintTexts } from './errors.ts';
import { getSample, listSamples } from './sample-contract.ts';

registerConstraintTexts(applicationConstraintTexts);
const routes = [...organizationRoutes, ...roundRoutes, ...applicationRoutes];

describe('the province looks again at what the cities decided', () => {
  let app: TestApp;
  let roundId: string;
  let endorsed: Made;
  let west: Made;
  before(async () => {
    app = await startTestApp({ routes });
    roundId = await openRound(app);
    endorsed = await inState(app, roundId, 'PROVINCIAL_REVIEW');
    const made = await submitted(app, 'westSchool', roundId);
    west = await perform(app, 'westReviewer', made, 'reject-by-city', { opinion: OPINION });
    // Reviewed by the province at once: no city has decided it, so it is never drawn.
    await submitted(app, 'college', roundId);
  });
  after(() => app.close());

  const reviewer = () => app.as(app.world.people.reviewer);
  const path = () => `/api/rounds/${roundId}/samples`;
  const draw = async (body: Record<string, unknown>): Promise<string> => {
    const answer = await reviewer().post(path(), body);
    assert.equal(answer.status, 200, answer.text);
    return answer.body.id;
  };
  const sampleOf = async (id: string) => {
    const answer = await app.as(app.world.people.officeStaff).get(`${path()}/${id}`);
    assert.equal(answer.status, 200, answer.text);
    return getSample.output.parse(answer.body);
  };
  const listed = async (query = '') => {
    const answer = await app.as(app.world.people.auditor).get(`${path()}${query}`);
    assert.equal(answer.status, 200, answer.text);
    return listSamples.output.parse(answer.body);
  };

  test('a draw can be repeated from its seed, and stays to be read', async () => {
    const sample = await sampleOf(await draw({ size: 200 }));
    const rank = (id: string): string =>
      createHash('sha256').update(`${sample.seed}/${id}`).digest('hex');
    const expected = [endorsed.id, west.id].toSorted((one, other) =>
      rank(one) < rank(other) ? -1 : 1,
    );
    assert.deepEqual(
      sample.rows.map((row) => row.applicationId),
      expected,
    );
    const { population, size, drawnCount, decidedCount, bureauName } = sample;
    assert.deepEqual(
      { population, size, drawnCount, decidedCount, bureauName },
      { population: 2, size: 200, drawnCount: 2, decidedCount: 0, bureauName: null },
    );
    assert.equal(sample.drawerName, app.world.people.reviewer.name);
  });

  test('the outcome of each is told: where it stood, where it stands, and what the province said', async () => {
    const id = await draw({ size: 10 });
    assert.ok((await sampleOf(id)).rows.every((row) => row.verb === null));
    west = await perform(app, 'reviewer', west, 'overrule', { opinion: OPINION });
    const sample = await sampleOf(id);
    assert.equal(sample.decidedCount, 1);
    const row = sample.rows.find((one) => one.applicationId === west.id);
    assert.deepEqual(
      [row?.statusWhenDrawn, row?.status, row?.verb, row?.reviewerName],
      ['CITY_REJECTED', 'PROVINCIAL_REVIEW', 'overrule', app.world.people.reviewer.name],
    );
    const other = sample.rows.find((one) => one.applicationId === endorsed.id);
    assert.deepEqual([other?.statusWhenDrawn, other?.verb], ['PROVINCIAL_REVIEW', null]);
  });

  test('a decision from before the draw, or one that was taken back, is no outcome', async () => {
    endorsed = await perform(app, 'reviewer', endorsed, 'approve', { opinion: OPINION });
    app.clock.advance(60_000);
    const id = await draw({ size: 10 });
    assert.equal((await sampleOf(id)).decidedCount, 0);
    app.clock.advance(60_000);
    endorsed = await perform(app, 'reviewer', endorsed, 'reconsider', { opinion: OPINION });
    endorsed = await perform(app, 'reviewer', endorsed, 'return-by-province', { opinion: OPINION });
    const row = (await sampleOf(id)).rows.find((one) => one.applicationId === endorsed.id);
    assert.deepEqual([row?.status, row?.verb], ['RETURNED', 'returnByProvince']);
  });

  test('all draws are listed, the newest first, also those of one bureau', async () => {
    const bureauId = app.world.organizations.eastBureau;
    app.clock.advance(60_000);
    const id = await draw({ size: 1, bureauId });
    const { rows, total } = await listed();
    assert.equal(total, 4);
    assert.equal(rows[0]?.id, id);
    assert.ok(rows[0].bureauName?.endsWith('教育局'));
    const times = rows.map((row) => row.drawnAt);
    assert.deepEqual(times, times.toSorted().toReversed());
    const own = await listed(`?bureauId=${bureauId}`);
    assert.deepEqual([own.total, own.rows[0]?.population], [1, 1]);
    const csv = await app.as(app.world.people.officeAdmin).get(`${path()}.csv`);
    assert.equal(csv.status, 200);
    assert.match(csv.text, /抽取人/);
    assert.equal(csv.text.trimEnd().split('\n').length, 5);
  });

  test('a round in which no city has decided gives an empty draw, which is kept too', async () => {
    const empty = await openRound(app, { sequence: 2, title: '第二批' });
    const { body } = await reviewer().post(`/api/rounds/${empty}/samples`, { size: 5 });
    const answer = await reviewer().get(`/api/rounds/${empty}/samples/${body.id}`);
    assert.deepEqual([answer.body.population, answer.body.rows], [0, []]);
  });

  test('cities, schools and those who only read do not draw, and a city does not see the draws', async () => {
    const { people } = app.world;
    for (const person of [people.officeAdmin, people.auditor, people.eastReviewer]) {
      assert.equal((await app.as(person).post(path(), { size: 1 })).status, 403);
    }
    for (const person of [people.eastReviewer, people.collegeAdmin]) {
      assert.equal((await app.as(person).get(path())).status, 403);
    }
    const [size, bureau, round] = await Promise.all([
      reviewer().post(path(), { size: 0 }),
      reviewer().post(path(), { size: 1, bureauId: randomUUID() }),
      reviewer().post(`/api/rounds/${randomUUID()}/samples`, { size: 1 }),
    ]);
    assert.deepEqual([size.status, bureau.status, round.status], [400, 422, 404]);
    const foreign = await openRound(app, { sequence: 3, title: '第三批' });
    const id = (await listed()).rows[0]?.id;
    const elsewhere = await reviewer().get(`/api/rounds/${foreign}/samples/${id}`);
    assert.deepEqual(
      [elsewhere.status, elsewhere.body.code],
      [404, 'application.sample_not_found'],
    );
  });

  test('a draw cannot be changed or removed by the program', async () => {
    const { rows } = await asOwner(
      app,
      `select has_table_privilege('onex_app', 'review_sample', 'update')
           or has_table_privilege('onex_app', 'review_sample', 'delete')
           or has_table_privilege('onex_app', 'review_sample_row', 'update')
           or has_table_privilege('onex_app', 'review_sample_row', 'delete') as may`,
      [],
    );
    assert.deepEqual(rows, [{ may: false }]);
  });
});
