import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { z } from 'zod';
import { startTestApp, type TestApp } from '../../../test/support/test-app.ts';
import { endpoint } from '../../kernel/endpoint.ts';
import { publicRoute } from './route.ts';
import { createHttpServer } from './server.ts';

const tellAddress = publicRoute(
  endpoint({
    name: 'test.tellAddress',
    method: 'GET',
    path: '/api/address',
    summary: '请求从哪里来',
    output: z.strictObject({ address: z.string() }),
  }),
  {
    audit: { none: '只读' },
    handle: ({ client }) => Promise.resolve({ address: client.address }),
  },
);

describe('where a request comes from (assurance H5)', () => {
  let app: TestApp;
  before(async () => {
    app = await startTestApp({ routes: [] });
  });
  after(() => app.close());

  const addressOf = async (
    trustedProxies: readonly string[],
    remoteAddress: string,
    forwarded?: string,
  ): Promise<string> => {
    const { environment } = app;
    const routes = [tellAddress];
    const server = await createHttpServer({ environment, routes, title: '', trustedProxies });
    const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
    const answer = await server.inject({ url: '/api/address', remoteAddress, headers });
    await server.close();
    return z.object({ address: z.string() }).parse(answer.json()).address;
  };

  it('is what a proxy of ours says', async () => {
    assert.equal(await addressOf(['loopback'], '127.0.0.1', '198.51.100.7'), '198.51.100.7');
    assert.equal(await addressOf(['10.0.0.0/8'], '10.0.0.2', '198.51.100.7'), '198.51.100.7');
    assert.equal(await addressOf(['loopback'], '127.0.0.1'), '127.0.0.1');
  });

  it('is not what anybody else says, nor what stands before the word of our proxy', async () => {
    assert.equal(await addressOf(['loopback'], '203.0.113.9', '198.51.100.7'), '203.0.113.9');
    assert.equal(await addressOf([], '127.0.0.1', '198.51.100.7'), '127.0.0.1');
    const pretended = '192.0.2.1, 198.51.100.7';
    assert.equal(await addressOf(['loopback'], '127.0.0.1', pretended), '198.51.100.7');
  });
});
