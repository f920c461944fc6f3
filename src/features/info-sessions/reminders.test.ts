import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { PlannedJob } from '../../platform/jobs.ts';
import {
  LIST,
  app,
  startSessions,
  as,
  ok,
  refused,
  draftBody,
  act,
  published,
  told,
  at,
} from './factory.ts';
import { holdDue, infoSessionJobs } from './jobs.ts';

startSessions();

describe('changes and reminders', () => {
  const run = async (job: PlannedJob): Promise<PlannedJob[]> => {
    const planned: PlannedJob[] = [];
    const handler = infoSessionJobs(app()).find(({ kind }) => kind.name === job.kind.name);
    assert.ok(handler);
    await handler.handle(job.data, AbortSignal.timeout(10_000), async (_tx, jobs) => {
      planned.push(...jobs);
    });
    return planned;
  };
  const remindersOf = (id: string): PlannedJob[] =>
    app().plannedJobs.filter(
      ({ kind, data }) =>
        kind.name === 'info-sessions.remind' && (data as { sessionId: string }).sessionId === id,
    );

  it('reminds those who have signed up, a day and an hour before, of the time that stands', async () => {
    const session = await published();
    const before = remindersOf(session.id);
    assert.deepEqual(
      before.map(({ startAfter }) => startAfter),
      ['2025-03-09T07:00:00.000Z', '2025-03-10T06:00:00.000Z'],
    );
    ok(await as('collegeAdmin').post(`${LIST}/${session.id}/sign-up`));
    ok(await as('collegeStaff').post(`${LIST}/${session.id}/sign-up`));
    ok(await as('collegeStaff').del(`${LIST}/${session.id}/sign-up`));
    const { collegeAdmin } = app().world.people;
    const [day, hour] = before;
    assert.ok(day !== undefined && hour !== undefined);
    await assert.rejects(run(day), /before its instant/);
    await at('2025-03-09T07:00:00.000Z', async () =>
      assert.deepEqual(told('dayBefore', await run(day)), [collegeAdmin.id]),
    );

    const meeting = {
      startsAt: '2025-03-12T15:30:00.000Z',
      endsAt: '2025-03-12T17:00:00.000Z',
      platform: '钉钉',
      joinNote: '群内直播',
      speaker: '乙老师',
    };
    refused(
      await act('alphaAdmin', session, 'amendment', meeting),
      422,
      'infoSession.reason_required',
    );
    refused(await act('officeAdmin', session, 'amendment', meeting), 403, 'access.not_permitted');
    app().plannedJobs.length = 0;
    const moved = ok(
      await act('alphaAdmin', session, 'amendment', { ...meeting, reason: '主讲时间冲突' }),
    );
    assert.deepEqual([moved.status, moved.joinUrl], ['PUBLISHED', '']);
    assert.deepEqual(told('amended'), [collegeAdmin.id]);
    await at('2025-03-10T06:00:00.000Z', async () => assert.deepEqual(await run(hour), []));
    const later = remindersOf(session.id).at(-1);
    assert.ok(later !== undefined);
    await at('2025-03-12T14:30:00.000Z', async () =>
      assert.deepEqual(told('hourBefore', await run(later)), [collegeAdmin.id]),
    );

    app().plannedJobs.length = 0;
    refused(await act('officeAdmin', moved, 'cancellation'), 422, 'infoSession.reason_required');
    const gone = ok(await act('officeAdmin', moved, 'cancellation', { reason: '平台维护' }));
    assert.deepEqual([gone.status, gone.reason], ['CANCELLED', '平台维护']);
    assert.deepEqual(told('cancelled'), [collegeAdmin.id]);
    await at('2025-03-12T14:30:00.000Z', async () => assert.deepEqual(await run(later), []));
    refused(
      await as('collegeAdmin').post(`${LIST}/${gone.id}/sign-up`),
      422,
      'info-sessions.not_open',
    );
  });

  it('plans no reminder whose moment has passed, and refuses a change after the start', async () => {
    const soon = await published({
      startsAt: '2025-03-01T02:30:00.000Z',
      endsAt: '2025-03-01T03:30:00.000Z',
    });
    assert.deepEqual(remindersOf(soon.id), []);
    await at('2025-03-01T02:30:00.000Z', async () => {
      const body = { ...(await draftBody()), reason: '晚了' };
      const { title: _title, summary: _summary, certificateIds: _ids, ...meeting } = body;
      refused(await act('alphaAdmin', soon, 'amendment', meeting), 422, 'infoSession.too_late');
    });
    await at('2025-03-01T03:30:00.000Z', async () =>
      refused(
        await act('alphaAdmin', soon, 'cancellation', { reason: '晚了' }),
        422,
        'infoSession.too_late',
      ),
    );
  });

  it('ends by itself, once, and then takes a recording', async () => {
    const session = await published();
    ok(await as('collegeAdmin').post(`${LIST}/${session.id}/sign-up`));
    const recording = { recordingUrl: 'https://video.example.cn/1', recordingNote: '提取码 ab' };
    refused(
      await act('alphaAdmin', session, 'recording', recording),
      409,
      'info-sessions.not_held',
    );
    await at('2025-03-10T08:29:59.999Z', () => holdDue(app()));
    assert.equal(ok(await as('alphaAdmin').get(`${LIST}/${session.id}`)).status, 'PUBLISHED');
    const [one, other] = await at('2025-03-10T08:30:00.000Z', () =>
      Promise.all([holdDue(app()), holdDue(app())]),
    );
    assert.ok(one + other >= 1);
    const held = ok(await as('alphaAdmin').get(`${LIST}/${session.id}`));
    assert.equal(held.status, 'HELD');
    app().plannedJobs.length = 0;
    refused(await act('betaAdmin', held, 'recording', recording), 404, 'info-sessions.not_found');
    refused(await act('officeAdmin', held, 'recording', recording), 403, 'access.not_permitted');
    const done = ok(await act('alphaAdmin', held, 'recording', recording));
    assert.equal(done.recordingUrl, 'https://video.example.cn/1');
    assert.deepEqual(told('recorded'), [app().world.people.collegeAdmin.id]);
    ok(await act('alphaAdmin', done, 'recording', { ...recording, recordingNote: '' }));
    assert.equal(told('recorded').length, 1);
  });
});
