import type { Actor } from '../../kernel/actor.ts';
import { beijingDate, endOfBeijingDay, startOfBeijingDay } from '../../kernel/time.ts';
import type { Read } from '../../platform/db/database.ts';
import { newId } from '../../platform/random.ts';
import type { FilingDeed } from './actions.ts';
import {
  allStoredRows,
  loadEdition,
  type RowFilters,
  type StoredEdition,
} from './edition-queries.ts';
import type { EditionRow } from './edition.ts';
import { openFirst } from './errors.ts';
import { hasFetched, insertFetch, insertFirstView, ownFactsOf } from './fetch-queries.ts';
import type { FetchFormat } from './status.ts';

export interface EditionAddress {
  readonly roundId: string;
  readonly number: number;
}

const newFetch = (
  deed: FilingDeed,
  edition: StoredEdition,
  format: FetchFormat,
  rowCount: number,
) => ({
  id: newId(deed.at),
  editionId: edition.id,
  organizationId: deed.actor.organizationId,
  accountId: deed.actor.userId,
  format,
  rowCount,
  at: deed.at,
});

/**
 * An evaluation organization opens an edition: the first time on a day in Beijing leaves a receipt for this account.
 * @throws DomainError not_found
 */
export const openEdition = async (
  deed: Pick<FilingDeed, 'tx' | 'actor' | 'at'>,
  address: EditionAddress,
): Promise<StoredEdition> => {
  const edition = await loadEdition(deed.tx, address.roundId, address.number);
  const [facts] = await ownFactsOf(deed.tx, [edition.id], deed.actor.organizationId);
  const today = beijingDate(deed.at);
  const fetch = newFetch(
    { ...deed, record: () => undefined },
    edition,
    'PAGE',
    facts?.ownRowCount ?? 0,
  );
  await insertFirstView(deed.tx, fetch, {
    from: startOfBeijingDay(today),
    to: endOfBeijingDay(today),
  });
  return edition;
};

/**
 * The edition, if this account has opened it before.
 * @throws DomainError not_found; conflict `filings.open_first`
 */
export const openedEdition = async (
  read: Read,
  actor: Actor,
  address: EditionAddress,
): Promise<StoredEdition> => {
  const edition = await loadEdition(read, address.roundId, address.number);
  if (!(await hasFetched(read, edition.id, actor.userId))) throw openFirst();
  return edition;
};

/** Takes an organization's rows away as a file; each time leaves a receipt and an audit row. */
export const fetchOwnRows = async (
  deed: FilingDeed,
  address: EditionAddress,
  format: 'CSV' | 'JSON',
  filters: RowFilters,
): Promise<{ edition: StoredEdition; rows: EditionRow[] }> => {
  const edition = await loadEdition(deed.tx, address.roundId, address.number);
  const rows = await allStoredRows(deed.tx, edition.id, {
    ...filters,
    evaluationOrganizationId: deed.actor.organizationId,
  });
  await insertFetch(deed.tx, newFetch(deed, edition, format, rows.length));
  deed.record({
    subjectKind: 'filed_list_edition',
    subjectId: edition.id,
    action: 'filings.fetch',
    detail: { format, rowCount: rows.length },
  });
  return { edition, rows };
};
