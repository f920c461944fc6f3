import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { startTestApp, type TestApp } from '../../../test/support/test-app.ts';
import { endpoint } from '../../kernel/endpoint.ts';
import { createLog } from '../log.ts';
import { downloadRoute, publicRoute, publicUploadRoute } from './route.ts';
import { createHttpServer } from './server.ts';

const PLACES = 4;
const nothing = z.strictObject({});
const audit = { none: '测试' };

const named = <const P extends string>(name: string, path: P) => ({
  name,
  path,
  summary: '测试',
  output: nothing,
});

const PIECE = Buffer.alloc(64 * 1024, 'x');

/** A file without an end: who wants no more of it goes away. */
const endless = (): Readable =>
  new Readable({
    read() {
      this.push(PIECE);
    },
  });

const routes = (answer: () => Promise<unknown>) => [
  publicRoute(endpoint({ ...named('test.ask', '/api/ask'), method: 'GET' }), {
    audit,
    handle: async () => ({}),
  }),
  publicRoute(endpoint({ ...named('test.wait', '/api/wait'), method: 'GET' }), {
    audit,
    // Before its transaction, so that those who wait hold no connection.
    admission: async (_client, work) => {
      await answer();
      return await work();
    },
    handle: async () => ({}),
  }),
  publicRoute(endpoint({ ...named('test.tell', '/api/tell'), method: 'POST', body: nothing }), {
    audit,
    handle: async () => ({}),
  }),
  publicUploadRoute(endpoint({ ...named('test.upload', '/api/upload'), method: 'POST' }), {
    audit,
    upload: { accept: ['pdf'], maxBytes: 1_000_000 },
    gate: async () => undefined,
    handle: async () => ({}),
  }),
  downloadRoute(endpoint({ ...named('test.download', '/api/download'), method: 'GET' }), {
    access: 'public',
    audit,
    handle: async () => ({
      fileName: '名单.txt',
      mediaType: 'text/plain',
      content: { stream: endless() },
    }),
  }),
];

const HALF_BODY = [
  'POST /api/tell HTTP/1.1',
  'host: onex',
  'x-onex-csrf: 1',
  'content-type: application/json',
  'content-length: 100',
  '',
  '{',
].join('\r\n');

const HALF_UPLOAD = [
  'POST /api/upload HTTP/1.1',
  'host: onex',
  'x-onex-csrf: 1',
  'content-type: multipart/form-data; boundary=onex-half',
  'content-length: 9000',
  '',
  '--onex-half',
  'content-disposition: form-data; name="file"; filename="plan.pdf"',
  'content-type: application/pdf',
  '',
  '%PDF-1.7',
].join('\r\n');

const get = (path: string): string => `GET ${path} HTTP/1.1\r\nhost: onex\r\n\r\n`;

describe('a place among the requests being worked on', () => {
  let app: TestApp;
  let http: FastifyInstance;
  let port: number;
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const lines: Record<string, unknown>[] = [];

  before(async () => {
    app = await startTestApp({ routes: [] });
    const log = createLog('info', { write: (line) => void lines.push(JSON.parse(line)) });
    http = await createHttpServer({
      environment: { ...app.environment, log },
      routes: routes(() => held),
      title: '测试',
      maxInFlight: PLACES,
    });
    port = Number(new URL(await http.listen({ host: '127.0.0.1', port: 0 })).port);
  });
  after(async () => {
    release();
    await http.close();
    await app.close();
  });

  /** Says `text`, waits for what `until` says and goes away. */
  const abandon = async (text: string, until: 'a moment' | 'an answer'): Promise<string> => {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    socket.write(text);
    const heard = until === 'an answer' ? String((await once(socket, 'data'))[0]) : '';
    if (until === 'a moment') await sleep(100);
    socket.destroy();
    return heard.split('\r\n')[0] ?? '';
  };

  const ask = async (method = 'GET'): Promise<number> => {
    const response = await fetch(`http://127.0.0.1:${port}/api/ask`, { method });
    await response.arrayBuffer();
    return response.status;
  };

  /** The server hears of an end a moment later than who ended it. */
  const asksWell = async (): Promise<void> => {
    for (let tries = 0; tries < 30 && (await ask()) !== 200; tries += 1) await sleep(100);
    assert.equal(await ask(), 200);
  };

  const times = async <T>(count: number, work: () => Promise<T>): Promise<T[]> => {
    const done: T[] = [];
    for (let index = 0; index < count; index += 1) done.push(await work());
    return done;
  };

  test('is free again when the client did not wait for the answer', async () => {
    await times(PLACES * 2, () => abandon(get('/api/wait'), 'a moment'));
    await asksWell();
  });

  test('is free again when the client sent half a body', async () => {
    await times(PLACES * 2, () => abandon(HALF_BODY, 'a moment'));
    await asksWell();
  });

  test('is free again when the client sent half a file, of which nothing stays', async () => {
    await times(PLACES * 2, () => abandon(HALF_UPLOAD, 'a moment'));
    await asksWell();
    const incoming = join(app.dataDir, 'files', 'incoming');
    for (let tries = 0; tries < 30 && (await readdir(incoming)).length > 0; tries += 1)
      await sleep(100);
    assert.deepEqual(await readdir(incoming), []);
  });

  test('is free again when the client broke a download off', async () => {
    const heard = await times(PLACES * 2, async () => {
      const first = await abandon(get('/api/download'), 'an answer');
      await asksWell();
      return first;
    });
    assert.deepEqual([...new Set(heard)], ['HTTP/1.1 200 OK']);
  });

  test('is free again when several requests on one connection were given up', async () => {
    await abandon(get('/api/wait').repeat(PLACES * 2), 'a moment');
    await asksWell();
  });

  test('is free again after each answer on a connection that is kept, with a body or without', async () => {
    await times(PLACES * 3, () => ask());
    assert.deepEqual(new Set(await times(PLACES * 3, () => ask('HEAD'))), new Set([200]));
    await times(PLACES * 3, () => http.inject('/api/ask'));
    await asksWell();
  });

  test('is given out once: all taken, the next is told to come back', async () => {
    const waiting = Array.from({ length: PLACES }, () => {
      const socket = connect(port, '127.0.0.1');
      socket.write(get('/api/wait'));
      return socket;
    });
    await sleep(300);
    assert.equal(await ask(), 503);
    for (const socket of waiting) socket.destroy();
    await asksWell();
  });

  test('leaves a line in the log, which says when nobody heard the answer', () => {
    const of = (route: string) => lines.filter((line) => line['route'] === route);
    assert.ok(of('test.wait').length >= PLACES * 3);
    assert.ok(of('test.wait').every((line) => line['abandoned'] === true && !('status' in line)));
    assert.ok(of('test.ask').some((line) => line['status'] === 200 && !('abandoned' in line)));
  });
});
