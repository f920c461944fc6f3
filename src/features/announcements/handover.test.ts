import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import '../../app/features.ts';
import { type Answer, startTestApp, type TestApp } from '../../../test/support/test-app.ts';
import type { PersonName } from '../../../test/support/world.ts';

const REGISTER = '/api/announcement-register';

let app: TestApp;
before(async () => {
  app = await startTestApp();
});
after(() => app.close());

const as = (name: PersonName) => app.as(app.world.people[name]);

const ok = (answer: Answer): Answer['body'] => {
  assert.equal(answer.status, 200, answer.text);
  return answer.body;
};

/** Told to these roles only, so that the colleague of another role is not told by themselves. */
const published = async (title: string, roles: readonly string[]): Promise<string> => {
  const draft = ok(
    await as('officeAdmin').post(REGISTER, {
      title,
      bodyHtml: '<p>请确认。</p>',
      mustConfirm: true,
      audience: { kinds: ['INSTITUTION'], roles },
    }),
  );
  const path = `${REGISTER}/${draft.id}/publication`;
  ok(await as('officeAdmin').post(path, { version: draft.version }));
  return draft.id;
};

const handOver = (leaver: PersonName, colleague: PersonName, keys: string[]) =>
  as('officeAdmin').post(`/api/people/${app.world.people[leaver].id}/handover`, {
    toAccountId: app.world.people[colleague].id,
    keys,
    reason: '离任',
  });

const look = async (leaver: PersonName): Promise<Answer['body']> =>
  ok(await as('officeAdmin').get(`/api/people/${app.world.people[leaver].id}/handover`));

const has = async (leaver: PersonName, key: string): Promise<boolean> =>
  (await look(leaver)).items.some((item: { key: string }) => item.key === key);

const undo = async (leaver: PersonName): Promise<Answer['body']> => {
  const line = (await look(leaver)).past.find(({ mayUndo }: { mayUndo: boolean }) => mayUndo);
  const path = `/api/people/${app.world.people[leaver].id}/handover/${line.id}/undo`;
  return ok(await as('officeAdmin').post(path));
};

/** Who of the school stands in the register. */
const receipts = async (id: string): Promise<string[]> =>
  ok(await as('officeAdmin').get(`${REGISTER}/${id}/recipients`, { query: { q: '东川' } }))
    .rows.map((row: { name: string }) => row.name)
    .toSorted();

const open = (name: PersonName, id: string) => as(name).post(`/api/announcements/${id}/reading`);

const confirm = (name: PersonName, id: string) =>
  as(name).post(`/api/announcements/${id}/confirmation`, { edition: 1 });

describe('what a leaver must confirm', () => {
  it('is asked of the colleague, unread, and of the leaver again when it comes back', async () => {
    const id = await published('请经办人确认', ['institution_staff']);
    const key = `announcements.confirmation/${id}`;
    ok(await open('eastSchoolStaff', id));
    assert.equal((await confirm('eastSchoolLeader', id)).status, 404, 'not told');
    assert.equal(await has('eastSchoolStaff', key), true);
    assert.equal(await has('eastSchoolLeader', key), false);

    const done = ok(await handOver('eastSchoolStaff', 'eastSchoolLeader', [key]));
    assert.deepEqual(done, { moved: 1, missedKeys: [] });
    assert.deepEqual(await receipts(id), ['东致和']);
    assert.deepEqual(
      [await has('eastSchoolStaff', key), await has('eastSchoolLeader', key)],
      [false, true],
    );
    assert.deepEqual(await undo('eastSchoolStaff'), { moved: 1, missedLabels: [] });
    assert.deepEqual(await receipts(id), ['东小满']);
  });

  it('stays confirmed by the colleague who has done it', async () => {
    const id = await published('已办结的', ['institution_staff']);
    const key = `announcements.confirmation/${id}`;
    ok(await handOver('eastSchoolStaff', 'eastSchoolLeader', [key]));
    ok(await open('eastSchoolLeader', id));
    ok(await confirm('eastSchoolLeader', id));
    assert.deepEqual(await undo('eastSchoolStaff'), { moved: 0, missedLabels: ['已办结的'] });
    assert.deepEqual(await receipts(id), ['东致和']);
  });

  it('is not taken from a colleague who was told too, nor given twice', async () => {
    const id = await published('两人都收到', []);
    const key = `announcements.confirmation/${id}`;
    const answer = await handOver('eastSchoolStaff', 'eastSchoolLeader', [key]);
    assert.equal(answer.body.code, 'accounts.handover_stale');
    assert.match(answer.body.text, /接手的同事自己已有/);
    assert.deepEqual(await receipts(id), ['东小满', '东校长青', '东致和'].toSorted());
    const stranger = await handOver('eastSchoolStaff', 'collegeStaff', [key]);
    assert.equal(stranger.body.code, 'accounts.handover_to_stranger');
  });

  it('is refused when the leaver has confirmed since the list was shown', async () => {
    const id = await published('刚确认的', ['institution_staff']);
    const key = `announcements.confirmation/${id}`;
    assert.equal(await has('collegeStaff', key), true);
    ok(await confirm('collegeStaff', id));
    const late = await handOver('collegeStaff', 'collegeAdmin', [key]);
    assert.deepEqual([late.status, late.body.code], [409, 'accounts.handover_stale']);
  });
});
