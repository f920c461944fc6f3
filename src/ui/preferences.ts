import { useSyncExternalStore } from 'react';

/** What a person chose for this device. */
export interface Preferences {
  readonly theme: 'system' | 'light' | 'dark';
  /** `large` is the 大字版. */
  readonly size: 'normal' | 'large';
  /** Single keys (`/`, `j`, `k`) disturb people who dictate, so they can be switched off (WCAG 2.1.4). */
  readonly shortcuts: boolean;
}

const STORAGE_KEY = 'onex.preferences';
const DEFAULTS: Preferences = { theme: 'system', size: 'normal', shortcuts: true };

const read = (): Preferences => {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(STORAGE_KEY) ?? '{}');
    return typeof stored === 'object' && stored !== null ? { ...DEFAULTS, ...stored } : DEFAULTS;
  } catch {
    return DEFAULTS;
  }
};

let current = DEFAULTS;
const listeners = new Set<() => void>();

const apply = (): void => {
  const { dataset } = document.documentElement;
  if (current.theme === 'system') delete dataset['theme'];
  else dataset['theme'] = current.theme;
  if (current.size === 'large') dataset['size'] = 'large';
  else delete dataset['size'];
};

/** Called once before the first drawing. */
export const loadPreferences = (): void => {
  current = read();
  apply();
};

export const setPreferences = (change: Partial<Preferences>): void => {
  current = { ...current, ...change };
  apply();
  try {
    localStorage.setItem(STORAGE_KEY, JSON.stringify(current));
  } catch {
    // A browser that stores nothing keeps the choice until the page is left.
  }
  for (const listener of listeners) listener();
};

export const usePreferences = (): Preferences =>
  useSyncExternalStore(
    (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    () => current,
  );

export const preferences = (): Preferences => current;

// How somebody likes to work is kept for the next time; what they typed is not left on a shared machine.
const KEPT_AT_SIGN_OUT = ['onex.preferences', 'onex.columns.', 'onex.application.mode'];

/** Removes unsent work that pages keep in this browser; called when somebody signs out (ASVS 14.3.1). */
export const forgetUnsentWork = (): void => {
  for (const key of Object.keys(localStorage)) {
    const isOurs = key.startsWith('onex.');
    if (isOurs && !KEPT_AT_SIGN_OUT.some((kept) => key.startsWith(kept)))
      localStorage.removeItem(key);
  }
};
