import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { hashToken } from '../src/platform/http/call.ts';
import type { Database } from '../src/platform/db/database.ts';
import type { Instant } from '../src/kernel/time.ts';
import { type Captured, captureEndpoint } from './capture.ts';
import {
  cityUser,
  draftInstitutions,
  idOf,
  openRoundId,
  provincialUser,
  schoolUser,
  type User,
} from './province.ts';

/** EXPLAIN of what was captured, as the product's role and in the session's scope: with row-level security. */
const explain = async (
  url: string,
  user: User,
  at: Instant,
  { statements }: Captured,
): Promise<string> => {
  const client = new pg.Client({
    connectionString: url,
    options: '-c role=onex_app -c timezone=UTC',
  });
  await client.connect();
  try {
    const parts: string[] = [];
    for (const { text, values } of statements) {
      await client.query('begin');
      await client.query("select onex_enter($1, $2, interval '1 hour')", [
        hashToken(user.token),
        at,
      ]);
      // The second run: the first one loads what every connection keeps afterwards.
      await client.query(text, [...values]);
      const { rows } = await client.query<{ 'QUERY PLAN': string }>(
        `explain (analyze, buffers, verbose, settings) ${text}`,
        [...values],
      );
      await client.query('rollback');
      parts.push(`${text}\n\n${rows.map((row) => row['QUERY PLAN']).join('\n')}`);
    }
    return parts.join('\n\n');
  } finally {
    await client.end();
  }
};

/** Writes the plans of the reads that matter most, one file each; returns their paths. */
export const writePlans = async (
  database: Database,
  databaseUrl: string,
  at: Instant,
  folder: string,
): Promise<string[]> => {
  const list = {
    roundId: openRoundId,
    institutionKind: 'SECONDARY_VOCATIONAL',
    sort: '-plannedHeadcount',
  };
  const [draft = 0] = draftInstitutions();
  const wanted = [
    { file: 'list-province.txt', name: 'applications.list', user: provincialUser(0), query: list },
    { file: 'list-city.txt', name: 'applications.list', user: cityUser(0), query: list },
    { file: 'read-province.txt', name: 'applications.get', user: provincialUser(0), id: 1 },
    { file: 'read-school.txt', name: 'applications.get', user: schoolUser(draft), id: draft },
  ] as const;
  const paths: string[] = [];
  for (const { file, name, user, ...rest } of wanted) {
    const captured = await captureEndpoint(database, {
      name,
      user,
      at,
      ...('query' in rest ? { query: rest.query } : {}),
      ...('id' in rest ? { params: { applicationId: idOf('application', rest.id) } } : {}),
    });
    const path = join(folder, file);
    await writeFile(path, `${await explain(databaseUrl, user, at, captured)}\n`);
    paths.push(path);
  }
  return paths;
};
