import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

const base = await mkdtemp(join(tmpdir(), 'onex-cli-'));
after(async () => await rm(base, { recursive: true }));

const cli = join(import.meta.dirname, 'cli.ts');

interface Result {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

const onex = (args: string[], env: Record<string, string> = {}): Result => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], {
    cwd: base,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], DATA_DIR: join(base, 'data'), LOG_LEVEL: 'error', ...env },
  });
  return { code: status, out: stdout, err: stderr };
};

test('the help names every command and every environment variable', () => {
  const { code, out } = onex(['--help']);
  assert.equal(code, 0);
  const commands = ['serve', 'worker', 'migrate', 'demo', 'rotate-keys', 'create-admin'];
  const variables = ['PORT', 'HOST', 'DATA_DIR', 'DATABASE_URL', 'LOG_LEVEL', 'PUBLIC_URL'];
  for (const word of commands.concat(variables)) {
    assert.match(out, new RegExp(`^  ${word} `, 'm'));
  }
});

const misused: [args: string[], word: string][] = [
  [['sreve'], 'sreve'],
  [['serve', '--dmo'], '--dmo'],
  [['create-admin', '--login', 'a'], '--name'],
  [['create-admin', '--login', 'a', '--name', 'b', '--password', 'c'], '--password'],
];

for (const [args, word] of misused) {
  test(`onex ${args.join(' ')} is refused with code 2`, () => {
    const { code, err } = onex(args);
    assert.equal(code, 2);
    assert.match(err, /^onex：.*--help 查看用法\n$/);
    assert.ok(err.includes(word));
  });
}

test('migrate makes the database, a second time there is nothing to do', () => {
  const first = onex(['migrate']);
  assert.deepEqual([first.code, first.err], [0, '']);
  assert.match(first.out, /0001_foundation/);
  assert.match(onex(['migrate']).out, /无需升级/);
});

const refusals: [what: string, env: Record<string, string>, text: RegExp][] = [
  ['a wrong value', { PORT: 'http' }, /PORT=http 不对/],
  ['a data folder that is a file', { DATA_DIR: join(cli, 'data') }, /不能使用数据目录/],
  [
    'a database that does not answer',
    { DATABASE_URL: 'postgresql://me:secret@127.0.0.1:1/onex' },
    /连接不上 DATABASE_URL/,
  ],
];

for (const [what, env, text] of refusals) {
  test(`${what} is said in one plain text with code 1`, () => {
    const { code, err } = onex(['migrate'], env);
    assert.equal(code, 1);
    assert.match(err, text);
    assert.doesNotMatch(err, /secret|\n\s+at /);
  });
}

test('a taken port is said at once and starts no database', async (t) => {
  const squatter = createServer();
  squatter.listen(0, '127.0.0.1');
  await once(squatter, 'listening');
  t.after(() => squatter.close());
  const address = squatter.address();
  assert.ok(address !== null && typeof address === 'object');
  const child = spawn(process.execPath, [cli, 'serve'], {
    env: {
      PATH: process.env['PATH'],
      PORT: String(address.port),
      DATA_DIR: join(base, 'unused'),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let err = '';
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString();
  });
  assert.deepEqual(await once(child, 'close'), [1, null]);
  assert.match(err, new RegExp(`端口 ${address.port} 已被占用`));
});
