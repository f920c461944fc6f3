import { crc32 } from 'node:zlib';

export type ImageVerdict = 'ok' | 'not_this_kind' | 'damaged' | 'too_big';

/** A3 at 600 dpi is 9921 × 14031; what is larger is a mistake or an attack on the viewer's memory. */
const MAX_SIDE = 20_000;
const MAX_PIXELS = 100_000_000;

const PNG_SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');

/** PNG colour type → bit depths allowed (PNG specification, table 11.1). */
const PNG_DEPTHS: Record<number, readonly number[]> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};

const sizeVerdict = (width: number, height: number): ImageVerdict => {
  if (width < 1 || height < 1) return 'damaged';
  return width > MAX_SIDE || height > MAX_SIDE || width * height > MAX_PIXELS ? 'too_big' : 'ok';
};

const headerVerdict = (bytes: Buffer): ImageVerdict => {
  if (bytes.length < 33 || bytes.readUInt32BE(8) !== 13) return 'damaged';
  if (bytes.toString('latin1', 12, 16) !== 'IHDR') return 'damaged';
  const depths = PNG_DEPTHS[bytes.readUInt8(25)] ?? [];
  if (!depths.includes(bytes.readUInt8(24))) return 'damaged';
  return sizeVerdict(bytes.readUInt32BE(16), bytes.readUInt32BE(20));
};

/** Every chunk whole with its checksum, pixels present, nothing after IEND. */
export const checkPng = (bytes: Buffer): ImageVerdict => {
  if (!bytes.subarray(0, 8).equals(PNG_SIGNATURE)) return 'not_this_kind';
  const header = headerVerdict(bytes);
  if (header !== 'ok') return header;
  let at = 8;
  let hasPixels = false;
  while (at + 12 <= bytes.length) {
    const length = bytes.readUInt32BE(at);
    const end = at + 12 + length;
    if (end > bytes.length) return 'damaged';
    if (crc32(bytes.subarray(at + 4, end - 4)) !== bytes.readUInt32BE(end - 4)) return 'damaged';
    const type = bytes.toString('latin1', at + 4, at + 8);
    if (type === 'IEND') return hasPixels && end === bytes.length ? 'ok' : 'damaged';
    hasPixels ||= type === 'IDAT';
    at = end;
  }
  return 'damaged';
};

/** SOF0..SOF15 carry the dimensions; C4, C8 and CC in that range are tables. */
const isFrameHeader = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

const isStandalone = (marker: number): boolean =>
  marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7);

/** Offset of the next real marker after entropy-coded data (FF00 is a stuffed byte, FFD0..D7 are restarts). */
const afterScanData = (bytes: Buffer, from: number): number => {
  let at = bytes.indexOf(0xff, from);
  while (at >= 0 && at + 1 < bytes.length) {
    const next = bytes.readUInt8(at + 1);
    if (next !== 0x00 && !(next >= 0xd0 && next <= 0xd7) && next !== 0xff) return at;
    at = bytes.indexOf(0xff, at + 1);
  }
  return bytes.length;
};

interface JpegSeen {
  size: ImageVerdict;
  hasScan: boolean;
}

/** One segment with a length at `at` (its FF): returns where the next marker is looked for, or -1. */
const passSegment = (bytes: Buffer, at: number, marker: number, seen: JpegSeen): number => {
  if (at + 4 > bytes.length) return -1;
  const length = bytes.readUInt16BE(at + 2);
  const end = at + 2 + length;
  if (length < 2 || end > bytes.length) return -1;
  if (isFrameHeader(marker)) {
    if (length < 8) return -1;
    seen.size = sizeVerdict(bytes.readUInt16BE(at + 7), bytes.readUInt16BE(at + 5));
  }
  if (marker !== 0xda) return end;
  seen.hasScan = true;
  return afterScanData(bytes, end);
};

const walkJpeg = (bytes: Buffer): ImageVerdict => {
  const seen: JpegSeen = { size: 'damaged', hasScan: false };
  let at = 2;
  while (at + 1 < bytes.length) {
    if (bytes.readUInt8(at) !== 0xff) return 'damaged';
    const marker = bytes.readUInt8(at + 1);
    if (marker === 0xd9) return seen.hasScan ? seen.size : 'damaged';
    if (marker === 0xff) at += 1;
    else if (isStandalone(marker)) at += 2;
    else at = passSegment(bytes, at, marker, seen);
    if (at < 0) return 'damaged';
  }
  return 'damaged';
};

/**
 * SOI, a frame header with sane dimensions, at least one scan, EOI. Phones put previews or a short film behind EOI, so
 * what follows is not judged here; `foreign-content.ts` looks into it.
 */
export const checkJpeg = (bytes: Buffer): ImageVerdict => {
  if (bytes.length < 3 || bytes.readUIntBE(0, 3) !== 0xffd8ff) return 'not_this_kind';
  return walkJpeg(bytes);
};
