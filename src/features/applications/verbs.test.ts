import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import pg from 'pg';
import { JUDGING, rowOf } from '../../../test/support/application-procedure.ts';
import { type Answer, startTestApp, type TestApp } from '../../../test/support/test-app.ts';
import type { Person, PersonName } from '../../../test/support/world.ts';
import type { Role } from '../../kernel/actor.ts';
import { asOwner, confirmed, setNumberPrefix } from '../filings/factory.ts';
import { completeContent, inState, type Made, OPINION, openRound, perform } from './factory.ts';
import { lapseOverdue } from './index.ts';
import { APPLICATION_STATUSES, type ApplicationStatus, type ApplicationVerb } from './status.ts';

/** One verb as an endpoint: its path below the application, who may, and content that is right for it. */
interface Step {
  readonly verb: ApplicationVerb;
  readonly method: 'POST' | 'PUT' | 'DELETE' | 'UPLOAD';
  readonly path: string;
  readonly by: PersonName;
  readonly from: readonly ApplicationStatus[];
  readonly body: (made: Made, items: readonly string[]) => Record<string, unknown>;
}

const justVersion = ({ version }: Made) => ({ version });
const withOpinion = ({ version }: Made) => ({ version, opinion: OPINION });

const step = (
  verb: ApplicationVerb,
  path: string,
  by: PersonName,
  body: Step['body'],
  more: Partial<Step> = {},
): Step => ({
  verb,
  method: 'POST',
  path: `/${path}`,
  by,
  from: rowOf(verb).from,
  body,
  ...more,
});

const STEPS: readonly Step[] = [
  step('edit', '', 'eastSchoolAdmin', justVersion, { method: 'PUT', path: '' }),
  step('edit', 'plan', 'eastSchoolAdmin', justVersion, { method: 'UPLOAD' }),
  step('edit', 'plan', 'eastSchoolAdmin', justVersion, { method: 'DELETE' }),
  step('submit', 'submit', 'eastSchoolAdmin', justVersion, { from: ['DRAFT', 'RETURNED'] }),
  step('withdraw', 'withdraw', 'eastSchoolAdmin', justVersion),
  step('redraft', 'redraft', 'eastSchoolAdmin', justVersion),
  step('endorse', 'endorse', 'eastReviewer', withOpinion),
  step('returnByCity', 'return-by-city', 'eastReviewer', withOpinion),
  step('rejectByCity', 'reject-by-city', 'eastReviewer', withOpinion),
  step('retract', 'retract', 'eastReviewer', withOpinion),
  step('overrule', 'overrule', 'reviewer', withOpinion),
  step('approve', 'approve', 'reviewer', withOpinion),
  step('approveInPart', 'approve-in-part', 'reviewer', ({ version }, items) => ({
    version,
    opinion: OPINION,
    items: items.slice(1).map((itemId) => ({ itemId, accepted: false, opinion: OPINION })),
  })),
  step('returnByProvince', 'return-by-province', 'reviewer', withOpinion),
  step('reject', 'reject', 'reviewer', withOpinion),
  step('reconsider', 'reconsider', 'reviewer', withOpinion),
  step('revive', 'revive', 'officeAdmin', withOpinion),
];

/** People of the world who may do a verb on an application of `eastSchool`; from the table and the place of each. */
const mayDo = ({ verb }: Step, name: PersonName, person: Person): boolean =>
  person.roles.some((role) => rowOf(verb).who.includes(role)) &&
  (/^(?:east|office|reviewer)/.test(name) || person.roles.includes('provincial_reviewer'));

describe('every verb over HTTP', () => {
  let app: TestApp;
  let sql: pg.Client;
  const records = new Map<ApplicationStatus, Made>();
  let sequence = 0;

  const nextRound = (change: Record<string, unknown> = {}): Promise<string> => {
    sequence += 1;
    const place = { year: 2025 + Math.floor(sequence / 9), sequence: 1 + (sequence % 9) };
    return openRound(app, { ...place, title: `第 ${sequence} 轮`, ...change });
  };

  /** An application of `eastSchool` in the state, in a round of its own; 已备案 by a confirmed list. */
  const recordIn = async (status: ApplicationStatus): Promise<Made> => {
    if (status === 'LAPSED') return await lapsed();
    const roundId = await nextRound();
    if (status !== 'FILED') return await inState(app, roundId, status);
    const made = await inState(app, roundId, 'APPROVED');
    await confirmed(app, roundId);
    return { id: made.id, version: made.version + 1 };
  };

  /** Its round is over and extended for the school, so that nothing but the state stands in the way of a verb. */
  const lapsed = async (): Promise<Made> => {
    const closesAt = '2025-03-01T03:00:00.000Z';
    const roundId = await nextRound({ closesAt });
    const made = await inState(app, roundId, 'LAPSED');
    app.clock.set(closesAt);
    assert.equal(await lapseOverdue(app.database, app.clock.now()), 1);
    const extended = await app
      .as(app.world.people.officeAdmin)
      .post(`/api/rounds/${roundId}/extensions`, {
        organizationId: app.world.organizations.eastSchool,
        closesAt: '2025-04-08T16:00:00.000Z',
        reason: '核实后同意延期',
      });
    assert.equal(extended.status, 200, extended.text);
    app.clock.set('2025-03-01T02:00:00.000Z');
    return { id: made.id, version: made.version + 1 };
  };

  before(async () => {
    app = await startTestApp();
    sql = new pg.Client({ connectionString: app.databaseUrl });
    await sql.connect();
    await setNumberPrefix(app);
    for (const status of APPLICATION_STATUSES) records.set(status, await recordIn(status));
  });
  after(async () => {
    await sql.end();
    await app.close();
  });

  /** Everything of one application that an action could touch. */
  const stateOf = async (
    id: string,
  ): Promise<{ status: string; version: number; hash: string }> => {
    const { rows } = await sql.query(
      `select status, version, md5(concat(a::text,
         (select string_agg(i::text, '' order by i.id) from application_item i where i.application_id = a.id),
         (select string_agg(s::text, '' order by s.number) from application_submission s where s.application_id = a.id),
         (select string_agg(d::text, '' order by d.id) from review_decision d where d.application_id = a.id),
         (select string_agg(m::text, '' order by m.id) from review_remark m where m.application_id = a.id))) as hash
         from application a where id = $1`,
      [id],
    );
    return rows[0];
  };

  const itemsOf = async (id: string): Promise<string[]> =>
    (
      await sql.query(
        'select id from application_item where application_id = $1 order by position',
        [id],
      )
    ).rows.map((row) => row.id);

  const send = async (person: Person, made: Made, one: Step): Promise<Answer> => {
    const client = app.as(person);
    const url = `/api/applications/${made.id}${one.path}`;
    const body = one.body(made, await itemsOf(made.id));
    switch (one.method) {
      case 'POST':
        return await client.post(url, body);
      case 'PUT':
        return await client.put(url, { ...body, content: completeContent(app, 'eastSchool') });
      case 'DELETE':
        return await client.del(url);
      case 'UPLOAD': {
        const { samplePlan } = await import('../../app/demo/sample-plan.ts');
        return await client.upload(url, {
          name: '方案.pdf',
          type: 'application/pdf',
          bytes: await samplePlan(),
        });
      }
    }
  };

  const inStatus = (status: ApplicationStatus): Made => records.get(status) ?? assert.fail(status);

  test('the records stand in their states', async () => {
    for (const status of APPLICATION_STATUSES) {
      const { id, version } = inStatus(status);
      const { hash: _, ...now } = await stateOf(id);
      assert.deepEqual(now, { status, version });
    }
  });

  test('whoever may not is refused, and the record stays as it is', async () => {
    let cells = 0;
    for (const one of STEPS) {
      const [status] = one.from;
      const made = inStatus(status ?? assert.fail());
      const before = await stateOf(made.id);
      for (const [name, person] of Object.entries(app.world.people) as [PersonName, Person][]) {
        if (mayDo(one, name, person)) continue;
        const answer = await send(person, made, one);
        assert.ok(
          [403, 404].includes(answer.status),
          `${one.verb} ${one.path} ${name}: ${answer.status} ${answer.text}`,
        );
        cells += 1;
      }
      assert.deepEqual(await stateOf(made.id), before, one.verb);
    }
    assert.ok(cells > 320, String(cells));
  });

  test('whoever may is refused in every other state, and the record stays as it is', async () => {
    let cells = 0;
    for (const one of STEPS) {
      for (const status of APPLICATION_STATUSES.filter((state) => !one.from.includes(state))) {
        const made = inStatus(status);
        const before = await stateOf(made.id);
        const answer = await send(app.world.people[one.by], made, one);
        // A bureau does not even see what was never submitted to it.
        const expected =
          one.by === 'eastReviewer' && ['DRAFT', 'LAPSED'].includes(status) ? [404] : [409, 422];
        assert.ok(
          expected.includes(answer.status),
          `${one.verb} ${status}: ${answer.status} ${answer.text}`,
        );
        if (answer.status === 409) assert.equal(answer.body.code, 'application.wrong_state');
        assert.deepEqual(await stateOf(made.id), before, `${one.verb} ${status}`);
        cells += 1;
      }
    }
    assert.ok(cells > 140, String(cells));
  });

  test('a version that is not the current one is refused, and the record stays as it is', async () => {
    for (const one of STEPS.filter(({ method }) => method === 'POST' || method === 'PUT')) {
      const made = inStatus(one.from[0] ?? assert.fail());
      const before = await stateOf(made.id);
      for (const version of [made.version - 1, made.version + 1].filter((other) => other > 0)) {
        const answer = await send(app.world.people[one.by], { ...made, version }, one);
        assert.deepEqual(
          [answer.status, answer.body.code],
          [409, 'application.changed'],
          `${one.verb} ${answer.text}`,
        );
      }
      assert.deepEqual(await stateOf(made.id), before);
    }
  });

  test('several at once refuse what one by one would be refused', async () => {
    const rows = APPLICATION_STATUSES.map((status) => ({
      applicationId: inStatus(status).id,
      version: inStatus(status).version,
    }));
    const states = async () => {
      const all = [];
      for (const { applicationId } of rows) all.push(await stateOf(applicationId));
      return all;
    };
    const before = await states();
    const bulk = [
      ['endorse', 'westReviewer', []],
      ['endorse', 'reviewer', []],
      ['approve', 'eastReviewer', []],
      ['retract', 'reviewer', []],
      ['reconsider', 'eastReviewer', []],
      ['endorse', 'eastReviewer', ['CITY_REVIEW']],
      ['approve', 'reviewer', ['PROVINCIAL_REVIEW']],
      ['retract', 'eastReviewer', ['PROVINCIAL_REVIEW', 'CITY_REJECTED']],
      ['reconsider', 'reviewer', ['APPROVED', 'PARTIALLY_APPROVED', 'REJECTED']],
    ] as const;
    for (const [verb, name, allowed] of bulk) {
      const client = app.as(app.world.people[name]);
      const answer = await client.post('/api/applications/bulk-decide', {
        verb,
        rows,
        opinion: OPINION,
        dryRun: true,
      });
      assert.equal(answer.status, 200, answer.text);
      const ok = answer.body.results.map(({ ok: one }: { ok: boolean }, index: number) =>
        one ? APPLICATION_STATUSES[index] : '',
      );
      assert.deepEqual(
        ok.filter((status: string) => status !== ''),
        allowed,
        `${verb} ${name}`,
      );
    }
    assert.deepEqual(await states(), before);
  });

  test('another bureau finds nothing at the address', async () => {
    const west = app.as(app.world.people.westReviewer);
    for (const status of APPLICATION_STATUSES) {
      const { id } = inStatus(status);
      for (const path of ['', '/history', '/facts', '/submissions/1', '/plan']) {
        const answer = await west.get(`/api/applications/${id}${path}`);
        assert.deepEqual([answer.status, answer.body.code], [404, 'application.not_found'], path);
      }
    }
  });

  test('whoever may does it in the right state, and the record moves one version on', async () => {
    for (const one of STEPS) {
      const made = await recordIn(one.from[0] ?? assert.fail());
      const answer = await send(app.world.people[one.by], made, one);
      assert.equal(answer.status, 200, `${one.verb} ${one.path}: ${answer.text}`);
      const { status, version } = await stateOf(made.id);
      assert.equal(version, made.version + 1, one.verb);
      assert.ok((rowOf(one.verb).to as string[]).includes(status), `${one.verb} led to ${status}`);
    }
  });

  describe('the same person on both sides', () => {
    const move = (person: Person, organization: 'department' | 'eastBureau', role: Role) =>
      asOwner(app, 'update account set organization_id = $1, roles = $2 where id = $3', [
        app.world.organizations[organization],
        [role],
        person.id,
      ]);

    test('who endorsed at the bureau decides nothing of it at the province', async () => {
      const { eastReviewer } = app.world.people;
      const endorsed = await recordIn('PROVINCIAL_REVIEW');
      const rejected = await recordIn('CITY_REJECTED');
      await move(eastReviewer, 'department', 'provincial_reviewer');
      try {
        for (const [verb, made] of [
          ['approve', endorsed],
          ['approveInPart', endorsed],
          ['reject', endorsed],
          ['overrule', rejected],
        ] as const) {
          const before = await stateOf(made.id);
          const one = STEPS.find((candidate) => candidate.verb === verb) ?? assert.fail();
          const answer = await send(eastReviewer, made, one);
          assert.deepEqual(
            [answer.status, answer.body.code],
            [403, 'application.four_eyes'],
            `${verb} ${answer.text}`,
          );
          assert.deepEqual(await stateOf(made.id), before);
        }
        const rows = [{ applicationId: endorsed.id, version: endorsed.version }];
        const bulk = await app.as(eastReviewer).post('/api/applications/bulk-decide', {
          verb: 'approve',
          rows,
          opinion: OPINION,
          dryRun: false,
        });
        assert.deepEqual([bulk.status, bulk.body.results[0].ok], [200, false]);
        const view = await app.as(eastReviewer).get(`/api/applications/${endorsed.id}`);
        assert.deepEqual(view.body.permittedActions, ['returnByProvince']);
      } finally {
        await move(eastReviewer, 'eastBureau', 'city_reviewer');
      }
      const other = await perform(app, 'reviewerTwo', endorsed, 'approve', { opinion: OPINION });
      assert.equal((await stateOf(other.id)).status, 'APPROVED');
    });

    test('who works for the institution judges nothing of it', async () => {
      const { eastReviewer, reviewer } = app.world.people;
      const affiliate = (ids: string[]) =>
        asOwner(app, 'update account set affiliated_institution_ids = $1 where id = any ($2)', [
          ids,
          [eastReviewer.id, reviewer.id],
        ]);
      await affiliate([app.world.organizations.eastSchool]);
      try {
        const judging = STEPS.filter(({ verb }) => JUDGING.includes(verb));
        assert.equal(judging.length, 10);
        for (const one of judging) {
          const made = inStatus(one.from[0] ?? assert.fail());
          const before = await stateOf(made.id);
          const answer = await send(app.world.people[one.by], made, one);
          assert.deepEqual(
            [answer.status, answer.body.code],
            [403, 'application.recusal'],
            `${one.verb} ${answer.text}`,
          );
          assert.deepEqual(await stateOf(made.id), before);
        }
        await affiliate([app.world.organizations.westSchool]);
        const made = await recordIn('CITY_REVIEW');
        assert.equal(
          (
            await send(
              eastReviewer,
              made,
              STEPS.find(({ verb }) => verb === 'endorse') ?? assert.fail(),
            )
          ).status,
          200,
        );
      } finally {
        await affiliate([]);
      }
    });
  });
});
