import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { TestApp } from '../../../test/support/test-app.ts';
import { SYSTEM } from '../../kernel/actor.ts';
import { addMilliseconds } from '../../kernel/time.ts';
import { sqlBuilder } from '../../platform/db/database.ts';
import { givePassword, network, openBrowser, startAccountsApp } from './factory.ts';
import { touchSession } from './index.ts';

const PASSWORD = 'kettle-rail-plum-7';
const HOUR = 3_600_000;

const failureCount = (app: TestApp): Promise<number> =>
  app.database.read(SYSTEM, async (read) => {
    const rows = await read.all(sqlBuilder.selectFrom('sign_in_failure').select('id'));
    return rows.length;
  });

describe('signing in', () => {
  let app: TestApp;
  before(async () => {
    app = await startAccountsApp();
    await givePassword(app, PASSWORD, Object.values(app.world.people));
  });
  after(() => app.close());

  it('opens a session that the next request knows, whatever the case and width of the name', async () => {
    const browser = openBrowser(app);
    const answer = await browser.signIn(' ＥastSchoolAdmin ', PASSWORD);
    assert.equal(answer.status, 200, answer.text);
    const { body } = await browser.get('/api/session');
    assert.equal(body.actor.name, '东校长青');
    assert.deepEqual(body.roleLabels, ['院校负责部门负责人']);
    assert.equal(body.demo, false);
    assert.equal(body.needsFirstAdministrator, false);
    assert.equal('personas' in body, false);
  });

  it('sets cookies that scripts and other sites cannot use, with 256 random bits', async () => {
    const answer = await openBrowser(app).signIn('eastschooladmin', PASSWORD);
    const set = answer.headers['set-cookie'] as string[];
    assert.equal(set.length, 2);
    for (const cookie of set) {
      assert.match(cookie, /; HttpOnly/);
      assert.match(cookie, /; SameSite=Lax/);
      assert.match(cookie, /^onex(-device)?=[A-Za-z0-9_-]{43};/);
    }
  });

  it('keeps only a hash of the session and of the device', async () => {
    const browser = openBrowser(app);
    await browser.signIn('eastschooladmin', PASSWORD);
    const rows = await app.database.read(SYSTEM, (read) =>
      read.all(sqlBuilder.selectFrom('session').selectAll()),
    );
    const stored = JSON.stringify(rows);
    for (const value of browser.cookies.values()) {
      assert.equal(stored.includes(value), false);
      assert.equal(
        stored.includes(JSON.stringify([...Buffer.from(value, 'base64url')]).slice(1, -1)),
        false,
      );
    }
  });

  it('signs out: the old cookie opens nothing', async () => {
    const browser = openBrowser(app);
    await browser.signIn('eastschooladmin', PASSWORD);
    const old = new Map(browser.cookies);
    assert.equal((await browser.del('/api/session')).status, 200);
    assert.equal(browser.cookies.has('onex'), false);
    for (const [name, value] of old) browser.cookies.set(name, value);
    assert.equal((await browser.get('/api/account/sessions')).status, 401);
    assert.equal((await browser.del('/api/session')).status, 401);
  });

  it('rotates the session at each sign-in and leaves a planted one behind', async () => {
    const browser = openBrowser(app);
    browser.cookies.set('onex', 'planted-by-somebody-else');
    await browser.signIn('eastschooladmin', PASSWORD);
    const first = browser.cookies.get('onex') ?? '';
    assert.notEqual(first, 'planted-by-somebody-else');
    await browser.signIn('eastschooladmin', PASSWORD);
    assert.notEqual(browser.cookies.get('onex'), first);
    const old = openBrowser(app);
    old.cookies.set('onex', first);
    assert.equal((await old.get('/api/account/sessions')).status, 401);
  });

  it('ends a session after 30 idle minutes and after 12 hours of work', async () => {
    const at = app.clock.now();
    const idle = openBrowser(app);
    const busy = openBrowser(app);
    await idle.signIn('eastschooladmin', PASSWORD);
    await busy.signIn('eastschooladmin', PASSWORD);
    const { body } = await busy.get('/api/session');
    app.clock.advance(30 * 60_000 - 1);
    assert.equal((await idle.get('/api/account/sessions')).status, 200);
    app.clock.advance(1);
    assert.equal((await idle.get('/api/account/sessions')).status, 401);
    for (let quarter = 2; quarter < 48; quarter += 1) {
      await touchSession(app.database, body.actor.sessionId, app.clock.now());
      app.clock.advance(HOUR / 4);
    }
    app.clock.set(addMilliseconds(at, 12 * HOUR - 1));
    assert.equal((await busy.get('/api/account/sessions')).status, 200);
    app.clock.advance(1);
    assert.equal((await busy.get('/api/account/sessions')).status, 401);
  });

  it('refuses a foreign page, an unknown key and characters that cannot be stored', async () => {
    const browser = openBrowser(app);
    const body = { loginName: 'eastschooladmin', password: PASSWORD };
    const foreign = await browser.post('/api/session', body, {
      headers: { 'sec-fetch-site': 'cross-site' },
    });
    assert.equal(foreign.body.code, 'request.cross_site');
    const bare = await browser.post('/api/session', body, { headers: { 'x-onex-csrf': '0' } });
    assert.equal(bare.status, 403);
    assert.equal(
      (await browser.post('/api/session', { ...body, role: 'auditor' })).body.code,
      'request.unknown_key',
    );
    assert.equal((await browser.signIn('a\u0000b', PASSWORD)).status, 400);
    assert.equal(browser.cookies.size, 0);
  });

  it('lists own sessions and ends one or all others', async () => {
    const [one, two, three] = [openBrowser(app), openBrowser(app), openBrowser(app)];
    for (const browser of [one, two, three]) await browser.signIn('alphastaff', PASSWORD);
    const { body } = await one.get('/api/account/sessions');
    const mine = body.rows.filter((row: { isCurrent: boolean }) => row.isCurrent);
    assert.equal(mine.length, 1);
    const twoId = (await two.get('/api/session')).body.actor.sessionId;
    assert.equal((await one.del(`/api/account/sessions/${twoId}`)).status, 200);
    assert.equal((await two.get('/api/account/sessions')).status, 401);
    assert.equal((await one.del(`/api/account/sessions/${twoId}`)).status, 404);
    await one.del('/api/account/sessions');
    assert.equal((await three.get('/api/account/sessions')).status, 401);
    assert.equal((await one.get('/api/account/sessions')).body.rows.length, 1);
  });

  it("cannot end another person's session", async () => {
    const [mine, other] = [openBrowser(app), openBrowser(app)];
    await mine.signIn('alphaadmin', PASSWORD);
    await other.signIn('betaadmin', PASSWORD);
    const id = (await other.get('/api/session')).body.actor.sessionId;
    assert.equal((await mine.del(`/api/account/sessions/${id}`)).status, 404);
    assert.equal((await other.get('/api/account/sessions')).status, 200);
  });

  it('changes the password only with the present one, and then ends every other session', async () => {
    const [here, there] = [openBrowser(app), openBrowser(app)];
    await givePassword(app, PASSWORD, [app.world.people.westSchoolAdmin]);
    await here.signIn('westschooladmin', PASSWORD);
    await there.signIn('westschooladmin', PASSWORD);
    const before = here.cookies.get('onex');
    const next = 'lamp.quiet.harvest.9';
    const change = (currentPassword: string, newPassword: string) =>
      here.post('/api/account/password', { currentPassword, newPassword });
    assert.equal((await change('guess', next)).body.code, 'accounts.wrong_current_password');
    assert.equal((await change(PASSWORD, PASSWORD)).body.code, 'accounts.password_same');
    assert.equal(
      (await change(PASSWORD, 'westschooladmin1')).body.code,
      'accounts.password_common',
    );
    assert.equal((await there.get('/api/account/sessions')).status, 200);
    const changed = await change(PASSWORD, next);
    assert.equal(changed.status, 200, changed.text);
    assert.notEqual(here.cookies.get('onex'), before);
    assert.equal((await here.get('/api/account/sessions')).body.rows.length, 1);
    assert.equal((await there.get('/api/account/sessions')).status, 401);
    assert.equal((await there.signIn('westschooladmin', PASSWORD)).status, 422);
    assert.equal((await there.signIn('westschooladmin', next)).status, 200);
  });

  it('does not let a borrowed screen guess the present password', async () => {
    const browser = openBrowser(app);
    await browser.signIn('betaadmin', PASSWORD);
    const change = (currentPassword: string) =>
      browser.post('/api/account/password', {
        currentPassword,
        newPassword: 'lamp.quiet.harvest.9',
      });
    for (let guess = 0; guess < 5; guess += 1)
      assert.equal((await change(`guess ${guess}`)).status, 422);
    assert.equal((await change(PASSWORD)).body.code, 'accounts.locked');
    app.clock.advance(15 * 60_000);
    assert.equal((await change(PASSWORD)).status, 200);
  });

  it('says the same to an unknown name, a wrong password, a suspended and an invited person', async () => {
    const { people } = app.world;
    await app.as(people.officeAdmin).post(`/api/people/${people.collegeStaff.id}/suspension`, {
      version: 1,
      reason: '测试',
    });
    const invited = await app.as(people.officeAdmin).post('/api/people', {
      organizationId: app.world.organizations.college,
      loginName: 'college-new',
      name: '新来的人',
      roles: ['institution_staff'],
    });
    assert.equal(invited.status, 200, invited.text);
    const tries = [
      ['nobody-at-all', PASSWORD],
      ['collegeadmin', 'wrong password'],
      ['collegestaff', PASSWORD],
      ['college-new', PASSWORD],
    ] as const;
    const before = await failureCount(app);
    const answers = [];
    for (const [index, [name, password]] of tries.entries()) {
      const answer = await openBrowser(app, network(900 + index)).signIn(name, password);
      const { requestId: _, ...body } = answer.body;
      answers.push({ status: answer.status, body, cookies: answer.headers['set-cookie'] });
    }
    for (const answer of answers) assert.deepEqual(answer, answers[0]);
    assert.equal(answers[0]?.body.code, 'accounts.wrong_credentials');
    // Each is counted in two buckets, and the counting survived the refusal.
    assert.equal(await failureCount(app), before + 8);
  });

  it('records each attempt without the name that was typed', async () => {
    await openBrowser(app, network(990)).signIn('my-secret-password', 'x');
    const events = await app.database.read(SYSTEM, (read) =>
      read.all(
        sqlBuilder.selectFrom('audit_event').selectAll().where('action', '=', 'accounts.signIn'),
      ),
    );
    assert.ok(events.some((event) => event.outcome === 'refused'));
    assert.ok(events.some((event) => event.outcome === 'done'));
    assert.equal(JSON.stringify(events).includes('my-secret-password'), false);
  });
});
