import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { TestApp } from '../../../test/support/test-app.ts';
import { SYSTEM } from '../../kernel/actor.ts';
import { toInstant } from '../../kernel/time.ts';
import { sqlBuilder } from '../../platform/db/database.ts';
import { type Browser, givePassword, network, openBrowser, startAccountsApp } from './factory.ts';
import { addressClass, bucketsOf, lockedUntil } from './sign-in-rules.ts';

const PASSWORD = 'kettle-rail-plum-7';
const MINUTE = 60_000;

const statusesOf = async (
  guesses: readonly Promise<{ status: number }>[],
): Promise<Record<number, number>> => {
  const counts: Record<number, number> = {};
  for (const { status } of await Promise.all(guesses)) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
};

describe('guessing passwords (assurance A4)', () => {
  let app: TestApp;
  let owner: Browser;
  before(async () => {
    app = await startAccountsApp();
    const { eastSchoolAdmin, eastSchoolStaff } = app.world.people;
    await givePassword(app, PASSWORD, [eastSchoolAdmin, eastSchoolStaff]);
  });
  beforeEach(async () => {
    await app.database.transaction(SYSTEM, (tx) =>
      tx.run(sqlBuilder.deleteFrom('sign_in_failure')),
    );
    owner = openBrowser(app, network(1));
    assert.equal((await owner.signIn('eastschooladmin', PASSWORD)).status, 200);
  });
  after(() => app.close());

  it('lets none of 1,000 guesses in and the owner in during them, also from the same network', async () => {
    const attacker = openBrowser(app, network(1));
    const counts: Record<number, number> = {};
    for (let round = 0; round < 20; round += 1) {
      const guesses = Array.from({ length: 50 }, (_, index) =>
        attacker.signIn('eastschooladmin', `guess-${round}-${index}`),
      );
      const signedIn = owner.signIn('eastschooladmin', PASSWORD);
      for (const [status, count] of Object.entries(await statusesOf(guesses))) {
        counts[Number(status)] = (counts[Number(status)] ?? 0) + count;
      }
      assert.equal((await signedIn).status, 200, `owner in round ${round}`);
    }
    // Five were judged, in parallel or not; the rest found the door shut.
    assert.deepEqual(counts, { 422: 5, 429: 995 });
    assert.equal(attacker.cookies.size, 0);
    // The right password does not open it from there either, or guessing would go on.
    assert.equal((await attacker.signIn('eastschooladmin', PASSWORD)).status, 429);
  });

  it('lets none of 400 guesses from 100 networks in and the owner in during them', async () => {
    const counts: Record<number, number> = {};
    for (let index = 0; index < 100; index += 1) {
      const attacker = openBrowser(app, network(10 + index));
      const guesses = [1, 2, 3, 4].map((guess) =>
        attacker.signIn('eastschooladmin', `guess-${guess}`),
      );
      for (const [status, count] of Object.entries(await statusesOf(guesses))) {
        counts[Number(status)] = (counts[Number(status)] ?? 0) + count;
      }
      if (index % 20 === 0)
        assert.equal((await owner.signIn('eastschooladmin', PASSWORD)).status, 200);
    }
    assert.deepEqual(counts, { 422: 400 });
    // Not even a device that nobody knows is shut out, if it comes from elsewhere.
    assert.equal(
      (await openBrowser(app, network(600)).signIn('eastschooladmin', PASSWORD)).status,
      200,
    );
  });

  it('opens again after a quarter of an hour, and says when', async () => {
    app.clock.set('2025-03-02T02:00:00.000Z');
    const attacker = openBrowser(app, network(700));
    for (let guess = 0; guess < 5; guess += 1) {
      await attacker.signIn('eastschooladmin', `guess-${guess}`);
      app.clock.advance(MINUTE);
    }
    const locked = await attacker.signIn('eastschooladmin', PASSWORD);
    assert.equal(locked.body.code, 'accounts.locked');
    assert.match(locked.body.text, /2025年3月2日 10:16 之后再试.*联系本单位管理员/);
    assert.equal(locked.headers['retry-after'], String(10 * 60));
    app.clock.set('2025-03-02T02:14:59.999Z');
    assert.equal((await attacker.signIn('eastschooladmin', PASSWORD)).status, 429);
    app.clock.set('2025-03-02T02:15:00.000Z');
    assert.equal((await attacker.signIn('eastschooladmin', PASSWORD)).status, 200);
  });

  it('locks a known device only for its own mistakes, and a right password clears them', async () => {
    for (let guess = 0; guess < 9; guess += 1) await owner.signIn('eastschooladmin', 'oops');
    assert.equal((await owner.signIn('eastschooladmin', PASSWORD)).status, 200);
    for (let guess = 0; guess < 10; guess += 1) await owner.signIn('eastschooladmin', 'oops');
    assert.equal((await owner.signIn('eastschooladmin', PASSWORD)).status, 429);
    const colleague = openBrowser(app, network(1));
    assert.equal((await colleague.signIn('eastschoolstaff', PASSWORD)).status, 200);
  });

  it('forgets a device after 180 days', async () => {
    const attacker = openBrowser(app, network(1));
    app.clock.advance(181 * 24 * 60 * MINUTE);
    for (let guess = 0; guess < 5; guess += 1) await attacker.signIn('eastschooladmin', 'guess');
    assert.equal((await owner.signIn('eastschooladmin', PASSWORD)).status, 429);
  });

  it('keeps a school behind one address working when a hundred people mistype at once', async () => {
    const counts = await statusesOf(
      Array.from({ length: 100 }, (_, index) =>
        openBrowser(app, network(800)).signIn(`teacher-${index}`, 'oops'),
      ),
    );
    assert.deepEqual(counts, { 422: 100 });
    assert.equal(
      (await openBrowser(app, network(800)).signIn('eastschoolstaff', PASSWORD)).status,
      200,
    );
  });

  it('shuts a network that tries one password on many names', async () => {
    const counts: Record<number, number> = {};
    for (let index = 0; index < 320; index += 1) {
      const { status } = await openBrowser(app, network(810)).signIn(`name-${index}`, 'Summer2025');
      counts[status] = (counts[status] ?? 0) + 1;
    }
    assert.deepEqual(counts, { 422: 300, 429: 20 });
    // Known devices do not share that fate.
    const known = openBrowser(app, network(810));
    known.cookies.set('onex-device', owner.cookies.get('onex-device') ?? '');
    assert.equal((await known.signIn('eastschooladmin', PASSWORD)).status, 200);
  });
});

describe('the rules of the buckets', () => {
  it('takes the network, not the address', () => {
    assert.equal(addressClass('203.0.113.7'), '203.0.113.0/24');
    assert.equal(addressClass('::ffff:203.0.113.99'), '203.0.113.0/24');
    assert.equal(addressClass('2001:DB8:1:2:3:4:5:6'), '2001:db8:1:2::/64');
    assert.equal(addressClass('2001:db8:1:2::9'), addressClass('2001:0db8:0001:0002:ffff::1'));
    assert.equal(addressClass('2001:db8::1'), '2001:db8:0:0::/64');
    assert.equal(addressClass('fe80::1%eth0'), 'fe80:0:0:0::/64');
    assert.equal(addressClass('::1'), '0:0:0:0::/64');
  });

  it('never counts per account alone', () => {
    for (const knownDevice of [undefined, 'abc']) {
      const one = bucketsOf({ login: 'li', address: '10.0.0.1', knownDevice });
      const other = bucketsOf({
        login: 'li',
        address: '10.9.9.1',
        knownDevice: knownDevice && 'xyz',
      });
      for (const bucket of one) assert.ok(!other.some((twin) => twin.key === bucket.key));
    }
  });

  it('locks from the limit on and until the oldest counted failure is too old', () => {
    const bucket = { kind: 'account', key: 'k', limit: 2 } as const;
    const at = toInstant('2025-03-01T00:10:00.000Z');
    const [old, late] = [
      toInstant('2025-03-01T00:00:00.000Z'),
      toInstant('2025-03-01T00:09:00.000Z'),
    ];
    assert.equal(lockedUntil(bucket, [late], at), undefined);
    assert.equal(lockedUntil(bucket, [late, old], at), '2025-03-01T00:15:00.000Z');
    assert.equal(
      lockedUntil(bucket, [late, old], toInstant('2025-03-01T00:15:00.000Z')),
      undefined,
    );
  });
});
