import { useEffect, useState } from 'react';
import { z } from 'zod';

import { addDays, type Instant, instantText, isBefore } from '../../../kernel/time.ts';
import { nowInstant } from '../../../ui/time/clock.ts';
import type { ApplicationView } from '../contract.ts';
import { APPLICATION_VERBS } from '../status.ts';
import { EMPTY_DRAFT, type ReviewDraft } from './review-outcome.ts';

const PREFIX = 'onex.review.';
/** Long enough for a holiday; opinions about a school do not belong on a shared machine for ever. */
const KEPT_DAYS = 14;

const stored = z.object({
  submission: z.int(),
  savedAt: instantText(),
  draft: z.object({
    verb: z.enum([...APPLICATION_VERBS, '']),
    opinion: z.string(),
    items: z.record(
      z.string(),
      z.object({
        accepted: z.boolean().nullable(),
        headcount: z.number().nullable(),
        opinion: z.string(),
      }),
    ),
    remarks: z.array(z.object({ field: z.string(), text: z.string() })),
    correctionOn: z.string(),
  }),
});

const parse = (text: string | null): z.output<typeof stored> | undefined => {
  try {
    return stored.safeParse(JSON.parse(text ?? 'null')).data;
  } catch {
    return undefined;
  }
};

const isOld = (savedAt: Instant, now: Instant): boolean =>
  !isBefore(now, addDays(savedAt, KEPT_DAYS));

/** Drops what was typed long ago, by whomever. */
const sweep = (now: Instant): void => {
  for (const key of Object.keys(localStorage).filter((one) => one.startsWith(PREFIX))) {
    const entry = parse(localStorage.getItem(key));
    if (entry === undefined || isOld(entry.savedAt, now)) localStorage.removeItem(key);
  }
};

const isUntouched = (draft: ReviewDraft): boolean =>
  draft.opinion === '' && draft.remarks.length === 0 && Object.keys(draft.items).length === 0;

const load = (key: string, submission: number): ReviewDraft => {
  try {
    sweep(nowInstant());
    const entry = parse(localStorage.getItem(key));
    // The institution has submitted again since: judgements of the older content would mislead.
    return entry === undefined || entry.submission !== submission ? EMPTY_DRAFT : entry.draft;
  } catch {
    return EMPTY_DRAFT;
  }
};

const save = (key: string, submission: number, draft: ReviewDraft): void => {
  try {
    if (isUntouched(draft)) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify({ submission, savedAt: nowInstant(), draft }));
  } catch {
    // A browser that stores nothing keeps the words as long as the page is open.
  }
};

/** What the reviewer has typed, kept on this device until it is sent. */
export const useReviewDraft = (view: ApplicationView, userId: string) => {
  const key = `${PREFIX}${userId}.${view.id}`;
  const [draft, setDraft] = useState(() => load(key, view.submissionCount));
  useEffect(() => save(key, view.submissionCount, draft), [key, view.submissionCount, draft]);
  return { draft, setDraft };
};
