import { addDays, addMinutes, type Instant } from '../../kernel/time.ts';
import type { Transaction } from '../../platform/db/database.ts';
import { hashToken } from '../../platform/http/call.ts';
import type { Cookies, Restriction } from '../../platform/http/route.ts';
import { newId, newToken } from '../../platform/random.ts';
import { clientLabel } from './client-label.ts';
import { DEVICE_DAYS, SESSION_HOURS } from './sign-in-rules.ts';
import { insertSession } from './sign-in-queries.ts';

const DEVICE_TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** The device's own secret, if it has signed in before; several people of one office may share it. */
export const deviceOf = (cookies: Cookies): string | undefined => {
  const device = cookies.get(cookies.names.device);
  return device !== undefined && DEVICE_TOKEN.test(device) ? device : undefined;
};

/**
 * Opens a session for an account that has proved who it is, and gives the browser its cookies. The session's 32 random
 * bytes go into the cookie and nowhere else; the database keeps their SHA-256. A device keeps the secret it has.
 * `agent` is the browser's User-Agent header.
 */
export const openSession = async (
  tx: Transaction,
  cookies: Cookies,
  session: {
    readonly accountId: string;
    readonly at: Instant;
    readonly agent: string;
    /** What has to be done in it before anything else. */
    readonly restriction: Restriction | null;
    /** When the session that it takes the place of would have ended at the latest. */
    readonly expiresAt?: Instant;
  },
): Promise<{ expiresAt: Instant }> => {
  const { accountId, at, agent } = session;
  const token = newToken();
  const device = deviceOf(cookies) ?? newToken();
  const expiresAt = session.expiresAt ?? addMinutes(at, SESSION_HOURS * 60);
  await insertSession(tx, {
    id: newId(at),
    tokenHash: hashToken(token),
    accountId,
    deviceHash: hashToken(device),
    client: clientLabel(agent),
    at,
    expiresAt,
    restriction: session.restriction,
  });
  cookies.set(cookies.names.session, token, SESSION_HOURS * 3600);
  cookies.set(cookies.names.device, device, DEVICE_DAYS * 86_400);
  return { expiresAt };
};

/** Sessions of a device created since this instant make it a known one. */
export const deviceKnownSince = (at: Instant): Instant => addDays(at, -DEVICE_DAYS);
