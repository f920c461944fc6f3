import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { PersonName } from '../../../test/support/world.ts';
import { toInstant } from '../../kernel/time.ts';
import { classicPdf, PLAIN_PAGES } from '../../platform/files/sample-files.ts';
import { docxFile } from '../../platform/files/sample-office.ts';
import { asOwner } from '../filings/factory.ts';
import { bigramsOf } from './bigram.ts';
import {
  AT,
  app,
  shelfFolder,
  startLibrary,
  as,
  office,
  ok,
  pdfWith,
  register,
  upload,
  deps,
  shelved,
  found,
} from './factory.ts';
import { readOne, readWaiting } from './jobs.ts';
import { readText } from './text-reader.ts';

startLibrary();

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
    const own = (text: string, values: readonly unknown[] = []) => asOwner(app(), text, values);
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
        [shelfFolder(), JSON.stringify(rows)],
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
        const person = app().world.people[name];
        assert.equal(await behindTheWall(person, id), sees ? 1 : 0, `${what} by the wall`);
      }
      assert.equal(
        (await app().as().get(`/api/documents/${id}/editions/1/file`)).status,
        isPublic ? 200 : 404,
      );
      assert.equal((await app().as().get(`/api/documents/${id}`)).status, 401);
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
    assert.equal((await app().as().get(`${path}/editions/1/file`)).status, 404);
    const { version } = ok(await office().get(path));
    const released = ok(await office().post(`${path}/release`, { version }));
    assert.equal((await app().as().get(`${path}/editions/1/file`)).status, 200);
    ok(await office().post(`${path}/retirement`, { version: released.version }));
    assert.equal((await app().as().get(`${path}/editions/1/file`)).status, 404);
    assert.equal((await office().del(path)).body.code, 'documents.not_a_draft');
  });

  const behindTheWall = async (
    person: { id: string; organizationId: string; roles: readonly string[] },
    id: string,
  ): Promise<number> => {
    const { default: pg } = await import('pg');
    const client = new pg.Client({ connectionString: app().databaseUrl });
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
    app().clock.set(toInstant('2025-03-02T02:00:00.000Z'));
    const { id } = await shelved('新.docx', docxFile(['新到的资料']));
    app().clock.set(toInstant('2025-03-03T02:00:00.000Z'));
    assert.equal(ok(await person.post('/api/documents/visits')).newCount, 1);
    app().clock.set(toInstant('2025-03-03T02:10:00.000Z'));
    assert.equal(ok(await person.post('/api/documents/visits')).newCount, 1);
    const { rows } = ok(await person.get('/api/documents?isNew=yes'));
    assert.deepEqual(
      rows.map((row: { id: string; isNew: boolean }) => [row.id, row.isNew]),
      [[id, true]],
    );
    app().clock.set(toInstant('2025-03-03T03:00:00.000Z'));
    assert.equal(ok(await person.post('/api/documents/visits')).newCount, 0);
    app().clock.set(toInstant(AT));
  });
});
