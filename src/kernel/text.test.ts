import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { z } from 'zod';
import {
  characterCount,
  hasUnsafeCharacters,
  longText,
  normalizeCode,
  normalizeText,
  optionalText,
  personName,
  shortText,
  toHalfWidth,
} from './text.ts';

const anyCodePoint = fc.integer({ min: 0, max: 0x10ffff }).map((n) => String.fromCodePoint(n));

const messageOf = (schema: z.ZodType, value: unknown): string | undefined =>
  schema.safeParse(value).error?.issues[0]?.message;

test('full-width forms become half width, Chinese stays', () => {
  assert.equal(toHalfWidth('ＢＩＭ（１２３）　～！中文，。'), 'BIM(123) ~!中文,。');
});

test('codes lose spaces and invisible characters and get capitals', () => {
  assert.equal(
    normalizeCode(' 1101 0519\u00A0491231\u3000００２ｘ\u200B\uFEFF'),
    '11010519491231002X',
  );
  assert.equal(normalizeCode('\u202A13812345678\u202C'), '13812345678');
});

test('normalizing trims full-width spaces and composes, and keeps the rest', () => {
  assert.equal(normalizeText('　 张三\u200B\n　'), '张三');
  assert.equal(normalizeText('e\u0301'), 'é');
  assert.equal(normalizeText('第一行\r\n第二行\r第三行'), '第一行\n第二行\n第三行');
  for (const kept of [
    '阿依古丽·买买提',
    '𠮷田㐂',
    '建筑信息模型（BIM）',
    '１２',
    '〇',
    '\u{2B81D}\u{30000}',
  ])
    assert.equal(normalizeText(kept), kept);
  // NFC alone would turn this compatibility ideograph into 六 and rename its bearer.
  assert.equal(normalizeText('\uF9D1'), '\uF9D1');
  assert.equal(normalizeText('\u{2F800}'), '\u{2F800}');
});

test('normalizing twice is normalizing once', () => {
  fc.assert(
    fc.property(fc.string({ unit: anyCodePoint }), (text) => {
      const once = normalizeText(text);
      assert.equal(normalizeText(once), once);
    }),
  );
});

test('a megabyte of spaces inside a text does not hold up the server', { timeout: 2_000 }, () => {
  const text = `a${' '.repeat(1_000_000)}b`;
  assert.equal(normalizeText(text), text);
});

test('unsafe characters are found, rare and bidirectional ones are not among them', () => {
  for (const unsafe of ['\0', 'a\uD800', '\uDC00a', 'a\u001B[31m', '\r', '\u007F', '\u0085', '\b'])
    assert.equal(hasUnsafeCharacters(unsafe), true, JSON.stringify(unsafe));
  for (const safe of ['', '\n\t', '𠮷', '\u202Eabc', 'ﷺ', '👩‍👩‍👧', '\uFFFD', '\u{10FFFF}'])
    assert.equal(hasUnsafeCharacters(safe), false, JSON.stringify(safe));
});

test('what is called safe survives UTF-8', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.integer({ max: 0xffff }).map((n) => String.fromCharCode(n)) }),
      (text) => {
        if (!hasUnsafeCharacters(text)) assert.equal(Buffer.from(text).toString(), text);
      },
    ),
  );
});

test('characters are counted as people count them', () => {
  assert.equal(characterCount('𠮷田㐂'), 3);
});

test('short text is trimmed, bounded by code points and on one line', () => {
  const schema = shortText(3, '校名');
  assert.equal(schema.parse('　𠮷田㐂 \r\n'), '𠮷田㐂');
  assert.equal(messageOf(schema, undefined), '请填写校名');
  assert.equal(messageOf(schema, 5), '请填写校名');
  assert.equal(messageOf(schema, ' 　 '), '请填写校名');
  assert.equal(messageOf(schema, '一二三四'), '请把校名缩短到 3 个字以内');
  assert.equal(messageOf(schema, '一\n二'), '请写在一行内，不要换行');
  assert.equal(messageOf(schema, '一\t二'), '请写在一行内，不要换行');
  assert.equal(messageOf(shortText(3), ''), '请填写');
  assert.equal(messageOf(shortText(3), '一二三四'), '请把内容缩短到 3 个字以内');
});

test('every builder refuses what cannot be stored, with one message that says what to do', () => {
  for (const schema of [shortText(50), longText(50), optionalText(50), personName()])
    for (const value of ['张\0三', '张三\uD842', '张\u001B三']) {
      const { error } = schema.safeParse(value);
      assert.deepEqual(
        error?.issues.map((issue) => issue.message),
        ['请删除无法识别的字符'],
        JSON.stringify(value),
      );
    }
});

test('long text keeps its lines', () => {
  assert.equal(longText(20).parse('\r\n第一行\r\n\t第二行 '), '第一行\n\t第二行');
  assert.equal(messageOf(longText(20, '理由'), '\n'), '请填写理由');
});

test('optional text left out is empty', () => {
  assert.equal(optionalText(5).parse(undefined), '');
  assert.equal(optionalText(5).parse('　'), '');
  assert.equal(messageOf(optionalText(5, '备注'), '一二三四五六'), '请把备注缩短到 5 个字以内');
});

test('names of real people pass', () => {
  for (const name of [
    '张三',
    '阿依古丽·买买提',
    '𠮷㐂',
    '李〇〇',
    "Jean-Luc O'Neill",
    'José Ángel',
    '\u{2CE7C}\u{30EDE}',
    '王\uE863',
    '张\uF9D1',
  ])
    assert.equal(personName().parse(`　${name} `), name);
});

test('what is not one person’s name is refused', () => {
  for (const name of [
    '张三1',
    '张三２',
    '张三、李四',
    '张三（大）',
    'a@b',
    '张,三',
    '<script>',
    '张\n三',
    '=cmd',
  ])
    assert.match(messageOf(personName(), name) ?? '', /请按证件填写/, name);
  assert.equal(messageOf(personName(), '𠮷'), '请填写完整的姓名，至少 2 个字');
  assert.equal(messageOf(personName(), undefined), '请填写姓名');
  assert.equal(messageOf(personName(), '张'.repeat(51)), '请把姓名缩短到 50 个字以内');
});

test('the builders can be described in the API document', () => {
  const body = z.strictObject({
    a: shortText(5),
    b: longText(5),
    c: optionalText(5),
    d: personName(),
  });
  assert.deepEqual(z.toJSONSchema(body, { io: 'input' }).properties, {
    a: { type: 'string' },
    b: { type: 'string' },
    c: { default: '', type: 'string' },
    d: { type: 'string' },
  });
});
