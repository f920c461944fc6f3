import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { type Answer, startTestApp, type TestApp } from '../../../test/support/test-app.ts';
import type { PersonName } from '../../../test/support/world.ts';
import { SYSTEM } from '../../kernel/actor.ts';
import { addDays, toInstant } from '../../kernel/time.ts';
import { noticeJob, noticeSchema, settledJob } from '../../platform/notice.ts';
import { asOwner, confirmed, preview, setNumberPrefix } from '../filings/factory.ts';
import {
  completeContent,
  inState,
  type Made,
  OPINION,
  openRound,
  perform,
  ROUND,
  startDraft,
  submitted,
} from './factory.ts';
import { applicationJobs, applicationReminders, lapseOverdue } from './index.ts';

const WHILE_OPEN = '2025-03-01T02:00:00.000Z';

/** What happens around an application between its submission and its filing. */
describe('after the submission', () => {
  let app: TestApp;
  let sequence = 0;
  before(async () => {
    app = await startTestApp();
    await setNumberPrefix(app);
  });
  after(() => app.close());
  beforeEach(() => app.clock.set(WHILE_OPEN));

  const as = (name: PersonName) => app.as(app.world.people[name]);

  const nextRound = (): Promise<string> => {
    sequence += 1;
    const place = { year: 2025 + Math.floor(sequence / 9), sequence: 1 + (sequence % 9) };
    return openRound(app, { ...place, title: `第 ${sequence} 轮` });
  };

  const viewOf = async (made: Made, name: PersonName = 'reviewer'): Promise<Answer['body']> => {
    const answer = await as(name).get(`/api/applications/${made.id}`);
    assert.equal(answer.status, 200, answer.text);
    return answer.body;
  };

  const save = async (made: Made, change: object): Promise<Made> => {
    const { content } = await viewOf(made, 'eastSchoolAdmin');
    const answer = await as('eastSchoolAdmin').put(`/api/applications/${made.id}`, {
      version: made.version,
      content: { ...content, ...change },
    });
    assert.equal(answer.status, 200, answer.text);
    return { id: made.id, version: answer.body.version };
  };

  const resubmit = async (made: Made): Promise<Made> => {
    const answer = await as('eastSchoolAdmin').post(`/api/applications/${made.id}/submit`, {
      version: made.version,
    });
    assert.equal(answer.status, 200, answer.text);
    return { id: made.id, version: made.version + 1 };
  };

  describe('what the city said of an item', () => {
    /** Endorsed by the city but for the first item, returned by the province. */
    const endorsedInPart = async (roundId: string): Promise<Made> => {
      const made = await submitted(app, 'eastSchool', roundId);
      const { items } = await viewOf(made, 'eastReviewer');
      const opinion = '设备不足，暂不宜开设';
      return await perform(app, 'eastReviewer', made, 'endorse', {
        opinion: OPINION,
        items: [{ itemId: items[0].id, accepted: false, opinion }],
      });
    };
    const saidOf = async (made: Made): Promise<unknown[]> =>
      (await viewOf(made)).items.map(
        ({ cityDecision, cityOpinion }: { cityDecision: string; cityOpinion: string }) =>
          [cityDecision, cityOpinion] as const,
      );
    const SAID = [
      ['NOT_ENDORSED', '设备不足，暂不宜开设'],
      ['ENDORSED', ''],
    ];

    test('stays when the province returns it and the school sends it again, whatever it changed', async () => {
      const made = await endorsedInPart(await nextRound());
      assert.deepEqual(await saidOf(made), SAID);
      const returned = await perform(app, 'reviewer', made, 'return-by-province', {
        opinion: OPINION,
      });
      const { content } = await viewOf(returned, 'eastSchoolAdmin');
      const [first, ...others] = content.items;
      const changed = await save(returned, {
        leaderTitle: '校长',
        items: [{ ...first, plannedHeadcount: first.plannedHeadcount - 1 }, ...others],
      });
      const again = await resubmit(changed);
      assert.equal((await viewOf(again)).status, 'PROVINCIAL_REVIEW');
      assert.deepEqual(await saidOf(again), SAID);
    });

    test('is gone when the city itself is asked again', async () => {
      const made = await endorsedInPart(await nextRound());
      const retracted = await perform(app, 'eastReviewer', made, 'retract', { opinion: OPINION });
      const returned = await perform(app, 'eastReviewer', retracted, 'return-by-city', {
        opinion: OPINION,
      });
      const again = await resubmit(await save(returned, { leaderTitle: '校长' }));
      assert.equal((await viewOf(again, 'eastReviewer')).status, 'CITY_REVIEW');
      assert.deepEqual(await saidOf(again), [
        [null, ''],
        [null, ''],
      ]);
    });

    test('is not passed over in silence, one by one or in bulk', async () => {
      const made = await endorsedInPart(await nextRound());
      const silent = await as('reviewer').post(`/api/applications/${made.id}/approve`, {
        version: made.version,
        opinion: OPINION,
      });
      assert.equal(silent.status, 422, silent.text);
      assert.equal(silent.body.code, 'application.city_refusal_undecided');
      assert.match(silent.body.text, /第 1 项/);
      const bulk = await as('reviewer').post('/api/applications/bulk-decide', {
        verb: 'approve',
        rows: [{ applicationId: made.id, version: made.version }],
        opinion: OPINION,
        dryRun: true,
      });
      assert.equal(bulk.body.results[0].ok, false);
      const { items } = await viewOf(made);
      const decided = await perform(app, 'reviewer', made, 'approve', {
        opinion: OPINION,
        items: [{ itemId: items[0].id, accepted: true, opinion: '已核实设备到位' }],
      });
      assert.equal((await viewOf(decided)).status, 'APPROVED');
    });
  });

  describe('what the city leaves lying', () => {
    test('the province takes over when the time of the first review is over, not a moment before', async () => {
      const made = await inState(app, await nextRound(), 'CITY_REVIEW');
      const take = () =>
        as('reviewer').post(`/api/applications/${made.id}/overrule`, {
          version: made.version,
          opinion: OPINION,
        });
      app.clock.set('2025-04-17T15:59:59.999Z');
      const early = await take();
      assert.deepEqual([early.status, early.body.code], [422, 'application.too_early']);
      app.clock.set(ROUND.cityReviewDueAt);
      const taken = await take();
      assert.equal(taken.status, 200, taken.text);
      const approved = await perform(
        app,
        'reviewer',
        { id: made.id, version: taken.body.version },
        'approve',
      );
      assert.equal((await viewOf(approved)).status, 'APPROVED');
    });
  });

  describe('a school that changes its register', () => {
    const majorOf = (): string => app.world.majors.eastSchool[0] ?? '';
    const setMajor = (year: number, students: number, direction: string) =>
      asOwner(
        app,
        `update institution_major set first_enrolment_year = $2, current_students = $3, direction = $4 where id = $1`,
        [majorOf(), year, students, direction],
      );
    const shown = async (made: Made, name: PersonName = 'reviewer') => {
      const { majors } = await viewOf(made, name);
      const {
        firstEnrolmentYear,
        currentStudents,
        name: title,
      } = majors.find(({ id }: { id: string }) => id === majorOf());
      return [firstEnrolmentYear, currentStudents, title];
    };

    test('is judged and filed by what it submitted, and edits by what is registered', async () => {
      const roundId = await nextRound();
      const made = await inState(app, roundId, 'PROVINCIAL_REVIEW');
      const before_ = await shown(made);
      await setMajor(2024, 9000, '新方向');
      assert.deepEqual(await shown(made), before_);
      const returned = await perform(app, 'reviewer', made, 'return-by-province', {
        opinion: OPINION,
      });
      assert.deepEqual((await shown(returned, 'eastSchoolAdmin')).slice(0, 2), [2024, 9000]);
      await setMajor(2015, 3000, '');
      const again = await resubmit(await save(returned, { leaderTitle: '校长' }));
      const [, , title] = await shown(again);
      await setMajor(2015, 3000, '改了的方向');
      await perform(app, 'reviewer', again, 'approve');
      await confirmed(app, roundId);
      const { body } = await as('officeAdmin').get('/api/filings', {
        query: { roundId, q: '东川' },
      });
      const filed: string[] = body.rows.flatMap((row: { majorNames: string[] }) => row.majorNames);
      assert.ok(filed.includes(title), JSON.stringify(filed));
      assert.ok(!filed.some((name) => name.includes('改了的方向')));
      await setMajor(2015, 3000, '');
    });
  });

  describe('a certificate that leaves the catalog', () => {
    const setStatus = (status: string) =>
      asOwner(app, `update certificate set status = $1 where code = 'alpha'`, [status]);

    for (const status of ['EXITING', 'EXITED']) {
      test(`is neither approved nor filed any more: ${status}`, async () => {
        const roundId = await nextRound();
        const open = await inState(app, roundId, 'PROVINCIAL_REVIEW');
        const decided = await submitted(app, 'college', roundId);
        const approved = await perform(app, 'reviewer', decided, 'approve');
        assert.equal((await preview(app, roundId)).rowCount, 2);
        await setStatus(status);
        try {
          const answer = await as('reviewer').post(`/api/applications/${open.id}/approve`, {
            version: open.version,
            opinion: OPINION,
          });
          assert.equal(answer.body.code, 'application.certificate_exiting', answer.text);
          const seen = await as('officeAdmin').get(`/api/filed-lists/${roundId}/preview`);
          assert.deepEqual(
            [seen.status, seen.body.code],
            [422, 'filings.certificate_exiting'],
            seen.text,
          );
          assert.match(seen.body.text, /云岭职业技术学院/);
          const reopened = await perform(app, 'reviewer', approved, 'reconsider', {
            opinion: OPINION,
          });
          const { items } = await viewOf(reopened);
          const exiting = items.filter(
            (item: { certificateStatus: string }) => item.certificateStatus !== 'ACTIVE',
          );
          await perform(app, 'reviewer', reopened, 'approve-in-part', {
            opinion: OPINION,
            items: exiting.map(({ id }: { id: string }) => ({
              itemId: id,
              accepted: false,
              opinion: '证书退出目录',
            })),
          });
          assert.equal((await preview(app, roundId)).rowCount, 2 - exiting.length);
        } finally {
          await setStatus('ACTIVE');
        }
      });
    }
  });

  test('a school that comes under the province while it corrects goes to the province', async () => {
    const made = await inState(app, await nextRound(), 'RETURNED');
    const affiliate = (affiliation: string) =>
      asOwner(app, 'update institution set affiliation = $1 where organization_id = $2', [
        affiliation,
        app.world.organizations.eastSchool,
      ]);
    await affiliate('PROVINCIAL');
    try {
      const again = await resubmit(await save(made, { leaderTitle: '校长' }));
      assert.equal((await viewOf(again)).status, 'PROVINCIAL_REVIEW');
    } finally {
      await affiliate('MUNICIPAL');
    }
  });

  test('an answer to an earlier return is no change for the next one', async () => {
    const roundId = await nextRound();
    const made = await inState(app, roundId, 'CITY_REVIEW');
    const returnWith = (target: Made) =>
      perform(app, 'eastReviewer', target, 'return-by-city', {
        opinion: OPINION,
        remarks: [{ field: 'leaderName', text: '请核对姓名' }],
      });
    const answered = await returnWith(made);
    const { remarks, content } = await viewOf(answered, 'eastSchoolAdmin');
    app.clock.advance(1_000);
    const saved = await as('eastSchoolAdmin').put(`/api/applications/${made.id}`, {
      version: answered.version,
      content,
      remarkAnswers: { [remarks[0].id]: '核对无误' },
    });
    assert.equal(saved.status, 200, saved.text);
    app.clock.advance(1_000);
    const again = await resubmit({ id: made.id, version: saved.body.version });
    const returned = await returnWith(again);
    const untouched = await as('eastSchoolAdmin').post(`/api/applications/${made.id}/submit`, {
      version: returned.version,
    });
    assert.deepEqual(
      [untouched.status, untouched.body.code],
      [422, 'application.unchanged'],
      untouched.text,
    );
  });

  test('a newcomer of one round stays one, however often it is filed later', async () => {
    const first = await nextRound();
    const made = await submitted(app, 'university', first);
    const now = async () => (await viewOf(made)).isNewInstitution;
    assert.equal(await now(), true);
    const second = await nextRound();
    const later = await submitted(app, 'university', second);
    await perform(app, 'reviewer', later, 'approve');
    await confirmed(app, second);
    assert.equal(await now(), true);
    // Returned, it is still a newcomer: the other round came after it.
    const returned = await perform(app, 'reviewer', made, 'return-by-province', {
      opinion: OPINION,
    });
    assert.equal((await viewOf(returned)).isNewInstitution, true);
    assert.ok((await viewOf(returned)).items.every(({ isNew }: { isNew: boolean }) => isNew));
    assert.equal(completeContent(app, 'university').items.length, 2);
  });

  describe('what people are told', () => {
    const told = () =>
      app.plannedJobs
        .splice(0)
        .filter(({ kind }) => kind === noticeJob)
        .map(({ data }) => noticeSchema.parse(data));
    const lapse = () =>
      lapseOverdue(app.database, app.clock.now(), {
        plan: async (_tx, jobs) => void app.plannedJobs.push(...jobs),
      });

    test('a result that is taken back is told like a result', async () => {
      const made = await inState(app, await nextRound(), 'APPROVED');
      told();
      await perform(app, 'reviewer', made, 'reconsider', { opinion: OPINION });
      const [notice, ...more] = told();
      assert.deepEqual([notice?.event, more], ['applications.decided', []]);
      assert.match(notice?.title ?? '', /审核决定已撤销/);
    });

    test('a correction that lapses is told, asks for nothing any more, and is told again when it is revived', async () => {
      const roundId = await nextRound();
      const made = await inState(app, roundId, 'RETURNED');
      const { submitBy } = await viewOf(made);
      const [returned] = told().filter(({ event }) => event === 'applications.returned');
      app.clock.set(submitBy);
      assert.ok((await lapse()) >= 1);
      const settled = app.plannedJobs.filter(({ kind }) => kind === settledJob);
      assert.ok(settled.some(({ data }) => JSON.stringify(data).includes(String(returned?.key))));
      assert.deepEqual(
        told().flatMap(({ event, path }) => (path.includes(made.id) ? [event] : [])),
        ['applications.lapsed'],
      );
      const correctionDueAt = addDays(toInstant(submitBy), 3);
      await perform(app, 'officeAdmin', { id: made.id, version: made.version + 1 }, 'revive', {
        opinion: OPINION,
        correctionDueAt,
      });
      const [revived] = told();
      assert.deepEqual([revived?.event, revived?.until], ['applications.revived', correctionDueAt]);
    });

    test('after the closing nobody is promised that a withdrawn application can be filled in again', async () => {
      for (const [at, words] of [
        [WHILE_OPEN, /前可以重新填报/],
        [ROUND.closesAt, /申报已经截止/],
      ] as const) {
        app.clock.set(WHILE_OPEN);
        const made = await inState(app, await nextRound(), 'CITY_REVIEW');
        told();
        app.clock.set(at);
        await perform(app, 'eastSchoolAdmin', made, 'withdraw');
        assert.match(told()[0]?.lines.join('') ?? '', words);
      }
    });
  });

  test('what was received in time is not overtaken by the closing while it waits for its turn', async () => {
    const roundId = await nextRound();
    const draft = await startDraft(app, 'westSchool', roundId);
    const [job] = applicationJobs({ database: app.database, clock: app.clock });
    const statusAfterRun = async (at: string): Promise<string> => {
      app.clock.set(at);
      await job?.handle({}, new AbortController().signal, async () => undefined);
      return (await viewOf(draft)).status;
    };
    assert.equal(await statusAfterRun('2025-04-07T16:02:59.999Z'), 'DRAFT');
    const late = await as('westSchoolAdmin').post(`/api/applications/${draft.id}/submit`, {
      version: draft.version,
    });
    assert.equal(late.body.code, 'application.too_late', late.text);
    assert.equal(await statusAfterRun('2025-04-07T16:03:00.000Z'), 'LAPSED');
  });

  test('a bureau that has reviews before it is not closed', async () => {
    const { eastBureau } = app.world.organizations;
    await inState(app, await nextRound(), 'CITY_REVIEW');
    await asOwner(app, `update jurisdiction set valid_to = '2025-02-01' where bureau_id = $1`, [
      eastBureau,
    ]);
    try {
      const { body } = await as('officeAdmin').get(`/api/organizations/${eastBureau}`);
      const answer = await as('officeAdmin').post(`/api/organizations/${eastBureau}/close`, {
        version: body.version,
        reason: '机构合并',
      });
      assert.deepEqual(
        [answer.status, answer.body.code],
        [422, 'organizations.still_reviews'],
        answer.text,
      );
    } finally {
      await asOwner(app, `update jurisdiction set valid_to = null where bureau_id = $1`, [
        eastBureau,
      ]);
    }
  });

  test('a round is not concluded while a correction has time', async () => {
    const roundId = await nextRound();
    const made = await submitted(app, 'college', roundId);
    const correctionDueAt = '2025-05-20T16:00:00.000Z';
    await perform(app, 'reviewer', made, 'return-by-province', {
      opinion: OPINION,
      correctionDueAt,
    });
    const conclude = async () => {
      const { body } = await as('officeAdmin').get(`/api/rounds/${roundId}`);
      return await as('officeAdmin').post(`/api/rounds/${roundId}/conclusion`, {
        version: body.version,
      });
    };
    app.clock.set('2025-05-20T15:59:59.999Z');
    const early = await conclude();
    assert.equal(early.status, 422, early.text);
    assert.match(early.text, /2025年5月20日/);
    app.clock.set(correctionDueAt);
    const done = await conclude();
    assert.equal(done.status, 200, done.text);
  });

  test('a correction that outlives its round stays on the list and in the reminders', async () => {
    const roundId = await nextRound();
    const made = await submitted(app, 'college', roundId);
    const due = '2025-05-20T16:00:00.000Z';
    await perform(app, 'reviewer', made, 'return-by-province', {
      opinion: OPINION,
      correctionDueAt: due,
    });
    app.clock.set('2025-05-10T02:00:00.000Z');
    await asOwner(app, `update application_round set status = 'CONCLUDED' where id = $1`, [
      roundId,
    ]);
    const tasks = await as('collegeAdmin').get('/api/workbench/tasks');
    assert.equal(tasks.status, 200, tasks.text);
    assert.match(tasks.text, new RegExp(made.id));
    const span = { from: app.clock.now(), to: addDays(app.clock.now(), 30) };
    const reminded = await app.database.read(SYSTEM, (read) =>
      applicationReminders.list(read, span),
    );
    assert.ok(JSON.stringify(reminded).includes(app.world.organizations.college));
  });
});
