import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { HOTP, Secret } from 'otpauth';
import type { Answer, TestApp } from '../../../test/support/test-app.ts';
import type { Person } from '../../../test/support/world.ts';
import {
  type OrganizationKind,
  type Role,
  ROLES,
  ROLES_OF_KIND,
  SYSTEM,
} from '../../kernel/actor.ts';
import { epochMs, toInstant } from '../../kernel/time.ts';
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
import { enrolmentUri, secretText, stepOfCode } from './factor-rules.ts';
import { accountRoutesWith } from './index.ts';
import { DEFAULT_FACTOR_POLICY, factorLevelOf } from './security-policy.ts';

const PASSWORD = 'kettle-rail-plum-7';

describe('a second factor where nobody has chosen who must have one', () => {
  it('is asked of officials before anything else, and of no head of an institution or organization', async () => {
    const app = await startAccountsApp();
    try {
      await app.database.transaction(SYSTEM, (tx) => tx.run(sqlBuilder.deleteFrom('setting')));
      const { people } = app.world;
      await givePassword(app, PASSWORD, Object.values(people));
      for (const [person, restriction] of [
        [people.officeAdmin, 'SECOND_FACTOR'],
        [people.reviewer, 'SECOND_FACTOR'],
        [people.eastViewer, 'SECOND_FACTOR'],
        [people.collegeAdmin, null],
        [people.alphaAdmin, null],
      ] as const) {
        const browser = openBrowser(app);
        await browser.signIn(person.loginName, PASSWORD);
        const { body } = await browser.get('/api/session');
        assert.equal(body.restriction, restriction, person.loginName);
        const offered = await browser.get('/api/account/second-factor');
        assert.notEqual(offered.body.level, 'off');
      }
    } finally {
      await app.close();
    }
  });
});

describe('the second factor', () => {
  let app: TestApp;
  before(async () => {
    app = await startAccountsApp();
    await givePassword(app, PASSWORD, Object.values(app.world.people));
  });
  after(() => app.close());
  beforeEach(() => {
    app.clock.advance(24 * 3600 * 1000);
  });

  /** What the phone shows now, or so many steps away. */
  const codeOf = (secret: string, steps = 0): string =>
    HOTP.generate({
      secret: Secret.fromBase32(secret),
      counter: Math.floor(epochMs(app.clock.now()) / 30_000) + steps,
    });

  interface Enrolled {
    readonly browser: Browser;
    readonly secret: string;
    readonly recoveryCodes: readonly string[];
  }

  const enrol = async (person: Person, address?: string): Promise<Enrolled> => {
    const browser = openBrowser(app, address);
    assert.equal((await browser.signIn(person.loginName, PASSWORD)).status, 200);
    const started = await browser.post('/api/account/second-factor');
    assert.equal(started.status, 200, started.text);
    const { secret } = started.body;
    const confirmed = await browser.post('/api/account/second-factor/confirmation', {
      code: codeOf(secret),
    });
    assert.equal(confirmed.status, 200, confirmed.text);
    return { browser, secret, recoveryCodes: confirmed.body.recoveryCodes };
  };

  const stepOf = async (browser: Browser, person: Person): Promise<string> => {
    const answer = await browser.signIn(person.loginName, PASSWORD);
    assert.equal(answer.status, 200, answer.text);
    assert.ok(answer.body.secondStep, answer.text);
    return answer.body.secondStep.token;
  };

  const take = (browser: Browser, token: string, code: string): Promise<Answer> =>
    browser.post('/api/session/second-step', { token, code });

  const actorOf = async (browser: Browser) => (await browser.get('/api/session')).body.actor;

  it('is asked for after the password, and only both open a session', async () => {
    const { eastReviewer } = app.world.people;
    const { browser, secret } = await enrol(eastReviewer);
    assert.equal((await actorOf(browser)).userId, eastReviewer.id, 'stays signed in');
    const other = openBrowser(app, network(1));
    const token = await stepOf(other, eastReviewer);
    assert.equal(other.cookies.has('onex'), false, 'the password alone opens nothing');
    assert.equal(await actorOf(other), null);
    const wrong = await take(other, token, '000000');
    assert.deepEqual([wrong.status, wrong.body.code], [422, 'accounts.wrong_code']);
    app.clock.advance(30_000);
    const right = await take(other, token, codeOf(secret).replace(/(...)/, '$1 '));
    assert.equal(right.status, 200, right.text);
    assert.equal((await actorOf(other)).userId, eastReviewer.id);
    assert.equal(
      (await take(openBrowser(app), token, codeOf(secret, 1))).body.code,
      'accounts.step_over',
    );
  });

  it('takes a code once, one step early or late, and none further away', async () => {
    const { collegeAdmin } = app.world.people;
    const { secret } = await enrol(collegeAdmin);
    const browser = openBrowser(app, network(2));
    const used = codeOf(secret);
    assert.equal(
      (await take(browser, await stepOf(browser, collegeAdmin), used)).body.code,
      'accounts.wrong_code',
      'the code of the enrolment is used up',
    );
    app.clock.advance(120_000);
    for (const [steps, isTaken] of [
      [-2, false],
      [2, false],
      [-1, true],
      [1, true],
    ] as const) {
      const one = openBrowser(app, network(10 + steps));
      const answer = await take(one, await stepOf(one, collegeAdmin), codeOf(secret, steps));
      assert.equal(answer.status === 200, isTaken, `${steps} ${answer.text}`);
    }
    const again = openBrowser(app, network(20));
    const replay = await take(again, await stepOf(again, collegeAdmin), codeOf(secret, 1));
    assert.equal(replay.body.code, 'accounts.wrong_code');
  });

  it('takes a code that two requests send at once for one of them only', async () => {
    const { alphaAdmin } = app.world.people;
    const { secret } = await enrol(alphaAdmin);
    app.clock.advance(60_000);
    const browsers = Array.from({ length: 6 }, (_, index) => openBrowser(app, network(30 + index)));
    const tokens: string[] = [];
    for (const browser of browsers) tokens.push(await stepOf(browser, alphaAdmin));
    const answers = await Promise.all(
      browsers.map((browser, index) => take(browser, tokens[index] ?? '', codeOf(secret))),
    );
    assert.equal(answers.filter(({ status }) => status === 200).length, 1);
  });

  it('ends a step after five tries and after five minutes', async () => {
    const { alphaStaff } = app.world.people;
    const { secret } = await enrol(alphaStaff);
    const browser = openBrowser(app, network(3));
    const token = await stepOf(browser, alphaStaff);
    app.clock.advance(30_000);
    for (let count = 0; count < 5; count += 1)
      assert.equal((await take(browser, token, '000000')).body.code, 'accounts.wrong_code');
    assert.equal((await take(browser, token, codeOf(secret))).body.code, 'accounts.step_over');
    const late = openBrowser(app, network(4));
    const lateToken = await stepOf(late, alphaStaff);
    app.clock.advance(5 * 60_000);
    assert.equal((await take(late, lateToken, codeOf(secret))).body.code, 'accounts.step_over');
  });

  it('is not locked for its owner by somebody who knows the password and guesses codes from everywhere', async () => {
    const { betaAdmin } = app.world.people;
    const { browser: own, secret } = await enrol(betaAdmin, network(200));
    let refused = 0;
    for (let count = 0; count < 40; count += 1) {
      const stranger = openBrowser(app, network(100 + count));
      const answer = await take(stranger, await stepOf(stranger, betaAdmin), '000000');
      if (answer.status === 429) refused += 1;
    }
    assert.equal(refused, 20, 'from unknown devices, twenty codes in a quarter of an hour');
    app.clock.advance(60_000);
    await own.del('/api/session');
    const token = await stepOf(own, betaAdmin);
    assert.equal((await take(own, token, codeOf(secret))).status, 200);
  });

  it('gives ten recovery codes, each good once, none kept as it is', async () => {
    const { universityAdmin } = app.world.people;
    const { recoveryCodes } = await enrol(universityAdmin);
    assert.equal(new Set(recoveryCodes).size, 10);
    const [first = '', second = ''] = recoveryCodes;
    const rows = await app.database.accounts((tx) =>
      tx.all(sqlBuilder.selectFrom('recovery_code').selectAll()),
    );
    assert.ok(!JSON.stringify(rows).includes(first.replace('-', '')));
    const browser = openBrowser(app, network(5));
    const opened = await take(
      browser,
      await stepOf(browser, universityAdmin),
      ` ${first.toLowerCase().replace('-', '')} `,
    );
    assert.equal(opened.status, 200, opened.text);
    assert.equal((await browser.get('/api/account/second-factor')).body.recoveryCodesLeft, 9);
    const again = openBrowser(app, network(6));
    assert.equal(
      (await take(again, await stepOf(again, universityAdmin), first)).body.code,
      'accounts.wrong_code',
    );
    const renewed = await browser.post('/api/account/recovery-codes');
    assert.equal(renewed.body.recoveryCodes.length, 10);
    const third = openBrowser(app, network(7));
    assert.equal(
      (await take(third, await stepOf(third, universityAdmin), second)).body.code,
      'accounts.wrong_code',
      'an old code of a new set',
    );
    const foreign = openBrowser(app, network(8));
    await enrol(app.world.people.viewer);
    assert.equal(
      (await take(foreign, await stepOf(foreign, app.world.people.viewer), second)).body.code,
      'accounts.wrong_code',
      "another's code",
    );
  });

  it('asks whoever must have one to enrol before anything else', async () => {
    const { officeStaff } = app.world.people;
    await setPolicy(app, {
      factors: { ...OFFERED, OFFICIALS: 'required' },
      passwords: 'passphrase',
    });
    const browser = openBrowser(app);
    await browser.signIn(officeStaff.loginName, PASSWORD);
    assert.equal((await browser.get('/api/session')).body.restriction, 'SECOND_FACTOR');
    // assurance A6: the whole list of endpoints, with a session that lacks the factor.
    const closed = accountRoutesWith({}).filter(
      ({ access, openTo }) => access !== 'public' && openTo?.includes('SECOND_FACTOR') !== true,
    );
    assert.ok(closed.length > 20);
    for (const { endpoint } of closed) {
      const url = endpoint.path.replaceAll(/:[A-Za-z]+/g, officeStaff.id);
      const answer =
        endpoint.method === 'GET'
          ? await browser.get(url)
          : endpoint.method === 'DELETE'
            ? await browser.del(url)
            : await browser.post(url, {}, { headers: { 'x-http-method': endpoint.method } });
      assert.ok(
        answer.status === 403 || (endpoint.method === 'PUT' && answer.status === 404),
        `${endpoint.name} ${answer.text}`,
      );
    }
    const started = await browser.post('/api/account/second-factor');
    const before = browser.cookies.get('onex');
    const confirmed = await browser.post('/api/account/second-factor/confirmation', {
      code: codeOf(started.body.secret),
    });
    assert.equal(confirmed.status, 200, confirmed.text);
    assert.notEqual(browser.cookies.get('onex'), before, 'a new session with the new right');
    assert.equal((await browser.get('/api/session')).body.restriction, null);
    assert.equal((await browser.get('/api/account/sessions')).status, 200);
    const removed = await browser.del('/api/account/second-factor');
    assert.equal(removed.body.code, 'accounts.factor_required');
    await setPolicy(app, { factors: OFFERED, passwords: 'passphrase' });
    assert.equal((await browser.del('/api/account/second-factor')).status, 200);
    assert.equal((await browser.signIn(officeStaff.loginName, PASSWORD)).body.name, '苏未央');
  });

  it('is not offered where it is switched off', async () => {
    await setPolicy(app, { factors: { ...OFFERED, OTHERS: 'off' }, passwords: 'passphrase' });
    const browser = openBrowser(app);
    await browser.signIn(app.world.people.collegeStaff.loginName, PASSWORD);
    assert.equal(
      (await browser.post('/api/account/second-factor')).body.code,
      'accounts.factor_off',
    );
    await setPolicy(app, { factors: OFFERED, passwords: 'passphrase' });
  });

  it('goes on with the old phone until the new one has proved itself', async () => {
    const { westReviewer } = app.world.people;
    const { browser, secret } = await enrol(westReviewer);
    await browser.post('/api/account/second-factor');
    app.clock.advance(60_000);
    const other = openBrowser(app, network(9));
    assert.equal(
      (await take(other, await stepOf(other, westReviewer), codeOf(secret))).status,
      200,
    );
  });

  it('is reset by an administrator of rank, with a reason; the person is told and signed out', async () => {
    const { eastViewer, eastAdmin, officeAdmin, systemAdmin, auditor } = app.world.people;
    const { browser } = await enrol(eastViewer);
    const url = `/api/people/${eastViewer.id}/second-factor-reset`;
    assert.equal((await app.as(eastAdmin).post(url, {})).status, 400);
    assert.equal((await app.as(auditor).post(url, { reason: '想' })).status, 403);
    const above = await app
      .as(systemAdmin)
      .post(`/api/people/${officeAdmin.id}/second-factor-reset`, { reason: '想' });
    assert.equal(above.body.code, 'accounts.role_above');
    const reset = await app.as(eastAdmin).post(url, { reason: '手机遗失，本人到场' });
    assert.equal(reset.status, 200, reset.text);
    assert.equal(await actorOf(browser), null);
    const told = app.plannedJobs.at(-1)?.data as { event: string; to: unknown };
    assert.deepEqual(
      [told.event, told.to],
      ['accounts.secondFactorReset', [{ accountId: eastViewer.id }]],
    );
    assert.equal((await browser.signIn(eastViewer.loginName, PASSWORD)).body.name, '观东亭');
    assert.equal(
      (await app.as(eastAdmin).post(url, { reason: '再来' })).body.code,
      'accounts.factor_absent',
    );
  });

  it('keeps the secret sealed', async () => {
    const { secret } = await enrol(app.world.people.reviewer);
    const rows = await app.database.read(SYSTEM, (read) =>
      read.all(sqlBuilder.selectFrom('second_factor').selectAll()),
    );
    assert.ok(rows.length > 0 && !JSON.stringify(rows).includes(secret));
  });
});

describe('a fresh proof of identity', () => {
  let app: TestApp;
  before(async () => {
    app = await startAccountsApp();
    await givePassword(app, PASSWORD, Object.values(app.world.people));
  });
  after(() => app.close());

  it('is asked for ten minutes after the last, and gives the session a new cookie', async () => {
    const browser = openBrowser(app);
    await browser.signIn(app.world.people.alphaAdmin.loginName, PASSWORD);
    assert.equal((await browser.post('/api/account/second-factor')).status, 200);
    app.clock.advance(10 * 60_000 + 1000);
    const stale = await browser.post('/api/account/second-factor');
    assert.deepEqual([stale.status, stale.body.code], [403, 'session.not_fresh']);
    const old = browser.cookies.get('onex');
    assert.equal(
      (await browser.post('/api/account/proof', { proof: 'wrong' })).body.code,
      'accounts.wrong_proof',
    );
    assert.equal(
      (await browser.post('/api/account/proof', { proof: '' })).body.code,
      'accounts.wrong_proof',
      'outside the demo an empty proof proves nothing',
    );
    assert.equal((await browser.post('/api/account/proof', { proof: PASSWORD })).status, 200);
    assert.notEqual(browser.cookies.get('onex'), old);
    assert.equal((await browser.post('/api/account/second-factor')).status, 200);
    const stolen = await app.http.inject({
      url: '/api/account/sessions',
      cookies: { onex: old ?? '' },
    });
    assert.equal(stolen.statusCode, 401);
  });

  it('cannot be guessed on a borrowed screen', async () => {
    const browser = openBrowser(app);
    await browser.signIn(app.world.people.betaAdmin.loginName, PASSWORD);
    for (let count = 0; count < 5; count += 1)
      await browser.post('/api/account/proof', { proof: `wrong ${count}` });
    assert.equal((await browser.post('/api/account/proof', { proof: PASSWORD })).status, 429);
  });

  it('is asked before the settings of signing in change, and only of those who may', async () => {
    const { officeAdmin, systemAdmin, auditor } = app.world.people;
    const policy = { factors: OFFERED, passwords: 'classified' };
    assert.equal((await app.as(auditor).put('/api/people/security', policy)).status, 403);
    assert.equal((await app.as(officeAdmin).put('/api/people/security', policy)).status, 200);
    assert.equal(
      (await app.as(systemAdmin).get('/api/people/security')).body.passwords,
      'classified',
    );
    const browser = openBrowser(app);
    await browser.signIn(systemAdmin.loginName, PASSWORD);
    assert.equal((await browser.get('/api/session')).body.restriction, 'PASSWORD');
  });
});

describe('codes', () => {
  it('are those of RFC 6238, appendix B', () => {
    const secret = secretText(Buffer.from('12345678901234567890'));
    const vectors = [
      ['1970-01-01T00:00:59.000Z', '287082'],
      ['2005-03-18T01:58:29.000Z', '081804'],
      ['2005-03-18T01:58:31.000Z', '050471'],
      ['2009-02-13T23:31:30.000Z', '005924'],
      ['2033-05-18T03:33:20.000Z', '279037'],
      ['2603-10-11T11:33:20.000Z', '353130'],
    ] as const;
    for (const [at, code] of vectors) {
      const instant = toInstant(at);
      assert.equal(stepOfCode(secret, code, instant, 0), Math.floor(epochMs(instant) / 30_000));
      const step = Math.floor(epochMs(instant) / 30_000);
      assert.equal(stepOfCode(secret, code, instant, step), undefined, 'used up');
    }
    assert.match(
      enrolmentUri(secret, 'lin', '平台'),
      /^otpauth:\/\/totp\/.*lin\?.*secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ.*period=30/,
    );
  });

  it('are asked for by the strictest of a person`s roles', () => {
    const policy = { ...OFFERED, REVIEWERS: 'required', OTHERS: 'off' } as const;
    assert.equal(factorLevelOf(policy, ['city_reviewer', 'city_admin']), 'required');
    assert.equal(factorLevelOf(policy, ['institution_staff']), 'off');
    assert.equal(factorLevelOf(policy, ['institution_staff', 'institution_admin']), 'offered');
    assert.equal(factorLevelOf(policy, []), 'off');
  });

  it('are asked of the office, the department and the bureaus where nobody has chosen, and offered to the rest', () => {
    const expected: Record<OrganizationKind, string> = {
      PROJECT_OFFICE: 'required',
      PROVINCIAL_DEPARTMENT: 'required',
      CITY_BUREAU: 'required',
      INSTITUTION: 'offered',
      EVALUATION_ORGANIZATION: 'offered',
    };
    const kinds = Object.keys(expected) as OrganizationKind[];
    const seen = new Set<Role>();
    for (const kind of kinds)
      for (const role of ROLES_OF_KIND[kind]) {
        assert.equal(factorLevelOf(DEFAULT_FACTOR_POLICY, [role]), expected[kind], role);
        seen.add(role);
      }
    assert.equal(seen.size, Object.keys(ROLES).length, 'every role is asked about');
  });
});
