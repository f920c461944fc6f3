import { z } from 'zod';
import { toHalfWidth } from './text.ts';

/** An amount of money in integer 分, never a fraction; always a safe integer, so that JSON keeps it. */
export type Fen = number & z.core.$brand<'Fen'>;

const isFen = (value: unknown): value is Fen => Number.isSafeInteger(value);

/** The only door into `Fen`. Throws RangeError for anything but a safe integer. */
export const fen = (value: number): Fen => {
  const plain = value === 0 ? 0 : value; // no -0: it would print and compare oddly
  if (!isFen(plain)) throw new RangeError('an amount must be a safe integer of fen');
  return plain;
};

export const NO_FEN: Fen = fen(0);

/** Contract schema of an amount that cannot be negative; a negative one is only ever a named reversal. */
export const fenAmount = () =>
  z
    .int({ error: '请填写金额，单位为分' })
    .min(0, { error: '请填写不小于 0 的金额' })
    .brand<'Fen'>();

const fromBigInt = (value: bigint): Fen => fen(Number(value));

/** Throws RangeError when the sum leaves the safe range. */
export const sumFen = (amounts: Iterable<Fen>): Fen => {
  let total = 0n;
  for (const amount of amounts) total += BigInt(amount);
  return fromBigInt(total);
};

export const addFen = (...amounts: readonly Fen[]): Fen => sumFen(amounts);

export const subtractFen = (from: Fen, amount: Fen): Fen =>
  fromBigInt(BigInt(from) - BigInt(amount));

/** `count` is a whole number of persons, copies and the like; exact, never rounded. */
export const multiplyByCount = (amount: Fen, count: number): Fen => {
  if (!Number.isSafeInteger(count)) throw new RangeError('a count must be a whole number');
  return fromBigInt(BigInt(amount) * BigInt(count));
};

/** A rate as a fraction of whole numbers, e.g. 12.5 % is `{ numerator: 125, denominator: 1000 }`. */
export interface Rate {
  readonly numerator: number;
  readonly denominator: number;
}

/**
 * The one rounding of money: 四舍五入, half away from zero, so that a reversal is exactly the opposite of its
 * original.
 */
const divideRounded = (dividend: bigint, divisor: bigint): bigint => {
  const magnitude = dividend < 0n ? -dividend : dividend;
  const rounded = (magnitude * 2n + divisor) / (divisor * 2n);
  return dividend < 0n ? -rounded : rounded;
};

/** Throws RangeError for a rate that is not made of whole numbers or has a denominator below 1. */
export const multiplyByRate = (amount: Fen, rate: Rate): Fen => {
  const { numerator, denominator } = rate;
  if (!Number.isSafeInteger(numerator) || !Number.isSafeInteger(denominator) || denominator < 1)
    throw new RangeError('a rate must be a fraction of whole numbers');
  return fromBigInt(divideRounded(BigInt(amount) * BigInt(numerator), BigInt(denominator)));
};

/**
 * Splits `total` by whole-number weights; the parts always add up to `total`, and each is less than one fen away
 * from its exact share. The fen left over go to the largest remainders, then to the first ones.
 * Throws RangeError when a weight is negative or fractional, or when all are zero.
 */
export const allocateFen = (total: Fen, weights: readonly number[]): Fen[] => {
  if (weights.some((weight) => !Number.isSafeInteger(weight) || weight < 0))
    throw new RangeError('weights must be whole numbers from 0');
  const weightSum = weights.reduce((sum, weight) => sum + BigInt(weight), 0n);
  if (weightSum === 0n) throw new RangeError('at least one weight must be above 0');
  const sign = total < 0 ? -1n : 1n;
  const magnitude = BigInt(total) * sign;
  const shares = weights.map((weight) => {
    const scaled = magnitude * BigInt(weight);
    return { part: scaled / weightSum, remainder: scaled % weightSum };
  });
  let left = magnitude - shares.reduce((sum, share) => sum + share.part, 0n);
  // The sort is stable: of equal remainders the first comes first.
  for (const share of shares.toSorted((a, b) => Number(b.remainder - a.remainder))) {
    if (left === 0n) break;
    share.part += 1n;
    left -= 1n;
  }
  return shares.map((share) => fromBigInt(share.part * sign));
};

const YUAN = /^[¥￥]?(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d{1,2}))?元?$/;

/**
 * Reads what people type for an amount in 元: `1409.5`, `¥1,409.50`, `１，４０９．５０元`.
 * Undefined for anything else: no sign, no third decimal place, no misplaced comma, because each could mean two amounts.
 */
export const parseYuan = (text: string): Fen | undefined => {
  const match = YUAN.exec(toHalfWidth(text.replace(/\s/gu, '')));
  const [, yuan, decimals] = match ?? [];
  if (yuan === undefined) return undefined;
  const amount = Number(yuan.replaceAll(',', '') + (decimals ?? '').padEnd(2, '0'));
  return isFen(amount) ? amount : undefined;
};

/** `1409.50`: plain digits for sheets and form fields. */
export const yuanDecimal = (amount: Fen): string => {
  const digits = String(Math.abs(amount)).padStart(3, '0');
  return `${amount < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
};

/** `¥1,409.50`, a reversal `-¥1,409.50`. */
export const formatYuan = (amount: Fen): string =>
  yuanDecimal(amount)
    .replace(/\B(?=(?:\d{3})+\.)/g, ',')
    .replace(/^-?/, (sign) => `${sign}¥`);

const CAPITAL_DIGITS = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];
const CAPITAL_UNITS = ['', '拾', '佰', '仟'];

/** Whole yuan in capitals without the word 元; '' for 0. A run of zeros inside is written as one 零. */
const capitalYuan = (digits: string): string => {
  let text = '';
  let zeroPending = false;
  let groupHasDigit = false;
  for (const [index, digit] of Array.from(digits).entries()) {
    const place = digits.length - 1 - index;
    if (digit === '0') {
      zeroPending = true;
    } else {
      if (zeroPending && text !== '') text += '零';
      text += `${CAPITAL_DIGITS[Number(digit)]}${CAPITAL_UNITS[place % 4]}`;
      zeroPending = false;
      groupHasDigit = true;
    }
    if (place === 8 && text !== '') text += '亿';
    else if (place > 0 && place % 4 === 0 && groupHasDigit) text += '万';
    if (place % 4 === 0) groupHasDigit = false;
  }
  return text;
};

/** 角 and 分 after the yuan; 分 without 角 gets a 零 when yuan stand before it (附件一 四). */
const capitalDecimals = (jiao: number, cents: number, hasYuan: boolean): string => {
  const tenths = jiao === 0 ? '' : `${CAPITAL_DIGITS[jiao]}角`;
  if (cents === 0) return tenths;
  return `${tenths === '' && hasYuan ? '零' : tenths}${CAPITAL_DIGITS[cents]}分`;
};

/**
 * 大写, e.g. `人民币壹仟肆佰零玖元伍角`; whole yuan end in 整. Rules: 《支付结算办法》（银发〔1997〕393号）附件一.
 * Where it allows two forms (a zero at 元 or 万), the one without 零 after 元 and with 零 inside 万 is written.
 */
export const formatCapitalYuan = (amount: Fen): string => {
  const digits = String(Math.abs(amount)).padStart(3, '0');
  const yuan = capitalYuan(digits.slice(0, -2));
  const decimals = capitalDecimals(Number(digits.at(-2)), Number(digits.at(-1)), yuan !== '');
  const whole = yuan === '' && decimals !== '' ? '' : `${yuan === '' ? '零' : yuan}元`;
  return `人民币${amount < 0 ? '负' : ''}${whole}${decimals === '' ? '整' : decimals}`;
};
