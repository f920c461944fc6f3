import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import '../../app/features.ts';
import { type Answer, startTestApp, type TestApp } from '../../../test/support/test-app.ts';
import type { PersonName } from '../../../test/support/world.ts';
import { asOwner } from '../filings/factory.ts';

const LIST = '/api/info-sessions';

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

const published = async (title: string, day = '10'): Promise<string> => {
  const { rows } = await asOwner(app, `select id from certificate where code = 'alpha'`);
  const draft = ok(
    await as('alphaAdmin').post(LIST, {
      title,
      summary: '介绍标准、师资和考点要求。',
      certificateIds: [rows[0].id],
      startsAt: `2025-03-${day}T07:00:00.000Z`,
      endsAt: `2025-03-${day}T08:30:00.000Z`,
      platform: '腾讯会议',
      joinUrl: '',
      joinNote: '会议号 123',
      speaker: '甲老师',
      contactNote: '',
    }),
  );
  const path = `${LIST}/${draft.id}`;
  const sent = ok(await as('alphaAdmin').post(`${path}/submission`, { version: draft.version }));
  ok(await as('officeStaff').post(`${path}/publication`, { version: sent.version }));
  return draft.id;
};

const look = async (by: PersonName, leaver: PersonName): Promise<Answer['body']> =>
  ok(await as(by).get(`/api/people/${app.world.people[leaver].id}/handover`));

const labelsOf = async (by: PersonName, leaver: PersonName): Promise<string[]> =>
  (await look(by, leaver)).items
    .filter(({ key }: { key: string }) => key.startsWith('info-sessions.'))
    .map(({ group, label }: { group: string; label: string }) => `${group} ${label}`);

const handOver = (
  by: PersonName,
  leaver: PersonName,
  colleague: PersonName,
  keys: readonly string[],
): Promise<Answer> =>
  as(by).post(`/api/people/${app.world.people[leaver].id}/handover`, {
    toAccountId: app.world.people[colleague].id,
    keys,
    reason: '离任',
  });

const undoLast = async (by: PersonName, leaver: PersonName): Promise<Answer['body']> => {
  const line = (await look(by, leaver)).past.find(({ mayUndo }: { mayUndo: boolean }) => mayUndo);
  const person = app.world.people[leaver].id;
  return ok(await as(by).post(`/api/people/${person}/handover/${line.id}/undo`));
};

const isSignedUp = async (name: PersonName, id: string): Promise<boolean> =>
  ok(await as(name).get(`${LIST}/${id}`)).signedUp;

describe('a leaver`s sessions and questions', () => {
  it('go to a colleague, who is expected and told instead, and come back', async () => {
    const id = await published('智能装配说明会');
    ok(await as('eastSchoolStaff').post(`${LIST}/${id}/sign-up`));
    ok(
      await as('eastSchoolStaff').post(`${LIST}/${id}/questions`, {
        question: '考点需要几台设备？',
        certificateId: null,
      }),
    );
    assert.deepEqual(await labelsOf('eastSchoolAdmin', 'eastSchoolStaff'), [
      '已报名的说明会 智能装配说明会',
      '等待答复的提问 智能装配说明会：考点需要几台设备？',
    ]);
    const items: { key: string }[] = (await look('eastSchoolAdmin', 'eastSchoolStaff')).items;
    const keys = items.map(({ key }) => key).filter((key) => key.startsWith('info-sessions.'));
    const done = ok(await handOver('eastSchoolAdmin', 'eastSchoolStaff', 'eastSchoolLeader', keys));
    assert.deepEqual(done, { moved: 2, missedKeys: [] });
    assert.deepEqual(
      [await isSignedUp('eastSchoolStaff', id), await isSignedUp('eastSchoolLeader', id)],
      [false, true],
    );
    assert.deepEqual(await labelsOf('eastSchoolAdmin', 'eastSchoolStaff'), []);
    assert.equal((await labelsOf('officeAdmin', 'eastSchoolLeader')).length, 2);
    const todo = ok(await as('eastSchoolLeader').get('/api/workbench/tasks')).todo;
    assert.ok(todo.some((row: { id: string }) => row.id === `info-sessions.attend:${id}`));

    assert.deepEqual(await undoLast('eastSchoolAdmin', 'eastSchoolStaff'), {
      moved: 2,
      missedLabels: [],
    });
    assert.deepEqual(
      [await isSignedUp('eastSchoolStaff', id), await isSignedUp('eastSchoolLeader', id)],
      [true, false],
    );
    const { rows } = await asOwner(
      app,
      `select action, detail from audit_event where action like 'accounts.%andover' or action = 'accounts.handOver'
        order by action`,
    );
    assert.deepEqual(
      rows.map(({ action, detail }) => [action, detail.items.toSorted()]),
      [
        ['accounts.handOver', keys.toSorted()],
        ['accounts.undoHandover', keys.toSorted()],
      ],
    );
  });

  it('tells the colleague, not the leaver, when the answer comes', async () => {
    const id = await published('答复的一场', '11');
    const path = `${LIST}/${id}/questions`;
    ok(await as('collegeStaff').post(path, { question: '何时发标准？', certificateId: null }));
    const { items } = await look('officeAdmin', 'collegeStaff');
    const { key } = items.find(({ label }: { label: string }) => label.includes('何时发标准'));
    ok(await handOver('officeAdmin', 'collegeStaff', 'collegeAdmin', [key]));
    const questionId = key.split('/')[1];
    const answered = await as('alphaAdmin').put(`${path}/${questionId}/answer`, {
      answer: '下月。',
    });
    ok(answered);
    const told = app.plannedJobs
      .map(({ data }) => data as { event?: string; to?: unknown })
      .find(({ event }) => event === 'info-sessions.answered');
    assert.deepEqual(told?.to, [{ accountId: app.world.people.collegeAdmin.id }]);
    // Answered, it waits for nobody any more: taking it back says so.
    const undone = await undoLast('officeAdmin', 'collegeStaff');
    assert.equal(undone.moved, 0);
    assert.equal(undone.missedLabels.length, 1);
  });

  it('leaves a session to which the colleague goes anyway, and says so', async () => {
    const [both, one] = [await published('同去的一场', '12'), await published('一人的一场', '13')];
    for (const [name, id] of [
      ['collegeStaff', both],
      ['collegeStaff', one],
      ['collegeAdmin', both],
    ] as const) {
      ok(await as(name).post(`${LIST}/${id}/sign-up`));
    }
    const keys = [both, one].map((id) => `info-sessions.signUp/${id}`);
    const done = ok(await handOver('officeAdmin', 'collegeStaff', 'collegeAdmin', keys));
    assert.deepEqual(done, { moved: 1, missedKeys: [keys[0]] });
    assert.deepEqual(await undoLast('officeAdmin', 'collegeStaff'), {
      moved: 1,
      missedLabels: [],
    });
    assert.equal(await isSignedUp('collegeAdmin', both), true, 'their own stays');
  });

  it('refuses what is not the leaver`s any more since the list was shown', async () => {
    const id = await published('被取消报名的一场', '14');
    ok(await as('collegeStaff').post(`${LIST}/${id}/sign-up`));
    const key = `info-sessions.signUp/${id}`;
    const shown = (await look('officeAdmin', 'collegeStaff')).items;
    assert.ok(shown.some((item: { key: string }) => item.key === key));
    ok(await as('collegeStaff').del(`${LIST}/${id}/sign-up`));
    const late = await handOver('officeAdmin', 'collegeStaff', 'collegeAdmin', [key]);
    assert.deepEqual([late.status, late.body.code], [409, 'accounts.handover_stale']);
    assert.match(late.body.text, /已不在此人名下.*请刷新页面/);
  });

  it('goes neither to another school nor by another school`s administrator', async () => {
    const id = await published('外校的一场', '15');
    ok(await as('collegeStaff').post(`${LIST}/${id}/sign-up`));
    const keys = [`info-sessions.signUp/${id}`];
    const foreign = await handOver('officeAdmin', 'collegeStaff', 'eastSchoolStaff', keys);
    assert.equal(foreign.body.code, 'accounts.handover_to_stranger');
    const stranger = await handOver('westSchoolAdmin', 'collegeStaff', 'collegeAdmin', keys);
    assert.equal(stranger.status, 404);
    assert.equal(await isSignedUp('collegeStaff', id), true);
  });

  it('does not list what is over', async () => {
    const id = await published('过去的一场', '16');
    ok(await as('universityAdmin').post(`${LIST}/${id}/sign-up`));
    const has = async () => (await labelsOf('officeAdmin', 'universityAdmin')).length > 0;
    assert.equal(await has(), true);
    app.clock.advance(16 * 86_400_000);
    await asOwner(
      app,
      `update session set expires_at = expires_at + interval '60 days',
      seen_at = seen_at + interval '16 days'`,
    );
    assert.equal(await has(), false);
  });
});
