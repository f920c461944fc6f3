import { useEffect, useState } from 'react';

import { asApiError } from '../api/api-error.ts';

export interface ComboOption {
  readonly value: string;
  readonly label: string;
  /** Tells like-named things apart: a code, a place. Also searched. */
  readonly hint?: string;
}

/** Either all options, searched here, or a question to the server. */
export type OptionSource =
  | readonly ComboOption[]
  | ((text: string, signal: AbortSignal) => Promise<readonly ComboOption[]>);

interface Options {
  readonly options: readonly ComboOption[];
  /** Instead of options: `正在查找`, or why it did not work. */
  readonly note: string;
}

const DELAY_MS = 250;
const MOST = 50;

const matches = (option: ComboOption, text: string): boolean =>
  `${option.label} ${option.hint ?? ''}`.toLowerCase().includes(text.toLowerCase());

const isList = (source: OptionSource): source is readonly ComboOption[] => Array.isArray(source);

/** The options for what is typed. A new question cancels the one before. */
export const useOptions = (source: OptionSource, text: string, isActive: boolean): Options => {
  const [found, setFound] = useState<Options>({ options: [], note: '' });
  const ask = isList(source) ? undefined : source;
  useEffect(() => {
    if (ask === undefined || !isActive) return undefined;
    const controller = new AbortController();
    const timer = setTimeout(async () => {
      setFound((before) => ({ options: before.options, note: '正在查找…' }));
      try {
        const options = await ask(text, controller.signal);
        if (!controller.signal.aborted) setFound({ options, note: '' });
      } catch (fault) {
        if (!controller.signal.aborted) setFound({ options: [], note: asApiError(fault).text });
      }
    }, DELAY_MS);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [ask, text, isActive]);
  if (!isList(source)) return found;
  const all = source.filter((option) => matches(option, text));
  return {
    options: all.slice(0, MOST),
    note: all.length > MOST ? `只列出前 ${MOST} 项，请继续输入以缩小范围` : '',
  };
};
