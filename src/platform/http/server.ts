import { randomUUID } from 'node:crypto';
import cookie from '@fastify/cookie';
import multipart from '@fastify/multipart';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { PUBLIC } from '../../kernel/actor.ts';
import { DomainError } from '../../kernel/error.ts';
import type { Instant } from '../../kernel/time.ts';
import { isAway } from '../db/pg-errors.ts';
import type { ReceivedFile } from '../files/file-store.ts';
import { speakChinese } from './messages.ts';
import { asDomainError, errorBody, malformed, statusOf } from './failure.ts';
import { LOOK_COOKIE, lookOf } from '../page/look.ts';
import { openApiDocument } from './openapi.ts';
import { originOf } from './origin.ts';
import type { Download, Page, Route, UploadLimits } from './route.ts';
import { type Environment, runReceive, runRoute } from './run-route.ts';
import { csvTwin, sendDownload, sendPage } from './send.ts';

declare module 'fastify' {
  interface FastifyRequest {
    receivedAt: Instant;
    accountId: string | undefined;
    staleSessionId: string | undefined;
    routeName: string | undefined;
  }
}

speakChinese();

export interface HttpServerOptions {
  readonly environment: Environment;
  readonly routes: readonly Route[];
  readonly title: string;
  /** Requests being worked on at once; more are told to come back (assurance H2). */
  readonly maxInFlight?: number;
  /** Registered before the routes, so that they apply to them. */
  readonly plugins?: (app: FastifyInstance) => Promise<void>;
  /** What people type into the browser, without a trailing slash; for addresses that leave the system. */
  readonly publicUrl?: string | undefined;
  /** Whose `X-Forwarded-For` tells where a request comes from (`Config.trustedProxies`); nobody's when absent. */
  readonly trustedProxies?: readonly string[];
}

const BODY_LIMIT = 1024 * 1024;

const POLICY = [
  "default-src 'self'",
  "img-src 'self' data: blob:",
  "style-src 'self' 'unsafe-inline'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const HEADERS = {
  'content-security-policy': POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
};
const SECURE_HEADERS = { ...HEADERS, 'strict-transport-security': 'max-age=31536000' };

const secureHeaders = (reply: FastifyReply, secure: boolean): void =>
  void reply.headers(secure ? SECURE_HEADERS : HEADERS);

/** The log's line, and the note that the session was seen. */
const afterAnswer = (
  environment: Environment,
  request: FastifyRequest,
  reply: FastifyReply,
): void => {
  const { log } = environment;
  const isAnswered = reply.raw.writableFinished;
  log.info(
    {
      requestId: request.id,
      method: request.method,
      route: request.routeName ?? 'none',
      // Nobody has heard a status when the client went away before the answer was sent.
      ...(isAnswered ? { status: reply.statusCode } : { abandoned: true }),
      ms: Math.round(reply.elapsedTime),
      accountId: request.accountId,
    },
    'request',
  );
  const { staleSessionId } = request;
  if (staleSessionId === undefined) return;
  environment.touchSession(staleSessionId, request.receivedAt).catch((error: unknown) => {
    log.warn({ err: error }, 'session not touched');
  });
};

const watchRequests = (app: FastifyInstance, options: HttpServerOptions): void => {
  const { environment } = options;
  const limit = options.maxInFlight ?? 500;
  let inFlight = 0;
  app.decorateRequest('receivedAt');
  app.decorateRequest('accountId', undefined);
  app.decorateRequest('staleSessionId', undefined);
  app.decorateRequest('routeName', undefined);
  app.addHook('onRequest', (request, reply, done) => {
    inFlight += 1;
    // The framework's own end is an answer that was sent; a client that goes away in between gets none, and its place
    // would never be free again. The response closes once, however it ends.
    reply.raw.once('close', () => {
      inFlight -= 1;
      afterAnswer(environment, request, reply);
    });
    request.receivedAt = environment.clock.now();
    secureHeaders(reply, environment.secure);
    void reply.header('x-onex-now', request.receivedAt);
    if (inFlight > limit) {
      const text = '当前访问的人很多，请几秒后重试，您填写的内容不会丢失';
      done(new DomainError('unavailable', 'service.crowded', text, { retryAfter: 3 }));
      return;
    }
    done();
  });
};

/**
 * A client keeps its connection for the next request, and a server that stops would wait for it: whatever is answered
 * from then on says that the connection ends with it.
 */
const endConnectionsAtClose = (app: FastifyInstance): void => {
  let closing = false;
  app.addHook('preClose', async () => {
    closing = true;
  });
  app.addHook('onSend', (_request, reply, _payload, done) => {
    if (closing) void reply.header('connection', 'close');
    done();
  });
};

const sendFailure = (
  environment: Environment,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply => {
  const refusal = asDomainError(error);
  // A browser may keep a 404 on its own account, and the address may have an answer for the next person (C9).
  void reply.header('cache-control', 'no-store');
  if (refusal === undefined) {
    environment.log.error({ err: error, requestId: request.id, route: request.routeName }, 'fault');
    const text = `系统出现错误，已记录（编号 ${request.id.slice(0, 8)}），您填写的内容没有丢失，请稍后重试`;
    return reply.code(500).send({ code: 'service.fault', text, requestId: request.id });
  }
  if (refusal.detail.retryAfter !== undefined)
    void reply.header('retry-after', String(refusal.detail.retryAfter));
  return reply.code(statusOf(refusal)).send(errorBody(refusal, request.id));
};

const noSuchAddress = (): DomainError =>
  new DomainError('not_found', 'page.not_found', '没有这个地址，请检查链接，或从首页进入');

/** Path of the page route, if there is one, that people see at every address that leads nowhere. */
const EVERYWHERE = '/*';

/** Programs get JSON: they ask below /api, or accept nothing that a person could read. */
const wantsPage = ({ method, url, headers }: FastifyRequest): boolean =>
  (method === 'GET' || method === 'HEAD') &&
  !/^\/api(?:[/?]|$)/.test(url) &&
  /text\/html|\*\/\*/.test(headers.accept ?? '*/*');

/** Answers for an address that no route has, or that the router itself refuses. */
const noRoute =
  (options: HttpServerOptions) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const { environment, routes } = options;
    const page = routes.find(
      ({ kind, endpoint }) => kind === 'page' && endpoint.path === EVERYWHERE,
    );
    try {
      if (page !== undefined && wantsPage(request))
        return await answer(options, page, request, reply);
      throw noSuchAddress();
    } catch (error) {
      return sendFailure(environment, error, request, reply);
    }
  };

/** Whatever fails before the file begins lies in what was sent, such as a boundary that is missing or never comes. */
const filePart = async (request: FastifyRequest, { maxBytes }: UploadLimits) => {
  try {
    return await request.file({ limits: { fileSize: maxBytes + 1, files: 1, fields: 10 } });
  } catch (error) {
    throw asDomainError(error) ?? malformed();
  }
};

const receiveUpload = async (environment: Environment, route: Route, request: FastifyRequest) => {
  const limits = route.upload;
  if (limits === undefined) throw new Error(`${route.endpoint.name} has no upload limits`);
  return await runReceive(environment, route, request, async () => {
    const part = await filePart(request, limits);
    if (part === undefined)
      throw new DomainError('invalid', 'file.missing', '请选择要上传的文件', { field: 'file' });
    return await environment.files.receive(part.file, { ...limits, originalName: part.filename });
  });
};

/**
 * Removes the file of a refused request. When the line to the database broke, or a fault happened, nobody knows whether
 * the row that names the file was committed; then it stays, and the daily sweep takes it if no row does.
 */
const takeBack = async (
  environment: Environment,
  file: ReceivedFile,
  error: unknown,
): Promise<void> => {
  if (error instanceof DomainError && !isAway(error))
    await environment.files.remove(file.storageKey);
};

const answer = async (
  { environment, publicUrl }: HttpServerOptions,
  route: Route,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> => {
  request.routeName = route.endpoint.name;
  if (route.kind === 'page') {
    if (route.endpoint.path === EVERYWHERE && !wantsPage(request)) throw noSuchAddress();
    const page = (await route.handle(
      pageCall(environment, route, request, publicUrl) as never,
    )) as Page;
    const { secure } = environment;
    return sendPage(reply, request, page, { cacheSeconds: route.cacheSeconds ?? 0, secure });
  }
  const file =
    route.kind === 'upload' ? await receiveUpload(environment, route, request) : undefined;
  let result: unknown;
  try {
    result = await runRoute(environment, route, request, reply, file);
  } catch (error) {
    if (file !== undefined) await takeBack(environment, file, error);
    throw error;
  }
  if (route.kind === 'download') return sendDownload(reply, environment.files, result as Download);
  void reply.header(
    'cache-control',
    route.cacheSeconds === undefined ? 'no-store' : `public, max-age=${route.cacheSeconds}`,
  );
  return reply.send(result);
};

const pageCall = (
  environment: Environment,
  route: Route,
  request: FastifyRequest,
  publicUrl: string | undefined,
) => {
  const { endpoint } = route;
  const params = endpoint.params?.safeParse(request.params);
  const query = endpoint.query?.safeParse(request.query);
  return {
    // A public page never scolds: a query it does not understand counts as none.
    params: params?.success === true ? params.data : undefined,
    query: query?.success === true ? query.data : endpoint.query?.parse({}),
    receivedAt: request.receivedAt,
    url: new URL(request.url, 'http://page'),
    publicUrl: publicUrl ?? '',
    origin: originOf(publicUrl, request),
    look: lookOf(request.cookies?.[LOOK_COOKIE], request.headers['user-agent']),
    read: <T>(work: (read: never) => Promise<T>) =>
      environment.database.read(PUBLIC, (read) => work(read as never)),
  };
};

/** Deny by default (assurance B1). The types ask for the same; a route built past them must not slip through. */
const refuseUndeclared = ({ endpoint, access, audit }: Route): void => {
  const isNamed = access === 'public' || access === 'signed_in';
  const hasAccess = isNamed || (Array.isArray(access) && access.length > 0);
  const hasAudit = audit === 'record' || typeof audit?.none === 'string';
  if (!hasAccess) throw new Error(`${endpoint.name} does not declare who may call it`);
  if (!hasAudit)
    throw new Error(`${endpoint.name} does not declare what it leaves in the audit log`);
};

const register = (app: FastifyInstance, options: HttpServerOptions, route: Route): void => {
  const { method, path } = route.endpoint;
  app.route({
    method,
    url: path,
    handler: (request, reply) => answer(options, route, request, reply),
  });
};

/**
 * Builds the server over declared routes only; it does not listen yet. A route without access or audit and two routes
 * of one name are faults.
 */
export const createHttpServer = async (options: HttpServerOptions): Promise<FastifyInstance> => {
  const { environment, routes } = options;
  const missing = noRoute(options);
  const app = fastify({
    logger: false,
    genReqId: () => randomUUID(),
    bodyLimit: BODY_LIMIT,
    forceCloseConnections: 'idle',
    // Limits count by address: without the proxy's word a whole province would share one (assurance H5).
    trustProxy: [...(options.trustedProxies ?? [])],
    requestTimeout: 120_000,
    routerOptions: { maxParamLength: 200 },
    // An address that the router itself refuses never reaches our hooks.
    frameworkErrors: (_error, request, reply) => {
      request.receivedAt = environment.clock.now();
      secureHeaders(reply, environment.secure);
      void missing(request, reply);
    },
  });
  await app.register(cookie);
  await app.register(multipart, { throwFileSizeLimit: false });
  await options.plugins?.(app);
  watchRequests(app, options);
  endConnectionsAtClose(app);
  app.setErrorHandler((error, request, reply) => sendFailure(environment, error, request, reply));
  app.setNotFoundHandler(missing);
  const names = new Set<string>();
  const all = routes.flatMap((route) =>
    route.kind === 'list' ? [route, csvTwin(route)] : [route],
  );
  for (const route of all) {
    if (names.has(route.endpoint.name))
      throw new Error(`two routes are named ${route.endpoint.name}`);
    names.add(route.endpoint.name);
    refuseUndeclared(route);
    register(app, options, route);
  }
  // Made when it is first asked for: few do, and every start would wait for it.
  let document: string | undefined;
  app.get('/api/openapi.json', (_request, reply) => {
    document ??= JSON.stringify(openApiDocument(all, options.title));
    return reply.type('application/json').send(document);
  });
  return app;
};
