import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import '../../app/features.ts';
import { type Answer, startTestApp, type TestApp } from '../../../test/support/test-app.ts';
import type { PersonName } from '../../../test/support/world.ts';
import { toInstant } from '../../kernel/time.ts';
import { classicPdf, PLAIN_PAGES } from '../../platform/files/sample-files.ts';
import { docxFile } from '../../platform/files/sample-office.ts';
import { asOwner } from '../filings/factory.ts';
import { bigramsOf, markTerms, readableText, termsOf } from './bigram.ts';
import { documentRoutes } from './index.ts';
import { readOne, readWaiting } from './jobs.ts';
import { readText } from './text-reader.ts';

const AT = '2025-03-01T02:00:00.000Z';
let app: TestApp;
let folderId = '';
before(async () => {
  app = await startTestApp({ at: AT, routes: documentRoutes });
  const folder = ok(await office().post('/api/document-folders', { name: '操作手册' }));
  folderId = folder.id;
});
after(() => app.close());

const as = (name: PersonName) => app.as(app.world.people[name]);
const office = () => as('officeAdmin');
const ok = (answer: Answer): Answer['body'] => {
  assert.equal(answer.status, 200, answer.text);
  return answer.body;
};

/** A PDF whose font is not within it, as office programs made them for years: only the character map tells the text. */
const pdfWith = (text: string): Buffer => {
  const hex = Buffer.from(text, 'utf16le').swap16().toString('hex');
  const content = `BT /F1 12 Tf 50 700 Td <${hex}> Tj ET`;
  return classicPdf({
    ...PLAIN_PAGES,
    3: '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    4: `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    5: '<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [6 0 R] >>',
    6: '<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /FontDescriptor 7 0 R /DW 1000 >>',
    7: '<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [0 -200 1000 900] /ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>',
  });
};

let count = 0;
const register = async (more: Record<string, unknown> = {}): Promise<Answer['body']> => {
  count += 1;
  return ok(
    await office().post('/api/documents', {
      folderId,
      title: `资料${count}`,
      category: 'MANUAL',
      visibility: 'SIGNED_IN',
      ...more,
    }),
  );
};

const upload = (id: string, name: string, bytes: Uint8Array, query = '') =>
  office().upload(`/api/documents/${id}/editions${query}`, {
    name,
    type: 'application/octet-stream',
    bytes,
  });

const deps = () => ({ database: app.database, files: app.environment.files });

/** Registered, uploaded, read by the job and put on the shelf. */
const shelved = async (
  name: string,
  bytes: Uint8Array,
  more: Record<string, unknown> = {},
): Promise<Answer['body']> => {
  const document = await register(more);
  const { number } = ok(await upload(document.id, name, bytes));
  await readOne(deps(), document.id, number);
  const { version } = ok(await office().get(`/api/documents/${document.id}`));
  return ok(await office().post(`/api/documents/${document.id}/release`, { version }));
};

const found = async (name: PersonName, q: string): Promise<Answer['body'][]> =>
  ok(await as(name).get('/api/documents', { query: { q, pageSize: '100' } })).rows;

describe('search', () => {
  it('finds two Chinese characters inside a PDF and a DOCX, and marks them', async () => {
    const pdf = await shelved('手册.pdf', pdfWith('第三章考核站点的申请与复核'));
    const docx = await shelved(
      '手册.docx',
      docxFile(['第一章 登录', '本章说明考核站点的设备要求。']),
    );
    for (const q of ['站点', '考核站点', '考 核']) {
      const ids = (await found('eastSchoolStaff', q)).map(({ id }) => id);
      assert.deepEqual(ids.toSorted(), [pdf.id, docx.id].toSorted(), q);
    }
    const [row] = await found('eastSchoolStaff', '复核');
    assert.equal(row.id, pdf.id);
    assert.deepEqual(
      row.excerpt.filter(({ isHit }: { isHit: boolean }) => isHit),
      [{ text: '复核', isHit: true }],
    );
    assert.deepEqual(
      await found('eastSchoolStaff', '站核'),
      [],
      'pairs that do not stand together',
    );
    assert.deepEqual(await found('eastSchoolStaff', '100%_'), []);
    assert.equal(
      (await found('eastSchoolStaff', '复')).length,
      1,
      'one character, without the index',
    );
  });

  it('finds the title before the text is read, and the new text after a new edition', async () => {
    const document = await shelved('a.docx', docxFile(['旧的内容甲乙']), { title: '归档办法' });
    assert.equal((await found('collegeStaff', '归档')).length, 1);
    assert.equal((await found('collegeStaff', '甲乙')).length, 1);
    const again = await upload(document.id, 'b.docx', docxFile(['旧的内容甲乙']));
    assert.equal(again.body.code, 'documents.same_content');
    ok(await upload(document.id, 'b.docx', docxFile(['新的内容丙丁']), '?note=%E6%94%B9'));
    assert.equal((await found('collegeStaff', '甲乙')).length, 0);
    assert.equal(await readWaiting(deps()), 1, 'what a lost job left');
    assert.equal(await readWaiting(deps()), 0);
    await readOne(deps(), document.id, 2);
    assert.equal((await found('collegeStaff', '丙丁')).length, 1);
    const { editions } = ok(await as('collegeStaff').get(`/api/documents/${document.id}`));
    assert.deepEqual(
      editions.map(({ number, textStatus }: { number: number; textStatus: string }) => [
        number,
        textStatus,
      ]),
      [
        [2, 'READ'],
        [1, 'READ'],
      ],
    );
    const old = await as('collegeStaff').get(`/api/documents/${document.id}/editions/1/file`);
    assert.equal(old.status, 200, 'the old edition is still there');
  });

  it('of 500 documents of 20,000 characters takes milliseconds', async () => {
    const own = (text: string, values: readonly unknown[] = []) => asOwner(app, text, values);
    const words = Array.from({ length: 2_000 }, (_, n) =>
      String.fromCodePoint(0x4e00 + ((n * 7) % 5_000)),
    );
    for (let batch = 0; batch < 5; batch += 1) {
      const rows = Array.from({ length: 100 }, (_, n) => {
        const seed = batch * 100 + n;
        const text = Array.from(
          { length: 20_000 },
          (_unused, at) => words[(at * (seed + 3) + at * at) % 2_000] ?? '',
        ).join('');
        const marked = seed % 100 === 0 ? `${text}龘靐${text.slice(0, 10)}` : text;
        return { n: seed, text: marked, bigrams: bigramsOf(marked) };
      });
      await own(
        `with made as (
           insert into document (id, folder_id, title, category, visibility, status, released_at, edition, edition_at,
             search_text, created_at, updated_at)
           select gen_random_uuid(), $1, 'bulk' || (r ->> 'n'), 'OTHER', 'SIGNED_IN', 'RELEASED', now(), 1, now(), '', now(), now()
             from jsonb_array_elements($2::jsonb) r returning id, title)
         insert into document_text (document_id, number, text, bigrams)
         select m.id, 1, r ->> 'text', array(select jsonb_array_elements_text(r -> 'bigrams'))
           from made m join jsonb_array_elements($2::jsonb) r on 'bulk' || (r ->> 'n') = m.title`,
        [folderId, JSON.stringify(rows)],
      );
    }
    await own('analyze document_text; analyze document');
    const began = process.hrtime.bigint();
    const rows = await found('eastSchoolStaff', '龘靐');
    const ms = Number(process.hrtime.bigint() - began) / 1e6;
    assert.equal(rows.length, 5);
    assert.ok(rows.every(({ excerpt }) => excerpt.some(({ isHit }: { isHit: boolean }) => isHit)));
    assert.ok(ms < 500, `${ms} ms`);
    await own(`delete from document where title like 'bulk%'`);
  });
});

describe('who may see', () => {
  it('is decided by query and by wall, in list, page and file', async () => {
    const cases: readonly (readonly [Record<string, unknown>, readonly PersonName[], boolean])[] = [
      [
        { visibility: 'PUBLIC' },
        ['eastSchoolStaff', 'alphaAdmin', 'eastAdmin', 'reviewer', 'systemAdmin'],
        true,
      ],
      [
        { visibility: 'SIGNED_IN' },
        ['eastSchoolStaff', 'alphaAdmin', 'eastAdmin', 'reviewer', 'systemAdmin'],
        false,
      ],
      [{ visibility: 'KINDS', kinds: ['INSTITUTION'] }, ['eastSchoolStaff', 'reviewer'], false],
      [{ visibility: 'ROLES', roles: ['org_admin'] }, ['alphaAdmin', 'reviewer'], false],
    ];
    const everyone: readonly PersonName[] = [
      'eastSchoolStaff',
      'alphaAdmin',
      'alphaStaff',
      'eastAdmin',
      'reviewer',
      'systemAdmin',
    ];
    for (const [reach, readers, isPublic] of cases) {
      const { id } = await shelved('x.docx', docxFile([`唯一文字${JSON.stringify(reach)}`]), reach);
      for (const name of everyone) {
        const sees =
          readers.includes(name) ||
          (name === 'alphaStaff' && !['KINDS', 'ROLES'].includes(String(reach['visibility'])));
        const expected = sees ? 200 : 404;
        const what = `${name} ${JSON.stringify(reach)}`;
        assert.equal((await as(name).get(`/api/documents/${id}`)).status, expected, what);
        assert.equal(
          (await as(name).get(`/api/documents/${id}/editions/1/file`)).status,
          expected,
          what,
        );
        assert.equal(
          (await as(name).get(`/api/documents/${id}/editions/1/html`)).status,
          expected,
          what,
        );
        assert.equal(
          (await found(name, '唯一文字')).some((row) => row.id === id),
          sees,
          what,
        );
        const person = app.world.people[name];
        assert.equal(await behindTheWall(person, id), sees ? 1 : 0, `${what} by the wall`);
      }
      assert.equal(
        (await app.as().get(`/api/documents/${id}/editions/1/file`)).status,
        isPublic ? 200 : 404,
      );
      assert.equal((await app.as().get(`/api/documents/${id}`)).status, 401);
    }
  });

  it('is nobody but the office before it is on the shelf, and after it left', async () => {
    const document = await register({ visibility: 'PUBLIC' });
    const empty = await office().post(`/api/documents/${document.id}/release`, {
      version: document.version,
    });
    assert.equal(empty.body.code, 'documents.no_file');
    ok(await upload(document.id, 'x.pdf', pdfWith('未上架')));
    const path = `/api/documents/${document.id}`;
    assert.equal((await as('eastSchoolStaff').get(path)).status, 404);
    assert.equal((await app.as().get(`${path}/editions/1/file`)).status, 404);
    const { version } = ok(await office().get(path));
    const released = ok(await office().post(`${path}/release`, { version }));
    assert.equal((await app.as().get(`${path}/editions/1/file`)).status, 200);
    ok(await office().post(`${path}/retirement`, { version: released.version }));
    assert.equal((await app.as().get(`${path}/editions/1/file`)).status, 404);
    assert.equal((await office().del(path)).body.code, 'documents.not_a_draft');
  });

  const behindTheWall = async (
    person: { id: string; organizationId: string; roles: readonly string[] },
    id: string,
  ): Promise<number> => {
    const { default: pg } = await import('pg');
    const client = new pg.Client({ connectionString: app.databaseUrl });
    await client.connect();
    try {
      await client.query('begin; set local role onex_app');
      const isProvince = person.roles.some((role) => role.startsWith('provincial'));
      await client.query(
        `select set_config('onex.scope', $1, true), set_config('onex.organization_id', $2, true),
                set_config('onex.account_id', $3, true)`,
        [isProvince ? 'all' : 'institution', person.organizationId, person.id],
      );
      const { rows } = await client.query(
        `select (select count(*) from document where id = $1)::int as one,
                (select count(*) from document_edition where document_id = $1)::int as edition,
                (select count(*) from document_text where document_id = $1)::int as words`,
        [id],
      );
      assert.deepEqual([rows[0].edition, rows[0].words], [rows[0].one, rows[0].one]);
      return rows[0].one;
    } finally {
      await client.end();
    }
  };
});

describe('reading without a download', () => {
  it('shows a DOCX as cleaned HTML', async () => {
    const link = '<w:p><w:r><w:t>&lt;script&gt;alert(1)&lt;/script&gt;</w:t></w:r></w:p>';
    const { id } = await shelved('x.docx', docxFile(['第一段'], { body: link }));
    const { html } = ok(await as('collegeStaff').get(`/api/documents/${id}/editions/1/html`));
    assert.equal(html, '<p>第一段</p><p>&lt;script&gt;alert(1)&lt;/script&gt;</p>');
  });

  it('takes a script: link of a DOCX away', async () => {
    const relation = {
      name: 'word/_rels/document.xml.rels',
      content:
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" Target="javascript:alert(1)" TargetMode="External"/></Relationships>',
    };
    const body = '<w:p><w:hyperlink r:id="rId9"><w:r><w:t>点这里</w:t></w:r></w:hyperlink></w:p>';
    const { id } = await shelved('x.docx', docxFile(['二'], { body, more: [relation] }));
    const { html } = ok(await as('collegeStaff').get(`/api/documents/${id}/editions/1/html`));
    assert.ok(html.includes('点这里'));
    assert.doesNotMatch(html, /javascript/i);
  });

  it('says when a file has no text, and goes on', async () => {
    const scan = await shelved('扫描件.pdf', classicPdf(PLAIN_PAGES));
    assert.equal(scan.editions[0].textStatus, 'EMPTY');
    assert.equal(await readText('pdf', Buffer.from('no pdf at all')), 'unreadable');
    assert.equal(await readText('docx', Buffer.from('no archive')), 'unreadable');
    const limits = { pages: 300, characters: 1_000, megabytes: 512, timeMs: 90_000 };
    assert.equal(await readText('pdf', pdfWith('甲'), { ...limits, timeMs: 1 }), 'timeout');
    const cut = await readText('docx', docxFile(['字'.repeat(5_000)]), limits);
    assert.ok(typeof cut !== 'string' && cut.text.length === 1_000);
  });
});

describe('what is new', () => {
  it('is what came since the visit before, and a reload does not clear it', async () => {
    const person = as('universityAdmin');
    assert.equal(ok(await person.post('/api/documents/visits')).previousSeenAt, null);
    app.clock.set(toInstant('2025-03-02T02:00:00.000Z'));
    const { id } = await shelved('新.docx', docxFile(['新到的资料']));
    app.clock.set(toInstant('2025-03-03T02:00:00.000Z'));
    assert.equal(ok(await person.post('/api/documents/visits')).newCount, 1);
    app.clock.set(toInstant('2025-03-03T02:10:00.000Z'));
    assert.equal(ok(await person.post('/api/documents/visits')).newCount, 1);
    const { rows } = ok(await person.get('/api/documents?isNew=yes'));
    assert.deepEqual(
      rows.map((row: { id: string; isNew: boolean }) => [row.id, row.isNew]),
      [[id, true]],
    );
    app.clock.set(toInstant('2025-03-03T03:00:00.000Z'));
    assert.equal(ok(await person.post('/api/documents/visits')).newCount, 0);
    app.clock.set(toInstant(AT));
  });
});

describe('the shelf', () => {
  it('has folders that are removed only when empty', async () => {
    const twice = await office().post('/api/document-folders', { name: '操作手册' });
    assert.equal(twice.body.code, 'documents.folder_exists');
    const folder = ok(await office().post('/api/document-folders', { name: '表格', position: 2 }));
    const document = await register({ folderId: folder.id });
    assert.equal(
      (await office().del(`/api/document-folders/${folder.id}`)).body.code,
      'documents.folder_in_use',
    );
    assert.ok(
      !ok(await as('eastAdmin').get('/api/document-folders')).rows.some(
        ({ id }: { id: string }) => id === folder.id,
      ),
    );
    ok(await office().del(`/api/documents/${document.id}`));
    ok(await office().del(`/api/document-folders/${folder.id}`));
  });

  it('takes no file of another kind, and none that lies', async () => {
    const { id } = await register();
    const refused: [string, Uint8Array, string][] = [
      ['a.html', Buffer.from('<p>'), 'file.kind_not_allowed'],
      ['a.doc', Buffer.from('d0cf11e0', 'hex'), 'file.kind_not_allowed'],
      ['a.pdf', docxFile(['一']), 'file.type_mismatch'],
      ['a.docx', pdfWith('一'), 'file.type_mismatch'],
    ];
    for (const [name, bytes, code] of refused)
      assert.equal((await upload(id, name, bytes)).body.code, code, name);
  });

  it('asks for whom, where it is for some only', async () => {
    for (const [visibility, code] of [
      ['KINDS', 'documents.no_kinds'],
      ['ROLES', 'documents.no_roles'],
    ]) {
      const answer = await office().post('/api/documents', {
        folderId,
        title: '谁看',
        category: 'FORM',
        visibility,
      });
      assert.equal(answer.body.code, code);
    }
  });

  it('is kept by the office alone', async () => {
    const { id, version } = await register();
    const calls: readonly (readonly ['post' | 'put' | 'del' | 'get', string, unknown])[] = [
      ['post', '/api/documents', {}],
      ['put', `/api/documents/${id}`, {}],
      ['del', `/api/documents/${id}`, undefined],
      ['post', `/api/documents/${id}/editions`, {}],
      ['post', `/api/documents/${id}/release`, { version }],
      ['post', `/api/documents/${id}/retirement`, { version }],
      ['post', '/api/document-folders', { name: 'x' }],
      ['put', `/api/document-folders/${folderId}`, {}],
      ['del', `/api/document-folders/${folderId}`, undefined],
      ['get', `/api/documents/${id}/history`, undefined],
    ];
    for (const [method, path, body] of calls) {
      for (const name of ['eastSchoolAdmin', 'alphaAdmin', 'reviewer', 'systemAdmin'] as const) {
        const client = as(name);
        const answer = method === 'get' ? await client.get(path) : await client[method](path, body);
        assert.equal(answer.status, 403, `${name} ${method} ${path}`);
      }
    }
    for (const path of [
      '/api/documents',
      '/api/document-folders',
      `/api/documents/${id}`,
      `/api/documents/${id}/editions/1/html`,
    ])
      assert.equal((await app.as().get(path)).status, 401);
    assert.equal((await app.as().post('/api/documents/visits')).status, 401);
  });
});

describe('pairs of characters', () => {
  it('find every part of a text that has two characters or more', () => {
    const han = fc.array(fc.constantFrom('考', '核', '站', '点', ' ', 'A', 'b', '1', '，'), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(han, fc.nat(40), fc.integer({ min: 2, max: 6 }), (signs, start, length) => {
        const text = readableText(signs.join(''));
        const pairs = new Set(bigramsOf(text));
        for (const term of termsOf(text.slice(start, start + length)))
          assert.ok(bigramsOf(term).every((pair) => pairs.has(pair)));
      }),
    );
  });

  it('take the spaces of a PDF for nothing between Chinese characters', () => {
    assert.equal(readableText('考 核\n站 点 ＡＢＣ  def'), '考核站点 ABC def');
    assert.deepEqual(termsOf(' 考 核  ABC '), ['考核', 'abc']);
  });

  it('are marked where they stand', () => {
    assert.deepEqual(markTerms('甲ABC乙abc', ['abc']), [
      { text: '甲', isHit: false },
      { text: 'ABC', isHit: true },
      { text: '乙', isHit: false },
      { text: 'abc', isHit: true },
    ]);
  });
});
