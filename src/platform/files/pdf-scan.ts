import { inflateRawSync, inflateSync, constants } from 'node:zlib';
import type { PdfHazard } from './file-refusal.ts';
import { NO_DATA, readPdfValue, valuesOf, type PdfDict, type PdfValue } from './pdf-value.ts';

export type PdfRefusal = PdfHazard | 'encrypted' | 'damaged';

/** A file that must be refused as a whole; `reason` decides the text for the user. */
export class PdfRefusedError extends Error {
  override readonly name = 'PdfRefusedError';
  readonly reason: PdfRefusal;

  constructor(reason: PdfRefusal) {
    super(reason);
    this.reason = reason;
  }
}

export interface PdfScan {
  /** Every value found, old revisions and hidden ones included. */
  readonly values: readonly PdfValue[];
  /** Every definition that an object number ever had in this file; empty when unknown. */
  definitionsOf(objectNumber: number): readonly PdfValue[];
}

/** A tagged document of some hundred pages has about 50,000 objects. */
const MAX_OBJECTS = 300_000;

/** Object and cross-reference streams together; page contents and images are never inflated. */
const MAX_INFLATED_BYTES = 64 * 1024 * 1024;

interface ScanState {
  readonly bytes: Buffer;
  readonly values: PdfValue[];
  readonly definitions: Map<number, PdfValue[]>;
  inflatedBytes: number;
}

const define = (state: ScanState, objectNumber: number, value: PdfValue): void => {
  const known = state.definitions.get(objectNumber);
  if (known === undefined) state.definitions.set(objectNumber, [value]);
  else known.push(value);
};

const keep = (state: ScanState, value: PdfValue): void => {
  if (value.kind !== 'dict' && value.kind !== 'array' && value.kind !== 'name') return;
  if (state.values.length >= MAX_OBJECTS) throw new PdfRefusedError('oversized_content');
  state.values.push(value);
};

/** The object number in `12 0 obj`, where `at` is the offset of `obj`. */
const numberBefore = (bytes: Buffer, at: number): number | undefined => {
  const written = /(\d{1,10})\s+\d{1,5}\s*$/.exec(
    bytes.toString('latin1', Math.max(0, at - 40), at),
  );
  return written?.[1] === undefined ? undefined : Number(written[1]);
};

/**
 * Reads a value behind every `obj` in the raw bytes, wherever it stands: the cross-reference table may point a viewer
 * into a comment, a string or the middle of a stream, and older revisions stay in the file after an update.
 */
const scanRawObjects = (state: ScanState): void => {
  const { bytes } = state;
  for (
    let at = bytes.indexOf('obj', 0, 'latin1');
    at >= 0;
    at = bytes.indexOf('obj', at + 3, 'latin1')
  ) {
    if (bytes.toString('latin1', Math.max(0, at - 3), at) === 'end') continue;
    const { value } = readPdfValue(bytes, at + 3);
    keep(state, value);
    const objectNumber = numberBefore(bytes, at);
    if (objectNumber !== undefined) define(state, objectNumber, value);
  }
};

const isPresent = (value: PdfValue): boolean => value.kind !== 'other';

const refuseEncryption = (dict: PdfDict): void => {
  if (valuesOf(dict, 'Encrypt').some(isPresent)) throw new PdfRefusedError('encrypted');
};

const scanTrailers = (state: ScanState): void => {
  const { bytes } = state;
  for (let at = bytes.indexOf('trailer', 0, 'latin1'); at >= 0;) {
    const { value } = readPdfValue(bytes, at + 7);
    if (value.kind === 'dict') {
      refuseEncryption(value);
      keep(state, value);
    }
    at = bytes.indexOf('trailer', at + 7, 'latin1');
  }
};

const hasKey = (dict: PdfDict, key: string): boolean =>
  dict.entries.some((entry) => entry.key === key);

/** Streams that viewers read for structure (7.5.7, 7.5.8); a type given by reference could be either. */
const isStructureStream = (dict: PdfDict): boolean => {
  if (dict.dataStart === NO_DATA) return false;
  if (hasKey(dict, 'First') || hasKey(dict, 'W')) return true;
  return valuesOf(dict, 'Type').some(
    (type) =>
      type.kind === 'ref' ||
      (type.kind === 'name' && (type.name === 'ObjStm' || type.name === 'XRef')),
  );
};

const isCrossReference = (dict: PdfDict): boolean =>
  valuesOf(dict, 'Type').some((type) => type.kind === 'name' && type.name === 'XRef') ||
  hasKey(dict, 'W');

const isTooLong = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';

/** Rows that a cross-reference stream announces (7.5.8.2); the library would make each of them, data or not. */
const announcedRows = (dict: PdfDict): number => {
  const [index] = valuesOf(dict, 'Index');
  const lengths =
    index?.kind === 'array'
      ? index.items.filter((_, position) => position % 2 === 1)
      : valuesOf(dict, 'Size');
  return lengths.reduce(
    (sum, length) => sum + (length.kind === 'number' ? length.value : Infinity),
    0,
  );
};

/**
 * Inflates from `start` to wherever the compressed data ends, so that a false /Length hides nothing. A wrong checksum
 * at the end is forgiven as viewers do; data broken in the middle is not.
 */
const inflate = (state: ScanState, start: number): Buffer => {
  const options = {
    maxOutputLength: MAX_INFLATED_BYTES - state.inflatedBytes + 1,
    finishFlush: constants.Z_SYNC_FLUSH,
  };
  const decode = (): Buffer => {
    try {
      return inflateSync(state.bytes.subarray(start), options);
    } catch (error) {
      if (isTooLong(error)) throw error;
      return inflateRawSync(state.bytes.subarray(start + 2), options);
    }
  };
  try {
    const data = decode();
    state.inflatedBytes += data.length;
    if (state.inflatedBytes <= MAX_INFLATED_BYTES) return data;
  } catch (error) {
    if (!isTooLong(error)) throw new PdfRefusedError('damaged');
  }
  throw new PdfRefusedError('oversized_content');
};

/** To the end that /Length names or the first `endobj`, whichever is later: viewers differ in which they believe. */
const uncompressed = (state: ScanState, dict: PdfDict): Buffer => {
  const written = state.bytes.indexOf('endobj', dict.dataStart, 'latin1');
  const ends = valuesOf(dict, 'Length').map((length) =>
    length.kind === 'number' ? dict.dataStart + length.value : 0,
  );
  return state.bytes.subarray(
    dict.dataStart,
    Math.max(written < 0 ? state.bytes.length : written, ...ends),
  );
};

/** Names of the filters; undefined when they are written in a way that ordinary programs do not use. */
const filterNames = (dict: PdfDict): readonly string[] | undefined => {
  const filters = [...valuesOf(dict, 'Filter'), ...valuesOf(dict, 'F')];
  const flat = filters.flatMap((filter) => (filter.kind === 'array' ? filter.items : [filter]));
  const names: string[] = [];
  for (const filter of flat) {
    if (filter.kind !== 'name') return undefined;
    names.push(filter.name);
  }
  return names;
};

const hasPredictor = (dict: PdfDict): boolean =>
  [...valuesOf(dict, 'DecodeParms'), ...valuesOf(dict, 'DP')].some((parameters) =>
    parameters.kind === 'dict'
      ? valuesOf(parameters, 'Predictor').some((p) => p.kind !== 'number' || p.value > 1)
      : parameters.kind !== 'other',
  );

/**
 * Contents of an object or cross-reference stream. All known producers write these plain or with one FlateDecode;
 * another coding there only serves to hide something.
 */
const structureData = (state: ScanState, dict: PdfDict): Buffer => {
  const names = filterNames(dict);
  if (names === undefined || names.length > 1) throw new PdfRefusedError('unusual_structure');
  const [name] = names;
  if (name === undefined) return uncompressed(state, dict);
  if (name !== 'FlateDecode' && name !== 'Fl') throw new PdfRefusedError('unusual_structure');
  return inflate(state, dict.dataStart);
};

const firstOffset = (dict: PdfDict): number => {
  const [first] = valuesOf(dict, 'First');
  return first?.kind === 'number' ? first.value : 0;
};

/** So that the sequential pass meets the same offsets as the announced one. */
const skipWhite = (data: Buffer, from: number): number => {
  let at = from;
  while (at < data.length && (data[at] ?? 0) <= 32) at += 1;
  return at;
};

/** The numbered values that the head of an object stream announces, and all values in sequence besides. */
const scanObjectStream = (state: ScanState, dict: PdfDict, data: Buffer): void => {
  const first = firstOffset(dict);
  const head = data.toString('latin1', 0, first).match(/\d+/g) ?? [];
  /** Offset → end of what was read there already. */
  const announced = new Map<number, number>();
  for (let index = 0; index + 1 < head.length; index += 2) {
    const offset = first + Number(head[index + 1]);
    const { value, end } = readPdfValue(data, offset);
    announced.set(offset, end);
    keep(state, value);
    define(state, Number(head[index]), value);
  }
  let at = first;
  while (at < data.length) {
    let end = announced.get(at);
    if (end === undefined) {
      const reading = readPdfValue(data, at);
      keep(state, reading.value);
      end = reading.end;
    }
    at = skipWhite(data, Math.max(end, at + 1));
  }
};

const scanStructureStreams = (state: ScanState): void => {
  const streams = state.values.filter(
    (value): value is PdfDict => value.kind === 'dict' && isStructureStream(value),
  );
  for (const dict of streams) refuseEncryption(dict);
  for (const dict of streams) {
    const data = structureData(state, dict);
    if (isCrossReference(dict)) {
      if (announcedRows(dict) > MAX_OBJECTS * 2) throw new PdfRefusedError('oversized_content');
      if (!hasKey(dict, 'First')) continue;
    }
    if (hasPredictor(dict)) throw new PdfRefusedError('unusual_structure');
    scanObjectStream(state, dict, data);
  }
};

/** Finds every value of the file; throws `PdfRefusedError` (or `PdfTooDeepError`). */
export const scanPdf = (bytes: Buffer): PdfScan => {
  const state: ScanState = { bytes, values: [], definitions: new Map(), inflatedBytes: 0 };
  scanRawObjects(state);
  scanTrailers(state);
  scanStructureStreams(state);
  return {
    values: state.values,
    definitionsOf: (objectNumber) => state.definitions.get(objectNumber) ?? [],
  };
};
