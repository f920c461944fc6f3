import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { TestApp } from '../../../test/support/test-app.ts';
import { SYSTEM } from '../../kernel/actor.ts';
import { sqlBuilder } from '../../platform/db/database.ts';
import { inState, submitted } from '../applications/factory.ts';
import {
  approved,
  asOwner,
  confirmationOf,
  confirmed,
  preview,
  setNumberPrefix,
  startFilings,
  office,
  numbersIn,
  gapFree,
} from './factory.ts';

describe('confirming a filed list', () => {
  let app: TestApp;
  let roundId: string;
  before(async () => {
    ({ app, roundId } = await startFilings());
  });
  after(async () => await app.close());

  it('has nothing to confirm before anything is approved', async () => {
    const seen = await preview(app, roundId);
    assert.equal(seen.rowCount, 0);
    assert.equal(seen.hasChanges, false);
    const answer = await office(app).post(
      `/api/filed-lists/${roundId}/editions`,
      confirmationOf(seen),
    );
    assert.equal(answer.status, 422);
    assert.equal(answer.body.code, 'filings.nothing_changed');
  });

  it('shows beforehand what would be filed and what is still open', async () => {
    await approved(app, 'college', roundId);
    await submitted(app, 'university', roundId);
    const seen = await preview(app, roundId);
    assert.equal(seen.rowCount, 2);
    assert.equal(seen.addedCount, 2);
    assert.equal(seen.applicationCount, 1);
    assert.equal(seen.openApplicationCount, 1);
    assert.equal(seen.firstNumber, 'YL1X-2025-01-000001');
    assert.equal(seen.lastNumber, 'YL1X-2025-01-000002');
    const rows = await office(app).get(`/api/filed-lists/${roundId}/preview/rows?change=ADDED`);
    assert.equal(rows.body.total, 2);
    const none = await office(app).get(`/api/filed-lists/${roundId}/preview/rows?q=查无此校`);
    assert.equal(none.body.total, 0);
    assert.deepEqual(await numbersIn(app), []);
  });

  it('is refused to everybody but the head of the office', async () => {
    const seen = await preview(app, roundId);
    const { people } = app.world;
    for (const person of [
      people.officeStaff,
      people.reviewer,
      people.eastReviewer,
      people.collegeAdmin,
      people.alphaAdmin,
    ]) {
      const answer = await app
        .as(person)
        .post(`/api/filed-lists/${roundId}/editions`, confirmationOf(seen));
      assert.equal(answer.status, 403, person.name);
    }
    assert.equal(
      (await app.as(people.reviewer).get(`/api/filed-lists/${roundId}/preview`)).status,
      403,
    );
    assert.equal(
      (await app.as(people.collegeAdmin).get(`/api/filed-lists/${roundId}/preview/rows`)).status,
      403,
    );
    assert.equal(
      (await app.as().post(`/api/filed-lists/${roundId}/editions`, confirmationOf(seen))).status,
      401,
    );
  });

  it('asks for the number of rows and for the very list that was shown', async () => {
    const seen = await preview(app, roundId);
    const post = (more: Record<string, unknown>) =>
      office(app).post(`/api/filed-lists/${roundId}/editions`, confirmationOf(seen, more));
    assert.equal((await post({ expectedRowCount: 3 })).body.code, 'filings.row_count_mismatch');
    assert.equal(
      (await post({ previewHash: '0'.repeat(64) })).body.code,
      'filings.preview_outdated',
    );
    assert.equal((await post({ previewHash: 'x' })).status, 400);
    assert.equal((await post({ expectedRowCount: '2' })).status, 400);
    assert.deepEqual(await numbersIn(app), []);
  });

  it('files, numbers and closes in one step, and the hash is that of the preview', async () => {
    const seen = await preview(app, roundId);
    const answer = await office(app).post(
      `/api/filed-lists/${roundId}/editions`,
      confirmationOf(seen, { note: '第一次确认' }),
    );
    assert.equal(answer.status, 200, answer.text);
    assert.equal(answer.body.number, 1);
    assert.equal(answer.body.contentHash, seen.previewHash);
    assert.equal(answer.body.confirmerName, app.world.people.officeAdmin.name);
    assert.equal(answer.body.confirmedBy, '云岭省项目办公室');
    assert.deepEqual(await numbersIn(app), gapFree(2));
    const application = await office(app).get('/api/applications?status=FILED');
    assert.equal(application.body.total, 1);
    const after = await preview(app, roundId);
    assert.equal(after.hasChanges, false);
    assert.equal(after.number, 2);
  });

  it('is outdated once a decision came in between, and nothing is filed then', async () => {
    const seen = await preview(app, roundId);
    await approved(app, 'provincialSchool', roundId);
    const answer = await office(app).post(
      `/api/filed-lists/${roundId}/editions`,
      confirmationOf(seen),
    );
    assert.equal(answer.status, 409);
    assert.equal(answer.body.code, 'filings.preview_outdated');
    assert.deepEqual(await numbersIn(app), gapFree(2));
    await confirmed(app, roundId);
    assert.deepEqual(await numbersIn(app), gapFree(4));
  });

  it('gives one edition to the first of several who confirm at once, without a gap', async () => {
    await approved(app, 'westSchool', roundId);
    const seen = await preview(app, roundId);
    const all = await Promise.all(
      Array.from({ length: 5 }, () =>
        office(app).post(`/api/filed-lists/${roundId}/editions`, confirmationOf(seen)),
      ),
    );
    assert.deepEqual(
      all.map((answer) => answer.status).toSorted((left, right) => left - right),
      [200, 409, 409, 409, 409],
    );
    assert.deepEqual(await numbersIn(app), gapFree(6));
    const editions = await office(app).get(`/api/filed-lists?roundId=${roundId}`);
    assert.deepEqual(
      editions.body.rows.map((row: { number: number; isCurrent: boolean }) => [
        row.number,
        row.isCurrent,
      ]),
      [
        [3, true],
        [2, false],
        [1, false],
      ],
    );
  });

  it('loses no number when the transaction is rolled back after numbering', async () => {
    await inState(app, roundId, 'PARTIALLY_APPROVED');
    await asOwner(
      app,
      `create function refuse_edition() returns trigger language plpgsql as
         $$ begin raise exception 'no room'; end $$;
       create trigger refuse_edition before insert on filed_list_edition execute function refuse_edition()`,
    );
    const seen = await preview(app, roundId);
    const failed = await office(app).post(
      `/api/filed-lists/${roundId}/editions`,
      confirmationOf(seen),
    );
    assert.equal(failed.status, 500);
    assert.deepEqual(await numbersIn(app), gapFree(6));
    assert.equal(
      (await office(app).get('/api/applications?status=PARTIALLY_APPROVED')).body.total,
      1,
    );
    await asOwner(app, 'drop trigger refuse_edition on filed_list_edition');
    const edition = await confirmed(app, roundId);
    assert.deepEqual(await numbersIn(app), gapFree(7));
    assert.equal(edition.addedCount, 1);
  });

  it('leaves one audit row of the list and one of each application', async () => {
    const { rows } = await asOwner(
      app,
      `select action, count(*)::int as count from audit_event
        where outcome = 'done' and action in ('filings.confirm', 'applications.file') group by action order by action`,
    );
    assert.deepEqual(rows, [
      { action: 'applications.file', count: 4 },
      { action: 'filings.confirm', count: 4 },
    ]);
  });

  it('cannot be changed afterwards, not even by a mistake of ours', async () => {
    await assert.rejects(
      app.database.transaction(SYSTEM, (tx) =>
        tx.run(sqlBuilder.updateTable('filed_list_row').set({ headcount: 1 })),
      ),
      /permission denied/,
    );
  });

  it('needs a prefix that the office has chosen', async () => {
    await asOwner(app, `delete from setting where key = 'filing_number'`);
    const answer = await office(app).get(`/api/filed-lists/${roundId}/preview`);
    assert.equal(answer.status, 422);
    assert.equal(answer.body.code, 'filings.prefix_missing');
    await setNumberPrefix(app);
  });

  it('belongs to published rounds', async () => {
    const draft = await office(app).post('/api/rounds', {
      year: 2026,
      sequence: 1,
      title: '草稿',
      opensAt: '2026-02-13T16:00:00.000Z',
      closesAt: '2026-04-07T16:00:00.000Z',
      cityReviewDueAt: '2026-04-17T16:00:00.000Z',
      provincialReviewDueAt: '2026-04-27T16:00:00.000Z',
      eligibleKinds: ['HIGHER_VOCATIONAL'],
    });
    const answer = await office(app).get(`/api/filed-lists/${draft.body.id}/preview`);
    assert.equal(answer.status, 409);
    assert.equal(
      (await office(app).get('/api/filed-lists/00000000-0000-7000-8000-000000000999/preview'))
        .status,
      404,
    );
  });
});
