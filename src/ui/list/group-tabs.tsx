import { useShownTab } from '../layout/shown-tab.ts';
import { withFilter } from './address.ts';
import type { FilterValue, ListState } from './address.ts';

export interface Group {
  /** '' is the group of everything. */
  readonly value: string;
  readonly label: string;
  readonly count?: number | undefined;
  /** Work that is late: its number stands out while there is any. */
  readonly urgent?: boolean;
}

interface GroupTabsProps {
  /** Name of the filter that the groups set. */
  readonly name: string;
  readonly groups: readonly Group[];
  readonly state: ListState;
  readonly setState: (next: ListState) => void;
}

const isCurrent = (value: FilterValue | undefined, group: Group): boolean =>
  (value ?? '') === group.value;

/** The groups of a work list with their counts: 超期, 即将到期, 已补正 ... */
export const GroupTabs = ({ name, groups, state, setState }: GroupTabsProps) => {
  const row = useShownTab<HTMLDivElement>('[aria-pressed=true]', String(state.filters[name] ?? ''));
  return (
    <div ref={row} className="group-tabs" role="group" aria-label="分组">
      {groups.map((group) => (
        <button
          key={group.value}
          type="button"
          className="group-tab"
          aria-pressed={isCurrent(state.filters[name], group)}
          onClick={() => setState(withFilter(state, name, group.value))}
        >
          {group.label}
          {group.count === undefined ? null : (
            <span
              className="group-count"
              data-urgent={(group.urgent === true && group.count > 0) || undefined}
            >
              {group.count}
            </span>
          )}
        </button>
      ))}
    </div>
  );
};
