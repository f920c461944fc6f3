import { useEffect, useRef } from 'react';
import type { RefObject } from 'react';
import { useLocation } from 'react-router';

/** The path whose page was shown last; undefined until the first one is. */
let shownPath: string | undefined;

/**
 * After a change of page the heading takes the focus, so that keyboard and screen reader start at its top. The first
 * page of a visit leaves the focus where the browser puts it, and a changed filter is no new page.
 */
export const useArrivalFocus = <T extends HTMLElement>(): RefObject<T | null> => {
  const ref = useRef<T>(null);
  const { pathname } = useLocation();
  useEffect(() => {
    if (shownPath !== undefined && shownPath !== pathname) {
      ref.current?.focus({ preventScroll: true });
    }
    shownPath = pathname;
  }, [pathname]);
  return ref;
};
