import type { AnyActor } from '../../kernel/actor.ts';
import type { Instant } from '../../kernel/time.ts';
import { type Subject, transit } from '../../kernel/workflow.ts';
import type { AuditEntry } from '../../platform/audit.ts';
import type { Transaction } from '../../platform/db/database.ts';
import type { PlannedJob } from '../../platform/jobs.ts';
import type { StoredSession, Touch } from './queries.ts';
import {
  infoSessionWorkflow,
  type SessionLimit,
  type SessionStatus,
  type SessionVerb,
} from './status.ts';

/** What every action needs: the transaction, who acts, when the request came, where to leave a trace and plan work. */
export interface SessionDeed<A extends AnyActor = AnyActor> {
  readonly tx: Transaction;
  readonly actor: A;
  readonly at: Instant;
  readonly record: (entry: AuditEntry) => void;
  readonly plan: (job: PlannedJob) => void;
}

export const touchOf = ({ at, actor }: SessionDeed): Touch => ({
  at,
  by: actor.kind === 'person' ? actor.userId : null,
});

export const subjectOf = (
  session: Pick<StoredSession, 'status' | 'startsAt' | 'endsAt'>,
): Subject<SessionStatus, SessionVerb, SessionLimit> => ({
  status: session.status,
  limits: { startsAt: session.startsAt, endsAt: session.endsAt },
  deeds: [],
  // No institution's record: nobody is concerned in the sense of 回避.
  institutionId: '',
});

/** Asks the workflow and returns the state that the verb leads to. @throws DomainError when it is refused */
export const step = (
  deed: SessionDeed,
  session: StoredSession,
  verb: SessionVerb,
  reason?: string,
): SessionStatus =>
  transit(infoSessionWorkflow, subjectOf(session), deed.actor, {
    verb,
    at: deed.at,
    ...(reason === undefined ? {} : { reason }),
    ...(verb === 'edit' && session.status === 'RETURNED' ? { choose: 'RETURNED' } : {}),
  });

export const recordStep = (
  deed: SessionDeed,
  session: { readonly id: string; readonly status: SessionStatus | null },
  entry: {
    readonly verb: string;
    readonly to: SessionStatus;
    readonly reason?: string;
    readonly detail?: Readonly<Record<string, unknown>>;
  },
): void =>
  deed.record({
    subjectKind: 'info_session',
    subjectId: session.id,
    action: `info-sessions.${entry.verb}`,
    fromStatus: session.status,
    toStatus: entry.to,
    ...(entry.reason === undefined ? {} : { reason: entry.reason }),
    ...(entry.detail === undefined ? {} : { detail: entry.detail }),
  });
