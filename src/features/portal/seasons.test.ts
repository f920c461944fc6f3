import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { TestApp } from '../../../test/support/test-app.ts';
import { openRound } from '../applications/factory.ts';
import { confirmed, fillProvince, setNumberPrefix } from '../filings/factory.ts';
import { startPortal } from './factory.ts';

describe('the home page in time', () => {
  let app: TestApp;
  before(async () => {
    app = await startPortal();
    app.clock.set('2025-02-01T02:00:00.000Z');
    await openRound(app);
  });
  after(async () => await app.close());

  const at = async (instant: string): Promise<string> => {
    // A page rendered long before is not kept.
    app.clock.set('2025-01-01T00:00:00.000Z');
    await app.as().get('/');
    app.clock.set(instant);
    return (await app.as().get('/')).text;
  };

  it('says when it opens, how long is left and until when, to the millisecond', async () => {
    assert.match(await at('2025-02-13T15:59:59.999Z'), /未开始[\s\S]*2025年2月14日 00:00/);
    const open = await at('2025-02-13T16:00:00.000Z');
    assert.match(open, /申报中/);
    assert.match(open, /还剩 53 天 0 小时/);
    assert.match(open, /按服务器时间 <time[^>]*>2025年2月14日 00:00/);
    assert.match(
      open,
      /<time datetime="2025-04-07T16:00:00\.000Z">2025年4月7日 24:00（北京时间）<\/time>/,
    );
    assert.match(await at('2025-04-07T15:59:59.999Z'), /还剩不到 1 分钟/);
    // Kept for five seconds at most, but never beyond the deadline.
    app.clock.set('2025-04-07T15:59:57.000Z');
    assert.match((await app.as().get('/')).text, /登录后申报/);
    app.clock.set('2025-04-07T15:59:59.999Z');
    assert.match((await app.as().get('/')).text, /登录后申报/);
    app.clock.set('2025-04-07T16:00:00.000Z');
    assert.doesNotMatch((await app.as().get('/')).text, /登录后申报/);
    const closed = await at('2025-04-07T16:00:00.000Z');
    assert.match(closed, /市级初审中/);
    assert.doesNotMatch(closed, /登录后申报/);
    assert.match(await at('2025-04-17T16:00:00.000Z'), /省级审核中/);
  });
});

describe('before anything has happened', () => {
  let app: TestApp;
  before(async () => {
    app = await startPortal();
  });
  after(async () => await app.close());

  it('every page still says something', async () => {
    assert.match((await app.as().get('/')).text, /目前没有开放的申报轮次/);
    assert.match((await app.as().get('/filed-lists')).text, /还没有公布过备案名单/);
    assert.equal((await app.as().get('/catalog')).status, 200);
  });
});

describe('a long list', () => {
  let app: TestApp;
  let roundId: string;
  before(async () => {
    app = await startPortal();
    await setNumberPrefix(app);
    roundId = await openRound(app);
    await fillProvince(app, roundId, { schools: 30, items: 10 });
    await confirmed(app, roundId);
  });
  after(async () => await app.close());

  it('is paged by links that keep the filters, and stays light', async () => {
    const first = await app.as().get(`/filed-lists/${roundId}/1?level=2`);
    assert.match(first.text, /第 1 页，共 6 页/);
    assert.ok(first.text.includes(`href="/filed-lists/${roundId}/1?level=2&amp;page=2"`));
    assert.ok(!first.text.includes('上一页'));
    assert.ok(Buffer.byteLength(first.text) < 100_000);
    const last = await app.as().get(`/filed-lists/${roundId}/1?level=2&page=6`);
    assert.ok(last.text.includes('上一页') && !last.text.includes('下一页'));
    const beyond = await app.as().get(`/filed-lists/${roundId}/1?page=77`);
    assert.equal(beyond.status, 200);
  });
});
