import { pinyin, polyphonic } from 'pinyin-pro';

const HAN = /\p{Script=Han}/u;
/** What people leave out or type in another form when they search: spaces, brackets, dots and dashes. */
const IGNORED = /[\s\p{Pd}·•・‧.()<>[\]{}《》〈〉【】「」"'“”‘’、，,]/gu;

/** Lower case, half width, without the signs that nobody searches for. */
const fold = (text: string): string =>
  text.normalize('NFKC').toLowerCase().replaceAll('ü', 'v').replace(IGNORED, '');

/** More readings than this are not worth their length; the likeliest come first. */
const MOST_VARIANTS = 8;

/**
 * Syllables of the likeliest reading, then one list for each character that can be read otherwise: 单县 is `dan xian`,
 * `shan xian` and so on. Two unusual readings in one name are not covered.
 */
const readings = (folded: string): string[][] => {
  const options = { type: 'array', toneType: 'none', v: true } as const;
  const likeliest = pinyin(folded, options);
  const variants = polyphonic(folded, options).flatMap((syllables, index) =>
    syllables
      .filter((syllable) => syllable !== likeliest[index])
      .map((syllable) => likeliest.with(index, syllable)),
  );
  return [likeliest, ...variants.slice(0, MOST_VARIANTS)];
};

const initialsOf = (syllables: readonly string[]): string =>
  syllables.map((syllable) => Array.from(syllable)[0] ?? '').join('');

const keysOf = (text: string): string[] => {
  const folded = fold(text);
  if (!HAN.test(folded)) return [folded];
  return [folded, ...readings(folded).flatMap((list) => [list.join(''), initialsOf(list)])];
};

/**
 * The value of a `search_text` column: the folded texts, their pinyin without tones and the initials, divided by `|`.
 * `more` are other words a record is found by: former names, a short name, a code.
 * Registers here have hundreds to a few thousand rows, so a sequential `search_text like $1` is quick enough.
 */
export const searchText = (name: string, ...more: readonly string[]): string =>
  [...new Set([name, ...more].flatMap(keysOf))].filter((key) => key !== '').join('|');

/** For `search_text`, behind its other keys: found as it is written, since its pinyin and initials say too little. */
export const plainKey = (text: string): string => fold(text);

const escaped = (query: string): string => {
  const folded = fold(query);
  // Nothing but signs: keep them, so that `-` finds nothing instead of everything.
  const wanted = folded === '' ? query.trim() : folded;
  return wanted.replace(/[\\%_]/g, (sign) => `\\${sign}`);
};

/**
 * The pattern for `search_text like $1` (default escape `\`) that finds what was typed: two Chinese characters, pinyin
 * such as `jianzhu`, initials such as `jzxx`. An empty query finds all rows.
 */
export const likePattern = (query: string): string => `%${escaped(query)}%`;

/**
 * The pattern for `'|' || search_text like $1`: a name, its pinyin or its initials begins with what was typed. In
 * `order by`, it brings these before those that only contain it, of which two initials find dozens.
 */
export const beginningPattern = (query: string): string => `%|${escaped(query)}%`;

/** Whether a value of `searchText` is found by what was typed, as `like likePattern(query)` finds it in the database. */
export const keyHas = (key: string, query: string): boolean => {
  const folded = fold(query);
  return folded !== '' && key.includes(folded);
};
