import { pino } from 'pino';

export type Logger = pino.Logger;

const REDACTED = '[已隐去]';
const DIGIT = '[0-9０-９]';

/**
 * What looks like personal data, after what only seems to: UUIDs and long hashes are kept, because the log is searched
 * by them. Every repetition is bounded or anchored, so that no text takes long to look through.
 */
const PATTERNS = [
  '(?<kept>\\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\\b|\\b[0-9a-f]{32,}\\b)',
  // e-mail
  '[\\p{L}\\p{N}._%+-]{1,64}[@＠][\\p{L}\\p{N}-]{1,63}(?:[.．][\\p{L}\\p{N}-]{1,63})+',
  // identity number, old identity number, bank account
  `(?<!${DIGIT})${DIGIT}{6}[ -]${DIGIT}{8}[ -]?${DIGIT}{3}[0-9０-９XxＸｘ]`,
  `(?<!${DIGIT})${DIGIT}{4}(?:[ -]${DIGIT}{4}){3}`,
  `(?<!${DIGIT})${DIGIT}{14,}[0-9０-９XxＸｘ]`,
  // mobile number, landline
  `(?<!${DIGIT})(?:86[ -]?)?[1１][3-9３-９]${DIGIT}[ -]?${DIGIT}{4}[ -]?${DIGIT}{4}(?!${DIGIT})`,
  `(?<!${DIGIT})[0０]${DIGIT}{2,3}[ -]${DIGIT}{7,8}(?!${DIGIT})`,
].join('|');

const PERSONAL = new RegExp(PATTERNS, 'giu');

/** The text without what looks like an identity, account or telephone number or an e-mail address. */
export const redact = (text: string): string =>
  text.replace(PERSONAL, (match: string, kept: string | undefined) =>
    kept === undefined ? REDACTED : match,
  );

/** The same for all texts, keys and numbers inside a JSON value. */
const redactDeep = (value: unknown): unknown => {
  if (typeof value === 'string') return redact(value);
  if (typeof value === 'number') return redact(String(value)) === String(value) ? value : REDACTED;
  if (Array.isArray(value)) return value.map(redactDeep);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [redact(key), redactDeep(inner)]),
  );
};

// JSON escapes C0 only; terminals also obey C1, and some readers break lines at U+2028. All stand inside strings.
const escapeRest = (line: string): string =>
  line.replace(
    /[\u007F-\u009F\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** The last gate: it sees each finished line, wherever its parts came from. */
const finishLine = (line: string): string =>
  escapeRest(redact(line) === line ? line : `${JSON.stringify(redactDeep(JSON.parse(line)))}\n`);

const read = (value: object, key: string): unknown => Reflect.get(value, key);

/** Only plain texts and numbers; what else a property may hold is nobody's business. */
const plain = (value: unknown): string | number | undefined =>
  typeof value === 'string' || typeof value === 'number' ? value : undefined;

/** Messages of PostgreSQL and of JSON.parse quote the value that was wrong, which may be a person's name. */
const quotesInput = (error: Error): boolean =>
  error instanceof SyntaxError || ('severity' in error && 'routine' in error);

const framesOf = (stack: string | undefined): string | undefined =>
  stack
    ?.split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n');

const MOST_CAUSES = 3;

/** Type, code, message and stack of a fault, of its causes and, if the database said no, the constraint. */
const serializeError = (error: unknown, depth = 0): unknown => {
  if (!(error instanceof Error)) return { type: typeof error };
  const causes: unknown[] = error instanceof AggregateError ? error.errors : [error.cause];
  return {
    type: error.name,
    code: plain(read(error, 'code')),
    constraint: plain(read(error, 'constraint')),
    table: plain(read(error, 'table')),
    message: quotesInput(error) ? undefined : error.message,
    stack: framesOf(error.stack),
    causes:
      depth < MOST_CAUSES && causes[0] !== undefined
        ? causes.slice(0, MOST_CAUSES).map((cause) => serializeError(cause, depth + 1))
        : undefined,
  };
};

/** A request by its pattern: the address itself holds names in its query and ids in its path. */
const serializeRequest = (request: unknown): unknown => {
  if (typeof request !== 'object' || request === null) return undefined;
  const options = read(request, 'routeOptions');
  const route = typeof options === 'object' && options !== null ? read(options, 'url') : undefined;
  return {
    id: plain(read(request, 'id')),
    method: plain(read(request, 'method')),
    route: plain(route),
  };
};

const serializeReply = (reply: unknown): unknown =>
  typeof reply === 'object' && reply !== null
    ? { status: plain(read(reply, 'statusCode')) }
    : undefined;

const isErrorOnly = (argument: unknown): boolean =>
  argument instanceof Error ||
  (typeof argument === 'object' && argument !== null && 'err' in argument);

/** A line waits so long for others at most, and is written at the latest when the process ends; kill -9 loses it. */
const FLUSH_MS = 100;

/**
 * The log of a process: one JSON object a line on standard output, time in UTC, no personal data.
 * `level` is one of pino's, `silent` included; throws Error for another. Errors go under `err`.
 */
export const createLog = (level: string, destination?: pino.DestinationStream): Logger =>
  pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: serializeError, req: serializeRequest, res: serializeReply },
      hooks: {
        // An error logged without words would be given its own message as words, past its serializer.
        logMethod(args, method) {
          if (args.length === 1 && isErrorOnly(args[0])) method.apply(this, [args[0], 'error']);
          else method.apply(this, args);
        },
        streamWrite: finishLine,
      },
    },
    destination ??
      pino.destination({ dest: 1, sync: false, minLength: 4096, periodicFlush: FLUSH_MS }),
  );
