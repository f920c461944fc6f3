import { type Actor, hasRole } from '../../kernel/actor.ts';
import { addMinutes, type Instant } from '../../kernel/time.ts';
import type { Read } from '../../platform/db/database.ts';
import type { Keyring } from '../../platform/keyring.ts';
import { momentOf } from './change-record.ts';
import type { ContactHistoryRow, OrganizationContacts } from './contract.ts';
import { organizationOutOfReach } from './errors.ts';
import {
  type BodyRow,
  contactsOfOrganization,
  findBody,
  liveOfficerExists,
} from './list-queries.ts';
import { contactScope, FOLLOWERS, maintains, seesPeople, UNMASKERS } from './policy.ts';
import { kindOf, toContactView, toHistoryRow } from './present.ts';
import { historyRows, recentlyChanged } from './queries.ts';
import { UNDO_HOURS } from './rules.ts';

interface Asking {
  readonly tx: Read;
  readonly actor: Actor;
  readonly at: Instant;
  readonly keyring: Keyring;
}

const bodyInReach = async ({ tx, actor, at }: Asking, id: string): Promise<BodyRow> => {
  const body = await findBody(tx, id, contactScope(actor), momentOf(at).today);
  if (body === undefined) throw organizationOutOfReach();
  return body;
};

/** @throws DomainError not_found outside the reader's reach */
export const readOrganization = async (
  asking: Asking,
  organizationId: string,
): Promise<OrganizationContacts> => {
  const { tx, actor, at, keyring } = asking;
  const body = await bodyInReach(asking, organizationId);
  const moment = momentOf(at);
  const mayEdit = maintains(actor, organizationId);
  const undoable = mayEdit
    ? await recentlyChanged(tx, organizationId, addMinutes(at, -UNDO_HOURS * 60))
    : [];
  const rows = await contactsOfOrganization(tx, organizationId, undoable, moment);
  return {
    organizationId,
    organizationName: body.name,
    organizationKind: kindOf(body.kind),
    contacts: rows.map((row) => ({
      ...toContactView(keyring, row),
      canUndo: undoable.includes(row.id),
    })),
    hasLiveOfficer: await liveOfficerExists(tx, organizationId, moment),
    mayEdit,
    mayUnmask: hasRole(actor, ...UNMASKERS),
    mayFollow: actor.organizationId !== organizationId && hasRole(actor, ...FOLLOWERS),
  };
};

/** @throws DomainError not_found outside the reader's reach */
export const readHistory = async (
  asking: Asking,
  organizationId: string,
): Promise<{ organizationName: string; rows: ContactHistoryRow[] }> => {
  const body = await bodyInReach(asking, organizationId);
  const rows = await historyRows(asking.tx, organizationId);
  const isNamed = seesPeople(asking.actor, organizationId);
  return {
    organizationName: body.name,
    rows: rows.map((row) => toHistoryRow(asking.keyring, row, isNamed)),
  };
};
