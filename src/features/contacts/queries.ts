import { sql } from 'kysely';
import type { DateOnly, Instant } from '../../kernel/time.ts';
import { type Read, sqlBuilder, type Transaction } from '../../platform/db/database.ts';
import { statement } from '../../platform/db/statement.ts';
import type { ContactChangeVerb, ContactReport, Duty } from './labels.ts';

/** The two identifiers as they are stored. */
export interface SealedValues {
  readonly mobile_sealed: string | null;
  readonly mobile_index: Buffer | null;
  readonly mailbox_sealed: string | null;
  readonly mailbox_index: Buffer | null;
}

export interface ContactValues {
  readonly name: string;
  readonly department: string;
  readonly title: string;
  readonly landline: string;
  readonly search_text: string;
}

export interface Touch {
  readonly at: Instant;
  readonly by: string | null;
}

export const insertContact = async (
  tx: Transaction,
  row: ContactValues &
    SealedValues & {
      readonly id: string;
      readonly organization_id: string;
      readonly duty: Duty;
      readonly valid_from: DateOnly;
      readonly confirmed_at: Instant | null;
    },
  touch: Touch,
): Promise<void> => {
  await tx.run(
    sqlBuilder.insertInto('contact').values({
      ...row,
      confirmed_by: row.confirmed_at === null ? null : touch.by,
      created_at: touch.at,
      created_by: touch.by,
      updated_at: touch.at,
      updated_by: touch.by,
    }),
  );
};

export interface ContactPatch extends Partial<ContactValues>, Partial<SealedValues> {
  readonly valid_from?: DateOnly;
  readonly valid_to?: DateOnly | null;
  readonly confirmed_at?: Instant | null;
  readonly confirmed_by?: string | null;
  readonly reported_kind?: ContactReport | null;
  readonly reported_at?: Instant | null;
  readonly revoked_at?: Instant | null;
  readonly revoked_by?: string | null;
}

/** @throws DomainError conflict `record.changed` when the contact is no longer at the version seen */
export const updateContact = (
  tx: Transaction,
  seen: { readonly id: string; readonly version: number },
  patch: ContactPatch,
  touch: Touch,
): Promise<void> =>
  tx.updateExactlyOne(
    sqlBuilder
      .updateTable('contact')
      .set({
        ...patch,
        updated_at: touch.at,
        updated_by: touch.by,
        version: seen.version + 1,
      })
      .where('id', '=', seen.id)
      .where('version', '=', seen.version)
      .where('revoked_at', 'is', null),
  );

/** Who else holds a duty at any time from this day on. */
export const holdersFrom = (
  read: Read,
  organizationId: string,
  duty: Duty,
  from: DateOnly,
): Promise<{ id: string; valid_to: DateOnly | null }[]> =>
  read.all(
    statement(sql<{ id: string; valid_to: DateOnly | null }>`
      select c.id, c.valid_to from contact c
       where c.organization_id = ${organizationId} and c.duty = ${duty} and c.revoked_at is null
         and (c.valid_to is null or c.valid_to > ${from})`),
  );

/** The state that a change led to, without the sealed values. */
export interface StoredFacts {
  readonly name: string;
  readonly department: string;
  readonly title: string;
  readonly landline: string;
  readonly validFrom: DateOnly;
  readonly validTo: DateOnly | null;
  readonly confirmedAt: Instant | null;
}

export interface NewChange {
  readonly id: string;
  readonly contactId: string;
  readonly organizationId: string;
  readonly verb: ContactChangeVerb;
  readonly reason: string;
  readonly facts: StoredFacts | null;
  readonly mobileSealed: string | null;
  readonly mailboxSealed: string | null;
  readonly previousId: string | null;
}

export const insertChange = async (
  tx: Transaction,
  change: NewChange,
  touch: Touch,
): Promise<void> => {
  await tx.run(
    sqlBuilder.insertInto('contact_change').values({
      id: change.id,
      contact_id: change.contactId,
      organization_id: change.organizationId,
      verb: change.verb,
      reason: change.reason,
      facts: JSON.stringify(change.facts ?? {}),
      mobile_sealed: change.mobileSealed,
      mailbox_sealed: change.mailboxSealed,
      previous_id: change.previousId,
      created_at: touch.at,
      created_by: touch.by,
    }),
  );
};

export interface StoredChange {
  readonly id: string;
  readonly contactId: string;
  readonly verb: ContactChangeVerb;
  readonly facts: StoredFacts;
  readonly mobileSealed: string | null;
  readonly mailboxSealed: string | null;
  readonly previousId: string | null;
  readonly createdAt: Instant;
}

const CHANGE_COLUMNS = sql`h.id, h.contact_id as "contactId", h.verb, h.facts, h.mobile_sealed as "mobileSealed",
  h.mailbox_sealed as "mailboxSealed", h.previous_id as "previousId", h.created_at as "createdAt"`;

/** A change of state that stands and that no later one has replaced. */
const isLatest = sql<boolean>`h.verb in ('REGISTER', 'CHANGE', 'SUCCEED', 'END') and h.undone_at is null
  and not exists (select from contact_change n
    where n.previous_id = h.id and n.contact_id = h.contact_id and n.undone_at is null)`;

/** The change that made the contact what it is. */
export const latestChange = (read: Read, contactId: string): Promise<StoredChange | undefined> =>
  read.maybe(
    statement(sql<StoredChange>`
      select ${CHANGE_COLUMNS} from contact_change h where h.contact_id = ${contactId} and ${isLatest}`),
  );

export const changeById = (read: Read, id: string): Promise<StoredChange> =>
  read.one(
    statement(sql<StoredChange>`select ${CHANGE_COLUMNS} from contact_change h where h.id = ${id}`),
  );

/** When somebody last said of the contact that it is right; a change says so too, but only as long as it stands. */
export const lastConfirmation = async (read: Read, contactId: string): Promise<Instant | null> => {
  const { at } = await read.one(
    statement(sql<{ at: Instant | null }>`
      select max(h.created_at) as at from contact_change h
       where h.contact_id = ${contactId} and h.verb = 'CONFIRM'`),
  );
  return at;
};

/** Contacts of the organization whose latest change is younger than `since` and can be taken back at them. */
export const recentlyChanged = async (
  read: Read,
  organizationId: string,
  since: Instant,
): Promise<string[]> => {
  const rows = await read.all(
    statement(sql<{ id: string }>`
      select h.contact_id as id from contact_change h
       where h.organization_id = ${organizationId} and h.created_at > ${since} and h.verb <> 'SUCCEED'
         and ${isLatest}`),
  );
  return rows.map(({ id }) => id);
};

export const markUndone = (tx: Transaction, changeId: string, touch: Touch): Promise<void> =>
  tx.updateExactlyOne(
    sqlBuilder
      .updateTable('contact_change')
      .set({ undone_at: touch.at, undone_by: touch.by })
      .where('id', '=', changeId)
      .where('undone_at', 'is', null),
  );

/** A row that somebody else is changing is waited for. */
export const versionOf = (tx: Transaction, contactId: string): Promise<{ version: number }> =>
  tx.one(
    statement(
      sql<{
        version: number;
      }>`select c.version from contact c where c.id = ${contactId} for update`,
    ),
  );

export interface HistoryRecord extends StoredChange {
  readonly duty: Duty;
  readonly personName: string;
  readonly reason: string;
  readonly undoneAt: Instant | null;
  readonly who: string | null;
  readonly previousContactId: string | null;
  readonly previousFacts: StoredFacts | null;
  readonly previousMobileSealed: string | null;
  readonly previousMailboxSealed: string | null;
}

/** Newest first; the caller has checked that its reader reaches the organization. */
export const historyRows = (read: Read, organizationId: string): Promise<HistoryRecord[]> =>
  read.all(
    statement(sql<HistoryRecord>`
      select ${CHANGE_COLUMNS}, c.duty, coalesce(h.facts ->> 'name', c.name) as "personName", h.reason,
             h.undone_at as "undoneAt", a.name as who, p.contact_id as "previousContactId",
             p.facts as "previousFacts", p.mobile_sealed as "previousMobileSealed",
             p.mailbox_sealed as "previousMailboxSealed"
        from contact_change h
        join contact c on c.id = h.contact_id
        left join contact_change p on p.id = h.previous_id
        left join account a on a.id = h.created_by
       where h.organization_id = ${organizationId}
       order by h.created_at desc, h.id desc limit 300`),
  );

export const insertExport = async (
  tx: Transaction,
  row: {
    readonly id: string;
    readonly organizationId: string;
    readonly accountId: string;
    readonly purpose: string;
    readonly rowCount: number;
    readonly at: Instant;
  },
): Promise<void> => {
  await tx.run(
    sqlBuilder.insertInto('contact_export').values({
      id: row.id,
      organization_id: row.organizationId,
      account_id: row.accountId,
      purpose: row.purpose,
      row_count: row.rowCount,
      created_at: row.at,
      created_by: row.accountId,
    }),
  );
};

/** Exports by this person since then. Two at once are counted one after the other. */
export const exportsSince = async (
  read: Read,
  accountId: string,
  since: Instant,
): Promise<number> => {
  const { count } = await read.one(
    statement(sql<{ count: number }>`
      select count(*)::int as count from contact_export e
       where e.account_id = ${accountId} and e.created_at >= ${since}`),
  );
  return count;
};

export const lockExports = async (tx: Transaction, accountId: string): Promise<void> => {
  await tx.all(
    statement(
      sql<unknown>`select pg_advisory_xact_lock(hashtextextended(${`contact_export/${accountId}`}, 12))`,
    ),
  );
};

export interface ExportRecord {
  readonly id: string;
  readonly at: Instant;
  readonly who: string;
  readonly organizationName: string;
  readonly purpose: string;
  readonly rowCount: number;
}

/** Whatever the row-level scope lets the reader see: all for the province, their own for a bureau. */
export const latestExports = (read: Read): Promise<ExportRecord[]> =>
  read.all(
    statement(sql<ExportRecord>`
      select e.id, e.created_at as at, a.name as who, o.name as "organizationName", e.purpose,
             e.row_count as "rowCount"
        from contact_export e join account a on a.id = e.account_id join organization o on o.id = e.organization_id
       order by e.created_at desc, e.id desc limit 100`),
  );
