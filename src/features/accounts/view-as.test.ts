import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { TestApp } from '../../../test/support/test-app.ts';
import { SYSTEM } from '../../kernel/actor.ts';
import { sqlBuilder } from '../../platform/db/database.ts';
import { type Browser, givePassword, openBrowser, startAccountsApp } from './factory.ts';
import { accountRoutesWith } from './index.ts';

const PASSWORD = 'kettle-rail-plum-7';

describe('looking at another person`s view', () => {
  let app: TestApp;
  before(async () => {
    app = await startAccountsApp();
    await givePassword(app, PASSWORD, Object.values(app.world.people));
  });
  after(() => app.close());

  const signedIn = async (loginName: string): Promise<Browser> => {
    const browser = openBrowser(app);
    assert.equal((await browser.signIn(loginName, PASSWORD)).status, 200);
    return browser;
  };
  const sessionOf = async (browser: Browser) => (await browser.get('/api/session')).body;

  it('shows what the person sees, in their scope, and names who looks', async () => {
    const { officeAdmin, eastSchoolAdmin } = app.world.people;
    const browser = await signedIn(officeAdmin.loginName);
    const url = `/api/people/${eastSchoolAdmin.id}/view`;
    assert.equal((await browser.post(url, {})).status, 400, 'no purpose');
    const started = await browser.post(url, { purpose: '电话协助填报' });
    assert.equal(started.status, 200, started.text);
    const { actor } = await sessionOf(browser);
    assert.deepEqual(
      [actor.userId, actor.viewer.userId, actor.viewer.endsAt],
      [eastSchoolAdmin.id, officeAdmin.id, started.body.endsAt],
    );
    const people = await browser.get('/api/people');
    assert.ok(people.body.total > 0);
    for (const row of people.body.rows)
      assert.equal(row.organizationId, eastSchoolAdmin.organizationId);
    const told = app.plannedJobs.at(-1)?.data as { event: string; to: unknown; lines: string[] };
    assert.deepEqual(
      [told.event, told.to],
      ['accounts.viewed', [{ accountId: eastSchoolAdmin.id }]],
    );
    assert.match(told.lines[0] ?? '', /林知远.*电话协助填报/);
  });

  it('refuses every write with words that say why, and keeps who tried', async () => {
    const { officeAdmin, collegeAdmin } = app.world.people;
    const browser = await signedIn(officeAdmin.loginName);
    await browser.post(`/api/people/${collegeAdmin.id}/view`, { purpose: '协助' });
    const writes = accountRoutesWith({}).filter(
      ({ endpoint, whileViewing }) => endpoint.method !== 'GET' && whileViewing !== true,
    );
    assert.ok(writes.length > 30);
    for (const { endpoint, kind, access } of writes) {
      if (kind === 'upload') continue;
      const url = endpoint.path.replaceAll(/:[A-Za-z]+/g, collegeAdmin.id);
      const response = await app.http.inject({
        method: endpoint.method,
        url,
        headers: { 'x-onex-csrf': '1', cookie: `onex=${browser.cookies.get('onex') ?? ''}` },
        payload: {},
      });
      const { code, text } = response.json();
      if (code === 'access.not_permitted') {
        assert.ok(Array.isArray(access) && !access.includes('institution_admin'));
        continue;
      }
      assert.deepEqual([response.statusCode, code], [403, 'session.viewing'], endpoint.name);
      assert.match(text, /高鹏程.*只能看/);
    }
    const rows = await app.database.read(SYSTEM, (read) =>
      read.all(
        sqlBuilder
          .selectFrom('audit_event')
          .select(['account_id', 'detail'])
          .where('action', '=', 'accounts.invitePerson')
          .where('outcome', '=', 'refused'),
      ),
    );
    assert.deepEqual(rows, [
      {
        account_id: officeAdmin.id,
        detail: { code: 'session.viewing', viewing: collegeAdmin.id },
      },
    ]);
  });

  it('ends by the button, with an audit row of both people', async () => {
    const { systemAdmin, alphaStaff } = app.world.people;
    const browser = await signedIn(systemAdmin.loginName);
    await browser.post(`/api/people/${alphaStaff.id}/view`, { purpose: '协助' });
    assert.equal((await browser.del('/api/session/view')).status, 200);
    assert.equal((await sessionOf(browser)).actor.userId, systemAdmin.id);
    const rows = await app.database.read(SYSTEM, (read) =>
      read.all(
        sqlBuilder
          .selectFrom('audit_event')
          .select(['action', 'account_id', 'subject_id', 'reason'])
          .where('subject_id', '=', alphaStaff.id)
          .where('action', 'in', ['accounts.startView', 'accounts.endView'])
          .orderBy('occurred_at'),
      ),
    );
    assert.deepEqual(
      rows.map(({ action, account_id, reason }) => [action, account_id, reason]).toSorted(),
      [
        ['accounts.endView', systemAdmin.id, null],
        ['accounts.startView', systemAdmin.id, '协助'],
      ],
    );
  });

  it('is over after thirty minutes, and nothing is written by mistake until it is left', async () => {
    const { systemAdmin, betaAdmin } = app.world.people;
    const browser = await signedIn(systemAdmin.loginName);
    await browser.post(`/api/people/${betaAdmin.id}/view`, { purpose: '协助' });
    app.clock.advance(14 * 60_000);
    await app.database.transaction(SYSTEM, (tx) =>
      tx.run(
        sqlBuilder
          .updateTable('session')
          .set({ seen_at: app.clock.now() })
          .where('viewed_account_id', 'is not', null),
      ),
    );
    assert.equal((await sessionOf(browser)).actor.userId, betaAdmin.id);
    app.clock.advance(14 * 60_000);
    await app.database.transaction(SYSTEM, (tx) =>
      tx.run(
        sqlBuilder
          .updateTable('session')
          .set({ seen_at: app.clock.now() })
          .where('viewed_account_id', 'is not', null),
      ),
    );
    app.clock.advance(2 * 60_000);
    const session = await sessionOf(browser);
    assert.deepEqual([session.actor.userId, session.viewEnded], [systemAdmin.id, true]);
    const write = await browser.del('/api/account/sessions');
    assert.equal(write.body.code, 'session.view_ended');
    assert.equal((await browser.del('/api/session/view')).status, 200);
    assert.equal((await browser.del('/api/account/sessions')).status, 200);
  });

  it('is for the office and the technical administrator only, never of a rank above, nor of oneself', async () => {
    const { officeAdmin, systemAdmin, eastAdmin, eastReviewer, reviewer, auditor } =
      app.world.people;
    const body = { purpose: '看看' };
    for (const person of [eastAdmin, reviewer, auditor]) {
      const answer = await app.as(person).post(`/api/people/${eastReviewer.id}/view`, body);
      assert.equal(answer.status, 403, person.name);
    }
    const technical = await signedIn(systemAdmin.loginName);
    for (const target of [officeAdmin, reviewer, auditor]) {
      const answer = await technical.post(`/api/people/${target.id}/view`, body);
      assert.equal(answer.body.code, 'accounts.role_above', target.name);
    }
    const self = await app.as(officeAdmin).post(`/api/people/${officeAdmin.id}/view`, body);
    assert.equal(self.body.code, 'accounts.self');
  });
});
