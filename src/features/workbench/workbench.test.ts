import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import ICAL from 'ical.js';
import '../../app/features.ts';
import { type Answer, startTestApp, type TestApp } from '../../../test/support/test-app.ts';
import type { PersonName } from '../../../test/support/world.ts';
import { toInstant } from '../../kernel/time.ts';
import {
  OPINION,
  openRound,
  perform,
  ROUND,
  startDraft,
  submitted,
} from '../applications/factory.ts';
import { approved, asOwner, confirmed, setNumberPrefix } from '../filings/factory.ts';
import { calendarText } from './calendar.ts';
import type { TaskRow } from './contract.ts';

let app: TestApp;
let roundId: string;

const as = (name: PersonName) => app.as(app.world.people[name]);

const ok = (answer: Answer): Answer['body'] => {
  assert.equal(answer.status, 200, answer.text);
  return answer.body;
};

interface Lists {
  readonly todo: TaskRow[];
  readonly waiting: TaskRow[];
  readonly next: { readonly title: string; readonly at: string }[];
}

const tasks = async (name: PersonName): Promise<Lists> =>
  ok(await as(name).get('/api/workbench/tasks'));

const named = (rows: readonly TaskRow[], id: string): TaskRow => {
  const row = rows.find((one) => one.id.startsWith(id));
  assert.ok(row !== undefined, `${id} is not among ${rows.map((one) => one.id).join(', ')}`);
  return row;
};

const has = (rows: readonly TaskRow[], id: string): boolean =>
  rows.some((row) => row.id.startsWith(id));

before(async () => {
  app = await startTestApp();
  await setNumberPrefix(app);
  roundId = await openRound(app);
});
after(() => app.close());

describe('my tasks', () => {
  it('ask a sign-in', async () => {
    assert.equal((await app.as().get('/api/workbench/tasks')).status, 401);
  });

  it('lead a school from the open round to the sent application', async () => {
    const begin = named((await tasks('collegeAdmin')).todo, 'applications.application:');
    assert.equal(begin.title, '填报试点申报：2025年第一批 1+X 证书试点申报');
    assert.equal(begin.dueAt, ROUND.closesAt);
    assert.equal(begin.path, '/applications');
    const { id } = await startDraft(app, 'college', roundId);
    const draft = named((await tasks('collegeStaff')).todo, 'applications.application:');
    assert.match(draft.title, /^提交试点申报/);
    assert.equal(draft.path, `/applications/${id}`);
  });

  it('tell a leader who has to act', async () => {
    await startDraft(app, 'eastSchool', roundId);
    const { todo, waiting } = await tasks('eastSchoolLeader');
    assert.equal(has(todo, 'applications.'), false);
    assert.equal(named(waiting, 'applications.application:').waitsFor, '本校经办人');
  });

  it('show the reviewer the same number as the list behind them, and the school whom it waits for', async () => {
    await submitted(app, 'westSchool', roundId);
    const task = named((await tasks('westReviewer')).todo, 'applications.fresh:');
    assert.equal(task.title, '审核申报：1 件');
    assert.equal(task.dueAt, ROUND.cityReviewDueAt);
    const list = ok(
      await as('westReviewer').get(`/api${task.path.replace('/review', '/applications')}`),
    );
    assert.equal(list.total, 1);
    const own = named((await tasks('westSchoolAdmin')).waiting, 'applications.application:');
    assert.equal(own.waitsFor, '西川市教育局');
    const province = named((await tasks('reviewer')).waiting, 'applications.elsewhere:');
    assert.equal(province.title, '等待市级初审：1 件');
    assert.equal(has((await tasks('eastReviewer')).todo, 'applications.'), false, 'another bureau');
  });

  it('ask for a correction with its own deadline', async () => {
    const made = await submitted(app, 'provincialSchool', roundId);
    await perform(app, 'reviewer', made, 'return-by-province', { opinion: OPINION });
    const task = named((await tasks('provincialSchoolAdmin')).todo, 'applications.application:');
    assert.match(task.title, /^按意见修改后重新提交/);
    assert.ok(task.dueAt !== null && task.dueAt < ROUND.cityReviewDueAt);
    assert.match(task.detail, /批注/);
    const waiting = named((await tasks('reviewer')).waiting, 'applications.waiting:');
    assert.equal(waiting.waitsFor, '申报院校');
  });

  it('ask the office to confirm the filed list and the organizations to fetch it', async () => {
    await approved(app, 'university', roundId);
    const confirm = named((await tasks('officeAdmin')).todo, 'filings.confirm:');
    assert.equal(confirm.path, `/filed-lists/${roundId}/preview`);
    assert.equal(has((await tasks('officeStaff')).todo, 'filings.'), false, 'only who confirms');
    await confirmed(app, roundId);
    assert.equal(has((await tasks('officeAdmin')).todo, 'filings.'), false);
    const fetching = named((await tasks('alphaAdmin')).todo, 'filings.fetch:');
    assert.equal(fetching.path, `/own-filed-lists/${roundId}/1`);
    ok(await as('alphaAdmin').post(`/api/own-filed-lists/${roundId}/1/opening`));
    assert.equal(has((await tasks('alphaStaff')).todo, 'filings.'), false);
    assert.equal(has((await tasks('betaAdmin')).todo, 'filings.fetch:'), true, 'the other one');
  });

  it('ask for announcements to be confirmed', async () => {
    const record = ok(
      await as('officeStaff').post('/api/announcement-register', {
        title: '请各校确认',
        bodyHtml: '<p>请确认。</p>',
        mustConfirm: true,
        audience: { kinds: ['INSTITUTION'] },
      }),
    );
    const published = `/api/announcement-register/${record.id}/publication`;
    ok(await as('officeStaff').post(published, { version: record.version }));
    const task = named((await tasks('universityAdmin')).todo, 'announcements.confirm:');
    assert.equal(task.path, `/announcements/${record.id}`);
    assert.equal(has((await tasks('alphaAdmin')).todo, 'announcements.'), false);
    ok(
      await as('universityAdmin').post(`/api/announcements/${record.id}/confirmation`, {
        edition: 1,
      }),
    );
    assert.equal(has((await tasks('universityAdmin')).todo, 'announcements.'), false);
  });

  it('ask for the contacts that nobody has confirmed, and for a missing officer', async () => {
    const { alphaOrg } = app.world.organizations;
    const officer = named((await tasks('alphaAdmin')).todo, 'contacts.register-officer');
    assert.equal(officer.path, '/contacts');
    await asOwner(
      app,
      `insert into contact (id, organization_id, duty, name, landline, valid_from, confirmed_at, search_text,
         created_at, updated_at)
       values (gen_random_uuid(), $1, 'OFFICER', '某联系人', '029-88880000', '2020-01-01', '2024-08-25T00:00:00Z',
         '', now(), now())`,
      [alphaOrg],
    );
    const { todo } = await tasks('alphaAdmin');
    assert.equal(has(todo, 'contacts.register-officer'), false);
    const task = named(todo, 'contacts.confirm');
    // The round that has opened asks everybody once; two weeks later who has not confirmed counts no more.
    assert.equal(task.title, '确认本单位联系人：1 位，其中 1 位已失效');
    assert.equal(task.dueAt, '2025-02-27T16:00:00.000Z');
    const dead = named((await tasks('officeAdmin')).todo, 'contacts.dead');
    const list = ok(await as('officeAdmin').get('/api/contacts/dead'));
    assert.equal(dead.title, `核实联系不上的联系人：${list.total} 位`);
  });

  it('ask account keepers for requests and links, and leave business rows to others', async () => {
    const { college } = app.world.organizations;
    await asOwner(
      app,
      `with new as (
         insert into account (id, login_name, name, organization_id, status, roles, created_at, updated_at)
         values (gen_random_uuid(), 'newcomer', '新来者', $1, 'INVITED', '{institution_staff}', now(), now())
         returning id)
       insert into activation (id, account_id, token_hash, purpose, expires_at, created_at)
       select gen_random_uuid(), id, '\\x01', 'ACTIVATE', $2, $3 from new`,
      [college, '2025-02-20T00:00:00Z', '2025-02-17T00:00:00Z'],
    );
    for (const name of ['collegeAdmin', 'officeAdmin', 'systemAdmin'] as const) {
      const task = named((await tasks(name)).todo, 'accounts.expired-links');
      const list = ok(await as(name).get('/api/people?link=EXPIRED'));
      assert.equal(task.title, `重新发激活链接：${list.total} 人`, name);
      assert.equal(list.total, 1);
    }
    assert.equal(has((await tasks('universityAdmin')).todo, 'accounts.'), false, 'another school');
    const { todo, waiting } = await tasks('systemAdmin');
    assert.ok([...todo, ...waiting].every(({ id }) => /^(?:accounts|announcements)\./.test(id)));
  });

  it('say what comes next', async () => {
    const { next } = await tasks('viewer');
    assert.deepEqual(
      next.map(({ at }) => at),
      [ROUND.closesAt, ROUND.cityReviewDueAt, ROUND.provincialReviewDueAt],
    );
  });
});

describe('the calendar', () => {
  const events = (text: string) =>
    new ICAL.Component(ICAL.parse(text))
      .getAllSubcomponents('vevent')
      .map((event) => new ICAL.Event(event));

  it('is read at its address without signing in, in the person’s own scope', async () => {
    const { path } = ok(await as('provincialSchoolAdmin').post('/api/workbench/calendar'));
    const answer = await app.as().get(path);
    assert.equal(answer.status, 200);
    assert.equal(answer.headers['content-type'], 'text/calendar; charset=utf-8');
    assert.equal(answer.headers['cache-control'], 'no-cache');
    const found = events(answer.text);
    assert.ok(found.some(({ summary }) => summary.startsWith('修改截止：')));
    assert.ok(
      found.every(({ summary }) => !summary.startsWith('市级初审')),
      'not a school’s',
    );
    const { createdAt } = ok(await as('provincialSchoolAdmin').get('/api/workbench/calendar'));
    assert.equal(createdAt, app.clock.now());
  });

  it('keeps no address, and ends the old one with the new one, the account or by hand', async () => {
    const first = ok(await as('reviewer').post('/api/workbench/calendar')).path;
    const second = ok(await as('reviewer').post('/api/workbench/calendar')).path;
    assert.equal((await app.as().get(first)).status, 404);
    assert.equal((await app.as().get(second)).status, 200);
    ok(await as('reviewer').del('/api/workbench/calendar'));
    assert.equal((await app.as().get(second)).status, 404);
    assert.equal(ok(await as('reviewer').get('/api/workbench/calendar')).createdAt, null);
    const third = ok(await as('reviewerTwo').post('/api/workbench/calendar')).path;
    const { reviewerTwo } = app.world.people;
    await asOwner(app, `update account set status = 'SUSPENDED' where id = $1`, [reviewerTwo.id]);
    assert.equal((await app.as().get(third)).status, 404);
    for (const odd of ['/calendar/x.ics', `/calendar/${'A'.repeat(43)}.ics`, '/calendar/..%2f']) {
      assert.equal((await app.as().get(odd)).status, 404, odd);
    }
  });

  it('asks a sign-in to make or end an address', async () => {
    assert.equal((await app.as().post('/api/workbench/calendar')).status, 401);
    assert.equal((await app.as().del('/api/workbench/calendar')).status, 401);
  });

  it('shows midnight on the day that it ends, folds long lines, keeps emoji and signs', () => {
    const title = `截止 🎓；逗号, 分号; 反斜线\\ ${'很长的标题'.repeat(30)}`;
    const text = calendarText({
      title: '期限',
      publicUrl: 'https://onex.example.cn',
      at: toInstant('2025-04-01T00:00:00.000Z'),
      moments: [
        {
          source: 'rounds',
          key: 'closing:1',
          title,
          detail: '第一行\n第二行',
          at: toInstant('2025-04-07T16:00:00.000Z'),
          edge: 'ends',
          path: '/rounds/1',
        },
      ],
    });
    assert.ok(text.split('\r\n').every((line) => Buffer.byteLength(line) <= 75));
    const [event] = events(text);
    assert.equal(event?.summary, title);
    assert.equal(event?.startDate.toJSDate().toISOString(), '2025-04-07T15:30:00.000Z');
    assert.equal(event?.endDate.toJSDate().toISOString(), '2025-04-07T16:00:00.000Z');
    assert.equal(event?.uid, 'rounds.closing:1@onex');
    assert.match(event?.description ?? '', /2025年4月7日 24:00（北京时间）\n第一行\n第二行/);
  });
});
