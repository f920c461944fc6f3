import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { samplePlan } from '../../app/demo/sample-plan.ts';
import { startTestApp, type TestApp } from '../../../test/support/test-app.ts';
import { organizationRoutes } from '../organizations/index.ts';
import { roundRoutes } from '../rounds/index.ts';
import { completeContent, fillDraft, openRound, ROUND, startDraft, submitted } from './factory.ts';
import { applicationRoutes, lapseOverdue } from './index.ts';
import { registerConstraintTexts } from '../../platform/db/pg-errors.ts';
import { applicationConstraintTexts } from './errors.ts';

registerConstraintTexts(applicationConstraintTexts);
const routes = [...organizationRoutes, ...roundRoutes, ...applicationRoutes];

describe('an application from draft to submission', () => {
  let app: TestApp;
  let roundId: string;
  before(async () => {
    app = await startTestApp({ routes });
    roundId = await openRound(app);
  });
  after(() => app.close());

  const college = () => app.as(app.world.people.collegeAdmin);

  test('a draft with gaps is saved, and says everything that is missing at once', async () => {
    const { id, version } = await startDraft(app, 'college', roundId);
    const content = { ...completeContent(app, 'college'), leaderName: '', items: [] };
    const saved = await college().put(`/api/applications/${id}`, { version, content });
    assert.equal(saved.status, 200);
    const codes = saved.body.findings.map((finding: { code: string }) => finding.code);
    assert.deepEqual(codes.toSorted(), ['application.no_items', 'application.required']);

    const empty = {
      ...content,
      statementAccepted: false,
      conditions: content.conditions.map(() => ({ answer: null, explanation: '' })),
    };
    const version2 = saved.body.version;
    const again = await college().put(`/api/applications/${id}`, {
      version: version2,
      content: empty,
    });
    assert.equal(again.body.findings.length, 1 + 1 + 5 + 1);

    const refused = await college().post(`/api/applications/${id}/submit`, {
      version: again.body.version,
    });
    assert.equal(refused.status, 422);
    assert.equal(refused.body.code, 'application.incomplete');
    assert.equal(refused.body.findings.length, 8);
    await college().put(`/api/applications/${id}`, {
      version: again.body.version,
      content: completeContent(app, 'college'),
    });
  });

  test('there is one application per institution and round', async () => {
    const second = await college().post('/api/applications', { roundId });
    assert.equal(second.status, 409);
    assert.equal(second.body.code, 'application.already_exists');
  });

  test('a stale version loses nothing: it is refused with what to do', async () => {
    const { id, version } = await startDraft(app, 'university', roundId);
    const client = app.as(app.world.people.universityAdmin);
    const content = completeContent(app, 'university');
    const first = await client.put(`/api/applications/${id}`, { version, content });
    const stale = await client.put(`/api/applications/${id}`, {
      version,
      content: { ...content, leaderName: '后来的人' },
    });
    assert.equal(first.status, 200);
    assert.equal(stale.status, 409);
    assert.equal(stale.body.code, 'application.changed');
    const kept = await client.get(`/api/applications/${id}`);
    assert.equal(kept.body.content.leaderName, content.leaderName);
  });

  test('local secondary schools go to their bureau, provincial ones and colleges to the province', async () => {
    const east = await submitted(app, 'eastSchool', roundId);
    const provincial = await submitted(app, 'provincialSchool', roundId);
    const view = async (id: string) =>
      (await app.as(app.world.people.officeAdmin).get(`/api/applications/${id}`)).body;
    assert.equal((await view(east.id)).status, 'CITY_REVIEW');
    assert.equal((await view(east.id)).reviewingBureauName, '东川市教育局');
    assert.equal((await view(provincial.id)).status, 'PROVINCIAL_REVIEW');
    assert.equal((await view(provincial.id)).reviewingBureauName, null);
    assert.match((await view(east.id)).receiptNumber, /^2025-01-[2-9A-Z]{4}-[2-9A-Z]{4}$/);
  });

  test('a double click on submit gives the same receipt and one audit row', async () => {
    const draft = await fillDraft(app, 'westSchool', await startDraft(app, 'westSchool', roundId));
    const client = app.as(app.world.people.westSchoolAdmin);
    const click = () =>
      client.post(
        `/api/applications/${draft.id}/submit`,
        { version: draft.version },
        { headers: { 'idempotency-key': 'click-0001' } },
      );
    const answers = await Promise.all([click(), click(), click()]);
    assert.deepEqual(
      answers.map((answer) => answer.status),
      [200, 200, 200],
    );
    assert.equal(new Set(answers.map((answer) => answer.body.receiptNumber)).size, 1);
    const history = await client.get(`/api/applications/${draft.id}/history`);
    const submits = history.body.rows.filter(
      (row: { action: string }) => row.action === 'applications.submit',
    );
    assert.equal(submits.length, 1);
  });

  test('without a key a second submit is refused, not done twice', async () => {
    const row = (await app.as(app.world.people.westSchoolAdmin).get('/api/applications/mine')).body
      .rounds[0];
    const again = await app
      .as(app.world.people.westSchoolAdmin)
      .post(`/api/applications/${row.applicationId}/submit`, { version: 99 });
    assert.equal(again.status, 409);
    assert.equal(again.body.code, 'application.wrong_state');
  });
});

describe('bad input', () => {
  let app: TestApp;
  let roundId: string;
  let id: string;
  let version: number;
  before(async () => {
    app = await startTestApp({ routes });
    roundId = await openRound(app);
    ({ id, version } = await fillDraft(
      app,
      'eastSchool',
      await startDraft(app, 'eastSchool', roundId),
    ));
  });
  after(() => app.close());

  const admin = () => app.as(app.world.people.eastSchoolAdmin);
  const save = async (content: unknown) => {
    const answer = await admin().put(`/api/applications/${id}`, { version, content });
    if (answer.status === 200) version = answer.body.version;
    return answer;
  };
  const withItem = (change: Record<string, unknown>) => {
    const content = completeContent(app, 'eastSchool');
    return { ...content, items: [{ ...content.items[0], ...change }] };
  };

  test('a headcount that is negative, fractional or 10^12 is refused with its field', async () => {
    for (const plannedHeadcount of [-1, 1.5, 1e12, 'NaN', true]) {
      const answer = await save(withItem({ plannedHeadcount }));
      assert.equal(answer.status, 400, String(plannedHeadcount));
      assert.equal(answer.body.field, 'content.items[0].plannedHeadcount');
      assert.match(answer.body.text, /[\u4e00-\u9fff]/);
    }
  });

  const findingsOf = async (content: unknown): Promise<Record<string, string>> => {
    const answer = await save(content);
    assert.equal(answer.status, 200, answer.text);
    return Object.fromEntries(
      answer.body.findings.map((finding: { code: string; field: string }) => [
        finding.code,
        finding.field,
      ]),
    );
  };

  test('what a draft may hold and a submission may not', async () => {
    const { majors, levels } = app.world;
    assert.equal(
      (await findingsOf(withItem({ plannedHeadcount: 0 })))['application.headcount_missing'],
      'items[0].plannedHeadcount',
    );
    assert.equal(
      (await findingsOf(withItem({ plannedHeadcount: 301 })))[
        'application.headcount_above_students'
      ],
      'items[0].plannedHeadcount',
    );
    assert.equal(
      (await findingsOf(withItem({ plannedHeadcount: 300 })))[
        'application.headcount_above_students'
      ],
      undefined,
    );
    assert.equal(
      (await findingsOf(withItem({ certificateLevelId: levels.gamma1 })))[
        'application.certificate_exiting'
      ],
      'items[0].certificateLevelId',
    );
    assert.equal(
      (await findingsOf(withItem({ institutionMajorIds: [majors.westSchool[0]] })))[
        'application.major_not_offered'
      ],
      'items[0].institutionMajorIds',
    );
    assert.equal(
      (await findingsOf(withItem({ institutionMajorIds: [majors.eastSchool[2]] })))[
        'application.three_years'
      ],
      'items[0].threeYearReason',
    );
  });

  test('the three-year rule is soft: with a reason it passes, without it blocks', async () => {
    const [, , young] = app.world.majors.eastSchool;
    const content = withItem({ institutionMajorIds: [young], plannedHeadcount: 20 });
    await save(content);
    const refused = await admin().post(`/api/applications/${id}/submit`, { version });
    assert.equal(refused.body.code, 'application.incomplete');
    assert.equal(refused.body.findings[0].code, 'application.three_years');
    await save(
      withItem({
        institutionMajorIds: [young],
        plannedHeadcount: 20,
        threeYearReason: '新设专业由成熟专业群分出，师资设备齐备。',
      }),
    );
    const passed = await admin().post(`/api/applications/${id}/submit`, { version });
    assert.equal(passed.status, 200, passed.text);
    version += 1;
    await admin().post(`/api/applications/${id}/withdraw`, { version });
    await admin().post(`/api/applications/${id}/redraft`, { version: version + 1 });
    version += 2;
  });

  test('certificates out of the catalog and repeated ones are refused', async () => {
    const unknown = await save(withItem({ certificateLevelId: randomUUID() }));
    assert.equal(unknown.status, 422);
    assert.equal(unknown.body.code, 'application.level_unknown');
    const content = completeContent(app, 'eastSchool');
    const twice = {
      ...content,
      items: [content.items[0], { ...content.items[0], id: randomUUID() }],
    };
    const answer = await save(twice);
    assert.equal(answer.status, 409);
    assert.equal(answer.body.code, 'application.duplicate_level');
  });

  test('unknown keys, NUL, lone surrogates and endless texts are refused by field', async () => {
    const content = completeContent(app, 'eastSchool');
    const unknownKey = await save({ ...content, status: 'APPROVED' });
    assert.deepEqual([unknownKey.status, unknownKey.body.code], [400, 'request.unknown_key']);
    for (const bad of ['a\u0000b', 'a\ud800b', '\udc00']) {
      const answer = await save({ ...content, leaderName: bad });
      assert.deepEqual([answer.status, answer.body.field], [400, 'content.leaderName']);
    }
    const long = await save({ ...content, departmentName: '长'.repeat(10_000) });
    assert.deepEqual([long.status, long.body.field], [400, 'content.departmentName']);
    const kept = await admin().get(`/api/applications/${id}`);
    assert.notEqual(kept.body.content.departmentName.length, 10_000);
  });

  test('rare characters come back as they were typed', async () => {
    const content = { ...completeContent(app, 'eastSchool'), leaderName: '欧阳𠮷·㐂' };
    assert.equal((await save(content)).status, 200);
    assert.equal(
      (await admin().get(`/api/applications/${id}`)).body.content.leaderName,
      '欧阳𠮷·㐂',
    );
  });

  test('a file that lies about its type and an empty one are refused; the earlier plan stays', async () => {
    const upload = (name: string, bytes: Uint8Array) =>
      admin().upload(`/api/applications/${id}/plan`, { name, type: 'application/pdf', bytes });
    const before = (await admin().get(`/api/applications/${id}`)).body.planFile.sha256;
    const lying = await upload('方案.pdf', Buffer.from('<html><script>1</script></html>'));
    assert.equal(lying.status, 422);
    const empty = await upload('方案.pdf', new Uint8Array());
    assert.ok(empty.status >= 400 && empty.status < 500);
    const wrongName = await upload('方案.exe', await samplePlan());
    assert.ok(wrongName.status >= 400 && wrongName.status < 500);
    assert.equal((await admin().get(`/api/applications/${id}`)).body.planFile.sha256, before);
  });

  test('an id that does not exist or is no id at all is not found', async () => {
    for (const unknown of [randomUUID(), 'x', '1 or 1=1', '00000000-0000-0000-0000-000000000000']) {
      const answer = await admin().get(`/api/applications/${encodeURIComponent(unknown)}`);
      assert.equal(answer.status, 404, unknown);
    }
  });
});

describe('the deadline', () => {
  test('a submission one millisecond before the closing counts, at the closing it does not', async () => {
    const app = await startTestApp({ routes });
    try {
      const roundId = await openRound(app);
      const east = await fillDraft(app, 'eastSchool', await startDraft(app, 'eastSchool', roundId));
      const college = await fillDraft(app, 'college', await startDraft(app, 'college', roundId));
      const client = {
        east: app.as(app.world.people.eastSchoolAdmin),
        college: app.as(app.world.people.collegeAdmin),
      };

      app.clock.set('2025-04-07T15:59:59.999Z' as never);
      assert.equal(
        (await client.east.post(`/api/applications/${east.id}/submit`, { version: east.version }))
          .status,
        200,
      );
      for (const late of [ROUND.closesAt, '2025-04-07T16:00:00.001Z']) {
        app.clock.set(late as never);
        const refused = await client.college.post(`/api/applications/${college.id}/submit`, {
          version: college.version,
        });
        assert.equal(refused.status, 422);
        assert.equal(refused.body.code, 'application.too_late');
        assert.match(refused.body.text, /2025年4月7日 24:00/);
      }
    } finally {
      await app.close();
    }
  });

  test('an extension opens the window for one school only', async () => {
    const app = await startTestApp({ routes });
    try {
      const roundId = await openRound(app);
      const east = await fillDraft(app, 'eastSchool', await startDraft(app, 'eastSchool', roundId));
      const college = await fillDraft(app, 'college', await startDraft(app, 'college', roundId));
      const extended = await app
        .as(app.world.people.officeAdmin)
        .post(`/api/rounds/${roundId}/extensions`, {
          organizationId: app.world.organizations.college,
          closesAt: '2025-04-09T16:00:00.000Z',
          reason: '网络故障，核实后同意延期',
        });
      assert.equal(extended.status, 200, extended.text);
      app.clock.set('2025-04-08T02:00:00.000Z' as never);
      const late = await app
        .as(app.world.people.eastSchoolAdmin)
        .post(`/api/applications/${east.id}/submit`, { version: east.version });
      assert.equal(late.body.code, 'application.too_late');
      const inTime = await app
        .as(app.world.people.collegeAdmin)
        .post(`/api/applications/${college.id}/submit`, { version: college.version });
      assert.equal(inTime.status, 200, inTime.text);
    } finally {
      await app.close();
    }
  });

  test('what is overdue closes by itself, once, each with its own audit row; a second worker changes nothing', async () => {
    const app = await startTestApp({ routes });
    try {
      const roundId = await openRound(app);
      const east = await fillDraft(app, 'eastSchool', await startDraft(app, 'eastSchool', roundId));
      const college = await submitted(app, 'college', roundId);
      app.clock.set(ROUND.closesAt as never);
      const both = await Promise.all([
        lapseOverdue(app.database, app.clock.now()),
        lapseOverdue(app.database, app.clock.now()),
      ]);
      assert.equal(both[0] + both[1], 1);
      assert.equal(await lapseOverdue(app.database, app.clock.now()), 0);
      const office = app.as(app.world.people.officeAdmin);
      assert.equal((await office.get(`/api/applications/${east.id}`)).body.status, 'LAPSED');
      assert.equal(
        (await office.get(`/api/applications/${college.id}`)).body.status,
        'PROVINCIAL_REVIEW',
      );
      const history = (await office.get(`/api/applications/${east.id}/history`)).body.rows;
      assert.equal(
        history.filter((row: { action: string }) => row.action === 'applications.lapse').length,
        1,
      );
    } finally {
      await app.close();
    }
  });
});
