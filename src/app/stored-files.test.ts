import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { after, before, describe, it } from 'node:test';
import { fillDraft, openRound, startDraft } from '../features/applications/factory.ts';
import { type Answer, startTestApp, type TestApp } from '../../test/support/test-app.ts';
import type { PersonName } from '../../test/support/world.ts';
import { SYSTEM } from '../kernel/actor.ts';
import { readConfig } from '../platform/config.ts';
import { fileJobs, sweepFilesKind } from '../platform/files/jobs.ts';
import { namedKeys } from '../platform/files/queries.ts';
import { classicPdf, PLAIN_PAGES, pngFile } from '../platform/files/sample-files.ts';
import type { JobHandler } from '../platform/jobs.ts';
import { asOwner } from '../features/filings/factory.ts';
import { allJobs } from './features.ts';
import { allFileReferences } from './stored-files.ts';

const PDF = { name: '文件.pdf', type: 'application/pdf', bytes: classicPdf(PLAIN_PAGES) };

let app: TestApp;
let root: string;
let announcementId: string;

const as = (name: PersonName) => app.as(app.world.people[name]);

const ok = (answer: Answer): Answer['body'] => {
  assert.equal(answer.status, 200, answer.text);
  return answer.body;
};

/** One file of every kind, each by the door that people use. */
const uploadEverything = async (): Promise<void> => {
  await fillDraft(app, 'college', await startDraft(app, 'college', await openRound(app)));
  const draft = ok(
    await as('officeAdmin').post('/api/announcement-register', { title: '通知', bodyHtml: '甲' }),
  );
  announcementId = draft.id;
  ok(await as('officeAdmin').upload(`/api/announcement-register/${draft.id}/attachments`, PDF));
  const folder = ok(await as('officeAdmin').post('/api/document-folders', { name: '手册' }));
  const document = ok(
    await as('officeAdmin').post('/api/documents', {
      folderId: folder.id,
      title: '资料',
      category: 'MANUAL',
      visibility: 'SIGNED_IN',
    }),
  );
  ok(await as('officeAdmin').upload(`/api/documents/${document.id}/editions`, PDF));
  const { rows } = await asOwner(app, `select id from certificate where code = 'alpha'`);
  const session = ok(
    await as('alphaAdmin').post('/api/info-sessions', {
      title: '说明会',
      summary: '介绍标准。',
      certificateIds: [rows[0].id],
      startsAt: '2025-03-10T07:00:00.000Z',
      endsAt: '2025-03-10T08:30:00.000Z',
      platform: '腾讯会议',
      joinUrl: '',
      joinNote: '会议号 123',
      speaker: '甲老师',
      contactNote: '',
    }),
  );
  ok(await as('alphaAdmin').upload(`/api/info-sessions/${session.id}/materials`, PDF));
  const letter = { name: '授权书.png', type: 'image/png', bytes: pngFile(9, 9) };
  ok(await app.as().upload('/api/account-requests/letters', letter));
  const csv = Buffer.from('行政区划代码,名称,级别,来源\n990900,某某市,地级市,手册\n');
  ok(
    await as('officeAdmin').upload('/api/organizations/imports/divisions/runs', {
      name: '区划.csv',
      type: 'text/csv',
      bytes: csv,
    }),
  );
};

/** Keys that rows name, by table. */
const keysByTable = async (): Promise<Map<string, string[]>> => {
  const found = new Map<string, string[]>();
  for (const { table, column } of allFileReferences) {
    const { rows } = await asOwner(
      app,
      `select ${column} as key from ${table} where ${column} is not null`,
    );
    found.set(
      table,
      rows.map(({ key }) => key),
    );
  }
  return found;
};

const receive = async (): Promise<string> => {
  const { storageKey } = await app.environment.files.receive(Readable.from([PDF.bytes]), {
    maxBytes: 1_000_000,
    accept: ['pdf'],
    originalName: PDF.name,
  });
  return storageKey;
};

const makeOlder = async (key: string, days: number): Promise<void> => {
  const { mtimeMs } = await stat(join(root, key));
  const then = mtimeMs / 1000 - days * 86_400;
  await utimes(join(root, key), then, then);
};

const stored = async (): Promise<string[]> => {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
};

const sweep = (references = allFileReferences): Promise<void> => {
  const { database, clock, files, log } = app.environment;
  const [handler]: readonly JobHandler[] = fileJobs({ database, clock, files, log, references });
  assert.ok(handler !== undefined);
  return handler.handle({}, new AbortController().signal);
};

before(async () => {
  app = await startTestApp();
  const probe = app.environment.files.open(await receive());
  root = join(String(probe.path), '../../..');
  probe.destroy();
  await uploadEverything();
});
after(() => app.close());

describe('the sweep of stored files', () => {
  it('is done every day by the worker', () => {
    const { database, clock, files, log, keyring } = app.environment;
    const config = readConfig({ DATA_DIR: root });
    const jobs = allJobs({ database, clock, files, log, keyring, config });
    const job = jobs.find(({ kind }) => kind.name === sweepFilesKind.name);
    assert.match(job?.kind.cron ?? '', /^\d+ \d+ \* \* \*$/);
  });

  it('keeps the file of every table, and takes what no row names', async () => {
    const named = await keysByTable();
    for (const [table, keys] of named) assert.ok(keys.length > 0, `no file of ${table}`);
    const keys = [...named.values()].flat();
    const [orphan, young] = [await receive(), await receive()];
    for (const key of [...keys, orphan]) await makeOlder(key, 8);
    // Less than a day old: its row may not be committed yet.
    await makeOlder(young, 0.9);
    await sweep();
    for (const [table, one] of named) {
      for (const key of one) assert.ok(existsSync(join(root, key)), `${table} lost its file`);
    }
    assert.equal(existsSync(join(root, orphan)), false);
    assert.equal(existsSync(join(root, young)), true);
    const { rows } = await asOwner(
      app,
      `select actor_kind, detail from audit_event where action = 'files.sweep'`,
    );
    assert.deepEqual(rows, [{ actor_kind: 'system', detail: { fileCount: 1 } }]);
  });

  it('takes the attachment of a removed draft', async () => {
    const [key = ''] = (await keysByTable()).get('announcement_attachment') ?? [];
    ok(await as('officeAdmin').del(`/api/announcement-register/${announcementId}`));
    assert.equal(existsSync(join(root, key)), true);
    await sweep();
    assert.equal(existsSync(join(root, key)), false);
  });

  it('would take the files of a column that nobody told it of', async () => {
    const named = await keysByTable();
    const [key = ''] = named.get('document_edition') ?? [];
    const known = await app.database.read(SYSTEM, (read) =>
      namedKeys(
        read,
        allFileReferences.filter(({ table }) => table !== 'document_edition'),
        [key],
      ),
    );
    assert.deepEqual(known, []);
    await sweep();
    assert.equal(existsSync(join(root, key)), true);
  });

  it('takes nothing beside a database that names no file', async () => {
    const orphan = await receive();
    await makeOlder(orphan, 30);
    const count = (await stored()).length;
    await sweep([]);
    assert.equal((await stored()).length, count);
    await sweep();
    assert.equal(existsSync(join(root, orphan)), false);
  });
});
