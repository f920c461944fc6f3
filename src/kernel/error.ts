import type { Finding } from './finding.ts';

/** What kind of refusal it is; `platform/http` turns it into a status code, the browser into a page state. */
export type ErrorKind =
  | 'invalid' // 400: the request itself is malformed
  | 'unauthenticated' // 401
  | 'forbidden' // 403
  | 'not_found' // 404: unknown, or outside the actor's scope
  | 'conflict' // 409: stale version, duplicate, wrong state
  | 'too_large' // 413
  | 'unprocessable' // 422: well formed, but a rule says no
  | 'too_many' // 429
  | 'unavailable'; // 503

export interface ErrorDetail {
  /** Path of the field the user must mend, e.g. `items[2].plannedHeadcount`. */
  readonly field?: string;
  readonly findings?: readonly Finding[];
  /** Seconds after which a retry makes sense. */
  readonly retryAfter?: number;
}

/**
 * The one refusal of the whole system. `code` is `feature.reason`, `text` is Chinese and says what to do.
 * Everything else that is thrown is a fault (500) and never shown in words of its own.
 */
export class DomainError extends Error {
  override readonly name = 'DomainError';
  readonly kind: ErrorKind;
  readonly code: string;
  readonly text: string;
  readonly detail: ErrorDetail;

  constructor(kind: ErrorKind, code: string, text: string, detail: ErrorDetail = {}) {
    super(`${code}: ${text}`);
    this.kind = kind;
    this.code = code;
    this.text = text;
    this.detail = detail;
  }
}

/** The shape of every non-2xx JSON answer. */
export interface ErrorBody {
  readonly code: string;
  readonly text: string;
  readonly field?: string;
  readonly findings?: readonly Finding[];
  readonly requestId: string;
}
