import { useState } from 'react';

import type { Column } from './column.ts';

const keyOf = (listId: string): string => `onex.columns.${listId}`;

const readHidden = (listId: string): readonly string[] | null => {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(keyOf(listId)) ?? 'null');
    return Array.isArray(stored) ? stored.filter((key) => typeof key === 'string') : null;
  } catch {
    return null;
  }
};

const store = (listId: string, hidden: readonly string[]): void => {
  try {
    localStorage.setItem(keyOf(listId), JSON.stringify(hidden));
  } catch {
    // Without storage the choice lasts as long as the page.
  }
};

/** Which columns a person wants to see in this list, kept on the device. */
export const useColumns = <Row>(listId: string, columns: readonly Column<Row>[]) => {
  const [chosen, setChosen] = useState(() => readHidden(listId));
  const hidden =
    chosen ?? columns.filter((column) => column.optional === true).map((column) => column.key);
  return {
    shown: columns.filter((column) => column.main === true || !hidden.includes(column.key)),
    hidden,
    toggle: (key: string, on: boolean) => {
      const next = on ? hidden.filter((one) => one !== key) : [...hidden, key];
      setChosen(next);
      store(listId, next);
    },
  };
};
