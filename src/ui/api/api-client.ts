import type { z } from 'zod';

import type { Endpoint, OutputOf } from '../../kernel/endpoint.ts';
import { learnServerTime } from '../time/clock.ts';
import { errorOfAnswer, networkError } from './api-error.ts';
import type { ApiError } from './api-error.ts';
import { buildUrl } from './url.ts';
import type { QueryValues } from './url.ts';

type Part<K extends string, S> = S extends z.ZodType
  ? object extends z.input<S>
    ? { readonly [P in K]?: z.input<S> }
    : { readonly [P in K]: z.input<S> }
  : { readonly [P in K]?: undefined };

/** What a call of this endpoint must and may be given: exactly the parts that its contract names. */
export type CallInput<E extends Endpoint> = Part<'params', E['params']> &
  Part<'query', E['query']> &
  Part<'body', E['body']>;

export interface CallOptions {
  /** The same key makes the server answer a repeated request with the first result. */
  readonly idempotencyKey?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Told when the server no longer knows the session; the shell asks to sign in without leaving the page. */
type UnauthenticatedListener = (error: ApiError) => void;
const unauthenticatedListeners = new Set<UnauthenticatedListener>();

export const onUnauthenticated = (listener: UnauthenticatedListener): (() => void) => {
  unauthenticatedListeners.add(listener);
  return () => unauthenticatedListeners.delete(listener);
};

export const tellUnauthenticated = (error: ApiError): void => {
  if (error.status === 401) for (const listener of unauthenticatedListeners) listener(error);
};

const staleProofListeners = new Set<() => void>();

/** Told when a sensitive action asks for a fresh proof of identity; the shell asks for it without leaving the page. */
export const onStaleProof = (listener: () => void): (() => void) => {
  staleProofListeners.add(listener);
  return () => staleProofListeners.delete(listener);
};

const tellStaleProof = (error: ApiError): void => {
  if (error.code === 'session.not_fresh') for (const listener of staleProofListeners) listener();
};

const signedInAgainListeners = new Set<() => void>();

/** Told when the same person has signed in again: what failed for want of a session may be sent now. */
export const onSignedInAgain = (listener: () => void): (() => void) => {
  signedInAgainListeners.add(listener);
  return () => signedInAgainListeners.delete(listener);
};

export const tellSignedInAgain = (): void => {
  for (const listener of signedInAgainListeners) listener();
};

/** The server refuses cookie-carrying writes without it: a foreign site's form cannot set a header. */
export const CSRF_HEADER = { 'x-onex-csrf': '1' } as const;

export interface PlainRequest {
  readonly method: string;
  readonly url: string;
  readonly body?: unknown;
  readonly idempotencyKey?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

const headersOf = ({ method, body, idempotencyKey }: PlainRequest): Record<string, string> => ({
  accept: 'application/json',
  ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  ...(method === 'GET' ? {} : CSRF_HEADER),
  ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
});

const readJson = async (response: Response): Promise<unknown> => {
  const text = await response.text();
  if (text === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

const send = async (url: string, init: RequestInit): Promise<[Response, unknown]> => {
  try {
    const response = await fetch(url, init);
    return [response, await readJson(response)];
  } catch (fault) {
    if (init.signal?.aborted === true) throw fault;
    throw networkError();
  }
};

/** One request without a contract. Pages use `call` or the hooks; only the frame needs this one. */
export const request = async <T>(plain: PlainRequest): Promise<T> => {
  const [response, body] = await send(plain.url, {
    method: plain.method,
    credentials: 'same-origin',
    headers: headersOf(plain),
    ...(plain.body === undefined ? {} : { body: JSON.stringify(plain.body) }),
    ...(plain.signal === undefined ? {} : { signal: plain.signal }),
  });
  learnServerTime(response.headers.get('x-onex-now'));
  // The server validated what it sent by the contract; parsing twice would only cost time.
  if (response.ok) return body as T;
  const error = errorOfAnswer(response.status, body, response.headers.get('retry-after'));
  tellUnauthenticated(error);
  tellStaleProof(error);
  throw error;
};

interface LooseInput {
  readonly params?: Readonly<Record<string, string>> | undefined;
  readonly query?: QueryValues | undefined;
  readonly body?: unknown;
}

/**
 * Calls an endpoint as its contract describes it. Rejects with `ApiError` for every refusal and for a lost
 * connection (`code: 'network'`), and with the browser's AbortError when `signal` was aborted.
 */
export const call = <E extends Endpoint>(
  endpoint: E,
  input: CallInput<E>,
  options: CallOptions = {},
): Promise<OutputOf<E>> => {
  const { params, query, body } = input as LooseInput;
  const url = buildUrl(endpoint.path, params, query);
  return request<OutputOf<E>>({ method: endpoint.method, url, body, ...options });
};
