import { isDeepStrictEqual } from 'node:util';
import { sql, type RawBuilder } from 'kysely';
import { type AnyActor, scopeOf } from '../../kernel/actor.ts';
import type { Instant } from '../../kernel/time.ts';
import { type Read, sqlBuilder, type Transaction } from '../../platform/db/database.ts';
import { prepared, statement } from '../../platform/db/statement.ts';
import { columnsOfFile } from '../../platform/files/file-columns.ts';
import type { ReceivedFile } from '../../platform/files/file-store.ts';
import type { ApplicationContent } from './content.ts';
import type { SubmissionWords } from './contract.ts';
import type { ApplicationRecord, ReviewStage } from './record.ts';
import {
  DECISIONS,
  EVER_FILED,
  ITEMS,
  MAJORS,
  PLAN_FILE,
  REMARKS,
  SUBMITTED_MAJORS,
} from './record-queries.ts';
import type { ApplicationStatus } from './status.ts';

/** Which applications an actor may reach; `a` is the application. A bureau never sees what was not yet submitted. */
export const inScope = (actor: AnyActor): RawBuilder<boolean> => {
  const scope = scopeOf(actor);
  switch (scope.kind) {
    case 'all':
      return sql<boolean>`true`;
    case 'institution':
      return sql<boolean>`a.institution_id = ${scope.organizationId}`;
    case 'bureau':
      return sql<boolean>`(a.reviewing_bureau_id = ${scope.organizationId} and a.submission_count > 0)`;
    default:
      return sql<boolean>`false`;
  }
};

interface LoadedRow {
  readonly record: ApplicationRecord;
}

/**
 * One application with all that hangs on it, in one round trip; `undefined` outside the actor's scope. Built as `json`,
 * which is written once, where `jsonb` is taken apart and put together at each level; only `people` keep the order of
 * `jsonb`, because the hash on the receipt covers it.
 */
export const findApplication = async (
  read: Read,
  actor: AnyActor,
  applicationId: string,
): Promise<ApplicationRecord | undefined> => {
  const row = await read.maybe(
    prepared(
      statement(sql<LoadedRow>`
      select json_build_object(
        'id', a.id, 'version', a.version, 'status', a.status, 'roundId', r.id, 'roundTitle', r.title,
        'year', r.year, 'sequence', r.sequence, 'opensAt', onex_instant(r.opens_at),
        'closesAt', onex_instant(greatest(x.closes_at, r.closes_at)),
        'cityReviewDueAt', onex_instant(r.city_review_due_at), 'eligibleKinds', r.eligible_kinds,
        'rules', r.rules, 'institutionId', o.id, 'institutionName', o.name,
        'institutionCode', coalesce(i.institution_code, o.code), 'institutionKind', i.institution_kind,
        'affiliation', i.affiliation, 'areaName', coalesce(dv.name, ''),
        'reviewingBureauId', a.reviewing_bureau_id, 'reviewingBureauName', b.name,
        'returnedFrom', a.returned_from, 'correctionDueAt', onex_instant(a.correction_due_at),
        'receiptNumber', a.receipt_number, 'submittedAt', onex_instant(a.submitted_at),
        'submissionCount', a.submission_count, 'isNewInstitution', a.is_new_institution,
        'people', jsonb_build_object('leaderName', a.leader_name, 'leaderTitle', a.leader_title,
          'departmentName', a.department_name, 'departmentHead', a.department_head,
          'officerName', a.officer_name, 'officerTitle', a.officer_title, 'officePhone', a.office_phone),
        'conditions', a.conditions, 'statementAccepted', a.statement_accepted,
        'acceptedWarnings', a.accepted_warnings, 'items', ${ITEMS}, 'planFile', ${PLAN_FILE},
        'decisions', ${DECISIONS}, 'remarks', ${REMARKS}, 'majors', ${MAJORS},
        'submittedMajors', ${SUBMITTED_MAJORS}, 'everFiledCertificateIds', ${EVER_FILED}) as record
      from application a
      join application_round r on r.id = a.round_id
      join organization o on o.id = a.institution_id
      join institution i on i.organization_id = o.id
      left join division dv on dv.code = o.area_code
      left join organization b on b.id = a.reviewing_bureau_id
      left join round_extension x
        on x.round_id = a.round_id and x.organization_id = a.institution_id and x.revoked_at is null
      where a.id = ${applicationId} and ${inScope(actor)}`),
    ),
  );
  return row?.record;
};

export const insertApplication = (
  transaction: Transaction,
  row: {
    readonly id: string;
    readonly roundId: string;
    readonly institutionId: string;
    readonly reviewingBureauId: string | null;
    readonly content: ApplicationContent;
    readonly actorId: string;
    readonly at: Instant;
  },
): Promise<number> =>
  transaction.run(
    sqlBuilder.insertInto('application').values({
      id: row.id,
      round_id: row.roundId,
      institution_id: row.institutionId,
      reviewing_bureau_id: row.reviewingBureauId,
      status: 'DRAFT',
      ...contentColumns(row.content),
      created_at: row.at,
      created_by: row.actorId,
      updated_at: row.at,
      updated_by: row.actorId,
    }),
  );

const contentColumns = (content: ApplicationContent) => ({
  leader_name: content.leaderName,
  leader_title: content.leaderTitle,
  department_name: content.departmentName,
  department_head: content.departmentHead,
  officer_name: content.officerName,
  officer_title: content.officerTitle,
  office_phone: content.officePhone,
  conditions: JSON.stringify(content.conditions),
  statement_accepted: content.statementAccepted,
  accepted_warnings: JSON.stringify(content.acceptedWarnings),
  item_count: content.items.length,
  planned_headcount: content.items.reduce((sum, item) => sum + (item.plannedHeadcount ?? 0), 0),
});

type Item = ApplicationContent['items'][number];

const itemColumns = (item: Item, position: number) => ({
  id: item.id,
  position,
  certificate_level_id: item.certificateLevelId,
  institution_major_ids: item.institutionMajorIds,
  grades: item.grades,
  planned_headcount: item.plannedHeadcount,
  site_intention: item.siteIntention,
  three_year_reason: item.threeYearReason,
  note: item.note,
});

/**
 * The items exactly as given, in their order. What stands as it was is left alone (a draft saves itself after every
 * pause, mostly with one item changed); what the city said of an item stays with it, whatever is changed in it.
 * @param stored what is there, in its order
 */
export const replaceItems = async (
  transaction: Transaction,
  applicationId: string,
  items: readonly Item[],
  stored: readonly Item[],
): Promise<void> => {
  const given = new Map(items.map((item, position) => [item.id, itemColumns(item, position)]));
  const same = new Set(
    stored
      .map(itemColumns)
      .filter((row) => isDeepStrictEqual(row, given.get(row.id)))
      .map(({ id }) => id),
  );
  const gone = stored.map(({ id }) => id).filter((id) => !same.has(id));
  const rows = [...given.values()].filter(({ id }) => !same.has(id));
  const said = gone.length === 0 ? [] : await removeItems(transaction, applicationId, gone);
  if (rows.length === 0) return;
  const saidOf = new Map(said.map(({ id, ...words }) => [id, words]));
  await transaction.run(
    sqlBuilder.insertInto('application_item').values(
      rows.map((row) => ({
        ...row,
        ...(saidOf.get(row.id) ?? NOTHING_SAID),
        application_id: applicationId,
      })),
    ),
  );
};

const NOTHING_SAID = { city_decision: null, city_opinion: '' };

/** Removes items and answers with what the city had said of them. */
const removeItems = (transaction: Transaction, applicationId: string, ids: string[]) =>
  transaction.all(
    sqlBuilder
      .deleteFrom('application_item')
      .where('application_id', '=', applicationId)
      .where(sql<boolean>`id = any(${ids}::uuid[])`)
      .returning(['id', 'city_decision', 'city_opinion']),
  );

interface Edit {
  readonly applicationId: string;
  /** The version the editor saw. */
  readonly version: number;
  readonly actorId: string | null;
  readonly at: Instant;
}

const edited = (edit: Edit) =>
  sqlBuilder
    .updateTable('application')
    .set({ version: edit.version + 1, updated_at: edit.at, updated_by: edit.actorId })
    .where('id', '=', edit.applicationId)
    .where('version', '=', edit.version);

export const updateContent = (
  transaction: Transaction,
  edit: Edit,
  content: ApplicationContent,
): Promise<void> =>
  transaction.updateExactlyOne(prepared(edited(edit).set(contentColumns(content))));

export const updatePlanFile = (
  transaction: Transaction,
  edit: Edit,
  fileId: string | null,
): Promise<void> => transaction.updateExactlyOne(edited(edit).set({ plan_file_id: fileId }));

export interface StatusChange {
  readonly status: ApplicationStatus;
  readonly reviewingBureauId?: string | null;
  readonly returnedFrom?: ReviewStage | null;
  readonly correctionDueAt?: Instant | null;
  readonly decidedAt?: Instant | null;
  /** The declaration is given anew for each submission. */
  readonly withdrawStatement?: true;
  readonly submission?: {
    readonly receiptNumber: string;
    readonly submittedAt: Instant;
    readonly submittedBy: string;
    readonly count: number;
    readonly isNewInstitution: boolean;
    readonly newItemCount: number;
  };
}

/** The only place where an application's status is written. */
export const updateStatus = (
  transaction: Transaction,
  edit: Edit,
  change: StatusChange,
): Promise<void> => {
  const { submission } = change;
  return transaction.updateExactlyOne(
    prepared(
      edited(edit).set({
        status: change.status,
        ...(change.reviewingBureauId === undefined
          ? {}
          : { reviewing_bureau_id: change.reviewingBureauId }),
        ...(change.returnedFrom === undefined ? {} : { returned_from: change.returnedFrom }),
        ...(change.correctionDueAt === undefined
          ? {}
          : { correction_due_at: change.correctionDueAt }),
        ...(change.decidedAt === undefined ? {} : { decided_at: change.decidedAt }),
        ...(change.withdrawStatement === undefined ? {} : { statement_accepted: false }),
        ...(submission === undefined
          ? {}
          : {
              receipt_number: submission.receiptNumber,
              submitted_at: submission.submittedAt,
              submitted_by: submission.submittedBy,
              submission_count: submission.count,
              is_new_institution: submission.isNewInstitution,
              new_item_count: submission.newItemCount,
            }),
      }),
    ),
  );
};

export const insertSubmission = (
  transaction: Transaction,
  row: {
    readonly applicationId: string;
    readonly number: number;
    readonly submittedAt: Instant;
    readonly submittedBy: string;
    readonly content: string;
    readonly contentHash: string;
    readonly words: SubmissionWords;
  },
): Promise<number> =>
  transaction.run(
    prepared(
      sqlBuilder.insertInto('application_submission').values({
        application_id: row.applicationId,
        number: row.number,
        submitted_at: row.submittedAt,
        submitted_by: row.submittedBy,
        content: row.content,
        content_hash: row.contentHash,
        words: JSON.stringify(row.words),
      }),
    ),
  );

/**
 * New or continuing is fixed when the application is submitted. The stage that it goes to decides anew; what the city
 * said of an item stays for the province, which reviews it (四.2).
 */
export const freezeItems = (
  transaction: Transaction,
  applicationId: string,
  submission: { readonly newItemIds: string[]; readonly to: ApplicationStatus },
) =>
  transaction.run(
    prepared(
      sqlBuilder
        .updateTable('application_item')
        .set({
          is_new: sql<boolean>`id = any(${submission.newItemIds}::uuid[])`,
          ...(submission.to === 'CITY_REVIEW' ? { city_decision: null, city_opinion: '' } : {}),
          provincial_decision: null,
          provincial_opinion: '',
          approved_headcount: null,
        })
        .where('application_id', '=', applicationId),
    ),
  );

export const insertStoredFile = (
  transaction: Transaction,
  row: {
    readonly id: string;
    readonly file: ReceivedFile;
    readonly purpose: string;
    readonly organizationId: string;
    readonly at: Instant;
    readonly actorId: string;
  },
): Promise<number> =>
  transaction.run(
    sqlBuilder.insertInto('stored_file').values({
      id: row.id,
      ...columnsOfFile(row.file),
      purpose: row.purpose,
      organization_id: row.organizationId,
      created_at: row.at,
      created_by: row.actorId,
    }),
  );

export const findStoredFile = (read: Read, fileId: string) =>
  read.maybe(sqlBuilder.selectFrom('stored_file').selectAll().where('id', '=', fileId));

export const findSubmission = (read: Read, applicationId: string, number: number) =>
  read.maybe(
    sqlBuilder
      .selectFrom('application_submission')
      .select(['number', 'submitted_at', 'content', 'content_hash', 'words'])
      .where('application_id', '=', applicationId)
      .where('number', '=', number),
  );

/** The institution's latest earlier application that was submitted, to copy from. */
export const findLastApplicationId = async (
  read: Read,
  institutionId: string,
): Promise<string | undefined> => {
  const row = await read.maybe(
    sqlBuilder
      .selectFrom('application')
      .innerJoin('application_round', 'application_round.id', 'application.round_id')
      .select('application.id')
      .where('institution_id', '=', institutionId)
      .where('submission_count', '>', 0)
      .orderBy('application_round.year', 'desc')
      .orderBy('application_round.sequence', 'desc')
      .limit(1),
  );
  return row?.id;
};

export const lockForFiling = (transaction: Transaction, ids: readonly string[]) =>
  transaction.all(
    statement(sql<{ id: string; status: ApplicationStatus; institutionId: string }>`
      select id, status, institution_id as "institutionId" from application
       where id = any (${[...ids]}::uuid[]) order by id for update`),
  );

/** The bulk twin of `updateStatus`, for rows that are locked. */
export const setFiled = (
  transaction: Transaction,
  ids: readonly string[],
  by: { readonly actorId: string | null; readonly at: Instant },
): Promise<number> =>
  transaction.run(
    statement(sql`
      update application set status = 'FILED', version = version + 1, updated_at = ${by.at}, updated_by = ${by.actorId}
       where id = any (${[...ids]}::uuid[]) and status in ('APPROVED', 'PARTIALLY_APPROVED')`),
  );
