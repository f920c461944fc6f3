import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { HOTP, Secret } from 'otpauth';
import { startTestApp, type Answer, type TestApp } from '../../../test/support/test-app.ts';
import type { Person } from '../../../test/support/world.ts';
import { SYSTEM } from '../../kernel/actor.ts';
import { epochMs } from '../../kernel/time.ts';
import { sqlBuilder } from '../../platform/db/database.ts';
import { createAdmission } from './admission.ts';
import { createAdministrator } from './create-account.ts';
import { CHEAP, givePassword, network, OFFERED, openBrowser, setPolicy } from './factory.ts';
import { createPasswordHasher, type PasswordHasher } from './password-hash.ts';
import { createAccountRoutes } from './routes.ts';

const PASSWORD = 'kettle-rail-plum-7';
const NEXT = 'lantern-gravel-tin-4';
const OLD_COST = { memoryKib: 16, passes: 1 };

const WIDE = { running: 6, waiting: 100, waitingPerNetwork: 100 };

/** A hasher that, once asked to, stands still between the right answer and telling it. */
const stoppableHasher = () => {
  const hasher = createPasswordHasher(CHEAP);
  let next: { reached: () => void; released: Promise<void> } | undefined;
  const stoppable: PasswordHasher = {
    ...hasher,
    async matches(stored, password) {
      const stop = next;
      next = undefined;
      const isRight = await hasher.matches(stored, password);
      stop?.reached();
      await stop?.released;
      return isRight;
    },
  };
  return {
    hasher: stoppable,
    /** The next password stops when it has been compared; both ends of the wait. */
    stop() {
      const reached = Promise.withResolvers<void>();
      const released = Promise.withResolvers<void>();
      next = { reached: reached.resolve, released: released.promise };
      return { reached: reached.promise, release: released.resolve };
    },
  };
};

describe('a reset ends the old password at once, whatever is under way with it', () => {
  const { hasher, stop } = stoppableHasher();
  let app: TestApp;
  let turn = 0;
  before(async () => {
    const admission = createAdmission(WIDE);
    const routes = createAccountRoutes({
      hasher,
      admission,
      foreignAdmission: admission,
      workflows: () => [],
      idleMinutes: 30,
    });
    app = await startTestApp({ routes });
    await setPolicy(app, { factors: OFFERED, passwords: 'passphrase' });
    await givePassword(app, PASSWORD, Object.values(app.world.people));
  });
  after(() => app.close());

  const elsewhere = () => openBrowser(app, network((turn += 1)));

  const signIn = (person: Person, password: string): Promise<Answer> =>
    elsewhere().signIn(person.loginName, password);

  const versionOf = async (admin: Person, person: Person): Promise<number> =>
    (await app.as(admin).get(`/api/people/${person.id}`)).body.person.version;

  /** By the administrator; answers with the secret of the new link. */
  const reset = async (admin: Person, person: Person): Promise<string> => {
    const version = await versionOf(admin, person);
    const answer = await app.as(admin).post(`/api/people/${person.id}/reset-link`, { version });
    assert.equal(answer.status, 200, answer.text);
    return answer.body.link.split('#')[1];
  };

  const liveSessions = (person: Person) =>
    app.database.read(SYSTEM, (read) =>
      read.all(
        sqlBuilder
          .selectFrom('session')
          .select('id')
          .where('account_id', '=', person.id)
          .where('ended_at', 'is', null),
      ),
    );

  /** Sends `request`, lets `change` happen while its password is being compared, and answers with its answer. */
  const overlap = async (
    request: () => Promise<Answer>,
    change: () => Promise<unknown>,
  ): Promise<Answer> => {
    const stopped = stop();
    const answer = request();
    await stopped.reached;
    await change();
    stopped.release();
    return await answer;
  };

  const codeOf = (secret: string): string =>
    HOTP.generate({
      secret: Secret.fromBase32(secret),
      counter: Math.floor(epochMs(app.clock.now()) / 30_000),
    });

  /** With a phone from now on; answers with its secret. */
  const enrol = async (person: Person): Promise<string> => {
    const browser = elsewhere();
    assert.equal((await browser.signIn(person.loginName, PASSWORD)).status, 200);
    const { secret } = (await browser.post('/api/account/second-factor')).body;
    const code = codeOf(secret);
    const answer = await browser.post('/api/account/second-factor/confirmation', { code });
    assert.equal(answer.status, 200, answer.text);
    app.clock.advance(60_000);
    return secret;
  };

  const firstStep = async (person: Person): Promise<string> => {
    const { body, text } = await signIn(person, PASSWORD);
    assert.ok(body.secondStep, text);
    return body.secondStep.token;
  };

  const secondStep = (token: string, secret: string): Promise<Answer> =>
    elsewhere().post('/api/session/second-step', { token, code: codeOf(secret) });

  it('refuses the second step of a sign-in that was begun with it', async () => {
    const { alphaAdmin, alphaStaff } = app.world.people;
    const secret = await enrol(alphaStaff);
    const token = await firstStep(alphaStaff);
    await reset(alphaAdmin, alphaStaff);
    assert.equal((await secondStep(token, secret)).body.code, 'accounts.step_over');
    assert.deepEqual(await liveSessions(alphaStaff), []);
  });

  it('also when the reset comes from the command line', async () => {
    const { officeAdmin } = app.world.people;
    const secret = await enrol(officeAdmin);
    const token = await firstStep(officeAdmin);
    const { loginName, name, organizationId: officeId } = officeAdmin;
    const at = app.clock.now();
    await app.database.transaction(SYSTEM, (tx) =>
      createAdministrator(tx, hasher, { officeId, loginName, name, at }),
    );
    assert.equal((await secondStep(token, secret)).body.code, 'accounts.step_over');
    assert.deepEqual(await liveSessions(officeAdmin), []);
  });

  it('and after a suspension that was taken back', async () => {
    const { eastSchoolAdmin, eastSchoolStaff } = app.world.people;
    const secret = await enrol(eastSchoolStaff);
    const token = await firstStep(eastSchoolStaff);
    for (const verb of ['suspension', 'reactivation']) {
      const version = await versionOf(eastSchoolAdmin, eastSchoolStaff);
      const url = `/api/people/${eastSchoolStaff.id}/${verb}`;
      const answer = await app.as(eastSchoolAdmin).post(url, { version, reason: '借调又返回' });
      assert.equal(answer.status, 200, answer.text);
    }
    assert.equal((await secondStep(token, secret)).body.code, 'accounts.step_over');
  });

  it('refuses a sign-in whose password was right before the reset', async () => {
    const { betaAdmin, systemAdmin } = app.world.people;
    const answer = await overlap(
      () => signIn(betaAdmin, PASSWORD),
      () => reset(systemAdmin, betaAdmin),
    );
    assert.deepEqual([answer.status, answer.body.code], [422, 'accounts.wrong_credentials']);
    assert.deepEqual(await liveSessions(betaAdmin), []);
  });

  it('gives it no second step either', async () => {
    const { westSchoolAdmin, systemAdmin } = app.world.people;
    await enrol(westSchoolAdmin);
    const answer = await overlap(
      () => signIn(westSchoolAdmin, PASSWORD),
      () => reset(systemAdmin, westSchoolAdmin),
    );
    assert.equal(answer.body.code, 'accounts.wrong_credentials', answer.text);
  });

  it('does not write the old password back where its hash is made anew', async () => {
    const { universityAdmin, systemAdmin } = app.world.people;
    await givePassword(app, PASSWORD, [universityAdmin], OLD_COST);
    let token = '';
    await overlap(
      () => signIn(universityAdmin, PASSWORD),
      async () => (token = await reset(systemAdmin, universityAdmin)),
    );
    assert.equal((await signIn(universityAdmin, PASSWORD)).status, 422);
    const opened = await elsewhere().post('/api/activations', { token, password: NEXT });
    assert.equal(opened.status, 200, opened.text);
    assert.equal((await signIn(universityAdmin, NEXT)).status, 200);
  });

  it('nor after the person has changed it', async () => {
    const { collegeAdmin } = app.world.people;
    const browser = elsewhere();
    await browser.signIn(collegeAdmin.loginName, PASSWORD);
    await givePassword(app, PASSWORD, [collegeAdmin], OLD_COST);
    const answer = await overlap(
      () => signIn(collegeAdmin, PASSWORD),
      async () => {
        const change = { currentPassword: PASSWORD, newPassword: NEXT };
        assert.equal((await browser.post('/api/account/password', change)).status, 200);
      },
    );
    assert.equal(answer.body.code, 'accounts.wrong_credentials');
    assert.equal((await signIn(collegeAdmin, PASSWORD)).status, 422);
    assert.equal((await signIn(collegeAdmin, NEXT)).status, 200);
  });

  it('refuses a change of the password that was begun in a session of before', async () => {
    const { collegeStaff, systemAdmin } = app.world.people;
    const browser = elsewhere();
    await browser.signIn(collegeStaff.loginName, PASSWORD);
    let token = '';
    const change = { currentPassword: PASSWORD, newPassword: NEXT };
    const answer = await overlap(
      () => browser.post('/api/account/password', change),
      async () => (token = await reset(systemAdmin, collegeStaff)),
    );
    assert.deepEqual([answer.status, answer.body.code], [401, 'session.missing']);
    assert.equal((await signIn(collegeStaff, NEXT)).status, 422);
    const link = await elsewhere().post('/api/activations/check', { token });
    assert.equal(link.body.purpose, 'RESET', 'the link of the reset is still good');
  });

  it('gives no fresh session to a proof of identity that was begun before', async () => {
    const { alphaAdmin, systemAdmin } = app.world.people;
    const browser = elsewhere();
    await browser.signIn(alphaAdmin.loginName, PASSWORD);
    const answer = await overlap(
      () => browser.post('/api/account/proof', { proof: PASSWORD }),
      () => reset(systemAdmin, alphaAdmin),
    );
    assert.equal(answer.status, 401, answer.text);
    assert.deepEqual(await liveSessions(alphaAdmin), []);
  });
});
