import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { TOTP } from 'otpauth';
import type { TestApp } from '../../../test/support/test-app.ts';
import type { Person } from '../../../test/support/world.ts';
import { SYSTEM } from '../../kernel/actor.ts';
import { addDays, epochMs } from '../../kernel/time.ts';
import { sqlBuilder } from '../../platform/db/database.ts';
import {
  type Browser,
  givePassword,
  network,
  OFFERED,
  openBrowser,
  setPolicy,
  startAccountsApp,
} from './factory.ts';
import { passwordFindings } from './password-rules.ts';
import { accountRoutesWith } from './index.ts';

const PASSWORD = 'kettle-rail-plum-7';

describe('sessions', () => {
  let app: TestApp;
  before(async () => {
    app = await startAccountsApp();
    await givePassword(app, PASSWORD, Object.values(app.world.people));
  });
  after(() => app.close());
  beforeEach(() => {
    app.clock.advance(3600 * 1000);
  });

  const signedIn = async (person: Person, address?: string): Promise<Browser> => {
    const browser = openBrowser(app, address);
    assert.equal((await browser.signIn(person.loginName, PASSWORD)).status, 200);
    return browser;
  };
  const isIn = async (browser: Browser): Promise<boolean> =>
    (await browser.get('/api/session')).body.actor !== null;

  it('end after 15 idle minutes for officials and after 30 for the others (assurance A7)', async () => {
    const { officeAdmin, reviewer, eastReviewer, collegeAdmin, alphaAdmin } = app.world.people;
    for (const [person, minutes] of [
      [officeAdmin, 15],
      [reviewer, 15],
      [eastReviewer, 15],
      [collegeAdmin, 30],
      [alphaAdmin, 30],
    ] as const) {
      const browser = await signedIn(person);
      app.clock.advance(minutes * 60_000 - 1);
      assert.equal(await isIn(browser), true, person.name);
      app.clock.advance(1);
      assert.equal(await isIn(browser), false, person.name);
    }
  });

  it('end with whatever changes who somebody is or what they may: the old cookie is 401 at the next request', async () => {
    const { eastSchoolStaff: person, eastSchoolAdmin, officeAdmin } = app.world.people;
    const admin = app.as(eastSchoolAdmin);
    const path = `/api/people/${person.id}`;
    const put = async (method: 'post' | 'put', more: string, body: object) => {
      const { version } = (await admin.get(path)).body.person;
      return await admin[method](`${path}${more}`, { version, ...body });
    };
    const LINK = 'lantern-gravel-tin-4';
    const ways: Readonly<Record<string, (browser: Browser) => Promise<{ status: number }>>> = {
      'signing in again': (browser) => browser.signIn(person.loginName, PASSWORD),
      'signing out': (browser) => browser.del('/api/session'),
      'a fresh proof': (browser) => browser.post('/api/account/proof', { proof: PASSWORD }),
      'a new password': async (browser) => {
        const change = { currentPassword: PASSWORD, newPassword: LINK };
        return await browser.post('/api/account/password', change);
      },
      'ending the others': async () => {
        const other = await signedIn(person, network(8));
        return await other.del('/api/account/sessions');
      },
      'an administrator who ends them': () => admin.del(`${path}/sessions`),
      'other roles': () =>
        put('put', '', { name: person.name, roles: ['institution_staff', 'institution_leader'] }),
      'fewer roles': () => put('put', '', { name: person.name, roles: ['institution_staff'] }),
      'a second factor': async (browser) => {
        const { body } = await browser.post('/api/account/second-factor');
        return await browser.post('/api/account/second-factor/confirmation', {
          code: new TOTP({ secret: body.secret }).generate({
            timestamp: epochMs(app.clock.now()),
          }),
        });
      },
      'the factor reset': () => admin.post(`${path}/second-factor-reset`, { reason: '手机遗失' }),
      'a reset password': async () => {
        const reset = await put('post', '/reset-link', {});
        await givePassword(app, PASSWORD, [person]);
        return reset;
      },
      suspension: async () => {
        const done = await put('post', '/suspension', { reason: '停职' });
        await put('post', '/reactivation', {});
        return done;
      },
      closing: () => put('post', '/closure', { reason: '离职' }),
    };
    const failed: string[] = [];
    let last = openBrowser(app);
    for (const [what, act] of Object.entries(ways)) {
      await givePassword(app, PASSWORD, [person]);
      // With a second factor a password opens no session: its reset ends the one that enrolling has opened.
      const browser = what === 'the factor reset' ? last : await signedIn(person, network(9));
      const old = browser.cookies.get('onex') ?? '';
      const ask = () => app.http.inject({ url: '/api/account/sessions', cookies: { onex: old } });
      assert.equal((await ask()).statusCode, 200, `${what}: before`);
      const { status } = await act(browser);
      assert.equal(status, 200, what);
      if ((await ask()).statusCode !== 401) failed.push(what);
      last = browser;
    }
    assert.deepEqual(failed, []);
    // The organization itself is closed: nobody of it is signed in any more, at the same instant.
    const browser = await signedIn(eastSchoolAdmin);
    await app.database.transaction(SYSTEM, (tx) =>
      tx.run(
        sqlBuilder
          .updateTable('organization')
          .set({ status: 'CLOSED' })
          .where('id', '=', eastSchoolAdmin.organizationId),
      ),
    );
    assert.equal((await browser.get('/api/account/sessions')).status, 401);
    await app.database.transaction(SYSTEM, (tx) =>
      tx.run(sqlBuilder.updateTable('organization').set({ status: 'ACTIVE' })),
    );
    assert.equal((await app.as(officeAdmin).get('/api/account/sessions')).status, 200, 'control');
  });

  it('are kept in a cookie that is bound to host and https wherever the product is reached by https', async () => {
    Object.assign(app.environment, { secure: true });
    const answer = await openBrowser(app).signIn('westschooladmin', PASSWORD);
    const set = answer.headers['set-cookie'] as string[];
    assert.equal(set.length, 2);
    for (const cookie of set) {
      assert.match(cookie, /^__Host-onex(-device)?=[A-Za-z0-9_-]{43};/);
      for (const flag of [
        /; Path=\/(;|$)/,
        /; Secure(;|$)/,
        /; HttpOnly(;|$)/,
        /; SameSite=Lax(;|$)/,
      ])
        assert.match(cookie, flag);
      assert.doesNotMatch(cookie, /Domain/i);
    }
    assert.equal(answer.headers['strict-transport-security'], 'max-age=31536000');
    const token = /=([^;]+)/.exec(set.find((one) => !one.includes('device')) ?? '')?.[1] ?? '';
    const ask = (name: string) =>
      app.http.inject({ url: '/api/account/sessions', cookies: { [name]: token } });
    assert.equal((await ask('__Host-onex')).statusCode, 200);
    assert.equal((await ask('onex')).statusCode, 401, 'the plain name is no way in');
    Object.assign(app.environment, { secure: false });
  });

  it('die with the password: a stolen cookie opens nothing at the same instant', async () => {
    const { betaAdmin } = app.world.people;
    const own = await signedIn(betaAdmin);
    const stolen = (await signedIn(betaAdmin, network(3))).cookies.get('onex') ?? '';
    const theft = () =>
      app.http.inject({ url: '/api/account/sessions', cookies: { onex: stolen } });
    assert.equal((await theft()).statusCode, 200);
    const changed = await own.post('/api/account/password', {
      currentPassword: PASSWORD,
      newPassword: 'lantern-gravel-tin-4',
    });
    assert.equal(changed.status, 200, changed.text);
    assert.equal((await theft()).statusCode, 401);
    assert.equal(await isIn(own), true);
    await givePassword(app, PASSWORD, [betaAdmin]);
  });

  it('are listed and ended one by one by an administrator of rank', async () => {
    const { alphaStaff, alphaAdmin, westSchoolAdmin, systemAdmin, officeAdmin } = app.world.people;
    const first = await signedIn(alphaStaff, network(4));
    const second = await signedIn(alphaStaff, network(5));
    const admin = app.as(alphaAdmin);
    const { sessions } = (await admin.get(`/api/people/${alphaStaff.id}`)).body;
    const [latest] = sessions.filter(
      ({ createdAt }: { createdAt: string }) => createdAt === app.clock.now(),
    );
    const url = `/api/people/${alphaStaff.id}/sessions/${latest.id}`;
    assert.equal((await app.as(westSchoolAdmin).del(url)).status, 404);
    assert.equal((await admin.del(url)).status, 200);
    assert.deepEqual([await isIn(first), await isIn(second)].toSorted(), [false, true]);
    assert.equal((await admin.del(url)).body.code, 'accounts.session_not_found');
    const detail = (await app.as(officeAdmin).get(`/api/people/${officeAdmin.id}`)).body;
    const above = await app
      .as(systemAdmin)
      .del(`/api/people/${officeAdmin.id}/sessions/${detail.sessions[0].id}`);
    assert.equal(above.body.code, 'accounts.role_above');
  });

  it('ask for a new password first, 90 days after the last, in the 等保 profile only', async () => {
    const { universityAdmin } = app.world.people;
    const changedOn = (days: number) =>
      app.database.transaction(SYSTEM, (tx) =>
        tx.run(
          sqlBuilder
            .updateTable('account')
            .set({ password_changed_at: addDays(app.clock.now(), -days) })
            .where('id', '=', universityAdmin.id),
        ),
      );
    await changedOn(91);
    assert.equal(
      (await (await signedIn(universityAdmin)).get('/api/session')).body.restriction,
      null,
    );
    await setPolicy(app, { factors: OFFERED, passwords: 'classified' });
    await changedOn(89);
    assert.equal(
      (await (await signedIn(universityAdmin)).get('/api/session')).body.restriction,
      null,
    );
    await changedOn(91);
    const browser = await signedIn(universityAdmin);
    assert.equal((await browser.get('/api/session')).body.restriction, 'PASSWORD');
    const closed = accountRoutesWith({}).filter(
      ({ access, endpoint, openTo }) =>
        access !== 'public' && endpoint.method === 'GET' && openTo?.includes('PASSWORD') !== true,
    );
    for (const { endpoint } of closed) {
      const url = endpoint.path.replaceAll(/:[A-Za-z]+/g, universityAdmin.id);
      assert.equal((await browser.get(url)).status, 403, endpoint.name);
    }
    const change = (newPassword: string) =>
      browser.post('/api/account/password', { currentPassword: PASSWORD, newPassword });
    assert.equal(
      (await change('lantern gravel tin oak')).body.code,
      'accounts.password_simple',
      'two kinds of characters',
    );
    assert.equal((await change('Lantern-gravel-tin-4')).status, 200);
    assert.equal((await browser.get('/api/session')).body.restriction, null);
    assert.equal((await browser.get('/api/people')).status, 200);
    await setPolicy(app, { factors: OFFERED, passwords: 'passphrase' });
  });
});

it('passwords by profile: kinds of characters count in the 等保 profile only', () => {
  const context = { organizationKind: 'INSTITUTION', loginName: 'lin', words: [] } as const;
  const table: readonly (readonly [password: string, phrase: boolean, classified: boolean])[] = [
    ['kettle rail plum tin', true, false],
    ['kettle-rail-plum-7', true, true],
    ['KettleRailPlumTin', true, false],
    ['KettleRailPlum7', true, true],
    ['茶壶铁轨柠檬七月灯塔石榴', true, false],
    ['茶壶铁轨柠檬Kettle7月灯', true, true],
    ['Aa1!', false, false],
    ['Password2025!', false, false],
  ];
  for (const [password, phrase, classified] of table) {
    const isFine = (profile: 'passphrase' | 'classified') =>
      passwordFindings(password, { ...context, profile }).length === 0;
    assert.deepEqual([isFine('passphrase'), isFine('classified')], [phrase, classified], password);
  }
});
