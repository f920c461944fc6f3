import { createRequire } from 'node:module';
import path from 'node:path';
import { parentPort } from 'node:worker_threads';
import mammoth from 'mammoth';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { TextItem } from 'pdfjs-dist/types/src/display/api.js';

export type TextKind = 'pdf' | 'docx';

export interface TextTask {
  readonly kind: TextKind;
  readonly bytes: Uint8Array;
  readonly mostPages: number;
  readonly mostCharacters: number;
}

export interface TextResult {
  readonly text: string;
  /** HTML as converted, not yet cleaned; only of a DOCX. */
  readonly html: string | null;
}

const LIBRARY = path.dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));

const isText = (item: object): item is TextItem => 'str' in item;

/** Page by page until a limit is reached; what was read until then is found. */
const pdfText = async ({ bytes, mostPages, mostCharacters }: TextTask): Promise<TextResult> => {
  const document = await getDocument({
    data: new Uint8Array(bytes),
    cMapUrl: `${LIBRARY}/cmaps/`,
    cMapPacked: true,
    standardFontDataUrl: `${LIBRARY}/standard_fonts/`,
    disableFontFace: true,
    useSystemFonts: false,
    stopAtErrors: false,
    verbosity: 0,
  }).promise;
  let text = '';
  for (let number = 1; number <= Math.min(document.numPages, mostPages); number += 1) {
    const page = await document.getPage(number);
    const { items } = await page.getTextContent();
    text += items
      .map((item) => (isText(item) ? `${item.str}${item.hasEOL ? '\n' : ''}` : ''))
      .join('');
    text += '\n';
    page.cleanup();
    if (text.length >= mostCharacters) break;
  }
  return { text: text.slice(0, mostCharacters), html: null };
};

const docxText = async ({ bytes, mostCharacters }: TextTask): Promise<TextResult> => {
  const buffer = Buffer.from(bytes);
  const { value: text } = await mammoth.extractRawText({ buffer });
  const { value: html } = await mammoth.convertToHtml({ buffer });
  return {
    text: text.slice(0, mostCharacters),
    html: html.length > mostCharacters * 8 ? null : html,
  };
};

const port = parentPort;
if (port === null) throw new Error('text-worker.ts runs only as a worker thread');
port.once('message', (task: TextTask) => {
  const reading = task.kind === 'pdf' ? pdfText(task) : docxText(task);
  reading.then(
    (result) => port.postMessage(result),
    () => port.postMessage('unreadable'),
  );
});
