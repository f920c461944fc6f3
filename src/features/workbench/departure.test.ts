import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import '../../app/features.ts';
import { type Answer, startTestApp, type TestApp } from '../../../test/support/test-app.ts';
import type { PersonName } from '../../../test/support/world.ts';
import { openRound, startDraft } from '../applications/factory.ts';
import { onlyContact } from '../contacts/factory.ts';

let app: TestApp;
before(async () => {
  app = await startTestApp();
});
after(() => app.close());

const as = (name: PersonName) => app.as(app.world.people[name]);

const ok = (answer: Answer): Answer['body'] => {
  assert.equal(answer.status, 200, answer.text);
  return answer.body;
};

const todoOf = async (name: PersonName): Promise<string[]> =>
  ok(await as(name).get('/api/workbench/tasks')).todo.map(({ id }: { id: string }) => id);

const has = (ids: readonly string[], start: string): boolean =>
  ids.some((id) => id.startsWith(start));

describe('when the person in charge is gone', () => {
  it('the task of a contact whose duty has ended stays with the school, and a successor is asked for', async () => {
    const { eastSchoolAdmin } = app.world.people;
    const roundId = await openRound(app);
    const { id } = await startDraft(app, 'eastSchool', roundId);
    const officer = await onlyContact(app.as(eastSchoolAdmin), 'OFFICER');
    assert.equal(has(await todoOf('eastSchoolStaff'), 'contacts.register-officer'), false);
    assert.equal(has(await todoOf('eastSchoolStaff'), `applications.application:`), true);

    ok(
      await as('eastSchoolAdmin').post(`/api/contacts/${officer.id}/end`, {
        version: officer.version,
        validTo: '2025-03-01',
        reason: '调离本校',
      }),
    );
    const left = await todoOf('eastSchoolStaff');
    assert.equal(has(left, 'applications.application:'), true, 'the draft waits as before');
    assert.equal(has(left, 'contacts.register-officer'), true, 'somebody must follow');
    assert.equal(ok(await as('eastSchoolStaff').get(`/api/applications/${id}`)).id, id);
  });

  it('the task of a closed account stays with the school', async () => {
    const { eastSchoolStaff } = app.world.people;
    const path = `/api/people/${eastSchoolStaff.id}`;
    const { version } = ok(await as('eastSchoolAdmin').get(path)).person;
    ok(await as('eastSchoolAdmin').post(`${path}/closure`, { version, reason: '离任' }));
    assert.equal((await as('eastSchoolStaff').get('/api/workbench/tasks')).status, 401);
    assert.equal(has(await todoOf('eastSchoolAdmin'), 'applications.application:'), true);
  });
});
