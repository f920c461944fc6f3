import { open, readFile } from 'node:fs/promises';
import { checkJpeg, checkPng, type ImageVerdict } from './image-structure.ts';
import {
  damagedFile,
  imageTooBig,
  mixedContent,
  typeMismatch,
  unsafeOffice,
  type FileKind,
} from './file-refusal.ts';
import { hidesInImage, locatePdfHeader, PDF_HEADER_WINDOW } from './foreign-content.ts';
import { checkOoxml, type OoxmlKind } from './ooxml-safety.ts';
import type { PdfInspector } from './pdf-safety.ts';

/** Viewers look for `%%EOF` in the last 1024 bytes; some scanners pad with zeros up to a block. */
const PDF_TAIL_WINDOW = 4096;

const sliceOfFile = async (path: string, start: number, length: number): Promise<Buffer> => {
  const file = await open(path, 'r');
  try {
    const buffer = Buffer.alloc(length);
    const { bytesRead } = await file.read(buffer, 0, length, start);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
};

const checkPdf = async (
  path: string,
  byteCount: number,
  inspector: PdfInspector,
): Promise<number> => {
  const head = await sliceOfFile(path, 0, PDF_HEADER_WINDOW + 8);
  const header = locatePdfHeader(head);
  if (header === -1) throw typeMismatch('pdf');
  if (header === 'foreign') throw mixedContent('pdf');
  const tail = await sliceOfFile(path, Math.max(0, byteCount - PDF_TAIL_WINDOW), PDF_TAIL_WINDOW);
  if (!tail.includes('%%EOF')) throw damagedFile('pdf');
  return (await inspector.inspect(path)).pageCount;
};

const checkImage = async (
  path: string,
  kind: 'jpeg' | 'png',
  check: (bytes: Buffer) => ImageVerdict,
): Promise<void> => {
  const bytes = await readFile(path);
  const verdict = check(bytes);
  if (verdict === 'not_this_kind') throw typeMismatch(kind);
  if (hidesInImage(bytes)) throw mixedContent(kind);
  if (verdict === 'too_big') throw imageTooBig();
  if (verdict === 'damaged') throw damagedFile(kind);
};

const BINARY_SIGNATURES = [
  '%PDF-',
  'PK\x03\x04',
  '\xd0\xcf\x11\xe0',
  '\x89PNG',
  '\xff\xd8\xff',
  'GIF8',
];

const decodesAs = (bytes: Buffer, encoding: string): string | undefined => {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
};

/** UTF-8 as our own templates have it, or GB 18030 as a Chinese spreadsheet program saves “CSV”. */
const checkCsv = async (path: string): Promise<void> => {
  const bytes = await readFile(path);
  const head = bytes.toString('latin1', 0, 16);
  if (BINARY_SIGNATURES.some((signature) => head.startsWith(signature))) throw typeMismatch('csv');
  const text = decodesAs(bytes, 'utf-8') ?? decodesAs(bytes, 'gb18030');
  if (text === undefined || /[\0-\x08\x0e-\x1f]/.test(text)) throw damagedFile('csv');
};

const checkOffice = async (path: string, kind: OoxmlKind): Promise<void> => {
  const verdict = await checkOoxml(await readFile(path), kind);
  if (verdict === 'accepted') return;
  if (verdict === 'not_this_kind') throw typeMismatch(kind);
  if (verdict === 'damaged') throw damagedFile(kind);
  throw unsafeOffice(kind, verdict);
};

/**
 * Lets extension, signature and structure agree, or throws a `DomainError` (`file.type_mismatch`, `file.damaged`,
 * `file.image_too_big`, and what `PdfInspector` throws). `kind` is what the extension claims.
 */
export const inspectFile = async (
  path: string,
  kind: FileKind,
  byteCount: number,
  inspector: PdfInspector,
): Promise<{ readonly pageCount?: number }> => {
  switch (kind) {
    case 'pdf':
      return { pageCount: await checkPdf(path, byteCount, inspector) };
    case 'png':
      await checkImage(path, kind, checkPng);
      return {};
    case 'jpeg':
      await checkImage(path, kind, checkJpeg);
      return {};
    case 'csv':
      await checkCsv(path);
      return {};
    case 'docx':
    case 'xlsx':
      await checkOffice(path, kind);
      return {};
  }
};
