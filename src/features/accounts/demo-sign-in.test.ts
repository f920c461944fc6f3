import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { TestApp } from '../../../test/support/test-app.ts';
import { SYSTEM } from '../../kernel/actor.ts';
import { sqlBuilder } from '../../platform/db/database.ts';
import { openBrowser, startAccountsApp } from './factory.ts';

const PERSONAS = [{ loginName: 'collegeAdmin', label: '院校负责人', group: '院校' }];

describe('signing in as a persona of the demo', () => {
  let app: TestApp;
  before(async () => {
    app = await startAccountsApp();
  });
  after(() => app.close());

  const put = (key: string, value: unknown): Promise<void> =>
    app.database.transaction(SYSTEM, async (tx) => {
      await tx.run(sqlBuilder.deleteFrom('setting').where('key', '=', key));
      if (value === undefined) return;
      await tx.run(
        sqlBuilder
          .insertInto('setting')
          .values({ key, value: JSON.stringify(value), updated_at: app.clock.now() }),
      );
    });
  beforeEach(() => put('demo', undefined));

  const signIn = async (loginName: string) => {
    const browser = openBrowser(app);
    const answer = await browser.post('/api/demo/sign-in', { loginName });
    return { answer, session: (await browser.get('/api/session')).body };
  };

  it('does not exist outside the demo, whatever the setting says short of a plain yes', async () => {
    const nowhere = await openBrowser(app).get('/api/nowhere');
    const settings = [
      undefined,
      null,
      {},
      { enabled: false, personas: PERSONAS },
      { enabled: 'true', personas: PERSONAS },
      { enabled: 1, personas: PERSONAS },
      { enabled: true },
      { enabled: true, personas: 'all' },
      { personas: PERSONAS },
      [{ enabled: true, personas: PERSONAS }],
    ];
    for (const setting of settings) {
      await put('demo', setting);
      const { answer, session } = await signIn('collegeadmin');
      assert.equal(answer.status, 404, JSON.stringify(setting));
      assert.deepEqual({ ...answer.body, requestId: '' }, { ...nowhere.body, requestId: '' });
      assert.equal(answer.headers['set-cookie'], undefined);
      assert.deepEqual([session.actor, session.demo, 'personas' in session], [null, false, false]);
    }
  });

  it('opens a session for the named people and nobody else', async () => {
    await put('demo', { enabled: true, personas: PERSONAS });
    const { answer, session } = await signIn('collegeadmin');
    assert.equal(answer.status, 200, answer.text);
    assert.equal(session.actor.name, '高鹏程');
    assert.deepEqual([session.demo, session.personas], [true, PERSONAS]);
    for (const name of ['officeadmin', 'collegestaff', 'nobody', '']) {
      const other = await signIn(name);
      assert.ok([400, 404].includes(other.answer.status), name);
      assert.equal(other.session.actor, null);
    }
  });

  it('does not open a suspended account', async () => {
    await put('demo', {
      enabled: true,
      personas: [...PERSONAS, { loginName: 'alphastaff', label: '', group: '' }],
    });
    const { alphaAdmin, alphaStaff } = app.world.people;
    await app
      .as(alphaAdmin)
      .post(`/api/people/${alphaStaff.id}/suspension`, { version: 1, reason: '测试' });
    assert.equal((await signIn('alphastaff')).answer.status, 404);
  });

  it('shows the title of the product from the settings', async () => {
    assert.equal((await openBrowser(app).get('/api/session')).body.title, '1+X 证书试点工作平台');
    await put('product', { title: '云岭省 1+X 工作平台' });
    assert.equal((await openBrowser(app).get('/api/session')).body.title, '云岭省 1+X 工作平台');
  });
});
