import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Answer } from '../../../test/support/test-app.ts';
import type { PersonName } from '../../../test/support/world.ts';
import type { Actor, OrganizationKind } from '../../kernel/actor.ts';
import { addMinutes, toInstant } from '../../kernel/time.ts';
import {
  LIST,
  app,
  startSessions,
  as,
  ok,
  refused,
  levelCertificate,
  published,
  at,
} from './factory.ts';
import { attendanceOf } from './index.ts';
import { holdDue } from './jobs.ts';

startSessions();

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
      app().clock.set(addMinutes(toInstant('2025-03-10T07:01:00.000Z'), 2));
      ok(await as('eastSchoolAdmin').post(attendance, { code: shown.code }));
      app().clock.set(addMinutes(toInstant('2025-03-10T07:01:00.000Z'), 4));
      refused(
        await as('westSchoolAdmin').post(attendance, { code: shown.code }),
        422,
        'info-sessions.wrong_code',
      );
      app().clock.set(addMinutes(toInstant('2025-03-10T07:01:00.000Z'), 11));
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

describe('attendance beside an application', () => {
  const reviewerOf = (name: PersonName, kind: OrganizationKind): Actor => {
    const person = app().world.people[name];
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
        await app().database.read(actor, (read) =>
          attendanceOf(read, app().world.organizations.eastSchool, [certificateId]),
        )
      ).find(({ sessionId }) => sessionId === session.id);
    const province = reviewerOf('reviewer', 'PROVINCIAL_DEPARTMENT');
    assert.equal(await seen(province), undefined);
    await at('2025-03-10T08:30:00.000Z', () => holdDue(app()));
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
