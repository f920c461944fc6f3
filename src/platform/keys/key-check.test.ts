import assert from 'node:assert/strict';
import { copyFile, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import pg from 'pg';
import { toInstant } from '../../kernel/time.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts';
import { type Database, openDatabase } from '../db/database.ts';
import { openKeyringOf } from './key-check.ts';
import { knownKeys } from './queries.ts';
import type { Keyring } from '../keyring.ts';
import { createLog } from '../log.ts';
import type { Sealings } from './sealed.ts';
import { SYSTEM } from '../../kernel/actor.ts';

const AT = toInstant('2025-03-01T02:00:00.000Z');
const log = createLog('silent');

/** A setting stands for all features: what is sealed in it needs no other row. */
const PLACE = { table: 'setting', column: 'value', id: 'secret' };
const sealings: Sealings = {
  fields: [
    {
      table: 'setting',
      column: 'value',
      rowKey: 'key',
      within: { row: 'secret', property: 'textSealed' },
      place: PLACE,
    },
  ],
  indexes: [{ table: 'recovery_code', column: 'code_index' }],
};

let store: TestDatabase;
let database: Database;
let owner: pg.Client;
const folders: string[] = [];

before(async () => {
  store = await createTestDatabase();
  database = openDatabase(store.url, { poolSize: 6, onIdleError: () => undefined });
  owner = new pg.Client({ connectionString: store.url });
  await owner.connect();
});
after(async () => {
  await owner.end();
  await database.close();
  await store.drop();
});
beforeEach(async () => {
  await owner.query('delete from sealing_key; delete from setting');
});
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

const newFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'onex-keys-'));
  folders.push(folder);
  return folder;
};

const start = (dataDir: string): Promise<Keyring> =>
  openKeyringOf({ dataDir, database, sealings, at: AT, log });

const keep = async (keyring: Keyring, text: string): Promise<void> => {
  await owner.query(`insert into setting (key, value, updated_at) values ('secret', $1, now())`, [
    JSON.stringify({ textSealed: keyring.seal(text, PLACE) }),
  ]);
};

const namesKnown = async (): Promise<string[]> =>
  (await database.read(SYSTEM, knownKeys)).map(({ name }) => name);

describe('the key file and its database', () => {
  it('belong together from the first start on, and the check values tell no key', async () => {
    const folder = await newFolder();
    await keep(await start(folder), '13800000000');
    await start(folder);
    const { rows } = await owner.query('select * from sealing_key order by name');
    assert.deepEqual(
      rows.map(({ name }) => name),
      ['index', 'k1'],
    );
    const file = await readFile(join(folder, 'keys.json'), 'utf8');
    const { keys, index } = JSON.parse(file);
    for (const key of [keys.k1, index]) {
      assert.equal(JSON.stringify(rows).includes(key.slice(0, 12)), false);
    }
    assert.notEqual(rows[0].check_value, rows[1].check_value);
  });

  it('refuse a folder without the file, and make none there', async () => {
    const folder = await newFolder();
    await keep(await start(folder), '13800000000');
    const empty = await newFolder();
    await assert.rejects(start(empty), {
      code: 'keyring.missing',
      message: /没有密钥文件 keys\.json.*从备份恢复 keys\.json/,
    });
    assert.deepEqual(await readdir(empty), []);
  });

  it('refuse another file, until the right one is restored', async () => {
    const folder = await newFolder();
    await keep(await start(folder), '13800000000');
    const other = await newFolder();
    await writeFile(
      join(other, 'keys.json'),
      JSON.stringify({
        current: 'k1',
        keys: { k1: Buffer.alloc(32, 1).toString('base64') },
        index: Buffer.alloc(32, 2).toString('base64'),
      }),
    );
    await assert.rejects(start(other), {
      code: 'keyring.foreign',
      message: /index、k1 缺少或不同.*DATA_DIR.*从备份恢复当时的 keys\.json/,
    });
    await copyFile(join(folder, 'keys.json'), join(other, 'keys.json'));
    const restored = await start(other);
    const { rows } = await owner.query(`select value ->> 'textSealed' as sealed from setting`);
    assert.equal(restored.open(rows[0].sealed, PLACE), '13800000000');
  });

  it('notice a file that lost a key which the database has seen', async () => {
    const folder = await newFolder();
    const keyring = await start(folder);
    const path = join(folder, 'keys.json');
    const old = await readFile(path, 'utf8');
    const file = JSON.parse(old);
    file.keys.k2 = Buffer.alloc(32, 7).toString('base64');
    file.current = 'k2';
    await writeFile(path, JSON.stringify(file));
    await start(folder);
    assert.deepEqual(await namesKnown(), ['index', 'k1', 'k2']);
    await keep(keyring, '13800000000');
    await writeFile(path, old);
    await assert.rejects(start(folder), { code: 'keyring.foreign', message: /（k2 缺少或不同）/ });
  });

  it('take another file while nothing is sealed, but not under a running process', async () => {
    const [first, second] = [await newFolder(), await newFolder()];
    await start(first);
    const running = new pg.Client({
      connectionString: store.url,
      application_name: 'onex-jobs',
    });
    await running.connect();
    await assert.rejects(start(second), { code: 'keyring.in_use' });
    await running.end();
    let isGone = false;
    for (let tries = 0; tries < 100 && !isGone; tries += 1) {
      isGone = await start(second).then(
        () => true,
        () => false,
      );
    }
    assert.ok(isGone, 'the connection ended');
    await keep(await start(second), '13800000000');
    await assert.rejects(start(first), { code: 'keyring.foreign' });
  });

  it('of an older version are told by a value that opens', async () => {
    const folder = await newFolder();
    await keep(await start(folder), '13800000000');
    await owner.query('delete from sealing_key');
    const other = await newFolder();
    await assert.rejects(start(other), { code: 'keyring.missing' });
    await writeFile(
      join(other, 'keys.json'),
      (await readFile(join(folder, 'keys.json'), 'utf8')).replaceAll(
        /"k1": "[^"]{8}/g,
        '"k1": "AAAAAAAA',
      ),
    );
    await assert.rejects(start(other), { code: 'keyring.foreign' });
    assert.deepEqual(await namesKnown(), []);
    await start(folder);
    assert.deepEqual(await namesKnown(), ['index', 'k1']);
  });

  it('are made once when servers start together on an empty database', async () => {
    const folder = await newFolder();
    const rings = await Promise.all(Array.from({ length: 6 }, () => start(folder)));
    const [first] = rings;
    assert.ok(first !== undefined);
    const sealed = first.seal('13800000000', PLACE);
    for (const ring of rings) assert.equal(ring.open(sealed, PLACE), '13800000000');
    assert.deepEqual(await namesKnown(), ['index', 'k1']);
    await keep(first, '13800000000');
    await Promise.all(Array.from({ length: 6 }, () => start(folder)));
  });
});
