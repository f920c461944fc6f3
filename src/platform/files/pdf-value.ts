/**
 * A reader of PDF object syntax (ISO 32000-1, 7.2 and 7.3) for judging, not for showing: it accepts whatever the most
 * lenient viewer might accept, never corrects, and keeps duplicate keys. The text of strings is dropped, since no rule
 * asks for it.
 */
export type PdfValue =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'dict'; readonly entries: readonly PdfEntry[]; readonly dataStart: number }
  | { readonly kind: 'array'; readonly items: readonly PdfValue[] }
  | { readonly kind: 'ref'; readonly target: number }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'string' }
  | { readonly kind: 'other' };

export interface PdfEntry {
  readonly key: string;
  readonly value: PdfValue;
}

export type PdfDict = Extract<PdfValue, { kind: 'dict' }>;

/** `dataStart` of a dictionary that is not followed by a stream. */
export const NO_DATA = -1;

/** Ordinary files nest about ten deep; what is deeper wants to exhaust a viewer's stack. */
export const MAX_DEPTH = 100;

export class PdfTooDeepError extends Error {
  override readonly name = 'PdfTooDeepError';
}

const OTHER: PdfValue = { kind: 'other' };
const STRING: PdfValue = { kind: 'string' };

/** After `endobj` inside an open container a lenient viewer may read on; so do we, but only this far. */
const BEYOND_END = 64 * 1024;

const REGULAR = 0;
const SPACE = 1;
const DELIMITER = 2;

const CLASS_OF = new Uint8Array(256);
for (const code of [0, 9, 10, 12, 13, 32]) CLASS_OF[code] = SPACE;
for (const code of Buffer.from('()<>[]{}/%', 'latin1')) CLASS_OF[code] = DELIMITER;

interface Cursor {
  readonly bytes: Buffer;
  at: number;
  /** First offset that must not be read. */
  limit: number;
}

type Item = PdfValue | 'end_dict' | 'end_array' | 'end_of_input';

const peek = (cursor: Cursor, ahead = 0): number =>
  cursor.at + ahead < cursor.limit ? (cursor.bytes[cursor.at + ahead] ?? -1) : -1;

const isNewline = (byte: number): boolean => byte === 10 || byte === 13;

const skipSpace = (cursor: Cursor): void => {
  for (let byte = peek(cursor); byte >= 0; byte = peek(cursor)) {
    if (byte === 0x25) {
      while (peek(cursor) >= 0 && !isNewline(peek(cursor))) cursor.at += 1;
    } else if (CLASS_OF[byte] === SPACE) cursor.at += 1;
    else return;
  }
};

const readRegular = (cursor: Cursor): string => {
  const start = cursor.at;
  while (peek(cursor) >= 0 && CLASS_OF[peek(cursor)] === REGULAR) cursor.at += 1;
  return cursor.bytes.toString('latin1', start, cursor.at);
};

/** `/Java#53cript` and `/JavaScript` are the same name (7.3.5). */
const decodeName = (written: string): string =>
  !written.includes('#')
    ? written
    : written.replace(/#([0-9a-f]{2})/gi, (_, hex: string) =>
        String.fromCharCode(Number.parseInt(hex, 16)),
      );

const skipLiteralString = (cursor: Cursor): PdfValue => {
  let open = 0;
  for (let byte = peek(cursor); byte >= 0; byte = peek(cursor)) {
    cursor.at += byte === 0x5c ? 2 : 1;
    if (byte === 0x28) open += 1;
    else if (byte === 0x29) open -= 1;
    if (open === 0) return STRING;
  }
  return STRING;
};

const skipHexString = (cursor: Cursor): PdfValue => {
  const end = cursor.bytes.indexOf(0x3e, cursor.at);
  cursor.at = end < 0 || end >= cursor.limit ? cursor.limit : end + 1;
  return STRING;
};

const readNumberOrRef = (cursor: Cursor, word: string): PdfValue => {
  const number: PdfValue = { kind: 'number', value: Number(word) };
  if (!/^\d{1,10}$/.test(word)) return number;
  const back = cursor.at;
  skipSpace(cursor);
  if (/^\d{1,5}$/.test(readRegular(cursor))) {
    skipSpace(cursor);
    if (peek(cursor) === 0x52) {
      cursor.at += 1;
      return { kind: 'ref', target: number.value };
    }
  }
  cursor.at = back;
  return number;
};

const readWord = (cursor: Cursor, depth: number): PdfValue => {
  const word = readRegular(cursor);
  if (/^[+-]?(?:\d+\.?\d*|\.\d+)$/.test(word)) return readNumberOrRef(cursor, word);
  if (depth > 0 && (word === 'endobj' || word === 'stream' || word === 'endstream')) {
    cursor.limit = Math.min(cursor.limit, cursor.at + BEYOND_END);
  }
  return OTHER;
};

/** Pairs as a viewer would read them: a name, then whatever follows; anything else where a key belongs is skipped. */
const readDict = (cursor: Cursor, depth: number): PdfDict => {
  const entries: PdfEntry[] = [];
  for (let item = readItem(cursor, depth); item !== 'end_dict'; item = readItem(cursor, depth)) {
    if (item === 'end_of_input') break;
    if (item === 'end_array' || item.kind !== 'name') continue;
    const value = readItem(cursor, depth);
    if (typeof value !== 'string') entries.push({ key: item.name, value });
    else {
      entries.push({ key: item.name, value: OTHER });
      if (value !== 'end_array') break;
    }
  }
  return { kind: 'dict', entries, dataStart: NO_DATA };
};

const readArray = (cursor: Cursor, depth: number): PdfValue => {
  const items: PdfValue[] = [];
  for (let item = readItem(cursor, depth); item !== 'end_array'; item = readItem(cursor, depth)) {
    if (item === 'end_of_input') break;
    if (item !== 'end_dict') items.push(item);
  }
  return { kind: 'array', items };
};

const readAngle = (cursor: Cursor, depth: number): PdfValue => {
  if (peek(cursor, 1) !== 0x3c) return skipHexString(cursor);
  cursor.at += 2;
  return readDict(cursor, depth + 1);
};

const readCloser = (cursor: Cursor, byte: number): Item => {
  if (byte === 0x3e && peek(cursor, 1) === 0x3e) {
    cursor.at += 2;
    return 'end_dict';
  }
  cursor.at += 1;
  return byte === 0x5d ? 'end_array' : OTHER;
};

function readItem(cursor: Cursor, depth: number): Item {
  if (depth > MAX_DEPTH) throw new PdfTooDeepError();
  skipSpace(cursor);
  const byte = peek(cursor);
  if (byte < 0) return 'end_of_input';
  if (CLASS_OF[byte] === REGULAR) return readWord(cursor, depth);
  switch (byte) {
    case 0x2f:
      cursor.at += 1;
      return { kind: 'name', name: decodeName(readRegular(cursor)) };
    case 0x28:
      return skipLiteralString(cursor);
    case 0x3c:
      return readAngle(cursor, depth);
    case 0x5b:
      cursor.at += 1;
      return readArray(cursor, depth + 1);
    default:
      return readCloser(cursor, byte);
  }
}

/** Where the data of a stream begins if the word `stream` follows (7.3.8.1), else `NO_DATA`. */
const findData = (cursor: Cursor): number => {
  skipSpace(cursor);
  if (cursor.bytes.toString('latin1', cursor.at, cursor.at + 6) !== 'stream') return NO_DATA;
  cursor.at += 6;
  if (peek(cursor) === 13) cursor.at += 1;
  if (peek(cursor) === 10) cursor.at += 1;
  return cursor.at;
};

export interface PdfReading {
  readonly value: PdfValue;
  /** Offset behind the value. */
  readonly end: number;
}

/** Reads the value at `start`; throws `PdfTooDeepError`. Stray closers count as `other`. */
export const readPdfValue = (bytes: Buffer, start: number): PdfReading => {
  const cursor: Cursor = { bytes, at: start, limit: bytes.length };
  const item = readItem(cursor, 0);
  if (typeof item === 'string') return { value: OTHER, end: cursor.at };
  if (item.kind !== 'dict') return { value: item, end: cursor.at };
  cursor.limit = bytes.length;
  const end = cursor.at;
  const dataStart = findData(cursor);
  return { value: { ...item, dataStart }, end };
};

/** All values of `key` in a dictionary; a careful file has at most one, a hostile one may have several. */
export const valuesOf = (dict: PdfDict, key: string): readonly PdfValue[] =>
  dict.entries.filter((entry) => entry.key === key).map((entry) => entry.value);
