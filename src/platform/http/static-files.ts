import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

const YEAR = 31_536_000;

/**
 * Serves the built desk under /desk/: hashed assets for a year, the page itself never cached, and every other
 * address below /desk as the page, since the browser routes there.
 * @param root folder of the web build; @throws Error when it was not built
 */
export const serveDesk = async (app: FastifyInstance, root: string): Promise<void> => {
  if (!existsSync(join(root, 'index.html'))) {
    throw new Error('网页尚未构建：请运行 npm start，或先运行 npx vite build');
  }
  await app.register(fastifyStatic, {
    root: join(root, 'assets'),
    prefix: '/desk/assets/',
    decorateReply: true,
    maxAge: YEAR * 1000,
    immutable: true,
    preCompressed: true,
  });
  const page = (
    _request: unknown,
    reply: { sendFile: (name: string, root: string, options: object) => unknown },
  ) => reply.sendFile('index.html', root, { maxAge: 0, immutable: false, cacheControl: true });
  app.get('/desk', page);
  app.get('/desk/*', page);
};
