import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { SYSTEM } from '../../kernel/actor.ts';
import { addDays, addMinutes } from '../../kernel/time.ts';
import { organizationConstraintTexts } from '../../features/organizations/errors.ts';
import {
  organizationImportFamily,
  organizationRoutes,
} from '../../features/organizations/index.ts';
import { type FileImport, fileImport } from '../../../test/support/import-file.ts';
import { type Answer, startTestApp, type TestApp } from '../../../test/support/test-app.ts';
import type { PersonName } from '../../../test/support/world.ts';
import { sqlBuilder } from '../db/database.ts';
import { registerConstraintTexts } from '../db/pg-errors.ts';
import type { ImportFamily } from './import-kind.ts';
import { importJobs } from './jobs.ts';
import { findWork } from './queries.ts';

registerConstraintTexts(organizationConstraintTexts);

const ROOT = '/api/organizations/imports';
const HEAD = '专业代码,目录版本,专业名称,层次,专业类代码,专业类名称,专业大类代码,专业大类名称\n';

/** A file of so many majors, in an edition of its own. */
const majors = (edition: string, count: number): string =>
  HEAD +
  Array.from(
    { length: count },
    (_, index) => `${100_000 + index},${edition},专业${index},中职,1000,某类,10,某大类\n`,
  ).join('');

let app: TestApp;
let files: FileImport;
before(async () => {
  app = await startTestApp({ routes: organizationRoutes });
  files = fileImport(app, organizationImportFamily);
});
after(async () => await app.close());
beforeEach(() => void app.plannedJobs.splice(0));

const as = (name: PersonName) => app.as(app.world.people[name]);
const office = () => as('officeAdmin');

const upload = async (file: string, register = 'majors', who: PersonName = 'officeAdmin') =>
  await as(who).upload(`${ROOT}/${register}/runs`, {
    name: '专业.csv',
    type: 'text/csv',
    bytes: Buffer.from(file),
  });
const get = async (id: string): Promise<Answer['body']> =>
  (await office().get(`${ROOT}/runs/${id}`)).body;
const post = async (id: string, verb: 'start' | 'cancel', who: PersonName = 'officeAdmin') =>
  await as(who).post(`${ROOT}/runs/${id}/${verb}`);

const count = async (edition: string): Promise<number> => {
  const rows = await app.database.read(SYSTEM, (read) =>
    read.all(sqlBuilder.selectFrom('major').select('code').where('catalog_edition', '=', edition)),
  );
  return rows.length;
};

/** Runs the jobs planned so far with other families than the product's. */
const workWith = async (family: ImportFamily): Promise<void> => {
  const { database, clock, log, files: store } = app.environment;
  const handlers = importJobs({ database, clock, log, files: store, families: [family] });
  for (const { kind, data } of app.plannedJobs.splice(0)) {
    const handler = handlers.find((one) => one.kind.name === kind.name);
    await handler?.handle(data, new AbortController().signal);
  }
};

/** The register of majors, with something happening after each chunk of rows. */
const interrupted = (afterChunk: () => Promise<void>): ImportFamily => {
  const kind = organizationImportFamily.kinds['majors'];
  assert.ok(kind !== undefined);
  return {
    feature: 'organizations',
    kinds: {
      majors: {
        ...kind,
        plan: async (read, rows, context) => {
          const plan = await kind.plan(read, rows, context);
          return {
            ...plan,
            write: (tx, given) =>
              plan.write(tx, {
                ...given,
                onWritten: async (written) => {
                  await afterChunk();
                  await given.onWritten?.(written);
                },
              }),
          };
        },
      },
    },
  };
};

const checked = async (file: string): Promise<string> => {
  const { body } = await upload(file);
  await files.work();
  assert.equal((await get(body.id)).status, 'CHECKED');
  return body.id;
};

describe('a file on its way into a register', () => {
  it('is checked, started by a person, and done, each step seen', async () => {
    const uploaded = await upload(majors('步骤', 3));
    assert.equal(uploaded.status, 200, uploaded.text);
    const { id } = uploaded.body;
    assert.deepEqual(
      [uploaded.body.status, uploaded.body.originalName, uploaded.body.requestedBy],
      ['CHECKING', '专业.csv', '林知远'],
    );
    assert.match(uploaded.body.sha256, /^[0-9a-f]{64}$/);
    const early = await post(id, 'start');
    assert.deepEqual([early.status, early.body.code], [409, 'imports.not_checked']);
    await files.work();
    const run = await get(id);
    assert.deepEqual(
      [run.status, run.rowCount, run.created, run.changed, run.same, run.errorCount],
      ['CHECKED', 3, 3, 0, 0, 0],
    );
    assert.equal(await count('步骤'), 0);
    assert.equal((await post(id, 'start')).body.status, 'WAITING');
    assert.equal((await post(id, 'start')).status, 409);
    await files.work();
    const done = await get(id);
    assert.deepEqual([done.status, done.written, done.isCancelling], ['DONE', 3, false]);
    assert.ok(done.endedAt !== null);
    assert.equal(await count('步骤'), 3);
    const { body } = await office().get(`${ROOT}/runs`);
    assert.equal(body.rows[0].id, id);
  });

  it('is not started when nothing would change', async () => {
    const id = await checked(majors('步骤', 3));
    const { status, body } = await post(id, 'start');
    assert.deepEqual([status, body.code], [422, 'imports.nothing_to_do']);
  });

  it('tells all errors at once, the first on the screen, all of them as CSV', async () => {
    const bad = HEAD + '坏,错误,某,中职,1000,某类,10,某大类\n'.repeat(250);
    const id = await checked(bad);
    const run = await get(id);
    assert.deepEqual([run.errorCount, run.problems.length], [250, 200]);
    assert.deepEqual((await post(id, 'start')).body.code, 'imports.has_errors');
    const { text, headers } = await office().get(`${ROOT}/runs/${id}/problems`);
    const lines = text.trimEnd().split('\r\n');
    assert.equal(lines[0], '\uFEFF类别,行,列,怎么改');
    assert.match(lines[1] ?? '', /^错误,2,专业代码,请填写 6 位数字的专业代码/);
    assert.equal(lines.filter((line) => line.startsWith('错误,')).length, 250);
    assert.match(decodeURIComponent(String(headers['content-disposition'])), /专业-检查结果\.csv/);
  });

  it('fails as a whole when the register changed after the check', async () => {
    const schools = (name: string): string =>
      `单位类型,单位编码,单位名称\n市级教育行政部门,late-${name.length},${name}\n`;
    const { body } = await upload(schools('后来教育局'), 'organizations');
    await files.work();
    await office().post('/api/organizations', {
      kind: 'CITY_BUREAU',
      code: 'other-late',
      name: '后来教育局',
    });
    await post(body.id, 'start');
    await files.work();
    const run = await get(body.id);
    assert.deepEqual([run.status, run.errorCount, run.written], ['FAILED', 1, 0]);
    assert.match(run.failure, /检查之后数据有变化/);
    assert.match(run.problems[0].text, /同名/);
  });
});

describe('cancelling', () => {
  it('ends a run that has not begun at once', async () => {
    for (const isStarted of [false, true]) {
      const id = await checked(majors(`未开始${isStarted}`, 2));
      if (isStarted) await post(id, 'start');
      assert.equal((await post(id, 'cancel')).body.status, 'CANCELLED');
      await files.work();
      assert.equal((await get(id)).status, 'CANCELLED');
      assert.equal(await count(`未开始${isStarted}`), 0);
      assert.equal((await post(id, 'cancel')).body.code, 'imports.ended');
      assert.equal((await post(id, 'start')).body.code, 'imports.not_checked');
    }
  });

  it('leaves nothing half-written of a run that has begun', async () => {
    const id = await checked(majors('半途', 2500));
    await post(id, 'start');
    let chunks = 0;
    await workWith(
      interrupted(async () => {
        chunks += 1;
        if (chunks !== 2) return;
        const before = await get(id);
        assert.deepEqual([before.status, before.written], ['RUNNING', 1000]);
        const { status, body } = await post(id, 'cancel');
        assert.deepEqual([status, body.status, body.isCancelling], [200, 'RUNNING', true]);
      }),
    );
    assert.equal(chunks, 2);
    assert.equal((await get(id)).status, 'CANCELLED');
    assert.equal(await count('半途'), 0);
    const again = await files.apply(office(), 'majors', majors('半途', 2500));
    assert.deepEqual([again.body.status, again.body.created], ['DONE', 2500]);
  });
});

describe('a worker that dies', () => {
  it('leaves nothing, and the next one begins anew', async () => {
    const id = await checked(majors('重来', 1500));
    await post(id, 'start');
    const [planned] = app.plannedJobs;
    assert.ok(planned !== undefined);
    const away = Object.assign(new Error('Connection terminated'), { code: '57P01' });
    await assert.rejects(
      workWith(interrupted(async () => await Promise.reject(away))),
      /无法连接数据库/,
    );
    assert.deepEqual([(await get(id)).status, await count('重来')], ['RUNNING', 0]);
    app.plannedJobs.push(planned);
    await files.work();
    const run = await get(id);
    assert.deepEqual([run.status, run.written, await count('重来')], ['DONE', 1500, 1500]);
  });

  it('ends the run in words when the fault would come again', async () => {
    const id = await checked(majors('故障', 5));
    await post(id, 'start');
    await workWith(interrupted(async () => await Promise.reject(new Error('broken'))));
    const run = await get(id);
    assert.deepEqual([run.status, await count('故障')], ['FAILED', 0]);
    assert.match(run.failure, /请重新上传文件再试/);
  });
});

describe('runs', () => {
  it('are seen and moved by who may import only', async () => {
    const id = await checked(majors('他人', 1));
    for (const who of ['officeStaff', 'auditor', 'eastAdmin', 'eastSchoolAdmin'] as const) {
      assert.equal((await upload(HEAD, 'majors', who)).status, 403, who);
      for (const path of ['', '/problems']) {
        assert.equal((await as(who).get(`${ROOT}/runs/${id}${path}`)).status, 403, who);
      }
      assert.equal((await as(who).get(`${ROOT}/runs`)).status, 403, who);
      for (const verb of ['start', 'cancel'] as const)
        assert.equal((await post(id, verb, who)).status, 403, who);
    }
    const nowhere = await office().get(`${ROOT}/runs/00000000-0000-7000-8000-0000000000aa`);
    assert.deepEqual([nowhere.status, nowhere.body.code], [404, 'imports.not_found']);
  });

  it('stand in the log with who, which file and what came of it', async () => {
    const { body } = await files.apply(office(), 'majors', majors('日志', 2));
    const rows = await app.database.read(SYSTEM, (read) =>
      read.all(
        sqlBuilder
          .selectFrom('audit_event')
          .select(['action', 'actor_name', 'to_status'])
          .where('subject_kind', '=', 'import')
          .where('subject_id', '=', body.id),
      ),
    );
    assert.deepEqual(
      // The clock of a test stands still, and so the order says nothing.
      rows.map(({ action, actor_name: who, to_status: to }) => [action, who, to]).toSorted(),
      [
        ['organizations.applyImport', '林知远', 'DONE'],
        ['organizations.checkImport', '林知远', null],
        ['organizations.startImport', '林知远', 'WAITING'],
      ],
    );
  });

  it('lose their files and their problems in time, and end when nobody comes back to them', async () => {
    const unused = await checked(majors('不用', 1));
    const stale = (await upload(majors('搁置', 1))).body.id;
    const { database, clock, log, files: store } = app.environment;
    const cleanUp = importJobs({
      database,
      clock,
      log,
      files: store,
      families: [organizationImportFamily],
    }).find(({ kind }) => kind.name === 'imports.cleanUp');
    const run = async () => await cleanUp?.handle({}, new AbortController().signal);
    await run();
    assert.deepEqual(
      [(await get(unused)).status, (await get(stale)).status],
      ['CHECKED', 'CHECKING'],
    );
    app.clock.set(addMinutes(app.clock.now(), 61));
    await run();
    assert.deepEqual(
      [(await get(unused)).status, (await get(stale)).status],
      ['CHECKED', 'FAILED'],
    );
    app.clock.set(addDays(app.clock.now(), 1));
    await run();
    await run();
    const work = await app.database.read(SYSTEM, (read) => findWork(read, unused));
    assert.deepEqual([work?.status, work?.storage_key], ['CANCELLED', null]);
  });
});
