import { useEffect, useId, useRef, useState } from 'react';

import { Button } from '../action/button.tsx';
import { Popup } from '../action/popup.tsx';
import { DateFilter } from '../form/date-fields.tsx';
import { readDate } from '../form/date-text.ts';
import { Icon } from '../icon.tsx';
import { useNarrow } from '../layout/media.ts';
import { withFilter } from './address.ts';
import type { Filter, FilterValue, ListState } from './address.ts';

const SEARCH_DELAY = 300;

interface ControlProps<K extends Filter['kind']> {
  readonly filter: Filter & { readonly kind: K };
  readonly value: FilterValue | undefined;
  readonly onChange: (value: FilterValue, how?: { readonly replace?: boolean }) => void;
}

const textOf = (value: FilterValue | undefined): string => (typeof value === 'string' ? value : '');
const valuesOf = (value: FilterValue | undefined): readonly string[] =>
  value === undefined || typeof value === 'string' ? [] : value;

/** Searches while typing, after a pause; the half-typed words are no steps of the browser's history. */
const SearchControl = ({ filter, value, onChange }: ControlProps<'search'>) => {
  const id = useId();
  const asked = textOf(value);
  const [text, setText] = useState(asked);
  const [lastAsked, setLastAsked] = useState(asked);
  if (asked !== lastAsked) {
    setLastAsked(asked);
    if (asked !== text.trim()) setText(asked);
  }
  const change = useRef(onChange);
  useEffect(() => {
    change.current = onChange;
  });
  useEffect(() => {
    if (text.trim() === asked) return undefined;
    const timer = setTimeout(() => change.current(text.trim(), { replace: true }), SEARCH_DELAY);
    return () => clearTimeout(timer);
  }, [text, asked]);
  return (
    <div className="filter filter-search">
      <label className="hidden" htmlFor={id}>
        {filter.label}
      </label>
      <Icon name="search" />
      <input
        id={id}
        type="search"
        className="input"
        data-list-search=""
        autoComplete="off"
        placeholder={filter.placeholder ?? filter.label}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
    </div>
  );
};

const SelectControl = ({ filter, value, onChange }: ControlProps<'select'>) => {
  const id = useId();
  return (
    <div className="filter">
      <label htmlFor={id}>{filter.label}</label>
      <select
        id={id}
        className="input select"
        value={textOf(value)}
        onChange={(event) => onChange(event.target.value)}
      >
        <option value="">{filter.none ?? '全部'}</option>
        {filter.options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
};

const TagsControl = ({ filter, value, onChange }: ControlProps<'tags'>) => {
  const chosen = valuesOf(value);
  return (
    <div className="filter">
      <Popup label={chosen.length === 0 ? filter.label : `${filter.label} · ${chosen.length}`}>
        <fieldset className="popup-choices">
          <legend className="hidden">{filter.label}</legend>
          {filter.options.map((option) => (
            <label key={option.value} className="popup-choice">
              <input
                type="checkbox"
                checked={chosen.includes(option.value)}
                onChange={(event) =>
                  onChange(
                    filter.options
                      .map((one) => one.value)
                      .filter((one) =>
                        one === option.value ? event.target.checked : chosen.includes(one),
                      ),
                  )
                }
              />
              {option.label}
            </label>
          ))}
        </fieldset>
      </Popup>
    </div>
  );
};

const DateControl = ({ filter, value, onChange }: ControlProps<'date'>) => {
  const id = useId();
  return (
    <div className="filter">
      <label htmlFor={id}>{filter.label}</label>
      <DateFilter
        id={id}
        label={filter.label}
        value={readDate(textOf(value))}
        onChange={onChange}
      />
    </div>
  );
};

const ToggleControl = ({ filter, value, onChange }: ControlProps<'toggle'>) => (
  <label className="filter filter-toggle">
    <input
      type="checkbox"
      checked={textOf(value) === 'true'}
      onChange={(event) => onChange(event.target.checked ? 'true' : '')}
    />
    {filter.label}
  </label>
);

const Control = ({
  filter,
  ...rest
}: Omit<ControlProps<never>, 'filter'> & { readonly filter: Filter }) => {
  switch (filter.kind) {
    case 'search':
      return <SearchControl filter={filter} {...rest} />;
    case 'select':
      return <SelectControl filter={filter} {...rest} />;
    case 'tags':
      return <TagsControl filter={filter} {...rest} />;
    case 'date':
      return <DateControl filter={filter} {...rest} />;
    case 'toggle':
      return <ToggleControl filter={filter} {...rest} />;
  }
};

interface FilterBarProps {
  readonly filters: readonly Filter[];
  readonly state: ListState;
  readonly setState: (next: ListState, how?: { readonly replace?: boolean }) => void;
}

/** The filters of a list; on phones all but the search hide behind one button. */
export const FilterBar = ({ filters, state, setState }: FilterBarProps) => {
  const isNarrow = useNarrow();
  const [isOpen, setOpen] = useState(false);
  if (filters.length === 0) return null;
  const search = filters.filter((filter) => filter.kind === 'search');
  const others = filters.filter((filter) => filter.kind !== 'search');
  const active = others.filter((filter) => state.filters[filter.name] !== undefined).length;
  const controls = (shown: readonly Filter[]) =>
    shown.map((filter) => (
      <Control
        key={filter.name}
        filter={filter}
        value={state.filters[filter.name]}
        onChange={(value, how) => setState(withFilter(state, filter.name, value), how)}
      />
    ));
  return (
    <search className="filter-bar">
      {controls(search)}
      {isNarrow && others.length > 0 ? (
        <Button expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          筛选{active > 0 ? `（${active}）` : ''}
        </Button>
      ) : null}
      {!isNarrow || isOpen ? controls(others) : null}
      {Object.keys(state.filters).length > 0 ? (
        <Button
          tone="quiet"
          icon="close"
          onClick={() => setState({ ...state, page: 1, filters: {} })}
        >
          清除筛选
        </Button>
      ) : null}
    </search>
  );
};
