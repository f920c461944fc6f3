import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { addDays } from '../../kernel/time.ts';
import { asOwner } from '../filings/factory.ts';
import { startTestApp, type TestApp } from '../../../test/support/test-app.ts';
import { fillDraft, type Made, openRound, startDraft } from './factory.ts';

describe('an institution that nobody can be reached at', () => {
  let app: TestApp;
  let draft: Made;
  beforeEach(async () => {
    app = await startTestApp();
    const roundId = await openRound(app);
    await asOwner(app, 'delete from contact where organization_id = $1', [
      app.world.organizations.college,
    ]);
    draft = await fillDraft(app, 'college', await startDraft(app, 'college', roundId));
  });
  afterEach(() => app.close());

  const college = () => app.as(app.world.people.collegeAdmin);
  const submit = () =>
    college().post(`/api/applications/${draft.id}/submit`, { version: draft.version });
  const register = async (more: Record<string, unknown> = {}) => {
    const answer = await college().post('/api/contacts', {
      duty: 'OFFICER',
      name: '卓联络',
      department: '教务处',
      title: '干事',
      landline: '029-88880001',
      mobile: '13800000001',
      mailbox: '',
      validFrom: '2025-03-01',
      ...more,
    });
    assert.equal(answer.status, 200, answer.text);
    return answer.body.id as string;
  };
  const codesOf = (body: { findings: { code: string }[] }) => body.findings.map(({ code }) => code);

  test('cannot submit; the draft says so from the start, with what to do and where', async () => {
    const { body: view } = await college().get(`/api/applications/${draft.id}`);
    const [finding] = view.findings;
    assert.equal(finding.code, 'application.no_live_officer');
    assert.match(finding.text, /登记业务联系人/);
    assert.equal(finding.path, '/contacts');
    const refused = await submit();
    assert.equal(refused.status, 422);
    assert.deepEqual(codesOf(refused.body), ['application.no_live_officer']);
    const saved = await college().put(`/api/applications/${draft.id}`, {
      version: draft.version,
      content: view.content,
    });
    assert.ok(codesOf(saved.body).includes('application.no_live_officer'));
  });

  test('submits once somebody is registered', async () => {
    await register();
    const answer = await submit();
    assert.equal(answer.status, 200, answer.text);
  });

  test('somebody for next week, somebody gone and somebody in another duty do not count', async () => {
    await register({ validFrom: '2025-03-20' });
    await register({ duty: 'FINANCE' });
    const gone = await register({ mobile: '13800000002', validFrom: '2025-02-01' });
    const end = { version: 1, validTo: '2025-03-01', reason: '岗位调整' };
    assert.equal((await college().post(`/api/contacts/${gone}/end`, end)).status, 200);
    assert.equal((await submit()).status, 422);
  });

  test('somebody who was reported does not count until confirmed', async () => {
    const id = await register();
    const office = app.as(app.world.people.officeAdmin);
    const report = { version: 1, kind: 'PHONE_DEAD', reason: '电话打不通' };
    assert.equal((await office.post(`/api/contacts/${id}/report`, report)).status, 200);
    assert.equal((await submit()).status, 422);
    const tap = { contacts: [{ id, version: 2 }] };
    assert.equal((await college().post('/api/contacts/confirm', tap)).status, 200);
    assert.equal((await submit()).status, 200);
  });

  test('a confirmation of the year before does not count; one since the round opened does', async () => {
    const id = await register();
    await asOwner(app, `update contact set confirmed_at = '2024-08-01T00:00:00Z' where id = $1`, [
      id,
    ]);
    assert.equal((await submit()).status, 422);
    const { rows } = await asOwner(app, 'select opens_at from application_round');
    await asOwner(app, 'update contact set confirmed_at = $2 where id = $1', [
      id,
      rows[0].opens_at,
    ]);
    assert.equal((await submit()).status, 200);
  });

  test('a new draft begins with the people of the register, and never with a mobile', async () => {
    const school = app.as(app.world.people.eastSchoolAdmin);
    const base = { department: '教务处', mailbox: '', validFrom: '2025-03-01' };
    for (const [duty, name, title, landline, mobile] of [
      ['LEADER', '牵头人', '副校长', '', '13800000011'],
      ['DEPARTMENT_HEAD', '负责人', '处长', '0911-8880000', ''],
    ])
      assert.equal(
        (await school.post('/api/contacts', { ...base, duty, name, title, landline, mobile }))
          .status,
        200,
      );
    app.clock.set(addDays(app.clock.now(), 1));
    const { rows } = await asOwner(app, 'select id from application_round');
    const made = await startDraft(app, 'eastSchool', rows[0].id);
    const { body, text } = await school.get(`/api/applications/${made.id}`);
    assert.equal(body.content.leaderName, '牵头人');
    assert.equal(body.content.leaderTitle, '副校长');
    assert.equal(body.content.departmentName, '教务处');
    assert.equal(body.content.departmentHead, '负责人');
    assert.match(body.content.officerName, /^专联络/);
    assert.equal(body.content.officePhone, '029-88880000');
    assert.doesNotMatch(text, /13800000011/);
  });
});
