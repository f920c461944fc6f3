import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import pg from 'pg';
import { openKeyring } from '../../src/platform/keyring.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { startProduct } from './product.ts';

const ARGS = ['serve', '--no-worker'];

describe('the key file of a product', () => {
  let store: TestDatabase;
  let folder: string;
  let owner: pg.Client;
  before(async () => {
    store = await createTestDatabase();
    folder = await mkdtemp(join(tmpdir(), 'onex-keys-'));
    owner = new pg.Client({ connectionString: store.url });
    await owner.connect();
  });
  after(async () => {
    await owner.end();
    await store.drop();
    await rm(folder, { recursive: true, force: true });
  });

  const start = (dataDir: string) =>
    startProduct(ARGS, { DATABASE_URL: store.url, DATA_DIR: join(folder, dataDir) });

  it('is one when two servers start together on an empty database and one folder', async () => {
    const both = await Promise.all([start('one'), start('one')]);
    try {
      for (const { url } of both) assert.equal((await fetch(`${url}/readyz`)).status, 200);
      const { rows } = await owner.query('select name from sealing_key order by name');
      assert.deepEqual(rows, [{ name: 'index' }, { name: 'k1' }]);
    } finally {
      for (const server of both) await server.stop();
    }
  });

  it('of another folder is refused at the start, in words that say what to do', async () => {
    const keyring = await openKeyring(join(folder, 'one'));
    await owner.query(
      `insert into setting (key, value, updated_at) values ('dingtalk_app', $1, now())`,
      [
        JSON.stringify({
          appKey: 'a',
          agentId: '1',
          operatorUnionId: 'u',
          appSecretSealed: keyring.seal('secret', {
            table: 'setting',
            column: 'value',
            id: 'dingtalk_app',
          }),
        }),
      ],
    );
    await assert.rejects(start('other'), (error: Error) => {
      assert.match(error.message, /^onex：数据目录 \S+ 中没有密钥文件 keys\.json/m);
      assert.match(error.message, /从备份恢复 keys\.json，再启动；不要另造一份/);
      assert.doesNotMatch(error.message, /\n\s+at /);
      return true;
    });
    assert.equal((await readdir(join(folder, 'other'))).includes('keys.json'), false);
    await openKeyring(join(folder, 'foreign'));
    await assert.rejects(
      start('foreign'),
      /密钥文件 keys\.json 与数据库不符（index、k1 缺少或不同）/,
    );
    const again = await start('one');
    await again.stop();
  });
});
