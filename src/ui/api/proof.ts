/** Runs `then` while the proof of identity is fresh: at once, or when the person has given it. Rejects with ApiError. */
type ProofAsker = (then: () => void) => Promise<void>;

const askers = new Set<ProofAsker>();

/** The shell knows how to ask; it is told to whenever a page needs a fresh proof. */
export const onProofNeeded = (asker: ProofAsker): (() => void) => {
  askers.add(asker);
  return () => askers.delete(asker);
};

/**
 * Goes on with `then` once who sits there has proved who they are within the last minutes (assurance A8). Nothing
 * happens when they do not want to; rejects with ApiError when it is refused for another reason.
 */
export const withFreshProof = async (then: () => void): Promise<void> => {
  await Promise.all([...askers].map((ask) => ask(then)));
};
