import { z } from 'zod';
import { DomainError } from '../../kernel/error.ts';
import type { DingTalkApp } from './dingtalk-settings.ts';

/** DingTalk is given so long for each of its two answers; then the person is sent to the password. */
const PATIENCE_MS = 5_000;

const token = z.object({ accessToken: z.string().min(1) });
const person = z.object({ unionId: z.string().min(1) });

const unavailable = (): DomainError =>
  new DomainError(
    'unavailable',
    'accounts.dingtalk_unavailable',
    '钉钉现在没有回应，请用登录名和密码登录，或稍后再试',
    { retryAfter: 30 },
  );

const refused = (): DomainError =>
  new DomainError(
    'unprocessable',
    'accounts.dingtalk_refused',
    '钉钉没有确认这次登录（可能已超时），请重新点“钉钉登录”',
  );

/** The address of DingTalk's own page; the browser adds `redirect_uri`, which must be registered there. */
export const authorizationUrl = (app: DingTalkApp, state: string): string => {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: app.clientId,
    scope: 'openid',
    state,
    prompt: 'consent',
  });
  return `${app.loginUrl}/oauth2/auth?${query.toString()}`;
};

/** One question to DingTalk. What is no JSON of the promised form counts as a refusal, whatever its status. */
const ask = async <S extends z.ZodType>(
  schema: S,
  url: string,
  init: RequestInit,
): Promise<z.output<S>> => {
  let response: Response;
  let text: string;
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    response = await fetch(url, { ...init, redirect: 'error', signal });
    text = await response.text();
  } catch {
    throw unavailable();
  }
  if (response.status >= 500) throw unavailable();
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw refused();
  }
  const parsed = schema.safeParse(body);
  if (!response.ok || !parsed.success) throw refused();
  return parsed.data;
};

/**
 * Who came back from DingTalk's page: the code is exchanged for a token, and the token for the person's unionId, the
 * same in all applications of one developer. The protocol knows neither PKCE nor a nonce; state, a secret of the
 * browser and the client's secret bind the answer (open.dingtalk.com, “获取登录用户的访问凭证”).
 * @throws DomainError unavailable or unprocessable, in words for the person
 */
export const unionIdOf = async (app: DingTalkApp, code: string): Promise<string> => {
  const { accessToken } = await ask(token, `${app.apiUrl}/v1.0/oauth2/userAccessToken`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      clientId: app.clientId,
      clientSecret: app.clientSecret,
      code,
      grantType: 'authorization_code',
    }),
  });
  const { unionId } = await ask(person, `${app.apiUrl}/v1.0/contact/users/me`, {
    headers: { 'x-acs-dingtalk-access-token': accessToken },
  });
  return unionId;
};
