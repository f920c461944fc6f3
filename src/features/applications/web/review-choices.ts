import { useMemo } from 'react';

import { scopeOf } from '../../../kernel/actor.ts';
import { useRead } from '../../../ui/api/use-api.ts';
import { useActor } from '../../../ui/session.tsx';
import { listOrganizations } from '../../organizations/contract.ts';
import { listRounds } from '../../rounds/contract.ts';
import { WITHOUT_BUREAU } from '../participation-groups.ts';
import { NO_BUREAU } from './review-labels.tsx';

export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** The rounds to filter by, newest first. */
export const useRoundChoices = () => {
  const read = useRead(listRounds, { query: { pageSize: 100 } });
  const rows = read.data?.rows;
  const data = useMemo(
    () =>
      rows
        ?.filter((row) => row.status !== 'DRAFT')
        .map((row) => ({ value: row.id, label: row.title })),
    [rows],
  );
  return { data, error: read.error, isPending: read.isPending, refetch: read.refetch };
};

const NONE: readonly Choice[] = [];

/** The bureaus to filter by; none for a reader who belongs to one. */
export const useBureauChoices = (): readonly Choice[] => {
  const isProvince = scopeOf(useActor()).kind === 'all';
  const read = useRead(
    listOrganizations,
    { query: { kind: 'CITY_BUREAU', pageSize: 100 } },
    { enabled: isProvince },
  );
  const rows = read.data?.rows;
  return useMemo(() => rows?.map((row) => ({ value: row.id, label: row.name })) ?? NONE, [rows]);
};

/** The same for a list, where those without a bureau can be asked for too. */
export const useBureauFilter = (): readonly Choice[] => {
  const bureaus = useBureauChoices();
  return useMemo(
    () => (bureaus.length === 0 ? NONE : [...bureaus, { value: WITHOUT_BUREAU, label: NO_BUREAU }]),
    [bureaus],
  );
};
