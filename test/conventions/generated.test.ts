import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import pg from 'pg';
import { renderSchema } from '../../scripts/render-schema.ts';
import { renderTables } from '../../scripts/render-tables.ts';
import { WORKFLOW_PAGES } from '../../src/app/workflows.ts';
import { createTestDatabase } from '../support/test-database.ts';
import { ROOT } from './source-files.ts';

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

describe('what is generated is current (npm run generate)', () => {
  test('the schema to read is that of the migrated database', async () => {
    const store = await createTestDatabase();
    const client = new pg.Client({ connectionString: store.url });
    try {
      await client.connect();
      const rendered = await renderSchema(client);
      assert.ok(rendered.includes('create policy application_scope on application'));
      assert.equal(read('db/schema.sql'), rendered);
      await client.query('drop policy filing_scope on filing');
      assert.notEqual(await renderSchema(client), rendered);
    } finally {
      await client.end();
      await store.drop();
    }
  });

  test('the table types are those of the migrated database', async () => {
    const store = await createTestDatabase();
    const client = new pg.Client({ connectionString: store.url });
    try {
      await client.connect();
      const rendered = await renderTables(client);
      assert.ok(rendered.includes('export interface DB {'));
      assert.equal(read('src/platform/db/tables.ts'), rendered);
      await client.query('alter table setting add column planted text');
      assert.notEqual(await renderTables(client), rendered);
    } finally {
      await client.end();
      await store.drop();
    }
  });

  test('each workflow has its page, as the code says it', () => {
    assert.ok(WORKFLOW_PAGES.length >= 3);
    for (const { name, page } of WORKFLOW_PAGES) {
      const path = `docs/workflows/${name}.md`;
      assert.ok(
        existsSync(join(ROOT, path)),
        `${path} is missing: node scripts/generate-workflows.ts`,
      );
      assert.equal(read(path), page, path);
    }
  });

  test('no page is left of a workflow that is gone', () => {
    const pages = WORKFLOW_PAGES.map(({ name }) => `${name}.md`).toSorted();
    assert.deepEqual(readdirSync(join(ROOT, 'docs/workflows')).toSorted(), pages);
  });
});
