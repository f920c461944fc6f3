import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SYSTEM } from '../../kernel/actor.ts';
import { sqlBuilder } from '../../platform/db/database.ts';
import { putSetting } from '../../platform/settings.ts';
import { app, startCatalog, as, PATH, list, idOf, create } from './factory.ts';

startCatalog();

describe('leaving the catalog', () => {
  const go = async (id: string, verb: string, body: Record<string, unknown>) =>
    await as('officeAdmin').post(`${PATH}/${id}/${verb}`, {
      reason: '评价组织申请退出',
      on: '2025-02-28',
      ...body,
    });

  it('goes step by step, each with reason and date, and back', async () => {
    const { id, shortName } = await create();
    assert.equal((await go(id, 'finish-exit', { version: 1 })).status, 409);
    assert.equal((await go(id, 'begin-exit', { version: 1, reason: '' })).body.field, 'reason');
    assert.equal((await go(id, 'begin-exit', { version: 1, on: '2025-03-02' })).body.field, 'on');
    const begun = await go(id, 'begin-exit', { version: 1 });
    assert.deepEqual(
      [begun.body.status, begun.body.statusReason, begun.body.statusOn],
      ['EXITING', '评价组织申请退出', '2025-02-28'],
    );
    const search = { query: { q: shortName } };
    assert.deepEqual((await app().as().get('/api/catalog/levels', search)).body.levels, []);
    assert.equal((await go(id, 'finish-exit', { version: 1 })).status, 409);
    assert.equal((await go(id, 'finish-exit', { version: 2 })).body.status, 'EXITED');
    assert.equal(
      (await go(id, 'restore', { version: 3, reason: '退出决定撤销' })).body.status,
      'ACTIVE',
    );
    assert.equal((await app().as().get('/api/catalog/levels', search)).body.levels.length, 2);
  });

  it('is not undone while the organization is closed', async () => {
    const id = await idOf('旧式排版');
    const setStatus = async (status: string) =>
      await app().database.transaction(SYSTEM, async (tx) =>
        tx.run(
          sqlBuilder
            .updateTable('organization')
            .set({ status })
            .where('id', '=', app().world.organizations.betaOrg),
        ),
      );
    await setStatus('CLOSED');
    assert.equal(
      (await go(id, 'restore', { version: 1 })).body.code,
      'catalog.closed_organization',
    );
    await setStatus('ACTIVE');
    assert.equal((await go(id, 'restore', { version: 1 })).status, 200);
  });
});

describe('completeness', () => {
  it('compares with the number in the province’s data, which is no number of ours', async () => {
    const before = await as('officeStaff').get('/api/catalog/completeness');
    assert.equal(before.body.expected, null);
    await app().database.transaction(SYSTEM, async (tx) =>
      putSetting(
        tx,
        'province',
        { name: '云岭省', catalogTarget: 12, catalogTargetByBatch: { 1: 6 } },
        { at: app().clock.now(), accountId: null },
      ),
    );
    const { body } = await as('auditor').get('/api/catalog/completeness');
    const { total } = (await list()).body;
    assert.deepEqual(
      [body.expected, body.certificates, body.batches[0]],
      [12, total, { batch: 1, expected: 6, certificates: 1 }],
    );
    assert.equal(body.withoutBatch, (await list({ batch: 'unknown' })).body.total);
  });

  it('is the province’s concern', async () => {
    for (const who of ['eastAdmin', 'collegeAdmin', 'alphaAdmin', 'systemAdmin'] as const) {
      assert.equal((await as(who).get('/api/catalog/completeness')).status, 403);
    }
  });
});
