import { readFile } from 'node:fs/promises';
import { parentPort } from 'node:worker_threads';
import { hidesArchive } from './foreign-content.ts';
import { viewWithLibrary } from './pdf-library-view.ts';
import { PdfRefusedError, scanPdf, type PdfRefusal } from './pdf-scan.ts';
import { PdfTooDeepError } from './pdf-value.ts';
import { findHazard } from './pdf-verdict.ts';

export type PdfVerdict =
  | { readonly outcome: 'accepted'; readonly pageCount: number }
  | { readonly outcome: 'refused'; readonly reason: PdfRefusal | 'foreign' };

const refused = (reason: PdfRefusal | 'foreign'): PdfVerdict => ({ outcome: 'refused', reason });

/** Our own reading goes first: it bounds what the library will be made to inflate. */
const judge = async (bytes: Buffer): Promise<PdfVerdict> => {
  if (hidesArchive(bytes)) return refused('foreign');
  const hazard = findHazard(scanPdf(bytes));
  if (hazard !== undefined) return refused(hazard);
  const view = await viewWithLibrary(bytes);
  const second = findHazard(view.scan);
  return second === undefined
    ? { outcome: 'accepted', pageCount: view.pageCount }
    : refused(second);
};

const verdictOn = async (path: string): Promise<PdfVerdict> => {
  try {
    return await judge(await readFile(path));
  } catch (error) {
    if (error instanceof PdfRefusedError) return refused(error.reason);
    if (error instanceof PdfTooDeepError || error instanceof RangeError)
      return refused('unusual_structure');
    throw error;
  }
};

const port = parentPort;
if (port === null) throw new Error('pdf-worker.ts runs only as a worker thread');
const answer = async (path: string): Promise<void> => {
  port.postMessage(await verdictOn(path));
};
port.on('message', (path: string) => {
  void answer(path);
});
port.postMessage('ready');
