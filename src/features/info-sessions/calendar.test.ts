import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import ICAL from 'ical.js';
import '../../app/features.ts';
import { type Answer, startTestApp, type TestApp } from '../../../test/support/test-app.ts';
import type { PersonName } from '../../../test/support/world.ts';
import { toInstant } from '../../kernel/time.ts';
import { createPublicSite } from '../../platform/page/public-site.ts';
import { asOwner } from '../filings/factory.ts';
import { calendarText } from './ical.ts';
import { createWorkbenchRoutes } from '../workbench/index.ts';
import { infoSessionRoutes, infoSessionTasks } from './index.ts';
import { createInfoSessionPages } from './public-routes.ts';
import type { StoredSession } from './queries.ts';

const SESSION: StoredSession = {
  id: '00000000-0000-7000-8000-0000000000aa',
  organizationId: '00000000-0000-7000-8000-0000000000bb',
  organizationName: '甲乙评价有限公司',
  title: '智能装配🔧👩‍🏫说明会，第一场；请准时\\到',
  summary: `第一行\n${'很长的介绍🎓'.repeat(60)}\n“引号”, 逗号; 分号`,
  startsAt: toInstant('2025-03-31T15:30:00.000Z'),
  endsAt: toInstant('2025-03-31T17:00:00.000Z'),
  platform: '腾讯会议',
  joinUrl: 'https://meeting.example.cn/abc?x=1&y=2',
  joinNote: '会议号 123-456-789\n密码 88',
  speaker: '甲老师',
  contactNote: '',
  recordingUrl: '',
  recordingNote: '',
  certificates: [{ id: '00000000-0000-7000-8000-0000000000cc', name: '智能装配' }],
  status: 'PUBLISHED',
  reason: '',
  sequence: 2,
  publishedAt: toInstant('2025-03-01T02:00:00.000Z'),
  updatedAt: toInstant('2025-03-02T02:00:00.000Z'),
  version: 4,
};

const eventsOf = (text: string): ICAL.Event[] =>
  new ICAL.Component(ICAL.parse(text))
    .getAllSubcomponents('vevent')
    .map((component) => new ICAL.Event(component));

const instantOf = (time: ICAL.Time): string => new Date(time.toUnixTime() * 1000).toISOString();

const onlyEvent = (text: string): ICAL.Event => {
  const [event, ...more] = eventsOf(text);
  assert.ok(event !== undefined && more.length === 0, text);
  return event;
};

describe('a calendar, read by another implementation', () => {
  const facts = { name: '我报名的说明会', publicUrl: 'https://onex.example.cn', hasWayIn: true };

  it('keeps emoji, long lines, commas and times over midnight', () => {
    const text = calendarText({ ...facts, sessions: [SESSION] });
    const event = onlyEvent(text);
    assert.equal(event.summary, SESSION.title);
    assert.ok(event.description.includes(SESSION.summary));
    assert.ok(event.description.includes('会议号 123-456-789\n密码 88'));
    assert.equal(instantOf(event.startDate), SESSION.startsAt);
    assert.equal(instantOf(event.endDate), SESSION.endsAt);
    assert.equal(event.sequence, 2);
    assert.equal(event.component.getFirstPropertyValue('url'), SESSION.joinUrl);
    const odd = { ...SESSION, joinUrl: 'https://meeting.example.cn/a,b;c' };
    const other = onlyEvent(calendarText({ ...facts, sessions: [odd] }));
    assert.ok(other.description.includes(odd.joinUrl));
    assert.doesNotMatch(String(other.component.getFirstPropertyValue('url')), /\\/);
    assert.equal(event.component.getFirstPropertyValue('status'), 'CONFIRMED');
  });

  it('folds lines at 75 octets without breaking a character, and ends them with CRLF (RFC 5545, 3.1)', () => {
    const text = calendarText({ ...facts, sessions: [SESSION] });
    assert.ok(text.isWellFormed());
    assert.equal(text.replaceAll('\r\n', '').includes('\n'), false);
    const lines = text.split('\r\n');
    assert.deepEqual(
      lines.filter((line) => Buffer.byteLength(line) > 75),
      [],
    );
    assert.ok(lines.some((line) => line.startsWith(' ')));
  });

  it('says that a session is cancelled, under the same identity', () => {
    const before = onlyEvent(calendarText({ ...facts, sessions: [SESSION] }));
    const gone = { ...SESSION, status: 'CANCELLED', reason: '平台维护', sequence: 3 } as const;
    const event = onlyEvent(calendarText({ ...facts, sessions: [gone] }));
    assert.equal(event.uid, before.uid);
    assert.equal(event.component.getFirstPropertyValue('status'), 'CANCELLED');
    assert.ok(event.sequence > before.sequence);
    assert.match(event.summary, /^【已取消】/);
  });

  it('keeps the way in to itself when it is for everybody', () => {
    const text = calendarText({ ...facts, hasWayIn: false, sessions: [SESSION] });
    const event = onlyEvent(text);
    assert.doesNotMatch(event.description, /meeting\.example|123-456/);
    assert.equal(
      event.component.getFirstPropertyValue('url'),
      `https://onex.example.cn/info-sessions/${SESSION.id}`,
    );
  });
});

describe('calendars over HTTP', () => {
  let app: TestApp;
  before(async () => {
    const site = createPublicSite(() => undefined);
    const closed = infoSessionRoutes.filter(({ kind }) => kind !== 'page');
    app = await startTestApp({
      routes: [
        ...closed,
        ...createInfoSessionPages(site),
        ...createWorkbenchRoutes([infoSessionTasks]),
      ],
    });
  });
  after(() => app.close());

  const as = (name: PersonName) => app.as(app.world.people[name]);
  const ok = (answer: Answer): Answer['body'] => {
    assert.equal(answer.status, 200, answer.text);
    return answer.body;
  };

  const published = async (title: string): Promise<Answer['body']> => {
    const { rows } = await asOwner(app, `select id from certificate where code = 'alpha'`);
    const made = ok(
      await as('alphaAdmin').post('/api/info-sessions', {
        title,
        summary: '介绍',
        certificateIds: [rows[0].id],
        startsAt: '2025-03-10T15:30:00.000Z',
        endsAt: '2025-03-10T16:30:00.000Z',
        platform: '腾讯会议',
        joinUrl: 'https://meeting.example.cn/secret',
        speaker: '甲老师',
      }),
    );
    const path = `/api/info-sessions/${made.id}`;
    const sent = ok(await as('alphaAdmin').post(`${path}/submission`, { version: made.version }));
    return ok(await as('officeAdmin').post(`${path}/publication`, { version: sent.version }));
  };

  const feedOf = async (name: PersonName): Promise<string> =>
    ok(await as(name).post('/api/workbench/calendar')).path;

  it('give one session to everybody without the way in, and to those signed in with it', async () => {
    const { id } = await published('晚场🌙');
    const open = await app.as().get(`/info-sessions/${id}/calendar.ics`);
    assert.match(String(open.headers['content-type']), /^text\/calendar; charset=utf-8/);
    assert.equal(onlyEvent(open.text).summary, '晚场🌙');
    assert.doesNotMatch(open.text, /secret/);
    const own = await as('collegeAdmin').get(`/api/info-sessions/${id}/calendar.ics`);
    assert.match(own.text.replaceAll('\r\n ', ''), /meeting\.example\.cn\/secret/);
    assert.equal((await app.as().get(`/api/info-sessions/${id}/calendar.ics`)).status, 401);
    const unknown = '/info-sessions/00000000-0000-7000-8000-0000000000aa/calendar.ics';
    assert.equal((await app.as().get(unknown)).status, 404);
  });

  it('give each person their own sessions at a secret address, and only there', async () => {
    const one = await published('甲场');
    const other = await published('乙场');
    ok(await as('collegeAdmin').post(`/api/info-sessions/${one.id}/sign-up`));
    ok(await as('collegeStaff').post(`/api/info-sessions/${other.id}/sign-up`));
    const path = await feedOf('collegeAdmin');
    const feed = await app.as().get(path);
    assert.deepEqual(
      eventsOf(feed.text).map(({ summary }) => summary),
      ['甲场'],
    );
    assert.match(feed.text.replaceAll('\r\n ', ''), /secret/);
    // Cancelled sessions stay, marked, so that calendars learn of it.
    ok(
      await as('officeAdmin').post(`/api/info-sessions/${one.id}/cancellation`, {
        version: one.version,
        reason: '平台维护',
      }),
    );
    const later = onlyEvent((await app.as().get(path)).text);
    assert.equal(later.component.getFirstPropertyValue('status'), 'CANCELLED');
    const { rows } = await asOwner(app, 'select token_hash from calendar_feed');
    assert.equal(JSON.stringify(rows).includes(/[\w-]{43}/.exec(path)?.[0] ?? path), false);
  });

  it('end an address when it is renewed, revoked, or its account is suspended', async () => {
    const first = await feedOf('collegeStaff');
    assert.equal((await app.as().get(first)).status, 200);
    const second = await feedOf('collegeStaff');
    assert.equal((await app.as().get(first)).status, 404);
    const { id } = app.world.people.collegeStaff;
    await asOwner(app, `update account set status = 'SUSPENDED' where id = $1`, [id]);
    assert.equal((await app.as().get(second)).status, 404);
    await asOwner(app, `update account set status = 'ACTIVE' where id = $1`, [id]);
    assert.equal((await app.as().get(second)).status, 200);
    assert.notEqual(ok(await as('collegeStaff').get('/api/workbench/calendar')).createdAt, null);
    ok(await as('collegeStaff').del('/api/workbench/calendar'));
    assert.equal(ok(await as('collegeStaff').get('/api/workbench/calendar')).createdAt, null);
    assert.equal((await app.as().get(second)).status, 404);
    for (const odd of ['x', 'A'.repeat(43), `${'A'.repeat(40)}%00`])
      assert.equal((await app.as().get(`/calendar/${odd}.ics`)).status, 404);
    assert.equal((await app.as().post('/api/workbench/calendar')).status, 401);
    assert.equal((await app.as().del('/api/workbench/calendar')).status, 401);
  });
});
