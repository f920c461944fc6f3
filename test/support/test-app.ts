import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import type { Instant } from '../../src/kernel/time.ts';
import { toInstant } from '../../src/kernel/time.ts';
import { type Database, openDatabase } from '../../src/platform/db/database.ts';
import { openKeyring } from '../../src/platform/keyring.ts';
import { openFileStore } from '../../src/platform/files/file-store.ts';
import type { Route } from '../../src/platform/http/route.ts';
import type { Environment } from '../../src/platform/http/run-route.ts';
import { createHttpServer } from '../../src/platform/http/server.ts';
import type { JobQueue, PlannedJob } from '../../src/platform/jobs.ts';
import { createLog } from '../../src/platform/log.ts';
import { frozenClock, type FrozenClock } from './frozen-clock.ts';
import { createTestDatabase } from './test-database.ts';
import { buildWorld, type Person, type World } from './world.ts';

export interface Answer {
  readonly status: number;
  /** Parsed JSON, or the text. Tests look into it freely. */
  readonly body: ReturnType<typeof JSON.parse>;
  readonly text: string;
  readonly headers: Record<string, string | string[] | number | undefined>;
}

export interface RequestOptions {
  readonly headers?: Record<string, string>;
  readonly query?: Record<string, string>;
}

export interface Client {
  get(path: string, options?: RequestOptions): Promise<Answer>;
  post(path: string, body?: unknown, options?: RequestOptions): Promise<Answer>;
  put(path: string, body?: unknown, options?: RequestOptions): Promise<Answer>;
  del(path: string, body?: unknown, options?: RequestOptions): Promise<Answer>;
  upload(path: string, file: { name: string; type: string; bytes: Uint8Array }): Promise<Answer>;
}

export interface TestApp {
  readonly clock: FrozenClock;
  readonly database: Database;
  readonly databaseUrl: string;
  readonly http: FastifyInstance;
  readonly world: World;
  readonly environment: Environment;
  /** Where the uploaded files and the keys lie. */
  readonly dataDir: string;
  /** Jobs that the requests planned, in order; they run only when a test runs them. */
  readonly plannedJobs: PlannedJob[];
  /** A client signed in as this person; nobody when left out. */
  as(person?: Person): Client;
  close(): Promise<void>;
}

const toAnswer = (response: LightMyRequestResponse): Answer => {
  const isJson = String(response.headers['content-type'] ?? '').includes('application/json');
  return {
    status: response.statusCode,
    body: isJson ? response.json() : response.payload,
    text: response.payload,
    headers: response.headers,
  };
};

const multipartOf = (file: { name: string; type: string; bytes: Uint8Array }) => {
  const boundary = 'onex-test-boundary';
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${file.name}"\r\nContent-Type: ${file.type}\r\n\r\n`;
  return {
    payload: Buffer.concat([Buffer.from(head), file.bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]),
    contentType: `multipart/form-data; boundary=${boundary}`,
  };
};

const clientOf = (http: FastifyInstance, cookie: string | undefined): Client => {
  const send = async (
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    url: string,
    payload: unknown,
    options: RequestOptions = {},
  ): Promise<Answer> =>
    toAnswer(
      await http.inject({
        method,
        url,
        headers: {
          ...(cookie === undefined ? {} : { cookie }),
          ...(method === 'GET' ? {} : { 'x-onex-csrf': '1' }),
          ...options.headers,
        },
        ...(options.query === undefined ? {} : { query: options.query }),
        ...(method === 'GET' || payload === undefined ? {} : { payload: payload as object }),
      }),
    );
  return {
    get: (path, options) => send('GET', path, undefined, options),
    post: (path, body = {}, options = {}) => send('POST', path, body, options),
    put: (path, body = {}, options = {}) => send('PUT', path, body, options),
    del: (path, body, options = {}) => send('DELETE', path, body, options),
    upload: (path, file) => {
      const { payload, contentType } = multipartOf(file);
      return send('POST', path, payload, { headers: { 'content-type': contentType } });
    },
  };
};

/**
 * A whole server over its own database and its own frozen clock, reached as a browser reaches it.
 * @param options.at the instant the clock stands at, 2025-03-01 10:00 in Beijing by default
 * @param options.routes the features under test; all of them by default
 */
export const startTestApp = async (
  options: { readonly at?: string; readonly routes?: readonly Route[] } = {},
): Promise<TestApp> => {
  const clock = frozenClock(toInstant(options.at ?? '2025-03-01T02:00:00.000Z'));
  const store = await createTestDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'onex-test-'));
  const log = createLog(process.env['TEST_LOG'] ?? 'fatal');
  const database = openDatabase(store.url, { poolSize: 8, onIdleError: () => undefined });
  const plannedJobs: PlannedJob[] = [];
  const jobs: Pick<JobQueue, 'plan'> = {
    plan: async (_transaction, more) => void plannedJobs.push(...more),
  };
  const world = await buildWorld(database, clock.now());
  const environment: Environment = {
    database,
    clock,
    log,
    files: await openFileStore(dataDir),
    keyring: await openKeyring(dataDir),
    jobs,
    secure: false,
    idleMinutes: 30,
    touchSession: async (_sessionId: string, _at: Instant) => undefined,
  };
  const routes = options.routes ?? (await import('../../src/app/features.ts')).allRoutes;
  const http = await createHttpServer({ environment, routes, title: '测试' });
  return {
    clock,
    database,
    databaseUrl: store.url,
    http,
    world,
    environment,
    dataDir,
    plannedJobs,
    as: (person) => clientOf(http, person === undefined ? undefined : `onex=${person.token}`),
    async close() {
      await http.close();
      await database.close();
      await store.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
};
