import type { AnyActor } from '../../kernel/actor.ts';
import type { Instant } from '../../kernel/time.ts';
import { type Subject, transit } from '../../kernel/workflow.ts';
import type { AuditEntry } from '../../platform/audit.ts';
import type { Transaction } from '../../platform/db/database.ts';
import type { PlannedJob } from '../../platform/jobs.ts';
import type { StoredAnnouncement } from './queries.ts';
import type { Touch } from './register-queries.ts';
import {
  type AnnouncementLimit,
  type AnnouncementStatus,
  type AnnouncementVerb,
  announcementWorkflow,
} from './status.ts';

/** What every action needs: the transaction, who acts, when the request came, where to leave a trace and plan work. */
export interface AnnouncementDeed {
  readonly tx: Transaction;
  readonly actor: AnyActor;
  readonly at: Instant;
  readonly record: (entry: AuditEntry) => void;
  readonly plan: (job: PlannedJob) => void;
}

export const touchOf = ({ at, actor }: AnnouncementDeed): Touch => ({
  at,
  by: actor.kind === 'person' ? actor.userId : null,
});

export const subjectOf = (
  announcement: Pick<StoredAnnouncement, 'status' | 'publishAt'>,
): Subject<AnnouncementStatus, AnnouncementVerb, AnnouncementLimit> => ({
  status: announcement.status,
  limits: { publishAt: announcement.publishAt },
  deeds: [],
  // No institution's record: nobody is concerned in the sense of 回避.
  institutionId: '',
});

/** Asks the workflow and returns the state that the verb leads to. @throws DomainError when it is refused */
export const step = (
  deed: AnnouncementDeed,
  announcement: StoredAnnouncement,
  verb: AnnouncementVerb,
  reason?: string,
): AnnouncementStatus =>
  transit(announcementWorkflow, subjectOf(announcement), deed.actor, {
    verb,
    at: deed.at,
    ...(reason === undefined ? {} : { reason }),
  });

export const recordStep = (
  deed: AnnouncementDeed,
  announcement: { readonly id: string; readonly status: AnnouncementStatus | null },
  entry: {
    readonly verb: string;
    readonly to: AnnouncementStatus;
    readonly reason?: string;
    readonly detail?: Readonly<Record<string, unknown>>;
  },
): void =>
  deed.record({
    subjectKind: 'announcement',
    subjectId: announcement.id,
    action: `announcements.${entry.verb}`,
    fromStatus: announcement.status,
    toStatus: entry.to,
    ...(entry.reason === undefined ? {} : { reason: entry.reason }),
    ...(entry.detail === undefined ? {} : { detail: entry.detail }),
  });
