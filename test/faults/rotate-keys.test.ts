import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, describe, it } from 'node:test';
import pg from 'pg';
import { allSealings } from '../../src/app/sealings.ts';
import { SYSTEM } from '../../src/kernel/actor.ts';
import { openDatabase } from '../../src/platform/db/database.ts';
import { openKeyring } from '../../src/platform/keyring.ts';
import { countByKey } from '../../src/platform/keys/queries.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { ask } from './asking.ts';
import { type Product, startProduct } from './product.ts';
import { type SeededSchools, seedSchools } from './seeded-schools.ts';

const CLI = join(import.meta.dirname, '../../src/app/cli.ts');
const SCHOOLS = 6;
const OLD_CONTACTS = 1500;

const idOf = (number: number): string =>
  `00000000-0000-7000-b000-${String(number).padStart(12, '0')}`;

const mobileOf = (number: number): string => `138${String(number).padStart(8, '0')}`;

describe('keys changed while people work', { timeout: 240_000 }, () => {
  let store: TestDatabase;
  let folder: string;
  let owner: pg.Client;
  let seeded: SeededSchools;
  let today: string;
  const products: Product[] = [];

  before(async () => {
    store = await createTestDatabase();
    folder = await mkdtemp(join(tmpdir(), 'onex-rotate-'));
    owner = new pg.Client({ connectionString: store.url });
    await owner.connect();
    seeded = await seedSchools(owner, { schools: SCHOOLS, rounds: 1 });
    const { rows } = await owner.query(
      `select to_char(now() at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as today`,
    );
    today = rows[0].today;
    for (const _ of [1, 2]) products.push(await startProduct(['serve', '--no-worker'], env()));
    await seal();
  });
  after(async () => {
    for (const product of products) await product.stop();
    await owner.end();
    await store.drop();
    await rm(folder, { recursive: true, force: true });
  });

  const env = (): Record<string, string> => ({ DATABASE_URL: store.url, DATA_DIR: folder });

  /** Contacts from before, under the first key, and a secret in a setting. */
  const seal = async (): Promise<void> => {
    const keyring = await openKeyring(folder);
    const { rows } = await owner.query(
      `select organization_id as id from institution order by organization_id`,
    );
    for (let number = 0; number < OLD_CONTACTS; number += 1) {
      const place = { table: 'contact', column: 'mobile_sealed', id: idOf(number) };
      await owner.query(
        `insert into contact (id, organization_id, duty, name, mobile_sealed, mobile_index, valid_from, confirmed_at,
            search_text, created_at, updated_at)
         values ($1, $2, 'EXAMINATION', '旧人', $3, $4, '2020-01-01', now(), '旧人', now(), now())`,
        [
          idOf(number),
          rows[number % rows.length].id,
          keyring.seal(mobileOf(number), place),
          keyring.index('mobile', mobileOf(number)),
        ],
      );
    }
    const place = { table: 'setting', column: 'value', id: 'dingtalk_app' };
    const value = {
      appKey: 'a',
      agentId: '1',
      operatorUnionId: 'u',
      appSecretSealed: keyring.seal('app secret', place),
    };
    await owner.query(
      `insert into setting (key, value, updated_at) values ('dingtalk_app', $1, now())`,
      [JSON.stringify(value)],
    );
  };

  const counts = async (): Promise<Record<string, number>> => {
    const database = openDatabase(store.url, { poolSize: 1, onIdleError: () => undefined });
    try {
      const found = await database.read(SYSTEM, (read) => countByKey(read, allSealings.fields));
      return Object.fromEntries(found);
    } finally {
      await database.close();
    }
  };

  const rotate = async (): Promise<{ code: unknown; out: string }> => {
    const child = spawn(process.execPath, [CLI, 'rotate-keys', '--wait', '5'], {
      env: { PATH: process.env['PATH'], LOG_LEVEL: 'error', NODE_NO_WARNINGS: '1', ...env() },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const exit = once(child, 'exit');
    const [out, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
    const [code] = await exit;
    return { code, out: out + errors };
  };

  const keyNames = async (): Promise<string[]> =>
    Object.keys(JSON.parse(await readFile(join(folder, 'keys.json'), 'utf8')).keys);

  /** One school after another registers a person and reads its own, at either server, until told to stop. */
  const work = async (from: number, goesOn: () => boolean): Promise<number> => {
    let done = 0;
    for (let number = from; goesOn(); number += 1) {
      const { token } = seeded.schools[number % SCHOOLS] ?? assert.fail('no school');
      const origin = products[number % 2]?.url ?? '';
      const body = {
        duty: 'EXAMINATION',
        name: '新人',
        department: '教务处',
        title: '科员',
        landline: '',
        mobile: `139${String(number).padStart(8, '0')}`,
        mailbox: `p${number}@example.cn`,
        validFrom: today,
      };
      const made = await ask(origin, '/api/contacts', { method: 'POST', token, body });
      assert.equal(made.status, 200, made.text);
      // The other server reads what this one has just sealed.
      const other = products[(number + 1) % 2]?.url ?? '';
      const own = await ask(other, '/api/contacts/own', { token });
      assert.equal(own.status, 200, own.text);
      assert.doesNotMatch(own.text, /无法核验/);
      done += 1;
    }
    return done;
  };

  it('leave no error and no value under the old key, which is gone', async () => {
    assert.deepEqual(await counts(), { k1: OLD_CONTACTS + 1 });
    let isRotating = true;
    const working = [1_000_000, 2_000_000].map((from) => work(from, () => isRotating));
    const result = await rotate();
    isRotating = false;
    const done = await Promise.all(working);
    assert.equal(result.code, 0, result.out);
    const written = done.reduce((sum, one) => sum + one, 0);
    assert.ok(written > 20, `only ${written} were written meanwhile`);
    assert.match(result.out, /现在的密钥是 k2，共改写 1[5-9]\d\d 项\nk1 已没有内容要用/);
    const found = await counts();
    assert.deepEqual(Object.keys(found), ['k2']);
    // A mobile and a mailbox of each new person, twice: as they are, and in their history.
    assert.equal(found['k2'], OLD_CONTACTS + 1 + written * 4);
    assert.deepEqual(await keyNames(), ['k2']);
    const { rows } = await owner.query(
      `select name, retired_at is not null as retired from sealing_key order by name`,
    );
    assert.deepEqual(rows, [
      { name: 'index', retired: false },
      { name: 'k1', retired: true },
      { name: 'k2', retired: false },
    ]);
    const audit = await owner.query(
      `select detail from audit_event where action = 'platform.rotateKeys'`,
    );
    assert.deepEqual(audit.rows[0].detail.retired, ['k1']);
  });

  it('still read what was there, in running servers and after a start', async () => {
    const keyring = await openKeyring(folder);
    const { rows } = await owner.query(
      `select id, mobile_sealed as sealed from contact where name = '旧人' order by id`,
    );
    for (const [number, { id, sealed }] of rows.entries()) {
      const place = { table: 'contact', column: 'mobile_sealed', id };
      assert.equal(keyring.open(sealed, place), mobileOf(number));
    }
    assert.equal(rows.length, OLD_CONTACTS);
    const setting = await owner.query(
      `select value ->> 'appSecretSealed' as sealed from setting where key = 'dingtalk_app'`,
    );
    const place = { table: 'setting', column: 'value', id: 'dingtalk_app' };
    assert.equal(keyring.open(setting.rows[0].sealed, place), 'app secret');
    const again = await startProduct(['serve', '--no-worker'], env());
    const { token } = seeded.schools[0] ?? assert.fail('no school');
    const own = await ask(again.url, '/api/contacts/own', { token });
    await again.stop();
    assert.match(own.text, /138\*\*\*\*0000/);
    assert.doesNotMatch(own.text, /无法核验/);
  });

  it('refuse a flipped bit and two exchanged values, keep the key that they name, and say where', async () => {
    const [a, b, c] = [idOf(0), idOf(6), idOf(12)];
    await owner.query(
      `update contact x set mobile_sealed = y.mobile_sealed from contact y
        where (x.id = $1 and y.id = $2) or (x.id = $2 and y.id = $1)`,
      [a, b],
    );
    const { rows } = await owner.query(
      'select mobile_sealed as sealed from contact where id = $1',
      [c],
    );
    const sealed: string = rows[0].sealed;
    const flipped = sealed.slice(0, 20) + (sealed[20] === 'A' ? 'B' : 'A') + sealed.slice(21);
    await owner.query('update contact set mobile_sealed = $1 where id = $2', [flipped, c]);
    const { token } = seeded.schools[0] ?? assert.fail('no school');
    const own = await ask(products[0]?.url ?? '', '/api/contacts/own', { token });
    assert.equal(own.text.match(/无法核验/g)?.length, 3, own.text.slice(0, 500));

    const result = await rotate();
    assert.equal(result.code, 1, result.out);
    assert.match(result.out, /k2 还有 3 项在用，已保留\ncontact\.mobile_sealed 中有打不开的内容/);
    assert.deepEqual(await keyNames(), ['k2', 'k3']);
    assert.equal((await counts())['k2'], 3);
    // Put right, the change that was broken off goes on with the key that it has made.
    await owner.query(`delete from contact where id in ($1, $2, $3)`, [a, b, c]);
    const whole = await rotate();
    assert.equal(whole.code, 0, whole.out);
    assert.match(whole.out, /现在的密钥是 k3/);
    assert.deepEqual([await keyNames(), Object.keys(await counts())], [['k3'], ['k3']]);
  });
});
