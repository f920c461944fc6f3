import type { z } from 'zod';
import { DomainError, type ErrorBody, type ErrorKind } from '../../kernel/error.ts';
import { errorFinding, type Finding } from '../../kernel/finding.ts';

const STATUS: Record<ErrorKind, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  unprocessable: 422,
  too_many: 429,
  unavailable: 503,
};

export const statusOf = (error: DomainError): number => STATUS[error.kind];

/** `['items', 2, 'plannedHeadcount']` → `items[2].plannedHeadcount`. */
export const fieldPath = (path: readonly PropertyKey[]): string =>
  path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    return text === '' ? String(key) : `${text}.${String(key)}`;
  }, '');

const toFinding = (issue: z.core.$ZodIssue): Finding => {
  if (issue.code === 'unrecognized_keys') {
    const field = fieldPath([...issue.path, issue.keys[0] ?? '']);
    return errorFinding(
      'request.unknown_key',
      field,
      `请删除不认识的字段：${issue.keys.join('、')}`,
    );
  }
  return errorFinding('request.invalid', fieldPath(issue.path), issue.message);
};

/** Parses with the contract's schema. @throws DomainError invalid `request.invalid` with every finding at once. */
export const parseWith = <S extends z.ZodType>(schema: S, value: unknown): z.output<S> => {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const findings = result.error.issues.slice(0, 200).map(toFinding);
  const first = findings[0] ?? errorFinding('request.invalid', '', '请检查填写的内容');
  throw new DomainError('invalid', first.code, first.text, { field: first.field, findings });
};

/** NUL and lone surrogates cannot be stored or shown; they are refused before anything else looks at them. */
const UNSTORABLE = /\u0000|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

/** No contract goes a quarter so deep. What does would end at the stack's own limit here or in a later look at it. */
const MOST_LEVELS = 64;

const refuseTooDeep = (path: readonly PropertyKey[]): void => {
  if (path.length <= MOST_LEVELS) return;
  const text = `提交的内容嵌套超过 ${MOST_LEVELS} 层，请减少层数后重新提交`;
  throw new DomainError('invalid', 'request.too_deep', text);
};

export const refuseUnstorable = (value: unknown, path: readonly PropertyKey[] = []): void => {
  if (typeof value === 'string') {
    if (!UNSTORABLE.test(value)) return;
    const text = '内容里有无法识别的字符，请删除后重新输入（常见于从其他软件复制）';
    throw new DomainError('invalid', 'request.unstorable_text', text, { field: fieldPath(path) });
  }
  if (typeof value !== 'object' || value === null) return;
  refuseTooDeep(path);
  for (const [key, inner] of Object.entries(value)) {
    refuseUnstorable(key, path);
    refuseUnstorable(inner, [...path, Array.isArray(value) ? Number(key) : key]);
  }
};

interface FrameworkFault {
  readonly statusCode?: number;
  readonly code?: string;
}

export const malformed = (): DomainError =>
  new DomainError('invalid', 'request.malformed', '请求的格式不正确，请刷新页面后重试');

/** Refusals that the HTTP framework itself makes, in our words. */
const frameworkRefusal = (fault: FrameworkFault): DomainError | undefined => {
  switch (fault.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new DomainError(
        'too_large',
        'request.too_large',
        '提交的内容太大，请减少内容或分次提交',
      );
    case 'FST_REQ_FILE_TOO_LARGE':
      return new DomainError('too_large', 'file.too_large', '文件太大，请压缩后重新上传');
    default:
  }
  if (fault.statusCode === undefined || fault.statusCode >= 500) return undefined;
  return malformed();
};

export const asDomainError = (error: unknown): DomainError | undefined => {
  if (error instanceof DomainError) return error;
  return typeof error === 'object' && error !== null ? frameworkRefusal(error) : undefined;
};

export const errorBody = (error: DomainError, requestId: string): ErrorBody => ({
  code: error.code,
  text: error.text,
  ...(error.detail.field === undefined ? {} : { field: error.detail.field }),
  ...(error.detail.findings === undefined ? {} : { findings: error.detail.findings }),
  requestId,
});
