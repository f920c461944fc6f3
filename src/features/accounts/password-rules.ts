import type { OrganizationKind } from '../../kernel/actor.ts';
import { errorFinding, type Finding } from '../../kernel/finding.ts';
import { characterCount } from '../../kernel/text.ts';
import type { PasswordProfile } from './security-policy.ts';
import { COMMON_WORDS } from './password-words.ts';

/** ASVS 6.2.9 asks for at least 64. */
export const PASSWORD_MAX = 128;

/** People who decide on others' applications carry more: 12 characters; schools 10 (ASVS 6.2.1 asks for 8). */
export const passwordMin = (kind: OrganizationKind): number => (kind === 'INSTITUTION' ? 10 : 12);

/** What nobody should build a password from, because whoever attacks this account knows it too. */
export interface PasswordContext {
  readonly organizationKind: OrganizationKind;
  readonly loginName: string;
  /** The person, the body, the product, in characters and in pinyin. */
  readonly words: readonly string[];
  /** 等保 asks for several kinds of characters; the default asks for none (ASVS 6.2.5). */
  readonly profile?: PasswordProfile;
}

/** NFC, so that a password typed on another system is the same password; nothing else is touched. */
export const normalizePassword = (typed: string): string => typed.normalize('NFC');

const LEET: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'l',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
};
const unleet = (text: string): string => text.replace(/[013457@$!]/g, (sign) => LEET[sign] ?? sign);

/** What fingers do on a keyboard without a thought, forwards and backwards. */
const WALKS = [
  '01234567890',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  '1qaz2wsx3edc4rfv5tgb6yhn',
  '1q2w3e4r5t6y7u8i9o0p',
  '!@#$%^&*()',
].flatMap((walk) => [walk, Array.from(walk).toReversed().join('')]);

const DATE = /(?:19|20)\d\d(?:[-/.年]?(?:0?[1-9]|1[0-2])[-/.月]?(?:0?[1-9]|[12]\d|3[01])?日?)?/g;
const MOBILE = /1[3-9]\d{9}/g;
const REPEAT = /(.{1,4}?)\1{2,}|(.)\2{2,}/gu;
/** Stands for a part that a guesser would have tried as one piece. */
const PIECE = '\u0001';

const walkLengthAt = (text: string, start: number): number => {
  let best = 0;
  for (const walk of WALKS) {
    const at = walk.indexOf(text.charAt(start));
    if (at < 0) continue;
    let length = 1;
    while (at + length < walk.length && text.charAt(start + length) === walk.charAt(at + length))
      length += 1;
    best = Math.max(best, length);
  }
  return best;
};

const replaceWalks = (text: string): string => {
  let result = '';
  for (let index = 0; index < text.length;) {
    const length = walkLengthAt(text, index);
    result += length >= 3 ? PIECE : text.charAt(index);
    index += length >= 3 ? length : 1;
  }
  return result;
};

const replaceWords = (text: string, words: readonly string[]): string =>
  words.reduce((rest, word) => rest.replaceAll(word, PIECE), text);

/** Characters that are left to guess when every common piece counts as one. */
const unguessed = (text: string, words: readonly string[]): number => {
  const plain = replaceWords(text, words)
    .replaceAll(MOBILE, PIECE)
    .replaceAll(DATE, PIECE)
    .replaceAll(REPEAT, PIECE);
  const pieces = Array.from(replaceWalks(plain));
  // Two equal pieces are no harder than one; neither are signs that only fill up.
  const distinct = new Set(pieces);
  return Math.min(pieces.length, distinct.size + (pieces.length - distinct.size) / 2);
};

/** Fewer than this is found within the first billion guesses. */
const ENOUGH = 6;

const longestFirst = (words: readonly string[]): string[] =>
  words.toSorted((a, b) => b.length - a.length);
const SORTED_COMMON = longestFirst(COMMON_WORDS);

const isEasy = (password: string, context: PasswordContext): boolean => {
  const own = [context.loginName, ...context.words]
    .map((word) => word.toLowerCase())
    .filter((word) => characterCount(word) >= 2);
  const words = [...longestFirst(own), ...SORTED_COMMON];
  const text = password.normalize('NFKC').toLowerCase();
  return Math.min(unguessed(text, words), unguessed(unleet(text), words)) < ENOUGH;
};

const KINDS = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/];

/** 等保三级 8.1.4.1 a): 复杂度要求. */
const isTooSimple = (password: string, context: PasswordContext): boolean =>
  context.profile === 'classified' && KINDS.filter((kind) => kind.test(password)).length < 3;

/**
 * What has to be changed about a new password (assurance A2); empty when it will do. Any character is allowed; in the
 * default profile no kind of character is demanded, and nothing expires (ASVS 6.2.5, 6.2.10).
 * @param field name of the field in the form
 */
export const passwordFindings = (
  typed: string,
  context: PasswordContext,
  field = 'password',
): Finding[] => {
  const password = normalizePassword(typed);
  const length = characterCount(password);
  const min = passwordMin(context.organizationKind);
  if (length < min) {
    const text = `密码请至少 ${min} 个字符，现在是 ${length} 个；可以用几个不相关的词连成一句`;
    return [errorFinding('accounts.password_short', field, text)];
  }
  if (length > PASSWORD_MAX) {
    return [errorFinding('accounts.password_long', field, `密码请不要超过 ${PASSWORD_MAX} 个字符`)];
  }
  if (/^\d+$/.test(password)) {
    const text = '请不要只用数字，手机号、日期、证件号都容易被猜到';
    return [errorFinding('accounts.password_digits', field, text)];
  }
  if (isTooSimple(password, context)) {
    const text = '请至少包含小写字母、大写字母、数字、符号中的三种（等保要求）';
    return [errorFinding('accounts.password_simple', field, text, '等保三级 8.1.4.1 a')];
  }
  if (isEasy(password, context)) {
    const text =
      '这个密码容易被猜到：请不要用常见密码、登录名、姓名、单位名、年份、键盘顺序拼成，换成几个不相关的词';
    return [errorFinding('accounts.password_common', field, text)];
  }
  return [];
};
