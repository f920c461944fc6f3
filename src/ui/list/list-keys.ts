import { useEffect, useRef } from 'react';
import type { RefObject } from 'react';

import { preferences } from '../preferences.ts';

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName));

const moveRow = (root: HTMLElement, step: 1 | -1): boolean => {
  const links = [...root.querySelectorAll<HTMLElement>('.row-link')];
  const at = links.findIndex((link) => link === document.activeElement);
  const next = at === -1 ? (step === 1 ? 0 : links.length - 1) : at + step;
  const link = links[next];
  link?.focus();
  link?.scrollIntoView({ block: 'nearest' });
  return link !== undefined;
};

const STEPS: Readonly<Record<string, 1 | -1>> = { j: 1, k: -1, ArrowDown: 1, ArrowUp: -1 };

const act = (root: HTMLElement, key: string): boolean => {
  const onRow = document.activeElement?.classList.contains('row-link') === true;
  if (key.startsWith('Arrow') && !onRow) return false;
  if (key === '/') {
    const search = root.querySelector<HTMLInputElement>('[data-list-search]');
    search?.focus();
    search?.select();
    return search !== null;
  }
  const step = STEPS[key];
  return step !== undefined && moveRow(root, step);
};

/**
 * `/` goes to the search, `j` and `k` walk over the rows (arrows do once a row has the focus), Enter opens.
 * Only the first list of a page listens, and nothing while someone types or a dialog is open.
 */
export const useListKeys = (): RefObject<HTMLDivElement | null> => {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const root = ref.current;
      if (root === null || document.querySelector('[data-list]') !== root) return;
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (document.querySelector('dialog[open]') !== null) return;
      if (!event.key.startsWith('Arrow') && !preferences().shortcuts) return;
      if (act(root, event.key)) event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  return ref;
};
