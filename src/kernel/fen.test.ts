import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import {
  addFen,
  allocateFen,
  fen,
  fenAmount,
  formatCapitalYuan,
  formatYuan,
  multiplyByCount,
  multiplyByRate,
  NO_FEN,
  parseYuan,
  subtractFen,
  sumFen,
  yuanDecimal,
} from './fen.ts';
import type { Fen } from './fen.ts';

const MAX = Number.MAX_SAFE_INTEGER;
const anyAmount = fc.maxSafeInteger().map(fen);
const anyPositive = fc.maxSafeNat().map(fen);
const negate = (amount: Fen) => subtractFen(NO_FEN, amount);
const smallAmount = fc.integer({ min: -1e9, max: 1e9 }).map(fen);

test('only safe integers become fen', () => {
  for (const value of [0.5, Number.NaN, Infinity, MAX + 1])
    assert.throws(() => fen(value), RangeError);
  assert.equal(fen(MAX), MAX);
  assert.ok(Object.is(fen(-0), 0));
});

test('the contract schema takes whole fen from 0 and nothing else', () => {
  const schema = fenAmount();
  assert.equal(schema.parse(140_950), 140_950);
  for (const value of [-1, 1.5, '100', MAX + 1, null])
    assert.equal(schema.safeParse(value).success, false, String(value));
});

test('a sum beyond the safe range is refused, never silently wrong', () => {
  assert.throws(() => addFen(fen(MAX), fen(1)), RangeError);
  assert.throws(() => multiplyByCount(fen(MAX), 2), RangeError);
  // Exact even when an intermediate sum leaves the safe range.
  assert.equal(addFen(fen(MAX), fen(MAX), fen(-MAX)), MAX);
  assert.equal(sumFen([]), NO_FEN);
});

test('adding and subtracting are each other’s opposite', () => {
  fc.assert(
    fc.property(smallAmount, smallAmount, (a, b) => {
      assert.equal(subtractFen(addFen(a, b), b), a);
    }),
  );
});

test('a count multiplies exactly and must be whole', () => {
  assert.equal(multiplyByCount(fen(30_000), 49), 1_470_000);
  assert.throws(() => multiplyByCount(fen(1), 1.5), RangeError);
});

test('a rate rounds half away from zero', () => {
  const half = { numerator: 1, denominator: 2 };
  assert.equal(multiplyByRate(fen(1), half), 1);
  assert.equal(multiplyByRate(fen(-1), half), -1);
  assert.equal(multiplyByRate(fen(3), half), 2);
  assert.equal(multiplyByRate(fen(1), { numerator: 49, denominator: 100 }), 0);
  // 1.005 × 100 is 100.49999999999999 in floating point.
  assert.equal(multiplyByRate(fen(100), { numerator: 1005, denominator: 1000 }), 101);
  assert.throws(() => multiplyByRate(fen(1), { numerator: 0.5, denominator: 1 }), RangeError);
  assert.throws(() => multiplyByRate(fen(1), { numerator: 1, denominator: 0 }), RangeError);
});

test('a rate is within half a fen of the exact product, and a reversal is its opposite', () => {
  const rate = fc.record({
    numerator: fc.integer({ min: 0, max: 10_000 }),
    denominator: fc.integer({ min: 1, max: 10_000 }),
  });
  fc.assert(
    fc.property(smallAmount, rate, (amount, { numerator, denominator }) => {
      const result = multiplyByRate(amount, { numerator, denominator });
      const distance = BigInt(result) * BigInt(denominator) - BigInt(amount) * BigInt(numerator);
      assert.ok(2n * (distance < 0n ? -distance : distance) <= BigInt(denominator));
      assert.equal(multiplyByRate(negate(amount), { numerator, denominator }), negate(result));
    }),
  );
});

test('an allocation conserves the sum and stays within one fen of each exact share', () => {
  const weights = fc
    .array(fc.integer({ min: 0, max: 100_000 }), { minLength: 1, maxLength: 20 })
    .filter((list) => list.some((weight) => weight > 0));
  fc.assert(
    fc.property(anyAmount, weights, (total, list) => {
      const parts = allocateFen(total, list);
      assert.equal(parts.length, list.length);
      assert.equal(sumFen(parts), total);
      const weightSum = BigInt(list.reduce((sum, weight) => sum + weight, 0));
      for (const [index, part] of parts.entries()) {
        const off = BigInt(part) * weightSum - BigInt(total) * BigInt(list[index] ?? 0);
        assert.ok((off < 0n ? -off : off) < weightSum);
      }
    }),
  );
});

test('an allocation gives the fen left over to the largest remainder, then to the first', () => {
  assert.deepEqual(allocateFen(fen(100), [1, 1, 1]), [34, 33, 33]);
  assert.deepEqual(allocateFen(fen(-100), [1, 1, 1]), [-34, -33, -33]);
  assert.deepEqual(allocateFen(fen(10), [1, 2, 0]), [3, 7, 0]);
  for (const weights of [[], [0, 0], [-1, 2], [0.5]])
    assert.throws(() => allocateFen(fen(1), weights), RangeError);
});

test('typed yuan are read as people write them', () => {
  const readings: Record<string, number> = {
    '1,409.50': 140_950,
    '1409.5': 140_950,
    '１，４０９．５０': 140_950,
    ' ¥ 1,409.50 ': 140_950,
    '￥1409.50元': 140_950,
    '　300元　': 30_000,
    '0': 0,
    '0.05': 5,
    '007': 700,
    '1,234,567.8': 123_456_780,
    '90071992547409.91': MAX,
  };
  for (const [text, amount] of Object.entries(readings))
    assert.equal(parseYuan(text), amount, text);
});

test('yuan that could mean two amounts are not read', () => {
  const refused = [
    '',
    '元',
    '-5',
    '1.234',
    '1,40',
    '14,09.50',
    '1.2.3',
    '1e3',
    '.5',
    '5.',
    '0x10',
    'NaN',
  ];
  for (const text of [...refused, '90071992547409.92', '12 3a', '１２ｅ３'])
    assert.equal(parseYuan(text), undefined, text);
});

test('amounts are shown with two decimals and groups of three', () => {
  assert.equal(formatYuan(fen(140_950)), '¥1,409.50');
  assert.equal(formatYuan(fen(0)), '¥0.00');
  assert.equal(formatYuan(fen(-5)), '-¥0.05');
  assert.equal(formatYuan(fen(-12_345_678)), '-¥123,456.78');
  assert.equal(formatYuan(fen(100_000)), '¥1,000.00');
  assert.equal(formatYuan(fen(99_999)), '¥999.99');
  assert.equal(yuanDecimal(fen(-140_950)), '-1409.50');
});

test('what is shown is read back as the same amount', () => {
  fc.assert(
    fc.property(anyPositive, (amount) => {
      assert.equal(parseYuan(formatYuan(amount)), amount);
      assert.equal(parseYuan(yuanDecimal(amount)), amount);
    }),
  );
});

test('capitals follow the examples of 《支付结算办法》附件一', () => {
  const vectors: Record<string, string> = {
    '1,409.50': '人民币壹仟肆佰零玖元伍角',
    '6,007.14': '人民币陆仟零柒元壹角肆分',
    '1,680.32': '人民币壹仟陆佰捌拾元叁角贰分',
    '107,000.53': '人民币壹拾万零柒仟元伍角叁分',
    '16,409.02': '人民币壹万陆仟肆佰零玖元零贰分',
    '325.04': '人民币叁佰贰拾伍元零肆分',
    '0': '人民币零元整',
    '0.50': '人民币伍角',
    '0.05': '人民币伍分',
    '0.15': '人民币壹角伍分',
    '10': '人民币壹拾元整',
    '1,000': '人民币壹仟元整',
    '10,001': '人民币壹万零壹元整',
    '100,000,000': '人民币壹亿元整',
    '100,010,000': '人民币壹亿零壹万元整',
    '100,000,001': '人民币壹亿零壹元整',
    '1,000,000,000,000': '人民币壹万亿元整',
    '1,000,100,000,000': '人民币壹万零壹亿元整',
    '90,071,992,547,409.91': '人民币玖拾万零柒佰壹拾玖亿玖仟贰佰伍拾肆万柒仟肆佰零玖元玖角壹分',
  };
  for (const [text, capitals] of Object.entries(vectors))
    assert.equal(formatCapitalYuan(parseYuan(text) ?? fen(-1)), capitals, text);
  assert.equal(formatCapitalYuan(fen(-140_950)), '人民币负壹仟肆佰零玖元伍角');
});

/** An independent reading of capitals: by units, as a cashier would. */
const readCapitals = (text: string): bigint => {
  let total = 0n;
  let section = 0n;
  let digit = 0n;
  for (const sign of text.slice('人民币'.length)) {
    const value = BigInt('零壹贰叁肆伍陆柒捌玖'.indexOf(sign));
    const unit = { 拾: 10n, 佰: 100n, 仟: 1000n }[sign];
    if (value >= 0n) digit = value;
    else if (unit !== undefined) section += digit * unit;
    else if (sign === '万') section = (section + digit) * 10_000n;
    else if (sign === '亿') section = (section + digit) * 100_000_000n;
    else if (sign === '元') [total, section] = [(section + digit) * 100n, 0n];
    else if (sign === '角') total += digit * 10n;
    else if (sign === '分') total += digit;
    if (value < 0n) digit = 0n;
  }
  return total;
};

test('capitals mean the amount they were made from', () => {
  // Below one 亿 a sum of sections by unit is unambiguous; above it the vectors speak.
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 9_999_999_999 }).map(fen), (amount) => {
      const capitals = formatCapitalYuan(amount);
      assert.equal(readCapitals(capitals), BigInt(amount), capitals);
      assert.doesNotMatch(capitals, /零零|零元[^整]|万亿|零万/);
    }),
  );
});
