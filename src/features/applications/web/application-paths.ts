import { useSyncExternalStore } from 'react';

import type { SectionKey } from './application-sections.ts';

/** Section by section, or everything on one page; people keep to one of them, so the device remembers it. */
export type FormMode = 'sections' | 'all';

const STORAGE_KEY = 'onex.application.mode';

const read = (): FormMode => {
  try {
    return localStorage.getItem(STORAGE_KEY) === 'all' ? 'all' : 'sections';
  } catch {
    return 'sections';
  }
};

let current: FormMode | undefined;
const listeners = new Set<() => void>();
const mode = (): FormMode => (current ??= read());

export const setFormMode = (next: FormMode): void => {
  current = next;
  try {
    localStorage.setItem(STORAGE_KEY, next);
  } catch {
    // The choice then lasts until the page is left.
  }
  for (const listener of listeners) listener();
};

export const useFormMode = (): FormMode =>
  useSyncExternalStore((changed) => {
    listeners.add(changed);
    return () => listeners.delete(changed);
  }, mode);

export const homePath = (applicationId: string): string => `/applications/${applicationId}`;

/** Not ending like a field's id, so that looking for the field `items` never finds the section. */
export const SECTION_ANCHOR = 'part_';

/** Where a section, or one field of it, is filled in under the chosen mode. */
export const fieldPath = (
  applicationId: string,
  chosen: FormMode,
  section: SectionKey,
  field?: string,
): string => {
  const query = field === undefined || field === '' ? '' : `?field=${encodeURIComponent(field)}`;
  if (chosen === 'sections') return `${homePath(applicationId)}/${section}${query}`;
  return query === ''
    ? `${homePath(applicationId)}#${SECTION_ANCHOR}${section}`
    : homePath(applicationId) + query;
};
