import { promisify } from 'node:util';
import { inflateRaw } from 'node:zlib';

/** What an Office file is that we do not keep. */
export type OoxmlVerdict =
  | 'accepted'
  | 'not_this_kind'
  | 'damaged'
  | 'encrypted'
  | 'oversized_content'
  | 'macro'
  | 'embedded_object'
  | 'external_content'
  | 'unusual_structure';

const inflate = promisify(inflateRaw);

const MOST_ENTRIES = 2_000;
const MOST_BYTES = 200 * 1024 * 1024;
const MOST_RATIO = 100;
/** Below this much content no ratio is a bomb: an empty sheet packs well. */
const RATIO_FROM = 1024 * 1024;

const END_SIZE = 22;
const END = 0x06054b50;
const DIRECTORY = 0x02014b50;
const LOCAL = 0x04034b50;
const SYMLINK = 0xa000;

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly isEncrypted: boolean;
  readonly isLink: boolean;
  readonly packed: number;
  readonly size: number;
  readonly at: number;
}

/** The record at the very end; anything behind it, or a second one, is another file in disguise. */
const findEnd = (bytes: Buffer): number => {
  const first = Math.max(0, bytes.length - END_SIZE - 65_535);
  for (let at = bytes.length - END_SIZE; at >= first; at -= 1) {
    if (bytes.readUInt32LE(at) !== END) continue;
    return at + END_SIZE + bytes.readUInt16LE(at + 20) === bytes.length ? at : -1;
  }
  return -1;
};

const readEntry = (bytes: Buffer, at: number): readonly [Entry, number] | undefined => {
  if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== DIRECTORY) return undefined;
  const nameLength = bytes.readUInt16LE(at + 28);
  const next = at + 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  const name = bytes.toString('utf8', at + 46, at + 46 + nameLength);
  const entry = {
    name,
    method: bytes.readUInt16LE(at + 10),
    isEncrypted: (bytes.readUInt16LE(at + 8) & 1) === 1,
    isLink: ((bytes.readUInt32LE(at + 38) >>> 16) & 0xf000) === SYMLINK,
    packed: bytes.readUInt32LE(at + 20),
    size: bytes.readUInt32LE(at + 24),
    at: bytes.readUInt32LE(at + 42),
  };
  return [entry, next];
};

const readDirectory = (bytes: Buffer): Entry[] | 'damaged' | 'oversized_content' => {
  const end = findEnd(bytes);
  if (end < 0) return 'damaged';
  const count = bytes.readUInt16LE(end + 10);
  if (count > MOST_ENTRIES) return 'oversized_content';
  const entries: Entry[] = [];
  let at = bytes.readUInt32LE(end + 16);
  while (entries.length < count) {
    const read = readEntry(bytes, at);
    if (read === undefined) return 'damaged';
    entries.push(read[0]);
    at = read[1];
  }
  return entries;
};

/** Undefined: the entry is not what the directory says of it. */
const unpack = async (bytes: Buffer, entry: Entry): Promise<Buffer | undefined> => {
  if (entry.at + 30 > bytes.length || bytes.readUInt32LE(entry.at) !== LOCAL) return undefined;
  const start =
    entry.at + 30 + bytes.readUInt16LE(entry.at + 26) + bytes.readUInt16LE(entry.at + 28);
  const data = bytes.subarray(start, start + entry.packed);
  if (data.length !== entry.packed) return undefined;
  if (entry.method === 0) return entry.size === entry.packed ? data : undefined;
  if (entry.method !== 8) return undefined;
  try {
    // One byte more than it claims ends it: a header that lies costs no memory.
    const content = await inflate(data, { maxOutputLength: Math.max(1, entry.size) });
    return content.length === entry.size ? content : undefined;
  } catch {
    return undefined;
  }
};

const MACRO = /vbaproject|vbadata|macrosheet|\/dialogsheets\//i;
const OBJECT = /(?:^|\/)(?:embeddings|activex|ctrlprops)\/|oleobject/i;
const LINKED = /(?:^|\/)externallinks\//i;
const UNUSUAL = /^\/|^[a-z]:|\\|(?:^|\/)\.\.(?:\/|$)|\.(?:exe|dll|js|vbs|html?|zip|docm|xlsm)$/i;

const nameVerdict = ({ name, isLink }: Entry): OoxmlVerdict => {
  if (isLink || UNUSUAL.test(name)) return 'unusual_structure';
  if (MACRO.test(name)) return 'macro';
  if (OBJECT.test(name)) return 'embedded_object';
  return LINKED.test(name) ? 'external_content' : 'accepted';
};

const sizeVerdict = (entries: readonly Entry[]): OoxmlVerdict => {
  const size = entries.reduce((total, entry) => total + entry.size, 0);
  const packed = entries.reduce((total, entry) => total + entry.packed, 0);
  const isBomb = size > RATIO_FROM && size / Math.max(1, packed) > MOST_RATIO;
  return size > MOST_BYTES || isBomb ? 'oversized_content' : 'accepted';
};

const RELATION = /<(?:\w+:)?Relationship\b[^>]*>/gi;

/** A link that a reader clicks is fine; what a program fetches by itself when the file is opened is not. */
const relationVerdict = (xml: string): OoxmlVerdict => {
  for (const [relation] of xml.matchAll(RELATION)) {
    if (/TargetMode\s*=\s*["']External["']/i.test(relation) && !/\/hyperlink["']/i.test(relation))
      return 'external_content';
  }
  return 'accepted';
};

const partVerdict = (name: string, xml: string): OoxmlVerdict => {
  if (/<!DOCTYPE|<!ENTITY/i.test(xml)) return 'unusual_structure';
  if (name.endsWith('.rels')) return relationVerdict(xml);
  if (name === '[Content_Types].xml' && /macroEnabled|vbaProject|oleObject/i.test(xml))
    return 'macro';
  const isField = /<w:instrText[^>]*>\s*DDE(?:AUTO)?\b|<w:fldSimple[^>]*w:instr\s*=\s*["']\s*DDE/i;
  return isField.test(xml) ? 'external_content' : 'accepted';
};

const MAIN_PART = { docx: 'word/document.xml', xlsx: 'xl/workbook.xml' } as const;

export type OoxmlKind = keyof typeof MAIN_PART;

const contentVerdict = async (bytes: Buffer, entries: readonly Entry[]): Promise<OoxmlVerdict> => {
  for (const entry of entries) {
    const content = await unpack(bytes, entry);
    if (content === undefined) return 'damaged';
    if (!/\.(?:xml|rels)$/i.test(entry.name)) continue;
    const verdict = partVerdict(entry.name, content.toString('utf8'));
    if (verdict !== 'accepted') return verdict;
  }
  return 'accepted';
};

/**
 * Whether the bytes are a plain Word or Excel file: one whole archive of the right kind, of bounded size, without
 * macros, embedded objects, or content fetched from elsewhere. Unpacks one part at a time, off the main thread.
 */
export const checkOoxml = async (bytes: Buffer, kind: OoxmlKind): Promise<OoxmlVerdict> => {
  if (bytes.length < END_SIZE || bytes.readUInt32LE(0) !== LOCAL) return 'not_this_kind';
  const entries = readDirectory(bytes);
  if (!Array.isArray(entries)) return entries;
  const names = entries.map(({ name }) => name);
  if (new Set(names).size !== names.length) return 'unusual_structure';
  if (!names.includes('[Content_Types].xml') || !names.includes(MAIN_PART[kind]))
    return 'not_this_kind';
  if (entries.some(({ isEncrypted }) => isEncrypted)) return 'encrypted';
  const bad = [sizeVerdict(entries), ...entries.map(nameVerdict)].find(
    (verdict) => verdict !== 'accepted',
  );
  return bad ?? (await contentVerdict(bytes, entries));
};
