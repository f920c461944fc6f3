import { sql } from 'kysely';
import type { AnyActor } from '../kernel/actor.ts';
import type { HistoryRow } from '../kernel/history.ts';
import type { Instant } from '../kernel/time.ts';
import { type Read, sqlBuilder, type Transaction } from './db/database.ts';
import { prepared } from './db/statement.ts';
import { newId } from './random.ts';

/** What an action says of itself; time, person and request are added by the caller of `appendAudit`. */
export interface AuditEntry {
  /** The record it is about; its history page lists the entries with this kind and id. */
  readonly subjectKind: string;
  readonly subjectId: string;
  /** `feature.verb`; the endpoint's name unless one request does several things. */
  readonly action?: string;
  readonly fromStatus?: string | null;
  readonly toStatus?: string | null;
  readonly reason?: string;
  /** Facts that help to understand the change. Never personal data. */
  readonly detail?: Readonly<Record<string, unknown>>;
}

export interface AuditMoment {
  readonly actor: AnyActor;
  readonly action: string;
  readonly at: Instant;
  readonly receivedAt: Instant;
  readonly requestId?: string;
  readonly outcome: 'done' | 'refused';
}

const actorColumns = (actor: AnyActor) => {
  // Whoever looks at another person's view did it, not that person.
  const person = actor.kind === 'person' ? (actor.viewer ?? actor) : undefined;
  return actor.kind === 'person' && person !== undefined
    ? {
        actor_kind: 'person',
        account_id: person.userId,
        actor_name: person.name,
        organization_id: person.organizationId,
        organization_name: person.organizationName,
      }
    : {
        actor_kind: actor.kind,
        account_id: null,
        actor_name: actor.kind === 'public' ? '未登录' : actor.name,
        organization_id: null,
        organization_name: null,
      };
};

const detailOf = (actor: AnyActor, entry: Partial<AuditEntry>): object => ({
  ...entry.detail,
  ...(actor.kind === 'person' && actor.viewer !== undefined ? { viewing: actor.userId } : {}),
});

/** A statement takes 65,535 parameters, and a row is some fifteen of them. */
const MOST_ROWS = 2_000;

/** Appends one row for each entry in the transaction of the change itself (assurance D1): both are kept or neither. */
export const appendAudit = async (
  transaction: Transaction,
  moment: AuditMoment,
  entries: readonly Partial<AuditEntry>[],
): Promise<void> => {
  if (entries.length === 0) return;
  const rows = entries.map((entry) => ({
    id: newId(moment.at),
    occurred_at: moment.at,
    received_at: moment.receivedAt,
    action: entry.action ?? moment.action,
    outcome: moment.outcome,
    ...actorColumns(moment.actor),
    subject_kind: entry.subjectKind ?? null,
    subject_id: entry.subjectId ?? null,
    from_status: entry.fromStatus ?? null,
    to_status: entry.toStatus ?? null,
    reason: entry.reason ?? null,
    detail: JSON.stringify(detailOf(moment.actor, entry)),
    request_id: moment.requestId ?? null,
  }));
  for (let from = 0; from < rows.length; from += MOST_ROWS) {
    const insert = sqlBuilder.insertInto('audit_event').values(rows.slice(from, from + MOST_ROWS));
    // One row is the rule; a text for each number of rows would fill the connections with plans.
    await transaction.run(rows.length === 1 ? prepared(insert) : insert);
  }
};

/**
 * History of one record, oldest first: its latest 200 lines. The caller has loaded the record within the actor's scope;
 * readers outside the province see other organizations' people as the organization only.
 */
export const historyOf = async (
  read: Read,
  subject: { readonly kind: string; readonly id: string },
  reader: { readonly organizationId: string; readonly seesPeople: boolean },
): Promise<HistoryRow[]> => {
  const rows = await read.all(
    sqlBuilder
      .selectFrom('audit_event')
      .select([
        'id',
        'occurred_at',
        'action',
        'actor_name',
        'organization_id',
        'organization_name',
        'from_status',
        'to_status',
        'reason',
        'detail',
      ])
      .where('subject_kind', '=', subject.kind)
      .where('subject_id', '=', subject.id)
      .where('outcome', '=', 'done')
      .orderBy('occurred_at', 'desc')
      .orderBy(sql`id`, 'desc')
      .limit(200),
  );
  return rows.toReversed().map((row) => ({
    id: row.id,
    occurredAt: row.occurred_at,
    action: row.action,
    who:
      reader.seesPeople ||
      row.organization_id === null ||
      row.organization_id === reader.organizationId
        ? row.actor_name
        : (row.organization_name ?? ''),
    organizationName: row.organization_name,
    fromStatus: row.from_status,
    toStatus: row.to_status,
    reason: row.reason,
    detail: row.detail as Record<string, unknown>,
  }));
};
