import { sql } from 'kysely';
import type { Instant } from '../../kernel/time.ts';
import { sqlBuilder, type Transaction } from '../../platform/db/database.ts';
import { statement } from '../../platform/db/statement.ts';
import type { ReviewStage } from './record.ts';
import type { ApplicationVerb } from './status.ts';

export interface ItemDecisionRow {
  readonly itemId: string;
  readonly decision: string;
  readonly opinion: string;
  readonly approvedHeadcount: number | null;
}

export const saveItemDecisions = async (
  transaction: Transaction,
  applicationId: string,
  stage: ReviewStage,
  rows: readonly ItemDecisionRow[],
): Promise<void> => {
  const columns =
    stage === 'CITY_REVIEW'
      ? sql`city_decision = d.decision, city_opinion = d.opinion`
      : sql`provincial_decision = d.decision, provincial_opinion = d.opinion, approved_headcount = d.headcount`;
  await transaction.run(
    statement(sql`
      update application_item it set ${columns}
        from unnest(${rows.map((row) => row.itemId)}::uuid[], ${rows.map((row) => row.decision)}::text[],
             ${rows.map((row) => row.opinion)}::text[], ${rows.map((row) => row.approvedHeadcount)}::int[])
             as d (id, decision, opinion, headcount)
       where it.id = d.id and it.application_id = ${applicationId}`),
  );
};

export const clearItemDecisions = (
  transaction: Transaction,
  applicationId: string,
  stage: ReviewStage,
) =>
  transaction.run(
    sqlBuilder
      .updateTable('application_item')
      .set(
        stage === 'CITY_REVIEW'
          ? { city_decision: null, city_opinion: '' }
          : { provincial_decision: null, provincial_opinion: '', approved_headcount: null },
      )
      .where('application_id', '=', applicationId),
  );

export const insertDecision = (
  transaction: Transaction,
  row: {
    readonly id: string;
    readonly applicationId: string;
    readonly stage: ReviewStage;
    readonly verb: ApplicationVerb;
    readonly opinion: string;
    readonly accountId: string;
    readonly reviewerName: string;
    readonly organizationId: string;
    readonly at: Instant;
  },
): Promise<number> =>
  transaction.run(
    sqlBuilder.insertInto('review_decision').values({
      id: row.id,
      application_id: row.applicationId,
      stage: row.stage,
      verb: row.verb,
      opinion: row.opinion,
      account_id: row.accountId,
      reviewer_name: row.reviewerName,
      organization_id: row.organizationId,
      decided_at: row.at,
    }),
  );

/** Takes back the decisions of a stage; they stay on record as revoked. */
export const revokeDecisions = (
  transaction: Transaction,
  applicationId: string,
  verbs: readonly ApplicationVerb[],
  at: Instant,
) =>
  transaction.run(
    sqlBuilder
      .updateTable('review_decision')
      .set({ revoked_at: at })
      .where('application_id', '=', applicationId)
      .where('verb', 'in', [...verbs])
      .where('revoked_at', 'is', null),
  );

export const insertRemarks = async (
  transaction: Transaction,
  rows: readonly {
    readonly id: string;
    readonly applicationId: string;
    readonly decisionId: string;
    readonly stage: ReviewStage;
    readonly field: string;
    readonly text: string;
    readonly accountId: string;
    readonly at: Instant;
  }[],
): Promise<void> => {
  if (rows.length === 0) return;
  await transaction.run(
    sqlBuilder.insertInto('review_remark').values(
      rows.map((row) => ({
        id: row.id,
        application_id: row.applicationId,
        decision_id: row.decisionId,
        stage: row.stage,
        field: row.field,
        text: row.text,
        account_id: row.accountId,
        created_at: row.at,
      })),
    ),
  );
};

export const answerRemarks = async (
  transaction: Transaction,
  applicationId: string,
  answers: Readonly<Record<string, string>>,
  at: Instant,
): Promise<void> => {
  const ids = Object.keys(answers);
  if (ids.length === 0) return;
  await transaction.run(
    statement(sql`
      update review_remark m set answer = d.answer, answered_at = case when d.answer = '' then null else ${at}::timestamptz end
        from unnest(${ids}::uuid[], ${Object.values(answers)}::text[]) as d (id, answer)
       where m.id = d.id and m.application_id = ${applicationId}`),
  );
};
