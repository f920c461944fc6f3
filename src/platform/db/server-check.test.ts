import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import pg from 'pg';
import { pino } from 'pino';
import { DomainError } from '../../kernel/error.ts';
import { startEmbedded } from './embedded.ts';
import { checkDurability, checkServer } from './server-check.ts';

const base = await mkdtemp(join(tmpdir(), 'onex-check-'));
const server = await startEmbedded({ dataDir: base, log: pino({ level: 'silent' }) });

after(async () => {
  await server.stop();
  await rm(base, { recursive: true });
});

const saying = (code: string, word: string) => (error: unknown) =>
  error instanceof DomainError && error.code === `database.${code}` && error.text.includes(word);

const withDatabase = (name: string): string => {
  const url = new URL(server.url);
  url.pathname = `/${name}`;
  return url.toString();
};

test('our own server passes without a remark', async () => {
  assert.deepEqual(await checkServer(server.url), []);
});

test('a server that may forget what it acknowledged is refused, one that only does not wait for a replica is not', async () => {
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  try {
    await client.query('set synchronous_commit = local');
    assert.deepEqual(await checkDurability(client), []);
    await client.query('set synchronous_commit = off');
    await assert.rejects(checkDurability(client), saying('not_durable', 'synchronous_commit'));
    await client.query('alter database onex set synchronous_commit = off');
    await assert.rejects(checkServer(server.url), saying('not_durable', 'synchronous_commit'));
    await client.query('alter database onex reset synchronous_commit');
  } finally {
    await client.end();
  }
});

test('a database in another encoding is refused', async () => {
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  await client.query("create database latin encoding 'LATIN1' locale 'C' template template0");
  await client.end();
  await assert.rejects(checkServer(withDatabase('latin')), saying('wrong_encoding', 'LATIN1'));
});

test('what is wrong with an address is said without its password', async () => {
  const silent = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const address = silent.address();
  assert.ok(address !== null && typeof address === 'object');
  const closed = `postgresql://me:secret@127.0.0.1:${address.port}/onex`;
  await assert.rejects(checkServer(closed), (error) => {
    assert.ok(error instanceof DomainError);
    assert.match(error.text, new RegExp(`127\\.0\\.0\\.1:${address.port}/onex`));
    assert.doesNotMatch(error.text, /secret/);
    return true;
  });
  await new Promise((resolve) => silent.close(resolve));
  await assert.rejects(checkServer(closed), saying('unreachable', '没有数据库在监听'));
  await assert.rejects(checkServer(withDatabase('nowhere')), saying('unreachable', '库不存在'));
});
