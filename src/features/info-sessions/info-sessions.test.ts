import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { classicPdf, PLAIN_PAGES } from '../../platform/files/sample-files.ts';
import {
  LIST,
  app,
  startSessions,
  as,
  ok,
  refused,
  levelCertificate,
  draftBody,
  drafted,
  act,
  submitted,
  published,
  told,
  at,
} from './factory.ts';

startSessions();

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
    const page = await app().as().get(`/info-sessions/${session.id}`);
    assert.equal(page.status, 200);
    assert.match(page.text, /2025年3月10日（星期一）15:00\u2060—\u206016:30（北京时间）/);
    assert.doesNotMatch(page.text, /meeting\.example\.cn|会议号 123|029-8888/);
    const calendar = await app()
      .as()
      .get('/info-sessions', { query: { month: '2025-03' } });
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
    assert.equal((await app().as().get(`${path}/${material.id}`)).status, 401);
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
    assert.equal(ok(await app().as().get(answers)).rows.length, 0);
    const answer = { answer: '不少于 80 平方米。' };
    refused(
      await as('betaAdmin').put(`${path}/${asked.id}/answer`, answer),
      404,
      'info-sessions.not_found',
    );
    app().plannedJobs.length = 0;
    ok(await as('alphaStaff').put(`${path}/${asked.id}/answer`, answer));
    assert.deepEqual(told('answered'), [app().world.people.collegeAdmin.id]);
    const publicly = await app().as().get(answers);
    assert.equal(ok(publicly).rows[0].answer, '不少于 80 平方米。');
    assert.doesNotMatch(publicly.text, /云岭职业|高鹏程/);
    const elsewhere = ok(await as('eastSchoolAdmin').get(path)).rows;
    assert.deepEqual([elsewhere.length, elsewhere[0].askedBy], [1, null]);
    assert.equal(ok(await app().as().get(`/api/info-session-answers/${beta}`)).rows.length, 0);

    const hiding = `${path}/${asked.id}/hiding`;
    refused(await as('alphaAdmin').post(hiding, { hidden: true }), 403, 'access.not_permitted');
    refused(
      await as('officeAdmin').post(hiding, { hidden: true }),
      422,
      'info-sessions.reason_required',
    );
    ok(await as('officeAdmin').post(hiding, { hidden: true, reason: '含报价' }));
    assert.equal(ok(await app().as().get(answers)).rows.length, 0);
    assert.equal(ok(await as('eastSchoolAdmin').get(path)).rows.length, 0);
    assert.equal(ok(await as('collegeAdmin').get(path)).rows[0].hiddenReason, '含报价');
    ok(await as('officeAdmin').post(hiding, { hidden: false }));
    assert.equal(ok(await app().as().get(answers)).rows.length, 1);
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
