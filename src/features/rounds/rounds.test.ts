import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Answer, startTestApp, type TestApp } from '../../../test/support/test-app.ts';
import { registerConstraintTexts } from '../../platform/db/pg-errors.ts';
import { PUBLIC, SYSTEM } from '../../kernel/actor.ts';
import { beijingDate } from '../../kernel/time.ts';
import { newId } from '../../platform/random.ts';
import {
  effectiveClosing,
  getRound,
  listPublishedRounds,
  roundConstraintTexts,
  roundRoutes,
} from './index.ts';

const BEFORE_OPENING = '2025-02-01T02:00:00.000Z';
const WHILE_OPEN = '2025-03-01T02:00:00.000Z';
const CLOSING = '2025-04-07T16:00:00.000Z';
const DURING_CITY_REVIEW = '2025-04-09T02:00:00.000Z';
const AFTER_EVERYTHING = '2025-04-30T02:00:00.000Z';

/** Each test has a year of its own; the window is that of the spring of 2025 for all of them. */
const plan = (year: number, more: Record<string, unknown> = {}) => ({
  year,
  sequence: 1,
  title: `${year}年第一批试点申报`,
  noticeNumber: null,
  opensAt: '2025-02-13T16:00:00.000Z',
  closesAt: CLOSING,
  cityReviewDueAt: '2025-04-14T16:00:00.000Z',
  provincialReviewDueAt: '2025-04-25T16:00:00.000Z',
  eligibleKinds: ['SECONDARY_VOCATIONAL', 'HIGHER_VOCATIONAL'],
  guidance: '先看说明会，再选证书。',
  ...more,
});

describe('rounds over HTTP', () => {
  let app: TestApp;
  let year = 2030;

  before(async () => {
    registerConstraintTexts(roundConstraintTexts);
    app = await startTestApp({ at: BEFORE_OPENING, routes: roundRoutes });
  });
  after(async () => await app.close());

  const admin = () => app.as(app.world.people.officeAdmin);

  const draft = async (more: Record<string, unknown> = {}): Promise<Answer['body']> => {
    app.clock.set(BEFORE_OPENING);
    year += 1;
    const answer = await admin().post('/api/rounds', plan(year, more));
    assert.equal(answer.status, 200, answer.text);
    return answer.body;
  };

  const published = async (more: Record<string, unknown> = {}): Promise<Answer['body']> => {
    const round = await draft(more);
    const answer = await admin().post(`/api/rounds/${round.id}/publication`, {
      version: round.version,
    });
    assert.equal(answer.status, 200, answer.text);
    return answer.body;
  };

  /** The body of an edit that changes only what is named. */
  const edit = (round: Answer['body'], more: Record<string, unknown> = {}) => ({
    ...plan(round.year),
    version: round.version,
    reason: '',
    ...more,
  });

  const auditRows = async (
    action: string,
  ): Promise<{ outcome: string; reason: string | null }[]> => {
    const { sqlBuilder } = await import('../../platform/db/database.ts');
    return await app.database.read(SYSTEM, (read) =>
      read.all(
        sqlBuilder
          .selectFrom('audit_event')
          .select(['outcome', 'reason'])
          .where('action', '=', action),
      ),
    );
  };

  describe('drafts', () => {
    it('are made with the default rules and seen by the office alone', async () => {
      const round = await draft();
      assert.equal(round.phase, 'DRAFT');
      assert.equal(round.rules.correctionDays, 5);
      assert.deepEqual(round.permittedActions, ['update', 'publish']);
      const { people } = app.world;
      assert.equal((await app.as(people.officeStaff).get(`/api/rounds/${round.id}`)).status, 200);
      for (const person of [
        people.collegeAdmin,
        people.eastReviewer,
        people.alphaAdmin,
        people.reviewer,
      ]) {
        const answer = await app.as(person).get(`/api/rounds/${round.id}`);
        assert.equal(answer.status, 404);
        assert.equal(answer.body.code, 'rounds.not_found');
        const list = await app.as(person).get('/api/rounds?status=DRAFT');
        assert.equal(list.body.total, 0);
      }
      assert.equal((await app.as().get(`/api/rounds/${round.id}`)).status, 401);
    });

    it('are made by the head of the office only', async () => {
      const { people } = app.world;
      for (const person of [
        people.officeStaff,
        people.reviewer,
        people.collegeAdmin,
        people.auditor,
      ]) {
        assert.equal((await app.as(person).post('/api/rounds', plan(2029))).status, 403);
      }
    });

    it('may change in everything, year and rules included', async () => {
      const round = await draft();
      const changes = {
        year: 2026,
        rules: { correctionDays: 7, minimumHeadcount: 30 },
        title: '改过的名称',
      };
      const answer = await admin().put(`/api/rounds/${round.id}`, edit(round, changes));
      assert.equal(answer.status, 200, answer.text);
      assert.equal(answer.body.year, 2026);
      assert.equal(answer.body.rules.minimumHeadcount, 30);
      assert.equal(answer.body.version, 2);
    });

    it('are refused with every finding at its field when the instants do not follow each other', async () => {
      const wrong = plan(2028, {
        closesAt: '2025-02-13T16:00:00.000Z',
        provincialReviewDueAt: '2025-03-01T00:00:00.000Z',
      });
      const answer = await admin().post('/api/rounds', wrong);
      assert.equal(answer.status, 422);
      assert.deepEqual(
        answer.body.findings.map((finding: { field: string }) => finding.field),
        ['closesAt', 'provincialReviewDueAt'],
      );
    });

    it('are refused when malformed', async () => {
      for (const wrong of [
        { title: '' },
        { opensAt: '2025-02-14' },
        { eligibleKinds: [] },
        { eligibleKinds: ['HIGHER_VOCATIONAL', 'HIGHER_VOCATIONAL'] },
        { rules: { threeYearRule: 'block' } },
        { status: 'PUBLISHED' },
        { sequence: 0 },
      ]) {
        const answer = await admin().post('/api/rounds', plan(2028, wrong));
        assert.equal(answer.status, 400, JSON.stringify(wrong));
      }
    });

    it('say in words that year and batch are taken', async () => {
      const round = await draft();
      const answer = await admin().post('/api/rounds', plan(round.year));
      assert.equal(answer.status, 409);
      assert.equal(answer.body.code, 'rounds.duplicate');
    });

    it('are changed by one of two editors who saw the same version', async () => {
      const round = await draft();
      const both = await Promise.all(
        ['甲', '乙'].map((title) => admin().put(`/api/rounds/${round.id}`, edit(round, { title }))),
      );
      assert.deepEqual(
        both.map((answer) => answer.status).toSorted((left, right) => left - right),
        [200, 409],
      );
    });
  });

  describe('publishing', () => {
    it('shows the round to every role and to the public', async () => {
      const round = await published();
      assert.equal(round.status, 'PUBLISHED');
      assert.equal(round.phase, 'UPCOMING');
      for (const person of Object.values(app.world.people)) {
        assert.equal(
          (await app.as(person).get(`/api/rounds/${round.id}`)).status,
          200,
          person.name,
        );
      }
      const rounds = await app.database.read(PUBLIC, (read) => listPublishedRounds(read));
      assert.ok(rounds.some((facts) => facts.id === round.id));
      assert.ok(rounds.every((facts) => facts.status !== 'DRAFT'));
    });

    it('is refused once the closing has come, to the millisecond', async () => {
      const round = await draft();
      app.clock.set(CLOSING);
      const late = await admin().post(`/api/rounds/${round.id}/publication`, { version: 1 });
      assert.equal(late.status, 422);
      app.clock.advance(-1);
      const inTime = await admin().post(`/api/rounds/${round.id}/publication`, { version: 1 });
      assert.equal(inTime.status, 200);
      assert.equal(inTime.body.phase, 'OPEN');
    });

    it('happens once, by the head of the office', async () => {
      const round = await published();
      const again = await admin().post(`/api/rounds/${round.id}/publication`, {
        version: round.version,
      });
      assert.equal(again.status, 409);
      const other = await draft();
      const staff = app.as(app.world.people.officeStaff);
      assert.equal(
        (await staff.post(`/api/rounds/${other.id}/publication`, { version: 1 })).status,
        403,
      );
    });
  });

  describe('a published round', () => {
    it('changes its deadlines with a reason that stays in the history', async () => {
      const round = await published();
      app.clock.set(WHILE_OPEN);
      const closesAt = '2025-04-09T16:00:00.000Z';
      const silent = await admin().put(`/api/rounds/${round.id}`, edit(round, { closesAt }));
      assert.equal(silent.status, 422);
      assert.equal(silent.body.field, 'reason');
      const answer = await admin().put(
        `/api/rounds/${round.id}`,
        edit(round, { closesAt, reason: '清明假期后留出办理时间' }),
      );
      assert.equal(answer.status, 200, answer.text);
      assert.equal(answer.body.closesAt, closesAt);
      const history = await app.as(app.world.people.auditor).get(`/api/rounds/${round.id}/history`);
      const last = history.body.rows.at(-1);
      assert.deepEqual(last.changed, ['申报截止']);
      assert.equal(last.reason, '清明假期后留出办理时间');
      assert.equal(
        (await app.as(app.world.people.collegeAdmin).get(`/api/rounds/${round.id}/history`)).status,
        403,
      );
    });

    it('keeps its year, kinds and rules, and never gets shorter once open', async () => {
      const round = await published();
      app.clock.set(WHILE_OPEN);
      const body = edit(round, {
        year: 2027,
        rules: { correctionDays: 9 },
        closesAt: '2025-04-07T15:59:59.999Z',
        reason: '想改',
      });
      const answer = await admin().put(`/api/rounds/${round.id}`, body);
      assert.equal(answer.status, 422);
      assert.deepEqual(
        answer.body.findings.map((finding: { field: string }) => finding.field),
        ['year', 'rules', 'closesAt'],
      );
      const unchanged = await app.database.read(SYSTEM, (read) => getRound(read, round.id));
      assert.equal(unchanged.closesAt, CLOSING);
      const refused = (await auditRows('rounds.update')).filter((row) => row.outcome === 'refused');
      assert.ok(refused.length > 0);
    });

    it('is concluded after the last closing and then stands still', async () => {
      const round = await published();
      app.clock.set(WHILE_OPEN);
      const early = await admin().post(`/api/rounds/${round.id}/conclusion`, {
        version: round.version,
      });
      assert.equal(early.status, 422);
      assert.equal(early.body.code, 'rounds.still_open');
      app.clock.set(AFTER_EVERYTHING);
      const staff = app.as(app.world.people.officeStaff);
      assert.equal(
        (await staff.post(`/api/rounds/${round.id}/conclusion`, { version: round.version })).status,
        403,
      );
      const answer = await admin().post(`/api/rounds/${round.id}/conclusion`, {
        version: round.version,
      });
      assert.equal(answer.status, 200, answer.text);
      assert.equal(answer.body.phase, 'CONCLUDED');
      assert.deepEqual(answer.body.permittedActions, []);
      const later = await admin().put(
        `/api/rounds/${round.id}`,
        edit(answer.body, { reason: '再改' }),
      );
      assert.equal(later.status, 409);
    });
  });

  describe('extensions', () => {
    const UNTIL = '2025-04-10T16:00:00.000Z';
    const extend = (roundId: string, organizationId: string, closesAt = UNTIL) =>
      admin().post(`/api/rounds/${roundId}/extensions`, {
        organizationId,
        closesAt,
        reason: '校址搬迁，网络中断',
      });

    it('move the closing of one institution and nobody else', async () => {
      const round = await published();
      const { organizations, people } = app.world;
      assert.equal((await extend(round.id, organizations.eastSchool)).status, 200);
      const [own, other] = await app.database.read(SYSTEM, async (read) => [
        await effectiveClosing(read, round.id, organizations.eastSchool),
        await effectiveClosing(read, round.id, organizations.westSchool),
      ]);
      assert.equal(own, UNTIL);
      assert.equal(other, CLOSING);
      assert.equal(
        (await app.as(people.eastSchoolStaff).get(`/api/rounds/${round.id}`)).body.ownClosesAt,
        UNTIL,
      );
      assert.equal(
        (await app.as(people.westSchoolAdmin).get(`/api/rounds/${round.id}`)).body.ownClosesAt,
        CLOSING,
      );
    });

    it('are seen by the province, the bureau in charge and the institution itself', async () => {
      const round = await published();
      const { organizations, people } = app.world;
      await extend(round.id, organizations.eastSchool);
      const path = `/api/rounds/${round.id}/extensions`;
      for (const [person, expected] of [
        [people.officeStaff, 1],
        [people.auditor, 1],
        [people.eastReviewer, 1],
        [people.eastSchoolLeader, 1],
        [people.westReviewer, 0],
        [people.westSchoolAdmin, 0],
        [people.alphaAdmin, 0],
        [people.systemAdmin, 0],
      ] as const) {
        const answer = await app.as(person).get(path);
        assert.equal(answer.body.total, expected, person.name);
      }
      const forSchool = await app.as(people.eastSchoolAdmin).get(path);
      assert.equal(forSchool.body.rows[0].createdByName, null);
      const forOffice = await app.as(people.officeStaff).get(path);
      assert.equal(forOffice.body.rows[0].createdByName, people.officeAdmin.name);
    });

    it('are seen by the bureau that answers today, not by the one before', async () => {
      const round = await published();
      const { organizations, people } = app.world;
      await extend(round.id, organizations.eastSchool);
      await app.database.transaction(SYSTEM, async (tx) => {
        const { sqlBuilder } = await import('../../platform/db/database.ts');
        const today = beijingDate(app.clock.now());
        const of = organizations.eastSchool;
        await tx.run(
          sqlBuilder
            .updateTable('jurisdiction')
            .set({ valid_to: today })
            .where('institution_id', '=', of),
        );
        await tx.run(
          sqlBuilder.insertInto('jurisdiction').values({
            id: newId(app.clock.now()),
            institution_id: of,
            bureau_id: organizations.westBureau,
            valid_from: today,
            created_at: app.clock.now(),
            updated_at: app.clock.now(),
          }),
        );
      });
      const path = `/api/rounds/${round.id}/extensions`;
      assert.equal((await app.as(people.eastReviewer).get(path)).body.total, 0);
      assert.equal((await app.as(people.westReviewer).get(path)).body.total, 1);
    });

    it('are one at a time and can be revoked with a reason', async () => {
      const round = await published();
      const { organizations } = app.world;
      const first = await extend(round.id, organizations.college);
      const second = await extend(round.id, organizations.college, '2025-04-12T16:00:00.000Z');
      assert.equal(second.status, 409);
      assert.equal(second.body.code, 'rounds.extension_exists');
      const path = `/api/rounds/${round.id}/extensions/${first.body.id}/revocation`;
      assert.equal((await admin().post(path, { reason: '' })).status, 400);
      const revoked = await admin().post(path, { reason: '院校已按时提交' });
      assert.equal(revoked.body.state, 'REVOKED');
      assert.equal((await admin().post(path, { reason: '再撤一次' })).status, 409);
      const closing = await app.database.read(SYSTEM, (read) =>
        effectiveClosing(read, round.id, organizations.college),
      );
      assert.equal(closing, CLOSING);
      assert.equal((await extend(round.id, organizations.college)).status, 200);
    });

    it('are given again once the one before has passed, which stays as passed', async () => {
      const round = await published();
      const { college } = app.world.organizations;
      const first = await extend(round.id, college);
      app.clock.set('2025-04-10T15:59:59.999Z');
      const again = '2025-04-14T16:00:00.000Z';
      assert.equal((await extend(round.id, college, again)).body.code, 'rounds.extension_exists');
      app.clock.set(UNTIL);
      const second = await extend(round.id, college, again);
      assert.equal(second.status, 200, second.text);
      const third = await extend(round.id, college, again);
      assert.equal(third.body.code, 'rounds.extension_exists');
      const path = `/api/rounds/${round.id}/extensions`;
      const refused = await admin().post(`${path}/${first.body.id}/revocation`, { reason: '撤销' });
      assert.equal(refused.status, 409);
      assert.match(refused.text, /已经到期.*重新给予延期/);
      const closing = () =>
        app.database.read(SYSTEM, (read) => effectiveClosing(read, round.id, college));
      assert.equal(await closing(), again);
      const states = async (query: string): Promise<unknown[]> =>
        (await admin().get(`${path}?sort=createdAt&${query}`)).body.rows.map(
          (row: Answer['body']) => [row.organizationName, row.closesAt, row.state, row.revokedAt],
        );
      const name = first.body.organizationName;
      const kept = [[name, UNTIL, 'PASSED', null]];
      assert.deepEqual(await states(''), [...kept, [name, again, 'LIVE', null]]);
      assert.deepEqual(await states('revoked=yes'), []);
      app.clock.advance(1000);
      await admin().post(`${path}/${second.body.id}/revocation`, { reason: '已经提交' });
      assert.deepEqual(await states('revoked=no'), kept);
      assert.deepEqual(await states('revoked=yes'), [[name, again, 'REVOKED', app.clock.now()]]);
      assert.equal(await closing(), CLOSING);
    });

    it('are refused outside their limits, for the wrong body and by the wrong person', async () => {
      const round = await published();
      const { organizations, people } = app.world;
      assert.equal(
        (await extend(round.id, organizations.eastSchool, CLOSING)).body.code,
        'rounds.extension_not_later',
      );
      const late = await extend(round.id, organizations.eastSchool, '2025-04-25T16:00:00.001Z');
      assert.equal(late.body.code, 'rounds.extension_after_review');
      app.clock.set(DURING_CITY_REVIEW);
      const past = await extend(round.id, organizations.eastSchool, '2025-04-08T16:00:00.000Z');
      assert.equal(past.body.code, 'rounds.extension_in_the_past');
      assert.equal(
        (await extend(round.id, organizations.eastBureau)).body.code,
        'rounds.extension_for_whom',
      );
      assert.equal(
        (await extend(round.id, organizations.university)).body.code,
        'rounds.extension_not_eligible',
      );
      const body = {
        organizationId: organizations.eastSchool,
        closesAt: UNTIL,
        reason: '自己延期',
      };
      const path = `/api/rounds/${round.id}/extensions`;
      for (const person of [
        people.eastSchoolAdmin,
        people.eastReviewer,
        people.officeStaff,
        people.systemAdmin,
      ]) {
        assert.equal((await app.as(person).post(path, body)).status, 403, person.name);
      }
    });

    it('keep the round open for concluding until the last of them has passed', async () => {
      const round = await published();
      await extend(round.id, app.world.organizations.eastSchool);
      app.clock.set('2025-04-10T15:59:59.999Z');
      const path = `/api/rounds/${round.id}/conclusion`;
      assert.equal((await admin().post(path, { version: round.version })).status, 422);
      app.clock.set(UNTIL);
      assert.equal((await admin().post(path, { version: round.version })).status, 200);
    });

    it('belong to published rounds', async () => {
      const round = await draft();
      assert.equal((await extend(round.id, app.world.organizations.eastSchool)).status, 409);
      const unknown = await extend(
        '00000000-0000-7000-8000-000000000999',
        app.world.organizations.eastSchool,
      );
      assert.equal(unknown.status, 404);
    });
  });

  describe('lists', () => {
    it('filter, sort and page in the database and export every row', async () => {
      await published({ title: '特别的一批' });
      const found = await admin().get('/api/rounds', { query: { q: '特别' } });
      assert.equal(found.body.total, 1);
      const all = await admin().get('/api/rounds?pageSize=20&sort=number');
      const numbers = all.body.rows.map(
        (row: { year: number; sequence: number }) => row.year * 10 + row.sequence,
      );
      assert.deepEqual(
        numbers,
        numbers.toSorted((left: number, right: number) => left - right),
      );
      const csv = await admin().get('/api/rounds.csv?q=特别');
      assert.equal(csv.status, 200);
      assert.match(csv.text, /特别的一批.*2025年4月7日 24:00（北京时间）/);
      assert.equal((await admin().get('/api/rounds?sort=rules')).status, 400);
      assert.equal((await app.as().get('/api/rounds')).status, 401);
    });
  });
});
