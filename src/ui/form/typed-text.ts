import { useState } from 'react';

interface TypedText<V extends string> {
  /** '' while empty or not to be read. */
  readonly value: V | '';
  readonly onChange: (value: V | '') => void;
  /** Puts in what is missing between digits while somebody types. */
  readonly mask: (text: string) => string;
  readonly read: (text: string) => V | '';
  /** How the value stands there while nobody types. */
  readonly show: (value: V) => string;
}

/**
 * A value that is typed as text: while it has the focus the text is the person's own, then it is shown in one form.
 * What cannot be read stays, so that it can be mended.
 */
export const useTypedText = <V extends string>(props: TypedText<V>) => {
  const { value, read } = props;
  const [text, setText] = useState<string>(value);
  const [isTyping, setTyping] = useState(false);
  const resting = (): string => {
    if (value !== '') return props.show(value);
    // A text that could be read belongs to a value that was taken away from outside.
    return read(text) === '' ? text : '';
  };
  const shown = isTyping ? text : resting();
  const isUnread = value === '' && shown.trim() !== '';
  return {
    /** Not a value, whether somebody still types or not. */
    isUnread,
    /** What is half typed is no mistake yet. */
    isUnreadable: !isTyping && isUnread,
    input: {
      value: shown,
      onFocus: () => {
        setText(value === '' ? resting() : value);
        setTyping(true);
      },
      onBlur: () => setTyping(false),
      onChange: ({ target }: { readonly target: { readonly value: string } }) => {
        const isLonger = target.value.length > text.length;
        const next = isLonger ? props.mask(target.value) : target.value;
        setText(next);
        setTyping(true);
        if (read(next) !== value) props.onChange(read(next));
      },
    },
  };
};
