import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { docxFile } from '../../platform/files/sample-office.ts';
import {
  app,
  shelfFolder,
  startLibrary,
  as,
  office,
  ok,
  pdfWith,
  register,
  upload,
} from './factory.ts';

startLibrary();

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
    for (const name of ['培训.pptx', '培训.PPT'])
      assert.match((await upload(id, name, Buffer.from('PK'))).body.text, /导出为 PDF/, name);
    assert.doesNotMatch((await upload(id, 'a.exe', Buffer.from('MZ'))).body.text, /导出为 PDF/);
  });

  it('asks for whom, where it is for some only', async () => {
    for (const [visibility, code] of [
      ['KINDS', 'documents.no_kinds'],
      ['ROLES', 'documents.no_roles'],
    ]) {
      const answer = await office().post('/api/documents', {
        folderId: shelfFolder(),
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
      ['put', `/api/document-folders/${shelfFolder()}`, {}],
      ['del', `/api/document-folders/${shelfFolder()}`, undefined],
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
      assert.equal((await app().as().get(path)).status, 401);
    assert.equal((await app().as().post('/api/documents/visits')).status, 401);
  });
});
