import { useMemo } from 'react';

import { ORGANIZATION_KINDS } from '../../../kernel/actor.ts';
import { useRead } from '../../../ui/api/use-api.ts';
import type { ComboOption } from '../../../ui/form/use-options.ts';
import { listDivisions, listOrganizations } from '../contract.ts';
import { AFFILIATIONS, INSTITUTION_KINDS, ORGANIZATION_STATUSES } from '../labels.ts';

interface Choice {
  readonly value: string;
  readonly label: string;
}

export const choicesOf = (labels: Readonly<Record<string, string>>): readonly Choice[] =>
  Object.entries(labels).map(([value, label]) => ({ value, label }));

export const KIND_CHOICES = choicesOf(ORGANIZATION_KINDS);
export const INSTITUTION_KIND_CHOICES = choicesOf(INSTITUTION_KINDS);
export const AFFILIATION_CHOICES = choicesOf(AFFILIATIONS);
export const STATUS_CHOICES = choicesOf(ORGANIZATION_STATUSES);

const NONE: readonly Choice[] = [];

/** Cities and the like, without their districts: what a list is filtered by. */
export const useAreaChoices = (): readonly Choice[] => {
  const { data } = useRead(listDivisions, {});
  return useMemo(() => {
    if (data === undefined) return NONE;
    const top = new Set(
      data.divisions.filter((one) => one.parentCode === null).map(({ code }) => code),
    );
    const second = data.divisions.filter(
      ({ parentCode }) => parentCode !== null && top.has(parentCode),
    );
    return second.map(({ code, name }) => ({ value: code, label: name }));
  }, [data]);
};

/** Every division, found by name or code; the hint tells districts of one name apart. */
export const useDivisionOptions = (): readonly ComboOption[] => {
  const { data } = useRead(listDivisions, {});
  return useMemo(() => {
    const all = data?.divisions ?? [];
    const names = new Map(all.map(({ code, name }) => [code, name]));
    return all.map(({ code, name, parentCode }) => {
      const parent = parentCode === null ? undefined : names.get(parentCode);
      return { value: code, label: name, hint: [parent, code].filter(Boolean).join(' ') };
    });
  }, [data]);
};

/** The bureaus there are, in the order of their names. */
export const useBureauChoices = (): readonly Choice[] => {
  const query = { kind: 'CITY_BUREAU', status: 'ACTIVE', pageSize: 100 } as const;
  const { data } = useRead(listOrganizations, { query });
  return useMemo(
    () => data?.rows.map(({ id, name }) => ({ value: id, label: name })) ?? NONE,
    [data],
  );
};
