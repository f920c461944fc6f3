import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import '../../app/features.ts';
import { type Answer, startTestApp, type TestApp } from '../../../test/support/test-app.ts';
import type { PersonName } from '../../../test/support/world.ts';
import type { Actor, OrganizationKind } from '../../kernel/actor.ts';
import { addMinutes, toInstant } from '../../kernel/time.ts';
import { classicPdf, PLAIN_PAGES } from '../../platform/files/sample-files.ts';
import type { PlannedJob } from '../../platform/jobs.ts';
import { createPublicSite } from '../../platform/page/public-site.ts';
import { asOwner } from '../filings/factory.ts';
import { attendanceOf, infoSessionRoutes } from './index.ts';
import { holdDue, infoSessionJobs } from './jobs.ts';
import { createInfoSessionPages } from './public-routes.ts';

const LIST = '/api/info-sessions';
const AT = toInstant('2025-03-01T02:00:00.000Z');

const routes = [
  ...infoSessionRoutes.filter(({ kind }) => kind !== 'page'),
  ...createInfoSessionPages(createPublicSite(() => undefined)),
];

let app: TestApp;
before(async () => {
  app = await startTestApp({ at: AT, routes });
});
after(() => app.close());

const as = (name: PersonName) => app.as(app.world.people[name]);

const ok = (answer: Answer): Answer['body'] => {
  assert.equal(answer.status, 200, answer.text);
  return answer.body;
};

const refused = (answer: Answer, status: number, code: string): void =>
  assert.deepEqual([answer.status, answer.body.code], [status, code], answer.text);

const levelCertificate = async (short: string): Promise<string> => {
  const { rows } = await asOwner(app, 'select id from certificate where code = $1', [short]);
  return rows[0].id;
};

const draftBody = async (more: Record<string, unknown> = {}) => ({
  title: '智能装配说明会',
  summary: '介绍标准、师资和考点要求。',
  certificateIds: [await levelCertificate('alpha')],
  startsAt: '2025-03-10T07:00:00.000Z',
  endsAt: '2025-03-10T08:30:00.000Z',
  platform: '腾讯会议',
  joinUrl: 'https://meeting.example.cn/123',
  joinNote: '会议号 123，密码 88',
  speaker: '甲老师',
  contactNote: '029-88880000',
  ...more,
});

const drafted = async (more: Record<string, unknown> = {}): Promise<Answer['body']> =>
  ok(await as('alphaAdmin').post(LIST, await draftBody(more)));

const act = (name: PersonName, session: Answer['body'], path: string, more = {}) =>
  as(name).post(`${LIST}/${session.id}/${path}`, { version: session.version, ...more });

const submitted = async (more: Record<string, unknown> = {}) =>
  ok(await act('alphaAdmin', await drafted(more), 'submission'));

const published = async (more: Record<string, unknown> = {}) =>
  ok(await act('officeStaff', await submitted(more), 'publication'));

interface Told {
  readonly event?: string;
  readonly title?: string;
  readonly to?: { readonly accountId?: string }[];
}

const told = (event: string, jobs: readonly PlannedJob[] = app.plannedJobs): string[] =>
  jobs
    .map(({ data }) => data as Told)
    .filter((notice) => notice.event === `info-sessions.${event}`)
    .flatMap(({ to }) => (to ?? []).map(({ accountId }) => accountId ?? 'organization'));

const at = async <T>(instant: string, work: () => Promise<T>): Promise<T> => {
  app.clock.set(toInstant(instant));
  try {
    return await work();
  } finally {
    app.clock.set(AT);
  }
};

describe('posting and letting out', () => {
  it('goes from a draft through the office to the public calendar', async () => {
    const session = await drafted();
    assert.equal(session.status, 'DRAFT');
    assert.deepEqual(session.permittedActions, ['edit', 'submit']);
    refused(await as('officeAdmin').get(`${LIST}/${session.id}`), 404, 'info-sessions.not_found');
    refused(await as('betaAdmin').get(`${LIST}/${session.id}`), 404, 'info-sessions.not_found');
    refused(await as('collegeAdmin').get(`${LIST}/${session.id}`), 404, 'info-sessions.not_found');

    const sent = ok(await act('alphaStaff', session, 'submission'));
    assert.equal(sent.status, 'SUBMITTED');
    const seen = ok(await as('officeAdmin').get(`${LIST}/${session.id}`));
    assert.deepEqual(seen.permittedActions, ['publish', 'return']);
    refused(await as('collegeAdmin').get(`${LIST}/${session.id}`), 404, 'info-sessions.not_found');

    const open = ok(await act('officeAdmin', sent, 'publication'));
    assert.equal(open.status, 'PUBLISHED');
    assert.equal(
      ok(await as('collegeAdmin').get(`${LIST}/${session.id}`)).joinNote,
      '会议号 123，密码 88',
    );
    const page = await app.as().get(`/info-sessions/${session.id}`);
    assert.equal(page.status, 200);
    assert.match(page.text, /2025年3月10日（星期一）15:00—16:30（北京时间）/);
    assert.doesNotMatch(page.text, /meeting\.example\.cn|会议号 123|029-8888/);
    const calendar = await app.as().get('/info-sessions', { query: { month: '2025-03' } });
    assert.match(calendar.text, /智能装配说明会/);
  });

  it('is returned with a reason, corrected and submitted again', async () => {
    const sent = await submitted();
    refused(await act('officeAdmin', sent, 'return'), 422, 'infoSession.reason_required');
    const back = ok(await act('officeAdmin', sent, 'return', { reason: '请写清参会方式' }));
    assert.deepEqual([back.status, back.reason], ['RETURNED', '请写清参会方式']);
    refused(await as('officeAdmin').put(`${LIST}/${back.id}`, {}), 403, 'access.not_permitted');
    const body = { ...(await draftBody({ title: '改好的' })), version: back.version };
    const mended = ok(await as('alphaAdmin').put(`${LIST}/${back.id}`, body));
    assert.deepEqual([mended.status, mended.title], ['RETURNED', '改好的']);
    refused(await as('alphaAdmin').put(`${LIST}/${back.id}`, body), 409, 'record.changed');
    const again = ok(await act('alphaAdmin', mended, 'submission'));
    const drawn = ok(await act('alphaAdmin', again, 'withdrawal'));
    assert.equal(drawn.status, 'DRAFT');
    assert.deepEqual(ok(await as('alphaAdmin').del(`${LIST}/${drawn.id}`)), { removed: true });
    refused(await as('alphaAdmin').get(`${LIST}/${drawn.id}`), 404, 'info-sessions.not_found');
  });

  it('refuses what cannot be right', async () => {
    const host = as('alphaAdmin');
    const post = async (more: Record<string, unknown>) => host.post(LIST, await draftBody(more));
    refused(
      await post({ certificateIds: [await levelCertificate('beta')] }),
      422,
      'info-sessions.foreign_certificate',
    );
    refused(
      await post({ endsAt: '2025-03-10T06:00:00.000Z' }),
      422,
      'info-sessions.ends_before_start',
    );
    refused(await post({ endsAt: '2025-03-11T07:00:00.000Z' }), 422, 'info-sessions.odd_length');
    assert.equal((await post({ joinUrl: 'javascript:alert(1)' })).status, 400);
    assert.equal((await post({ certificateIds: [] })).status, 400);
    refused(await as('collegeAdmin').post(LIST, {}), 403, 'access.not_permitted');
    const bare = await drafted({ joinUrl: '', joinNote: '' });
    refused(await act('alphaAdmin', bare, 'submission'), 422, 'info-sessions.no_way_in');
    const past = await drafted({
      startsAt: '2025-02-10T07:00:00.000Z',
      endsAt: '2025-02-10T08:00:00.000Z',
    });
    refused(await act('alphaAdmin', past, 'submission'), 422, 'info-sessions.already_started');
    refused(await act('betaAdmin', past, 'submission'), 404, 'info-sessions.not_found');
    const late = await submitted();
    await at('2025-03-10T07:00:00.000Z', async () =>
      refused(await act('officeAdmin', late, 'publication'), 422, 'info-sessions.already_started'),
    );
  });

  it('takes materials of known kinds, and gives them to those who see the session', async () => {
    const session = await drafted();
    const path = `${LIST}/${session.id}/materials`;
    const file = { name: '说明.pdf', type: 'application/pdf', bytes: classicPdf(PLAIN_PAGES) };
    const material = ok(await as('alphaAdmin').upload(path, file));
    refused(await as('betaAdmin').upload(path, file), 404, 'info-sessions.not_found');
    refused(await as('officeAdmin').upload(path, file), 403, 'access.not_permitted');
    const odd = { name: 'a.pdf', type: 'application/pdf', bytes: Buffer.from('MZ no pdf') };
    assert.equal((await as('alphaAdmin').upload(path, odd)).status, 422);
    refused(await as('collegeAdmin').get(`${path}/${material.id}`), 404, 'info-sessions.not_found');
    const open = ok(
      await act('officeAdmin', ok(await act('alphaAdmin', session, 'submission')), 'publication'),
    );
    assert.deepEqual(
      open.materials.map(({ originalName }: { originalName: string }) => originalName),
      ['说明.pdf'],
    );
    assert.equal((await as('collegeAdmin').get(`${path}/${material.id}`)).status, 200);
    assert.equal((await app.as().get(`${path}/${material.id}`)).status, 401);
    refused(await as('betaAdmin').del(`${path}/${material.id}`), 404, 'info-sessions.not_found');
    ok(await as('alphaAdmin').del(`${path}/${material.id}`));
    refused(
      await as('alphaAdmin').del(`${path}/${material.id}`),
      404,
      'info-sessions.material_not_found',
    );
  });

  it('keeps a history that the host reads without names of the office', async () => {
    const session = await published();
    const rows = ok(await as('officeAdmin').get(`${LIST}/${session.id}/history`)).rows;
    assert.deepEqual(
      // All in the same frozen instant.
      rows.map(({ action }: { action: string }) => action).toSorted(),
      ['info-sessions.create', 'info-sessions.publish', 'info-sessions.submit'],
    );
    const own = await as('alphaAdmin').get(`${LIST}/${session.id}/history`);
    assert.doesNotMatch(own.text, /苏未央/);
    refused(
      await as('betaAdmin').get(`${LIST}/${session.id}/history`),
      404,
      'info-sessions.not_found',
    );
    refused(
      await as('collegeAdmin').get(`${LIST}/${session.id}/history`),
      403,
      'access.not_permitted',
    );
  });
});

describe('coming', () => {
  it('signs people up and off, and warns of two at the same time', async () => {
    const one = await published({ title: '甲场' });
    const other = await published({
      title: '乙场',
      startsAt: '2025-03-10T08:00:00.000Z',
      endsAt: '2025-03-10T09:00:00.000Z',
    });
    const after = await published({
      title: '丙场',
      startsAt: '2025-03-10T08:30:00.000Z',
      endsAt: '2025-03-10T09:30:00.000Z',
    });
    const person = as('collegeAdmin');
    assert.deepEqual(ok(await person.post(`${LIST}/${one.id}/sign-up`)).clashes, []);
    const { clashes } = ok(await person.post(`${LIST}/${other.id}/sign-up`));
    assert.deepEqual(
      clashes.map(({ title }: { title: string }) => title),
      ['甲场'],
    );
    assert.equal(ok(await person.get(`${LIST}/${one.id}`)).hasClash, true);
    // One that begins when the other ends is no clash.
    ok(await person.del(`${LIST}/${other.id}/sign-up`));
    assert.deepEqual(ok(await person.post(`${LIST}/${after.id}/sign-up`)).clashes, []);
    assert.equal(ok(await as('collegeStaff').get(`${LIST}/${one.id}`)).signedUp, false);
    assert.equal(ok(await as('alphaAdmin').get(`${LIST}/${one.id}`)).signUpCount, 1);
    assert.equal(ok(await as('betaAdmin').get(`${LIST}/${one.id}`)).signUpCount, null);
    refused(await as('alphaAdmin').post(`${LIST}/${one.id}/sign-up`), 403, 'access.not_permitted');
    await at('2025-03-10T08:30:00.000Z', async () => {
      refused(await person.post(`${LIST}/${one.id}/sign-up`), 422, 'info-sessions.not_open');
      refused(await person.del(`${LIST}/${one.id}/sign-up`), 422, 'info-sessions.not_open');
    });
    const mine = ok(await person.get(LIST, { query: { mine: 'yes', sort: 'startsAt' } }));
    assert.deepEqual(
      mine.rows.map(({ title }: { title: string }) => title),
      ['甲场', '丙场'],
    );
    const month = { month: '2025-03', mine: 'yes' };
    assert.equal(
      ok(await person.get('/api/info-session-calendar', { query: month })).rows.length,
      2,
    );
    assert.equal(
      (await person.get('/api/info-session-calendar', { query: { month: 'x' } })).status,
      400,
    );
  });

  it('shows a code in its time only, counts wrong ones, and writes down who is there', async () => {
    const session = await published();
    const code = `${LIST}/${session.id}/code`;
    const attendance = `${LIST}/${session.id}/attendance`;
    ok(await as('collegeAdmin').post(`${LIST}/${session.id}/sign-up`));
    assert.equal(ok(await as('alphaAdmin').get(code)).code, null);
    refused(await as('betaAdmin').get(code), 404, 'info-sessions.not_found');
    refused(await as('collegeAdmin').get(code), 403, 'access.not_permitted');
    refused(
      await as('collegeAdmin').post(attendance, { code: '123456' }),
      422,
      'info-sessions.code_closed',
    );
    refused(
      await as('officeAdmin').post(attendance, { code: '123456' }),
      403,
      'access.not_permitted',
    );
    await at('2025-03-10T07:01:00.000Z', async () => {
      const shown = ok(await as('alphaAdmin').get(code));
      assert.match(shown.code, /^\d{6}$/);
      const wrong = shown.code === '000000' ? '000001' : '000000';
      for (let left = 4; left > 0; left -= 1) {
        const answer = await as('collegeStaff').post(attendance, { code: wrong });
        refused(answer, 422, 'info-sessions.wrong_code');
        assert.match(answer.body.text, new RegExp(`还可以试 ${left} 次`));
      }
      refused(
        await as('collegeStaff').post(attendance, { code: wrong }),
        429,
        'info-sessions.too_many_codes',
      );
      refused(
        await as('collegeStaff').post(attendance, { code: shown.code }),
        429,
        'info-sessions.too_many_codes',
      );
      // Full-width digits with a space, as a phone's keyboard may write them.
      const typed = Array.from<string>(shown.code)
        .map((digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0))
        .join('');
      const there = ok(await as('collegeAdmin').post(attendance, { code: `${typed} ` }));
      assert.deepEqual([there.signedUp, there.attended], [true, true]);
      assert.equal(ok(await as('alphaAdmin').get(code)).attendedCount, 1);
      // The code of the period before is still taken, an older one is not.
      app.clock.set(addMinutes(toInstant('2025-03-10T07:01:00.000Z'), 2));
      ok(await as('eastSchoolAdmin').post(attendance, { code: shown.code }));
      app.clock.set(addMinutes(toInstant('2025-03-10T07:01:00.000Z'), 4));
      refused(
        await as('westSchoolAdmin').post(attendance, { code: shown.code }),
        422,
        'info-sessions.wrong_code',
      );
      app.clock.set(addMinutes(toInstant('2025-03-10T07:01:00.000Z'), 11));
      const fresh = ok(await as('officeStaff').get(code)).code;
      assert.equal(ok(await as('collegeStaff').post(attendance, { code: fresh })).attended, true);
    });
    const rows = (answer: Answer): string[] =>
      ok(answer)
        .rows.map((row: { institutionName: string; name: string | null }) =>
          [row.institutionName, row.name ?? ''].join(' '),
        )
        .toSorted();
    const list = `${LIST}/${session.id}/attendees`;
    assert.deepEqual(rows(await as('alphaAdmin').get(list)), [
      '东川职业中专 ',
      '云岭职业技术学院 ',
      '云岭职业技术学院 ',
    ]);
    assert.deepEqual(
      rows(await as('collegeAdmin').get(list)),
      ['云岭职业技术学院 高㐂·𠮷', '云岭职业技术学院 高鹏程'].toSorted(),
    );
    assert.equal(ok(await as('officeAdmin').get(list, { query: { state: 'attended' } })).total, 3);
    refused(await as('betaAdmin').get(list), 404, 'info-sessions.not_found');
    refused(await as('reviewer').get(list), 403, 'access.not_permitted');
  });
});

describe('changes and reminders', () => {
  const run = async (job: PlannedJob): Promise<PlannedJob[]> => {
    const planned: PlannedJob[] = [];
    const handler = infoSessionJobs(app).find(({ kind }) => kind.name === job.kind.name);
    assert.ok(handler);
    await handler.handle(job.data, AbortSignal.timeout(10_000), async (_tx, jobs) => {
      planned.push(...jobs);
    });
    return planned;
  };
  const remindersOf = (id: string): PlannedJob[] =>
    app.plannedJobs.filter(
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
    const { collegeAdmin } = app.world.people;
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
    app.plannedJobs.length = 0;
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

    app.plannedJobs.length = 0;
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
    await at('2025-03-10T08:29:59.999Z', () => holdDue(app));
    assert.equal(ok(await as('alphaAdmin').get(`${LIST}/${session.id}`)).status, 'PUBLISHED');
    const [one, other] = await at('2025-03-10T08:30:00.000Z', () =>
      Promise.all([holdDue(app), holdDue(app)]),
    );
    assert.ok(one + other >= 1);
    const held = ok(await as('alphaAdmin').get(`${LIST}/${session.id}`));
    assert.equal(held.status, 'HELD');
    app.plannedJobs.length = 0;
    refused(await act('betaAdmin', held, 'recording', recording), 404, 'info-sessions.not_found');
    refused(await act('officeAdmin', held, 'recording', recording), 403, 'access.not_permitted');
    const done = ok(await act('alphaAdmin', held, 'recording', recording));
    assert.equal(done.recordingUrl, 'https://video.example.cn/1');
    assert.deepEqual(told('recorded'), [app.world.people.collegeAdmin.id]);
    ok(await act('alphaAdmin', done, 'recording', { ...recording, recordingNote: '' }));
    assert.equal(told('recorded').length, 1);
  });
});

describe('attendance beside an application', () => {
  const reviewerOf = (name: PersonName, kind: OrganizationKind): Actor => {
    const person = app.world.people[name];
    return {
      kind: 'person',
      userId: person.id,
      name: person.name,
      organizationId: person.organizationId,
      organizationName: '',
      organizationKind: kind,
      roles: person.roles,
      affiliatedInstitutionIds: [],
      sessionId: '',
    };
  };

  it('counts people of the institution in sessions that took place, within the reviewer’s scope', async () => {
    const session = await published({ title: '供审核参考' });
    for (const name of ['eastSchoolAdmin', 'eastSchoolStaff'] as const)
      ok(await as(name).post(`${LIST}/${session.id}/sign-up`));
    await at('2025-03-10T07:05:00.000Z', async () => {
      const { code } = ok(await as('alphaAdmin').get(`${LIST}/${session.id}/code`));
      ok(await as('eastSchoolAdmin').post(`${LIST}/${session.id}/attendance`, { code }));
    });
    const alpha = await levelCertificate('alpha');
    const seen = async (actor: Actor, certificateId = alpha) =>
      (
        await app.database.read(actor, (read) =>
          attendanceOf(read, app.world.organizations.eastSchool, [certificateId]),
        )
      ).find(({ sessionId }) => sessionId === session.id);
    const province = reviewerOf('reviewer', 'PROVINCIAL_DEPARTMENT');
    assert.equal(await seen(province), undefined);
    await at('2025-03-10T08:30:00.000Z', () => holdDue(app));
    const fact = await seen(province);
    assert.deepEqual(
      [fact?.certificateNames, fact?.signedUpCount, fact?.attendedCount],
      [['智能装配'], 2, 1],
    );
    assert.equal((await seen(reviewerOf('eastReviewer', 'CITY_BUREAU')))?.attendedCount, 1);
    assert.equal((await seen(reviewerOf('westReviewer', 'CITY_BUREAU')))?.attendedCount, 0);
    assert.equal(await seen(province, await levelCertificate('beta')), undefined);
  });
});

describe('questions', () => {
  it('are answered by the host and then stand on the page of the certificate, without who asked', async () => {
    const session = await published();
    const path = `${LIST}/${session.id}/questions`;
    const alpha = await levelCertificate('alpha');
    const beta = await levelCertificate('beta');
    const body = { question: '考点要多大的场地？', certificateId: alpha };
    refused(await as('alphaAdmin').post(path, body), 403, 'access.not_permitted');
    refused(
      await as('collegeAdmin').post(path, { ...body, certificateId: beta }),
      422,
      'info-sessions.other_certificate',
    );
    const { rows } = ok(await as('collegeAdmin').post(path, body));
    const [asked] = rows;
    assert.deepEqual([asked.isMine, asked.answer], [true, null]);
    assert.equal(ok(await as('eastSchoolAdmin').get(path)).rows.length, 0);
    assert.equal(ok(await as('betaAdmin').get(path)).rows.length, 0);
    const answers = `/api/info-session-answers/${alpha}`;
    assert.equal(ok(await app.as().get(answers)).rows.length, 0);
    const answer = { answer: '不少于 80 平方米。' };
    refused(
      await as('betaAdmin').put(`${path}/${asked.id}/answer`, answer),
      404,
      'info-sessions.not_found',
    );
    app.plannedJobs.length = 0;
    ok(await as('alphaStaff').put(`${path}/${asked.id}/answer`, answer));
    assert.deepEqual(told('answered'), [app.world.people.collegeAdmin.id]);
    const publicly = await app.as().get(answers);
    assert.equal(ok(publicly).rows[0].answer, '不少于 80 平方米。');
    assert.doesNotMatch(publicly.text, /云岭职业|高鹏程/);
    const elsewhere = ok(await as('eastSchoolAdmin').get(path)).rows;
    assert.deepEqual([elsewhere.length, elsewhere[0].askedBy], [1, null]);
    assert.equal(ok(await app.as().get(`/api/info-session-answers/${beta}`)).rows.length, 0);

    const hiding = `${path}/${asked.id}/hiding`;
    refused(await as('alphaAdmin').post(hiding, { hidden: true }), 403, 'access.not_permitted');
    refused(
      await as('officeAdmin').post(hiding, { hidden: true }),
      422,
      'info-sessions.reason_required',
    );
    ok(await as('officeAdmin').post(hiding, { hidden: true, reason: '含报价' }));
    assert.equal(ok(await app.as().get(answers)).rows.length, 0);
    assert.equal(ok(await as('eastSchoolAdmin').get(path)).rows.length, 0);
    assert.equal(ok(await as('collegeAdmin').get(path)).rows[0].hiddenReason, '含报价');
    ok(await as('officeAdmin').post(hiding, { hidden: false }));
    assert.equal(ok(await app.as().get(answers)).rows.length, 1);
    refused(
      await as('officeAdmin').post(`${path}/00000000-0000-7000-8000-0000000000aa/hiding`, {
        hidden: false,
      }),
      404,
      'info-sessions.question_not_found',
    );
  });

  it('of one person stop at ten without an answer', async () => {
    const session = await published();
    const path = `${LIST}/${session.id}/questions`;
    for (let number = 0; number < 10; number += 1)
      ok(await as('universityAdmin').post(path, { question: `问题${number}？` }));
    refused(
      await as('universityAdmin').post(path, { question: '再问' }),
      422,
      'info-sessions.too_many_questions',
    );
  });
});
