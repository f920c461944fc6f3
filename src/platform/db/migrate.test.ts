import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, beforeEach, test } from 'node:test';
import pg from 'pg';
import { pino } from 'pino';
import { DomainError } from '../../kernel/error.ts';
import { startEmbedded } from './embedded.ts';
import { migrate } from './migrate.ts';

const base = await mkdtemp(join(tmpdir(), 'onex-migrate-'));
const log = pino({ level: 'silent' });
const server = await startEmbedded({ dataDir: join(base, 'data'), log });

after(async () => {
  await server.stop();
  await rm(base, { recursive: true });
});

let directory = '';
let url = '';
let client = new pg.Client();
let number = 0;

const connect = async (address: string): Promise<pg.Client> => {
  const connection = new pg.Client({ connectionString: address });
  await connection.connect();
  return connection;
};

beforeEach(async () => {
  number += 1;
  directory = await mkdtemp(join(base, 'migrations-'));
  const admin = await connect(server.url);
  await admin.query(`create database case_${number}`);
  await admin.end();
  const parsed = new URL(server.url);
  parsed.pathname = `/case_${number}`;
  url = parsed.toString();
  client = await connect(url);
});

afterEach(async () => {
  await client.end();
});

const write = async (files: Record<string, string>): Promise<void> => {
  for (const [name, sql] of Object.entries(files)) await writeFile(join(directory, name), sql);
};

const run = async (): Promise<string[]> => await migrate({ url, directory, log });

const one = async (sql: string): Promise<unknown> => {
  const { rows } = await client.query<Record<string, unknown>>(sql);
  return Object.values(rows[0] ?? {})[0];
};

const two = {
  '0001_first.sql': 'create table first (id int); insert into first values (1);',
  '0002_second.sql': 'create table second (id int);',
};

const refusedAs = (code: string, word: string) => (error: unknown) =>
  error instanceof DomainError && error.code === `migration.${code}` && error.text.includes(word);

test('applies each file once, in order, and what is added later', async () => {
  await write(two);
  assert.deepEqual(await run(), ['0001_first', '0002_second']);
  assert.deepEqual(await run(), []);
  await write({ '0003_third.sql': 'insert into first values (2);' });
  assert.deepEqual(await run(), ['0003_third']);
  assert.equal(await one('select count(*)::int from first'), 2);
});

test('two at the same time apply once', async () => {
  await write({ ...two, '0003_slow.sql': 'select pg_sleep(0.2); insert into first values (2);' });
  const results = await Promise.all([run(), run(), run()]);
  assert.equal(results.flat().length, 3);
  assert.equal(await one('select count(*)::int from first'), 2);
});

test('a file changed after it was applied is refused, other line ends are not a change', async () => {
  await write({ '0001_first.sql': 'create table first (\n  id int\n);\n' });
  await run();
  await write({ '0001_first.sql': 'create table first (\r\n  id int\r\n);\r\n' });
  assert.deepEqual(await run(), []);
  await write({ '0001_first.sql': 'create table first (\n  id bigint\n);\n' });
  await assert.rejects(run(), refusedAs('changed', '0001_first'));
});

test('an older program is refused, and so is another history', async () => {
  await write(two);
  await run();
  await rm(join(directory, '0002_second.sql'));
  await assert.rejects(run(), refusedAs('database_newer', '0002_second'));
  await write({ '0002_other.sql': 'create table other (id int);' });
  await assert.rejects(run(), refusedAs('history_differs', '0002_other'));
  assert.equal(await one("select to_regclass('other')"), null);
});

test('a failure half-way leaves nothing of that file and keeps those before it', async () => {
  await write({ ...two, '0003_bad.sql': 'create table third (id int); select 1/0;' });
  await assert.rejects(run(), refusedAs('failed', 'division by zero'));
  assert.equal(await one("select to_regclass('third')"), null);
  assert.equal(await one('select count(*)::int from schema_migration'), 2);
  await write({ '0003_bad.sql': 'create table third (id int);' });
  assert.deepEqual(await run(), ['0003_bad']);
});

test('a killed migration leaves nothing and is applied by the next start', async () => {
  await write({ '0001_slow.sql': "create table slow (id int); select pg_sleep(30), 'slow';" });
  const killed = run();
  const failed = assert.rejects(killed);
  let ended = 0;
  while (ended === 0) {
    const { rowCount } = await client.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where query like '%''slow''%' and pid <> pg_backend_pid()",
    );
    ended = rowCount ?? 0;
  }
  await failed;
  assert.equal(await one("select to_regclass('slow')"), null);
  await write({ '0001_slow.sql': 'create table slow (id int);' });
  assert.deepEqual(await run(), ['0001_slow']);
});

test('a migration does not queue behind a long reader: it gives way and tries again', async () => {
  await write(two);
  await run();
  await client.query('begin; lock table first in access share mode');
  await write({ '0003_alter.sql': 'alter table first add column name text;' });
  const running = run();
  const impatient = await connect(url);
  await impatient.query("set statement_timeout = '2900ms'");
  await impatient.query('select from first');
  await impatient.end();
  await client.query('commit');
  assert.deepEqual(await running, ['0003_alter']);
});

const badFiles: [name: string, sql: string, word: string][] = [
  ['0002_gap.sql', 'select 1;', '编号'],
  ['first.sql', 'select 1;', '名称'],
  ['0001_First.sql', 'select 1;', '名称'],
  ['0001_first.sql', 'create table a (id int);\ncommit;\ncreate table b (id int);', '事务'],
];

for (const [name, sql, word] of badFiles) {
  test(`${name} with ${JSON.stringify(sql)} is refused before anything runs`, async () => {
    await write({ [name]: sql });
    await assert.rejects(run(), refusedAs('bad_file', word));
    assert.equal(await one("select to_regclass('schema_migration')"), null);
  });
}
