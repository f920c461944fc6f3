import {
  PDFArray,
  PDFDict,
  PDFDocument,
  PDFHexString,
  PDFName,
  PDFNumber,
  PDFRef,
  PDFStream,
  PDFString,
  type PDFObject,
} from '@cantoo/pdf-lib';
import { PdfRefusedError, type PdfScan } from './pdf-scan.ts';
import { MAX_DEPTH, NO_DATA, PdfTooDeepError, type PdfValue } from './pdf-value.ts';

/**
 * A second reading by an independent parser, judged by the same rules: what our own reader misunderstood has to be
 * misunderstood twice to pass.
 */
export interface PdfLibraryView {
  readonly scan: PdfScan;
  readonly pageCount: number;
}

/** Decoding is slow and the library keeps one object per distinct name. */
const decodedNames = new WeakMap<PDFName, string>();

const textOf = (name: PDFName): string => {
  const known = decodedNames.get(name);
  if (known !== undefined) return known;
  const text = name.decodeText();
  decodedNames.set(name, text);
  return text;
};

const dictOf = (dict: PDFDict, depth: number): PdfValue => ({
  kind: 'dict',
  entries: dict
    .entries()
    .map(([key, value]) => ({ key: textOf(key), value: valueOf(value, depth) })),
  dataStart: NO_DATA,
});

function valueOf(object: PDFObject, depth: number): PdfValue {
  if (depth > MAX_DEPTH) throw new PdfTooDeepError();
  if (object instanceof PDFName) return { kind: 'name', name: textOf(object) };
  if (object instanceof PDFDict) return dictOf(object, depth + 1);
  if (object instanceof PDFStream) return dictOf(object.dict, depth + 1);
  if (object instanceof PDFRef) return { kind: 'ref', target: object.objectNumber };
  if (object instanceof PDFNumber) return { kind: 'number', value: object.asNumber() };
  if (object instanceof PDFString || object instanceof PDFHexString) return { kind: 'string' };
  if (object instanceof PDFArray) {
    return { kind: 'array', items: object.asArray().map((item) => valueOf(item, depth + 1)) };
  }
  return { kind: 'other' };
}

const load = async (bytes: Buffer): Promise<PDFDocument> => {
  try {
    return await PDFDocument.load(bytes, {
      updateMetadata: false,
      ignoreEncryption: true,
      // no pauses for an event loop: this thread has nothing else to do
      parseSpeed: Infinity,
    });
  } catch {
    throw new PdfRefusedError('damaged');
  }
};

const countPages = (document: PDFDocument): number => {
  try {
    return document.getPageCount();
  } catch {
    return 0;
  }
};

/** Throws `PdfRefusedError` when the file cannot be opened, has no page, or is encrypted. */
export const viewWithLibrary = async (bytes: Buffer): Promise<PdfLibraryView> => {
  const document = await load(bytes);
  if (document.isEncrypted) throw new PdfRefusedError('encrypted');
  const pageCount = countPages(document);
  if (pageCount < 1) throw new PdfRefusedError('damaged');
  const definitions = new Map<number, PdfValue[]>();
  for (const [reference, object] of document.context.enumerateIndirectObjects()) {
    const value = valueOf(object, 0);
    definitions.set(reference.objectNumber, [
      ...(definitions.get(reference.objectNumber) ?? []),
      value,
    ]);
  }
  return {
    pageCount,
    scan: {
      values: [...definitions.values()].flat(),
      definitionsOf: (objectNumber) => definitions.get(objectNumber) ?? [],
    },
  };
};
