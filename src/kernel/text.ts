import { z } from 'zod';

/** ＡＢＣ１２３（） → ABC123(): the full-width forms of ASCII and the full-width space. For codes and numbers, not for prose. */
export const toHalfWidth = (text: string): string =>
  text
    .replace(/[\uFF01-\uFF5E]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .replaceAll('\u3000', ' ');

/** Codes as typed or pasted: half width, upper case, no white space and no invisible characters. */
export const normalizeCode = (text: string): string =>
  toHalfWidth(text)
    .replace(/[\s\u200B-\u200F\u202A-\u202E\u2060\uFEFF]/gu, '')
    .toUpperCase();

// NFC would exchange compatibility ideographs for their look-alikes, and with them a person's name.
const COMPOSABLE = /[^\uF900-\uFAFF\u{2F800}-\u{2FA1F}]+/gu;
const EDGE = /[\s\u200B\u2060\uFEFF]/;

// A loop, because a pattern for the end of a text takes quadratic time over long runs of spaces inside it.
const trimEdges = (text: string): string => {
  let start = 0;
  let end = text.length;
  while (start < end && EDGE.test(text.charAt(start))) start += 1;
  while (end > start && EDGE.test(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
};

/** Typed text as it is stored: NFC, `\n` line ends, no white space (full-width included) at either end. */
export const normalizeText = (text: string): string =>
  trimEdges(text.replace(/\r\n?/g, '\n')).replace(COMPOSABLE, (run) => run.normalize('NFC'));

const CONTROL = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/;

/**
 * True for text that PostgreSQL refuses (NUL), that UTF-8 cannot carry (a lone surrogate), or that nobody can see
 * (C0 and C1 controls); `\n` and `\t` are fine.
 */
export const hasUnsafeCharacters = (text: string): boolean =>
  !text.isWellFormed() || CONTROL.test(text);

/** Code points, so that 𠮷 counts as one. */
export const characterCount = (text: string): number => Array.from(text).length;

const UNSAFE_TEXT = '请删除无法识别的字符';

/** Safe, normalized text of at most `max` code points; `label` names the field in its messages. */
const safeText = (max: number, label: string) =>
  z
    .string({ error: `请填写${label}` })
    .overwrite((text) => text.replace(/\r\n?/g, '\n'))
    .refine((text) => !hasUnsafeCharacters(text), { error: UNSAFE_TEXT, abort: true })
    .overwrite(normalizeText)
    // Code units are never fewer than code points.
    .refine((text) => text.length <= max || characterCount(text) <= max, {
      error: `请把${label || '内容'}缩短到 ${max} 个字以内`,
      abort: true,
    });

const isOneLine = (text: string): boolean => !/[\n\t\u2028\u2029]/.test(text);

/** Required single-line text, e.g. `shortText(100, '学校名称')`. */
export const shortText = (max: number, label = '') =>
  safeText(max, label)
    .refine((text) => text !== '', { error: `请填写${label}`, abort: true })
    .refine(isOneLine, { error: '请写在一行内，不要换行' });

/** Required text of several lines. */
export const longText = (max: number, label = '') =>
  safeText(max, label).refine((text) => text !== '', { error: `请填写${label}` });

/** Text of several lines that may be left out; nothing typed is ''. */
export const optionalText = (max: number, label = '') => safeText(max, label).default('');

// What cannot be part of one person's name. Everything else passes: `·`, 〇, 𠮷, letters of any script, and
// characters newer than this program's Unicode tables.
const NOT_IN_NAME =
  /[\p{Nd}\p{Sc}\p{Sm}\n\t\u2028\u2029!"#%&*,/:;?@[\\\]_{}，、；：！？。（）()【】《》]/u;

/** A person's name as printed on the identity document, 2 to 50 code points. */
export const personName = (label = '姓名') =>
  safeText(50, label)
    .refine((text) => text !== '', { error: `请填写${label}`, abort: true })
    .refine((text) => characterCount(text) >= 2, {
      error: `请填写完整的${label}，至少 2 个字`,
      abort: true,
    })
    .refine((text) => !NOT_IN_NAME.test(text), {
      error: `请按证件填写一个人的${label}，不要写数字、括号或标点`,
    });
