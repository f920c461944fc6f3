import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { addMilliseconds, toInstant } from '../../kernel/time.ts';
import { createPageCache } from './page-cache.ts';

const AT = toInstant('2025-04-07T15:59:50.000Z');

describe('createPageCache', () => {
  const counting = () => {
    let count = 0;
    const render = async () => {
      count += 1;
      return { html: `page ${count}` };
    };
    return { render, count: () => count };
  };

  it('keeps a page for its seconds and not a millisecond longer', async () => {
    const cache = createPageCache();
    const { render, count } = counting();
    await cache.get('/', AT, 5, render);
    assert.equal((await cache.get('/', addMilliseconds(AT, 4_999), 5, render)).html, 'page 1');
    assert.equal((await cache.get('/', addMilliseconds(AT, 5_000), 5, render)).html, 'page 2');
    assert.equal(count(), 2);
  });

  it('renders anew when the clock went far back', async () => {
    const cache = createPageCache();
    const { render, count } = counting();
    await cache.get('/', AT, 5, render);
    await cache.get('/', addMilliseconds(AT, -60_000), 5, render);
    assert.equal(count(), 2);
  });

  it('renders once for requests that come together', async () => {
    const cache = createPageCache();
    const { render, count } = counting();
    await Promise.all(Array.from({ length: 50 }, () => cache.get('/', AT, 5, render)));
    assert.equal(count(), 1);
  });

  it('keeps neither faults nor pages that are not there', async () => {
    const cache = createPageCache();
    let tries = 0;
    const broken = async () => {
      tries += 1;
      throw new Error('database away');
    };
    await assert.rejects(cache.get('/', AT, 5, broken));
    await assert.rejects(cache.get('/', AT, 5, broken));
    assert.equal(tries, 2);
    const { render, count } = counting();
    const missing = async () => ({ ...(await render()), status: 404 });
    await cache.get('/x', AT, 5, missing);
    await cache.get('/x', AT, 5, missing);
    assert.equal(count(), 2);
  });

  it('keeps a bounded number of pages, dropping the oldest', async () => {
    const cache = createPageCache();
    const first = counting();
    await cache.get('/first', AT, 5, first.render);
    const others = counting();
    for (let number = 0; number < 300; number += 1)
      await cache.get(`/${number}`, AT, 5, others.render);
    await cache.get('/first', AT, 5, first.render);
    assert.equal(first.count(), 2);
    await cache.get('/299', AT, 5, others.render);
    assert.equal(others.count(), 300);
  });

  it('gives the same etag for the same page and another for another', async () => {
    const cache = createPageCache();
    const tag = async (html: string, key: string) =>
      (await cache.get(key, AT, 5, async () => ({ html }))).etag;
    assert.equal(await tag('a', '/1'), await tag('a', '/2'));
    assert.notEqual(await tag('a', '/3'), await tag('b', '/4'));
  });
});
