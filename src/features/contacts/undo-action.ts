import { addMinutes, type Instant, isBefore } from '../../kernel/time.ts';
import { searchText } from '../../platform/search-key.ts';
import { type Doing, loadOwnContact, recordDone, touchOf } from './change-record.ts';
import { nothingToUndo } from './errors.ts';
import type { ContactChangeVerb } from './labels.ts';
import {
  changeById,
  lastConfirmation,
  latestChange,
  markUndone,
  type StoredChange,
  updateContact,
  versionOf,
} from './queries.ts';
import { UNDO_HOURS } from './rules.ts';
import { openPair, sealContact } from './seal.ts';

interface Seen {
  readonly id: string;
  readonly version: number;
}

const laterOf = (one: Instant | null, other: Instant | null): Instant | null => {
  if (one === null || other === null) return one ?? other;
  return isBefore(one, other) ? other : one;
};

/**
 * Puts a contact back into the state that an earlier change had led to; its numbers are sealed into the row anew. What
 * was confirmed since stays confirmed: a confirmation is no part of any change.
 */
const restore = async (doing: Doing, seen: Seen, change: StoredChange): Promise<void> => {
  const { facts } = change;
  const values = openPair(doing.keyring, 'contact_change', change.id, change);
  const confirmedAt = laterOf(facts.confirmedAt, await lastConfirmation(doing.tx, seen.id));
  await updateContact(
    doing.tx,
    seen,
    {
      name: facts.name,
      department: facts.department,
      title: facts.title,
      landline: facts.landline,
      search_text: searchText(facts.name, facts.department),
      ...sealContact(doing.keyring, seen.id, values),
      valid_from: facts.validFrom,
      valid_to: facts.validTo,
      confirmed_at: confirmedAt,
    },
    touchOf(doing),
  );
};

/** The one who went for a successor that is taken back holds the duty again. */
const bringBack = async (doing: Doing, gone: StoredChange): Promise<void> => {
  const latest = await latestChange(doing.tx, gone.contactId);
  if (latest?.id !== gone.id || gone.previousId === null) throw nothingToUndo();
  const { version } = await versionOf(doing.tx, gone.contactId);
  await markUndone(doing.tx, gone.id, touchOf(doing));
  const before = await changeById(doing.tx, gone.previousId);
  await restore(doing, { id: gone.contactId, version }, before);
};

/**
 * Takes back the latest change of a contact while it is fresh; the history keeps it, marked. A hand-over is taken back
 * at the successor, both halves at once.
 * @throws DomainError unprocessable `contacts.nothing_to_undo`
 */
export const undoChange = async (
  doing: Doing,
  id: string,
  body: { readonly version: number },
): Promise<{ undone: ContactChangeVerb }> => {
  const { tx, at } = doing;
  const row = await loadOwnContact(doing, id);
  const latest = await latestChange(tx, id);
  if (latest === undefined || latest.createdAt <= addMinutes(at, -UNDO_HOURS * 60))
    throw nothingToUndo();
  if (latest.verb === 'SUCCEED') throw nothingToUndo();
  const seen = { id, version: body.version };
  const touch = touchOf(doing);
  const previous = latest.previousId === null ? undefined : await changeById(tx, latest.previousId);
  if (latest.verb === 'REGISTER') {
    await updateContact(tx, seen, { revoked_at: at, revoked_by: touch.by }, touch);
    if (previous !== undefined) await bringBack(doing, previous);
  } else {
    if (previous === undefined) throw nothingToUndo();
    await restore(doing, seen, previous);
  }
  await markUndone(tx, latest.id, touch);
  recordDone(doing, row, { detail: { undone: latest.verb } });
  return { undone: latest.verb };
};
