import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import type { Answer, TestApp } from '../../../test/support/test-app.ts';
import { openRound, ROUND } from '../applications/factory.ts';
import { approved, asOwner, confirmed, setNumberPrefix } from '../filings/factory.ts';
import { STYLESHEET, startPortal, setting } from './factory.ts';

describe('public pages', () => {
  let app: TestApp;
  let roundId: string;
  let certificateId: string;
  let pages: string[];
  before(async () => {
    app = await startPortal();
    await setNumberPrefix(app);
    await setting(app, 'product', { title: '云岭省试点平台' });
    await setting(app, 'province', { name: '云岭省', officeName: '项目办公室' });
    await setting(app, 'contact', {
      lines: ['工作日 9:00—17:00', { label: '电话', value: '0999-1234567' }],
    });
    roundId = await openRound(app, { guidance: '请先看<说明会>。\n再选证书。' });
    await approved(app, 'college', roundId);
    await approved(app, 'westSchool', roundId);
    await confirmed(app, roundId);
    certificateId = (await app.as().get('/api/catalog/certificates')).body.rows[0].id;
    pages = [
      '/',
      `/rounds/${roundId}`,
      '/catalog',
      `/catalog/${certificateId}`,
      `/catalog/${certificateId}/2`,
      '/documents',
      '/search',
      '/search?q=%E6%99%BA%E8%83%BD',
      '/filed-lists',
      `/filed-lists/${roundId}/1`,
      '/contact',
      '/accessibility',
    ];
  });
  after(async () => await app.close());

  const get = (path: string): Promise<Answer> => app.as().get(path);
  /** Later than the pages are kept. */
  const fresh = (): void => app.clock.advance(10_000);

  it('are whole documents that need no script: one heading, landmarks, a style sheet', async () => {
    for (const path of pages) {
      const { status, text, headers } = await get(path);
      assert.equal(status, 200, path);
      assert.equal(headers['content-type'], 'text/html; charset=utf-8');
      assert.match(text, /^<!doctype html>\n<html lang="zh-CN">/);
      assert.equal(text.match(/<h1>/g)?.length, 1, path);
      for (const part of [
        '<header',
        '<nav',
        '<main id="main"',
        '<footer',
        STYLESHEET,
        '跳到正文',
      ]) {
        assert.ok(text.includes(part), `${path} lacks ${part}`);
      }
      assert.doesNotMatch(text, /<script|javascript:|\son\w+=|undefined|\[object|NaN/i, path);
      assert.ok(Buffer.byteLength(text) < 100_000, path);
    }
    const titles = await Promise.all(
      pages.map(async (path) => /<title>(.*)<\/title>/.exec((await get(path)).text)?.[1]),
    );
    assert.equal(new Set(titles).size, pages.length);
  });

  it('label every field and head every table', async () => {
    for (const path of pages) {
      const { text } = await get(path);
      for (const [, id] of text.matchAll(/<(?:input|select)[^>]* id="([^"]+)"/g)) {
        assert.ok(text.includes(`<label for="${id}">`), `${path} ${id}`);
      }
      const tables = text.match(/<table>/g)?.length ?? 0;
      assert.equal(text.match(/<caption/g)?.length ?? 0, tables, path);
      assert.equal(text.match(/<thead>/g)?.length ?? 0, tables, path);
    }
  });

  it('lead only to addresses that answer', async () => {
    const links = new Set<string>();
    for (const path of pages) {
      const { text } = await get(path);
      for (const [, href = ''] of text.matchAll(/href="([^"]+)"/g)) {
        if (href.startsWith('/') && !href.startsWith('/desk/'))
          links.add(href.replaceAll('&amp;', '&'));
      }
    }
    for (const link of links) {
      const isSwitch = link.startsWith('/look?');
      assert.equal((await get(link)).status, isSwitch ? 303 : 200, link);
    }
    assert.ok(links.size > 10);
  });

  it('name no person and show nothing of an application', async () => {
    const secrets = [
      ...Object.values(app.world.people).flatMap((person) => [person.name, person.loginName]),
      '校领导甲',
      '处长乙',
      '专人㐂·𠮷',
      '029-88880000',
    ];
    for (const path of pages) {
      const { text } = await get(path);
      for (const secret of secrets) assert.ok(!text.includes(secret), `${path} shows ${secret}`);
    }
  });

  it('escape what the office typed', async () => {
    const { text } = await get('/');
    assert.ok(text.includes('请先看&lt;说明会&gt;。<br />再选证书。'));
  });

  it('show the province’s own words, and hold without them', async () => {
    const contact = await get('/contact');
    assert.ok(contact.text.includes('0999-1234567') && contact.text.includes('云岭省项目办公室'));
    await setting(app, 'contact', { lines: 'wrong' });
    await asOwner(app, `delete from setting where key in ('product', 'province')`);
    fresh();
    const bare = await get('/contact');
    assert.equal(bare.status, 200);
    assert.ok(
      bare.text.includes('还没有公布联系方式') && bare.text.includes('1+X 证书试点工作平台'),
    );
    await setting(app, 'product', { title: '云岭省试点平台' });
    fresh();
  });

  it('say that a demo is a demo', async () => {
    assert.ok(!(await get('/')).text.includes('演示环境'));
    await setting(app, 'demo', { enabled: true });
    fresh();
    assert.ok((await get('/')).text.includes('演示环境'));
    await asOwner(app, `delete from setting where key = 'demo'`);
    fresh();
  });

  it('say what to do when there is no such page', async () => {
    const missing = [
      '/nothing',
      '/rounds/00000000-0000-7000-8000-000000000999',
      '/rounds/x',
      `/filed-lists/${roundId}/99`,
      `/filed-lists/${roundId}/0`,
      `/filed-lists/${roundId}/1/2/3`,
      '/filed-lists/x/1',
      '/catalog/x',
      '/catalog/00000000-0000-7000-8000-000000000999',
      `/catalog/${certificateId}/4`,
      '/a/b/c?d=e',
      '/apidoc',
      '/%zz',
      `/rounds/${'x'.repeat(300)}`,
      '/wp-admin/setup.php',
    ];
    for (const path of missing) {
      const { status, text, headers } = await get(path);
      assert.equal(status, 404, path);
      assert.match(String(headers['content-type']), /^text\/html/, path);
      assert.ok(text.includes('没有找到这个页面') && text.includes('href="/filed-lists"'), path);
      assert.ok(headers['content-security-policy'] !== undefined, path);
    }
  });

  it('leave programs their JSON where there is no such address', async () => {
    const asked = [
      ['/api/nothing', 'text/html'],
      ['/api/a/b?c=d', '*/*'],
      ['/api', 'text/html'],
      ['/a/b', 'application/json'],
    ] as const;
    for (const [path, accept] of asked) {
      const { status, body } = await app.as().get(path, { headers: { accept } });
      assert.deepEqual([status, body.code], [404, 'page.not_found'], path);
    }
    const posted = await app.as().post('/a/b');
    assert.deepEqual([posted.status, posted.body.code], [404, 'page.not_found']);
  });

  it('keep a draft round to the office', async () => {
    const draft = await app.as(app.world.people.officeAdmin).post('/api/rounds', {
      year: 2027,
      sequence: 1,
      title: '机密草稿轮次',
      ...ROUND,
      eligibleKinds: ['HIGHER_VOCATIONAL'],
    });
    fresh();
    assert.equal((await get(`/rounds/${draft.body.id}`)).status, 404);
    assert.ok(!(await get('/')).text.includes('机密草稿轮次'));
  });

  it('filter the catalog and the list by address alone', async () => {
    const catalog = async (query: string) => (await get(`/catalog?${query}`)).text;
    assert.match(await catalog('q=智能'), /共 1 个证书/);
    assert.match(await catalog('level=2&status=ACTIVE'), /共 2 个证书/);
    assert.match(await catalog('q=查无此证'), /没有符合条件的证书/);
    assert.match(await catalog('q=智能'), /value="智能"/);
    const list = async (query: string) => (await get(`/filed-lists/${roundId}/1?${query}`)).text;
    assert.match(await list('q=西川'), /共 2 条/);
    assert.match(await list('changes=1'), /共 4 条/);
    assert.match(await list('level=3'), /没有符合条件的备案/);
    assert.match(await list('kind=HIGHER_VOCATIONAL'), /共 2 条/);
  });

  /** The page of a certificate's middle level, and what it says and leads to of the filed list. */
  const levelPage = async () => {
    const found = (await get('/catalog?q=智能')).text;
    const id = /href="\/catalog\/([0-9a-f-]{36})"/.exec(found)?.[1] ?? '';
    const { text } = await get(`/catalog/${id}/2`);
    const [, address = '', count = ''] =
      /href="(\/filed-lists\/[^"]+)">(\d+) 条备案/.exec(text) ?? [];
    return { text, count, list: (await get(address.replaceAll('&amp;', '&'))).text };
  };

  it('have one for each level of a certificate, with its lines of the filed list', async () => {
    const { text, count, list } = await levelPage();
    const heading = /<h1>(.*)<\/h1>/.exec(text)?.[1]?.replaceAll(/<[^>]*>/g, '');
    assert.match(heading ?? '', /^[^<]+（中级）$/);
    assert.match(list, new RegExp(`共 ${count} 条`));
    assert.equal(count, '2');
  });

  it('are searched all at once, by two characters, pinyin and initials', async () => {
    const search = async (q: string) => (await get(`/search?q=${encodeURIComponent(q)}`)).text;
    assert.match(await search('智能'), /href="\/catalog\/[0-9a-f-]{36}">智能装配/);
    for (const q of ['西川', 'westschool']) assert.match(await search(q), /西川职教中心：/, q);
    for (const q of ['第一批', 'diyipi', 'dyp']) {
      assert.ok((await search(q)).includes(`href="/rounds/${roundId}"`), q);
    }
    for (const q of ['无障碍', 'wuzhangai', 'wza']) {
      assert.match(await search(q), /<li><a href="\/accessibility">/, q);
    }
    const none = await search('查无此物');
    assert.ok(none.includes('找到 0 条') && none.includes('没有找到'));
    assert.ok(!(await search('<b>')).includes('<b>'));
  });

  it('are dark or light, and large, by a choice that needs no script', async () => {
    const plain = (await get('/catalog?q=智能')).text;
    assert.match(plain, /<html lang="zh-CN">/);
    const href =
      /href="([^"]+)" rel="nofollow">大字版/.exec(plain)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const chosen = await get(href);
    assert.equal(chosen.status, 303);
    assert.equal(decodeURI(String(chosen.headers['location'])), '/catalog?q=智能');
    assert.match(
      String(chosen.headers['set-cookie']),
      /^onex-look=large; Max-Age=31536000; Path=\/; SameSite=Lax/,
    );
    const withCookie = (cookie: string) =>
      app.as().get('/catalog?q=智能', { headers: { cookie: `onex-look=${cookie}` } });
    assert.match((await withCookie('large')).text, /<html lang="zh-CN" data-size="large">/);
    assert.match((await withCookie('dark.large')).text, /data-theme="dark" data-size="large"/);
    assert.match((await withCookie('light')).text, /<html lang="zh-CN" data-theme="light">/);
    assert.match((await withCookie('"><script>')).text, /<html lang="zh-CN">/);
    const again = await get('/catalog?q=智能');
    assert.equal(again.text, plain, 'kept apart from the pages of others');
    assert.match(String(again.headers['vary']), /cookie/);
  });

  it('lead back to this site only', async () => {
    for (const back of [
      '//evil.example',
      'https://evil.example',
      '/\\evil.example',
      '/a\r\nX: y',
      'x',
    ]) {
      const answer = await get(`/look?look=dark&back=${encodeURIComponent(back)}`);
      assert.equal(answer.headers['location'], '/', back);
    }
  });

  it('tell people inside DingTalk and WeChat how to keep a file', async () => {
    const agent = 'Mozilla/5.0 (iPhone) AppleWebKit/605.1.15 MicroMessenger/8.0.50';
    const inApp = (path: string) => app.as().get(path, { headers: { 'user-agent': agent } });
    assert.match((await inApp(`/filed-lists/${roundId}/1`)).text, /在浏览器打开/);
    assert.doesNotMatch((await inApp('/contact')).text, /在浏览器打开/, 'nothing to keep there');
    assert.doesNotMatch((await get(`/filed-lists/${roundId}/1`)).text, /在浏览器打开/);
  });

  it('announce their feed to readers of feeds', async () => {
    const { text } = await get('/');
    const href = /<link rel="alternate" type="application\/atom\+xml" href="([^"]+)"/.exec(
      text,
    )?.[1];
    assert.equal((await get(href ?? '')).status, 200);
  });

  it('never scold and never fail for an odd address', async () => {
    const odd = [
      'q=%00',
      'q=%ff',
      'q=a&q=b',
      'page=-1',
      'page=1e9',
      'page=99999',
      'level[]=1',
      'level=9',
      'q=%25_%5C',
      "q=';drop table filing;--",
      'q=<script>alert(1)</script>',
      'from=singlemessage&isappinstalled=0',
      `q=${'长'.repeat(500)}`,
      'q=%ED%A0%80',
      '__proto__=1',
      'constructor[prototype][x]=1',
      '&&&===',
    ];
    for (const base of ['/catalog', `/filed-lists/${roundId}/1`, '/', '/search', '/documents']) {
      for (const query of odd) {
        const { status, text } = await get(`${base}?${query}`);
        assert.equal(status, 200, `${base}?${query}`);
        assert.ok(!text.includes('<script>alert'), query);
      }
    }
  });

  it('never fail for any address', async () => {
    const piece = fc.oneof(
      fc.constantFrom('q', 'level', 'page', 'batch', 'status', 'area', 'kind', 'changes'),
      fc.string({ maxLength: 8 }),
    );
    const query = fc.array(fc.tuple(piece, fc.string({ unit: 'binary', maxLength: 12 })), {
      maxLength: 4,
    });
    const encoded = (text: string) => encodeURIComponent(text.toWellFormed());
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('/catalog', `/filed-lists/${roundId}/1`),
        query,
        async (base, pairs) => {
          const text = pairs.map(([name, value]) => `${encoded(name)}=${encoded(value)}`).join('&');
          const answer = await get(`${base}?${text}`);
          assert.equal(answer.status, 200, text);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('are sent once to a browser that has them', async () => {
    const first = await get('/filed-lists');
    const etag = String(first.headers['etag']);
    const again = await app.as().get('/filed-lists', { headers: { 'if-none-match': etag } });
    assert.equal(again.status, 304);
    assert.equal(again.text, '');
    const other = await app.as().get('/filed-lists', { headers: { 'if-none-match': 'W/"other"' } });
    assert.equal(other.status, 200);
  });

  it('are at most five seconds old', async () => {
    fresh();
    await get('/filed-lists');
    await asOwner(app, `update organization set name = '西川新校' where code = 'westSchool'`);
    const { number } = await confirmed(app, roundId);
    assert.equal(number, 2);
    app.clock.advance(4_999);
    assert.ok(!(await get('/filed-lists')).text.includes('第 2 版'));
    app.clock.advance(1);
    const { text } = await get('/filed-lists');
    assert.ok(text.includes('第 2 版（最新）'));
    const old = await get(`/filed-lists/${roundId}/1`);
    assert.ok(
      old.text.includes('这不是最新一版') && old.text.includes(`/filed-lists/${roundId}/2`),
    );
    assert.match((await get(`/filed-lists/${roundId}/2?changes=1`)).text, /共 2 条/);
  });

  it('count no filing that the newest list removed, nor list it behind the count', async () => {
    const office = app.as(app.world.people.officeAdmin);
    const { body } = await office.get('/api/filings?level=2&q=智能');
    const [{ id, version, filingNumber }] = body.rows;
    const reason = '院校申请退出该证书试点';
    assert.equal(
      (await office.post(`/api/filings/${id}/cancellation`, { version, reason })).status,
      200,
    );
    const { number } = await confirmed(app, roundId);
    fresh();
    const { count, list } = await levelPage();
    assert.equal(count, '1');
    assert.match(list, /共 1 条/);
    assert.match(list, /<option value="in-force" selected>不含移出/);
    assert.ok(!list.includes(filingNumber));
    const whole = (await get(`/filed-lists/${roundId}/${number}?q=智能`)).text;
    assert.ok(whole.includes(filingNumber) && whole.includes('本版移出的也列出'));
  });
});
