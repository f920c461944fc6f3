import { allRoutes } from '../src/app/features.ts';
import { type Actor, type AnyActor, PUBLIC } from '../src/kernel/actor.ts';
import type { Endpoint } from '../src/kernel/endpoint.ts';
import type { Instant } from '../src/kernel/time.ts';
import type { Database, Query, Read, Transaction } from '../src/platform/db/database.ts';
import type { Page, PageCall, Route } from '../src/platform/http/route.ts';
import { lookOf } from '../src/platform/page/look.ts';
import type { User } from './province.ts';

/** One statement as the product sends it: text, parameters, and whether the connection keeps its plan. */
export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
  readonly prepared: boolean;
}

export interface Captured {
  /** What the product's handler ran for its data: no session, no audit, no idempotency. */
  readonly statements: readonly Statement[];
  readonly output: unknown;
  /** Bytes of the answer's body. */
  readonly bytes: number;
}

const recording = (tx: Transaction, log: Statement[]): Transaction => {
  const noted = <Q extends Query<unknown>>(query: Q): Q => {
    const { sql, parameters } = query.compile();
    log.push({ text: sql, values: parameters, prepared: query.isPrepared === true });
    return query;
  };
  return {
    all: (query) => tx.all(noted(query)),
    one: (query) => tx.one(noted(query)),
    maybe: (query) => tx.maybe(noted(query)),
    run: (query) => tx.run(noted(query)),
    updateExactlyOne: (query) => tx.updateExactlyOne(noted(query)),
    savepoint: (work) => tx.savepoint(work),
  };
};

export const actorOf = (user: User): Actor => ({
  kind: 'person',
  userId: user.accountId,
  name: user.name,
  organizationId: user.organizationId,
  organizationName: user.organizationName,
  organizationKind: user.organizationKind,
  roles: [user.role],
  affiliatedInstitutionIds: [],
  sessionId: user.accountId,
});

const routeOf = (name: string): Route => {
  const found = allRoutes.find((route) => route.endpoint.name === name);
  if (found === undefined) throw new Error(`no route ${name}`);
  return found;
};

class TakenBack extends Error {}

/** Runs the work in the actor's scope and takes everything back. */
const withoutTrace = async <T>(
  database: Database,
  actor: AnyActor,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> => {
  let result: { readonly value: T } | undefined;
  try {
    await database.transaction(actor, async (tx) => {
      result = { value: await work(tx) };
      throw new TakenBack();
    });
  } catch (error) {
    if (!(error instanceof TakenBack)) throw error;
  }
  if (result === undefined) throw new Error('nothing was run');
  return result.value;
};

/** What an endpoint runs on the database for one request, learnt by running its handler and rolling back. */
export const captureEndpoint = async (
  database: Database,
  request: {
    readonly name: string;
    readonly user: User;
    readonly at: Instant;
    readonly params?: unknown;
    readonly query?: unknown;
    readonly body?: unknown;
    /** Puts the record into the state in which the request finds it; not recorded. */
    readonly before?: (tx: Transaction) => Promise<unknown>;
  },
): Promise<Captured> => {
  const { endpoint, handle } = routeOf(request.name);
  const actor = actorOf(request.user);
  const statements: Statement[] = [];
  const result = await withoutTrace(database, actor, async (tx) => {
    await request.before?.(tx);
    return await handle({
      actor,
      tx: recording(tx, statements),
      params: endpoint.params?.parse(request.params),
      query: endpoint.query?.parse(request.query ?? {}),
      body: endpoint.body?.parse(request.body),
      receivedAt: request.at,
      record: () => undefined,
      plan: () => undefined,
    } as never);
  });
  const output = endpoint.output.parse(result);
  return { statements, output, bytes: Buffer.byteLength(JSON.stringify(output)) };
};

/** The same for a public page, as if nothing of it were in the page cache. */
export const capturePage = async (
  database: Database,
  request: {
    readonly name: string;
    readonly at: Instant;
    readonly path: string;
    readonly params: unknown;
  },
): Promise<Captured> => {
  const { endpoint, handle } = routeOf(request.name);
  const url = new URL(request.path, 'http://page');
  const statements: Statement[] = [];
  const call = {
    params: endpoint.params?.parse(request.params),
    query: endpoint.query?.parse(Object.fromEntries(url.searchParams)),
    receivedAt: request.at,
    url,
    publicUrl: '',
    origin: '',
    look: lookOf(undefined, undefined),
    read: <T>(work: (read: Read) => Promise<T>) =>
      database.read(PUBLIC, (read) => work(recording(read as Transaction, statements))),
  } satisfies PageCall<Endpoint>;
  const { html } = (await handle(call as never)) as Page;
  return { statements, output: html, bytes: Buffer.byteLength(html) };
};
