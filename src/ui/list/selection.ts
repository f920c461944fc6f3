import { useState } from 'react';

export interface Selection {
  readonly keys: ReadonlySet<string>;
  readonly toggle: (key: string, on: boolean) => void;
  /** All of these (the page that is shown), never more. */
  readonly toggleAll: (keys: readonly string[], on: boolean) => void;
  readonly clear: () => void;
}

/** Ticked rows. `scope` names the query; another page or filter begins with nothing ticked. */
export const useSelection = (scope: string): Selection => {
  const [held, setHeld] = useState<{ scope: string; keys: ReadonlySet<string> }>({
    scope,
    keys: new Set(),
  });
  const keys: ReadonlySet<string> = held.scope === scope ? held.keys : new Set<string>();
  const change = (changed: readonly string[], on: boolean) => {
    const next = new Set(keys);
    for (const key of changed) {
      if (on) next.add(key);
      else next.delete(key);
    }
    setHeld({ scope, keys: next });
  };
  return {
    keys,
    toggle: (key, on) => change([key], on),
    toggleAll: change,
    clear: () => setHeld({ scope, keys: new Set() }),
  };
};
