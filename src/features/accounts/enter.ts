import type { Actor, AnyActor } from '../../kernel/actor.ts';
import type { Instant } from '../../kernel/time.ts';
import type { Transaction } from '../../platform/db/database.ts';
import { hashToken } from '../../platform/http/call.ts';
import type { Cookies } from '../../platform/http/route.ts';
import { newId, newToken } from '../../platform/random.ts';
import { sessionGone } from './errors.ts';
import { deleteSteps, findFactor, insertStep } from './factor-queries.ts';
import { stepEnds } from './factor-rules.ts';
import { restrictionOf } from './security-policy.ts';
import { readSecurityPolicy } from './security-settings.ts';
import { openSession } from './sessions.ts';
import { type Credentials, endSessions, holdAccount } from './sign-in-queries.ts';

/** What opening a session needs to know of a request. */
export interface EnterCall {
  readonly tx: Transaction;
  readonly actor: AnyActor;
  readonly receivedAt: Instant;
  readonly client: { readonly address: string; readonly agent: string };
  readonly cookies: Cookies;
}

/** Whose session it is: the supporter's where somebody looks at another person's view. */
export const ownIdOf = (actor: Actor): string => actor.viewer?.userId ?? actor.userId;

/**
 * Ends the session that asks, for a new one to take its place. One that was ended in the meantime, as by a reset of the
 * password, must not get a successor.
 */
export const replaceOwnSession = async (
  call: EnterCall & { readonly actor: Actor },
  seen: Pick<Credentials, 'id' | 'passwordHash'>,
): Promise<void> => {
  const { tx, actor, receivedAt: at } = call;
  const isHeld = await holdAccount(tx, seen);
  const ended = await endSessions(tx, ownIdOf(actor), at, { only: actor.sessionId });
  if (!isHeld || ended === 0) throw sessionGone();
};

type Entering = Pick<Credentials, 'id' | 'name' | 'roles' | 'passwordChangedAt'>;

/** Opens the session of somebody who has proved all that is asked; it may be bound to one thing first. */
export const openFor = async (call: EnterCall, account: Entering) => {
  const { tx, actor, cookies, receivedAt: at } = call;
  // Whoever was signed in here before is not any longer (ASVS 7.2.4).
  if (actor.kind === 'person') {
    await endSessions(tx, ownIdOf(actor), at, { only: actor.sessionId });
  }
  const factor = await findFactor(tx, account.id);
  const hasSecondFactor = factor !== undefined && factor.confirmedAt !== null;
  const { roles, passwordChangedAt } = account;
  const policy = await readSecurityPolicy(tx);
  const session = await openSession(tx, cookies, {
    accountId: account.id,
    at,
    agent: call.client.agent,
    restriction: restrictionOf(policy, { roles, passwordChangedAt, hasSecondFactor }, at),
  });
  await deleteSteps(tx, account.id);
  return { name: account.name, expiresAt: session.expiresAt };
};

/** After the first factor: a session, or, for whoever has a second one, the step in which it is asked for. */
export const enter = async (call: EnterCall, account: Entering) => {
  const { tx, receivedAt: at } = call;
  const factor = await findFactor(tx, account.id);
  if (factor === undefined || factor.confirmedAt === null) return await openFor(call, account);
  const token = newToken();
  const expiresAt = stepEnds(at);
  await insertStep(tx, {
    id: newId(at),
    accountId: account.id,
    tokenHash: hashToken(token),
    at,
    expiresAt,
  });
  return { secondStep: { token, expiresAt } };
};
