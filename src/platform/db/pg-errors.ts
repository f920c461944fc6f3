import { DomainError } from '../../kernel/error.ts';

/** What the user reads when a named constraint refuses a row; the features register theirs. */
export interface ConstraintText {
  readonly code: string;
  readonly text: string;
  readonly field?: string;
}

const texts = new Map<string, ConstraintText>();

/** Maps constraint names to user texts; a convention test asks that every named constraint has one. */
export const registerConstraintTexts = (more: Readonly<Record<string, ConstraintText>>): void => {
  for (const [name, text] of Object.entries(more)) texts.set(name, text);
};

export const constraintText = (name: string): ConstraintText | undefined => texts.get(name);

interface PgFault {
  readonly code?: string;
  readonly constraint?: string;
  readonly message: string;
}

const isFault = (error: unknown): error is PgFault => error instanceof Error;

const UNAVAILABLE_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  '57P01', // admin_shutdown
  '57P02', // crash_shutdown
  '57P03', // cannot_connect_now
  '53300', // too_many_connections
]);

/** Whether the driver gave up waiting for an answer (`watchedLine`): what was asked may have been done. */
export const hasFallenSilent = (error: unknown): error is Error =>
  error instanceof Error && error.message === 'Query read timeout';

/** Faults that mean "the database is away": the request is safe to send again. */
const isUnavailable = (fault: PgFault): boolean =>
  UNAVAILABLE_CODES.has(fault.code ?? '') ||
  (fault.code ?? '').startsWith('08') ||
  hasFallenSilent(fault) ||
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/.test(
    fault.message,
  );

const unavailable = (): DomainError =>
  new DomainError(
    'unavailable',
    'service.unavailable',
    '系统暂时无法连接数据库，您的内容没有丢失，请稍后重试',
    {
      retryAfter: 3,
    },
  );

const AWAY_REFUSALS = new Set(['service.unavailable', 'database.unreachable']);

/** Whether the database is away for now, be it told by the driver or already in the user's words. */
export const isAway = (error: unknown): boolean =>
  error instanceof DomainError
    ? AWAY_REFUSALS.has(error.code)
    : isFault(error) && isUnavailable(error);

const BUSY_CODES = new Set(['40001', '40P01', '55P03', '57014']);

/** Turns a driver's fault into the refusal a user can act on; anything unknown stays a fault. */
export const toDomainError = (error: unknown): unknown => {
  if (error instanceof DomainError || !isFault(error)) return error;
  if (isUnavailable(error)) return unavailable();
  if (BUSY_CODES.has(error.code ?? '')) {
    return new DomainError('unavailable', 'service.busy', '系统正忙，请几秒后重试', {
      retryAfter: 2,
    });
  }
  // 22003: a whole number that the contract lets through and the column cannot hold.
  if (error.code === '22003') {
    return new DomainError(
      'invalid',
      'request.number_too_large',
      '有数字超出允许的范围，请核对后重新填写',
    );
  }
  const known = error.constraint === undefined ? undefined : texts.get(error.constraint);
  if (known === undefined) return error;
  const kind = error.code === '23505' ? 'conflict' : 'unprocessable';
  return new DomainError(
    kind,
    known.code,
    known.text,
    known.field === undefined ? {} : { field: known.field },
  );
};
