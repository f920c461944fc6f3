import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import pg from 'pg';
import { allJobs } from './features.ts';
import { startTestApp, type TestApp } from '../../test/support/test-app.ts';
import type { Database } from '../platform/db/database.ts';
import { readConfig } from '../platform/config.ts';

const OLD = 4_500;

describe('answers kept for a repeated request', () => {
  let app: TestApp;
  let owner: pg.Client;
  before(async () => {
    app = await startTestApp({ routes: [] });
    owner = new pg.Client({ connectionString: app.databaseUrl });
    await owner.connect();
  });
  after(async () => {
    await owner.end();
    await app.close();
  });

  const keep = (prefix: string, count: number, age: string) =>
    owner.query(
      `insert into idempotency_record (account_id, key, route, request_hash, response, created_at)
       select a.id, $1 || i, 'test.do', repeat('0', 64), '{}', $3::timestamptz - $4::interval
       from (select id from account limit 1) a, generate_series(1, $2::int) i`,
      [prefix, count, app.clock.now(), age],
    );

  test('are deleted at night when they are older than a week, a bounded number at a time', async () => {
    await keep('old', OLD, '7 days 1 second');
    await keep('week', 1, '7 days');
    await keep('new', 3, '1 hour');
    let transactions = 0;
    const database: Database = {
      ...app.database,
      transaction: (actor, work) => {
        transactions += 1;
        return app.database.transaction(actor, work);
      },
    };
    const config = readConfig({ DATA_DIR: app.dataDir });
    const job = allJobs({ ...app.environment, database, config }).find(
      ({ kind }) => kind.name === 'requests.cleanUp',
    );
    assert.ok(job !== undefined, 'nobody does it');
    assert.match(job.kind.cron ?? '', /^\d+ 19 \* \* \*$/);
    await job.handle({}, new AbortController().signal);
    const { rows } = await owner.query('select key from idempotency_record order by key');
    assert.deepEqual(
      rows.map(({ key }) => key),
      ['new1', 'new2', 'new3', 'week1'],
    );
    assert.ok(transactions >= 3, `${transactions} transactions`);
  });
});
