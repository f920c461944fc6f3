import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { DomainError } from '../../kernel/error.ts';
import type { FileKind } from './file-refusal.ts';
import { createPdfInspector, type PdfInspector } from './pdf-safety.ts';
import { classicPdf, jpegFile, pdfStream, PLAIN_PAGES, pngFile, zipFile } from './sample-files.ts';
import { docxFile, xlsxFile } from './sample-office.ts';
import { inspectFile } from './sniff.ts';

let folder: string;
let inspector: PdfInspector;

before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'onex-sniff-'));
  inspector = createPdfInspector({ concurrency: 1 });
});

after(async () => {
  await inspector.close();
  await rm(folder, { recursive: true });
});

const outcome = async (kind: FileKind, bytes: Uint8Array): Promise<string> => {
  const file = path.join(folder, 'upload');
  await writeFile(file, bytes);
  try {
    const { pageCount } = await inspectFile(file, kind, bytes.length, inspector);
    return pageCount === undefined ? 'ok' : `${pageCount} 页`;
  } catch (error) {
    assert.ok(error instanceof DomainError, String(error));
    assert.match(error.text, /重新|请/, 'the text says what to do');
    return error.code;
  }
};

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');
const PDF = classicPdf(PLAIN_PAGES);
const PNG = pngFile(600, 800);
const JPEG = jpegFile(600, 800);

describe('each kind passes as itself and as nothing else', () => {
  const samples: Record<FileKind, Buffer> = {
    pdf: PDF,
    png: PNG,
    jpeg: JPEG,
    csv: Buffer.from('院校,证书\n甲校,物流管理\n'),
    docx: docxFile(['操作手册']),
    xlsx: xlsxFile(),
  };
  for (const claimed of ['pdf', 'png', 'jpeg', 'csv', 'docx', 'xlsx'] as const) {
    for (const actual of ['pdf', 'png', 'jpeg', 'csv', 'docx', 'xlsx'] as const) {
      it(`${actual} called ${claimed}`, async () => {
        const accepted = claimed === 'pdf' ? '1 页' : 'ok';
        const expected = claimed === actual ? accepted : 'file.type_mismatch';
        assert.equal(await outcome(claimed, samples[actual]), expected);
      });
    }
  }
  for (const [name, bytes] of [
    ['a program', latin1('MZ\x90\0\x03\0\0\0')],
    ['a web page', latin1('<html><script>alert(1)</script></html>')],
    ['a ZIP', zipFile()],
    ['an SVG', latin1('<svg xmlns="http://www.w3.org/2000/svg"/>')],
  ] as const) {
    it(`${name} called pdf, png or jpeg`, async () => {
      for (const kind of ['pdf', 'png', 'jpeg'] as const) {
        assert.equal(await outcome(kind, bytes), 'file.type_mismatch');
      }
    });
  }
});

describe('PDF', () => {
  it('may start with what copiers put in front, and end in padding', async () => {
    const printed = Buffer.concat([latin1('\x1b%-12345X@PJL SET COPIES=1\r\n'), PDF]);
    assert.equal(await outcome('pdf', printed), '1 页');
    assert.equal(await outcome('pdf', Buffer.concat([PDF, Buffer.alloc(2000)])), '1 页');
  });

  it('that starts as another format is refused', async () => {
    for (const front of ['GIF89a', '<html><!-- ', 'MZ', '#!/bin/sh\n', 'PK\x03\x04']) {
      assert.equal(await outcome('pdf', Buffer.concat([latin1(front), PDF])), 'file.type_mismatch');
    }
  });

  it('whose header comes late is refused', async () => {
    assert.equal(
      await outcome('pdf', Buffer.concat([Buffer.alloc(1025, ' '), PDF])),
      'file.type_mismatch',
    );
  });

  it('that is also an archive is refused, behind or inside', async () => {
    const inside = classicPdf({ ...PLAIN_PAGES, 9: pdfStream('', zipFile()) });
    assert.equal(await outcome('pdf', Buffer.concat([PDF, zipFile()])), 'file.type_mismatch');
    assert.equal(await outcome('pdf', inside), 'file.type_mismatch');
  });

  it('cut off on the way is refused', async () => {
    const long = classicPdf({ ...PLAIN_PAGES, 9: pdfStream('', Buffer.alloc(20_000)) });
    assert.equal(await outcome('pdf', long.subarray(0, 12_000)), 'file.damaged');
  });
});

describe('images', () => {
  it('whole ones pass, cut ones do not', async () => {
    for (const [kind, bytes] of [
      ['png', PNG],
      ['jpeg', JPEG],
    ] as const) {
      for (let length = 12; length < bytes.length; length += 1) {
        assert.equal(await outcome(kind, bytes.subarray(0, length)), 'file.damaged', `${length}`);
      }
    }
  });

  it('a PNG with one wrong bit in any chunk is damaged', async () => {
    for (let at = 8; at < PNG.length; at += 1) {
      const flipped = Buffer.from(PNG);
      flipped.writeUInt8((PNG[at] ?? 0) ^ 1, at);
      assert.match(await outcome('png', flipped), /^file\.(damaged|image_too_big)$/, `${at}`);
    }
  });

  it('a picture that would fill the memory of a viewer is refused', async () => {
    for (const [width, height] of [
      [20_001, 10],
      [20_000, 20_000],
    ] as const) {
      assert.equal(await outcome('png', pngFile(width, height)), 'file.image_too_big');
      assert.equal(await outcome('jpeg', jpegFile(width, height)), 'file.image_too_big');
    }
    assert.equal(await outcome('png', pngFile(9_921, 10_000)), 'ok');
    assert.equal(await outcome('png', pngFile(0, 10)), 'file.damaged');
  });

  it('a phone may add bytes behind a JPEG, but not another file', async () => {
    const film = Buffer.concat([JPEG, Buffer.alloc(5000, 7)]);
    assert.equal(await outcome('jpeg', film), 'ok');
    assert.equal(await outcome('jpeg', Buffer.concat([JPEG, zipFile()])), 'file.type_mismatch');
    assert.equal(await outcome('png', Buffer.concat([PNG, zipFile()])), 'file.type_mismatch');
  });

  it('a picture that is also a PDF or a web page is refused', async () => {
    for (const text of ['%PDF-1.4', '<script >', '<html>', '<?php ']) {
      assert.equal(await outcome('jpeg', jpegFile(9, 9, text)), 'file.type_mismatch');
      assert.equal(await outcome('png', pngFile(9, 9, text)), 'file.type_mismatch');
    }
    assert.equal(await outcome('jpeg', jpegFile(9, 9, '<x:xmpmeta xmlns:x="adobe">')), 'ok');
  });
});

describe('CSV', () => {
  it('is text in UTF-8 or in GB 18030', async () => {
    assert.equal(await outcome('csv', Buffer.from('\ufeff院校,㐂\r\n')), 'ok');
    // 院校,证书 and a rare character in four bytes
    const chinese = Buffer.from('d4bad0a32cd6a4cae90a8139ef30', 'hex');
    assert.equal(await outcome('csv', chinese), 'ok');
  });

  it('is not a spreadsheet or binary data', async () => {
    assert.equal(await outcome('csv', zipFile()), 'file.type_mismatch');
    assert.equal(await outcome('csv', latin1('a,b\0c')), 'file.damaged');
    assert.equal(await outcome('csv', Buffer.from([0x61, 0xff, 0xff, 0x0a])), 'file.damaged');
  });
});
