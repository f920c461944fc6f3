import type { Actor, AnyActor } from '../../kernel/actor.ts';
import { DomainError } from '../../kernel/error.ts';
import { addMinutes, formatBeijing, type Instant } from '../../kernel/time.ts';
import type { Read, Transaction } from '../../platform/db/database.ts';
import { hashToken } from '../../platform/http/call.ts';
import type { Cookies } from '../../platform/http/route.ts';
import type { PlannedJob } from '../../platform/jobs.ts';
import type { Keyring } from '../../platform/keyring.ts';
import { tell } from '../../platform/notice.ts';
import { newId, newToken } from '../../platform/random.ts';
import { authorizationUrl, unionIdOf } from './dingtalk-client.ts';
import {
  deleteIdentity,
  findAccountOfIdentity,
  findIdentityOf,
  insertExternalSignIn,
  insertIdentity,
  lockExternalSignIn,
  markExternalSignInUsed,
} from './dingtalk-queries.ts';
import { type DingTalkApp, findDingTalkApp, hasDingTalk } from './dingtalk-settings.ts';
import { enter } from './enter.ts';
import { noSuchPage } from './errors.ts';
import { mayEnter, SIGN_IN, type SignInCall } from './sign-in-actions.ts';
import { getCredentials, holdAccount } from './sign-in-queries.ts';

/** Time for scanning, choosing and confirming on DingTalk's page. */
const WAY_MINUTES = 10;

type DingTalkCall<A extends AnyActor = AnyActor> = SignInCall & {
  readonly actor: A;
  readonly keyring: Keyring;
  plan(job: PlannedJob): void;
};

const cookieOf = (cookies: Cookies): string => `${cookies.names.session}-dingtalk`;

/** Without configuration the address does not exist. */
const appOf = async (read: Read, keyring: Keyring): Promise<DingTalkApp> => {
  const app = await findDingTalkApp(read, keyring);
  if (app === undefined) throw noSuchPage();
  return app;
};

const wayOver = (): DomainError =>
  new DomainError(
    'unprocessable',
    'accounts.dingtalk_state',
    '这次钉钉登录已超时或不是从本浏览器开始的，请重新点“钉钉登录”',
  );

const unlinked = (): DomainError =>
  new DomainError(
    'unprocessable',
    'accounts.dingtalk_unlinked',
    '这个钉钉还没有绑定账号。请先用登录名和密码登录，再到“我的账号”绑定钉钉；以后就能用钉钉登录',
  );

const isOwnPath = (path: string): boolean => /^\/(?![/\\])/.test(path);

/** The state goes to DingTalk and, as a cookie, stays with the browser: only both together come back. */
const start = async (
  call: DingTalkCall,
  way: { readonly purpose: 'SIGN_IN' | 'LINK'; readonly sessionId: string | null; next: string },
): Promise<{ url: string }> => {
  const { tx, cookies, keyring, receivedAt: at } = call;
  const app = await appOf(tx, keyring);
  const state = newToken();
  await insertExternalSignIn(tx, {
    ...way,
    id: newId(at),
    stateHash: hashToken(state),
    at,
    expiresAt: addMinutes(at, WAY_MINUTES),
  });
  cookies.set(cookieOf(cookies), state, WAY_MINUTES * 60);
  return { url: authorizationUrl(app, state) };
};

export const startDingTalk = (call: DingTalkCall, next: string): Promise<{ url: string }> =>
  start(call, { purpose: 'SIGN_IN', sessionId: null, next: isOwnPath(next) ? next : '/' });

export const startDingTalkLink = async (call: DingTalkCall<Actor>): Promise<{ url: string }> => {
  call.record({ subjectKind: 'account', subjectId: call.actor.userId });
  return await start(call, {
    purpose: 'LINK',
    sessionId: call.actor.sessionId,
    next: '/account',
  });
};

const tellOwner = (call: DingTalkCall, accountId: string, what: string, at: Instant): void => {
  call.plan(
    tell({
      event: 'accounts.identityLinked',
      key: `${accountId}/${at}`,
      to: [{ accountId }],
      title: `您的账号已${what}钉钉登录`,
      lines: [`时间：${formatBeijing(at)}。不是您本人操作的，请立即修改密码并联系项目办。`],
      path: '/desk/account',
    }),
  );
};

const link = async (call: DingTalkCall, subject: Buffer, sessionId: string | null) => {
  const { tx, actor, receivedAt: at } = call;
  // Linked only by the session that was opened with the password and asked for it.
  if (actor.kind !== 'person' || actor.sessionId !== sessionId) throw wayOver();
  await insertIdentity(tx, { id: newId(at), accountId: actor.userId, subject, at });
  call.record({ subjectKind: 'account', subjectId: actor.userId, detail: { linked: 'DINGTALK' } });
  tellOwner(call, actor.userId, '绑定', at);
  return { next: '/account', entered: null };
};

const signIn = async (call: DingTalkCall, subject: Buffer, next: string) => {
  const accountId = await findAccountOfIdentity(call.tx, subject);
  if (accountId === undefined) throw unlinked();
  const account = await getCredentials(call.tx, accountId);
  // A suspended account reads the same as none (assurance A5).
  if (!mayEnter(account) || !(await holdAccount(call.tx, account))) throw unlinked();
  call.record({ subjectKind: SIGN_IN, subjectId: accountId, detail: { by: 'DINGTALK' } });
  return { next, entered: await enter(call, account) };
};

const takeWay = async (tx: Transaction, call: DingTalkCall, state: string) => {
  const { cookies, receivedAt: at } = call;
  if (cookies.get(cookieOf(cookies)) !== state) throw wayOver();
  const way = await lockExternalSignIn(tx, hashToken(state));
  if (way === undefined || way.used_at !== null || way.expires_at <= at) throw wayOver();
  await markExternalSignInUsed(tx, way.id, at);
  return way;
};

/** Back from DingTalk, once per state and only in the browser that left. */
export const finishDingTalk = async (
  call: DingTalkCall,
  body: { readonly state: string; readonly code: string },
) => {
  const { tx, cookies, keyring } = call;
  const app = await appOf(tx, keyring);
  const way = await takeWay(tx, call, body.state);
  const subject = keyring.index('dingtalk', await unionIdOf(app, body.code));
  cookies.clear(cookieOf(cookies));
  return way.purpose === 'LINK'
    ? await link(call, subject, way.session_id)
    : await signIn(call, subject, way.next_path);
};

export const getDingTalk = async (read: Read, actor: Actor) => ({
  isOn: await hasDingTalk(read),
  linkedAt: (await findIdentityOf(read, actor.userId))?.created_at ?? null,
});

export const unlinkDingTalk = async (call: DingTalkCall<Actor>): Promise<{ done: true }> => {
  const { tx, actor, receivedAt: at } = call;
  await deleteIdentity(tx, actor.userId);
  call.record({
    subjectKind: 'account',
    subjectId: actor.userId,
    detail: { unlinked: 'DINGTALK' },
  });
  tellOwner(call, actor.userId, '解除', at);
  return { done: true };
};
