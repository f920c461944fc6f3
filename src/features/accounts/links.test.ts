import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Answer, TestApp } from '../../../test/support/test-app.ts';
import type { Person } from '../../../test/support/world.ts';
import { SYSTEM } from '../../kernel/actor.ts';
import { sqlBuilder } from '../../platform/db/database.ts';
import { givePassword, network, openBrowser, startAccountsApp } from './factory.ts';

const PASSWORD = 'kettle-rail-plum-7';
const NEXT = 'lamp.quiet.harvest.9';
const HOURS = 3_600_000;

let next = 0;

describe('one-time links (assurance A3)', () => {
  let app: TestApp;
  before(async () => {
    app = await startAccountsApp();
    await givePassword(app, PASSWORD, Object.values(app.world.people));
  });
  after(() => app.close());

  const invite = async (
    roles = ['institution_staff'],
  ): Promise<{ id: string; login: string; token: string; version: number }> => {
    next += 1;
    const login = `invited-${next}`;
    const { status, body, text } = await app.as(app.world.people.collegeAdmin).post('/api/people', {
      organizationId: app.world.organizations.college,
      loginName: login,
      name: '夏青禾',
      roles,
    });
    assert.equal(status, 200, text);
    assert.match(body.link, /^\/desk\/activate#[A-Za-z0-9_-]{43}$/);
    return {
      id: body.person.id,
      login,
      token: body.link.split('#')[1],
      version: body.person.version,
    };
  };
  const activate = (token: string, password = PASSWORD): Promise<Answer> =>
    openBrowser(app).post('/api/activations', { token, password });
  const refusedAlike = (answer: Answer): void => {
    assert.equal(answer.status, 422);
    assert.equal(answer.body.code, 'accounts.link_invalid');
    assert.match(answer.body.text, /联系本单位管理员或项目办重新发送链接/);
  };

  it('shows whose link it is, lets its holder choose a password once and signs in', async () => {
    const { token, login } = await invite();
    const browser = openBrowser(app);
    const { body } = await browser.post('/api/activations/check', { token });
    assert.deepEqual(
      [body.purpose, body.loginName, body.name, body.organizationName],
      ['ACTIVATE', login, '夏青禾', '云岭职业技术学院'],
    );
    assert.equal(
      (await browser.post('/api/activations', { token, password: PASSWORD })).status,
      200,
    );
    assert.equal((await browser.get('/api/session')).body.actor.name, '夏青禾');
    refusedAlike(await activate(token, NEXT));
    refusedAlike(await openBrowser(app).post('/api/activations/check', { token }));
    assert.equal((await openBrowser(app).signIn(login, PASSWORD)).status, 200);
    assert.equal((await openBrowser(app).signIn(login, NEXT)).status, 422);
  });

  it('is used by one of ten at the same moment', async () => {
    const { token } = await invite();
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) => activate(token, `${NEXT}-${index}`)),
    );
    assert.equal(answers.filter(({ status }) => status === 200).length, 1);
    assert.equal(answers.filter(({ status }) => status === 422).length, 9);
  });

  it('answers alike whether it is late, guessed, replaced, or its account suspended', async () => {
    const { people } = app.world;
    const late = await invite();
    app.clock.advance(72 * HOURS);
    refusedAlike(await activate(late.token));
    refusedAlike(await activate('A'.repeat(43)));
    refusedAlike(await activate(''));

    const replaced = await invite();
    const path = `/api/people/${replaced.id}`;
    const renewed = await app
      .as(people.collegeAdmin)
      .post(`${path}/activation-link`, { version: replaced.version });
    assert.equal(renewed.status, 200, renewed.text);
    refusedAlike(await activate(replaced.token));

    const version = renewed.body.person.version;
    await app.as(people.collegeAdmin).post(`${path}/suspension`, { version, reason: '借调外单位' });
    refusedAlike(await activate(renewed.body.link.split('#')[1]));
    const back = await app
      .as(people.collegeAdmin)
      .post(`${path}/reactivation`, { version: version + 1 });
    assert.equal(back.body.status, 'INVITED');
    refusedAlike(await activate(renewed.body.link.split('#')[1]));
  });

  it('still works one millisecond before 72 hours are over', async () => {
    const { token } = await invite();
    app.clock.advance(72 * HOURS - 1);
    assert.equal((await activate(token)).status, 200);
  });

  it('is not used up by a password that will not do', async () => {
    const { token, login } = await invite();
    const { token: officeToken } = await inviteInto(
      app.world.people.officeAdmin,
      'office',
      'project_office_staff',
    );
    const refused: readonly (readonly [string, string, string])[] = [
      [token, 'kettle-r7', 'accounts.password_short'],
      [officeToken, 'kettle-ra7', 'accounts.password_short'],
      [token, 'k'.repeat(129), 'accounts.password_long'],
      [token, '13912345678901', 'accounts.password_digits'],
      [token, `${login}2025`, 'accounts.password_common'],
      [token, 'yunling2025!', 'accounts.password_common'],
      [token, 'xiaqinghe-123', 'accounts.password_common'],
      [token, '1+X证书试点2025', 'accounts.password_common'],
    ];
    for (const [link, password, code] of refused) {
      const answer = await activate(link, password);
      assert.equal(answer.body.code, code, `${password}: ${answer.text}`);
      assert.equal(answer.body.field, 'password');
      assert.equal(answer.body.findings.length, 1);
    }
    assert.equal((await activate(token, '窗外有三棵石榴树结果了')).status, 200);
    assert.equal((await activate(officeToken, 'any characters ü 𠮷 ;"\'--')).status, 200);
  });

  const inviteInto = async (admin: Person, organization: 'office' | 'alphaOrg', role: string) => {
    next += 1;
    const { body, text } = await app.as(admin).post('/api/people', {
      organizationId: app.world.organizations[organization],
      loginName: `person-${next}`,
      name: '温若水',
      roles: [role],
    });
    assert.ok(body.link, text);
    return { token: String(body.link).split('#')[1] ?? '', id: String(body.person.id) };
  };

  it('accepts the same password typed on a system that composes characters in another way', async () => {
    const { token, login } = await invite();
    assert.equal((await activate(token, 'fu\u0308nf kleine kessel')).status, 200);
    assert.equal((await openBrowser(app).signIn(login, 'f\u00fcnf kleine kessel')).status, 200);
  });

  it('resets: the old password and every session end at once, and the link sets a new one', async () => {
    const { alphaAdmin, alphaStaff } = app.world.people;
    const browser = openBrowser(app);
    assert.equal((await browser.signIn('alphastaff', PASSWORD)).status, 200);
    const path = `/api/people/${alphaStaff.id}/reset-link`;
    const { version } = (await app.as(alphaAdmin).get(`/api/people/${alphaStaff.id}`)).body.person;
    const reset = await app.as(alphaAdmin).post(path, { version });
    assert.equal(reset.status, 200, reset.text);
    assert.equal(reset.body.person.link, 'PENDING');
    assert.equal((await browser.get('/api/account/sessions')).status, 401);
    assert.equal((await openBrowser(app, network(5)).signIn('alphastaff', PASSWORD)).status, 422);
    const token = reset.body.link.split('#')[1];
    assert.equal(
      (await openBrowser(app).post('/api/activations/check', { token })).body.purpose,
      'RESET',
    );
    assert.equal((await activate(token, NEXT)).status, 200);
    assert.equal((await openBrowser(app, network(6)).signIn('alphastaff', NEXT)).status, 200);
    refusedAlike(await activate(token, PASSWORD));
  });

  it('an administrator cannot choose the password', async () => {
    const { collegeAdmin } = app.world.people;
    const { id, version } = await invite();
    const admin = app.as(collegeAdmin);
    for (const path of ['activation-link', 'reset-link']) {
      const answer = await admin.post(`/api/people/${id}/${path}`, { version, password: PASSWORD });
      assert.equal(answer.body.code, 'request.unknown_key');
    }
    const body = {
      organizationId: collegeAdmin.organizationId,
      loginName: 'x-y-z',
      name: '夏青禾',
      roles: ['institution_staff'],
    };
    assert.equal((await admin.post('/api/people', { ...body, password: PASSWORD })).status, 400);
  });

  it('leaves neither token nor password anywhere in the database', async () => {
    const { token, id } = await invite();
    const key = { headers: { 'idempotency-key': 'a-key-of-the-browser' } };
    await openBrowser(app).post('/api/activations', { token, password: PASSWORD });
    const browser = openBrowser(app);
    await browser.signIn('westschooladmin', PASSWORD);
    const change = { currentPassword: PASSWORD, newPassword: NEXT };
    assert.equal((await browser.post('/api/account/password', change, key)).status, 200);
    const { version } = (await app.as(app.world.people.collegeAdmin).get(`/api/people/${id}`)).body
      .person;
    const reset = await app
      .as(app.world.people.collegeAdmin)
      .post(`/api/people/${id}/reset-link`, { version }, key);
    assert.equal(reset.status, 200, reset.text);
    const rows = await app.database.read(SYSTEM, async (read) => ({
      idempotency: await read.all(sqlBuilder.selectFrom('idempotency_record').selectAll()),
      audit: await read.all(sqlBuilder.selectFrom('audit_event').selectAll()),
      links: await read.all(sqlBuilder.selectFrom('activation').selectAll()),
      accounts: await read.all(sqlBuilder.selectFrom('account').selectAll()),
    }));
    assert.deepEqual(rows.idempotency, []);
    const all = JSON.stringify(rows);
    for (const secret of [token, reset.body.link.split('#')[1], PASSWORD, NEXT]) {
      assert.equal(all.includes(secret), false, secret);
    }
    for (const account of rows.accounts) {
      const isPlaced =
        account.password_hash === null || account.password_hash.startsWith('$argon2id$v=19$');
      assert.ok(isPlaced, account.login_name);
    }
  });
});
