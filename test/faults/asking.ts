/** An answer over the network, read to its end. */
export interface Reply {
  readonly status: number;
  /** Parsed JSON, or the text. Tests look into it freely. */
  readonly body: ReturnType<typeof JSON.parse>;
  readonly text: string;
  readonly setCookies: readonly string[];
}

export interface Question {
  readonly method?: string;
  /** Sent as JSON, a form as a form. */
  readonly body?: unknown;
  /** Of a session. */
  readonly token?: string;
  /** A whole cookie header, instead of a token. */
  readonly cookie?: string;
  readonly key?: string;
}

const PATIENCE_MS = 30_000;

const contentOf = (
  body: unknown,
): { body?: string | FormData; headers: Record<string, string> } => {
  if (body === undefined) return { headers: {} };
  if (body instanceof FormData) return { body, headers: {} };
  return { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
};

/** One request of a desk to the server at `origin`. */
export const ask = async (
  origin: string,
  path: string,
  { method = 'GET', body, token, cookie, key }: Question = {},
): Promise<Reply> => {
  const cookies = cookie ?? (token === undefined ? undefined : `onex=${token}`);
  const content = contentOf(body);
  const response = await fetch(`${origin}${path}`, {
    method,
    ...(content.body === undefined ? {} : { body: content.body }),
    headers: {
      ...content.headers,
      ...(method === 'GET' ? {} : { 'x-onex-csrf': '1' }),
      ...(cookies === undefined ? {} : { cookie: cookies }),
      ...(key === undefined ? {} : { 'idempotency-key': key }),
    },
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('application/json') === true;
  return {
    status: response.status,
    body: isJson ? JSON.parse(text) : text,
    text,
    setCookies: response.headers.getSetCookie(),
  };
};

/** @throws Error with the answer when it is not 200 */
export const askOk = async (
  origin: string,
  path: string,
  question: Question = {},
): Promise<Reply['body']> => {
  const reply = await ask(origin, path, question);
  if (reply.status === 200) return reply.body;
  throw new Error(`${question.method ?? 'GET'} ${path}: ${reply.status} ${reply.text}`);
};

/** A browser: keeps the cookies that any of the servers gave it, as behind one address. */
export class Browser {
  readonly #cookies = new Map<string, string>();

  async ask(origin: string, path: string, question: Question = {}): Promise<Reply> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const reply = await ask(origin, path, { ...question, cookie });
    for (const line of reply.setCookies) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split('=');
      if (value === '') this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
    return reply;
  }

  /** Another browser with the same cookies: it does not hear when they are taken back. */
  copy(): Browser {
    const copied = new Browser();
    for (const [name, value] of this.#cookies) copied.#cookies.set(name, value);
    return copied;
  }

  signIn(origin: string, loginName: string, password: string): Promise<Reply> {
    return this.ask(origin, '/api/session', { method: 'POST', body: { loginName, password } });
  }
}
