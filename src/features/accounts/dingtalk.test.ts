import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, describe, it } from 'node:test';
import { HOTP, Secret } from 'otpauth';
import type { Answer, TestApp } from '../../../test/support/test-app.ts';
import type { Person } from '../../../test/support/world.ts';
import { epochMs } from '../../kernel/time.ts';
import { type Browser, givePassword, network, openBrowser, startAccountsApp } from './factory.ts';

const PASSWORD = 'kettle-rail-plum-7';
const CLIENT = { clientId: 'dingclient', clientSecret: 'sealed-client-secret' };

/** DingTalk as its pages describe it: codes good once, tokens for one person, refusals as JSON. */
const startDingTalkServer = async () => {
  const codes = new Map<string, string>();
  const tokens = new Map<string, string>();
  const state = { mode: 'honest' as 'honest' | 'lie' | 'fault' | 'html' | 'silent' };
  const bodyOf = async (request: IncomingMessage): Promise<string> => {
    let text = '';
    for await (const part of request) text += String(part);
    return text;
  };
  const tokenFor = (given: Record<string, string>): [number, object] => {
    const person = codes.get(given['code'] ?? '');
    codes.delete(given['code'] ?? '');
    const isClient =
      given['clientId'] === CLIENT.clientId && given['clientSecret'] === CLIENT.clientSecret;
    if (person === undefined || !isClient || given['grantType'] !== 'authorization_code')
      return [400, { code: 'invalidParameter.authCode.notFound', message: '不存在的临时授权码' }];
    const accessToken = `token-${person}-${tokens.size}`;
    tokens.set(accessToken, person);
    return [200, { accessToken, refreshToken: 'r', expireIn: 7200, corpId: '' }];
  };
  const server: Server = createServer((request, response) => {
    void (async () => {
      const text = await bodyOf(request);
      const send = (status: number, body: object | string): void => {
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(typeof body === 'string' ? body : JSON.stringify(body));
      };
      if (state.mode === 'silent') return;
      if (state.mode === 'fault') return send(500, { code: 'systemError' });
      if (state.mode === 'html') return send(200, '<html>maintenance</html>');
      if (state.mode === 'lie') return send(200, { code: 'Forbidden', message: 'no' });
      if (request.method === 'POST' && request.url === '/v1.0/oauth2/userAccessToken')
        return send(...tokenFor(JSON.parse(text)));
      const person = tokens.get(String(request.headers['x-acs-dingtalk-access-token']));
      if (request.url !== '/v1.0/contact/users/me' || person === undefined)
        return send(401, { code: 'InvalidAuthentication' });
      return send(200, { nick: '某人', unionId: person, openId: `o-${person}`, mobile: '138' });
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  let count = 0;
  return {
    url: `http://127.0.0.1:${port}`,
    state,
    /** What the person gets on DingTalk's page for pressing “agree”. */
    codeFor: (person: string): string => {
      count += 1;
      codes.set(`code-${count}`, person);
      return `code-${count}`;
    },
    close: () => {
      server.closeAllConnections();
      return new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
};

describe('signing in with DingTalk', () => {
  let app: TestApp;
  let dingTalk: Awaited<ReturnType<typeof startDingTalkServer>>;
  before(async () => {
    app = await startAccountsApp();
    dingTalk = await startDingTalkServer();
    await givePassword(app, PASSWORD, Object.values(app.world.people));
  });
  after(async () => {
    await dingTalk.close();
    await app.close();
  });
  beforeEach(() => {
    dingTalk.state.mode = 'honest';
  });

  const setUp = (isOn: boolean): Promise<Answer> =>
    app.as(app.world.people.officeAdmin).put('/api/people/security/dingtalk', {
      isOn,
      ...CLIENT,
      loginUrl: dingTalk.url,
      apiUrl: `${dingTalk.url}/`,
    });

  const signedIn = async (person: Person): Promise<Browser> => {
    const browser = openBrowser(app);
    await browser.signIn(person.loginName, PASSWORD);
    return browser;
  };
  const stateOf = (answer: Answer): string => {
    assert.equal(answer.status, 200, answer.text);
    return new URL(answer.body.url).searchParams.get('state') ?? '';
  };
  const goBack = (browser: Browser, state: string, code: string): Promise<Answer> =>
    browser.post('/api/session/dingtalk/return', { state, code });
  const link = async (browser: Browser, unionId: string): Promise<Answer> => {
    const state = stateOf(await browser.post('/api/account/dingtalk'));
    return await goBack(browser, state, dingTalk.codeFor(unionId));
  };
  const enterWith = async (browser: Browser, unionId: string): Promise<Answer> => {
    const state = stateOf(await browser.post('/api/session/dingtalk', { next: '/filings' }));
    return await goBack(browser, state, dingTalk.codeFor(unionId));
  };
  const actorOf = async (browser: Browser) => (await browser.get('/api/session')).body.actor;

  it('does not exist before it is set up', async () => {
    const browser = openBrowser(app);
    assert.equal((await browser.get('/api/session')).body.dingTalk, false);
    const answers = [
      await browser.post('/api/session/dingtalk', { next: '/' }),
      await goBack(browser, 'x', 'y'),
    ];
    for (const answer of answers)
      assert.deepEqual([answer.status, answer.body.code], [404, 'page.not_found']);
    assert.equal((await setUp(false)).status, 200);
    assert.equal((await browser.get('/api/session')).body.dingTalk, false);
  });

  it('goes to DingTalk`s page as its protocol says, the secret sealed and never shown', async () => {
    const set = await setUp(true);
    assert.equal(set.status, 200, set.text);
    assert.equal(set.body.dingTalk.hasSecret, true);
    assert.ok(!set.text.includes(CLIENT.clientSecret));
    assert.ok(
      !(await app.as(app.world.people.systemAdmin).get('/api/people/security')).text.includes(
        CLIENT.clientSecret,
      ),
    );
    const browser = openBrowser(app);
    assert.equal((await browser.get('/api/session')).body.dingTalk, true);
    const url = new URL((await browser.post('/api/session/dingtalk', { next: '/' })).body.url);
    assert.equal(`${url.origin}${url.pathname}`, `${dingTalk.url}/oauth2/auth`);
    const query = Object.fromEntries(url.searchParams);
    assert.match(query['state'] ?? '', /^[\w-]{43}$/);
    assert.deepEqual(
      { ...query, state: '' },
      {
        response_type: 'code',
        client_id: CLIENT.clientId,
        scope: 'openid',
        state: '',
        prompt: 'consent',
      },
    );
  });

  it('opens nothing until the account was linked after a password, and then opens it', async () => {
    const { eastReviewer } = app.world.people;
    const stranger = openBrowser(app, network(1));
    assert.equal((await enterWith(stranger, 'union-1')).body.code, 'accounts.dingtalk_unlinked');
    const own = await signedIn(eastReviewer);
    const linked = await link(own, 'union-1');
    assert.deepEqual(linked.body, { next: '/account', entered: null }, linked.text);
    assert.ok((await own.get('/api/account/dingtalk')).body.linkedAt);
    const other = openBrowser(app, network(2));
    const entered = await enterWith(other, 'union-1');
    assert.equal(entered.body.next, '/filings', entered.text);
    assert.equal((await actorOf(other)).userId, eastReviewer.id);
    assert.equal((await own.del('/api/account/dingtalk')).status, 200);
    assert.equal(
      (await enterWith(openBrowser(app, network(3)), 'union-1')).body.code,
      'accounts.dingtalk_unlinked',
    );
  });

  it('links one DingTalk to one account', async () => {
    const { alphaAdmin, betaAdmin } = app.world.people;
    const first = await signedIn(alphaAdmin);
    assert.equal((await link(first, 'union-2')).status, 200);
    assert.equal((await link(first, 'union-3')).body.code, 'accounts.identity_linked');
    assert.equal(
      (await link(await signedIn(betaAdmin), 'union-2')).body.code,
      'accounts.identity_taken',
    );
  });

  it('takes a state once, in the browser that left, within ten minutes', async () => {
    const { collegeAdmin } = app.world.people;
    const own = await signedIn(collegeAdmin);
    await link(own, 'union-4');
    const browser = openBrowser(app);
    const state = stateOf(await browser.post('/api/session/dingtalk', { next: '/' }));
    const stranger = openBrowser(app, network(4));
    const refused = await goBack(stranger, state, dingTalk.codeFor('union-4'));
    assert.equal(refused.body.code, 'accounts.dingtalk_state', 'a link sent to another browser');
    assert.equal((await goBack(browser, state, dingTalk.codeFor('union-4'))).status, 200);
    browser.cookies.set('onex-dingtalk', state);
    assert.equal(
      (await goBack(browser, state, dingTalk.codeFor('union-4'))).body.code,
      'accounts.dingtalk_state',
      'used',
    );
    const late = openBrowser(app);
    const lateState = stateOf(await late.post('/api/session/dingtalk', { next: '/' }));
    app.clock.advance(10 * 60_000);
    assert.equal(
      (await goBack(late, lateState, dingTalk.codeFor('union-4'))).body.code,
      'accounts.dingtalk_state',
    );
  });

  it('does not link what another session has begun', async () => {
    const { viewer, auditor } = app.world.people;
    const attacker = await signedIn(viewer);
    const state = stateOf(await attacker.post('/api/account/dingtalk'));
    const victim = await signedIn(auditor);
    victim.cookies.set('onex-dingtalk', state);
    const answer = await goBack(victim, state, dingTalk.codeFor('union-5'));
    assert.equal(answer.body.code, 'accounts.dingtalk_state');
    assert.equal((await victim.get('/api/account/dingtalk')).body.linkedAt, null);
  });

  it('asks for the second factor, and opens nothing for a suspended person', async () => {
    const { collegeStaff: leaver, eastViewer, officeAdmin } = app.world.people;
    const own = await signedIn(eastViewer);
    const { secret } = (await own.post('/api/account/second-factor')).body;
    const counter = Math.floor(epochMs(app.clock.now()) / 30_000);
    const code = HOTP.generate({ secret: Secret.fromBase32(secret), counter });
    await own.post('/api/account/second-factor/confirmation', { code });
    await link(own, 'union-9');
    const halfway = openBrowser(app, network(9));
    assert.ok((await enterWith(halfway, 'union-9')).body.entered.secondStep.token);
    assert.equal(await actorOf(halfway), null);
    await link(await signedIn(leaver), 'union-6');
    const detail = await app.as(officeAdmin).get(`/api/people/${leaver.id}`);
    await app.as(officeAdmin).post(`/api/people/${leaver.id}/suspension`, {
      version: detail.body.person.version,
      reason: '离任',
    });
    assert.equal(
      (await enterWith(openBrowser(app), 'union-6')).body.code,
      'accounts.dingtalk_unlinked',
    );
  });

  it('says what to do when DingTalk refuses, lies, fails or is silent, and the password still works', async () => {
    const browser = openBrowser(app);
    const state = stateOf(await browser.post('/api/session/dingtalk', { next: '/' }));
    assert.equal(
      (await goBack(browser, state, 'no-such-code')).body.code,
      'accounts.dingtalk_refused',
    );
    for (const [mode, code] of [
      ['lie', 'accounts.dingtalk_refused'],
      ['html', 'accounts.dingtalk_refused'],
      ['fault', 'accounts.dingtalk_unavailable'],
      ['silent', 'accounts.dingtalk_unavailable'],
    ] as const) {
      dingTalk.state.mode = mode;
      const answer = await enterWith(openBrowser(app), 'union-7');
      assert.equal(answer.body.code, code, mode);
    }
    assert.equal((await browser.signIn(app.world.people.reviewer.loginName, PASSWORD)).status, 200);
  });

  it('never leads to another site', async () => {
    await link(await signedIn(app.world.people.reviewerTwo), 'union-8');
    const browser = openBrowser(app);
    for (const next of ['https://evil.example', '//evil.example', '/\\evil.example']) {
      const state = stateOf(await browser.post('/api/session/dingtalk', { next }));
      assert.equal((await goBack(browser, state, dingTalk.codeFor('union-8'))).body.next, '/');
    }
  });
});
