import { SYSTEM } from '../../kernel/actor.ts';
import { beijingDate, type Instant } from '../../kernel/time.ts';
import type { Database } from '../../platform/db/database.ts';
import { newId } from '../../platform/random.ts';
import { gatherDigest, peopleWithHeld } from './delivery-queries.ts';
import { profileOf } from './recipient-queries.ts';
import { afterQuiet, isDigestDue } from './rules.ts';

/**
 * Makes the digests of the day that are due: one mail a person for what gathered until now. What comes later waits for
 * tomorrow's. Returns how many were made.
 */
export const gatherDigests = async (database: Database, at: Instant): Promise<number> => {
  const day = beijingDate(at);
  const people = await database.read(SYSTEM, (read) => peopleWithHeld(read, day));
  let made = 0;
  for (const person of people) {
    const profile = profileOf(person);
    if (!isDigestDue(profile, at)) continue;
    const startAt = afterQuiet(profile.quiet, at);
    const digest = { id: newId(at), accountId: person.accountId, day, at, startAt };
    const held = await database.transaction(SYSTEM, (tx) => gatherDigest(tx, digest));
    if (held > 0) made += 1;
  }
  return made;
};
