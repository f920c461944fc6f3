import { once } from 'node:events';
import { createServer } from 'node:http';
import { ask, type Question } from './asking.ts';

/*
 * A front of the product with one fault. What is checked of two servers must fail behind it, or it would not see the
 * fault in ours either.
 */

export type Fault =
  /** Answers a read as it was answered before, like a server that keeps sessions and records in its memory. */
  | 'remembers'
  /** Puts the version that is there in the place of the one that the user saw: nobody's save is stale. */
  | 'takes any version';

export interface Front {
  readonly url: string;
  close(): void;
}

const withVersionThere = async (
  target: string,
  path: string,
  question: Question,
): Promise<Question> => {
  const { body } = await ask(target, path, { ...question, method: 'GET', body: undefined });
  return { ...question, body: { ...(question.body as object), version: body.version } };
};

/** Passes everything on to `target`, JSON only. */
export const startCarelessFront = async (target: string, fault: Fault): Promise<Front> => {
  const remembered = new Map<string, Awaited<ReturnType<typeof ask>>>();
  const server = createServer((request, response) => {
    void (async () => {
      const { method = 'GET', url = '/', headers } = request;
      const { cookie = '' } = headers;
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const sent = Buffer.concat(chunks).toString();
      let question: Question = {
        method,
        cookie,
        ...(sent === '' ? {} : { body: JSON.parse(sent) as unknown }),
      };
      if (fault === 'takes any version' && method === 'PUT')
        question = await withVersionThere(target, url, question);
      const known = method === 'GET' ? remembered.get(`${cookie} ${url}`) : undefined;
      const reply = known ?? (await ask(target, url, question));
      if (fault === 'remembers' && method === 'GET') remembered.set(`${cookie} ${url}`, reply);
      response.writeHead(reply.status, { 'content-type': 'application/json' });
      response.end(reply.text);
    })().catch((error: unknown) => response.destroy(error as Error));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the front has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
};
