import { phrasesOf } from '../../kernel/phrases.ts';
import { type Html, markup, type Part } from './html.ts';

/** A heading of no more characters stands on one line of a phone. */
const ONE_LINE = 12;

/** A heading whose lines end between words (证书｜试点｜申报); browsers would end them between any two characters. */
export const phrased = (text: string): Part => {
  if (text.length <= ONE_LINE) return text;
  const pieces = phrasesOf(text).map((piece, index): Html => {
    return index === 0 ? markup`${piece}` : markup`<wbr />${piece}`;
  });
  return markup`<span class="phrases">${pieces}</span>`;
};
