import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { createTestDatabase } from '../../test/support/test-database.ts';
import { SYSTEM } from '../kernel/actor.ts';
import { appendAudit } from './audit.ts';
import { openDatabase } from './db/database.ts';
import { statement } from './db/statement.ts';
import { newId } from './random.ts';

test('one change may leave more rows than a statement has parameters for', async () => {
  const store = await createTestDatabase();
  const database = openDatabase(store.url, { poolSize: 2, onIdleError: () => undefined });
  try {
    const at = await database.now();
    const moment = {
      actor: SYSTEM,
      action: 'test.many',
      at,
      receivedAt: at,
      outcome: 'done',
    } as const;
    const entries = Array.from({ length: 6_001 }, () => ({
      subjectKind: 'test',
      subjectId: newId(at),
    }));
    const count = await database.transaction(SYSTEM, async (tx) => {
      await appendAudit(tx, moment, entries);
      return await tx.one(
        statement(sql<{ n: number }>`
          select count(distinct subject_id) as n from audit_event where action = 'test.many'`),
      );
    });
    assert.equal(count.n, 6_001);
  } finally {
    await database.close();
    await store.drop();
  }
});
