import type { ApplicationView } from '../contract.ts';
import type { ApplicationVerb } from '../status.ts';

/** Refusals that say no more than that the verb belongs to another state; the state itself stands on the page. */
const MERE_STATE = 'application.wrong_state';

/** Why a verb that fits the reader's role and the state is refused all the same: time, course, or person. */
export const refusalOf = (view: ApplicationView, verb: ApplicationVerb): string | undefined => {
  const refused = view.refusals[verb];
  return refused === undefined || refused.code === MERE_STATE ? undefined : refused.text;
};

/** The same for several verbs, each text once. */
export const refusalTexts = (
  view: ApplicationView,
  verbs: readonly ApplicationVerb[],
): readonly string[] => [...new Set(verbs.flatMap((verb) => refusalOf(view, verb) ?? []))];
