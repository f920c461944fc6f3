import { z } from 'zod';
import { type Actor, type AnyActor, ROLES } from '../../kernel/actor.ts';
import { addMinutes, type Instant } from '../../kernel/time.ts';
import type { Read } from '../../platform/db/database.ts';
import type { SessionState } from '../../platform/http/route.ts';
import { readTitle } from '../../platform/page/site-settings.ts';
import { findSetting } from '../../platform/settings.ts';
import { persona } from './contract.ts';
import { hasDingTalk } from './dingtalk-settings.ts';
import { openFor } from './enter.ts';
import { noSuchPage, sessionNotFound } from './errors.ts';
import { sessionRowOf } from './people-rows.ts';
import { idleMinutesOf } from './security-policy.ts';
import { readSecurityPolicy } from './security-settings.ts';
import { SIGN_IN, type SignInCall } from './sign-in-actions.ts';
import {
  endSessions,
  findCredentials,
  hasAnyAccount,
  listLiveSessions,
} from './sign-in-queries.ts';
import { loginKey } from './sign-in-rules.ts';

/** Written by the program that builds the demo, and by nothing else. */
const demoSetting = z.object({ enabled: z.literal(true), personas: z.array(persona) });

export const demoOf = async (read: Read) => {
  const setting = demoSetting.safeParse(await findSetting(read, 'demo'));
  return setting.success ? setting.data : undefined;
};

/** Who is signed in, and what a page must know before anybody is. */
export const getSession = async (
  read: Read,
  actor: AnyActor,
  now: Instant,
  session: SessionState | undefined,
) => {
  const demo = await demoOf(read);
  return {
    title: await readTitle(read),
    actor:
      actor.kind === 'person'
        ? {
            ...actor,
            roles: [...actor.roles],
            affiliatedInstitutionIds: [...actor.affiliatedInstitutionIds],
          }
        : null,
    roleLabels: actor.kind === 'person' ? actor.roles.map((role) => ROLES[role]) : [],
    now,
    restriction: session?.restriction ?? null,
    viewEnded: session?.viewEnded ?? false,
    passwordProfile: (await readSecurityPolicy(read)).passwords,
    dingTalk: await hasDingTalk(read),
    demo: demo !== undefined,
    needsFirstAdministrator: !(await hasAnyAccount(read)),
    ...(demo === undefined ? {} : { personas: demo.personas }),
  };
};

/**
 * Signs in as an invented person without a password. Only where the demo's setting names that person; anywhere else
 * the address does not exist.
 */
export const demoSignIn = async (call: SignInCall, body: { readonly loginName: string }) => {
  const { tx } = call;
  const demo = await demoOf(tx);
  const login = loginKey(body.loginName);
  if (demo?.personas.some((one) => loginKey(one.loginName) === login) !== true) throw noSuchPage();
  const account = await findCredentials(tx, login);
  if (account?.status !== 'ACTIVE' || account.organizationStatus !== 'ACTIVE') throw noSuchPage();
  call.record({ subjectKind: SIGN_IN, subjectId: account.id });
  return await openFor(call, account);
};

export const listOwnSessions = async (
  read: Read,
  actor: Actor,
  at: Instant,
  idleMinutes: number,
) => {
  const idle = idleMinutesOf(actor.organizationKind, idleMinutes);
  const sessions = await listLiveSessions(read, actor.userId, at, addMinutes(at, -idle));
  return { rows: sessions.map((session) => sessionRowOf(session, actor.sessionId)) };
};

type OwnCall = SignInCall & { readonly actor: Actor };

export const endOwnSession = async (call: OwnCall, id: string): Promise<{ done: true }> => {
  const { tx, actor, receivedAt: at } = call;
  const ended = await endSessions(tx, actor.userId, at, { only: id });
  if (ended === 0) throw sessionNotFound();
  call.record({ subjectKind: SIGN_IN, subjectId: actor.userId, detail: { ended } });
  return { done: true };
};

export const endOtherSessions = async (call: OwnCall): Promise<{ ended: number }> => {
  const { tx, actor, receivedAt: at } = call;
  const ended = await endSessions(tx, actor.userId, at, { except: actor.sessionId });
  call.record({ subjectKind: SIGN_IN, subjectId: actor.userId, detail: { ended } });
  return { ended };
};
