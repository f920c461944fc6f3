import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { fen, yuanDecimal } from '../kernel/fen.ts';
import { normalizeText } from '../kernel/text.ts';
import { csvText, readCsv, writeCsv } from './csv.ts';
import type { CsvReading } from './csv.ts';

const COLUMNS = [
  { key: 'name', label: '姓名', required: true },
  { key: 'idNumber', label: '身份证号', required: true },
  { key: 'note', label: '备注' },
] as const;

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (source: string | Uint8Array, maxRows = 10) =>
  readCsv(typeof source === 'string' ? utf8(source) : source, { columns: COLUMNS, maxRows });

const said = (reading: CsvReading<string>): string[] =>
  reading.problems.map(({ severity, line, column, text }) =>
    [severity, line, column, text].join(' '),
  );

/** A second reader, written from RFC 4180 alone and forgiving nothing. */
const readStrictly = (text: string): string[][] => {
  const rows: string[][] = [];
  let row: string[] = [];
  let rest = text;
  while (rest !== '') {
    const match = /^(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/.exec(rest);
    assert.ok(match, `not RFC 4180 at ${JSON.stringify(rest.slice(0, 40))}`);
    row.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    if (match[3] === '\r\n') {
      rows.push(row);
      row = [];
    }
    rest = rest.slice(match[0].length);
    if (match[3] === ',' && rest === '') assert.fail('a row ends in a comma');
  }
  assert.deepEqual(row, []);
  return rows;
};

const written = (text: string): string[][] => {
  assert.equal(text[0], '\uFEFF');
  return readStrictly(text.slice(1));
};

const ANSWER = [
  { line: 2, values: { name: '张三', idNumber: '11010519491231002X', note: '' } },
  {
    line: 3,
    values: { name: '阿依·买买提', idNumber: '610102199001011234', note: '第一行\n"二"' },
  },
];

test('a file is read in every encoding that spreadsheets write', () => {
  const plain =
    '姓名,身份证号,备注\r\n张三,11010519491231002X,\r\n阿依·买买提,610102199001011234,"第一行\r\n""二"""\r\n';
  // As iconv writes it: 姓名,备注,身份证号 / 张三,㐂,11010519491231002X; 㐂 needs the four bytes of GB 18030.
  const gb18030 = Buffer.from(
    'd0d5c3fb2cb1b8d7a22cc9edb7ddd6a4bac50d0ad5c5c8fd2c8139ef312c' +
      '3131303130353139343931323331303032580d0a',
    'hex',
  );
  const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(plain, 'utf16le')]);
  assert.deepEqual(read(plain), { rows: ANSWER, problems: [] });
  assert.deepEqual(read(`\uFEFF${plain}`), { rows: ANSWER, problems: [] });
  assert.deepEqual(read(plain.replaceAll('\r\n', '\n')), { rows: ANSWER, problems: [] });
  assert.deepEqual(read(plain.replaceAll('\r\n', '\r')), { rows: ANSWER, problems: [] });
  assert.deepEqual(read(utf16), { rows: ANSWER, problems: [] });
  const expected = { name: '张三', idNumber: '11010519491231002X', note: '㐂' };
  assert.deepEqual(read(gb18030), { rows: [{ line: 2, values: expected }], problems: [] });
});

test('columns are found by label in any order and dress', () => {
  const { rows, problems } = read(
    '\n备注, ＊身份证号（必填）,　姓 名*\n好,11010519491231002X,张三\n',
  );
  assert.deepEqual(problems, []);
  assert.deepEqual(rows, [
    { line: 3, values: { name: '张三', idNumber: '11010519491231002X', note: '好' } },
  ]);
});

test('line numbers are those of the spreadsheet, with empty rows and line breaks in cells', () => {
  const { rows } = read('姓名,身份证号,备注\n张三,1,"a\nb\nc"\n\n,,\n李四,2,\n');
  assert.deepEqual(
    rows.map(({ line }) => line),
    [2, 5],
  );
});

test('missing, doubled and unknown columns are reported', () => {
  assert.deepEqual(said(read('姓名,备注\n张三,好\n')), [
    'error 1 身份证号 请补上“身份证号”列，表头文字须与模板一致',
  ]);
  assert.deepEqual(said(read('姓名,身份证号,姓名\n张三,1,李四\n')), [
    'error 1 姓名 这一列出现了两次，请只保留一列',
    'warning 1 备注 文件中没有这一列，按未填写处理',
  ]);
  const known = read('姓名,错误说明,身份证号,备注,\n张三,请修改,1,好,\n');
  assert.deepEqual(said(known), ['warning 1 错误说明 模板中没有这一列，内容不会导入']);
  assert.deepEqual(known.rows[0]?.values, { name: '张三', idNumber: '1', note: '好' });
});

test('rows say which cell needs what', () => {
  const text = [
    '姓名,身份证号,备注',
    '张三,6.10102E+17,',
    ',610102199001011234,',
    '李四,610102199001011000,',
    '王\u0000五,1,',
    '赵六,1,好,多',
    '钱七',
  ].join('\n');
  const reading = read(text);
  assert.deepEqual(said(reading), [
    'error 2 身份证号 数字位数已丢失，请把此列设为文本格式后重新填写完整号码',
    'error 3 姓名 请填写姓名',
    'warning 4 身份证号 末三位是 000，可能被表格软件改写，请对照原件核对',
    'error 5 姓名 请删除无法识别的字符',
    'error 6  这一行比表头多出内容，请检查是否多了逗号',
    'error 7 身份证号 请填写身份证号',
  ]);
  assert.equal(reading.rows.length, 6);
});

test('a file that cannot be used says how to make one that can', () => {
  const head = '姓名,身份证号,备注\n';
  const unusable: [string | Uint8Array, RegExp][] = [
    ['', /^error 0  文件是空的/],
    ['\uFEFF\r\n,,\r\n', /^error 0  文件是空的/],
    [head, /^error 1  表头下面没有内容/],
    ['姓名\t身份证号\t备注\n张三\t1\t好\n', /^error 1  找不到表头/],
    [`${head}张三,"1,好\n李四,2,\n`, /^error 2  从这一行起双引号不成对/],
    [`${head}张三,1,\n李四,"2"x,\n`, /^error 3  从这一行起双引号不成对/],
    [Buffer.from('504b030414000600', 'hex'), /^error 0  这是 Excel 工作簿/],
    [Buffer.from('d0cf11e0a1b11ae1', 'hex'), /^error 0  这是 Excel 工作簿/],
    [Buffer.from('ffff00ff', 'hex'), /^error 0  文件编码无法识别/],
    [head + '张三,1,\n'.repeat(11), /^error 0  一次最多导入 10 行/],
  ];
  for (const [source, expected] of unusable) {
    const reading = read(source);
    assert.equal(reading.problems.length, 1);
    assert.match(said(reading)[0] ?? '', expected);
    assert.deepEqual(reading.rows, []);
  }
  assert.equal(read(head + '张三,1,\n'.repeat(10)).rows.length, 10);
});

test(
  'empty rows without end neither hold up the server nor hide what stands behind them',
  { timeout: 5_000 },
  () => {
    const head = '姓名,身份证号,备注\n';
    assert.equal(read(`${head}${'\n'.repeat(1_000_000)}张三,1,\n`).rows[0]?.line, 1_000_002);
    assert.equal(read(`${head}${',,\n'.repeat(9_000)}张三,1,\n`).rows[0]?.line, 9_002);
    for (const filler of [',,\n', 'x\n', ',,,,,\n'])
      assert.match(
        said(read(`${head}${filler.repeat(200_000)}张三,1,\n`))[0] ?? '',
        /一次最多导入 10 行/,
      );
  },
);

test('no bytes whatever make the reader throw', () => {
  const unit = fc.constantFrom(
    '姓名',
    '身份证号',
    '备注',
    ',',
    '"',
    '\r',
    '\n',
    '\t',
    '\0',
    '=',
    "'",
    '张',
    '\uFEFF',
  );
  fc.assert(fc.property(fc.string({ unit, maxLength: 40 }), (text) => void read(text)));
  fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => void read(bytes)));
});

interface Person {
  readonly name: string;
  readonly code: string | null;
  readonly count: number;
  readonly fee: string;
  readonly isFiled: boolean;
}

const PERSON_COLUMNS = [
  { key: 'name', label: '姓名' },
  { key: 'code', label: '证书编号', kind: 'code' },
  { key: 'count', label: '人数' },
  { key: 'fee', label: '金额（元）', kind: 'number' },
  { key: 'isFiled', label: '已备案' },
] as const;

const person = (changes: Partial<Person>): Person => ({
  name: '张三',
  code: null,
  count: -3,
  fee: yuanDecimal(fen(-140_950)),
  isFiled: true,
  ...changes,
});

test('a file is UTF-8 with BOM, CRLF and RFC 4180 quotes; numbers stay numbers', () => {
  const rows = [person({}), person({ name: 'a,"b"\r\nc;d', isFiled: false })];
  assert.equal(
    csvText(PERSON_COLUMNS, rows),
    '\uFEFF姓名,证书编号,人数,金额（元）,已备案\r\n' +
      '张三,,-3,-1409.50,是\r\n' +
      '"a,""b""\r\nc;d",,-3,-1409.50,否\r\n',
  );
  assert.equal(csvText(PERSON_COLUMNS, []), '\uFEFF姓名,证书编号,人数,金额（元）,已备案\r\n');
});

const PAYLOADS = [
  '=1+1',
  '=HYPERLINK("http://x","点我")',
  '+8613812345678',
  '-2+3',
  '@SUM(1)',
  '\t=1',
  '\r=1',
  '\n=1',
  '\0=1',
  '＝1+1',
  '＋1',
  '－1',
  '＠SUM(1)',
  "'=1+1",
  '-',
];

test('what a spreadsheet would run gets an apostrophe, in every text column', () => {
  for (const payload of PAYLOADS) {
    const [, row = []] = written(
      csvText(PERSON_COLUMNS, [person({ name: payload, code: payload, fee: payload })]),
    );
    assert.equal(row[0], `'${payload}`);
    assert.equal(row[1], `'${payload}`);
    assert.equal(row[3], `'${payload}`);
  }
  for (const harmless of ['a=1', "O'Neill", '1-2', '—', '', '（=）']) {
    const [, row = []] = written(csvText(PERSON_COLUMNS, [person({ name: harmless })]));
    assert.equal(row[0], harmless);
  }
});

test('digits that a spreadsheet would spoil are kept as text', () => {
  const cell = (code: string) => written(csvText(PERSON_COLUMNS, [person({ code })]))[1]?.[1];
  assert.equal(cell('610102199001011234'), '610102199001011234\t');
  assert.equal(cell('010101'), '010101\t');
  assert.equal(cell('4161010697'), '4161010697');
  assert.equal(cell('11010519491231002X'), '11010519491231002X');
});

test('a column may compute its cell, and what no cell can show is refused', () => {
  const columns = [{ key: 'name', label: '名', value: (row: Person) => `${row.name}等` }] as const;
  assert.equal(csvText(columns, [person({})]), '\uFEFF名\r\n张三等\r\n');
  for (const value of [{}, [], Number.NaN, 1n, () => 1])
    assert.throws(() => csvText([{ key: 'x', label: 'x' }], [{ x: value }]), TypeError);
});

test('in chunks it is the same file, from any source', async () => {
  const rows = Array.from({ length: 1_201 }, (_, index) => person({ name: `张${index}` }));
  const chunks: string[] = [];
  for await (const chunk of writeCsv(PERSON_COLUMNS, rows)) chunks.push(chunk);
  assert.equal(chunks.length, 4);
  assert.equal(chunks.join(''), csvText(PERSON_COLUMNS, rows));
  const none = (async function* (): AsyncGenerator<Person> {})();
  const empty: string[] = [];
  for await (const chunk of writeCsv(PERSON_COLUMNS, none)) empty.push(chunk);
  assert.equal(empty.join(''), csvText(PERSON_COLUMNS, []));
});

const cells = fc
  .string({
    unit: fc.constantFrom(...Array.from('=+-@\t\r\n＝＋－＠\'",;|a1张𠮷 　')),
    maxLength: 12,
  })
  .map(normalizeText);
const anyRow = fc.record({ name: cells, code: cells }, { noNullPrototype: true });
const TWO = [
  { key: 'name', label: '姓名' },
  { key: 'code', label: '代码', kind: 'code' },
] as const;

test('whatever is written, the strict reader sees no formula and readCsv gives it back', () => {
  fc.assert(
    fc.property(fc.array(anyRow, { minLength: 1, maxLength: 5 }), (rows) => {
      const text = csvText(TWO, rows);
      const [, ...seen] = written(text);
      assert.equal(seen.length, rows.length);
      for (const cell of seen.flat()) assert.doesNotMatch(cell, /^[=+\-@\t\r\n\0＝＋－＠]/);
      const filled = rows.filter(({ name, code }) => name !== '' || code !== '');
      const back = readCsv(utf8(text), { columns: TWO, maxRows: 10 });
      assert.deepEqual(
        back.rows.map(({ values }) => values),
        filled,
      );
    }),
  );
});

test('ten thousand rows are written and read within a second or two', { timeout: 5_000 }, () => {
  const rows = Array.from({ length: 10_000 }, (_, index) => ({
    name: `张三${index}`,
    code: '610102199001011234',
  }));
  const { rows: back } = readCsv(utf8(csvText(TWO, rows)), { columns: TWO, maxRows: 10_000 });
  assert.equal(back.length, 10_000);
});
