import {
  QueryClient,
  keepPreviousData,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import type { UseMutationResult, UseQueryResult } from '@tanstack/react-query';
import { useRef } from 'react';

import type { Endpoint, OutputOf } from '../../kernel/endpoint.ts';
import { call } from './api-client.ts';
import { useIsAttended } from './attention.ts';
import type { CallInput } from './api-client.ts';
import { ApiError } from './api-error.ts';
import { randomId } from './random-id.ts';

const MAX_RETRIES = 2;

/**
 * One client for the whole desk. Refusals are never retried; a lost connection is, twice. Whether there is a network is
 * tried, not asked of the browser: it may be wrong, and what it holds back would leave a button busy and send the deed
 * at some later moment.
 */
export const createQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: 'always',
        refetchOnReconnect: true,
        staleTime: 10_000,
        retry: (failures, error) =>
          error instanceof ApiError && error.isTemporary && failures < MAX_RETRIES,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });

export const readKey = (
  endpoint: Pick<Endpoint, 'name'>,
  input: object = {},
): readonly unknown[] => [endpoint.name, input];

export interface ReadOptions<E extends Endpoint = Endpoint> {
  /** Reads only while true (default). */
  readonly enabled?: boolean;
  /** Shows the last answer while the next one loads: lists and searches. */
  readonly keepPrevious?: boolean;
  /** Reads again every so many seconds while the page is visible and somebody is at it. */
  readonly everySeconds?: number;
  /** Goes on when nobody has touched the page for minutes: something shown to a room. */
  readonly isProjected?: boolean;
  /** Reads again every second as long as this holds of the last answer: work done in the background. */
  readonly pollWhile?: (output: OutputOf<E>) => boolean;
}

const POLL_MS = 1000;

/** Reads an endpoint; `QueryState` turns the result into screen states. */
export const useRead = <E extends Endpoint>(
  endpoint: E,
  input: CallInput<E>,
  options: ReadOptions<E> = {},
): UseQueryResult<OutputOf<E>, ApiError> => {
  const { everySeconds, isProjected = false } = options;
  const isAttended = useIsAttended(everySeconds !== undefined && !isProjected);
  return useQuery<OutputOf<E>, ApiError>({
    queryKey: readKey(endpoint, input),
    queryFn: ({ signal }) => call(endpoint, input, { signal }),
    enabled: options.enabled ?? true,
    ...(options.keepPrevious === true ? { placeholderData: keepPreviousData } : {}),
    ...(everySeconds === undefined || !isAttended ? {} : { refetchInterval: everySeconds * 1000 }),
    ...(options.pollWhile === undefined
      ? {}
      : {
          refetchInterval: ({
            state,
          }: {
            readonly state: { readonly data: OutputOf<E> | undefined };
          }) =>
            state.data !== undefined && options.pollWhile?.(state.data) === true ? POLL_MS : false,
        }),
  });
};

/**
 * Reads a record for the form that edits it: fresh when the form opens and never again. What a colleague saves
 * meanwhile must neither take away what is typed nor pass for seen: the server refuses the older version.
 */
export const useReadToEdit = <E extends Endpoint>(
  endpoint: E,
  input: CallInput<E>,
  { enabled = true }: Pick<ReadOptions<E>, 'enabled'> = {},
): UseQueryResult<OutputOf<E>, ApiError> =>
  useQuery<OutputOf<E>, ApiError>({
    queryKey: [...readKey(endpoint, input), 'edited'],
    queryFn: ({ signal }) => call(endpoint, input, { signal }),
    enabled,
    gcTime: 0,
    staleTime: ({ state }) => (state.data === undefined ? 0 : 'static'),
  });

export interface WriteOptions<E extends Endpoint> {
  /**
   * What the write makes stale: endpoints, or a feature's name for everything it publishes (`'applications'`).
   */
  readonly invalidates?: readonly (Endpoint | string)[];
  readonly onSuccess?: (output: OutputOf<E>, input: CallInput<E>) => void;
}

const isStale = (key: unknown, stale: readonly (Endpoint | string)[]): boolean =>
  typeof key === 'string' &&
  stale.some((one) =>
    typeof one === 'string' ? key === one || key.startsWith(`${one}.`) : key === one.name,
  );

/** A key for one intent of the user; a repeated try of the same input after a lost answer keeps it. */
const useIntentKey = () => {
  const intent = useRef<{ readonly input: string; readonly key: string } | null>(null);
  return {
    keyOf: (input: unknown): string => {
      const text = JSON.stringify(input);
      if (intent.current?.input !== text) intent.current = { input: text, key: randomId() };
      return intent.current.key;
    },
    settle: (error: ApiError | null): void => {
      if (error === null || !error.isTemporary) intent.current = null;
    },
  };
};

/**
 * A write: `write.mutate(input)` or `await write.mutateAsync(input)`; `write.error` goes to `<Form error>` or
 * `<Failure>`. Carries an idempotency key, so a retry after a lost connection does not act twice.
 */
export const useWrite = <E extends Endpoint>(
  endpoint: E,
  options: WriteOptions<E> = {},
): UseMutationResult<OutputOf<E>, ApiError, CallInput<E>> => {
  const client = useQueryClient();
  const intent = useIntentKey();
  return useMutation<OutputOf<E>, ApiError, CallInput<E>>({
    mutationFn: (input) => call(endpoint, input, { idempotencyKey: intent.keyOf(input) }),
    onSuccess: (output, input) => {
      const stale = options.invalidates ?? [];
      void client.invalidateQueries({ predicate: (query) => isStale(query.queryKey[0], stale) });
      options.onSuccess?.(output, input);
    },
    onSettled: (_output, error) => intent.settle(error),
  });
};
