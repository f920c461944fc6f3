import type { FastifyReply, FastifyRequest } from 'fastify';
import { sql } from 'kysely';
import { type AnyActor, PUBLIC } from '../../kernel/actor.ts';
import { DomainError } from '../../kernel/error.ts';
import type { Instant } from '../../kernel/time.ts';
import { type AuditEntry, type AuditMoment, appendAudit } from '../audit.ts';
import type { Clock } from '../clock.ts';
import { type Database, type Read, sqlBuilder, type Transaction } from '../db/database.ts';
import type { FileStore, ReceivedFile } from '../files/file-store.ts';
import type { JobQueue, PlannedJob } from '../jobs.ts';
import type { Keyring } from '../keyring.ts';
import type { Logger } from '../log.ts';
import {
  actorOf,
  type CallInput,
  checkAccess,
  checkSameSite,
  checkSession,
  cookiesOf,
  hashToken,
  parseInput,
  requestHash,
  sessionCookieName,
  sessionStateOf,
} from './call.ts';
import { earlierAnswer, type IdempotentRequest, keepAnswer } from './idempotency.ts';
import { CommittedRefusal, type Route, type SessionState } from './route.ts';

export interface Environment {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly files: FileStore;
  readonly keyring: Keyring;
  readonly jobs: Pick<JobQueue, 'plan'>;
  /** Cookies are Secure: the installation is reached by https. */
  readonly secure: boolean;
  readonly idleMinutes: number;
  /** What people type into the browser; a change must come from a page of ours. */
  readonly publicUrl?: string | undefined;
  /** Called after an answer when a session was last seen more than a minute ago. */
  readonly touchSession: (sessionId: string, at: Instant) => Promise<void>;
}

const TOUCH_AFTER_MS = 60_000;
const IDEMPOTENCY_KEY = /^[A-Za-z0-9_-]{8,255}$/;

/** Runs `work` in the transaction and scope of whoever sent the request. */
export const inSession = async <T>(
  environment: Environment,
  request: FastifyRequest,
  mode: 'read' | 'write',
  work: (tx: Transaction, actor: AnyActor, session?: SessionState) => Promise<T>,
): Promise<T> => {
  const { database, idleMinutes, secure } = environment;
  const token = request.cookies[sessionCookieName(secure)];
  if (token === undefined || token === '') {
    return mode === 'read'
      ? await database.read(PUBLIC, (read) => work(read as Transaction, PUBLIC))
      : await database.transaction(PUBLIC, (tx) => work(tx, PUBLIC));
  }
  const entry = { tokenHash: hashToken(token), at: request.receivedAt, idleMinutes, mode };
  return await database.withSession(entry, async (tx, session) => {
    if (session !== undefined) {
      request.accountId = session.viewer?.userId ?? session.userId;
      const age = Date.parse(request.receivedAt) - Date.parse(session.seenAt);
      if (age > TOUCH_AFTER_MS) request.staleSessionId = session.sessionId;
    }
    return await work(tx, actorOf(session), sessionStateOf(session));
  });
};

interface Gathered {
  readonly entries: AuditEntry[];
  readonly jobs: PlannedJob[];
}

const callOf = (
  environment: Environment,
  request: FastifyRequest,
  reply: FastifyReply,
  parts: {
    tx: Transaction;
    actor: AnyActor;
    input: CallInput;
    gathered: Gathered;
    file?: ReceivedFile;
    session?: SessionState;
  },
) => ({
  ...parts.input,
  actor: parts.actor,
  tx: parts.tx,
  receivedAt: request.receivedAt,
  requestId: request.id,
  client: { address: request.ip, agent: String(request.headers['user-agent'] ?? '').slice(0, 200) },
  cookies: cookiesOf(request, reply, environment.secure),
  keyring: environment.keyring,
  record: (entry: AuditEntry) => void parts.gathered.entries.push(entry),
  plan: (job: PlannedJob) => void parts.gathered.jobs.push(job),
  ...(parts.file === undefined ? {} : { file: parts.file }),
  ...(parts.session === undefined ? {} : { session: parts.session }),
});

const writes = (route: Route): boolean =>
  route.endpoint.method !== 'GET' || (route.kind === 'download' && 'writes' in route);

const idempotentRequest = (
  route: Route,
  request: FastifyRequest,
  actor: AnyActor,
  input: CallInput,
): IdempotentRequest | undefined => {
  const key = request.headers['idempotency-key'];
  if (key === undefined || actor.kind !== 'person' || route.secret === true) return undefined;
  // What only reads may be repeated anyway, and its transaction could not keep the answer.
  if (!writes(route)) return undefined;
  if (typeof key !== 'string' || !IDEMPOTENCY_KEY.test(key)) {
    const text = '请求的防重复编号格式不正确，请刷新页面后重试';
    throw new DomainError('invalid', 'request.bad_idempotency_key', text);
  }
  return {
    accountId: actor.userId,
    key,
    route: route.endpoint.name,
    requestHash: requestHash(input),
  };
};

const momentOf = (
  route: Route,
  request: FastifyRequest,
  actor: AnyActor,
  at: Instant,
  outcome: 'done' | 'refused',
): AuditMoment => ({
  actor,
  action: route.endpoint.name,
  at,
  receivedAt: request.receivedAt,
  requestId: request.id,
  outcome,
});

/** Access, parse, earlier answer, handler, audit, jobs: the one shape of every request (architecture.md). */
const perform = async (
  environment: Environment,
  route: Route,
  request: FastifyRequest,
  reply: FastifyReply,
  opened: { tx: Transaction; actor: AnyActor; file?: ReceivedFile; session?: SessionState },
): Promise<unknown> => {
  const { tx, actor } = opened;
  checkAccess(route, actor);
  checkSession(route, actor, opened.session, request.receivedAt);
  const input = parseInput(route, request);
  if (route.scope === 'accounts') await openAccounts(tx);
  const idempotent = idempotentRequest(route, request, actor, input);
  const earlier = idempotent === undefined ? undefined : await earlierAnswer(tx, idempotent);
  if (earlier !== undefined) return earlier.response;

  const gathered: Gathered = { entries: [], jobs: [] };
  const result = await route.handle(
    callOf(environment, request, reply, { ...opened, input, gathered }) as never,
  );
  const refused = result instanceof CommittedRefusal;
  if (!refused && route.audit === 'record' && gathered.entries.length === 0) {
    throw new Error(`${route.endpoint.name} changed something without an audit row`);
  }
  const at = environment.clock.now();
  await appendAudit(
    tx,
    momentOf(route, request, actor, at, refused ? 'refused' : 'done'),
    gathered.entries,
  );
  await environment.jobs.plan(tx, gathered.jobs);
  if (refused || route.kind === 'download') return result;
  const output = route.endpoint.output.parse(result);
  if (idempotent !== undefined) await keepAnswer(tx, idempotent, output, at);
  return output;
};

/**
 * Runs a route in its transaction. A refusal of a write is written to the audit log by itself, since its own
 * transaction is rolled back (assurance D1).
 * @throws DomainError, or a fault
 */
export const runRoute = async (
  environment: Environment,
  route: Route,
  request: FastifyRequest,
  reply: FastifyReply,
  file?: ReceivedFile,
): Promise<unknown> => {
  if (writes(route)) checkSameSite(request, environment.publicUrl);
  let who: AnyActor = PUBLIC;
  let result: unknown;
  const run = (): Promise<unknown> =>
    inSession(environment, request, writes(route) ? 'write' : 'read', (tx, actor, session) => {
      who = actor;
      return perform(environment, route, request, reply, {
        tx,
        actor,
        ...(session === undefined ? {} : { session }),
        ...(file === undefined ? {} : { file }),
      });
    });
  try {
    result = await (route.admission === undefined ? run() : route.admission(request.ip, run));
  } catch (error) {
    if (error instanceof DomainError) await recordRefusal(environment, route, request, who, error);
    throw error;
  }
  if (result instanceof CommittedRefusal) throw result.error;
  return result;
};

const openAccounts = async (tx: Read): Promise<void> => {
  await tx.all(
    sqlBuilder.selectNoFrom(sql`set_config('onex.scope', 'accounts', true)`.as('scope')),
  );
};

const askGate = async (
  environment: Environment,
  route: Route,
  request: FastifyRequest,
  tx: Read,
): Promise<void> => {
  if (route.gate === undefined) return;
  if (route.scope === 'accounts') await openAccounts(tx);
  await route.gate({
    tx,
    receivedAt: request.receivedAt,
    client: { address: request.ip },
    keyring: environment.keyring,
  });
};

/**
 * Receives a file before its route runs: nobody sends us 20 MB before we know that they may. Like any other refusal of
 * a write, one of the sender or of the file is written to the audit log.
 * @throws DomainError, or a fault
 */
export const runReceive = async <T>(
  environment: Environment,
  route: Route,
  request: FastifyRequest,
  receive: () => Promise<T>,
): Promise<T> => {
  checkSameSite(request, environment.publicUrl);
  let who: AnyActor = PUBLIC;
  try {
    await inSession(environment, request, 'read', async (tx, actor, session) => {
      who = actor;
      checkAccess(route, actor);
      checkSession(route, actor, session, request.receivedAt);
      await askGate(environment, route, request, tx);
    });
    return await receive();
  } catch (error) {
    if (error instanceof DomainError) await recordRefusal(environment, route, request, who, error);
    throw error;
  }
};

const WORTH_RECORDING = new Set([
  'forbidden',
  'not_found',
  'conflict',
  'unprocessable',
  'too_many',
]);

const recordRefusal = async (
  environment: Environment,
  route: Route,
  request: FastifyRequest,
  actor: AnyActor,
  error: DomainError,
): Promise<void> => {
  const isWrite = route.endpoint.method !== 'GET';
  if (!WORTH_RECORDING.has(error.kind) || (!isWrite && error.kind !== 'forbidden')) return;
  const moment = momentOf(route, request, actor, environment.clock.now(), 'refused');
  try {
    await environment.database.transaction(actor, (tx) =>
      appendAudit(tx, moment, [{ detail: { code: error.code } }]),
    );
  } catch (fault) {
    environment.log.error({ err: fault, route: route.endpoint.name }, 'refusal not recorded');
  }
};
