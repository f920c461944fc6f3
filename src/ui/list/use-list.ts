import { useCallback, useMemo, useState } from 'react';
import { useSearchParams } from 'react-router';

import type { Endpoint, OutputOf } from '../../kernel/endpoint.ts';
import type { CallInput } from '../api/api-client.ts';
import type { ApiError } from '../api/api-error.ts';
import { buildUrl } from '../api/url.ts';
import type { QueryValues } from '../api/url.ts';
import { useRead } from '../api/use-api.ts';
import { filterQuery, listQueryOf, readAddress, writeAddress } from './address.ts';
import type { Filter, ListState } from './address.ts';

/** One page of rows, as `listOutput` of the kernel makes it. */
export interface ListData<Row> {
  readonly rows: readonly Row[];
  readonly total: number;
}

export type RowOf<E extends Endpoint> =
  OutputOf<E> extends { readonly rows: readonly (infer Row)[] } ? Row : never;

/** What the views of a list need, wherever the rows come from. */
export interface ListSource<Row, Data extends ListData<Row> = ListData<Row>> {
  readonly state: ListState;
  readonly setState: (next: ListState, how?: { readonly replace?: boolean }) => void;
  readonly filters: readonly Filter[];
  /** Every row of the same query as CSV: the twin that the server makes of each list route. */
  readonly csvHref: string | undefined;
  /** The rows name people: the file is given to whoever has just proved who they are. */
  readonly csvNeedsProof?: boolean;
  readonly data: Data | undefined;
  readonly error: ApiError | null;
  readonly isPending: boolean;
  /** An older answer is shown while the asked one loads. */
  readonly isStale: boolean;
  readonly refetch: () => unknown;
}

/**
 * State of a list in the address, so that it survives reload, back and a link sent to a colleague. The address follows
 * a moment later, so what was just chosen counts until it has changed: two quick ticks are two ticks.
 */
export const useListState = (filters: readonly Filter[]) => {
  const [search, setSearch] = useSearchParams();
  const [chosen, setChosen] = useState<{ at: URLSearchParams; state: ListState } | null>(null);
  const read = useMemo(() => readAddress(search, filters), [search, filters]);
  const state = chosen?.at === search ? chosen.state : read;
  const setState = useCallback(
    (next: ListState, how: { readonly replace?: boolean } = {}) => {
      setChosen({ at: search, state: next });
      setSearch((now) => writeAddress(next, filters, now), {
        replace: how.replace ?? false,
        preventScrollReset: true,
      });
    },
    [search, setSearch, filters],
  );
  return { state, setState };
};

interface ListInput<E extends Endpoint> {
  readonly filters?: readonly Filter[];
  readonly params?: CallInput<E>['params'];
  /** Query values that the address does not hold, e.g. the round that the page is about. */
  readonly fixed?: QueryValues;
}

const NO_FILTERS: readonly Filter[] = [];

/** Connects a list endpoint (`listQuery` / `listOutput`) to the address. Declare `filters` outside the component. */
export const useList = <E extends Endpoint>(
  endpoint: E,
  { filters = NO_FILTERS, params, fixed }: ListInput<E> = {},
): ListSource<RowOf<E>, OutputOf<E> & ListData<RowOf<E>>> => {
  const { state, setState } = useListState(filters);
  const query = { ...listQueryOf(state), ...fixed };
  // The filters of a list are declared by name; the server's contract refuses what it does not know.
  const input = (params === undefined ? { query } : { params, query }) as unknown as CallInput<E>;
  const read = useRead(endpoint, input, { keepPrevious: true });
  return {
    state,
    setState,
    filters,
    csvHref: buildUrl(
      `${endpoint.path}.csv`,
      params as Readonly<Record<string, string>> | undefined,
      {
        ...filterQuery(state),
        ...fixed,
      },
    ),
    csvNeedsProof: endpoint.personal === true,
    data: read.data as (OutputOf<E> & ListData<RowOf<E>>) | undefined,
    error: read.error,
    isPending: read.isPending,
    isStale: read.isPlaceholderData,
    refetch: read.refetch,
  };
};
