import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** What it answers to everything but the request for a token. */
export type DingtalkMood =
  | 'takes'
  | 'busy'
  | 'refuses'
  | 'breaks'
  | 'thinks'
  | 'speaks-html'
  | 'says-ok-to-nothing'
  | 'ends-token';

/** What `getsendresult` says of the one person of a task. */
export type DingtalkFate =
  | 'unread'
  | 'read'
  | 'failed'
  | 'invalid'
  | 'over-limit'
  | 'forbidden'
  | 'undecided'
  | 'of-another'
  | 'unknown-task';

type Body = Record<string, unknown>;

export interface DingtalkReceiver {
  readonly url: string;
  readonly workMessages: { readonly userId: string; readonly body: Body }[];
  readonly todos: Map<string, { readonly sourceId: string; readonly body: Body; done: boolean }>;
  readonly groupMessages: Body[];
  /** Faults against the published protocol, in words; a test wants none. */
  readonly faults: string[];
  tokensGiven: number;
  mood: DingtalkMood;
  fate: DingtalkFate;
  /** Tasks that were asked about. */
  readonly askedTasks: number[];
  now: () => number;
  close(): Promise<void>;
}

export const DINGTALK = {
  appKey: 'ding-test-key',
  appSecret: 'ding-test-secret-value',
  agentId: '1234567',
  operatorUnionId: 'operator-union',
  robotToken: 'robot-token-value',
  robotSecret: 'SEC0123456789abcdef',
} as const;

const HOUR_MS = 3_600_000;

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: Body;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

const ok = (body: Body = {}): Answer => ({
  status: 200,
  body: { errcode: 0, errmsg: 'ok', ...body },
});
const no = (errcode: number, errmsg: string): Answer => ({
  status: 200,
  body: { errcode, errmsg },
});

const MOODS: Partial<Record<DingtalkMood, Answer>> = {
  busy: no(90018, '您的服务器调用钉钉开放平台所有接口的请求都被暂时禁用了'),
  refuses: no(40035, '不合法的参数'),
  breaks: { status: 502, body: 'bad gateway' },
  'speaks-html': { status: 200, body: '<html>login</html>' },
  'says-ok-to-nothing': { status: 200, body: {} },
};

/** The signature as the platform's page describes it, written down here independently of the product. */
const expectedSign = (secret: string, timestamp: string): string => {
  const mac = createHmac('sha256', Buffer.from(secret, 'utf8'));
  mac.update(Buffer.from(`${timestamp}\n${secret}`, 'utf8'));
  return mac.digest().toString('base64');
};

interface Task {
  readonly userId: string;
  readonly isRepeat: boolean;
}

/** As long as those of the platform. */
const FIRST_TASK = 256_271_667_526;

/** The lists of the published answer; empty ones are left out, as the platform does. */
const resultOf = ({ userId, isRepeat }: Task, fate: DingtalkFate): Body => {
  const withheld = (code: string): Body => ({
    forbidden_user_id_list: [userId],
    forbidden_list: [{ code, count: 1, userid: userId }],
  });
  if (isRepeat) return withheld('143106');
  switch (fate) {
    case 'unread':
      return { unread_user_id_list: [userId] };
    case 'read':
      return { read_user_id_list: [userId], invalid_dept_id_list: [] };
    case 'failed':
      return { failed_user_id_list: [userId] };
    case 'invalid':
      return { invalid_user_id_list: [userId] };
    case 'over-limit':
      return withheld('143105');
    case 'forbidden':
      return { forbidden_user_id_list: [userId] };
    case 'of-another':
      return { failed_user_id_list: ['somebody-else'] };
    case 'undecided':
    case 'unknown-task':
      return {};
  }
};

/** The servers of DingTalk as far as we use them, on a free port; it checks what it is sent. */
export const startDingtalkReceiver = async (
  options: { readonly thinkMs?: number } = {},
): Promise<DingtalkReceiver> => {
  let tokenNumber = 0;
  const isToken = (token: unknown): boolean => token === `token-${tokenNumber}`;
  const contents = new Set<string>();
  const tasks = new Map<number, Task>();

  const giveToken = ({ body }: Asked): Answer => {
    if (body['appKey'] !== DINGTALK.appKey || body['appSecret'] !== DINGTALK.appSecret)
      return {
        status: 400,
        body: { code: 'invalidClientIdOrSecret', message: '无效的clientId或者clientSecret' },
      };
    tokenNumber += 1;
    receiver.tokensGiven += 1;
    return { status: 200, body: { accessToken: `token-${tokenNumber}`, expireIn: 7200 } };
  };

  const robot = ({ query, body }: Asked): Answer => {
    const timestamp = query.get('timestamp') ?? '';
    if (query.get('access_token') !== DINGTALK.robotToken) return no(300005, 'token is not exist');
    if (Math.abs(receiver.now() - Number(timestamp)) > HOUR_MS)
      return no(310000, 'timestamp is invalid');
    if (query.get('sign') !== expectedSign(DINGTALK.robotSecret, timestamp))
      return no(310000, 'sign not match');
    const markdown = body['markdown'] as Body | undefined;
    if (body['msgtype'] !== 'markdown' || typeof markdown?.['title'] !== 'string')
      receiver.faults.push('robot body');
    receiver.groupMessages.push(body);
    return ok();
  };

  const work = ({ body }: Asked): Answer => {
    const message = body['msg'] as Body | undefined;
    const card = message?.['action_card'] as Body | undefined;
    if (body['agent_id'] !== Number(DINGTALK.agentId)) receiver.faults.push('agent_id');
    if (message?.['msgtype'] !== 'action_card') receiver.faults.push('msgtype');
    if (typeof card?.['single_url'] !== 'string' || typeof card['markdown'] !== 'string')
      receiver.faults.push('card');
    const userId = String(body['userid_list']);
    // The same content to the same person is taken and not shown a second time.
    const content = `${userId} ${JSON.stringify(message)}`;
    const isRepeat = contents.has(content);
    if (!isRepeat) receiver.workMessages.push({ userId, body });
    contents.add(content);
    const task = FIRST_TASK + tasks.size;
    tasks.set(task, { userId, isRepeat });
    return ok({ task_id: task, request_id: 'r' });
  };

  const sendResult = ({ body }: Asked): Answer => {
    if (body['agent_id'] !== Number(DINGTALK.agentId)) receiver.faults.push('agent_id');
    if (typeof body['task_id'] !== 'number') receiver.faults.push('task_id');
    receiver.askedTasks.push(Number(body['task_id']));
    const task = tasks.get(Number(body['task_id']));
    if (task === undefined || receiver.fate === 'unknown-task') return no(400002, '无效的参数');
    return ok({ send_result: resultOf(task, receiver.fate), request_id: 'r' });
  };

  const createTodo = ({ body, query }: Asked): Answer => {
    if (query.get('operatorId') !== DINGTALK.operatorUnionId) receiver.faults.push('operatorId');
    const sourceId = String(body['sourceId']);
    if (!Array.isArray(body['executorIds'])) receiver.faults.push('executorIds');
    if ([...receiver.todos.values()].some((todo) => todo.sourceId === sourceId))
      return { status: 400, body: { code: 'todo.taskCreate.paramError', message: 'task exist' } };
    const id = `task${receiver.todos.size + 1}`;
    receiver.todos.set(id, { sourceId, body, done: false });
    return { status: 200, body: { id, sourceId, done: false } };
  };

  const updateTodo = ({ path, body }: Asked): Answer => {
    const todo = receiver.todos.get(path.split('/').at(-1) ?? '');
    if (todo === undefined)
      return {
        status: 400,
        body: { code: 'todo.taskUpdate.paramError', message: 'task not exist' },
      };
    todo.done = body['done'] === true;
    return { status: 200, body: { result: true } };
  };

  const personOf = ({ body }: Asked): Answer => {
    const mobile = String(body['mobile']);
    return mobile.endsWith('0000')
      ? no(60121, '找不到该用户')
      : ok({ result: { userid: `user-${mobile}` } });
  };

  const old: Readonly<Record<string, (asked: Asked) => Answer>> = {
    '/topapi/v2/user/getbymobile': personOf,
    '/topapi/v2/user/get': ({ body }) =>
      ok({ result: { unionid: `union-${String(body['userid'])}` } }),
    '/topapi/message/corpconversation/asyncsend_v2': work,
    '/topapi/message/corpconversation/getsendresult': sendResult,
  };

  const answerOld = (asked: Asked, handle: (asked: Asked) => Answer): Answer =>
    isToken(asked.query.get('access_token')) ? handle(asked) : no(40014, '不合法的access_token');

  const answerNew = (asked: Asked): Answer => {
    if (!isToken(asked.headers['x-acs-dingtalk-access-token']))
      return {
        status: 401,
        body: { code: 'InvalidAuthentication', message: '不合法的access_token' },
      };
    return asked.method === 'POST' ? createTodo(asked) : updateTodo(asked);
  };

  const answer = async (asked: Asked): Promise<Answer> => {
    if (asked.path === '/v1.0/oauth2/accessToken') return giveToken(asked);
    const mood = MOODS[receiver.mood];
    if (mood !== undefined) return mood;
    if (receiver.mood === 'thinks') await sleep(options.thinkMs ?? 2_000);
    if (receiver.mood === 'ends-token') {
      tokenNumber += 1;
      receiver.mood = 'takes';
    }
    if (asked.path === '/robot/send') return robot(asked);
    const handle = old[asked.path];
    return handle === undefined ? answerNew(asked) : answerOld(asked, handle);
  };

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const url = new URL(request.url ?? '/', 'http://localhost');
    if (!String(request.headers['content-type']).startsWith('application/json'))
      receiver.faults.push('content-type');
    const { status, body } = await answer({
      method: request.method ?? '',
      path: url.pathname,
      query: url.searchParams,
      headers: request.headers,
      body: JSON.parse(Buffer.concat(parts).toString('utf8')) as Body,
    });
    response.statusCode = status;
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };

  const server = createServer((request, response) => void serve(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const receiver: DingtalkReceiver = {
    url: `http://127.0.0.1:${port}`,
    workMessages: [],
    todos: new Map(),
    groupMessages: [],
    faults: [],
    tokensGiven: 0,
    mood: 'takes',
    fate: 'unread',
    askedTasks: [],
    now: () => Date.now(),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return receiver;
};
