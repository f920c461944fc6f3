import { Fragment } from 'react';

import { phrasesOf } from '../../kernel/phrases.ts';

/** A name whose lines end between words; browsers would end them between any two characters. */
export const Phrased = ({ text }: { readonly text: string }) => (
  <span className="phrases">
    {phrasesOf(text).map((piece, index) => (
      <Fragment key={`${index} ${piece}`}>
        {index === 0 ? null : <wbr />}
        {piece}
      </Fragment>
    ))}
  </span>
);
