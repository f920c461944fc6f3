import type { Actor } from '../../kernel/actor.ts';
import { beijingDate, type DateOnly, type Instant } from '../../kernel/time.ts';
import type { AuditEntry } from '../../platform/audit.ts';
import type { Transaction } from '../../platform/db/database.ts';
import type { PlannedJob } from '../../platform/jobs.ts';
import type { Keyring } from '../../platform/keyring.ts';
import { newId } from '../../platform/random.ts';
import { contactNotFound, keptByOthers } from './errors.ts';
import type { ContactChangeVerb, Duty } from './labels.ts';
import { type ContactRow, findContactRow, type Moment } from './list-queries.ts';
import { contactScope, maintains } from './policy.ts';
import { insertChange, type StoredFacts, type Touch } from './queries.ts';
import { type OpenPair, sealChange } from './seal.ts';

/** What every action of this feature needs to know of its request. */
export interface Doing {
  readonly tx: Transaction;
  readonly actor: Actor;
  readonly at: Instant;
  readonly keyring: Keyring;
  record(entry: AuditEntry): void;
  plan(job: PlannedJob): void;
}

export const SUBJECT = 'contact';

export const momentOf = (at: Instant): Moment => ({ at, today: beijingDate(at) });

export const touchOf = ({ at, actor }: Pick<Doing, 'at' | 'actor'>): Touch => ({
  at,
  by: actor.userId,
});

/** @throws DomainError not_found outside the actor's reach */
export const loadContact = async (
  { tx, actor, at }: Pick<Doing, 'tx' | 'actor' | 'at'>,
  id: string,
): Promise<ContactRow> => {
  const row = await findContactRow(tx, id, contactScope(actor), momentOf(at));
  if (row === undefined) throw contactNotFound();
  return row;
};

/** The same for a change: only the organization's own people make one. @throws DomainError forbidden */
export const loadOwnContact = async (doing: Doing, id: string): Promise<ContactRow> => {
  const row = await loadContact(doing, id);
  if (!maintains(doing.actor, row.organizationId)) throw keptByOthers();
  return row;
};

export const factsOf = (
  row: Omit<StoredFacts, 'validFrom' | 'validTo'> & {
    readonly validFrom: DateOnly;
    readonly validTo: DateOnly | null;
  },
): StoredFacts => ({
  name: row.name,
  department: row.department,
  title: row.title,
  landline: row.landline,
  validFrom: row.validFrom,
  validTo: row.validTo,
  confirmedAt: row.confirmedAt,
});

/** One line of the history, with the state it led to. @returns its id */
export const keepChange = async (
  doing: Doing,
  change: {
    readonly contactId: string;
    readonly organizationId: string;
    readonly verb: ContactChangeVerb;
    readonly reason?: string;
    readonly state?: { readonly facts: StoredFacts; readonly values: OpenPair };
    readonly previousId?: string | null;
  },
): Promise<string> => {
  const id = newId(doing.at);
  const pair =
    change.state === undefined
      ? { mobileSealed: null, mailboxSealed: null }
      : sealChange(doing.keyring, id, change.state.values);
  await insertChange(
    doing.tx,
    {
      id,
      contactId: change.contactId,
      organizationId: change.organizationId,
      verb: change.verb,
      reason: change.reason ?? '',
      facts: change.state?.facts ?? null,
      ...pair,
      previousId: change.previousId ?? null,
    },
    touchOf(doing),
  );
  return id;
};

/** The audit log says what was done to whose contact; names and numbers stand in the history only. */
export const recordDone = (
  doing: Doing,
  contact: { readonly id: string; readonly duty: Duty },
  more: Pick<AuditEntry, 'action' | 'reason' | 'detail'> = {},
): void =>
  doing.record({
    subjectKind: SUBJECT,
    subjectId: contact.id,
    ...more,
    detail: { duty: contact.duty, ...more.detail },
  });
