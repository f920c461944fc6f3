import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { TestApp } from '../../../test/support/test-app.ts';
import { SYSTEM } from '../../kernel/actor.ts';
import { sqlBuilder } from '../../platform/db/database.ts';
import { givePassword, network, openBrowser, startAccountsApp } from './factory.ts';
import { accountJobs } from './index.ts';

const DAY = 86_400_000;
const PASSWORD = 'kettle-rail-plum-7';

describe('the nightly clean-up', () => {
  let app: TestApp;
  before(async () => {
    app = await startAccountsApp();
    await givePassword(app, PASSWORD, [app.world.people.collegeAdmin]);
  });
  after(() => app.close());

  const counts = () =>
    app.database.read(SYSTEM, async (read) => {
      const failures = await read.all(sqlBuilder.selectFrom('sign_in_failure').select('id'));
      const links = await read.all(sqlBuilder.selectFrom('activation').select('id'));
      const account = app.world.people.collegeAdmin.id;
      const sessions = await read.all(
        sqlBuilder
          .selectFrom('session')
          .select('id')
          .where('account_id', '=', account)
          .where('client', '<>', ''),
      );
      return { failures: failures.length, links: links.length, sessions: sessions.length };
    });
  const run = async (): Promise<void> => {
    for (const { handle } of accountJobs(app)) await handle({}, AbortSignal.timeout(10_000));
  };

  it('deletes failures after a day, links after 90 days, sessions when their device is forgotten', async () => {
    const owner = openBrowser(app);
    await owner.signIn('collegeadmin', PASSWORD);
    await openBrowser(app, network(3)).signIn('collegeadmin', 'wrong');
    await app.as(app.world.people.collegeAdmin).post('/api/people', {
      organizationId: app.world.organizations.college,
      loginName: 'college-new',
      name: '夏青禾',
      roles: ['institution_staff'],
    });
    const start = app.clock.now();
    assert.deepEqual(await counts(), { failures: 2, links: 1, sessions: 1 });
    await run();
    assert.deepEqual(await counts(), { failures: 2, links: 1, sessions: 1 });
    app.clock.advance(DAY + 1);
    await run();
    assert.deepEqual(await counts(), { failures: 0, links: 1, sessions: 1 });
    app.clock.advance(92 * DAY);
    await run();
    assert.deepEqual(await counts(), { failures: 0, links: 0, sessions: 1 });
    app.clock.set(start);
    app.clock.advance(179 * DAY);
    await run();
    // Twice is the same as once.
    await run();
    assert.equal((await counts()).sessions, 1);
    app.clock.advance(2 * DAY);
    await run();
    assert.equal((await counts()).sessions, 0);
  });
});
