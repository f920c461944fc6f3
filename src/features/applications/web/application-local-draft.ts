import { z } from 'zod';
import { type Instant, instantText } from '../../../kernel/time.ts';
import { storedContentSchema } from '../content.ts';
import type { Draft } from './application-merge.ts';

/** Every unsaved draft of this device; whoever signs out takes away what begins so. */
export const LOCAL_DRAFT_PREFIX = 'onex.draft.';

export interface LocalDraft {
  readonly draft: Draft;
  /** What the server had when typing began. */
  readonly base: Draft;
  readonly keptAt: Instant;
  /** Names of certificates that were chosen but are not saved yet, by level id. */
  readonly levelNames: Readonly<Record<string, string>>;
}

/** What a number box held that is no number; JSON knows none. */
const UNREADABLE = 'NaN';
const headcount = z
  .union([z.number(), z.literal(UNREADABLE).transform(() => Number.NaN)])
  .nullable();
const { items } = storedContentSchema.shape;

/** As it was typed: what the server would refuse (too long, no number) must come back too. */
const draftSchema = z.object({
  content: storedContentSchema.extend({
    items: z.array(items.element.extend({ plannedHeadcount: headcount })),
  }),
  answers: z.record(z.string(), z.string()),
});
const localSchema = z.object({
  draft: draftSchema,
  base: draftSchema,
  keptAt: instantText(),
  levelNames: z.record(z.string(), z.string()),
});

const keyOf = (userId: string, applicationId: string): string =>
  `${LOCAL_DRAFT_PREFIX}application.${userId}.${applicationId}`;

/** What was typed and had not reached the server when the page was left; `undefined` when there is nothing. */
export const readLocalDraft = (userId: string, applicationId: string): LocalDraft | undefined => {
  try {
    const stored: unknown = JSON.parse(
      localStorage.getItem(keyOf(userId, applicationId)) ?? 'null',
    );
    const parsed = localSchema.safeParse(stored);
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
};

export const keepLocalDraft = (userId: string, applicationId: string, kept: LocalDraft): void => {
  try {
    const text = JSON.stringify(kept, (_name, value: unknown) =>
      Number.isNaN(value) ? UNREADABLE : value,
    );
    localStorage.setItem(keyOf(userId, applicationId), text);
  } catch {
    // Storage is full or switched off: what is typed still stands on the page and goes to the server.
  }
};

export const dropLocalDraft = (userId: string, applicationId: string): void => {
  try {
    localStorage.removeItem(keyOf(userId, applicationId));
  } catch {
    // Nothing can have been kept either.
  }
};

/** On a shared computer nobody finds what somebody else typed. */
export const dropForeignDrafts = (userId: string): void => {
  try {
    const own = `${LOCAL_DRAFT_PREFIX}application.${userId}.`;
    const foreign = Object.keys(localStorage).filter(
      (key) => key.startsWith(LOCAL_DRAFT_PREFIX) && !key.startsWith(own),
    );
    for (const key of foreign) localStorage.removeItem(key);
  } catch {
    // Without storage there is nothing to find.
  }
};
