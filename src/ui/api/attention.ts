import { useSyncExternalStore } from 'react';

/** Shorter than the idle limit of any session: asking for ever would keep an empty chair signed in (A7). */
const AWAY_MS = 5 * 60_000;
const SIGNS = ['pointerdown', 'keydown', 'wheel', 'focus'] as const;

let isAttended = true;
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

const set = (next: boolean): void => {
  if (isAttended === next) return;
  isAttended = next;
  for (const listener of listeners) listener();
};

const touch = (): void => {
  clearTimeout(timer);
  timer = setTimeout(() => set(false), AWAY_MS);
  set(true);
};

/** One watch for the page, however many ask. */
const subscribe = (listener: () => void): (() => void) => {
  if (listeners.size === 0) {
    for (const sign of SIGNS) window.addEventListener(sign, touch, { passive: true });
    touch();
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearTimeout(timer);
    for (const sign of SIGNS) window.removeEventListener(sign, touch);
  };
};

const notAsked = (): (() => void) => () => undefined;

/** Whether somebody has touched this page in the last minutes; always true for whoever does not ask. */
export const useIsAttended = (isAsked: boolean): boolean => {
  const attended = useSyncExternalStore(isAsked ? subscribe : notAsked, () => isAttended);
  return !isAsked || attended;
};
