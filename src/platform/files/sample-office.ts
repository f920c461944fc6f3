/** Builds Word and Excel files for tests, good ones and hostile ones, from their smallest parts. */
import { crc32, deflateRawSync } from 'node:zlib';

export interface PackedPart {
  readonly name: string;
  readonly content: string | Buffer;
  /** What the directory claims instead of the true size. */
  readonly claimedSize?: number;
  readonly flags?: number;
  /** Unix mode in the directory, e.g. 0o120777 for a symbolic link. */
  readonly mode?: number;
}

/** A ZIP archive of these parts. */
export const packFile = (parts: readonly PackedPart[]): Buffer => {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const part of parts) {
    const name = Buffer.from(part.name);
    const content = Buffer.from(part.content);
    const packed = deflateRawSync(content);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE((part.flags ?? 0) | 0x800, 2);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(crc32(content), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(part.claimedSize ?? content.length, 18);
    fields.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), fields, name, packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(((part.mode ?? 0o100644) << 16) >>> 0, 6);
    tail.writeUInt32LE(at, 10);
    directory.push(
      Buffer.concat([Buffer.from('PK\x01\x02\x14\x03', 'latin1'), fields, tail, name]),
    );
    locals.push(local);
    at += local.length;
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...locals, ...directory, end]);
};

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const TYPES = 'http://schemas.openxmlformats.org/package/2006/content-types';
const RELATIONS = 'http://schemas.openxmlformats.org/package/2006/relationships';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const WORD = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
const SHEET = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const rootParts = (main: string, type: string): PackedPart[] => [
  {
    name: '[Content_Types].xml',
    content: `${XML}<Types xmlns="${TYPES}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/${main}" ContentType="application/vnd.openxmlformats-officedocument.${type}.main+xml"/></Types>`,
  },
  {
    name: '_rels/.rels',
    content: `${XML}<Relationships xmlns="${RELATIONS}"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="${main}"/></Relationships>`,
  },
];

/** A relation of the document to something outside, as `more` of `docxFile`. */
export const externalRelation = (kind: string, target: string): PackedPart => ({
  name: 'word/_rels/document.xml.rels',
  content: `${XML}<Relationships xmlns="${RELATIONS}"><Relationship Id="rId9" Type="${OFFICE}/${kind}" Target="${target}" TargetMode="External"/></Relationships>`,
});

/** A Word file with these paragraphs; `body` is further markup, `more` further parts. */
export const docxFile = (
  paragraphs: readonly string[],
  options: { readonly body?: string; readonly more?: readonly PackedPart[] } = {},
): Buffer =>
  packFile([
    ...rootParts('word/document.xml', 'wordprocessingml.document'),
    {
      name: 'word/document.xml',
      content: `${XML}<w:document xmlns:w="${WORD}" xmlns:r="${OFFICE}"><w:body>${paragraphs
        .map((text) => `<w:p><w:r><w:t xml:space="preserve">${escaped(text)}</w:t></w:r></w:p>`)
        .join('')}${options.body ?? ''}</w:body></w:document>`,
    },
    ...(options.more ?? []),
  ]);

/** An empty Excel file; `more` are further parts. */
export const xlsxFile = (more: readonly PackedPart[] = []): Buffer =>
  packFile([
    ...rootParts('xl/workbook.xml', 'spreadsheetml.sheet'),
    {
      name: 'xl/workbook.xml',
      content: `${XML}<workbook xmlns="${SHEET}"><sheets/></workbook>`,
    },
    ...more,
  ]);
