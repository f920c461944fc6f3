/** Missing in Firefox before 125, which then ends the lines anywhere. */
const WORDS = 'Segmenter' in Intl ? new Intl.Segmenter('zh', { granularity: 'word' }) : undefined;
const CHINESE = /^\p{Script=Han}+$/u;

/** An ordinal belongs to what it counts: 第一批. */
const ORDINAL = '第';

/** The pieces of a text between which a line may end: a Chinese word, with the single characters after it. */
export const phrasesOf = (text: string): readonly string[] => {
  if (WORDS === undefined) return [text];
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
