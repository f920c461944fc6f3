import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { epochMs, type Instant, toInstant } from '../../kernel/time.ts';
import { redact } from '../../platform/log.ts';
import type { Outbound, OutboundAnswer } from '../../platform/outbound.ts';
import { type Arrival, arrivalOf, sendResultShape } from './dingtalk-arrival.ts';
import {
  type DingtalkPerson,
  type Line,
  type Outcome,
  type OutgoingMessage,
  sent,
} from './outcome.ts';

/*
 * The parts of DingTalk's open platform that we speak (open.dingtalk.com):
 *   POST {api}/v1.0/oauth2/accessToken                               token of an internal application, two hours
 *   POST {oapi}/topapi/v2/user/getbymobile, /topapi/v2/user/get      who owns a mobile: userid, unionid
 *   POST {oapi}/topapi/message/corpconversation/asyncsend_v2         work notification
 *   POST {oapi}/topapi/message/corpconversation/getsendresult        whether it arrived
 *   POST {api}/v1.0/todo/users/{unionId}/tasks, PUT .../tasks/{id}   to-do
 *   POST {oapi}/robot/send                                           group robot, signed
 * The old servers answer 200 with an `errcode`; the new ones with a status and `code`.
 */

export interface DingtalkApp {
  readonly appKey: string;
  readonly appSecret: string;
  readonly agentId: string;
  /** Whose union id the to-dos are written under. */
  readonly operatorUnionId: string;
}

export interface DingtalkServers {
  readonly apiUrl: string;
  readonly oapiUrl: string;
  readonly outbound: Outbound;
  readonly now: () => Instant;
}

interface Refusal {
  readonly code: string;
  readonly text: string;
}

type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusal: Refusal }
  | { readonly ok: false; readonly silence: string };

const oldRefusal = z.object({
  errcode: z.number(),
  errmsg: z.string().default(''),
  sub_code: z.string().optional(),
  sub_msg: z.string().optional(),
});
const newRefusal = z.object({ code: z.string(), message: z.string().default('') });

const short = (text: string): string => redact(text.replaceAll(/\s+/g, ' ')).slice(0, 300);

const silent = <T>(silence: string): Answer<T> => ({ ok: false, silence });

/** An old server: what counts is `errcode`, whatever the status says; an answer without one is no answer. */
const readOld = <T>(answer: OutboundAnswer, shape: z.ZodType<T>): Answer<T> => {
  if (answer.kind === 'silence') return silent(answer.reason);
  const head = oldRefusal.safeParse(answer.body);
  if (!head.success) return silent(`答复无法识别（HTTP ${answer.status}）`);
  const { errcode, errmsg, sub_code: subCode, sub_msg: subText } = head.data;
  if (errcode !== 0) {
    const code = subCode ?? String(errcode);
    return { ok: false, refusal: { code, text: short(`${code} ${subText ?? errmsg}`) } };
  }
  const value = shape.safeParse(answer.body);
  return value.success ? { ok: true, value: value.data } : silent('答复缺少应有的内容');
};

/** A new server: 2xx with the promised content is yes, 4xx with a code is no, everything else is no answer. */
const readNew = <T>(answer: OutboundAnswer, shape: z.ZodType<T>): Answer<T> => {
  if (answer.kind === 'silence') return silent(answer.reason);
  if (answer.status >= 200 && answer.status < 300) {
    const value = shape.safeParse(answer.body);
    return value.success ? { ok: true, value: value.data } : silent('答复缺少应有的内容');
  }
  const head = newRefusal.safeParse(answer.body);
  if (!head.success || answer.status >= 500) return silent(`服务器故障（HTTP ${answer.status}）`);
  const { code, message } = head.data;
  return { ok: false, refusal: { code, text: short(`${code} ${message}`) } };
};

/** Says "later": too many calls, too fast, or the server is busy with itself. */
const BUSY =
  /^(?:-1|88|90002|90018|90030|130101|400013|isp\..*|.*flowControl.*|.*systemError|Throttling.*|ServiceUnavailable)$/;
const TOKEN_GONE = /^(?:40014|42001|40001|InvalidAuthentication|Forbidden\.AccessDenied\.Expired)$/;
const NO_SUCH_PERSON = /^(?:60121|40104|33012|40078|staffId\.notExisted)$/;

const outcomeOf = (answer: Answer<unknown>): Outcome => {
  if (answer.ok) return sent();
  if ('silence' in answer) return { kind: 'retry', reason: answer.silence, isServerSuspect: true };
  const { code, text } = answer.refusal;
  const reason = `钉钉答复：${text}`;
  if (BUSY.test(code)) return { kind: 'down', reason };
  if (TOKEN_GONE.test(code)) return { kind: 'retry', reason };
  if (NO_SUCH_PERSON.test(code)) return { kind: 'dead', reason, isAddressRefused: true };
  return { kind: 'dead', reason };
};

const tokenShape = z.object({ accessToken: z.string().min(1), expireIn: z.number().positive() });

interface Token {
  readonly text: string;
  readonly endsAt: number;
}

/** Anew so long before its end, so that no call sets out with a token that ends on the way. */
const TOKEN_RESERVE_MS = 300_000;

/** Access tokens, asked once and kept until shortly before their end, or until DingTalk no longer takes them. */
export const createTokens = (servers: DingtalkServers, app: DingtalkApp) => {
  let kept: Token | undefined;
  return {
    async get(): Promise<Answer<string>> {
      const now = epochMs(servers.now());
      if (kept !== undefined && now < kept.endsAt - TOKEN_RESERVE_MS)
        return { ok: true, value: kept.text };
      const answer = readNew(
        await servers.outbound.request('POST', `${servers.apiUrl}/v1.0/oauth2/accessToken`, {
          appKey: app.appKey,
          appSecret: app.appSecret,
        }),
        tokenShape,
      );
      if (!answer.ok) return answer;
      const { accessToken, expireIn } = answer.value;
      kept = { text: accessToken, endsAt: now + expireIn * 1000 };
      return { ok: true, value: accessToken };
    },
    forget: () => {
      kept = undefined;
    },
  };
};

const isTokenGone = (answer: Answer<unknown>): boolean =>
  !answer.ok && 'refusal' in answer && TOKEN_GONE.test(answer.refusal.code);

export type Tokens = ReturnType<typeof createTokens>;

const createClient = (servers: DingtalkServers, tokens: Tokens) => {
  /** One call with a token; a token that ended early (it was replaced elsewhere) is asked anew once. */
  const withToken = async <T>(call: (token: string) => Promise<Answer<T>>): Promise<Answer<T>> => {
    const token = await tokens.get();
    if (!token.ok) return token;
    const first = await call(token.value);
    if (!isTokenGone(first)) return first;
    tokens.forget();
    const fresh = await tokens.get();
    return fresh.ok ? await call(fresh.value) : fresh;
  };

  return {
    token: tokens.get,
    callOld: <T>(path: string, body: object, shape: z.ZodType<T>): Promise<Answer<T>> =>
      withToken(async (token) => {
        const url = `${servers.oapiUrl}${path}?access_token=${encodeURIComponent(token)}`;
        return readOld(await servers.outbound.request('POST', url, body), shape);
      }),
    callNew: <T>(
      method: 'POST' | 'PUT',
      path: string,
      body: object,
      shape: z.ZodType<T>,
    ): Promise<Answer<T>> =>
      withToken(async (token) => {
        const headers = { 'x-acs-dingtalk-access-token': token };
        const url = `${servers.apiUrl}${path}`;
        return readNew(await servers.outbound.request(method, url, body, headers), shape);
      }),
  };
};

type Client = ReturnType<typeof createClient>;

const userIdShape = z.object({ result: z.object({ userid: z.string().min(1) }) });
const unionIdShape = z.object({ result: z.object({ unionid: z.string().min(1) }) });

const lookUp = async (client: Client, mobile: string): Promise<Answer<DingtalkPerson>> => {
  const user = await client.callOld('/topapi/v2/user/getbymobile', { mobile }, userIdShape);
  if (!user.ok) return user;
  const { userid } = user.value.result;
  const union = await client.callOld('/topapi/v2/user/get', { userid }, unionIdShape);
  if (!union.ok) return union;
  return { ok: true, value: { userId: userid, unionId: union.value.result.unionid } };
};

/** Signs are markdown in DingTalk: a name with a star or a bracket must not become a link. */
const plainMarkdown = (text: string): string => text.replaceAll(/[\\`*_{}[\]()#+!|<>~]/g, '\\$&');

/**
 * The text of a message. DingTalk drops a work notification with the same content to the same person on one day, so
 * the last line tells two deliveries apart, and a repeat of one delivery is dropped; not so what is sent anew because
 * DingTalk has said that it did not arrive.
 */
const numberOf = ({ deliveryId, resendCount }: OutgoingMessage): string =>
  `编号 ${deliveryId.slice(-8)}${resendCount === 0 ? '' : `-${resendCount + 1}`}`;

const bodyOf = (message: OutgoingMessage): string =>
  [...message.lines, numberOf(message)].map(plainMarkdown).join('\n\n');

const taskShape = z.object({ task_id: z.union([z.number(), z.string()]) });

const sendWork = async (
  client: Client,
  app: DingtalkApp,
  person: DingtalkPerson,
  message: OutgoingMessage,
): Promise<Outcome> => {
  const answer = await client.callOld(
    '/topapi/message/corpconversation/asyncsend_v2',
    {
      agent_id: Number(app.agentId),
      userid_list: person.userId,
      to_all_user: false,
      msg: {
        msgtype: 'action_card',
        action_card: {
          title: message.title,
          markdown: `### ${plainMarkdown(message.title)}\n\n${bodyOf(message)}`,
          single_title: '打开办理',
          single_url: message.url,
        },
      },
    },
    taskShape,
  );
  return answer.ok ? sent(String(answer.value.task_id)) : outcomeOf(answer);
};

/** Asked a while after `asyncsend_v2`, which only says that the notification was taken. */
const askArrival = async (
  client: Client,
  app: DingtalkApp,
  taskId: string,
  userId: string,
): Promise<Arrival> => {
  const answer = await client.callOld(
    '/topapi/message/corpconversation/getsendresult',
    { agent_id: Number(app.agentId), task_id: Number(taskId) },
    sendResultShape,
  );
  if (answer.ok) return arrivalOf(answer.value.send_result, userId);
  if ('silence' in answer) return { kind: 'down', reason: answer.silence };
  const { code, text } = answer.refusal;
  const reason = `钉钉答复：${text}`;
  const isPassing = BUSY.test(code) || TOKEN_GONE.test(code);
  return { kind: isPassing ? 'down' : 'untold', reason };
};

const todoShape = z.object({ id: z.string().min(1) });
const doneShape = z.object({ result: z.literal(true) });

const tasksOf = (unionId: string): string =>
  `/v1.0/todo/users/${encodeURIComponent(unionId)}/tasks`;

const isTodoThere = (answer: Answer<unknown>): boolean =>
  !answer.ok && 'refusal' in answer && /task exist/.test(answer.refusal.text);

const createTodo = async (
  client: Client,
  app: DingtalkApp,
  person: DingtalkPerson,
  message: OutgoingMessage,
): Promise<Outcome> => {
  const operator = app.operatorUnionId;
  const answer = await client.callNew(
    'POST',
    `${tasksOf(operator)}?operatorId=${encodeURIComponent(operator)}`,
    {
      // DingTalk refuses a second task of one source: a repeat after a crash makes no second to-do.
      sourceId: message.deliveryId,
      subject: message.title,
      creatorId: operator,
      description: message.lines.join('\n').slice(0, 4000),
      ...(message.until === null ? {} : { dueTime: epochMs(toInstant(message.until)) }),
      executorIds: [person.unionId],
      detailUrl: { appUrl: message.url, pcUrl: message.url },
      isOnlyShowExecutor: true,
      notifyConfigs: { dingNotify: '1' },
    },
    todoShape,
  );
  if (answer.ok) return sent(answer.value.id);
  return isTodoThere(answer) ? sent() : outcomeOf(answer);
};

const finishTodo = async (client: Client, app: DingtalkApp, todoRef: string): Promise<Outcome> => {
  const operator = encodeURIComponent(app.operatorUnionId);
  const path = `${tasksOf(app.operatorUnionId)}/${encodeURIComponent(todoRef)}?operatorId=${operator}`;
  return outcomeOf(await client.callNew('PUT', path, { done: true }, doneShape));
};

/** Work notifications, or to-dos: both go to a person, whom DingTalk names for the mobile that was verified. */
export const openAppLine = (
  servers: DingtalkServers,
  app: DingtalkApp,
  tokens: Tokens,
  channel: 'DINGTALK_WORK' | 'DINGTALK_TODO',
): Line => {
  const client = createClient(servers, tokens);
  const people = new Map<string, DingtalkPerson>();
  const personOf = async (message: OutgoingMessage): Promise<Answer<DingtalkPerson>> => {
    const known = message.provider ?? people.get(message.address);
    if (known !== undefined) return { ok: true, value: known };
    const answer = await lookUp(client, message.address);
    if (answer.ok) people.set(message.address, answer.value);
    return answer;
  };
  return {
    async check() {
      const token = await client.token();
      if (token.ok) return undefined;
      return { reason: 'silence' in token ? token.silence : token.refusal.text };
    },
    async send(message) {
      if (message.todoRef !== null) return await finishTodo(client, app, message.todoRef);
      const person = await personOf(message);
      if (!person.ok) return outcomeOf(person);
      return channel === 'DINGTALK_WORK'
        ? await sendWork(client, app, person.value, message)
        : await createTodo(client, app, person.value, message);
    },
    learned: (address) => people.get(address),
    arrival: (taskId, userId) => askArrival(client, app, taskId, userId),
    close: () => undefined,
  };
};

/** `timestamp` and `sign` of a group robot: HMAC-SHA256 over `<ms>\n<secret>` under the secret, in base64. */
export const robotSignature = (secret: string, timestamp: number): string =>
  createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64');

/** Group robots. Each has its own token and secret, so there is nothing to check beforehand. */
export const openRobotLine = (servers: DingtalkServers): Line => ({
  check: async () => undefined,
  async send(message) {
    const { robot } = message;
    if (robot === undefined) return { kind: 'dead', reason: '群机器人已删除' };
    const timestamp = epochMs(servers.now());
    const query = new URLSearchParams({
      access_token: robot.token,
      timestamp: String(timestamp),
      sign: robotSignature(robot.secret, timestamp),
    });
    const text = `### ${plainMarkdown(message.title)}\n\n${bodyOf(message)}\n\n[打开](${message.url})`;
    const answer = readOld(
      await servers.outbound.request('POST', `${servers.oapiUrl}/robot/send?${query.toString()}`, {
        msgtype: 'markdown',
        markdown: { title: message.title, text },
      }),
      z.object({}),
    );
    return outcomeOf(answer);
  },
  close: () => undefined,
});

/**
 * The token in the address that DingTalk shows for a robot, or `undefined`. The host in it is not used: requests go to
 * the configured server, whatever somebody pastes.
 */
export const robotTokenOf = (webhook: string): string | undefined => {
  const url = URL.parse(webhook.trim());
  if (url === null || url.protocol !== 'https:' || url.pathname !== '/robot/send') return undefined;
  const token = url.searchParams.get('access_token');
  return token === null || token === '' ? undefined : token;
};
