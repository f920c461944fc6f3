import { z } from 'zod';
import { ROLES, type Role } from '../kernel/actor.ts';
import { jobKind, planned, type PlannedJob } from './jobs.ts';

/**
 * Something that people are to be told, as the feature says it. Where and when it reaches whom is the business of the
 * `notifications` feature, which no other feature has to know.
 */
export const noticeSchema = z.strictObject({
  /** `feature.event`, e.g. `applications.returned`; declared with a label as a `NoticeEvent`. */
  event: z.string().regex(/^[a-z-]+\.[a-zA-Z]+$/),
  /** Which occurrence of the event: told once however often it is said. */
  key: z.string().min(1).max(200),
  to: z
    .array(
      z.union([
        z.strictObject({ accountId: z.uuid() }),
        z.strictObject({
          organizationId: z.uuid(),
          /** All active people of the organization when absent. */
          roles: z.array(z.enum(Object.keys(ROLES) as [Role, ...Role[]])).optional(),
        }),
        /** Everybody who holds the role, in whatever organization. */
        z.strictObject({ role: z.enum(Object.keys(ROLES) as [Role, ...Role[]]) }),
      ]),
    )
    .min(1)
    .max(10_000),
  title: z.string().min(1).max(100),
  /** Paragraphs of plain text. No personal data: a mailbox is read by others, too. */
  lines: z.array(z.string().max(500)).max(20),
  /** Where to act, a path of this site, e.g. `/desk/applications/<id>`. */
  path: z.string().startsWith('/').max(300),
  /** After this instant it is no longer worth telling (a reminder of a deadline that has passed). */
  until: z.iso.datetime().optional(),
});

export type Notice = z.infer<typeof noticeSchema>;

/** An event that people may switch per channel; every feature exports its own, `app/features.ts` collects them. */
export interface NoticeEvent {
  readonly name: string;
  /** What the preferences page calls it. */
  readonly label: string;
  /** Cannot be switched off in the inbox and ignores quiet hours and digests: security, a return with a deadline. */
  readonly isUrgent?: true;
  /** Asks people to do something: becomes a to-do in DingTalk, which `settle` ends. */
  readonly asksToAct?: true;
  /** Says nothing of a single organization, so that it may stand in the province's chat group. */
  readonly isForGroups?: true;
}

const known = new Map<string, NoticeEvent>();

/** Makes events known to the preferences page and to the delivery; `app/features.ts` calls it for every feature. */
export const registerNoticeEvents = (events: readonly NoticeEvent[]): void => {
  for (const event of events) known.set(event.name, event);
};

export const noticeEvents = (): readonly NoticeEvent[] => [...known.values()];

/** An event that nobody registered is told under its bare name, like any that is not urgent. */
export const noticeEvent = (name: string): NoticeEvent => known.get(name) ?? { name, label: name };

/** Works out recipients and channels; handled by the `notifications` feature. */
export const noticeJob = jobKind({
  name: 'notifications.expand',
  data: noticeSchema,
  leaseSeconds: 60,
  retries: 10,
});

/** The job that tells it: plan it in the transaction of the change (`call.plan(tell({...}))`). */
export const tell = (notice: Notice): PlannedJob =>
  planned(noticeJob, notice, { key: `${notice.event}:${notice.key}` });

/** Ends the to-dos of a notice; handled by the `notifications` feature. */
export const settledJob = jobKind({
  name: 'notifications.settle',
  data: noticeSchema.pick({ event: true, key: true }),
  leaseSeconds: 60,
  retries: 10,
});

/** What the notice asked for is done, or no longer asked: plan it in the transaction that settles it. */
export const settle = ({ event, key }: Pick<Notice, 'event' | 'key'>): PlannedJob =>
  planned(settledJob, { event, key }, { key: `${event}:${key}` });
