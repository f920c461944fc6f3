import assert from 'node:assert/strict';
import { argon2Sync } from 'node:crypto';
import { describe, it } from 'node:test';
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
