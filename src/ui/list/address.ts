import type { QueryValues } from '../api/url.ts';

export interface FilterOption {
  readonly value: string;
  readonly label: string;
}

interface FilterBase {
  /** Key in the address and in the endpoint's query. */
  readonly name: string;
  readonly label: string;
}

/** `search` free text; `select` one of few; `tags` several of few; `date` a day; `toggle` yes or not asked. */
export type Filter =
  | (FilterBase & { readonly kind: 'search'; readonly placeholder?: string })
  | (FilterBase & {
      readonly kind: 'select';
      readonly options: readonly FilterOption[];
      /** What is shown while nothing is chosen; `全部` when left out. */
      readonly none?: string;
    })
  | (FilterBase & { readonly kind: 'tags'; readonly options: readonly FilterOption[] })
  | (FilterBase & { readonly kind: 'date' })
  | (FilterBase & { readonly kind: 'toggle' });

export type FilterValue = string | readonly string[];

/** What the address says of a list. Empty filters are absent. */
export interface ListState {
  readonly page: number;
  readonly pageSize: number;
  /** `name` or `-name`; '' means the endpoint's own order. */
  readonly sort: string;
  readonly filters: Readonly<Record<string, FilterValue>>;
}

export const DEFAULT_PAGE_SIZE = 20;

const positive = (text: string | null, fallback: number): number =>
  text !== null && /^[1-9]\d{0,5}$/.test(text) ? Number(text) : fallback;

const isEmpty = (value: FilterValue): boolean => value.length === 0;

const cleanValues = (filter: Filter, values: readonly string[]): FilterValue => {
  if (filter.kind === 'tags') {
    // In the order of the options, so that one choice has one address.
    return filter.options.map((option) => option.value).filter((value) => values.includes(value));
  }
  const value = values[0] ?? '';
  if (filter.kind === 'select') {
    // Options that are still being loaded judge nothing.
    const isKnown = filter.options.some((option) => option.value === value);
    return isKnown || filter.options.length === 0 ? value : '';
  }
  if (filter.kind === 'date') return /^\d{4}-\d{2}-\d{2}$/.test(value) ? value : '';
  if (filter.kind === 'toggle') return value === 'true' ? value : '';
  return value.trim();
};

/** Reads the address; whatever the list does not know, or what cannot be, is ignored. */
export const readAddress = (search: URLSearchParams, filters: readonly Filter[]): ListState => {
  const found: Record<string, FilterValue> = {};
  for (const filter of filters) {
    const value = cleanValues(filter, search.getAll(filter.name));
    if (!isEmpty(value)) found[filter.name] = value;
  }
  return {
    page: positive(search.get('page'), 1),
    pageSize: positive(search.get('pageSize'), DEFAULT_PAGE_SIZE),
    sort: search.get('sort') ?? '',
    filters: found,
  };
};

/**
 * The address of a state: only what differs from the start stands in it. Keys that do not belong to the list
 * (`others`, the present address) stay.
 */
export const writeAddress = (
  state: ListState,
  filters: readonly Filter[],
  others: URLSearchParams = new URLSearchParams(),
): URLSearchParams => {
  const search = new URLSearchParams(others);
  for (const name of ['page', 'pageSize', 'sort', ...filters.map((filter) => filter.name)]) {
    search.delete(name);
  }
  for (const filter of filters) {
    const value = state.filters[filter.name];
    if (value === undefined) continue;
    for (const one of typeof value === 'string' ? [value] : value) {
      if (one !== '') search.append(filter.name, one);
    }
  }
  if (state.sort !== '') search.set('sort', state.sort);
  if (state.pageSize !== DEFAULT_PAGE_SIZE) search.set('pageSize', String(state.pageSize));
  if (state.page !== 1) search.set('page', String(state.page));
  return search;
};

/** The state after one filter changed: back on the first page, empty values gone. */
export const withFilter = (state: ListState, name: string, value: FilterValue): ListState => {
  const filters = { ...state.filters };
  if (isEmpty(value)) delete filters[name];
  else filters[name] = value;
  return { ...state, page: 1, filters };
};

/** A click on a column head: ascending, then descending and back. The endpoint's own order needs no address. */
export const withSort = (state: ListState, column: string, defaultSort = ''): ListState => {
  const shown = state.sort === '' ? defaultSort : state.sort;
  const next = shown === column ? `-${column}` : column;
  return { ...state, page: 1, sort: next === defaultSort ? '' : next };
};

export const sortDirection = (
  sort: string,
  column: string,
): 'ascending' | 'descending' | undefined => {
  if (sort === column) return 'ascending';
  return sort === `-${column}` ? 'descending' : undefined;
};

/** The query of the endpoint: filters without paging; an export asks for all pages. */
export const filterQuery = (state: ListState): QueryValues => ({
  ...state.filters,
  ...(state.sort === '' ? {} : { sort: state.sort }),
});

export const listQueryOf = (state: ListState): QueryValues => ({
  ...filterQuery(state),
  page: state.page,
  pageSize: state.pageSize,
});

export const pageCount = (total: number, pageSize: number): number =>
  Math.max(1, Math.ceil(total / pageSize));
