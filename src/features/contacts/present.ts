import { ORGANIZATION_KINDS } from '../../kernel/actor.ts';
import { type DateOnly, toDateOnly } from '../../kernel/time.ts';
import type { Keyring } from '../../platform/keyring.ts';
import {
  type ContactHistoryRow,
  type ContactView,
  type DeadRow,
  type DirectoryRow,
  kindSchema,
} from './contract.ts';
import { CONTACT_REPORTS, CONTACT_STATES, DEAD_GROUPS, DUTIES } from './labels.ts';
import type { ContactRow, DeadRecord, DirectoryRecord } from './list-queries.ts';
import type { HistoryRecord, StoredFacts } from './queries.ts';
import { maskedPair, type SealedPair } from './seal.ts';

// The check constraint of the table allows exactly these.
export const kindOf = (value: string) => kindSchema.parse(value);
const dayOrNull = (value: string | null): DateOnly | null =>
  value === null ? null : toDateOnly(value);

export const toContactView = (keyring: Keyring, row: ContactRow): ContactView => ({
  id: row.id,
  duty: row.duty,
  name: row.name,
  department: row.department,
  title: row.title,
  landline: row.landline,
  ...maskedPair(keyring, 'contact', row.id, row),
  validFrom: toDateOnly(row.validFrom),
  validTo: dayOrNull(row.validTo),
  state: row.state,
  confirmedAt: row.confirmedAt,
  dueAt: row.dueAt,
  reported: row.reported,
  version: row.version,
});

export const toDirectoryRow = (keyring: Keyring, row: DirectoryRecord): DirectoryRow => {
  const { version: _, ...contact } = toContactView(keyring, row);
  const kind = kindOf(row.organizationKind);
  return {
    ...contact,
    organizationId: row.organizationId,
    organizationName: row.organizationName,
    organizationKind: kind,
    organizationKindLabel: ORGANIZATION_KINDS[kind],
    areaName: row.areaName ?? '',
    dutyLabel: DUTIES[row.duty],
    stateLabel: CONTACT_STATES[row.state],
  };
};

export const toDeadRow = (row: DeadRecord): DeadRow => {
  const kind = kindOf(row.organizationKind);
  return {
    key: row.key,
    group: row.group,
    groupLabel: DEAD_GROUPS[row.group],
    organizationId: row.organizationId,
    organizationName: row.organizationName,
    organizationKind: kind,
    organizationKindLabel: ORGANIZATION_KINDS[kind],
    duty: row.duty,
    dutyLabel: DUTIES[row.duty],
    name: row.name,
    since: row.since,
    reportLabel: row.reported === null ? '' : CONTACT_REPORTS[row.reported],
  };
};

const toFacts = (
  keyring: Keyring,
  changeId: string,
  facts: StoredFacts,
  pair: SealedPair,
): NonNullable<ContactHistoryRow['after']> => ({
  name: facts.name,
  department: facts.department,
  title: facts.title,
  landline: facts.landline,
  ...maskedPair(keyring, 'contact_change', changeId, pair),
  validFrom: toDateOnly(facts.validFrom),
  validTo: dayOrNull(facts.validTo),
});

const HAS_STATE = new Set(['REGISTER', 'CHANGE', 'SUCCEED', 'END']);

/** `who` is '' to readers who may not know other organizations' people. */
export const toHistoryRow = (
  keyring: Keyring,
  row: HistoryRecord,
  seesPeople: boolean,
): ContactHistoryRow => ({
  id: row.id,
  contactId: row.contactId,
  duty: row.duty,
  personName: row.personName,
  verb: row.verb,
  reason: row.reason,
  occurredAt: row.createdAt,
  who: seesPeople ? (row.who ?? '') : '',
  before:
    row.previousFacts === null || row.previousId === null
      ? null
      : toFacts(keyring, row.previousId, row.previousFacts, {
          mobileSealed: row.previousMobileSealed,
          mailboxSealed: row.previousMailboxSealed,
        }),
  after: HAS_STATE.has(row.verb) ? toFacts(keyring, row.id, row.facts, row) : null,
  undoneAt: row.undoneAt,
});
