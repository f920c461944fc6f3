import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Answer, TestApp } from '../../../test/support/test-app.ts';
import type { Person } from '../../../test/support/world.ts';
import { registerHandoverSource } from '../../platform/handover.ts';
import { startAccountsApp } from './factory.ts';

describe('handing over a leaver`s work', () => {
  let app: TestApp;
  /** What the invented feature keeps: who is responsible for which matter. */
  const responsible = new Map<string, string>();
  before(async () => {
    app = await startAccountsApp();
    registerHandoverSource({
      name: 'accounts.invented',
      label: '事项',
      list: async (_read, accountId) =>
        [...responsible]
          .filter(([, who]) => who === accountId)
          .map(([id]) => ({ id, label: `事项 ${id}` })),
      move: async (_tx, { ids, from, to }) => {
        const mine = ids.filter((id) => responsible.get(id) === from);
        for (const id of mine) responsible.set(id, to);
        return mine;
      },
    });
  });
  after(() => app.close());

  const look = async (by: Person, target: Person): Promise<Answer['body']> => {
    const answer = await app.as(by).get(`/api/people/${target.id}/handover`);
    assert.equal(answer.status, 200, answer.text);
    return answer.body;
  };
  const rolesOf = async (by: Person, target: Person): Promise<string[]> =>
    (await app.as(by).get(`/api/people/${target.id}`)).body.person.roles.toSorted();

  it('shows the list, hands over what was ticked, tells the colleague, and takes it back', async () => {
    const { officeAdmin, eastSchoolStaff, eastSchoolLeader } = app.world.people;
    responsible.set('a', eastSchoolStaff.id).set('b', eastSchoolStaff.id).set('c', 'nobody');
    const seen = await look(officeAdmin, eastSchoolStaff);
    assert.deepEqual(
      seen.items.map(({ key }: { key: string }) => key),
      ['accounts.role/institution_staff', 'accounts.invented/a', 'accounts.invented/b'],
    );
    assert.deepEqual(
      seen.candidates.map(({ name }: { name: string }) => name).toSorted(),
      ['东校长青', '东致和'].toSorted(),
    );
    const done = await app.as(officeAdmin).post(`/api/people/${eastSchoolStaff.id}/handover`, {
      toAccountId: eastSchoolLeader.id,
      keys: ['accounts.role/institution_staff', 'accounts.invented/a', 'accounts.invented/c'],
      reason: '离任',
    });
    assert.equal(done.body.moved, 2, done.text);
    assert.deepEqual(
      [responsible.get('a'), responsible.get('b'), responsible.get('c')],
      [eastSchoolLeader.id, eastSchoolStaff.id, 'nobody'],
    );
    assert.deepEqual(await rolesOf(officeAdmin, eastSchoolLeader), [
      'institution_leader',
      'institution_staff',
    ]);
    assert.equal(
      (await app.as(eastSchoolLeader).get('/api/account/sessions')).status,
      401,
      'new rights, new sign-in',
    );
    const told = app.plannedJobs.at(-1)?.data as { to: unknown; lines: string[] };
    assert.deepEqual(told.to, [{ accountId: eastSchoolLeader.id }]);
    assert.match(told.lines[0] ?? '', /院校经办人、事项 a/);

    const [line] = (await look(officeAdmin, eastSchoolStaff)).past;
    assert.deepEqual(
      [line.to, line.mayUndo, line.labels],
      ['东致和', true, ['院校经办人', '事项 a']],
    );
    const url = `/api/people/${eastSchoolStaff.id}/handover/${line.id}/undo`;
    const undone = await app.as(officeAdmin).post(url);
    assert.equal(undone.body.moved, 2, undone.text);
    assert.equal(responsible.get('a'), eastSchoolStaff.id);
    assert.deepEqual(await rolesOf(officeAdmin, eastSchoolLeader), ['institution_leader']);
    assert.equal((await app.as(officeAdmin).post(url)).body.code, 'accounts.handover_closed');
  });

  it('goes to an active colleague of the same body only', async () => {
    const { alphaAdmin, alphaStaff, betaAdmin } = app.world.people;
    const post = (toAccountId: string) =>
      app.as(alphaAdmin).post(`/api/people/${alphaStaff.id}/handover`, {
        toAccountId,
        keys: ['accounts.role/org_staff'],
        reason: '离任',
      });
    for (const id of [betaAdmin.id, alphaStaff.id])
      assert.equal((await post(id)).body.code, 'accounts.handover_to_stranger');
    assert.equal((await post(alphaAdmin.id)).body.moved, 1);
  });

  it('is closed to other bodies, to people without the office, and to ranks above', async () => {
    const { westSchoolAdmin, eastSchoolStaff, systemAdmin, reviewer, reviewerTwo } =
      app.world.people;
    const url = `/api/people/${eastSchoolStaff.id}/handover`;
    assert.equal((await app.as(westSchoolAdmin).get(url)).status, 404);
    assert.equal((await app.as(reviewer).get(url)).status, 403);
    const above = await app.as(systemAdmin).post(`/api/people/${reviewer.id}/handover`, {
      toAccountId: reviewerTwo.id,
      keys: ['accounts.role/provincial_reviewer'],
      reason: '离任',
    });
    assert.equal(above.body.code, 'accounts.role_above');
  });

  it('can be taken back for thirty days', async () => {
    const { officeAdmin, collegeStaff, collegeAdmin } = app.world.people;
    responsible.set('d', collegeStaff.id);
    await app.as(officeAdmin).post(`/api/people/${collegeStaff.id}/handover`, {
      toAccountId: collegeAdmin.id,
      keys: ['accounts.invented/d'],
      reason: '离任',
    });
    const [line] = (await look(officeAdmin, collegeStaff)).past;
    app.clock.advance(31 * 86_400_000);
    const late = await app
      .as(officeAdmin)
      .post(`/api/people/${collegeStaff.id}/handover/${line.id}/undo`);
    assert.equal(late.body.code, 'accounts.handover_closed');
  });
});

describe('what may I do, and why', () => {
  let app: TestApp;
  before(async () => {
    app = await startAccountsApp();
  });
  after(() => app.close());

  it('explains each verb by role and conditions, and names who next door may', async () => {
    const { eastSchoolStaff, eastSchoolAdmin } = app.world.people;
    const { workflows } = (await app.as(eastSchoolStaff).get('/api/account/permissions')).body;
    const accounts = workflows.find(({ title }: { title: string }) => title === '账号');
    assert.match(accounts.source, /四\.3/);
    const suspend = accounts.verbs.find(({ label }: { label: string }) => label === '停用');
    assert.deepEqual(suspend, {
      label: '停用',
      may: false,
      rule: '须由项目办管理员、系统管理员、市级管理员、院校负责部门负责人、评价组织管理员办理',
      conditions: ['状态为“待激活”或“正常”时', '写明理由'],
      colleagues: ['东校长青'],
    });
    const own = (await app.as(eastSchoolAdmin).get('/api/account/permissions')).body.workflows[0];
    assert.deepEqual(
      own.verbs.map(({ may }: { may: boolean }) => may),
      [true, true, false, true, true, true, true],
    );
    assert.equal(own.verbs[2].rule, '由系统按时间或本人的链接自动办理');
    assert.equal((await app.as().get('/api/account/permissions')).status, 401);
  });
});
