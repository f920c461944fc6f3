import { sql } from 'kysely';
import type { DateOnly, Instant } from '../../kernel/time.ts';
import { type Read, sqlBuilder, type Transaction } from '../../platform/db/database.ts';
import { statement } from '../../platform/db/statement.ts';
import type { EditionEntry, EditionRow } from './edition.ts';
import { ROW_COLUMNS } from './edition-queries.ts';

/** A line with what the list needs besides its words. */
export interface StoredEntry extends EditionEntry {
  readonly evaluationOrganizationId: string;
  readonly searchText: string;
}

export type StoredRow = StoredEntry & EditionRow;

/** Rows in force of an edition, with what the next one needs of them. */
export const entriesInForce = (read: Read, editionId: string): Promise<StoredEntry[]> =>
  read.all(
    sqlBuilder
      .selectFrom('filed_list_row as w')
      .select(ROW_COLUMNS)
      .select([
        'w.evaluation_organization_id as evaluationOrganizationId',
        'w.search_text as searchText',
      ])
      .where('w.edition_id', '=', editionId)
      .where('w.change', '<>', 'REMOVED')
      .orderBy('w.position'),
  );

/** Filings of the round in force, in the words of today's registers. */
export const filingsInForce = (read: Read, roundId: string): Promise<StoredEntry[]> =>
  read.all(
    statement(sql<StoredEntry>`
      select f.filing_number as "filingNumber", o.name as "institutionName", i.institution_kind as "institutionKind",
             coalesce(d.name, '') as "areaName", c.name as "certificateName", l.level,
             e.id as "evaluationOrganizationId", e.name as "evaluationOrganizationName",
             f.major_names as "majorNames", f.headcount, f.is_new as "isNew",
             o.search_text || '|' || c.search_text || '|' || lower(f.filing_number) as "searchText"
        from filing f
        join organization o on o.id = f.institution_id
        join institution i on i.organization_id = f.institution_id
        left join division d on d.code = o.area_code
        join certificate_level l on l.id = f.certificate_level_id
        join certificate c on c.id = l.certificate_id
        join organization e on e.id = f.evaluation_organization_id
       where f.round_id = ${roundId} and f.status = 'FILED'`),
  );

export interface InstitutionWords {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly areaName: string;
  readonly searchText: string;
}

export const institutionWords = (read: Read, ids: readonly string[]): Promise<InstitutionWords[]> =>
  read.all(
    statement(sql<InstitutionWords>`
      select o.id, o.name, i.institution_kind as kind, coalesce(d.name, '') as "areaName",
             o.search_text as "searchText"
        from organization o
        join institution i on i.organization_id = o.id
        left join division d on d.code = o.area_code
       where o.id = any(${[...ids]}::uuid[])`),
  );

export interface LevelWords {
  readonly id: string;
  readonly certificateName: string;
  readonly level: number;
  readonly evaluationOrganizationId: string;
  readonly evaluationOrganizationName: string;
  readonly searchText: string;
}

export const levelWords = (read: Read, ids: readonly string[]): Promise<LevelWords[]> =>
  read.all(
    statement(sql<LevelWords>`
      select l.id, c.name as "certificateName", l.level, e.id as "evaluationOrganizationId",
             e.name as "evaluationOrganizationName", c.search_text as "searchText"
        from certificate_level l
        join certificate c on c.id = l.certificate_id
        join organization e on e.id = c.evaluation_organization_id
       where l.id = any(${[...ids]}::uuid[])`),
  );

/** How many filings of the round have a number; 0 before the first. */
export const lastFilingNumber = async (read: Read, roundId: string): Promise<number> => {
  const row = await read.maybe(
    sqlBuilder.selectFrom('filing_counter').select('last_number').where('round_id', '=', roundId),
  );
  return row?.last_number ?? 0;
};

/** True when nobody else is confirming a list of this round; held until the transaction ends. */
export const tryConfirmationLock = async (tx: Transaction, roundId: string): Promise<boolean> => {
  const row = await tx.one(
    statement(
      sql<{
        locked: boolean;
      }>`select pg_try_advisory_xact_lock(hashtextextended(${`filed_list/${roundId}`}, 7)) as locked`,
    ),
  );
  return row.locked;
};

/** Locks the round's counter row until the transaction ends and returns the last number given. */
export const lockCounter = async (tx: Transaction, roundId: string): Promise<number> => {
  await tx.run(
    sqlBuilder
      .insertInto('filing_counter')
      .values({ round_id: roundId, last_number: 0 })
      .onConflict((conflict) => conflict.column('round_id').doNothing()),
  );
  const row = await tx.one(
    sqlBuilder
      .selectFrom('filing_counter')
      .select('last_number')
      .where('round_id', '=', roundId)
      .forUpdate(),
  );
  return row.last_number;
};

export const setCounter = (tx: Transaction, roundId: string, lastNumber: number): Promise<void> =>
  tx.updateExactlyOne(
    sqlBuilder
      .updateTable('filing_counter')
      .set({ last_number: lastNumber })
      .where('round_id', '=', roundId),
  );

export interface NewFiling {
  readonly id: string;
  readonly filingNumber: string;
  readonly institutionId: string;
  readonly certificateLevelId: string;
  readonly evaluationOrganizationId: string;
  readonly applicationItemId: string;
  readonly headcount: number;
  readonly majorNames: readonly string[];
  readonly isNew: boolean;
}

/** PostgreSQL takes 65,535 parameters a statement; this keeps well below. */
const ROWS_PER_INSERT = 1000;

const inChunks = async <T>(
  rows: readonly T[],
  write: (chunk: readonly T[]) => Promise<unknown>,
) => {
  for (let start = 0; start < rows.length; start += ROWS_PER_INSERT) {
    await write(rows.slice(start, start + ROWS_PER_INSERT));
  }
};

export const insertFilings = (
  tx: Transaction,
  filings: readonly NewFiling[],
  shared: {
    readonly roundId: string;
    readonly validFrom: DateOnly;
    readonly validTo: DateOnly;
    readonly at: Instant;
    readonly by: string | null;
  },
): Promise<void> =>
  inChunks(filings, (chunk) =>
    tx.run(
      sqlBuilder.insertInto('filing').values(
        chunk.map((filing) => ({
          id: filing.id,
          filing_number: filing.filingNumber,
          round_id: shared.roundId,
          institution_id: filing.institutionId,
          certificate_level_id: filing.certificateLevelId,
          evaluation_organization_id: filing.evaluationOrganizationId,
          application_item_id: filing.applicationItemId,
          headcount: filing.headcount,
          major_names: [...filing.majorNames],
          is_new: filing.isNew,
          valid_from: shared.validFrom,
          valid_to: shared.validTo,
          status: 'FILED',
          created_at: shared.at,
          created_by: shared.by,
          updated_at: shared.at,
          updated_by: shared.by,
        })),
      ),
    ),
  );

export const insertEdition = async (
  tx: Transaction,
  edition: {
    readonly id: string;
    readonly roundId: string;
    readonly number: number;
    readonly confirmedAt: Instant;
    readonly confirmedBy: string;
    readonly confirmerName: string;
    readonly note: string;
    readonly rowCount: number;
    readonly addedCount: number;
    readonly changedCount: number;
    readonly removedCount: number;
    readonly contentHash: string;
  },
  rows: readonly StoredRow[],
): Promise<void> => {
  await tx.run(
    sqlBuilder.insertInto('filed_list_edition').values({
      id: edition.id,
      round_id: edition.roundId,
      number: edition.number,
      confirmed_at: edition.confirmedAt,
      confirmed_by: edition.confirmedBy,
      confirmer_name: edition.confirmerName,
      note: edition.note,
      row_count: edition.rowCount,
      added_count: edition.addedCount,
      changed_count: edition.changedCount,
      removed_count: edition.removedCount,
      content_hash: edition.contentHash,
    }),
  );
  await inChunks(rows, (chunk) =>
    tx.run(
      sqlBuilder.insertInto('filed_list_row').values(
        chunk.map((row) => ({
          edition_id: edition.id,
          position: row.position,
          change: row.change,
          filing_number: row.filingNumber,
          institution_name: row.institutionName,
          institution_kind: row.institutionKind,
          area_name: row.areaName,
          certificate_name: row.certificateName,
          level: row.level,
          evaluation_organization_id: row.evaluationOrganizationId,
          evaluation_organization_name: row.evaluationOrganizationName,
          major_names: [...row.majorNames],
          headcount: row.headcount,
          is_new: row.isNew,
          search_text: row.searchText,
        })),
      ),
    ),
  );
};

/**
 * Whether each of these new filings says what its application item says. Asked after the applications
 * are closed to further decisions, so that nothing can be decided otherwise in between.
 */
export const filingsMatchDecisions = async (
  tx: Transaction,
  filingIds: readonly string[],
): Promise<boolean> => {
  const row = await tx.one(
    statement(sql<{ differing: number }>`
      select count(*) as differing
        from filing f join application_item it on it.id = f.application_item_id
       where f.id = any(${[...filingIds]}::uuid[])
         and (it.provincial_decision is distinct from 'APPROVED' or it.approved_headcount is distinct from f.headcount)`),
  );
  return row.differing === 0;
};
