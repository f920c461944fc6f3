import { useEffect, useRef } from 'react';
import type { RefObject } from 'react';

/** A row of tabs wider than the window shows the chosen one whole; the page itself does not move. */
export const useShownTab = <E extends HTMLElement>(
  selector: string,
  chosen: string,
): RefObject<E | null> => {
  const row = useRef<E>(null);
  useEffect(() => {
    const list = row.current;
    const tab = list?.querySelector<HTMLElement>(selector);
    if (list === null || tab === null || tab === undefined) return;
    const [start, end] = [tab.offsetLeft - list.offsetLeft, tab.offsetWidth];
    const isShown = start >= list.scrollLeft && start + end <= list.scrollLeft + list.clientWidth;
    if (!isShown) list.scrollLeft = start - (list.clientWidth - end) / 2;
  }, [selector, chosen]);
  return row;
};
