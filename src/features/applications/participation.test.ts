import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startTestApp, type TestApp } from '../../../test/support/test-app.ts';
import type { PersonName } from '../../../test/support/world.ts';
import { organizationRoutes } from '../organizations/index.ts';
import { roundRoutes } from '../rounds/index.ts';
import {
  fillDraft,
  inState,
  openRound,
  perform,
  OPINION,
  startDraft,
  submitted,
} from './factory.ts';
import { applicationRoutes } from './index.ts';
import { PARTICIPATION_GROUP_NAMES, statusesOf, WITHOUT_BUREAU } from './participation-groups.ts';
import type { ApplicationStatus } from './status.ts';
import { type Cell, figuresOf, partsByBureau, partsByKind } from './web/dashboard-figures.ts';

const routes = [...organizationRoutes, ...roundRoutes, ...applicationRoutes];

/** What becomes of the school of the first city, one round each; the others are as far as they are in every round. */
const STATES: readonly ApplicationStatus[] = [
  'DRAFT',
  'CITY_REVIEW',
  'RETURNED',
  'CITY_REJECTED',
  'WITHDRAWN',
  'PARTIALLY_APPROVED',
];

describe('each figure of the dashboard leads to the rows that it counts', () => {
  let app: TestApp;
  const rounds: { readonly id: string; readonly state: ApplicationStatus }[] = [];
  before(async () => {
    app = await startTestApp({ routes });
    for (const [index, state] of STATES.entries()) {
      const id = await openRound(app, { sequence: index + 1, title: `第 ${index + 1} 批` });
      rounds.push({ id, state });
      await inState(app, id, state);
      const college = await submitted(app, 'college', id);
      await perform(app, 'reviewer', college, 'approve', { opinion: OPINION });
      const school = await submitted(app, 'provincialSchool', id);
      await perform(app, 'reviewer', school, 'return-by-province', { opinion: OPINION });
      await fillDraft(app, 'university', await startDraft(app, 'university', id));
    }
  });
  after(() => app.close());

  const cellsFor = async (person: PersonName, roundId: string): Promise<Cell[]> => {
    const answer = await app.as(app.world.people[person]).get(`/api/rounds/${roundId}/dashboard`);
    return answer.body.cells;
  };

  const totalOf = async (
    person: PersonName,
    roundId: string,
    filter: Record<string, string>,
  ): Promise<number> => {
    const query = new URLSearchParams(filter).toString();
    const answer = await app
      .as(app.world.people[person])
      .get(`/api/rounds/${roundId}/participation?${query}`);
    assert.equal(answer.status, 200, answer.text);
    return answer.body.total;
  };

  const agree = async (
    person: PersonName,
    roundId: string,
    cells: readonly Cell[],
    filter: Record<string, string>,
  ): Promise<void> => {
    const figures = figuresOf(cells);
    assert.equal(await totalOf(person, roundId, filter), figures.eligible);
    for (const group of PARTICIPATION_GROUP_NAMES) {
      const total = await totalOf(person, roundId, { ...filter, group });
      assert.equal(total, figures[group], `${group} ${JSON.stringify(filter)}`);
    }
  };

  test('for the whole province, each bureau, those without one, and each kind', async () => {
    for (const { id, state } of rounds) {
      const cells = await cellsFor('officeAdmin', id);
      // The rounds differ in one school: without it the test would compare zeros.
      assert.ok(cells.some((cell) => cell.status === state && cell.bureauId !== null));
      await agree('officeAdmin', id, cells, {});
      const bureaus = partsByBureau(cells, '');
      assert.ok(bureaus.length >= 3 && bureaus.at(-1)?.key === null);
      for (const { key } of bureaus) {
        const own = cells.filter((cell) => cell.bureauId === key);
        await agree('officeAdmin', id, own, { bureauId: key ?? WITHOUT_BUREAU });
      }
      for (const { key } of partsByKind(cells, String)) {
        const own = cells.filter((cell) => cell.institutionKind === key);
        await agree('officeAdmin', id, own, { institutionKind: key ?? '' });
      }
    }
  });

  test('for a bureau, which sees its own institutions and none without a bureau', async () => {
    for (const { id } of rounds) {
      const cells = await cellsFor('eastReviewer', id);
      assert.equal(figuresOf(cells).eligible, 1);
      await agree('eastReviewer', id, cells, {});
      assert.equal(await totalOf('eastReviewer', id, { bureauId: WITHOUT_BUREAU }), 0);
    }
  });

  test('the rows of a group have its statuses, and the work list knows those without a bureau', async () => {
    const office = app.as(app.world.people.officeAdmin);
    const [round] = rounds;
    const roundId = round?.id ?? '';
    const { body } = await office.get(`/api/rounds/${roundId}/participation?group=submitted`);
    const statuses: ApplicationStatus[] = body.rows.map((row: { status: string }) => row.status);
    assert.deepEqual(statuses.toSorted(), ['APPROVED', 'RETURNED']);
    assert.ok(statuses.every((status) => statusesOf('submitted').includes(status)));
    const direct = await office.get(`/api/applications?roundId=${roundId}&bureauId=none`);
    assert.equal(direct.body.total, 2);
    for (const row of direct.body.rows) assert.equal(row.reviewingBureauName, null);
  });

  test('a group or bureau that does not exist is refused', async () => {
    const office = app.as(app.world.people.officeAdmin);
    for (const query of ['group=everything', 'bureauId=null']) {
      const answer = await office.get(`/api/rounds/${rounds[0]?.id}/participation?${query}`);
      assert.equal(answer.status, 400, query);
    }
    const school = app.as(app.world.people.collegeAdmin);
    const refused = await school.get(`/api/rounds/${rounds[0]?.id}/participation?group=submitted`);
    assert.equal(refused.status, 403);
  });
});
