import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import compress from '@fastify/compress';
import type { FastifyInstance } from 'fastify';
import { IDLE_MINUTES, touchSession } from '../features/accounts/index.ts';
import { createHttpServer } from '../platform/http/server.ts';
import { serveDesk } from '../platform/http/static-files.ts';
import { allRoutes } from './features.ts';
import { openResources, type ProcessOptions, type Resources } from './resources.ts';

const WEB_ROOT = fileURLToPath(new URL('../../dist/web/', import.meta.url));

/** `/healthz`: the process is alive. `/readyz`: it can do its work now; a load balancer asks this one. */
const addHealth = (
  app: FastifyInstance,
  { database }: Resources,
  isStopping: () => boolean,
): void => {
  app.get('/healthz', async () => ({ ok: true }));
  app.get('/readyz', async (_request, reply) => {
    if (isStopping()) return await reply.code(503).send({ ready: false, reason: '正在停止' });
    await database.now();
    return { ready: true };
  });
};

const ICON = readFileSync(new URL('./web/icon.svg', import.meta.url));

/** Serves pages and API; several may run on one database. Resolves when it accepts connections. */
export const startServer = async (
  options: ProcessOptions,
): Promise<{ address: string; close(): Promise<void> }> => {
  const { config, log } = options;
  const resources = await openResources(options, 'plan');
  let stopping = false;
  const app = await createHttpServer({
    environment: {
      database: resources.database,
      clock: resources.clock,
      log,
      files: resources.files,
      keyring: resources.keyring,
      jobs: resources.jobs,
      secure: config.publicUrl?.startsWith('https://') === true,
      idleMinutes: IDLE_MINUTES,
      publicUrl: config.publicUrl,
      touchSession: (sessionId, at) => touchSession(resources.database, sessionId, at),
    },
    routes: allRoutes,
    title: 'onex',
    publicUrl: config.publicUrl,
    trustedProxies: config.trustedProxies,
    plugins: async (instance) => {
      // Nobody sends us compressed bodies, and a small one may grow to any size.
      const answersOnly = { globalDecompression: false };
      await instance.register(compress, { encodings: ['gzip'], threshold: 1400, ...answersOnly });
    },
  });
  addHealth(app, resources, () => stopping);
  app.get('/favicon.ico', (_request, reply) =>
    reply.type('image/svg+xml').header('cache-control', 'public, max-age=86400').send(ICON),
  );
  await serveDesk(app, WEB_ROOT);
  const address = await app.listen({ host: config.host, port: config.port });
  return {
    address,
    async close() {
      stopping = true;
      await app.close();
      await resources.close();
    },
  };
};
