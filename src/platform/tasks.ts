import type { Actor } from '../kernel/actor.ts';
import type { Instant } from '../kernel/time.ts';
import type { CalendarEntry } from './calendar.ts';
import type { Read } from './db/database.ts';

/** One line of “我的待办”: something a person must do, or something that others must do before they can go on. */
export interface Task {
  /** The same as long as it is the same task, unique within its source: `draft:<application>`. */
  readonly key: string;
  readonly kind: 'todo' | 'waiting';
  readonly title: string;
  /** One sentence, or ''. */
  readonly detail: string;
  /** Exclusive, as every deadline; null where there is none. */
  readonly dueAt: Instant | null;
  /** Where to act, inside the desk: a page whose rows are exactly those that the title counts. */
  readonly path: string;
  /** Of a todo: who waits for it. Of what is waited for: who has to act. Null where nobody in particular. */
  readonly waitsFor: string | null;
}

/** A moment for a person's calendar; it stays there when the task is done, as long as its subject is current. */
export interface CalendarMoment {
  /** The same as long as it is the same moment of the same subject, even when it is moved: `closing:<round>`. */
  readonly key: string;
  readonly title: string;
  readonly detail: string;
  readonly at: Instant;
  /** `ends`: an exclusive deadline; `begins`: something starts then. */
  readonly edge: 'begins' | 'ends';
  readonly path: string;
}

/** Something that goes on for a while, for the calendar only, with all that one needs to be there. */
export interface CalendarEvent extends CalendarEntry {
  /** The key of the moment whose place it takes there. */
  readonly standsFor: string;
}

/** Who asks for the events, and when. */
export interface CalendarCall {
  readonly at: Instant;
  /** Beginning of this site's addresses; '' while nobody has configured it. */
  readonly publicUrl: string;
}

/**
 * What a feature knows of people's work; `app/features.ts` hands the sources to `workbench`. Each asks at most one
 * query for its tasks, one for its moments and one for its events, in the actor's scope, and answers with at most some fifty of them: what
 * comes in hundreds is one task with a number and a list behind it.
 */
export interface TaskSource {
  /** Name of the feature. */
  readonly name: string;
  tasksFor(read: Read, actor: Actor, at: Instant): Promise<readonly Task[]>;
  deadlinesFor(read: Read, actor: Actor, at: Instant): Promise<readonly CalendarMoment[]>;
  /** Of what the calendar says more than a moment can, past and cancelled ones included. */
  eventsFor?(read: Read, actor: Actor, call: CalendarCall): Promise<readonly CalendarEvent[]>;
}

/** For sources that have none. */
export const noMoments = async (): Promise<readonly CalendarMoment[]> => [];
