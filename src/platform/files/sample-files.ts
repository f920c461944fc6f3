/** Builds files for the tests of this folder, good ones and hostile ones, from their smallest parts. */
import { crc32, deflateSync } from 'node:zlib';

const binary = (text: string): Buffer => Buffer.from(text, 'latin1');

/** Object number → body, without `obj` and `endobj`. */
export type PdfBodies = Readonly<Record<number, string | Buffer>>;

export const PLAIN_PAGES: PdfBodies = {
  1: '<< /Type /Catalog /Pages 2 0 R >>',
  2: '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
  3: '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << >> >>',
  4: pdfStream('', binary('0 0 m 10 10 l S')),
};

export function pdfStream(entries: string, data: Buffer): Buffer {
  return Buffer.concat([
    binary(`<< ${entries} /Length ${data.length} >>\nstream\n`),
    data,
    binary('\nendstream'),
  ]);
}

export const flateStream = (entries: string, data: Buffer): Buffer =>
  pdfStream(`${entries} /Filter /FlateDecode`, deflateSync(data));

/** A file with a classic cross-reference table; `trailer` is added to the trailer dictionary. */
export const classicPdf = (bodies: PdfBodies, trailer = ''): Buffer => {
  const parts: Buffer[] = [binary('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n')];
  const offsets: number[] = [];
  let at = parts[0]?.length ?? 0;
  for (const [objectNumber, body] of Object.entries(bodies)) {
    const part = Buffer.concat([
      binary(`${objectNumber} 0 obj\n`),
      Buffer.isBuffer(body) ? body : binary(body),
      binary('\nendobj\n'),
    ]);
    offsets[Number(objectNumber)] = at;
    parts.push(part);
    at += part.length;
  }
  const size = offsets.length;
  const rows = Array.from({ length: size }, (_, n) =>
    offsets[n] === undefined
      ? '0000000000 65535 f \n'
      : `${String(offsets[n]).padStart(10, '0')} 00000 n \n`,
  );
  parts.push(
    binary(`xref\n0 ${size}\n${rows.join('')}`),
    binary(`trailer\n<< /Size ${size} /Root 1 0 R ${trailer} >>\nstartxref\n${at}\n%%EOF\n`),
  );
  return Buffer.concat(parts);
};

/** The contents of an object stream (ISO 32000-1, 7.5.7) and the entries for its dictionary. */
export const objectStreamParts = (bodies: Readonly<Record<number, string>>) => {
  const pairs: string[] = [];
  let data = '';
  for (const [objectNumber, body] of Object.entries(bodies)) {
    pairs.push(`${objectNumber} ${data.length}`);
    data += `${body} `;
  }
  const head = `${pairs.join(' ')} `;
  return {
    entries: `/Type /ObjStm /N ${pairs.length} /First ${head.length}`,
    data: binary(head + data),
  };
};

/** A later revision appended to a file, as signing programs do. */
export const appendRevision = (file: Buffer, bodies: PdfBodies): Buffer => {
  const body = Object.entries(bodies).map(([objectNumber, value]) =>
    Buffer.concat([
      binary(`${objectNumber} 0 obj\n`),
      Buffer.isBuffer(value) ? value : binary(value),
      binary('\nendobj\n'),
    ]),
  );
  const tail = `xref\n0 0\ntrailer\n<< /Size 20 /Root 1 0 R /Prev 0 >>\nstartxref\n${file.length}\n%%EOF\n`;
  return Buffer.concat([file, ...body, binary(tail)]);
};

const pngChunk = (type: string, data: Buffer): Buffer => {
  const body = Buffer.concat([binary(type), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
};

/** A grey PNG; the declared size may lie about the pixels, which no test decodes. */
export const pngFile = (width: number, height: number, comment = ''): Buffer => {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.writeUInt8(8, 8);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    pngChunk('IHDR', header),
    ...(comment === '' ? [] : [pngChunk('tEXt', binary(comment))]),
    pngChunk('IDAT', deflateSync(Buffer.alloc(64))),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
};

const jpegSegment = (marker: number, data: Buffer): Buffer => {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(data.length + 2, 2);
  return Buffer.concat([head, data]);
};

/** A JPEG skeleton with stuffed bytes and a restart marker in its scan. */
export const jpegFile = (width: number, height: number, comment = ''): Buffer => {
  const frame = Buffer.from([8, 0, 0, 0, 0, 1, 1, 0x11, 0]);
  frame.writeUInt16BE(height, 1);
  frame.writeUInt16BE(width, 3);
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    jpegSegment(0xe0, binary('JFIF\0\x01\x01\0\0\x01\0\x01\0\0')),
    ...(comment === '' ? [] : [jpegSegment(0xfe, binary(comment))]),
    jpegSegment(0xc0, frame),
    jpegSegment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
    Buffer.from([0x12, 0xff, 0x00, 0x34, 0xff, 0xd0, 0x56, 0xff, 0xd9]),
  ]);
};

/** A stored ZIP with one empty entry: the shortest that an unpacking program accepts. */
export const zipFile = (): Buffer => {
  const local = Buffer.alloc(31);
  local.write('PK\x03\x04', 'latin1');
  local.writeUInt16LE(1, 26);
  local.write('a', 30, 'latin1');
  const directory = Buffer.alloc(47);
  directory.write('PK\x01\x02', 'latin1');
  directory.writeUInt16LE(1, 28);
  directory.write('a', 46, 'latin1');
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, directory, end]);
};
