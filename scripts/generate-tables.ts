import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbedded } from '../src/platform/db/embedded.ts';
import { migrate } from '../src/platform/db/migrate.ts';
import { createLog } from '../src/platform/log.ts';
import { renderSchema } from './render-schema.ts';
import { renderTables } from './render-tables.ts';
import { ROOT } from './steps.ts';

const log = createLog('error');
const dataDir = await mkdtemp(join(tmpdir(), 'onex-tables-'));
const database = await startEmbedded({ dataDir, log });
try {
  await migrate({ url: database.url, directory: join(ROOT, 'db/migrations'), log });
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await writeFile(join(ROOT, 'src/platform/db/tables.ts'), await renderTables(client));
  await writeFile(join(ROOT, 'db/schema.sql'), await renderSchema(client));
  await client.end();
} finally {
  await database.stop();
  await rm(dataDir, { recursive: true, force: true });
}
