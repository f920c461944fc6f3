import type { ErrorBody } from '../../kernel/error.ts';
import type { Finding } from '../../kernel/finding.ts';

export interface ApiFailure {
  /** HTTP status; 0 when no answer came at all. */
  readonly status: number;
  readonly code: string;
  /** Chinese, says what to do. */
  readonly text: string;
  readonly field?: string | undefined;
  readonly findings?: readonly Finding[] | undefined;
  readonly requestId?: string | undefined;
  /** Seconds. */
  readonly retryAfter?: number | undefined;
}

/** The only error that `call` and `uploadFile` throw. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly code: string;
  readonly text: string;
  readonly field: string | undefined;
  readonly findings: readonly Finding[];
  readonly requestId: string | undefined;
  readonly retryAfter: number | undefined;

  constructor(failure: ApiFailure) {
    super(`${failure.code}: ${failure.text}`);
    this.status = failure.status;
    this.code = failure.code;
    this.text = failure.text;
    this.field = failure.field;
    this.findings = failure.findings ?? [];
    this.requestId = failure.requestId;
    this.retryAfter = failure.retryAfter;
  }

  /** Whether the same request may succeed later without a change by the user. */
  get isTemporary(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

export const networkError = (): ApiError =>
  new ApiError({
    status: 0,
    code: 'network',
    text: '没有连上服务器。请检查网络后重试，您填写的内容还在本页。',
  });

const TEXT_OF_STATUS: Readonly<Record<number, string>> = {
  401: '登录已过期。请重新登录，您填写的内容还在本页。',
  403: '您的角色不能进行这项操作。',
  404: '没有找到这项内容。它可能已被移走，或不在您的管辖范围内。',
  413: '内容太大，服务器没有接收。请缩小文件后再传。',
  429: '操作太频繁，请稍等片刻再试。',
  502: '服务器正在启动或更新，请稍后再试。',
  503: '服务器正忙或正在维护，请稍后再试。',
  504: '服务器处理超时，请稍后再试。',
};

const isErrorBody = (body: unknown): body is ErrorBody =>
  typeof body === 'object' &&
  body !== null &&
  'code' in body &&
  typeof body.code === 'string' &&
  'text' in body &&
  typeof body.text === 'string';

const secondsOf = (header: string | null): number | undefined =>
  header !== null && /^\d+$/.test(header) ? Number(header) : undefined;

/** Turns any non-2xx answer into an `ApiError`, also when a proxy answered with HTML instead of our JSON. */
export const errorOfAnswer = (
  status: number,
  body: unknown,
  retryAfter: string | null,
): ApiError => {
  const wait = secondsOf(retryAfter);
  if (isErrorBody(body)) return new ApiError({ ...body, status, retryAfter: wait });
  return new ApiError({
    status,
    code: `http.${status}`,
    text: TEXT_OF_STATUS[status] ?? '服务器没有处理成功，请稍后再试。若一直如此，请联系工作人员。',
    retryAfter: wait,
  });
};

/** Whatever was thrown, as an `ApiError`; a fault of our own code gets a text without technical words. */
export const asApiError = (thrown: unknown): ApiError =>
  thrown instanceof ApiError
    ? thrown
    : new ApiError({ status: -1, code: 'ui.fault', text: '页面出了问题，请刷新后重试。' });
