import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkOoxml } from './ooxml-safety.ts';
import {
  docxFile,
  externalRelation,
  packFile,
  type PackedPart,
  xlsxFile,
} from './sample-office.ts';
import { zipFile } from './sample-files.ts';

const withPart = (part: PackedPart): Buffer => docxFile(['正文'], { more: [part] });

describe('a Word or Excel file', () => {
  it('passes when it is plain, with links and pictures', async () => {
    assert.equal(await checkOoxml(docxFile(['操作手册']), 'docx'), 'accepted');
    assert.equal(await checkOoxml(xlsxFile(), 'xlsx'), 'accepted');
    const linked = withPart(externalRelation('hyperlink', 'https://example.org/'));
    assert.equal(await checkOoxml(linked, 'docx'), 'accepted');
    const picture = withPart({ name: 'word/media/image1.png', content: Buffer.alloc(100, 7) });
    assert.equal(await checkOoxml(picture, 'docx'), 'accepted');
  });

  it('is what it says it is', async () => {
    assert.equal(await checkOoxml(xlsxFile(), 'docx'), 'not_this_kind');
    assert.equal(await checkOoxml(docxFile(['一']), 'xlsx'), 'not_this_kind');
    assert.equal(await checkOoxml(zipFile(), 'docx'), 'not_this_kind');
    assert.equal(await checkOoxml(Buffer.from('%PDF-1.7'), 'docx'), 'not_this_kind');
    assert.equal(await checkOoxml(Buffer.alloc(0), 'docx'), 'not_this_kind');
    // The old binary formats, renamed.
    assert.equal(
      await checkOoxml(Buffer.from('d0cf11e0a1b11ae1'.padEnd(64, '0'), 'hex'), 'docx'),
      'not_this_kind',
    );
  });

  const hostile: readonly (readonly [string, Buffer, string])[] = [
    ['a macro', withPart({ name: 'word/vbaProject.bin', content: 'x' }), 'macro'],
    [
      'an old macro sheet',
      xlsxFile([{ name: 'xl/macrosheets/sheet1.xml', content: '<x/>' }]),
      'macro',
    ],
    [
      'an embedded object',
      withPart({ name: 'word/embeddings/oleObject1.bin', content: 'x' }),
      'embedded_object',
    ],
    ['a control', withPart({ name: 'word/activeX/activeX1.bin', content: 'x' }), 'embedded_object'],
    [
      'a remote template',
      withPart(externalRelation('attachedTemplate', 'https://example.org/x.dotm')),
      'external_content',
    ],
    [
      'a remote picture',
      withPart(externalRelation('image', 'https://example.org/p.png')),
      'external_content',
    ],
    [
      'a linked workbook',
      xlsxFile([{ name: 'xl/externalLinks/externalLink1.xml', content: '<x/>' }]),
      'external_content',
    ],
    [
      'a DDE field',
      docxFile(['一'], {
        body: '<w:p><w:r><w:instrText>DDEAUTO c:\\\\windows\\\\cmd.exe "/k calc"</w:instrText></w:r></w:p>',
      }),
      'external_content',
    ],
    [
      'entities',
      withPart({ name: 'word/comments.xml', content: '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>' }),
      'unusual_structure',
    ],
    ['a path upwards', withPart({ name: '../../etc/cron.d/x', content: 'x' }), 'unusual_structure'],
    [
      'a link to a file',
      withPart({ name: 'word/link', content: '/etc/passwd', mode: 0o120777 }),
      'unusual_structure',
    ],
    ['a program', withPart({ name: 'word/media/setup.exe', content: 'MZ' }), 'unusual_structure'],
    [
      'the same name twice',
      withPart({ name: 'word/document.xml', content: '<a/>' }),
      'unusual_structure',
    ],
    ['a password', withPart({ name: 'word/secret.xml', content: 'x', flags: 1 }), 'encrypted'],
    [
      'far too much',
      withPart({ name: 'word/media/big.bmp', content: Buffer.alloc(20_000_000) }),
      'oversized_content',
    ],
    [
      'a size that is a lie',
      withPart({ name: 'word/media/b.bmp', content: Buffer.alloc(50_000_000), claimedSize: 10 }),
      'damaged',
    ],
    [
      'something behind its end',
      Buffer.concat([docxFile(['一']), Buffer.from('<script>')]),
      'damaged',
    ],
    [
      'too many parts',
      packFile(Array.from({ length: 2_001 }, (_, n) => ({ name: `p${n}`, content: '' }))),
      'oversized_content',
    ],
    ['half of itself', docxFile(['一']).subarray(0, 300), 'damaged'],
  ];
  for (const [what, bytes, verdict] of hostile) {
    it(`is refused with ${what}`, async () => {
      assert.equal(
        (await checkOoxml(bytes, 'docx')) === 'not_this_kind'
          ? await checkOoxml(bytes, 'xlsx')
          : await checkOoxml(bytes, 'docx'),
        verdict,
      );
    });
  }
});
