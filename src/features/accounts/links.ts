import { addMinutes, type Instant } from '../../kernel/time.ts';
import type { Transaction } from '../../platform/db/database.ts';
import { hashToken } from '../../platform/http/call.ts';
import { newId, newToken } from '../../platform/random.ts';
import { deleteUnusedLinks, insertLink } from './sign-in-queries.ts';
import { LINK_HOURS } from './sign-in-rules.ts';

/** A fresh one-time link; earlier ones stop working. The secret stands behind `#`, which browsers never send. */
export const handOutLink = async (
  tx: Transaction,
  link: {
    readonly accountId: string;
    readonly purpose: 'ACTIVATE' | 'RESET';
    readonly at: Instant;
    readonly by: string | null;
  },
): Promise<{ link: string; expiresAt: Instant }> => {
  const token = newToken();
  const expiresAt = addMinutes(link.at, LINK_HOURS * 60);
  await deleteUnusedLinks(tx, link.accountId);
  await insertLink(tx, { ...link, id: newId(link.at), tokenHash: hashToken(token), expiresAt });
  return { link: `/desk/activate#${token}`, expiresAt };
};
