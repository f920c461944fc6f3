import assert from 'node:assert/strict';
import { argon2Sync } from 'node:crypto';
import { describe, it } from 'node:test';
import { dumpOf } from '../../../test/matrix/traces.ts';
import type { TestApp } from '../../../test/support/test-app.ts';
import { SYSTEM } from '../../kernel/actor.ts';
import { givePassword, openBrowser, startAccountsApp } from './factory.ts';
import { createPasswordHasher, DEFAULT_COST } from './password-hash.ts';
import { findCredentials } from './sign-in-queries.ts';

/** The tag of a hash in PHC form, computed by another implementation (OpenSSL in Node). */
const recomputed = (phc: string, message: string): { stored: string; computed: string } => {
  const parts = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=1\$([^$]+)\$([^$]+)$/.exec(phc);
  const [, memory, passes, nonce = '', tag = ''] = parts ?? [];
  const stored = Buffer.from(tag, 'base64');
  const computed = argon2Sync('argon2id', {
    message,
    nonce: Buffer.from(nonce, 'base64'),
    parallelism: 1,
    memory: Number(memory),
    passes: Number(passes),
    tagLength: stored.length,
  });
  return { stored: stored.toString('hex'), computed: Buffer.from(computed).toString('hex') };
};

/** What the database holds for the person of the dump; with a password, it is the hash of that and no other. */
const storedOf = async (app: TestApp, password?: string): Promise<string> => {
  const account = await app.database.read(SYSTEM, (read) => findCredentials(read, 'dumped'));
  const hash = account?.passwordHash ?? '';
  if (password === undefined) return hash;
  const right = recomputed(hash, password);
  assert.equal(right.computed, right.stored);
  assert.notEqual(recomputed(hash, `${password}x`).computed, right.stored);
  return hash;
};

describe('password hashes', () => {
  it('are Argon2id with at least 19 MiB', async () => {
    const hash = await createPasswordHasher().hash('kettle-rail-plum-7');
    assert.match(hash, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    assert.ok(DEFAULT_COST.memoryKib >= 19 * 1024);
    const right = recomputed(hash, 'kettle-rail-plum-7');
    assert.equal(right.stored.length, 64);
    assert.equal(right.computed, right.stored);
    const wrong = recomputed(hash, 'kettle-rail-plum-8');
    assert.notEqual(wrong.computed, wrong.stored);
  });

  it('are all that a dump shows of passwords, however they were set, and another implementation verifies them', async () => {
    const app = await startAccountsApp({ passwordCost: DEFAULT_COST });
    try {
      const { collegeAdmin } = app.world.people;
      const chosen = ['lantern-gravel-tin-4', 'kettle-rail-plum-7', 'window-oak-ferry-3'] as const;
      const invited = await app.as(collegeAdmin).post('/api/people', {
        organizationId: collegeAdmin.organizationId,
        loginName: 'dumped',
        name: '夏青禾',
        roles: ['institution_staff'],
      });
      const browser = openBrowser(app);
      const activate = async (answer: typeof invited, password: string) => {
        const token = String(answer.body.link).split('#')[1];
        const done = await browser.post('/api/activations', { token, password });
        assert.equal(done.status, 200, done.text);
        return await storedOf(app, password);
      };
      const first = await activate(invited, chosen[0]);
      await browser.post('/api/account/password', {
        currentPassword: chosen[0],
        newPassword: chosen[1],
      });
      const second = await storedOf(app, chosen[1]);
      const path = `/api/people/${invited.body.person.id}`;
      const { version } = (await app.as(collegeAdmin).get(path)).body.person;
      const reset = await app.as(collegeAdmin).post(`${path}/reset-link`, { version });
      const unmatchable = await storedOf(app);
      const third = await activate(reset, chosen[2]);
      assert.equal(new Set([first, second, unmatchable, third]).size, 4, 'each set a new hash');
      const dump = await dumpOf(app.databaseUrl);
      for (const password of chosen) assert.equal(dump.includes(password), false);
      const hashes = dump.match(/\$[a-z][a-z0-9]*\$\S{1,80}/g) ?? [];
      assert.ok(hashes.length > 0);
      for (const hash of hashes) {
        const cost = /^\$argon2id\$v=19\$m=(\d+),t=\d+,p=\d+\$/.exec(hash)?.[1];
        assert.ok(Number(cost) >= 19 * 1024, hash.slice(0, 30));
      }
    } finally {
      await app.close();
    }
  });

  it('match their password only, and nobody matches an account without one', async () => {
    const hasher = createPasswordHasher({ memoryKib: 8, passes: 1 });
    const hash = await hasher.hash('one');
    assert.notEqual(hash, await hasher.hash('one'));
    assert.equal(await hasher.matches(hash, 'one'), true);
    for (const [stored, password] of [
      [hash, 'two'],
      [null, 'one'],
      [undefined, ''],
      ['', ''],
      ['unusable', 'unusable'],
    ] as const) {
      assert.equal(await hasher.matches(stored, password), false);
    }
    assert.equal(await hasher.matches(await hasher.unmatchable(), ''), false);
  });

  it('are made anew at the next sign-in when the cost has changed', async () => {
    const app = await startAccountsApp();
    try {
      await givePassword(app, 'kettle-rail-plum-7', [app.world.people.collegeAdmin], {
        memoryKib: 16,
        passes: 1,
      });
      const hasher = createPasswordHasher({ memoryKib: 8, passes: 1 });
      assert.equal(
        hasher.isStale(await createPasswordHasher({ memoryKib: 16, passes: 1 }).hash('x')),
        true,
      );
      for (const _ of [1, 2]) {
        assert.equal(
          (await openBrowser(app).signIn('collegeadmin', 'kettle-rail-plum-7')).status,
          200,
        );
      }
      const account = await app.database.read(SYSTEM, (read) =>
        findCredentials(read, 'collegeadmin'),
      );
      assert.equal(hasher.isStale(account?.passwordHash ?? ''), false);
    } finally {
      await app.close();
    }
  });
});
