import { useEffect, useRef } from 'react';
import type { RefObject } from 'react';

let isPending = false;

/** The shell says that the reader went to another page. */
export const announceArrival = (): void => {
  isPending = true;
};

/** After a change of page the heading takes the focus, so that keyboard and screen reader start at its top. */
export const useArrivalFocus = <T extends HTMLElement>(): RefObject<T | null> => {
  const ref = useRef<T>(null);
  useEffect(() => {
    if (!isPending || ref.current === null) return;
    isPending = false;
    ref.current.focus({ preventScroll: true });
  });
  return ref;
};
