import { type Html, markup, type Part } from './html.ts';

const WORDS = new Intl.Segmenter('zh', { granularity: 'word' });
const CHINESE = /^\p{Script=Han}+$/u;

/** A heading of no more characters stands on one line of a phone. */
const ONE_LINE = 12;

/** An ordinal belongs to what it counts: 第一批. */
const ORDINAL = '第';

/** The pieces of a text between which a line may end: a Chinese word, with the single characters after it. */
const piecesOf = (text: string): readonly string[] => {
  const pieces: string[] = [];
  let mayEnd = false;
  for (const { segment } of WORDS.segment(text)) {
    const isWord = CHINESE.test(segment) && (segment.length > 1 || segment === ORDINAL);
    if (mayEnd && isWord) pieces.push(segment);
    else pieces.push(`${pieces.pop() ?? ''}${segment}`);
    mayEnd = CHINESE.test(segment) && segment !== ORDINAL;
  }
  return pieces;
};

/** A heading whose lines end between words (证书｜试点｜申报); browsers would end them between any two characters. */
export const phrased = (text: string): Part => {
  if (text.length <= ONE_LINE) return text;
  const pieces = piecesOf(text).map((piece, index): Html => {
    return index === 0 ? markup`${piece}` : markup`<wbr />${piece}`;
  });
  return markup`<span class="phrases">${pieces}</span>`;
};
