import pg from 'pg';
import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from 'kysely';
import type { CompiledQuery } from 'kysely';
import { type AnyActor, scopeOf, type Viewer } from '../../kernel/actor.ts';
import { DomainError } from '../../kernel/error.ts';
import type { Instant } from '../../kernel/time.ts';
import { watchedLine } from './line.ts';
import { hasFallenSilent, toDomainError } from './pg-errors.ts';
import { pgTypes } from './pg-values.ts';
import type { DB } from './tables.ts';

/** Builds queries; it has no connection. Queries run on a `Read` or a `Transaction`. */
export const sqlBuilder = new Kysely<DB>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});

export interface Query<Row> {
  compile(): CompiledQuery<Row>;
  /** The text is one of few: each connection keeps its plan (`prepared` in statement.ts). */
  readonly isPrepared?: true;
}

/** A plan takes up to some hundred kB on each connection: what comes after so many texts is planned each time. */
const MOST_PREPARED = 64;
const preparedNames = new Map<string, string>();

const preparedName = (text: string): string | undefined => {
  const known = preparedNames.get(text);
  if (known !== undefined || preparedNames.size >= MOST_PREPARED) return known;
  const name = `q${preparedNames.size + 1}`;
  preparedNames.set(text, name);
  return name;
};

/** A read-only transaction in one actor's scope; every statement sees the same snapshot. */
export interface Read {
  all<Row>(query: Query<Row>): Promise<Row[]>;
  /** The one row, or a fault: use where the row must exist. */
  one<Row>(query: Query<Row>): Promise<Row>;
  maybe<Row>(query: Query<Row>): Promise<Row | undefined>;
}

/** A read-write transaction in one actor's scope. */
export interface Transaction extends Read {
  /** Runs a change and returns how many rows it touched. */
  run(query: Query<unknown>): Promise<number>;
  /**
   * For edits at an expected version: 1 row is success, 0 rows means that somebody else was faster.
   * @throws DomainError conflict `record.changed`
   */
  updateExactlyOne(query: Query<unknown>): Promise<void>;
  /** A point inside the transaction to which a failed part is rolled back. */
  savepoint<T>(work: () => Promise<T>): Promise<T>;
}

export interface Database {
  /** @throws DomainError unavailable when the database is away; any other fault as it is. */
  read<T>(actor: AnyActor, work: (read: Read) => Promise<T>): Promise<T>;
  transaction<T>(actor: AnyActor, work: (transaction: Transaction) => Promise<T>): Promise<T>;
  /** As above, for the person a session token belongs to; `undefined` when there is no live session. */
  withSession<T>(
    entry: SessionEntry,
    work: (transaction: Transaction, session: SessionRow | undefined) => Promise<T>,
  ): Promise<T>;
  /** Scope of signing in and of technical account administration: accounts and sessions, no business rows. */
  accounts<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>;
  /** The database's clock, outside any transaction; also the test of whether the database is there. */
  now(): Promise<Instant>;
  close(): Promise<void>;
}

export interface SessionEntry {
  readonly tokenHash: Buffer;
  readonly at: string;
  readonly idleMinutes: number;
  readonly mode: 'read' | 'write';
}

/** What `onex_enter` (migrations 0003 and 0011) returns. */
export interface SessionRow {
  readonly userId: string;
  readonly name: string;
  readonly roles: string[];
  readonly affiliatedInstitutionIds: string[];
  readonly organizationId: string;
  readonly organizationName: string;
  readonly organizationKind: string;
  readonly sessionId: string;
  readonly seenAt: string;
  /** When the person last proved who they are in this session. */
  readonly provedAt: string;
  /** What has to be done before anything else. */
  readonly restriction: 'SECOND_FACTOR' | 'PASSWORD' | null;
  /** Who looks, when the view is another person's. */
  readonly viewer: (Omit<Viewer, 'endsAt'> & { readonly endsAt: string }) | null;
  /** The time of such a view is over, and it was not left yet. */
  readonly viewEnded: boolean;
}

const conflict = (): DomainError =>
  new DomainError('conflict', 'record.changed', '这条记录刚被他人修改，请刷新后核对再操作');

const onClient = (client: pg.PoolClient): Transaction => {
  let depth = 0;
  const execute = async <Row>(query: Query<Row>): Promise<pg.QueryResult> => {
    const { sql: text, parameters } = query.compile();
    const values = [...parameters];
    const name = query.isPrepared === true ? preparedName(text) : undefined;
    if (name === undefined) return await client.query(text, values);
    return await client.query({ name, text, values });
  };
  const all = async <Row>(query: Query<Row>): Promise<Row[]> =>
    (await execute(query)).rows as Row[];
  const maybe = async <Row>(query: Query<Row>): Promise<Row | undefined> => {
    const rows = await all(query);
    if (rows.length > 1) throw new Error(`expected at most one row, got ${rows.length}`);
    return rows[0];
  };
  return {
    all,
    maybe,
    async one(query) {
      const row = await maybe(query);
      if (row === undefined) throw new Error('expected one row, got none');
      return row;
    },
    run: async (query) => (await execute(query)).rowCount ?? 0,
    async updateExactlyOne(query) {
      const count = (await execute(query)).rowCount ?? 0;
      if (count === 0) throw conflict();
      if (count > 1) throw new Error(`expected to change one row, changed ${count}`);
    },
    async savepoint(work) {
      depth += 1;
      const name = `step_${depth}`;
      await client.query(`savepoint ${name}`);
      try {
        const result = await work();
        await client.query(`release savepoint ${name}`);
        return result;
      } catch (error) {
        // A silent line would let this wait as long again.
        if (!hasFallenSilent(error)) await client.query(`rollback to savepoint ${name}`);
        throw error;
      }
    },
  };
};

const literal = (text: string): string => pg.escapeLiteral(text);

/** The transaction's scope as `set_config` calls, in the same round trip as `begin`. */
const scopeStatement = (actor: AnyActor): string => {
  const scope = scopeOf(actor);
  const organization = 'organizationId' in scope ? scope.organizationId : '';
  const account = actor.kind === 'person' ? actor.userId : '';
  return `select set_config('onex.scope', ${literal(scope.kind)}, true),
    set_config('onex.organization_id', ${literal(organization)}, true),
    set_config('onex.account_id', ${literal(account)}, true)`;
};

const BEGIN = {
  read: 'begin transaction isolation level repeatable read read only',
  write: 'begin',
} as const;

/**
 * A read has nothing to commit, only something to end. Its connection goes back to the pool at once; who takes it over
 * in the same moment, as under load, ends it in the round trip that opens his own transaction, otherwise it is ended
 * in the next turn of the event loop.
 */
const createReadEnds = () => {
  const open = new WeakSet<pg.PoolClient>();
  return {
    /** What stands before the next opening on this connection. */
    takeOver: (client: pg.PoolClient): string => (open.delete(client) ? 'commit; ' : ''),
    leaveOpen(client: pg.PoolClient): void {
      open.add(client);
      setImmediate(() => {
        // A connection that has gone in between tells the pool by itself.
        if (open.delete(client)) client.query('commit').catch(() => undefined);
      });
    },
  };
};

/** Runs work between `opening` and commit on one connection; rolls back and translates whatever is thrown. */
const transactionsOf = (pool: pg.Pool) => {
  const readEnds = createReadEnds();
  return async <T>(
    mode: keyof typeof BEGIN,
    opening: string,
    work: (client: pg.PoolClient, opened: unknown) => Promise<T>,
  ): Promise<T> => {
    let client: pg.PoolClient | undefined;
    let broken: Error | undefined;
    try {
      client = await pool.connect();
      // Several statements in one simple query answer with an array of results.
      const opened: unknown = await client.query(
        `${readEnds.takeOver(client)}${BEGIN[mode]}; ${opening}`,
      );
      const result = await work(client, Array.isArray(opened) ? opened.at(-1) : opened);
      if (mode === 'read') readEnds.leaveOpen(client);
      else await client.query('commit');
      return result;
    } catch (error) {
      broken = await endFailed(client, error);
      throw toDomainError(error);
    } finally {
      client?.release(broken);
    }
  };
};

const databaseNow = async (pool: pg.Pool): Promise<Instant> => {
  try {
    const { rows } = await pool.query<{ now: Instant }>('select clock_timestamp() as now');
    const [row] = rows;
    if (row === undefined) throw new Error('the database did not tell the time');
    return row.now;
  } catch (error) {
    throw toDomainError(error);
  }
};

const STATEMENT_MS = 15_000;
/** The database ends a statement by itself; so much later nothing is to be expected of it any more. */
const SILENCE_MS = 1_500;

/**
 * A pool of connections that own nothing: each becomes `onex_app` as it connects.
 * @param url owner's connection string; `options` in it are kept.
 * @param options.longestMs what one statement may take
 */
export const openDatabase = (
  url: string,
  options: {
    readonly poolSize?: number;
    readonly longestMs?: number;
    readonly onIdleError: (error: Error) => void;
  },
): Database => {
  const longestMs = options.longestMs ?? STATEMENT_MS;
  const pool = new pg.Pool({
    connectionString: url,
    max: options.poolSize ?? 20,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    types: pgTypes,
    ...watchedLine(longestMs + SILENCE_MS),
    options: `-c role=onex_app -c timezone=UTC -c statement_timeout=${longestMs} -c lock_timeout=5000`,
  });
  // A connection that dies while idle, between two statements or in the packet that opens it tells it by an event, and
  // one that nobody hears ends the process (assurance F13). The next statement fails by itself.
  pool.on('connect', (client) => void client.on('error', options.onIdleError));
  // The pool tells of idle ones once more.
  pool.on('error', () => undefined);

  const within = transactionsOf(pool);

  return {
    read: (actor, work) =>
      within('read', scopeStatement(actor), (client) => work(onClient(client))),
    transaction: (actor, work) =>
      within('write', scopeStatement(actor), (client) => work(onClient(client))),
    accounts: (work) =>
      within('write', `select set_config('onex.scope', 'accounts', true)`, (client) =>
        work(onClient(client)),
      ),
    withSession: (entry, work) => {
      const enter = `select onex_enter('\\x${entry.tokenHash.toString('hex')}', ${literal(entry.at)},
        make_interval(mins => ${Math.trunc(entry.idleMinutes)})) as session`;
      return within(entry.mode, enter, (client, opened) => {
        const { rows } = opened as pg.QueryResult<{ session: SessionRow | null }>;
        return work(onClient(client), rows[0]?.session ?? undefined);
      });
    },
    now: () => databaseNow(pool),
    close: () => pool.end(),
  };
};

/**
 * Rolls back; the error it returns tells the pool to throw the connection away. One that has fallen silent is not asked
 * again: it would be waited for once more, and what it still says belongs to nobody.
 */
const endFailed = async (
  client: pg.PoolClient | undefined,
  failure: unknown,
): Promise<Error | undefined> => {
  if (hasFallenSilent(failure)) return failure;
  try {
    await client?.query('rollback');
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error('rollback failed');
  }
};
