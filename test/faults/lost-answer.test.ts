import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { allRoutes } from '../../src/app/features.ts';
import { completeContent, openRound, startDraft } from '../../src/features/applications/factory.ts';
import { asOwner } from '../../src/features/filings/factory.ts';
import { DomainError } from '../../src/kernel/error.ts';
import { type Database, openDatabase } from '../../src/platform/db/database.ts';
import { classicPdf, PLAIN_PAGES } from '../../src/platform/files/sample-files.ts';
import { createHttpServer } from '../../src/platform/http/server.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { type LossyLine, startLossyLine } from './lossy-line.ts';

const BOUNDARY = 'onex-lost-answer';
const PLAN = Buffer.concat([
  Buffer.from(
    `--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="plan.pdf"\r\n` +
      'Content-Type: application/pdf\r\n\r\n',
  ),
  classicPdf(PLAIN_PAGES),
  Buffer.from(`\r\n--${BOUNDARY}--\r\n`),
]);

describe('a line that breaks at the commit of an upload', () => {
  let app: TestApp;
  let line: LossyLine;
  let database: Database;
  /** The product behind that line, on the same files. */
  let http: FastifyInstance;
  let draftId: string;

  const upload = async (key: string, door = http) => {
    const answer = await door.inject({
      method: 'POST',
      url: `/api/applications/${draftId}/plan`,
      headers: {
        cookie: `onex=${app.world.people.collegeAdmin.token}`,
        'x-onex-csrf': '1',
        'idempotency-key': key,
        'content-type': `multipart/form-data; boundary=${BOUNDARY}`,
      },
      payload: PLAN,
    });
    return { status: answer.statusCode, code: answer.json().code as string | undefined };
  };

  const rowsOf = async (): Promise<string[]> => {
    const { rows } = await asOwner(app, 'select storage_key as key from stored_file');
    return rows.map(({ key }) => key);
  };

  const filesThere = async (): Promise<number> => {
    const entries = await readdir(join(app.dataDir, 'files'), {
      recursive: true,
      withFileTypes: true,
    });
    return entries.filter((entry) => entry.isFile()).length;
  };

  before(async () => {
    app = await startTestApp();
    line = await startLossyLine(app.databaseUrl);
    database = openDatabase(line.url, {
      poolSize: 2,
      longestMs: 1_500,
      onIdleError: () => undefined,
    });
    const environment = { ...app.environment, database };
    http = await createHttpServer({ environment, routes: allRoutes, title: '测试' });
    const draft = await startDraft(app, 'college', await openRound(app));
    const content = completeContent(app, 'college');
    const saved = await app
      .as(app.world.people.collegeAdmin)
      .put(`/api/applications/${draft.id}`, { version: draft.version, content });
    assert.equal(saved.status, 200, saved.text);
    draftId = draft.id;
  });
  after(async () => {
    await http.close();
    await database.close();
    await line.close();
    await app.close();
  });

  test('keeps the file when the commit was done and only its answer is lost', async () => {
    const key = randomUUID();
    line.breakOnce('the answer is lost', 'stored_file');
    assert.deepEqual(await upload(key), { status: 503, code: 'service.unavailable' });
    assert.equal(line.broken(), 1, 'nothing was lost: this test shows nothing');
    const [stored = '', ...more] = await rowsOf();
    assert.deepEqual(more, []);
    assert.ok(existsSync(join(app.dataDir, 'files', stored)), 'the row names a file that is gone');
    // The browser asks again with its key and is told of the upload that was done.
    assert.equal((await upload(key)).status, 200);
    assert.deepEqual(await rowsOf(), [stored]);
    const read = await app
      .as(app.world.people.collegeAdmin)
      .get(`/api/applications/${draftId}/plan`);
    assert.equal(read.status, 200, read.text);
  });

  test('leaves no row when the commit itself is lost; the sweep takes the file', async () => {
    const before = await rowsOf();
    line.breakOnce('the commit is lost', 'stored_file');
    assert.equal((await upload(randomUUID())).status, 503);
    assert.equal(line.broken(), 2);
    assert.deepEqual(await rowsOf(), before);
    // Nobody could know that it was not committed.
    assert.ok((await filesThere()) > before.length);
  });

  test('keeps the file when the line falls silent at the commit', async () => {
    const key = randomUUID();
    const before = await rowsOf();
    line.breakOnce('silence follows', 'stored_file');
    const begun = performance.now();
    assert.deepEqual(await upload(key), { status: 503, code: 'service.unavailable' });
    assert.equal(line.broken(), 3, 'nothing was lost: this test shows nothing');
    assert.ok(performance.now() - begun < 10_000);
    const stored = (await rowsOf()).filter((one) => !before.includes(one));
    assert.equal(stored.length, 1);
    assert.ok(existsSync(join(app.dataDir, 'files', stored[0] ?? '')), 'the file is gone');
    assert.equal((await upload(key)).status, 200);
    assert.deepEqual((await rowsOf()).toSorted(), [...before, ...stored].toSorted());
  });

  test('a door that takes the broken line for a refusal is found out', async () => {
    const careless: Database = {
      ...database,
      withSession: async (entry, work) => {
        try {
          return await database.withSession(entry, work);
        } catch {
          throw new DomainError('conflict', 'record.changed', '请刷新');
        }
      },
    };
    const environment = { ...app.environment, database: careless };
    const door = await createHttpServer({ environment, routes: allRoutes, title: '测试' });
    line.breakOnce('the answer is lost', 'stored_file');
    assert.equal((await upload(randomUUID(), door)).status, 409);
    await door.close();
    const lost = (await rowsOf()).filter((key) => !existsSync(join(app.dataDir, 'files', key)));
    assert.equal(lost.length, 1);
  });

  test('takes the file back at once when the answer is a refusal', async () => {
    const [rows, files] = [await rowsOf(), await filesThere()];
    app.clock.set('2025-05-01T00:00:00.000Z');
    const { status } = await upload(randomUUID());
    assert.ok(status >= 400 && status < 500, String(status));
    assert.deepEqual(await rowsOf(), rows);
    assert.equal(await filesThere(), files);
  });
});
