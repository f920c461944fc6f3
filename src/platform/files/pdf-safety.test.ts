import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { deflateSync } from 'node:zlib';
import { PDFDocument, PDFName, PDFString } from '@cantoo/pdf-lib';
import fc from 'fast-check';
import { DomainError } from '../../kernel/error.ts';
import { createPdfInspector, type PdfInspector } from './pdf-safety.ts';
import {
  appendRevision,
  classicPdf,
  flateStream,
  objectStreamParts,
  pdfStream,
  PLAIN_PAGES,
  type PdfBodies,
} from './sample-files.ts';

const SCRIPT = '<< /Type /Action /S /JavaScript /JS (app.alert\\(1\\)) >>';

let folder: string;
let inspector: PdfInspector;

before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'onex-pdf-'));
  inspector = createPdfInspector();
});

after(async () => {
  await inspector.close();
  await rm(folder, { recursive: true });
});

const save = async (bytes: Uint8Array): Promise<string> => {
  const file = path.join(folder, randomBytes(8).toString('hex'));
  await writeFile(file, bytes);
  return file;
};

/** `<pages> 页` when accepted, else the code, with the hazard's first words for an unsafe file. */
const outcome = async (bytes: Uint8Array, by = inspector): Promise<string> => {
  try {
    return `${(await by.inspect(await save(bytes))).pageCount} 页`;
  } catch (error) {
    assert.ok(error instanceof DomainError, String(error));
    const hazard = /含有(.*?)，为/.exec(error.text)?.[1];
    return hazard === undefined ? error.code : `${error.code} ${hazard}`;
  }
};

const withCatalog = (entries: string, more: PdfBodies = {}): Buffer =>
  classicPdf({ ...PLAIN_PAGES, 1: `<< /Type /Catalog /Pages 2 0 R ${entries} >>`, ...more });

const UNSAFE_SCRIPT = 'file.unsafe_pdf 脚本（JavaScript）';
const UNSAFE_AUTOMATIC = 'file.unsafe_pdf 打开时自动执行的动作';
const UNSAFE_LAUNCH = 'file.unsafe_pdf 启动外部程序或文件的动作';
const UNSAFE_ATTACHMENT = 'file.unsafe_pdf 嵌入的附件';
const UNSAFE_STRUCTURE = 'file.unsafe_pdf 无法检查的内部结构';
const UNSAFE_SIZE = 'file.unsafe_pdf 解压后异常庞大的内容';

describe('ordinary PDFs are accepted with their page count', () => {
  for (const useObjectStreams of [true, false]) {
    it(`as pdf-lib writes them, object streams ${useObjectStreams}`, async () => {
      const document = await PDFDocument.create();
      for (let page = 0; page < 3; page += 1) document.addPage().drawText('plan');
      assert.equal(await outcome(await document.save({ useObjectStreams })), '3 页');
    });
  }

  it('as scanners write them: one large JPEG a page, random enough to hold any short word', async () => {
    const scan = pdfStream(
      '/Type /XObject /Subtype /Image /Filter /DCTDecode',
      randomBytes(3_000_000),
    );
    const file = classicPdf({ ...PLAIN_PAGES, 5: scan });
    assert.equal(await outcome(file), '1 页');
  });

  it('as word processors write them: jump to page 1, tags, links, indirect lengths', async () => {
    const file = withCatalog(
      '/OpenAction [3 0 R /FitH 842] /MarkInfo << /Marked true >> /StructTreeRoot 6 0 R',
      {
        5: '<< /Type /Annot /Subtype /Link /A << /S /URI /URI (https://example.org/docs/JavaScript) >> >>',
        6: '<< /Type /StructTreeRoot /RoleMap << /Launch_Plan /P >> /K [<< /S /Document >>] >>',
        7: '<< /Length 8 0 R >>\nstream\nBT (the obj keyword) Tj ET\nendstream',
        8: '25',
      },
    );
    assert.equal(await outcome(file), '1 页');
  });

  it('with an opening action that only jumps', async () => {
    assert.equal(await outcome(withCatalog('/OpenAction << /S /GoTo /D [3 0 R /Fit] >>')), '1 页');
    assert.equal(await outcome(withCatalog('/OpenAction 9 0 R', { 9: '[3 0 R /Fit]' })), '1 页');
    assert.equal(await outcome(withCatalog('/OpenAction null')), '1 页');
  });

  it('with resources that happen to be called AA and JS', async () => {
    const file = classicPdf({
      ...PLAIN_PAGES,
      5: '<< /Font << /AA 6 0 R /JS 6 0 R >> /XObject << /AA 7 0 R >> >>',
      6: '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
      7: pdfStream(
        '/Type /XObject /Subtype /Form /Group << /S /Transparency >>',
        Buffer.from('q Q'),
      ),
    });
    assert.equal(await outcome(file), '1 页');
  });

  it('with a signature field and a second revision', async () => {
    const signed = appendRevision(withCatalog('/AcroForm << /Fields [10 0 R] /SigFlags 3 >>'), {
      10: '<< /FT /Sig /T (s) /V << /Type /Sig /Filter /Adobe.PPKLite /Contents <00> >> >>',
    });
    assert.equal(await outcome(signed), '1 页');
  });
});

const HIDING_PLACES: readonly (readonly [name: string, file: () => Buffer, expected: string])[] = [
  ['script on opening', () => withCatalog(`/OpenAction ${SCRIPT}`), UNSAFE_AUTOMATIC],
  ['script in the name tree', () => withCatalog(`/Names << /JavaScript 9 0 R >>`), UNSAFE_SCRIPT],
  [
    'name written with escapes',
    () => withCatalog('', { 9: '<< /S /Java#53cr#69pt /#4aS (x) >>' }),
    UNSAFE_SCRIPT,
  ],
  [
    'script as a stream',
    () => withCatalog('', { 9: '<< /JS 10 0 R >>', 10: pdfStream('', Buffer.from('x')) }),
    UNSAFE_SCRIPT,
  ],
  [
    'page opened',
    () => withCatalog('/AA << /O 9 0 R >>', { 9: '<< /S /Named /N /Print >>' }),
    UNSAFE_AUTOMATIC,
  ],
  [
    'opening that prints',
    () => withCatalog('/OpenAction << /S /Named /N /Print >>'),
    UNSAFE_AUTOMATIC,
  ],
  [
    'opening that jumps and goes on',
    () =>
      withCatalog('/OpenAction << /S /GoTo /D [3 0 R /Fit] /Next << /S /URI /URI (http://x) >> >>'),
    UNSAFE_AUTOMATIC,
  ],
  [
    'opening that leads nowhere we can see',
    () => withCatalog('/OpenAction 99 0 R'),
    UNSAFE_AUTOMATIC,
  ],
  [
    'a reference that only the library understands',
    () => withCatalog('/OpenAction 9 0R', { 9: '<< /S /Named /N /Print >>' }),
    UNSAFE_AUTOMATIC,
  ],
  ['program launch', () => withCatalog('', { 9: '<< /S /Launch /F (cmd.exe) >>' }), UNSAFE_LAUNCH],
  [
    'duplicate key, the harmless one last',
    () => withCatalog('', { 9: '<< /S /Launch /F (cmd.exe) /S /GoTo >>' }),
    UNSAFE_LAUNCH,
  ],
  [
    'attachment',
    () => withCatalog('/Names << /EmbeddedFiles << /Names [] >> >>'),
    UNSAFE_ATTACHMENT,
  ],
  [
    'attachment annotation',
    () => withCatalog('', { 9: '<< /Subtype /FileAttachment >>' }),
    UNSAFE_ATTACHMENT,
  ],
  [
    'dynamic form',
    () => withCatalog('/AcroForm << /XFA 9 0 R >>'),
    'file.unsafe_pdf 动态表单（XFA）',
  ],
  [
    'rich media',
    () => withCatalog('', { 9: '<< /Subtype /RichMedia >>' }),
    'file.unsafe_pdf 音视频或三维等富媒体',
  ],
  [
    'form submission',
    () => withCatalog('', { 9: '<< /S /SubmitForm >>' }),
    'file.unsafe_pdf 向外部提交数据的动作',
  ],
  [
    'an old revision',
    () => appendRevision(withCatalog('', { 9: SCRIPT }), { 9: '<< /S /GoTo >>' }),
    UNSAFE_SCRIPT,
  ],
  [
    'the middle of a page content stream, for a cross-reference table that points there',
    () => withCatalog('', { 9: pdfStream('', Buffer.from(`q Q\n77 0 obj ${SCRIPT} endobj`)) }),
    UNSAFE_SCRIPT,
  ],
  ['a comment', () => withCatalog('', { 9: `null %\n% 77 0 obj ${SCRIPT}` }), UNSAFE_SCRIPT],
  ['a string', () => withCatalog('', { 9: `(77 0 obj ${SCRIPT} endobj)` }), UNSAFE_SCRIPT],
  [
    'a dictionary that never closes',
    () => withCatalog('', { 9: '<< /A [ << /S /Launch' }),
    UNSAFE_LAUNCH,
  ],
  [
    'a dictionary with rubbish in it',
    () => withCatalog('', { 9: '<< /A ! ~ /S /Launch >>' }),
    UNSAFE_LAUNCH,
  ],
];

describe('active content is refused wherever it hides', () => {
  for (const [name, file, expected] of HIDING_PLACES) {
    it(name, async () => {
      assert.equal(await outcome(file()), expected);
    });
  }
});

describe('object streams are opened', () => {
  it('script in a compressed object stream, as pdf-lib writes it', async () => {
    const document = await PDFDocument.create();
    document.addPage();
    const action = document.context.obj({ S: 'JavaScript', JS: PDFString.of('app.alert(1)') });
    document.catalog.set(PDFName.of('Names'), document.context.register(action));
    const bytes = Buffer.from(await document.save({ useObjectStreams: true }));
    assert.ok(!bytes.includes('JavaScript'), 'the sample must hide the word');
    assert.equal(await outcome(bytes), UNSAFE_SCRIPT);
  });

  it('escaped name in one', async () => {
    const { entries, data } = objectStreamParts({ 9: '<< /S /Java#53cript /JS (x) >>' });
    assert.equal(await outcome(withCatalog('', { 8: flateStream(entries, data) })), UNSAFE_SCRIPT);
  });

  it('one whose /Length stops before the script', async () => {
    const { entries, data } = objectStreamParts({ 9: '<< /S /GoTo >>', 10: SCRIPT });
    const body = `<< ${entries} /Filter /FlateDecode /Length 4 >>\nstream\n`;
    const stream = Buffer.concat([
      Buffer.from(body),
      deflateSync(data),
      Buffer.from('\nendstream'),
    ]);
    assert.equal(await outcome(withCatalog('', { 8: stream })), UNSAFE_SCRIPT);
  });

  it('an announced offset that points into a string', async () => {
    const data = Buffer.from(`9 1 (${'<< /S /Launch >>'})`);
    const stream = flateStream('/Type /ObjStm /N 1 /First 4', data);
    assert.equal(await outcome(withCatalog('', { 8: stream })), UNSAFE_LAUNCH);
  });

  it('uncompressed', async () => {
    const { entries, data } = objectStreamParts({ 9: SCRIPT });
    assert.equal(await outcome(withCatalog('', { 8: pdfStream(entries, data) })), UNSAFE_SCRIPT);
  });

  it('coded in a way that only hides: refused unread', async () => {
    const { entries, data } = objectStreamParts({ 9: '<< >>' });
    const hex = pdfStream(`${entries} /Filter /ASCIIHexDecode`, Buffer.from(data.toString('hex')));
    const predicted = flateStream(`${entries} /DecodeParms << /Predictor 12 >>`, data);
    const indirect = pdfStream(`${entries} /Filter 9 0 R`, deflateSync(data));
    for (const stream of [hex, predicted, indirect]) {
      assert.equal(await outcome(withCatalog('', { 8: stream })), UNSAFE_STRUCTURE);
    }
  });
});

describe('encrypted and damaged files', () => {
  it('refuses encryption', async () => {
    const file = classicPdf(
      { ...PLAIN_PAGES, 9: '<< /Filter /Standard /V 1 /R 2 >>' },
      '/Encrypt 9 0 R',
    );
    assert.equal(await outcome(file), 'file.encrypted_pdf');
  });

  it('refuses what has no pages or is cut off', async () => {
    assert.equal(await outcome(classicPdf({ 1: '<< /Type /Catalog >>' })), 'file.damaged');
    assert.equal(await outcome(Buffer.from('%PDF-1.7\n%%EOF')), 'file.damaged');
    // A block of a type that does not exist; what is broken later may by chance read as the end of the data.
    const broken = flateStream(
      '/Type /ObjStm /N 1 /First 4',
      Buffer.from('7 0 << /Kids [1 0 R] >>'),
    );
    broken.fill(0xff, broken.indexOf('stream') + 9, broken.indexOf('endstream') - 1);
    assert.equal(await outcome(withCatalog('', { 8: broken })), 'file.damaged');
  });

  it('answers every damaged variant of a file, and never with more pages', async () => {
    const good = classicPdf({ ...PLAIN_PAGES, 8: flateStream('', Buffer.from('q Q')) });
    const damage = fc.record({
      at: fc.nat(good.length - 1),
      bytes: fc.uint8Array({ minLength: 1, maxLength: 6 }),
    });
    await fc.assert(
      fc.asyncProperty(damage, async ({ at, bytes }) => {
        const file = Buffer.from(good);
        file.set(bytes.subarray(0, good.length - at), at);
        assert.match(
          await outcome(file),
          /^(?:1 页|file\.(?:damaged|encrypted_pdf|unsafe_pdf).*)$/,
        );
      }),
      { numRuns: 200 },
    );
  });
});

describe('exhausting files', () => {
  it('refuses an inflation bomb without inflating it', async () => {
    const bomb = flateStream('/Type /ObjStm /N 1 /First 4', Buffer.alloc(200_000_000, ' '));
    const rss = process.memoryUsage().rss;
    assert.equal(await outcome(withCatalog('', { 8: bomb })), UNSAFE_SIZE);
    assert.ok(process.memoryUsage().rss - rss < 150_000_000);
  });

  it('refuses a cross-reference stream that announces a billion rows', async () => {
    const table = flateStream(
      '/Type /XRef /Size 9 /W [1 2 1] /Index [0 1000000000]',
      Buffer.alloc(16),
    );
    assert.equal(await outcome(withCatalog('', { 8: table })), UNSAFE_SIZE);
  });

  it('refuses nesting that would exhaust a stack', async () => {
    assert.equal(await outcome(withCatalog('', { 8: '['.repeat(200_000) })), UNSAFE_STRUCTURE);
  });

  it('gives up on time, leaves the event loop free, and works on afterwards', async () => {
    const quick = createPdfInspector({ timeLimitMs: 400, concurrency: 1 });
    const slow = Buffer.from(`%PDF-1.7\n${'1 0 obj(('.repeat(400_000)}\n%%EOF`);
    let ticks = 0;
    const timer = setInterval(() => (ticks += 1), 10);
    assert.equal(await outcome(slow, quick), 'file.inspection_timeout');
    clearInterval(timer);
    assert.ok(ticks > 10, `the event loop ran only ${ticks} times`);
    await quick.close();
  });

  it('lets only so many wait', async () => {
    const narrow = createPdfInspector({ concurrency: 1, queueLimit: 1 });
    const all = await Promise.all([0, 1, 2].map(() => outcome(classicPdf(PLAIN_PAGES), narrow)));
    assert.deepEqual(all.toSorted(), ['1 页', '1 页', 'file.inspection_busy']);
    await narrow.close();
  });
});
