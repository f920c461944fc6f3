/** Readers look for `%PDF-` in the first 1024 bytes (Acrobat's implementation note to ISO 32000, 7.5.2). */
export const PDF_HEADER_WINDOW = 1024;

/** End-of-central-directory record (22 bytes) plus the longest comment (65,535): where a ZIP reader looks. */
const ZIP_TAIL = 22 + 65_535;

const ZIP_END = Buffer.from('PK\x05\x06', 'latin1');
const ZIP_DIRECTORY = Buffer.from('PK\x01\x02', 'latin1');
const RAR = Buffer.from('Rar!\x1a\x07', 'latin1');
const SEVEN_ZIP = Buffer.from('7z\xbc\xaf\x27\x1c', 'latin1');

const MARKUP = /<(?:!doctype|html|head|body|script|svg|iframe|object|\?php)[\s>]/i;

/** A ZIP reader starts at the end, so a ZIP may hide behind anything: the record must point at a directory. */
const hasZipDirectory = (bytes: Buffer): boolean => {
  let at = bytes.lastIndexOf(ZIP_END);
  const first = Math.max(0, bytes.length - ZIP_TAIL);
  while (at >= first) {
    if (at + 22 <= bytes.length) {
      const directory = at - bytes.readUInt32LE(at + 12);
      const isEmpty = bytes.readUInt16LE(at + 10) === 0;
      const found = bytes.subarray(Math.max(0, directory), Math.max(0, directory) + 4);
      if (!isEmpty && found.equals(ZIP_DIRECTORY)) return true;
    }
    if (at === 0) return false;
    at = bytes.lastIndexOf(ZIP_END, at - 1);
  }
  return false;
};

/** True when an unpacking program would find an archive in these bytes; RAR and 7z are searched for from the front. */
export const hidesArchive = (bytes: Buffer): boolean =>
  hasZipDirectory(bytes) || bytes.includes(RAR) || bytes.includes(SEVEN_ZIP);

/** True when an image is also a PDF, an archive or a web page: a polyglot. */
export const hidesInImage = (bytes: Buffer): boolean => {
  const head = bytes.toString('latin1', 0, PDF_HEADER_WINDOW + 5);
  return head.includes('%PDF-') || MARKUP.test(head) || hidesArchive(bytes);
};

/**
 * What may stand before `%PDF-`: white space, a byte order mark, or the printer job language some copiers prepend.
 * Anything else is the start of another format.
 */
const HARMLESS_PREFIX = /^(?:\xef\xbb\xbf)?[\s\0]*(?:\x1b%-12345X@PJL[\x20-\x7e\s\x1b]*)?$/;

/** Offset of the PDF header, -1 when there is none in the window, 'foreign' when something else comes first. */
export const locatePdfHeader = (bytes: Buffer): number | 'foreign' => {
  const head = bytes.toString('latin1', 0, PDF_HEADER_WINDOW + 8);
  const at = head.search(/%PDF-[12]\.\d/);
  if (at < 0 || at > PDF_HEADER_WINDOW) return -1;
  const prefix = head.slice(0, at);
  return HARMLESS_PREFIX.test(prefix) && !MARKUP.test(prefix) ? at : 'foreign';
};
