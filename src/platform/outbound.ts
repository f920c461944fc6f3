/** What another server said, or that it said nothing in time. */
export type OutboundAnswer =
  | { readonly kind: 'answer'; readonly status: number; readonly body: unknown }
  | { readonly kind: 'silence'; readonly reason: string };

export interface Outbound {
  /**
   * Sends JSON to one of the allowed servers and reads its JSON answer. Never throws for what the other side does:
   * not reached, too slow, redirected, too long or not JSON is a `silence` with a reason in words.
   * @throws Error for an address whose server is not allowed, which is a mistake of ours
   */
  request(
    method: 'POST' | 'PUT',
    url: string,
    body: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<OutboundAnswer>;
}

const MOST_BYTES = 256 * 1024;

const readBounded = async (response: Response): Promise<string | undefined> => {
  if (response.body === null) return '';
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body) {
    size += part.byteLength;
    if (size > MOST_BYTES) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return '请求失败';
  if (error.name === 'TimeoutError') return '对方没有在规定时间内答复';
  const cause: unknown = error.cause;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : error.name;
  return `连接失败（${code}）`;
};

/**
 * Requests to other servers, to these origins and no other (`https://api.dingtalk.com`): whatever an address in a
 * setting says, the product cannot be made to ask a server of the internal network. Redirects are not followed.
 */
export const createOutbound = (options: {
  readonly origins: readonly string[];
  readonly timeoutMs: number;
}): Outbound => {
  const allowed = new Set(options.origins.map((origin) => new URL(origin).origin));
  return {
    async request(method, url, body, headers = {}) {
      if (!allowed.has(new URL(url).origin)) throw new Error('this server is not on the list');
      const content = {
        method,
        headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
        body: JSON.stringify(body),
      };
      try {
        const signal = AbortSignal.timeout(options.timeoutMs);
        const response = await fetch(url, { ...content, redirect: 'error', signal });
        const text = await readBounded(response);
        if (text === undefined) return { kind: 'silence', reason: '答复过长' };
        return { kind: 'answer', status: response.status, body: parsed(text) };
      } catch (error) {
        return { kind: 'silence', reason: reasonOf(error) };
      }
    },
  };
};
