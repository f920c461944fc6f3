import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { z } from 'zod';
import { createLog, redact } from './log.ts';

const entry = z.record(z.string(), z.unknown());

const recorder = () => {
  const lines: string[] = [];
  const log = createLog('debug', { write: (line) => lines.push(line) });
  const last = () => entry.parse(JSON.parse(lines.at(-1) ?? ''));
  return { log, lines, last };
};

const PERSONAL = [
  '11010519491231002X',
  '11010519491231002x',
  '610102199001011234',
  '610102 19900101 1234',
  '610102-19900101-1234',
  '６１０１０２１９９００１０１１２３Ｘ',
  '130503670401001',
  '6222021234567890123',
  '6222 0212 3456 7890',
  '13812345678',
  '138-1234-5678',
  '138 1234 5678',
  '+86 13812345678',
  '8613812345678',
  '１３８１２３４５６７８',
  '029-87654321',
  '0912 3456789',
  'zhang.san+1x@mail.example.edu.cn',
  '张三@例子.中国',
  'a＠b．cn',
];

test('what looks like personal data disappears, in any surroundings', () => {
  for (const secret of PERSONAL)
    for (const [before, after] of [
      ['', ''],
      ['手机', '，请核对'],
      ['"mobile":"', '"'],
      ['(', ')'],
      ['id=', '&x=1'],
      ['tel', ' end'],
    ] as const) {
      const text = redact(before + secret + after);
      assert.ok(text.includes('[已隐去]'), `${before}${secret}${after}`);
      assert.doesNotMatch(text, /[0-9０-９]{4}|[@＠]/, text);
    }
});

test('what the log is read for stays', () => {
  for (const text of [
    '2025-04-07T16:00:00.000Z',
    '2025-04-07 16:00:00',
    '019610fa-e400-7000-8138-123456789012',
    '01961013-8123-4567-8901-138123456780',
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    'sha256 13812345678138123456781381234567813812345678138123456781381234ab',
    'PilotApplication 4161010697, 专业 560213',
    'SN1X-2025-01-000123',
    'ports 5432 20001 20002 20003',
    '1409.50 元',
    'at file:///srv/onex/src/platform/log.ts:120:15',
    '1744041600000',
  ])
    assert.equal(redact(text), text);
});

test('looking through a long text takes no time', { timeout: 5_000 }, () => {
  for (const unit of ['a', '1', '1-', 'a.', '@', '1 ', 'a@a.', '0123-'])
    redact(unit.repeat(200_000));
});

test('a line has a level, UTC time with offset, words, and nothing of the machine', () => {
  const { log, last } = recorder();
  log.info({ ms: 12, accountId: '019610fa-e400-7000-8138-123456789012' }, 'request');
  const { time, ...rest } = last();
  assert.match(String(time), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  assert.deepEqual(rest, {
    level: 'info',
    ms: 12,
    accountId: '019610fa-e400-7000-8138-123456789012',
    msg: 'request',
  });
});

test('no part of an entry lets personal data through', () => {
  const { log, lines } = recorder();
  const secret = '13812345678';
  const fault = Object.assign(
    new Error(`duplicate ${secret}`, { cause: new Error(`deep ${secret}`) }),
    {
      code: secret,
      detail: `Key (mobile)=(${secret})`,
    },
  );
  log.info(secret);
  log.info('%s and %o', secret, { secret });
  log.info({ mobile: secret, deep: [{ [secret]: secret }], number: 13_812_345_678 }, 'm');
  log.child({ who: secret }).warn({ err: fault }, secret);
  log.error(fault);
  log.error({ err: fault });
  log.error({ err: secret }, 'thrown text');
  assert.equal(lines.length, 7);
  for (const line of lines) {
    assert.doesNotMatch(line, /138\d{4}/, line);
    assert.doesNotThrow(() => JSON.parse(line));
  }
});

test('errors keep type, code, message, frames and causes', () => {
  const { log, last } = recorder();
  const cause = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  log.error({ err: new TypeError('x is not a function', { cause }) }, 'fault');
  const shape = z.object({
    type: z.literal('TypeError'),
    message: z.literal('x is not a function'),
    stack: z.string().regex(/^\s+at .*log\.test\.ts/),
    causes: z.tuple([z.object({ type: z.literal('Error'), code: z.literal('ECONNREFUSED') })]),
  });
  shape.parse(last()['err']);
  log.error(new AggregateError([cause, cause], 'both'));
  assert.equal(z.object({ causes: z.array(z.unknown()) }).parse(last()['err']).causes.length, 2);
});

test('an endless chain of causes ends', () => {
  const { log, lines } = recorder();
  const error = new Error('loop');
  error.cause = error;
  log.error(error);
  assert.ok((lines[0] ?? '').length < 20_000);
});

test('messages that quote what was typed are left out', () => {
  const { log, lines, last } = recorder();
  const database = Object.assign(new Error('invalid input syntax for type uuid: "张三"'), {
    severity: 'ERROR',
    routine: 'string_to_uuid',
    code: '22P02',
    constraint: 'one_live_application_per_institution_round',
    table: 'application',
    detail: 'Failing row contains (张三)',
    where: '张三',
  });
  log.error({ err: database }, 'fault');
  const { constraint, code } = z
    .object({ constraint: z.string(), code: z.string() })
    .parse(last()['err']);
  assert.deepEqual([constraint, code], ['one_live_application_per_institution_round', '22P02']);
  log.error(database);
  try {
    JSON.parse('{"name":张三}');
  } catch (error) {
    log.error({ err: error }, 'fault');
    log.error(error);
  }
  assert.equal(lines.length, 4);
  for (const line of lines) assert.doesNotMatch(line, /张三/, line);
});

test('a request is logged by its pattern, never its address', () => {
  const { log, lines, last } = recorder();
  const req = {
    id: 'r1',
    method: 'GET',
    url: '/api/candidates/7?name=张三',
    routeOptions: { url: '/api/candidates/:id' },
    headers: { cookie: 'session=s3cret', host: 'x' },
    query: { name: '张三' },
    params: { id: '7' },
    body: { name: '张三' },
    ip: '10.1.2.3',
  };
  log.info({ req, res: { statusCode: 404, body: '张三' } }, 'request');
  assert.deepEqual(last()['req'], { id: 'r1', method: 'GET', route: '/api/candidates/:id' });
  assert.deepEqual(last()['res'], { status: 404 });
  assert.doesNotMatch(lines.join(), /张三|s3cret|10\.1\.2\.3|candidates\/7/);
});

const NAUGHTY = [
  'a\r\n{"level":"fatal","msg":"forged"}',
  '\u001B[31mred\u001B[0m\u001B]0;title\u0007',
  '\0\b\v\f\u007F\u0085\u2028\u2029\uFEFF',
  '\uD800 lone \uDC00',
  '"\\"\\\\u0000</script>',
  '%s %o %j %%',
  '__proto__',
  'ﷺ𠮷👩‍👩‍👧\u202E',
];

/** Nothing that a terminal or a line reader could take for more than text. */
const assertOneLine = (lines: readonly string[]): void => {
  assert.equal(lines.length, 1);
  const [line = ''] = lines;
  assert.equal(line.indexOf('\n'), line.length - 1);
  assert.doesNotMatch(line.slice(0, -1), /[\u0000-\u001F\u007F-\u009F\u2028\u2029]/);
  entry.parse(JSON.parse(line));
};

test('naughty strings anywhere make one parseable line', () => {
  for (const text of [...NAUGHTY, ...NAUGHTY.map((naughty) => `${naughty} 13812345678`)]) {
    const attempts: ((log: ReturnType<typeof createLog>) => void)[] = [
      (log) => log.info(text),
      (log) => log.info({ a: text, [text]: [text] }, text),
      (log) => log.child({ [text]: text }).info(text),
      (log) => log.error({ err: Object.assign(new Error(text), { code: text }) }, text),
      (log) => log.error(new Error(text)),
    ];
    for (const attempt of attempts) {
      const { log, lines } = recorder();
      attempt(log);
      assertOneLine(lines);
    }
  }
});

test('any text whatever makes one parseable line', () => {
  const unit = fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code));
  fc.assert(
    fc.property(fc.string({ unit }), fc.jsonValue(), (text, value) => {
      const { log, lines } = recorder();
      log.warn({ text, value, [text]: value }, text);
      assertOneLine(lines);
    }),
  );
});

test('entries below the level are not written, and an unknown level is refused', () => {
  const lines: string[] = [];
  const log = createLog('warn', { write: (line) => lines.push(line) });
  log.info('no');
  log.warn('yes');
  assert.equal(lines.length, 1);
  assert.throws(() => createLog('loud'));
});
