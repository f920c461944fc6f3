import { addDays, addMinutes, type Instant } from '../../kernel/time.ts';
import type { Transaction } from '../../platform/db/database.ts';
import { hashToken } from '../../platform/http/call.ts';
import type { Cookies } from '../../platform/http/route.ts';
import { newId, newToken } from '../../platform/random.ts';
import { clientLabel } from './client-label.ts';
import { DEVICE_DAYS, SESSION_HOURS } from './sign-in-rules.ts';
import { insertSession } from './sign-in-queries.ts';

export interface OpenedSession {
  readonly id: string;
  /** Goes into the cookie and nowhere else; the database keeps its SHA-256. */
  readonly token: string;
  readonly expiresAt: Instant;
}

/**
 * Opens a session of 32 random bytes for an account that has proved who it is; without `device` the device stays
 * unknown. `agent` is the browser's User-Agent header.
 */
export const openSession = async (
  tx: Transaction,
  session: {
    readonly accountId: string;
    readonly at: Instant;
    readonly agent?: string;
    readonly device?: string;
  },
): Promise<OpenedSession> => {
  const { accountId, at, device } = session;
  const opened = {
    id: newId(at),
    token: newToken(),
    expiresAt: addMinutes(at, SESSION_HOURS * 60),
  };
  await insertSession(tx, {
    id: opened.id,
    tokenHash: hashToken(opened.token),
    accountId,
    deviceHash: device === undefined ? null : hashToken(device),
    client: clientLabel(session.agent ?? ''),
    at,
    expiresAt: opened.expiresAt,
  });
  return opened;
};

const DEVICE_TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** The device's own secret, if it has signed in before; several people of one office may share it. */
export const deviceOf = (cookies: Cookies): string | undefined => {
  const device = cookies.get(cookies.names.device);
  return device !== undefined && DEVICE_TOKEN.test(device) ? device : undefined;
};

/** Opens a session and gives the browser its cookies; the device keeps the secret it has. */
export const openSessionIn = async (
  tx: Transaction,
  cookies: Cookies,
  session: { readonly accountId: string; readonly at: Instant; readonly agent: string },
): Promise<OpenedSession> => {
  const device = deviceOf(cookies) ?? newToken();
  const opened = await openSession(tx, { ...session, device });
  cookies.set(cookies.names.session, opened.token, SESSION_HOURS * 3600);
  cookies.set(cookies.names.device, device, DEVICE_DAYS * 86_400);
  return opened;
};

/** Sessions of a device created since this instant make it a known one. */
export const deviceKnownSince = (at: Instant): Instant => addDays(at, -DEVICE_DAYS);
