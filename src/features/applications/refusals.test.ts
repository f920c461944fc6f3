import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Actor, type Role, ROLES } from '../../kernel/actor.ts';
import { toInstant } from '../../kernel/time.ts';
import { refusal } from '../../kernel/workflow.ts';
import { startTestApp, type TestApp } from '../../../test/support/test-app.ts';
import { asOwner } from '../filings/factory.ts';
import { organizationRoutes } from '../organizations/index.ts';
import { roundRoutes } from '../rounds/index.ts';
import { inState, type Made, openRound, OPINION, perform } from './factory.ts';
import { applicationRoutes } from './index.ts';
import { standingOf } from './record.ts';
import {
  APPLICATION_STATUSES,
  type ApplicationSubject,
  type ApplicationVerb,
  applicationWorkflow,
} from './status.ts';

const AT = toInstant('2025-03-01T02:00:00.000Z');

const personWith = (role: Role): Actor => ({
  kind: 'person',
  userId: 'u',
  sessionId: 's',
  name: '某人',
  roles: [role],
  organizationId: 'o',
  organizationName: '某单位',
  organizationKind: 'CITY_BUREAU',
  affiliatedInstitutionIds: [],
});

test('each verb of a role is either open or refused with the words of the table, no other is told', () => {
  let refused = 0;
  for (const role of Object.keys(ROLES) as Role[]) {
    for (const status of APPLICATION_STATUSES) {
      const subject: ApplicationSubject = {
        status,
        limits: { opensAt: AT, submitBy: AT, cityReviewDueAt: null },
        deeds: [{ verb: 'endorse', userId: 'u' }],
        institutionId: 'i',
      };
      const actor = personWith(role);
      const { permittedActions, refusals } = standingOf(subject, actor, AT);
      const told = [...permittedActions, ...Object.keys(refusals)];
      const ofRole = applicationWorkflow.transitions
        .filter(({ by }) => (by as readonly string[]).includes(role))
        .map(({ verb }) => verb);
      assert.deepEqual(told.toSorted(), ofRole.toSorted(), `${role} ${status}`);
      for (const [verb, { code, text }] of Object.entries(refusals)) {
        const said = refusal(applicationWorkflow, subject, actor, verb as ApplicationVerb, AT);
        assert.deepEqual([code, text], [said?.code, said?.text]);
        refused += 1;
      }
    }
  }
  assert.ok(refused > 150, String(refused));
});

describe('the record says beforehand what the attempt would say', () => {
  let app: TestApp;
  let made: Made;
  before(async () => {
    app = await startTestApp({
      routes: [...organizationRoutes, ...roundRoutes, ...applicationRoutes],
    });
    const roundId = await openRound(app);
    made = await inState(app, roundId, 'PROVINCIAL_REVIEW');
  });
  after(() => app.close());

  const told = async (
    person: 'reviewer' | 'eastSchoolAdmin' | 'officeStaff',
    verb: ApplicationVerb,
  ) => {
    const { body } = await app.as(app.world.people[person]).get(`/api/applications/${made.id}`);
    return body.refusals[verb];
  };
  const tried = async (person: 'reviewer' | 'eastSchoolAdmin', path: string) => {
    const { body } = await app
      .as(app.world.people[person])
      .post(`/api/applications/${made.id}/${path}`, { version: made.version, opinion: OPINION });
    return { code: body.code, text: body.text };
  };

  test('to somebody of the institution, who must stand aside', async () => {
    const { eastSchool } = app.world.organizations;
    const set = (ids: string[]) =>
      asOwner(app, 'update account set affiliated_institution_ids = $1 where id = $2', [
        ids,
        app.world.people.reviewer.id,
      ]);
    assert.equal(await told('reviewer', 'approve'), undefined);
    await set([eastSchool]);
    const beforehand = await told('reviewer', 'approve');
    assert.equal(beforehand.code, 'application.recusal');
    assert.deepEqual(beforehand, await tried('reviewer', 'approve'));
    await set([]);
  });

  test('to the institution that wants it back after the first review', async () => {
    const beforehand = await told('eastSchoolAdmin', 'withdraw');
    assert.equal(beforehand.code, 'application.already_under_way');
    const { body } = await app
      .as(app.world.people.eastSchoolAdmin)
      .post(`/api/applications/${made.id}/withdraw`, { version: made.version, reason: '' });
    assert.deepEqual(beforehand, { code: body.code, text: body.text });
  });

  test('nothing to those who have no verb here', async () => {
    const { body } = await app.as(app.world.people.officeStaff).get(`/api/applications/${made.id}`);
    assert.deepEqual([body.permittedActions, body.refusals], [[], {}]);
  });
});

describe('the work list tells until when a returned application can be corrected', () => {
  let app: TestApp;
  before(async () => {
    app = await startTestApp({
      routes: [...organizationRoutes, ...roundRoutes, ...applicationRoutes],
    });
    for (const [index, correctionDueAt] of [
      '2025-03-20T16:00:00.000Z',
      '2025-03-10T16:00:00.000Z',
      undefined,
    ].entries()) {
      const roundId = await openRound(app, { sequence: index + 1, title: `第 ${index + 1} 批` });
      const city = await inState(app, roundId, 'CITY_REVIEW');
      if (correctionDueAt !== undefined)
        await perform(app, 'eastReviewer', city, 'return-by-city', {
          opinion: OPINION,
          correctionDueAt,
        });
    }
  });
  after(() => app.close());

  const dues = async (query: string): Promise<(string | null)[]> => {
    const { body, status } = await app
      .as(app.world.people.eastReviewer)
      .get(`/api/applications?${query}`);
    assert.equal(status, 200);
    return body.rows.map((row: { correctionDueAt: string | null }) => row.correctionDueAt);
  };

  test('sorted by it both ways, and null where nothing is returned', async () => {
    const [first, second] = ['2025-03-10T16:00:00.000Z', '2025-03-20T16:00:00.000Z'];
    assert.deepEqual(await dues('group=waiting&sort=correctionDueAt'), [first, second]);
    assert.deepEqual(await dues('group=waiting&sort=-correctionDueAt'), [second, first]);
    assert.deepEqual(await dues('sort=correctionDueAt'), [first, second, null]);
  });

  test('the deadline of an earlier return is not told once it is submitted again', async () => {
    await asOwner(app, `update application set status = 'CITY_REVIEW' where status = 'RETURNED'`);
    assert.deepEqual(await dues('sort=correctionDueAt'), [null, null, null]);
  });
});
