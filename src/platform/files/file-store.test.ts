import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { after, afterEach, beforeEach, describe, it } from 'node:test';
import multipart from '@fastify/multipart';
import fastify, { type FastifyInstance } from 'fastify';
import { DomainError } from '../../kernel/error.ts';
import { openFileStore, type FileStore, type ReceiveOptions } from './file-store.ts';
import { classicPdf, pdfStream, PLAIN_PAGES, pngFile } from './sample-files.ts';

const PDF = classicPdf(PLAIN_PAGES);
const DAY_SECONDS = 86_400;

let dataDir: string;
let store: FileStore;

beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'onex-files-'));
  store = await openFileStore(dataDir, { concurrency: 1 });
});

afterEach(async () => {
  await store.close();
  await rm(dataDir, { recursive: true });
});

const options = (more: Partial<ReceiveOptions> = {}): ReceiveOptions => ({
  maxBytes: 20 * 1024 * 1024,
  accept: ['pdf', 'jpeg', 'png'],
  originalName: '方案.pdf',
  ...more,
});

const inPieces = (bytes: Buffer, size = 100): Readable =>
  Readable.from(
    Array.from({ length: Math.ceil(bytes.length / size) }, (_, n) =>
      bytes.subarray(n * size, (n + 1) * size),
    ),
  );

const refusal = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
    return 'accepted';
  } catch (error) {
    assert.ok(error instanceof DomainError, String(error));
    return `${error.kind} ${error.code}`;
  }
};

/** Every file below the store, relative to it. */
const allFiles = async (): Promise<readonly string[]> => {
  const entries = await readdir(path.join(dataDir, 'files'), {
    recursive: true,
    withFileTypes: true,
  });
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
};

describe('receive', () => {
  it('stores the bytes under a random name and says what they are', async () => {
    const received = await store.receive(inPieces(PDF), options({ originalName: '../a/方案.pdf' }));
    assert.deepEqual(
      { ...received, storageKey: '' },
      {
        storageKey: '',
        originalName: '方案.pdf',
        mediaType: 'application/pdf',
        byteCount: PDF.length,
        sha256: createHash('sha256').update(PDF).digest('hex'),
        pageCount: 1,
      },
    );
    assert.match(received.storageKey, /^[0-9a-f]{2}\/[0-9a-f]{2}\/[0-9a-f]{32}$/);
    assert.deepEqual(await buffer(store.open(received.storageKey)), PDF);
    const { mode } = await stat(path.join(dataDir, 'files', received.storageKey));
    assert.equal(mode & 0o077, 0, 'only the server may read');
  });

  it('knows an image by its extension and contents, without a page count', async () => {
    const png = await store.receive(inPieces(pngFile(9, 9)), options({ originalName: '章.PNG' }));
    assert.equal(png.mediaType, 'image/png');
    assert.ok(!('pageCount' in png));
  });

  it('takes a file of exactly the limit and refuses one byte more', async () => {
    const ofSize = (size: number): Buffer => {
      const base = classicPdf({ ...PLAIN_PAGES, 9: pdfStream('', Buffer.alloc(1000)) });
      return Buffer.concat([base, Buffer.alloc(size - base.length, '\n')]);
    };
    const limit = 3000;
    for (const size of [limit - 1, limit, limit + 1]) {
      const expected = size <= limit ? 'accepted' : 'too_large file.too_large';
      const upload = store.receive(inPieces(ofSize(size), 1000), options({ maxBytes: limit }));
      assert.equal(await refusal(upload), expected, `${size} bytes`);
    }
    assert.equal((await allFiles()).length, 2);
  });

  it('stops reading an endless upload at the limit', async () => {
    let given = 0;
    const endless = new Readable({
      read() {
        given += 65_536;
        this.push(Buffer.alloc(65_536));
      },
    });
    const upload = store.receive(endless, options({ maxBytes: 1_000_000 }));
    assert.equal(await refusal(upload), 'too_large file.too_large');
    assert.ok(endless.destroyed && given < 1_300_000, `${given} bytes were read`);
  });
});

describe('what is refused', () => {
  it('leaves nothing of a refused file', async () => {
    const cases = [
      [Buffer.alloc(0), '方案.pdf', 'unprocessable file.empty'],
      [PDF, '方案.png', 'unprocessable file.type_mismatch'],
      [PDF, '方案.exe', 'unprocessable file.kind_not_allowed'],
      [PDF, '方案', 'unprocessable file.kind_not_allowed'],
      [Buffer.from('a,b'), '名单.csv', 'unprocessable file.kind_not_allowed'],
    ] as const;
    for (const [bytes, originalName, expected] of cases) {
      assert.equal(
        await refusal(store.receive(inPieces(bytes), options({ originalName }))),
        expected,
      );
    }
    assert.deepEqual(await allFiles(), []);
  });

  it('leaves nothing when the source breaks off', async () => {
    const broken = new Readable({
      read() {
        this.push(PDF.subarray(0, 200));
        this.destroy(new Error('connection reset'));
      },
    });
    assert.equal(
      await refusal(store.receive(broken, options())),
      'invalid file.upload_interrupted',
    );
    assert.deepEqual(await allFiles(), []);
  });

  it('notices a file that the multipart parser has cut off', async () => {
    const cut = Object.assign(inPieces(PDF), { truncated: true });
    assert.equal(await refusal(store.receive(cut, options())), 'too_large file.too_large');
  });
});

describe('keys', () => {
  it('refuses a key that is a path', () => {
    for (const key of ['../../etc/passwd', 'aa/bb/../../x', '', 'aa/bb/aabb']) {
      assert.throws(() => store.open(key), /not a storage key/);
    }
  });

  it('removes, twice without complaint', async () => {
    const { storageKey } = await store.receive(inPieces(PDF), options());
    await store.remove(storageKey);
    await store.remove(storageKey);
    assert.deepEqual(await allFiles(), []);
  });
});

describe('sweeping', () => {
  const age = async (file: string, days: number): Promise<void> => {
    const { mtimeMs } = await stat(file);
    const then = mtimeMs / 1000 - days * DAY_SECONDS;
    await utimes(file, then, then);
  };

  it('at start removes half uploads older than a day, and no younger ones', async () => {
    const incoming = path.join(dataDir, 'files', 'incoming');
    for (const name of ['old', 'young']) await writeFile(path.join(incoming, name), 'x');
    await age(path.join(incoming, 'old'), 1.1);
    await age(path.join(incoming, 'young'), 0.9);
    await (await openFileStore(dataDir)).close();
    assert.deepEqual(await readdir(incoming), ['young']);
  });

  it('removes old files without a row, asking for old ones only', async () => {
    const keys: string[] = [];
    for (let n = 0; n < 4; n += 1) {
      keys.push((await store.receive(inPieces(PDF), options())).storageKey);
    }
    const [known = '', orphan = '', young = '', other = ''] = keys;
    for (const key of [known, orphan, other]) await age(path.join(dataDir, 'files', key), 8);
    const asked: string[] = [];
    const removed = await store.sweepOrphans(async (candidates) => {
      asked.push(...candidates);
      return candidates.filter((key) => key === known || key === other);
    });
    assert.deepEqual(removed, [orphan]);
    assert.deepEqual(asked.toSorted(), [known, orphan, other].toSorted());
    const left = [known, young, other].map((key) => path.basename(key));
    assert.deepEqual((await allFiles()).toSorted(), left.toSorted());
  });
});

let app: FastifyInstance;

const listen = async (maxBytes: number): Promise<number> => {
  app = fastify({ forceCloseConnections: true });
  await app.register(multipart, { limits: { fileSize: 50_000_000, files: 1 } });
  app.setErrorHandler((error, _, reply) => {
    void reply.code(error instanceof DomainError ? 422 : 500).send({ text: String(error) });
  });
  app.post('/', async (incoming) => {
    const part = await incoming.file();
    assert.ok(part);
    return store.receive(part.file, options({ maxBytes, originalName: part.filename }));
  });
  return Number(new URL(await app.listen({ port: 0, host: '127.0.0.1' })).port);
};

const post = (port: number, bytes: Buffer, name: string) => {
  const form = new FormData();
  form.set('file', new Blob([new Uint8Array(bytes)]), name);
  return fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: form });
};

const appears = async (count: number): Promise<void> => {
  for (let tries = 0; (await allFiles()).length !== count; tries += 1) {
    assert.ok(tries < 200, `never ${count} files`);
    await new Promise((resolve) => {
      setTimeout(resolve, 10);
    });
  }
};

describe('behind the real multipart parser', () => {
  afterEach(() => app.close());

  it('answers good and refused uploads on the same connection', async () => {
    const port = await listen(1_000_000);
    const big = Buffer.concat([PDF, Buffer.alloc(9_000_000)]);
    for (const [bytes, name, status] of [
      [PDF, '方案.pdf', 200],
      [big, '方案.pdf', 422],
      [PDF, '方案.doc', 422],
      [PDF, '方案.pdf', 200],
    ] as const) {
      const answer = await post(port, bytes, name);
      assert.equal(answer.status, status, await answer.text());
    }
    assert.equal((await allFiles()).length, 2);
  });

  it('keeps nothing when the client goes away half-way', async () => {
    const port = await listen(20_000_000);
    const call = request({
      port,
      method: 'POST',
      headers: {
        'content-type': 'multipart/form-data; boundary=b',
        'content-length': 5_000_000,
      },
    });
    call.on('error', () => undefined);
    call.write(
      '--b\r\ncontent-disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF-1.7\n',
    );
    call.write(Buffer.alloc(500_000));
    await appears(1);
    call.destroy();
    await appears(0);
  });
});

describe('killed at any moment', () => {
  const probe = `
    import { Readable } from 'node:stream';
    import { openFileStore } from ${JSON.stringify(new URL('./file-store.ts', import.meta.url).href)};
    const store = await openFileStore(process.argv[1]);
    for (;;) {
      const bytes = Buffer.from('n,' + 'x'.repeat(200_000) + String(performance.now()));
      const file = await store.receive(Readable.from([bytes]), {
        maxBytes: 1e6, accept: ['csv'], originalName: 'a.csv',
      });
      process.stdout.write(file.storageKey + ' ' + file.sha256 + '\\n');
    }`;

  const runAndKill = (folder: string, milliseconds: number): Promise<string> =>
    new Promise((resolve, reject) => {
      const child = spawn(process.execPath, ['--input-type=module', '-e', probe, folder]);
      let output = '';
      child.stdout.on('data', (data: Buffer) => {
        if (output === '') setTimeout(() => child.kill('SIGKILL'), milliseconds);
        output += data.toString();
      });
      child.on('error', reject);
      child.on('close', () => {
        resolve(output);
      });
    });

  it('every acknowledged file is whole, and no half file has a final name', async () => {
    const acknowledged = new Map<string, string>();
    for (const milliseconds of [15, 40, 77]) {
      for (const line of (await runAndKill(dataDir, milliseconds)).split('\n').slice(0, -1)) {
        const [key = '', sha256 = ''] = line.split(' ');
        acknowledged.set(key, sha256);
      }
    }
    assert.ok(acknowledged.size >= 3, `only ${acknowledged.size} acknowledged`);
    const root = path.join(dataDir, 'files');
    for (const [key, sha256] of acknowledged) {
      const bytes = await readFile(path.join(root, key));
      assert.equal(createHash('sha256').update(bytes).digest('hex'), sha256);
    }
    const incoming = new Set(await readdir(path.join(root, 'incoming')));
    for (const name of (await allFiles()).filter((file) => !incoming.has(file))) {
      const key = `${name.slice(0, 2)}/${name.slice(2, 4)}/${name}`;
      assert.ok((await stat(path.join(root, key))).size > 200_000, `${key} is half`);
    }
  });
});

after(() => {
  assert.ok(!existsSync(dataDir), 'the test cleans up');
});
