import type { Readable } from 'node:stream';
import type { z } from 'zod';
import type { Actor, AnyActor, Role } from '../../kernel/actor.ts';
import type { BodyOf, Endpoint, OutputOf, ParamsOf, QueryOf } from '../../kernel/endpoint.ts';
import type { DomainError } from '../../kernel/error.ts';
import type { Instant } from '../../kernel/time.ts';
import type { AuditEntry } from '../audit.ts';
import type { CsvWriteColumn } from '../csv.ts';
import type { Read, Transaction } from '../db/database.ts';
import type { ReceivedFile, ReceiveOptions } from '../files/file-store.ts';
import type { PlannedJob } from '../jobs.ts';
import type { Keyring } from '../keyring.ts';
import type { Look } from '../page/look.ts';

/** `public`: no sign-in; `signed_in`: any live account; otherwise one of the roles is needed. */
export type Access = 'public' | 'signed_in' | readonly Role[];

/** `record`: the handler must append at least one audit row; otherwise the reason why none is needed. */
export type Audit = 'record' | { readonly none: string };

export interface Cookies {
  /** What this installation calls its cookies. */
  readonly names: { readonly session: string; readonly device: string };
  get(name: string): string | undefined;
  /** `maxAge` in seconds; always HttpOnly, SameSite=Lax, and Secure behind https. */
  set(name: string, value: string, maxAge: number): void;
  clear(name: string): void;
}

/** What a session may be bound to before anything else is open to it. */
export type Restriction = 'SECOND_FACTOR' | 'PASSWORD';

/** The session behind a request, as far as handlers may know it. */
export interface SessionState {
  readonly restriction: Restriction | null;
  /** When the person last proved who they are. */
  readonly provedAt: Instant;
  /** A supporter's view of this person is over and was not left yet. */
  readonly viewEnded: boolean;
}

/** Everything a handler may know of one request. */
export interface Call<E extends Endpoint, A extends AnyActor> {
  readonly actor: A;
  readonly params: ParamsOf<E>;
  readonly query: QueryOf<E>;
  readonly body: BodyOf<E>;
  /** Read-only for GET. One transaction for the whole request; it commits before the answer is sent. */
  readonly tx: E['method'] extends 'GET' ? Read : Transaction;
  /** When the request arrived, on the database's clock: deadlines are judged by it (assurance E3). */
  readonly receivedAt: Instant;
  readonly requestId: string;
  /** Absent when nobody is signed in. */
  readonly session?: SessionState;
  readonly client: { readonly address: string; readonly agent: string };
  readonly cookies: Cookies;
  /** Seals and opens personal identifiers. */
  readonly keyring: Keyring;
  /** Appends an audit row in this transaction. */
  record(entry: AuditEntry): void;
  /** Plans a job in this transaction. */
  plan(job: PlannedJob): void;
}

/** Returned instead of an output: the transaction commits (a counted wrong password), then the refusal is sent. */
export class CommittedRefusal {
  readonly error: DomainError;
  constructor(error: DomainError) {
    this.error = error;
  }
}

/** Gives a request its turn; `client` is its address. Throws DomainError when too many wait. */
export type Admission = <T>(client: string, work: () => Promise<T>) => Promise<T>;

type Answer<E extends Endpoint> = Promise<OutputOf<E> | CommittedRefusal>;

interface Declared {
  readonly access: Access;
  readonly audit: Audit;
  /** `accounts`: sees accounts and sessions whatever the actor's scope; only the accounts feature uses it. */
  readonly scope?: 'accounts';
  /** HTTP caching of a public answer, in seconds. */
  readonly cacheSeconds?: number;
  /** Costly work waits here before its transaction opens, so that waiting holds no connection (assurance A1). */
  readonly admission?: Admission;
  /** A sensitive action: only within minutes of a proof of identity (assurance A8), otherwise 403 `session.not_fresh`. */
  readonly requireFresh?: true;
  /** Sessions with these restrictions may call it: the way out of the restriction. */
  readonly openTo?: readonly Restriction[];
  /** A supporter who sees another person's view may call it although it writes. */
  readonly whileViewing?: true;
  /** Request or answer hold a secret: neither a hash of the one nor the other is kept for a repeated request. */
  readonly secret?: true;
}

/** A route as the server keeps it, its types erased. Built only by the functions below. */
export interface Route extends Declared {
  readonly kind: 'json' | 'list' | 'upload' | 'download' | 'page';
  readonly endpoint: Endpoint;
  readonly columns?: readonly CsvWriteColumn<Record<string, unknown>>[];
  readonly fileName?: string;
  readonly upload?: UploadLimits;
  readonly gate?: UploadGate;
  readonly handle: (call: never) => Promise<unknown>;
}

type Options<E extends Endpoint, A extends AnyActor> = Declared & {
  readonly handle: (call: Call<E, A>) => Answer<E>;
};

/** A JSON endpoint for signed-in people. */
export const route = <E extends Endpoint>(
  endpoint: E,
  options: Options<E, Actor> & { readonly access: 'signed_in' | readonly Role[] },
): Route => ({ kind: 'json', endpoint, ...options });

/** A JSON endpoint that needs no sign-in; the actor is whoever asks. */
export const publicRoute = <E extends Endpoint>(
  endpoint: E,
  options: Omit<Options<E, AnyActor>, 'access'>,
): Route => ({ kind: 'json', endpoint, access: 'public', ...options });

type ListEndpoint = Endpoint & {
  readonly method: 'GET';
  readonly output: z.ZodType<{
    rows: Record<string, unknown>[];
    total: number;
    page: number;
    pageSize: number;
  }>;
};
type RowOf<E extends ListEndpoint> = OutputOf<E>['rows'][number];

/**
 * A list: the page as JSON at the endpoint's path, and every row as CSV at `<path>.csv` with the same query.
 * @param options.columns the CSV's columns in order; @param options.fileName Chinese, without extension.
 */
export const listRoute = <E extends ListEndpoint>(
  endpoint: E,
  options: Omit<Options<E, Actor>, 'audit'> & {
    readonly columns: readonly CsvWriteColumn<RowOf<E>>[];
    readonly fileName: string;
  },
): Route => ({
  kind: 'list',
  endpoint,
  audit: { none: '只读' },
  ...options,
  columns: options.columns as readonly CsvWriteColumn<Record<string, unknown>>[],
});

export type UploadLimits = Omit<ReceiveOptions, 'originalName'>;

/** Asked before the first byte is received; throws DomainError to refuse. */
export type UploadGate = (asked: {
  readonly tx: Read;
  readonly receivedAt: Instant;
  readonly client: { readonly address: string };
  readonly keyring: Keyring;
}) => Promise<void>;

/** One multipart file; it is received, checked and stored before the transaction opens. */
export const uploadRoute = <E extends Endpoint>(
  endpoint: E,
  options: Declared & {
    readonly access: 'signed_in' | readonly Role[];
    readonly upload: UploadLimits;
    readonly handle: (call: Call<E, Actor> & { readonly file: ReceivedFile }) => Answer<E>;
  },
): Route => ({ kind: 'upload', endpoint, ...options });

/** One file from somebody who is not signed in; the gate holds off floods. */
export const publicUploadRoute = <E extends Endpoint>(
  endpoint: E,
  options: Omit<Declared, 'access'> & {
    readonly upload: UploadLimits;
    readonly gate: UploadGate;
    readonly handle: (call: Call<E, AnyActor> & { readonly file: ReceivedFile }) => Answer<E>;
  },
): Route => ({ kind: 'upload', endpoint, access: 'public', ...options });

/** What a download handler returns: a stored object or text made on the spot. */
export interface Download {
  readonly fileName: string;
  readonly mediaType: string;
  readonly content:
    | { readonly storageKey: string }
    | { readonly text: string }
    | { readonly stream: Readable };
}

/** A file answer. A GET that must leave a trace (a fetch receipt) opens a writing transaction with `writes`. */
export const downloadRoute = <E extends Endpoint>(
  endpoint: E,
  options: Declared & {
    readonly writes?: true;
    readonly handle: (
      call: Omit<Call<E, AnyActor>, 'tx'> & { readonly tx: Transaction },
    ) => Promise<Download>;
  },
): Route => ({ kind: 'download', endpoint, ...options });

/** What a public page handler returns. `etag` lets a browser skip what it has. */
export interface Page {
  readonly html: string;
  readonly status?: number;
  readonly etag?: string;
  /** Of what is no page for people, such as a feed; HTML when absent. */
  readonly mediaType?: string;
  /** Instead of a page: another path of this site, and a choice to be remembered on the way (`maxAge` in seconds). */
  readonly redirect?: {
    readonly to: string;
    readonly cookie?: { readonly name: string; readonly value: string; readonly maxAge: number };
  };
}

/** What a page may know of its request; it opens a read only when its cache has no answer. */
export interface PageCall<E extends Endpoint> {
  readonly params: ParamsOf<E>;
  readonly query: QueryOf<E>;
  readonly receivedAt: Instant;
  /** Path and query as asked, for links that change one filter. */
  readonly url: URL;
  /** Beginning of this site's absolute addresses, without a trailing slash; '' while nobody has configured it. */
  readonly publicUrl: string;
  /** The same where programs take no relative address: as configured, else as this request called us; or ''. */
  readonly origin: string;
  /** How the reader wants pages, and where they read them. */
  readonly look: Look;
  read<T>(work: (read: Read) => Promise<T>): Promise<T>;
}

/** A public page rendered on the server that reads without JavaScript. */
export const pageRoute = <E extends Endpoint>(
  endpoint: E,
  options: Omit<Declared, 'access' | 'audit' | 'scope'> & {
    readonly handle: (call: PageCall<E>) => Promise<Page>;
  },
): Route => ({
  kind: 'page',
  endpoint,
  access: 'public',
  audit: { none: '公开页面，只读' },
  ...options,
});
