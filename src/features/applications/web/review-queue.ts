import { useCallback, useEffect, useState } from 'react';
import { useSearchParams } from 'react-router';

import type { CallInput } from '../../../ui/api/api-client.ts';
import { buildUrl } from '../../../ui/api/url.ts';
import { useRead } from '../../../ui/api/use-api.ts';
import type { Filter } from '../../../ui/list/address.ts';
import { writeAddress } from '../../../ui/list/address.ts';
import { useListState } from '../../../ui/list/use-list.ts';
import { listApplications } from '../review-contract.ts';
import { REVIEW_GROUP_NAMES, type ReviewGroup } from '../review-groups.ts';

/** `all` stands only in the address: the endpoint knows single groups, or none. */
export type QueueGroup = ReviewGroup | 'all';

const isGroup = (text: string | null): text is QueueGroup =>
  text === 'all' || REVIEW_GROUP_NAMES.some((name) => name === text);

/** Groups in which the reader has something to do, in the order in which to do it. */
const TO_DO: readonly ReviewGroup[] = ['overdue', 'dueSoon', 'cameBack', 'fresh'];

const firstGroup = (counts: Readonly<Record<ReviewGroup, number>>): ReviewGroup =>
  REVIEW_GROUP_NAMES.find((name) => counts[name] > 0) ?? 'fresh';

const KEYS = [
  'roundId',
  'status',
  'bureauId',
  'institutionKind',
  'isNew',
  'q',
  'sort',
  'page',
  'pageSize',
];
const LONGEST_SEARCH = 50;

/** What is due stands first, for the reader or for the institution; of the rest, what came last. */
const defaultSort = (group: string | null): string => {
  if (group === 'waiting') return 'correctionDueAt';
  return TO_DO.some((name) => name === group) ? 'dueAt' : '-submittedAt';
};

type QueueQuery = NonNullable<CallInput<typeof listApplications>['query']>;

/** The endpoint's query of an address; the same for the list and for stepping through it. */
const queueQueryOf = (search: URLSearchParams): QueueQuery => {
  const group = search.get('group');
  const given = KEYS.flatMap((key) => {
    const value = search.get(key);
    return value === null ? [] : [[key, value.slice(0, LONGEST_SEARCH)]];
  });
  const query: Record<string, string> = { sort: defaultSort(group), ...Object.fromEntries(given) };
  if (isGroup(group) && group !== 'all') query['group'] = group;
  // The server refuses values that the contract does not know.
  return query as unknown as QueueQuery;
};

const csvHrefOf = (query: QueueQuery): string => {
  const { page: _page, pageSize: _pageSize, ...asked } = query;
  return buildUrl(`${listApplications.path}.csv`, {}, asked);
};

/** The work list of an address. Without a group in the address the first one with work is put there. */
export const useReviewQueue = (filters: readonly Filter[]) => {
  const [search, setSearch] = useSearchParams();
  const { state, setState } = useListState(filters);
  const asked = search.get('group');
  const group = isGroup(asked) ? asked : undefined;
  const address = writeAddress(state, filters);
  if (group !== undefined) address.set('group', group);
  const query = queueQueryOf(address);
  const read = useRead(listApplications, { query }, { keepPrevious: true });
  const setGroup = useCallback(
    (next: string, how: { readonly replace?: boolean } = {}) =>
      setSearch(
        (now) => {
          const changed = new URLSearchParams(now);
          changed.set('group', next);
          changed.delete('page');
          return changed;
        },
        { replace: how.replace ?? false, preventScrollReset: true },
      ),
    [setSearch],
  );
  const start =
    group === undefined && read.data !== undefined ? firstGroup(read.data.groups) : undefined;
  useEffect(() => {
    if (start !== undefined) setGroup(start, { replace: true });
  }, [start, setGroup]);
  return {
    group,
    setGroup,
    /** Carried along to each application, so that the way back and the steps know the list. */
    search: address.toString(),
    source: {
      state,
      setState,
      filters,
      csvHref: csvHrefOf(query),
      data: read.data,
      error: read.error,
      isPending: read.isPending,
      isStale: read.isPlaceholderData,
      refetch: read.refetch,
    },
  };
};

interface QueueStep {
  readonly id: string;
  readonly name: string;
}

export interface QueuePlace {
  /** Address of the list that the reader came from. */
  readonly listTo: string;
  /** Ends every link to another application of the same list. */
  readonly suffix: string;
  readonly previous: QueueStep | undefined;
  readonly next: QueueStep | undefined;
  /** Place on the page of the list from 1; 0 when it is not on it. */
  readonly position: number;
  readonly count: number;
}

/**
 * Where an application stands in the list from which it was opened. The order is kept as it was at the beginning:
 * what is decided leaves its group at once, and the steps must not jump.
 */
export const useQueuePlace = (applicationId: string): QueuePlace => {
  const [search] = useSearchParams();
  const address = search.toString();
  const isFromList = isGroup(search.get('group'));
  const read = useRead(listApplications, { query: queueQueryOf(search) }, { enabled: isFromList });
  const [kept, setKept] = useState<{
    readonly address: string;
    readonly steps: readonly QueueStep[];
  }>();
  if (read.data !== undefined && isFromList && kept?.address !== address) {
    setKept({
      address,
      steps: read.data.rows.map((row) => ({ id: row.id, name: row.institutionName })),
    });
  }
  const steps = kept?.address === address ? kept.steps : [];
  const at = steps.findIndex((step) => step.id === applicationId);
  const suffix = address === '' ? '' : `?${address}`;
  return {
    listTo: `/review${suffix}`,
    suffix,
    previous: at > 0 ? steps[at - 1] : undefined,
    next: steps[at + 1],
    position: at + 1,
    count: steps.length,
  };
};
