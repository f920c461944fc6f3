import { useId, useState } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';

import { useShownTab } from './shown-tab.ts';

export interface TabItem {
  readonly key: string;
  readonly label: ReactNode;
  readonly content: ReactNode;
}

interface Labelled {
  readonly label: string;
  readonly items: readonly TabItem[];
}

/** Where the address or something else on the page says which tab is shown; the first one for a key there is not. */
interface Controlled extends Labelled {
  readonly selected: string;
  readonly onSelect: (key: string) => void;
}

interface Uncontrolled extends Labelled {
  readonly selected?: never;
  readonly onSelect?: never;
}

const nextIndex = (key: string, at: number, count: number): number | undefined => {
  if (key === 'ArrowRight') return (at + 1) % count;
  if (key === 'ArrowLeft') return (at - 1 + count) % count;
  if (key === 'Home') return 0;
  return key === 'End' ? count - 1 : undefined;
};

/**
 * Views of one record that are never needed together; arrow keys move between them. A panel that was open stays
 * mounted, so nothing typed in it is lost. Groups of a list are `groups` of `List`, not tabs.
 */
export const Tabs = ({ label, items, selected, onSelect }: Controlled | Uncontrolled) => {
  const id = useId();
  const [own, setOwn] = useState('');
  const asked = selected ?? own;
  const chosen = items.some((item) => item.key === asked) ? asked : (items[0]?.key ?? '');
  const list = useShownTab<HTMLDivElement>('[aria-selected=true]', chosen);
  const [visited, setVisited] = useState<readonly string[]>([]);
  if (!visited.includes(chosen)) setVisited([...visited, chosen]);
  const select = (key: string) => {
    if (onSelect === undefined) setOwn(key);
    else onSelect(key);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const at = items.findIndex((item) => item.key === chosen);
    const next = nextIndex(event.key, at, items.length);
    const item = next === undefined ? undefined : items[next];
    if (next === undefined || item === undefined) return;
    event.preventDefault();
    select(item.key);
    list.current?.querySelectorAll<HTMLElement>('[role=tab]')[next]?.focus();
  };
  return (
    <div className="tabs">
      <div ref={list} className="tabs-list" role="tablist" aria-label={label}>
        {items.map((item) => (
          <button
            key={item.key}
            type="button"
            role="tab"
            id={`${id}-${item.key}-tab`}
            className="tab"
            aria-selected={item.key === chosen}
            aria-controls={`${id}-${item.key}`}
            tabIndex={item.key === chosen ? 0 : -1}
            onClick={() => select(item.key)}
            onKeyDown={onKeyDown}
          >
            {item.label}
          </button>
        ))}
      </div>
      {items.map((item) => (
        <div
          key={item.key}
          role="tabpanel"
          id={`${id}-${item.key}`}
          className="tab-panel"
          aria-labelledby={`${id}-${item.key}-tab`}
          tabIndex={0}
          hidden={item.key !== chosen}
        >
          {visited.includes(item.key) ? item.content : null}
        </div>
      ))}
    </div>
  );
};
