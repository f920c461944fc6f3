import { createHash, hash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import {
  type Actor,
  type AnyActor,
  ORGANIZATION_KINDS,
  PUBLIC,
  ROLES,
} from '../../kernel/actor.ts';
import { DomainError } from '../../kernel/error.ts';
import { addMinutes, type Instant, toInstant } from '../../kernel/time.ts';
import type { SessionRow } from '../db/database.ts';
import { parseWith, refuseUnstorable } from './failure.ts';
import type { Cookies, Route, SessionState } from './route.ts';

const roleNames = Object.keys(ROLES) as [keyof typeof ROLES];
const kindNames = Object.keys(ORGANIZATION_KINDS) as [keyof typeof ORGANIZATION_KINDS];
const kindSchema = z.enum(kindNames);
const rolesSchema = z.array(z.enum(roleNames));

export const actorOf = (session: SessionRow | undefined): Actor | typeof PUBLIC =>
  session === undefined
    ? PUBLIC
    : {
        kind: 'person',
        userId: session.userId,
        name: session.name,
        organizationId: session.organizationId,
        organizationName: session.organizationName,
        organizationKind: kindSchema.parse(session.organizationKind),
        roles: rolesSchema.parse(session.roles),
        affiliatedInstitutionIds: session.affiliatedInstitutionIds,
        sessionId: session.sessionId,
        ...(session.viewer === null
          ? {}
          : { viewer: { ...session.viewer, endsAt: toInstant(session.viewer.endsAt) } }),
      };

export const sessionStateOf = (session: SessionRow | undefined): SessionState | undefined =>
  session === undefined
    ? undefined
    : {
        restriction: session.restriction,
        provedAt: toInstant(session.provedAt),
        viewEnded: session.viewEnded,
      };

/** After so many minutes a sensitive action asks again who is sitting there (assurance A8). */
export const FRESH_MINUTES = 10;

const RESTRICTED = {
  SECOND_FACTOR: '您的角色必须启用两步验证，请先按页面提示设置，完成后再继续',
  PASSWORD: '您的密码已到期，请先修改密码，完成后再继续',
} as const;

const restricted = (restriction: keyof typeof RESTRICTED): DomainError =>
  new DomainError(
    'forbidden',
    restriction === 'PASSWORD' ? 'session.password_expired' : 'session.second_factor_required',
    RESTRICTED[restriction],
  );

const writing = (route: Route): boolean =>
  route.endpoint.method !== 'GET' || (route.kind === 'download' && 'writes' in route);

const checkView = (route: Route, actor: AnyActor, state: SessionState): void => {
  // What asks the person for a proof of identity is not for somebody else's eyes either.
  const isOpen = !writing(route) && route.requireFresh !== true;
  if (isOpen || route.whileViewing === true) return;
  if (actor.kind === 'person' && actor.viewer !== undefined) {
    const text = `您正在查看“${actor.name}”的界面，只能看，不能办理；请先结束查看`;
    throw new DomainError('forbidden', 'session.viewing', text);
  }
  if (state.viewEnded) {
    const text = '查看他人界面的时间已到，请先结束查看，再办理自己的事项';
    throw new DomainError('forbidden', 'session.view_ended', text);
  }
};

/** What the session itself forbids, whatever the role. @throws DomainError forbidden */
export const checkSession = (
  route: Route,
  actor: AnyActor,
  state: SessionState | undefined,
  at: Instant,
): void => {
  if (state === undefined) return;
  checkView(route, actor, state);
  const { restriction } = state;
  const isOpen = route.access === 'public' || restriction === null;
  if (!isOpen && route.openTo?.includes(restriction) !== true) throw restricted(restriction);
  if (route.requireFresh === true && state.provedAt < addMinutes(at, -FRESH_MINUTES)) {
    const text = `这项操作涉及敏感信息，请先确认是您本人：输入密码后 ${FRESH_MINUTES} 分钟内有效`;
    throw new DomainError('forbidden', 'session.not_fresh', text);
  }
};

/** @throws DomainError unauthenticated or forbidden: deny by default (assurance B1). */
export const checkAccess = (route: Route, actor: AnyActor): void => {
  const { access } = route;
  if (access === 'public') return;
  if (actor.kind !== 'person') {
    throw new DomainError(
      'unauthenticated',
      'session.missing',
      '请先登录；如已登录，登录可能已过期，请重新登录',
    );
  }
  if (access === 'signed_in' || actor.roles.some((role) => access.includes(role))) return;
  const who = access.map((role) => ROLES[role]).join('、');
  throw new DomainError(
    'forbidden',
    'access.not_permitted',
    `您没有这项权限，可以办理的角色：${who}`,
  );
};

const hostOf = (url: string | undefined): string | undefined =>
  url !== undefined && URL.canParse(url) ? new URL(url).host : undefined;

/**
 * Whether the browser says that another site's page has sent this. Newer ones say it in one word; older ones name the
 * page's origin, which must be an address of ours: the one asked, the one our proxy was asked, or PUBLIC_URL.
 */
const isForeign = ({ headers }: FastifyRequest, publicUrl: string | undefined): boolean => {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  const { origin } = headers;
  if (origin === undefined) return false;
  const theirs = URL.canParse(origin) ? new URL(origin) : undefined;
  if (theirs === undefined) return true;
  // With the page's own scheme, so that a proxy may name the port that every address of that scheme has.
  const asked = [headers.host, headers['x-forwarded-host']]
    .filter((host) => typeof host === 'string')
    .map((host) => hostOf(`${theirs.protocol}//${host}`));
  return ![...asked, hostOf(publicUrl)].includes(theirs.host);
};

/**
 * Cross-site requests change nothing (assurance A9): a write needs our own header, which a foreign page cannot set
 * without a preflight that we never grant; and it is refused when the browser names another site. A download that
 * leaves a receipt is followed as a link and has no header, but another site's link must not make one.
 */
export const checkSameSite = (request: FastifyRequest, publicUrl: string | undefined): void => {
  const isLink = request.method === 'GET' || request.method === 'HEAD';
  if (isForeign(request, publicUrl) || (!isLink && request.headers['x-onex-csrf'] !== '1')) {
    throw new DomainError(
      'forbidden',
      'request.cross_site',
      '请求不是从本系统页面发出的，请刷新页面后重试',
    );
  }
};

export interface CallInput {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

const NO_QUERY = z.strictObject({});

/** Parses what came by the contract; an endpoint without a schema for a part refuses content there. */
export const parseInput = (route: Route, request: FastifyRequest): CallInput => {
  const { endpoint } = route;
  refuseUnstorable(request.params);
  refuseUnstorable(request.query);
  const params =
    endpoint.params === undefined ? undefined : parseParams(endpoint.params, request.params);
  const query = parseWith(endpoint.query ?? NO_QUERY, request.query ?? {});
  if (route.kind === 'upload' || request.method === 'GET')
    return { params, query, body: undefined };
  refuseUnstorable(request.body);
  const body =
    endpoint.body === undefined ? undefined : parseWith(endpoint.body, request.body ?? {});
  return { params, query, body };
};

/** An id that cannot exist is the same as one that does not: not found, never a hint. */
const parseParams = (schema: z.ZodType, value: unknown): unknown => {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new DomainError(
    'not_found',
    'record.not_found',
    '没有找到这条记录，可能已被删除，或不在您的管理范围内',
  );
};

export const requestHash = (input: CallInput): string =>
  createHash('sha256')
    .update(JSON.stringify([input.params, input.query, input.body]))
    .digest('hex');

export const cookiesOf = (
  request: FastifyRequest,
  reply: FastifyReply,
  secure: boolean,
): Cookies => {
  const attributes = { path: '/', httpOnly: true, sameSite: 'lax', secure } as const;
  return {
    names: { session: sessionCookieName(secure), device: deviceCookieName(secure) },
    get: (name) => request.cookies[name],
    set: (name, value, maxAge) => void reply.setCookie(name, value, { ...attributes, maxAge }),
    clear: (name) => void reply.clearCookie(name, attributes),
  };
};

/** `__Host-` binds the cookie to this host and to https; a plain-http installation on loopback goes without. */
export const sessionCookieName = (secure: boolean): string => (secure ? '__Host-onex' : 'onex');
export const deviceCookieName = (secure: boolean): string =>
  secure ? '__Host-onex-device' : 'onex-device';

export const hashToken = (token: string): Buffer => hash('sha256', token, 'buffer');
