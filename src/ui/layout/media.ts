import { useSyncExternalStore } from 'react';

/** Whether a media query holds now. */
export const useMedia = (query: string): boolean =>
  useSyncExternalStore(
    (changed) => {
      const list = matchMedia(query);
      list.addEventListener('change', changed);
      return () => list.removeEventListener('change', changed);
    },
    () => matchMedia(query).matches,
  );

/** Phones and narrow windows: cards instead of tables, tabs instead of columns. Same number as in the CSS. */
export const useNarrow = (): boolean => useMedia('(max-width: 719.98px)');
