import {
  GlobalWorkerOptions,
  getDocument,
  type PDFDocumentProxy,
} from 'pdfjs-dist/legacy/build/pdf.mjs';

GlobalWorkerOptions.workerSrc = new URL(
  '../../../../node_modules/pdfjs-dist/legacy/build/pdf.worker.min.mjs',
  import.meta.url,
).href;

/** Character maps of fonts that a Chinese file does not carry within itself; each is fetched only when one asks. */
const CHARACTER_MAPS = import.meta.glob<string>(
  '../../../../node_modules/pdfjs-dist/cmaps/{Adobe-GB1,GB,UniGB}*.bcmap',
  { query: '?url', import: 'default' },
);

/** The library asks by file name; the build has given the files other names. */
class BuiltData {
  async fetch({ kind, filename }: { kind: string; filename: string }): Promise<Uint8Array> {
    const entry = Object.entries(CHARACTER_MAPS).find(([path]) => path.endsWith(`/${filename}`));
    if (kind !== 'cMapUrl' || entry === undefined) throw new Error(`no data file ${filename}`);
    const answer = await globalThis.fetch(await entry[1]());
    return new Uint8Array(await answer.arrayBuffer());
  }
}

/** Opens a PDF of ours for drawing; `address` is the download of one edition. */
export const openPdf = (address: string): Promise<PDFDocumentProxy> =>
  getDocument({
    url: address,
    withCredentials: true,
    useWasm: false,
    useWorkerFetch: false,
    cMapUrl: '/',
    BinaryDataFactory: BuiltData,
  }).promise;
