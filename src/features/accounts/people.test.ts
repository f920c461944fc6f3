import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Answer, TestApp } from '../../../test/support/test-app.ts';
import type { Person } from '../../../test/support/world.ts';
import { SYSTEM } from '../../kernel/actor.ts';
import { sqlBuilder } from '../../platform/db/database.ts';
import { givePassword, openBrowser, startAccountsApp } from './factory.ts';

const PASSWORD = 'kettle-rail-plum-7';

describe('looking after people', () => {
  let app: TestApp;
  before(async () => {
    app = await startAccountsApp();
    await givePassword(app, PASSWORD, Object.values(app.world.people));
  });
  after(() => app.close());

  const detail = async (person: Person): Promise<Answer['body']> => {
    const { status, body, text } = await app
      .as(app.world.people.officeAdmin)
      .get(`/api/people/${person.id}`);
    assert.equal(status, 200, text);
    return body;
  };
  const act = async (
    by: Person,
    target: Person,
    path: string,
    body: object = {},
  ): Promise<Answer> => {
    const { person } = await detail(target);
    return await app
      .as(by)
      .post(`/api/people/${target.id}/${path}`, { version: person.version, ...body });
  };
  const addActiveAdmin = async (by: Person, loginName: string): Promise<Person> => {
    const { body, text } = await app.as(by).post('/api/people', {
      organizationId: by.organizationId,
      loginName,
      name: '第二人',
      roles: [...by.roles],
    });
    assert.ok(body.link, text);
    const browser = openBrowser(app);
    await browser.post('/api/activations', { token: body.link.split('#')[1], password: PASSWORD });
    const token = browser.cookies.get('onex') ?? '';
    return {
      id: body.person.id,
      name: '第二人',
      loginName,
      organizationId: by.organizationId,
      roles: by.roles,
      token,
    };
  };

  it('suspends: the open session dies with the next request, and the person is told nothing', async () => {
    const { alphaAdmin, alphaStaff } = app.world.people;
    const browser = openBrowser(app);
    await browser.signIn('alphastaff', PASSWORD);
    assert.equal((await act(alphaAdmin, alphaStaff, 'suspension')).body.field, 'reason');
    const suspended = await act(alphaAdmin, alphaStaff, 'suspension', { reason: '停职' });
    assert.equal(suspended.body.status, 'SUSPENDED', suspended.text);
    assert.equal((await browser.get('/api/account/sessions')).status, 401);
    assert.equal((await app.as(alphaStaff).get('/api/account/sessions')).status, 401);
    assert.equal(
      (await openBrowser(app).signIn('alphastaff', PASSWORD)).body.code,
      'accounts.wrong_credentials',
    );
    const { body } = await app.as(alphaAdmin).get(`/api/people/${alphaStaff.id}`);
    assert.deepEqual(body.person.permittedActions, ['edit', 'reactivate', 'close']);
    const line = body.history.find(
      ({ action }: { action: string }) => action === 'accounts.suspend',
    );
    assert.deepEqual(
      [line.fromStatus, line.toStatus, line.reason],
      ['ACTIVE', 'SUSPENDED', '停职'],
    );
    assert.equal(
      (await act(alphaAdmin, alphaStaff, 'reactivation', { reason: '' })).body.status,
      'ACTIVE',
    );
    assert.equal((await openBrowser(app).signIn('alphastaff', PASSWORD)).status, 200);
    // The old session stays ended.
    assert.equal((await browser.get('/api/account/sessions')).status, 401);
  });

  it('closes for good', async () => {
    const { eastAdmin, eastViewer } = app.world.people;
    assert.equal(
      (await act(eastAdmin, eastViewer, 'closure', { reason: '退休' })).body.status,
      'CLOSED',
    );
    for (const [path, body] of [
      ['reactivation', {}],
      ['reset-link', {}],
      ['activation-link', {}],
      ['suspension', { reason: 'x' }],
    ] as const) {
      const answer = await act(eastAdmin, eastViewer, path, body);
      assert.equal(answer.body.code, 'accounts.wrong_state', path);
    }
    assert.equal((await openBrowser(app).signIn('eastviewer', PASSWORD)).status, 422);
    const again = await app.as(eastAdmin).post('/api/people', {
      organizationId: eastAdmin.organizationId,
      loginName: 'EastViewer',
      name: '接任者',
      roles: ['city_viewer'],
    });
    assert.equal(again.body.code, 'accounts.login_name_taken');
    assert.equal(again.body.field, 'loginName');
  });

  it('never leaves a body without an administrator who can sign in', async () => {
    const { officeAdmin, betaAdmin } = app.world.people;
    for (const [path, body] of [
      ['suspension', { reason: '测试' }],
      ['closure', { reason: '测试' }],
    ] as const) {
      const answer = await act(officeAdmin, betaAdmin, path, body);
      assert.equal(answer.body.code, 'accounts.last_admin', answer.text);
    }
    const { person } = await detail(betaAdmin);
    assert.equal(person.isLastAdmin, true);
    const demoted = await app.as(officeAdmin).put(`/api/people/${betaAdmin.id}`, {
      version: person.version,
      name: betaAdmin.name,
      roles: ['org_staff'],
    });
    assert.equal(demoted.body.code, 'accounts.last_admin');
    // An invited one is not there yet; an active one is.
    const { body } = await app.as(betaAdmin).post('/api/people', {
      organizationId: betaAdmin.organizationId,
      loginName: 'beta-second',
      name: '第二人',
      roles: ['org_admin'],
    });
    assert.equal(
      (await act(officeAdmin, betaAdmin, 'suspension', { reason: '测试' })).body.code,
      'accounts.last_admin',
    );
    await openBrowser(app).post('/api/activations', {
      token: body.link.split('#')[1],
      password: PASSWORD,
    });
    assert.equal((await act(officeAdmin, betaAdmin, 'suspension', { reason: '测试' })).status, 200);
  });

  it('lets one of two administrators win who suspend each other at the same moment', async () => {
    const { universityAdmin } = app.world.people;
    const second = await addActiveAdmin(universityAdmin, 'university-second');
    for (let round = 0; round < 5; round += 1) {
      const [one, two] = [(await detail(universityAdmin)).person, (await detail(second)).person];
      // A suspended person's session is gone: each round begins with new ones.
      const [first, other] = [openBrowser(app), openBrowser(app)];
      await first.signIn('universityadmin', PASSWORD);
      await other.signIn('university-second', PASSWORD);
      const answers = await Promise.all([
        first.post(`/api/people/${second.id}/suspension`, { version: two.version, reason: '测试' }),
        other.post(`/api/people/${universityAdmin.id}/suspension`, {
          version: one.version,
          reason: '测试',
        }),
      ]);
      const codes = answers.map(({ status }) => status).toSorted((a, b) => a - b);
      assert.equal(codes[0], 200);
      assert.notEqual(codes[1], 200, answers.map(({ text }) => text).join('\n'));
      const active = [(await detail(universityAdmin)).person, (await detail(second)).person].filter(
        ({ status }) => status === 'ACTIVE',
      );
      assert.equal(active.length, 1);
      for (const person of [universityAdmin, second])
        await act(app.world.people.officeAdmin, person, 'reactivation');
    }
  });

  it('lets nobody act on themselves', async () => {
    const { officeAdmin, eastSchoolAdmin } = app.world.people;
    for (const person of [officeAdmin, eastSchoolAdmin]) {
      for (const [path, body] of [
        ['suspension', { reason: 'x' }],
        ['closure', { reason: 'x' }],
        ['reset-link', {}],
      ] as const) {
        const answer = await act(person, person, path, body);
        assert.equal(answer.body.code, 'accounts.self', `${person.loginName} ${path}`);
      }
    }
  });

  it('tells the second of two editors that the first was faster', async () => {
    const { collegeAdmin, collegeStaff } = app.world.people;
    const { version } = (await detail(collegeStaff)).person;
    const put = (name: string) =>
      app
        .as(collegeAdmin)
        .put(`/api/people/${collegeStaff.id}`, { version, name, roles: ['institution_staff'] });
    assert.equal((await put('甲某某')).body.name, '甲某某');
    assert.equal((await put('乙某某')).body.code, 'record.changed');
  });

  it('ends the sessions of a person whose roles change, and keeps them for a new name', async () => {
    const { eastAdmin, eastReviewer } = app.world.people;
    const browser = openBrowser(app);
    await browser.signIn('eastreviewer', PASSWORD);
    const put = async (name: string, roles: string[]): Promise<Answer> => {
      const { version } = (await detail(eastReviewer)).person;
      return await app
        .as(eastAdmin)
        .put(`/api/people/${eastReviewer.id}`, { version, name, roles });
    };
    assert.equal((await put('许东临', ['city_reviewer'])).status, 200);
    assert.equal((await browser.get('/api/session')).body.actor.name, '许东临');
    assert.equal((await put('许东临', ['city_reviewer', 'city_viewer'])).status, 200);
    assert.equal((await browser.get('/api/session')).body.actor, null);
  });

  it('shows an administrator the sessions of a person and ends them (assurance A10)', async () => {
    const { westSchoolAdmin, officeAdmin } = app.world.people;
    const browser = openBrowser(app);
    await browser.post(
      '/api/session',
      { loginName: 'westschooladmin', password: PASSWORD },
      {
        headers: {
          'user-agent':
            'Mozilla/5.0 (Windows NT 6.1; Win64; x64) AppleWebKit/537.36 Chrome/109.0.0.0 Safari/537.36',
        },
      },
    );
    const { sessions } = await detail(westSchoolAdmin);
    assert.ok(
      sessions.some((session: { client: string }) => session.client === 'Chrome 109 · Windows'),
    );
    const { body } = await app.as(officeAdmin).del(`/api/people/${westSchoolAdmin.id}/sessions`);
    assert.ok(body.ended >= 1);
    assert.equal((await browser.get('/api/account/sessions')).status, 401);
    assert.equal((await detail(westSchoolAdmin)).sessions.length, 0);
  });

  it('sets whom a reviewer must not review, by the office only', async () => {
    const { officeAdmin, reviewer, systemAdmin, alphaStaff } = app.world.people;
    const { college, eastSchool, alphaOrg } = app.world.organizations;
    const put = async (by: Person, target: Person, institutionIds: string[]): Promise<Answer> => {
      const { version } = (await detail(target)).person;
      return await app
        .as(by)
        .put(`/api/people/${target.id}/affiliations`, { version, institutionIds });
    };
    assert.equal((await put(systemAdmin, reviewer, [college])).status, 403);
    assert.equal(
      (await put(officeAdmin, alphaStaff, [college])).body.code,
      'accounts.no_affiliations',
    );
    assert.equal(
      (await put(officeAdmin, reviewer, [alphaOrg])).body.code,
      'accounts.institution_unknown',
    );
    assert.equal((await put(officeAdmin, reviewer, [college, eastSchool, college])).status, 200);
    const { affiliations } = await detail(reviewer);
    assert.deepEqual(
      affiliations.map(({ id }: { id: string }) => id).toSorted(),
      [college, eastSchool].toSorted(),
    );
    const { actor } = (await app.as(reviewer).get('/api/session')).body;
    assert.deepEqual(actor.affiliatedInstitutionIds.toSorted(), [college, eastSchool].toSorted());
    assert.equal((await put(officeAdmin, reviewer, [])).status, 200);
  });

  it('filters, sorts, pages and exports the list', async () => {
    const client = app.as(app.world.people.officeAdmin);
    const list = async (query: Record<string, string>) =>
      (await client.get('/api/people', { query })).body;
    const all = await list({ pageSize: '100' });
    assert.ok(all.total >= 22);
    assert.deepEqual(
      (await list({ q: '高鹏程' })).rows.map((row: { name: string }) => row.name),
      ['高鹏程'],
    );
    assert.equal((await list({ q: '100%' })).total, 0);
    assert.equal((await list({ q: '_' })).total, 0);
    assert.ok((await list({ q: '云岭职业' })).total >= 2);
    assert.ok((await list({ q: 'COLLEGEADM' })).total >= 1);
    const auditors = await list({ role: 'auditor' });
    assert.deepEqual(
      auditors.rows.map((row: { loginName: string }) => row.loginName),
      ['auditor'],
    );
    for (const row of (await list({ status: 'ACTIVE', organizationKind: 'CITY_BUREAU' })).rows) {
      assert.deepEqual([row.status, row.organizationKind], ['ACTIVE', 'CITY_BUREAU']);
    }
    const names = (await list({ sort: '-loginName', pageSize: '100' })).rows.map(
      (row: { loginName: string }) => row.loginName,
    );
    assert.deepEqual(names, names.toSorted().toReversed());
    const second = await list({ page: '2', pageSize: '20' });
    assert.equal(second.rows.length, all.total - 20);
    assert.equal(
      (await client.get('/api/people', { query: { sort: 'password_hash' } })).status,
      400,
    );
    const csv = await client.get('/api/people.csv', { query: { role: 'auditor' } });
    assert.match(csv.text, /单位,单位类型,姓名,登录名,角色,状态,最近登录,创建时间/);
    assert.match(csv.text, /云岭省教育厅,省级教育行政部门,纪明察,auditor,审计员,正常/);
    assert.equal(csv.text.includes('argon2'), false);
  });

  it('shows which link is open and which has expired', async () => {
    const { collegeAdmin } = app.world.people;
    const { body } = await app.as(collegeAdmin).post('/api/people', {
      organizationId: collegeAdmin.organizationId,
      loginName: 'college-late',
      name: '迟来者',
      roles: ['institution_leader'],
    });
    const client = app.as(collegeAdmin);
    const ids = async (link: string): Promise<string[]> =>
      (await client.get('/api/people', { query: { link } })).body.rows.map(
        (row: { id: string }) => row.id,
      );
    assert.ok((await ids('PENDING')).includes(body.person.id));
    app.clock.advance(72 * 3_600_000);
    assert.ok((await ids('EXPIRED')).includes(body.person.id));
    assert.equal((await ids('PENDING')).includes(body.person.id), false);
  });

  it('lists bodies, and those where nobody can look after people yet', async () => {
    const office = app.as(app.world.people.officeAdmin);
    const without = await office.get('/api/people/organizations', {
      query: { withoutAdmin: 'true' },
    });
    const names = without.body.rows.map((row: { name: string }) => row.name);
    assert.ok(names.includes('西川市教育局'));
    assert.equal(names.includes('云岭职业技术学院'), false);
    assert.equal(
      names.includes('云岭省教育厅'),
      false,
      'the department has no administrator of its own',
    );
    const found = await office.get('/api/people/organizations', { query: { q: 'dongchuan' } });
    assert.ok(found.status === 200);
    const own = await app.as(app.world.people.collegeAdmin).get('/api/people/organizations');
    assert.deepEqual(
      own.body.rows.map((row: { name: string }) => row.name),
      ['云岭职业技术学院'],
    );
    assert.deepEqual(own.body.rows[0].grantableRoles, [
      'institution_admin',
      'institution_staff',
      'institution_leader',
    ]);
  });

  it('is behind a second wall: row-level security knows the body too', async () => {
    const { collegeAdmin } = app.world.people;
    const actor = {
      ...collegeAdmin,
      kind: 'person',
      userId: collegeAdmin.id,
      organizationName: '',
      organizationKind: 'INSTITUTION',
      affiliatedInstitutionIds: [],
      sessionId: collegeAdmin.id,
    } as const;
    const rows = await app.database.read(actor, (read) =>
      read.all(sqlBuilder.selectFrom('account').select('organization_id')),
    );
    assert.ok(rows.length > 0);
    assert.ok(rows.every((row) => row.organization_id === collegeAdmin.organizationId));
    const all = await app.database.read(SYSTEM, (read) =>
      read.all(sqlBuilder.selectFrom('account').select('organization_id')),
    );
    assert.ok(all.length > rows.length);
  });
});
