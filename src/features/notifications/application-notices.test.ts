import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startDingtalkReceiver } from '../../../test/support/dingtalk-receiver.ts';
import { startMailReceiver } from '../../../test/support/mail-receiver.ts';
import { startTestApp, type TestApp } from '../../../test/support/test-app.ts';
import {
  ADMIN_OF,
  completeContent,
  fillDraft,
  inState,
  OPINION,
  openRound,
  perform,
  startDraft,
  submitted,
} from '../applications/factory.ts';
import { applicationReminders } from '../applications/index.ts';
import { SYSTEM } from '../../kernel/actor.ts';
import { addDays, toInstant } from '../../kernel/time.ts';
import { sqlBuilder } from '../../platform/db/database.ts';
import { type Notice, noticeJob, noticeSchema, settledJob } from '../../platform/notice.ts';
import { giveAddress, setUpDingtalk, setUpMail, tellNow, workerOf } from './factory.ts';

describe('what applications tell', () => {
  let app: TestApp;
  let roundId: string;
  before(async () => {
    app = await startTestApp();
    roundId = await openRound(app);
    await setUpMail(app);
    await giveAddress(app, app.world.people.collegeAdmin, 'college@example.cn');
  });
  after(() => app.close());

  const told = (): Notice[] =>
    app.plannedJobs
      .splice(0)
      .filter(({ kind }) => kind === noticeJob)
      .map(({ data }) => noticeSchema.parse(data));

  test('submitting never waits for a messenger: nothing listens where mail should go', async () => {
    told();
    const application = await submitted(app, 'college', roundId);
    const [notice, ...more] = told().filter(({ event }) => event === 'applications.received');
    assert.ok(notice !== undefined && more.length === 0);
    assert.match(notice.lines.join(), /回执号：\S+/);
    // Mail has no server at all: the job does its part, the message waits, and the application stands submitted.
    await tellNow(app, notice);
    await workerOf(app, { smtpUrl: 'smtp://127.0.0.1:9' }).run();
    const rows = await app.database.read(SYSTEM, (read) =>
      read.all(sqlBuilder.selectFrom('delivery').select(['status', 'attempt_count'])),
    );
    assert.deepEqual(rows, [{ status: 'WAITING', attempt_count: 0 }]);
    const inbox = await app.as(app.world.people.collegeAdmin).get('/api/notifications');
    assert.equal(inbox.body.rows[0].eventLabel, '申报提交回执');
    const path = `/api/applications/${application.id}`;
    const { body } = await app.as(app.world.people.collegeAdmin).get(path);
    assert.equal(body.status, 'PROVINCIAL_REVIEW');
  });

  test('mail and DingTalk down, slow or lying: nobody`s submission waits or fails, every message comes later', async (t) => {
    const far = await openRound(app, { year: 2026, sequence: 2 });
    const mail = await startMailReceiver({ thinkMs: 1_500 });
    const dingtalk = await startDingtalkReceiver({ thinkMs: 1_500 });
    const { clock, world } = app;
    dingtalk.now = () => Date.parse(clock.now());
    await setUpDingtalk(app);
    const schools = [
      'college',
      'university',
      'provincialSchool',
      'eastSchool',
      'westSchool',
    ] as const;
    for (const [index, school] of schools.entries()) {
      const person = world.people[ADMIN_OF[school]];
      await giveAddress(app, person, `later-${school}@example.cn`);
      await giveAddress(app, person, `1380000100${index + 1}`, 'DINGTALK');
    }
    const worker = workerOf(app, { smtpUrl: mail.url, dingtalk }, { silenceMs: 400 });
    const moods = [
      ['breaks-off', 'breaks'],
      ['closes-service', 'busy'],
      ['thinks', 'thinks'],
      ['asks-later', 'speaks-html'],
      ['breaks-off', 'says-ok-to-nothing'],
    ] as const;
    const slowest = { submit: 0, worker: 0 };
    for (const [index, school] of schools.entries()) {
      [mail.mood, dingtalk.mood] = moods[index] ?? ['takes', 'takes'];
      const draft = await fillDraft(app, school, await startDraft(app, school, far));
      told();
      const begun = performance.now();
      // The worker is at it while they submit: what it waits for, they do not.
      const working = worker.run().then(() => performance.now() - begun);
      const sent = await app
        .as(world.people[ADMIN_OF[school]])
        .post(`/api/applications/${draft.id}/submit`, { version: draft.version });
      slowest.submit = Math.max(slowest.submit, performance.now() - begun);
      assert.equal(sent.status, 200, sent.text);
      for (const notice of told()) await tellNow(app, notice);
      slowest.worker = Math.max(slowest.worker, await working);
      await worker.run();
      clock.advance(10 * 60_000);
    }
    const states = async () => {
      const rows = await app.database.read(SYSTEM, (read) =>
        read.all(sqlBuilder.selectFrom('delivery').select(['status', 'channel'])),
      );
      return rows.map(({ status, channel }) => `${channel} ${status}`);
    };
    const waiting = (await states()).filter((state) => state.endsWith('WAITING')).length;
    assert.ok(waiting >= 2 * schools.length, 'nothing was held up: this test shows nothing');
    assert.equal(mail.taken.length + dingtalk.workMessages.length < waiting, true);
    [mail.mood, dingtalk.mood] = ['takes', 'takes'];
    for (let minutes = 0; minutes < 24 * 60; minutes += 60) {
      clock.advance(60 * 60_000);
      await worker.run();
    }
    assert.deepEqual(
      (await states()).filter((state) => !state.endsWith('SENT')),
      [],
    );
    for (const [index, school] of schools.entries()) {
      const mailbox = `later-${school}@example.cn`;
      const mails = mail.taken.filter(({ to }) => JSON.stringify(to).includes(mailbox));
      assert.ok(mails.length >= 1, `${mailbox} got none`);
      assert.equal(
        new Set(mails.map(({ messageId }) => messageId)).size,
        new Set(mails.map(({ subject, text }) => `${subject} ${text}`)).size,
      );
      const userId = `user-1380000100${index + 1}`;
      assert.ok(
        dingtalk.workMessages.some((message) => message.userId === userId),
        userId,
      );
    }
    assert.deepEqual(dingtalk.faults, []);
    t.diagnostic(
      `slowest submission ${Math.round(slowest.submit)} ms beside a worker that waited ${Math.round(slowest.worker)} ms; ` +
        `${waiting} messages held up, ${mail.taken.length} mails and ${dingtalk.workMessages.length} DingTalk messages in the end`,
    );
    await mail.close();
    await dingtalk.close();
    clock.set('2025-03-01T02:00:00.000Z');
  });

  test('a return is urgent, has its deadline, and is settled when it comes back', async () => {
    const application = await inState(app, roundId, 'RETURNED');
    const returned = told().find(({ event }) => event === 'applications.returned');
    assert.ok(returned?.until !== undefined);
    assert.doesNotMatch(JSON.stringify(returned), /材料完整/, 'an opinion in a mailbox');
    const content = { ...completeContent(app, 'eastSchool'), departmentName: '新的教务处' };
    const mended = await fillDraft(app, 'eastSchool', application, content);
    await perform(app, 'eastSchoolAdmin', mended, 'submit');
    const settled = app.plannedJobs.find(({ kind }) => kind === settledJob);
    assert.deepEqual(settled?.data, { event: 'applications.returned', key: returned.key });
    told();
  });

  test('a result reaches the leader, too', async () => {
    const made = await submitted(app, 'provincialSchool', roundId);
    await perform(app, 'reviewer', made, 'approve', { opinion: OPINION });
    const decided = told().filter(({ event }) => event === 'applications.decided');
    assert.equal(decided.length, 1);
    const [to] = decided[0]?.to ?? [];
    assert.ok(to !== undefined && 'roles' in to && to.roles?.includes('institution_leader'));
  });

  test('reminders go to who has not submitted: a draft, or nothing at all, and to nobody else', async () => {
    await startDraft(app, 'westSchool', roundId);
    const span = { from: app.clock.now(), to: addDays(app.clock.now(), 60) };
    const due = await app.database.read(SYSTEM, (read) => applicationReminders.list(read, span));
    const { organizations } = app.world;
    const reminded = due.map(({ to }) => {
      const [one] = to;
      return one !== undefined && 'organizationId' in one ? one.organizationId : '';
    });
    assert.deepEqual(
      reminded.toSorted(),
      [organizations.university, organizations.westSchool].toSorted(),
    );
    for (const one of due) assert.equal(one.dueAt, '2025-04-07T16:00:00.000Z');
    assert.match(due.map(({ title }) => title).join(), /还没有开始申报/);
    assert.match(due.map(({ title }) => title).join(), /申报还没有提交/);
    const late = toInstant('2025-04-07T16:00:00.000Z');
    const over = { from: late, to: addDays(late, 7) };
    const none = await app.database.read(SYSTEM, (read) => applicationReminders.list(read, over));
    assert.deepEqual(none, []);
  });
});
