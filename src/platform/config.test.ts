import assert from 'node:assert/strict';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { ConfigError, readConfig } from './config.ts';

const project = resolve(import.meta.dirname, '../..');

test('an empty environment gives a server for this machine only', () => {
  assert.deepEqual(readConfig({}), {
    port: 8080,
    host: '127.0.0.1',
    dataDir: join(project, 'data'),
    logLevel: 'info',
    trustedProxies: ['loopback'],
    dingtalk: { apiUrl: 'https://api.dingtalk.com', oapiUrl: 'https://oapi.dingtalk.com' },
  });
});

test('mail needs a server and a sender, and neither without the other', () => {
  const [SMTP_URL, MAIL_FROM] = ['smtps://a:b%40@smtp.example.cn:465', '项目办 <onex@example.cn>'];
  assert.deepEqual(readConfig({ SMTP_URL, MAIL_FROM }).mail, {
    smtpUrl: SMTP_URL,
    from: MAIL_FROM,
  });
  assert.throws(() => readConfig({ SMTP_URL }), /MAIL_FROM/);
  assert.throws(() => readConfig({ MAIL_FROM }), /SMTP_URL/);
});

test('a wrong mail server is refused without repeating its password', () => {
  assert.throws(
    () => readConfig({ SMTP_URL: 'http://a:secret@b', MAIL_FROM: 'onex@example.cn' }),
    (error) =>
      error instanceof ConfigError &&
      error.text.includes('SMTP_URL') &&
      !error.text.includes('secret'),
  );
});

const accepted: [name: string, value: string, key: string, expected: unknown][] = [
  ['PORT', '0', 'port', 0],
  ['PORT', ' 65535 ', 'port', 65_535],
  ['PORT', '', 'port', 8080],
  ['HOST', '0.0.0.0', 'host', '0.0.0.0'],
  ['HOST', '::', 'host', '::'],
  ['HOST', '::1', 'host', '::1'],
  ['HOST', 'onex.example.cn', 'host', 'onex.example.cn'],
  ['DATA_DIR', '/var/lib/onex', 'dataDir', '/var/lib/onex'],
  ['DATA_DIR', 'elsewhere', 'dataDir', resolve('elsewhere')],
  [
    'DATABASE_URL',
    'postgres://a:b%40@db:5432/onex',
    'databaseUrl',
    'postgres://a:b%40@db:5432/onex',
  ],
  ['DATABASE_URL', 'postgresql://a@%2Frun/onex', 'databaseUrl', 'postgresql://a@%2Frun/onex'],
  ['DATABASE_URL', 'postgresql:///onex?host=/run', 'databaseUrl', 'postgresql:///onex?host=/run'],
  ['LOG_LEVEL', 'debug', 'logLevel', 'debug'],
  ['TRUSTED_PROXIES', 'none', 'trustedProxies', []],
  [
    'TRUSTED_PROXIES',
    'loopback, 10.0.0.2,10.1.0.0/16,fd00::/8',
    'trustedProxies',
    ['loopback', '10.0.0.2', '10.1.0.0/16', 'fd00::/8'],
  ],
  ['PUBLIC_URL', 'https://onex.example.cn/', 'publicUrl', 'https://onex.example.cn'],
  ['PUBLIC_URL', 'https://example.cn/onex', 'publicUrl', 'https://example.cn/onex'],
];

for (const [name, value, key, expected] of accepted) {
  test(`${name}=${value} is read`, () => {
    assert.deepEqual(
      Object.entries(readConfig({ [name]: value })).find(([k]) => k === key)?.[1],
      expected,
    );
  });
}

const refused: [name: string, value: string][] = [
  ['TRUSTED_PROXIES', 'all'],
  ['TRUSTED_PROXIES', '0.0.0.0/0'],
  ['TRUSTED_PROXIES', '10.0.0.0/33'],
  ['TRUSTED_PROXIES', 'proxy.example.cn'],
  ['PORT', '65536'],
  ['PORT', '-1'],
  ['PORT', '80a'],
  ['PORT', '1e3'],
  ['HOST', 'http://127.0.0.1'],
  ['HOST', '127.0.0.1:8080'],
  ['HOST', 'localhost:8080'],
  ['HOST', 'a b'],
  ['DATABASE_URL', 'mysql://a@b/onex'],
  ['DATABASE_URL', 'postgresql://a@b'],
  ['DATABASE_URL', 'db.example.cn'],
  ['LOG_LEVEL', 'verbose'],
  ['PUBLIC_URL', 'onex.example.cn'],
  ['PUBLIC_URL', 'ftp://onex.example.cn'],
  ['PUBLIC_URL', 'https://onex.example.cn/?a=1'],
  ['SMTP_URL', 'smtp.example.cn'],
  ['MAIL_FROM', '项目办'],
  ['MAIL_FROM', 'a@example.cn\r\nBcc: b@example.cn'],
  ['DINGTALK_API_URL', 'api.dingtalk.com'],
];

for (const [name, value] of refused) {
  test(`${name}=${value} is refused by name`, () => {
    assert.throws(
      () => readConfig({ [name]: value }),
      (error) => error instanceof ConfigError && error.text.includes(name),
    );
  });
}

test('every wrong value is listed at once', () => {
  const env = { PORT: 'x', HOST: 'http://a', LOG_LEVEL: 'loud', PUBLIC_URL: 'nowhere' };
  assert.throws(
    () => readConfig(env),
    (error) =>
      error instanceof ConfigError &&
      error.problems.length === 4 &&
      Object.keys(env).every((name) => error.text.includes(name)),
  );
});

test('a refused database address does not show its password', () => {
  assert.throws(
    () => readConfig({ DATABASE_URL: 'mysql://a:secret@b/onex' }),
    (error) => error instanceof ConfigError && !error.text.includes('secret'),
  );
});
