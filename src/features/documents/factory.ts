import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import '../../app/features.ts';
import { type Answer, startTestApp, type TestApp } from '../../../test/support/test-app.ts';
import type { PersonName } from '../../../test/support/world.ts';
import { classicPdf, PLAIN_PAGES } from '../../platform/files/sample-files.ts';
import { documentRoutes } from './index.ts';
import { readOne } from './jobs.ts';

export const AT = '2025-03-01T02:00:00.000Z';

let started: TestApp | undefined;

/** The app of the file's tests, from `before` on. */
export const app = (): TestApp => started ?? assert.fail('the app has not been started');

let folderId = '';

/** The folder that everything goes into. */
export const shelfFolder = (): string => folderId;

/** Starts the app with one folder for this file's tests. */
export const startLibrary = (): void => {
  before(async () => {
    started = await startTestApp({ at: AT, routes: documentRoutes });
    const folder = ok(await office().post('/api/document-folders', { name: '操作手册' }));
    folderId = folder.id;
  });
  after(() => started?.close());
};

export const as = (name: PersonName) => app().as(app().world.people[name]);
export const office = () => as('officeAdmin');
export const ok = (answer: Answer): Answer['body'] => {
  assert.equal(answer.status, 200, answer.text);
  return answer.body;
};

/** A PDF whose font is not within it, as office programs made them for years: only the character map tells the text. */
export const pdfWith = (text: string): Buffer => {
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
export const register = async (more: Record<string, unknown> = {}): Promise<Answer['body']> => {
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

export const upload = (id: string, name: string, bytes: Uint8Array, query = '') =>
  office().upload(`/api/documents/${id}/editions${query}`, {
    name,
    type: 'application/octet-stream',
    bytes,
  });

export const deps = () => ({ database: app().database, files: app().environment.files });

/** Registered, uploaded, read by the job and put on the shelf. */
export const shelved = async (
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

export const found = async (name: PersonName, q: string): Promise<Answer['body'][]> =>
  ok(await as(name).get('/api/documents', { query: { q, pageSize: '100' } })).rows;
