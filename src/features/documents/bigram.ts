/**
 * Text as it is kept for search and excerpts: full-width forms made plain, white space collapsed, and none between two
 * Chinese characters, where a PDF's lines and columns put it.
 */
export const readableText = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[\u0000-\u001F\u007F-\u009F\u200B-\u200F\u2028-\u202E\uFEFF\uFFFD\s]+/gu, ' ')
    .replace(
      /(?<=[\p{Script=Han}，。；：、（）《》“”]) (?=[\p{Script=Han}，。；：、（）《》“”])/gu,
      '',
    )
    .toWellFormed()
    .trim();

/** Pairs of neighbouring characters, in lower case and each once; nothing that spans a space. */
export const bigramsOf = (text: string): string[] => {
  const pairs = new Set<string>();
  for (const run of text.toLowerCase().split(' ')) {
    const signs = Array.from(run);
    for (let at = 1; at < signs.length; at += 1)
      pairs.add(`${signs[at - 1] ?? ''}${signs[at] ?? ''}`);
  }
  return [...pairs];
};

const MOST_TERMS = 6;

/** What was typed as terms: all must occur. A single character is a term, too; it is looked up without the index. */
export const termsOf = (query: string): string[] =>
  [...new Set(readableText(query).toLowerCase().split(' '))]
    .filter((term) => term !== '')
    .slice(0, MOST_TERMS);

export interface ExcerptPart {
  readonly text: string;
  readonly isHit: boolean;
}

/** Cuts a text at the places where a term stands, so that the screen can mark them. */
export const markTerms = (text: string, terms: readonly string[]): ExcerptPart[] => {
  const lower = text.toLowerCase();
  const parts: ExcerptPart[] = [];
  let plain = '';
  for (let at = 0; at < text.length;) {
    const term = terms.find((one) => lower.startsWith(one, at));
    if (term === undefined) {
      plain += text[at] ?? '';
      at += 1;
      continue;
    }
    if (plain !== '') parts.push({ text: plain, isHit: false });
    plain = '';
    parts.push({ text: text.slice(at, at + term.length), isHit: true });
    at += term.length;
  }
  if (plain !== '') parts.push({ text: plain, isHit: false });
  return parts;
};
