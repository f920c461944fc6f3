import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { after, before, describe, test } from 'node:test';
import type pg from 'pg';
import { createPasswordHasher } from '../../src/features/accounts/password-hash.ts';
import { lapseKind } from '../../src/features/applications/jobs.ts';
import { expireKind } from '../../src/features/filings/jobs.ts';
import { SYSTEM } from '../../src/kernel/actor.ts';
import { openDatabase } from '../../src/platform/db/database.ts';
import { type EmbeddedDatabase, startEmbedded } from '../../src/platform/db/embedded.ts';
import { type JobKind, openJobQueue, planned } from '../../src/platform/jobs.ts';
import { createLog } from '../../src/platform/log.ts';
import { ask, askOk, Browser, type Reply } from './asking.ts';
import { type Fault, startCarelessFront } from './careless-front.ts';
import { judge } from './ledger.ts';
import { connectOwner, killDatabase, type Product, startProduct } from './product.ts';
import { type SeededSchools, seedSchools } from './seeded-schools.ts';
import { Submitters, wholeContent } from './submitters.ts';

const SCHOOLS = 12;
const ROUNDS = 12;
const PASSWORD = 'kettle-rail-plum-7';
/** Wrong passwords for one account from one network by a device that it does not know (sign-in-rules.ts). */
const GUESSES = 5;
/** A worker's job is another's so soon after its death (assurance F12). */
const RECLAIM_MS = 60_000;
const WORKERS = ['worker-v', 'worker-w'] as const;
const LONG_OPINION = '材料完整，理由充分，同意该项办理意见。';

type School = SeededSchools['schools'][number];

interface Draft {
  readonly id: string;
  readonly version: number;
}

/** A save that was answered with 200, and the version it was made from. */
interface Save {
  readonly id: string;
  readonly base: number;
}

/** Saves that went over another which their author had not seen. */
const overwritten = (saves: readonly Save[]): number =>
  saves.length - new Set(saves.map(({ id, base }) => `${id}/${base}`)).size;

const statuses = (replies: readonly Reply[]): number[] =>
  replies.map(({ status }) => status).toSorted();

describe('two servers and two workers on one database', { timeout: 240_000 }, () => {
  let dataDir: string;
  let embedded: EmbeddedDatabase;
  let owner: pg.Client;
  let seeded: SeededSchools;
  const products: Product[] = [];
  /** Which process holds a worker's name. */
  const workers = new Map<string, Product>();
  let a = '';
  let b = '';
  let killedWorker: { readonly jobId: string; readonly at: number; readonly name: string };

  /** Each process tells its name to the database, so that a test sees who is at what. */
  const start = async (args: readonly string[], name: string): Promise<Product> => {
    const product = await startProduct(args, {
      DATA_DIR: dataDir,
      DATABASE_URL: `${embedded.url}&application_name=${name}`,
    });
    products.push(product);
    return product;
  };

  before(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'onex-two-'));
    embedded = await startEmbedded({ dataDir, log: createLog('fatal') });
    owner = await connectOwner(dataDir);
    // All at once on an empty database: one of them migrates it, the others wait for that.
    const startWorker = async (name: string): Promise<void> => {
      workers.set(name, await start(['worker'], name));
    };
    const started = await Promise.allSettled([
      start(['serve', '--no-worker'], 'server-a').then(({ url }) => (a = url)),
      start(['serve', '--no-worker'], 'server-b').then(({ url }) => (b = url)),
      ...WORKERS.map(startWorker),
    ]);
    for (const one of started) if (one.status === 'rejected') throw one.reason;
    seeded = await seedSchools(owner, { schools: SCHOOLS, rounds: ROUNDS });
  });
  after(async () => {
    await owner.end();
    await Promise.all(products.map((product) => product.stop()));
    await embedded.stop();
    killDatabase(dataDir);
    await rm(dataDir, { recursive: true, force: true });
  });

  const rows = async <Row extends pg.QueryResultRow>(
    text: string,
    values: readonly unknown[] = [],
  ): Promise<Row[]> => (await owner.query<Row>(text, [...values])).rows;
  const count = async (text: string, values: readonly unknown[] = []): Promise<number> =>
    (await rows<{ n: number }>(`select count(*)::int as n from ${text}`, values))[0]?.n ?? -1;

  const roundOf = (number: number): string => seeded.roundIds[number] ?? assert.fail('no round');
  /** Institutions that need no sealed plan. */
  const schools = (): School[] => seeded.schools.filter(({ isNew }) => !isNew);
  const schoolOf = (number: number): School => schools()[number] ?? assert.fail('no school');
  const post = (origin: string, path: string, token: string, body: unknown, key?: string) =>
    ask(origin, path, { method: 'POST', token, body, ...(key === undefined ? {} : { key }) });

  const create = async (origin: string, school: School, roundId: string): Promise<Draft> => {
    const { token } = school;
    const body = await askOk(origin, '/api/applications', {
      method: 'POST',
      token,
      body: { roundId },
    });
    return { id: body.id, version: 1 };
  };
  const save = (origin: string, school: School, draft: Draft, leaderName: string): Promise<Reply> =>
    ask(origin, `/api/applications/${draft.id}`, {
      method: 'PUT',
      token: school.token,
      body: {
        version: draft.version,
        content: { ...wholeContent(school.majorId, seeded.levelIds), leaderName },
      },
    });
  const fill = async (origin: string, school: School, roundId: string): Promise<Draft> => {
    const draft = await create(origin, school, roundId);
    const reply = await save(origin, school, draft, '甲');
    assert.equal(reply.status, 200, reply.text);
    return { id: draft.id, version: reply.body.version };
  };
  const submit = (origin: string, school: School, draft: Draft, key = randomUUID()) =>
    post(
      origin,
      `/api/applications/${draft.id}/submit`,
      school.token,
      { version: draft.version },
      key,
    );
  const read = (origin: string, school: School, draft: Draft): Promise<Reply['body']> =>
    askOk(origin, `/api/applications/${draft.id}`, { token: school.token });

  /** Plans jobs as a server does: with the product's queue, in a transaction. */
  const plan = async (kind: JobKind, copies: number): Promise<void> => {
    const log = createLog('fatal');
    const queue = await openJobQueue(embedded.url, [kind], { log, mode: 'plan' });
    const database = openDatabase(embedded.url, { poolSize: 1, onIdleError: () => undefined });
    const jobs = Array.from({ length: copies }, () => planned(kind, {}));
    await database.transaction(SYSTEM, (tx) => queue.plan(tx, jobs));
    await database.close();
    await queue.stop();
  };

  const until = async (what: string, ms: number, isSo: () => Promise<boolean>): Promise<void> => {
    const end = performance.now() + ms;
    while (!(await isSo())) {
      assert.ok(performance.now() < end, `not in ${ms} ms: ${what}`);
      await sleep(20);
    }
  };

  /** Workers that wait for a row which somebody else holds: they are in the middle of their job. */
  const waiting = async (): Promise<string[]> => {
    const found = await rows<{ name: string }>(
      `select distinct application_name as name from pg_stat_activity
        where wait_event_type = 'Lock' and application_name = any ($1)`,
      [WORKERS],
    );
    return found.map(({ name }) => name).toSorted();
  };

  /** Holds a row while `work` runs. */
  const holding = async (text: string, values: unknown[], work: () => Promise<void>) => {
    const client = await connectOwner(dataDir);
    try {
      await client.query('begin');
      assert.equal((await client.query(text, values)).rowCount, 1);
      await work();
    } finally {
      await client.query('rollback');
      await client.end();
    }
  };

  /** Records that a job has changed more often than once. */
  const changedTwice = async (action: string, ids: readonly string[]): Promise<number> =>
    await count(
      `(select subject_id from audit_event where action = $1 and outcome = 'done'
          and subject_id = any ($2::uuid[]) group by subject_id having count(*) > 1) twice`,
      [action, ids],
    );

  test('a round closes: both workers are at its drafts at once, each draft is closed once', async (t) => {
    const roundId = roundOf(0);
    const drafts: Draft[] = [];
    for (const [index, school] of schools().entries())
      drafts.push(await create(index % 2 === 0 ? a : b, school, roundId));
    const ids = drafts.map(({ id }) => id);
    await owner.query(
      `update application_round set closes_at = now() - interval '5 minutes' where id = $1`,
      [roundId],
    );
    await holding('select from application where id = $1 for update', [ids[0]], async () => {
      await plan(lapseKind, 6);
      await until(
        'both workers are at the first draft',
        20_000,
        async () => (await waiting()).length === WORKERS.length,
      );
    });
    await until('every draft is closed', 10_000, async () => {
      const open = await count(`application where id = any ($1::uuid[]) and status = 'DRAFT'`, [
        ids,
      ]);
      return open === 0;
    });
    await until('every job is done', 40_000, async () => {
      const open = await count(`pgboss.job where name = $1 and state <> 'completed'`, [
        lapseKind.name,
      ]);
      return open === 0;
    });
    const lapsed = await count(
      `application where id = any ($1::uuid[]) and status = 'LAPSED' and version = 2`,
      [ids],
    );
    const events = await count(
      `audit_event where action = 'applications.lapse' and subject_id = any ($1::uuid[])`,
      [ids],
    );
    assert.deepEqual([lapsed, events], [ids.length, ids.length]);
    assert.equal(await changedTwice('applications.lapse', ids), 0);
    t.diagnostic(`6 jobs, 2 workers at the same draft: ${lapsed} drafts closed, ${events} times`);
  });

  test('kill -9 of a worker in the middle of a job', async (t) => {
    await owner.query(`update filing set status = 'FILED'`);
    // At ten past the hour the clock would plan a second job of this kind.
    await owner.query('delete from pgboss.schedule where name = $1', [expireKind.name]);
    const total = await count('filing');
    const filings = await rows<{ id: string }>('select id from filing order by filing_number');
    const middle = filings[Math.floor(total / 2)]?.id;
    await holding('select from filing where id = $1 for update', [middle], async () => {
      await plan(expireKind, 1);
      await until('a worker is in the middle', 15_000, async () => (await waiting()).length === 1);
      const [name = ''] = await waiting();
      const [job] = await rows<{ id: string; state: string }>(
        'select id, state from pgboss.job where name = $1 order by created_on desc limit 1',
        [expireKind.name],
      );
      assert.equal(job?.state, 'active');
      await workers.get(name)?.kill();
      killedWorker = { jobId: job.id, at: performance.now(), name };
    });
    const ended = await count(`filing where status = 'FILING_EXPIRED'`);
    assert.ok(ended > 0 && ended < total, `${ended} of ${total}: it was not in the middle`);
    t.diagnostic(`${killedWorker.name} killed after ${ended} of ${total} filings`);
  });

  test('a session is one of both servers, and ends on both', async (t) => {
    const hash = await createPasswordHasher().hash(PASSWORD);
    await owner.query('update account set password_hash = $1', [hash]);
    const browser = new Browser();
    const isKnown = async (origin: string): Promise<boolean> =>
      (await browser.ask(origin, '/api/session')).body.actor !== null;
    let slowest = 0;
    const turns = 6;
    for (let turn = 0; turn < turns; turn += 1) {
      const [here, there] = turn % 2 === 0 ? [a, b] : [b, a];
      assert.equal((await browser.signIn(here, 'person1', PASSWORD)).status, 200);
      assert.deepEqual([await isKnown(there), await isKnown(here)], [true, true]);
      const again = browser.copy();
      const begun = performance.now();
      const out = await browser.ask(there, '/api/session', { method: 'DELETE' });
      assert.equal(out.status, 200, out.text);
      // The cookie is still sent: it is the session that has ended.
      assert.equal((await again.ask(here, '/api/applications/mine')).status, 401);
      slowest = Math.max(slowest, performance.now() - begun);
    }
    assert.ok(slowest < 1000, `signed out only after ${slowest} ms`);
    t.diagnostic(`${turns} times signed out there, over here within ${Math.round(slowest)} ms`);
  });

  test('an account that is suspended on one server is out on both', async (t) => {
    const [colleague] = await rows<{ id: string; version: number }>(
      `insert into account (id, login_name, name, organization_id, status, roles, password_hash, created_at, updated_at)
       select gen_random_uuid(), 'colleague', '同事', organization_id, 'ACTIVE', roles, password_hash, now(), now()
         from account where login_name = 'person1' returning id, version`,
    );
    assert.ok(colleague !== undefined);
    const browser = new Browser();
    assert.equal((await browser.signIn(a, 'colleague', PASSWORD)).status, 200);
    assert.equal((await browser.ask(b, '/api/applications/mine')).status, 200);
    const begun = performance.now();
    const done = await post(b, `/api/people/${colleague.id}/suspension`, seeded.officeToken, {
      version: colleague.version,
      reason: '调离岗位',
    });
    assert.equal(done.status, 200, done.text);
    assert.equal((await browser.ask(a, '/api/applications/mine')).status, 401);
    const took = performance.now() - begun;
    assert.ok(took < 1000, String(took));
    assert.equal((await browser.ask(b, '/api/applications/mine')).status, 401);
    assert.equal((await new Browser().signIn(a, 'colleague', PASSWORD)).status, 422);
    t.diagnostic(`out on the other server ${Math.round(took)} ms after the request to suspend`);
  });

  test('wrong passwords count together, whichever server they are tried on', async (t) => {
    const guess = (number: number, login: string): Promise<Reply> =>
      new Browser().signIn(number % 2 === 0 ? a : b, login, `guess-${number}`);
    for (let number = 0; number < GUESSES; number += 1)
      assert.equal((await guess(number, 'person2')).status, 422);
    for (const origin of [a, b]) {
      const shut = await new Browser().signIn(origin, 'person2', PASSWORD);
      assert.deepEqual([shut.status, shut.body.code], [429, 'accounts.locked']);
    }
    assert.equal((await new Browser().signIn(b, 'person3', PASSWORD)).status, 200);
    // Two counters, one per server, would let twice as many through.
    const burst = await Promise.all(
      Array.from({ length: 4 * GUESSES }, (_, number) => guess(number, 'person5')),
    );
    const judged = burst.filter(({ status }) => status === 422).length;
    const refused = burst.filter(({ status }) => status === 429).length;
    assert.deepEqual([judged, refused], [GUESSES, 3 * GUESSES]);
    t.diagnostic(`${4 * GUESSES} guesses at once over both: ${judged} judged, ${refused} refused`);
  });

  test('a draft saved on one is read on the other; a stale save is refused', async (t) => {
    const school = schoolOf(0);
    const first = await fill(a, school, roundOf(1));
    const seen = await read(b, school, first);
    assert.deepEqual([seen.version, seen.content.leaderName], [first.version, '甲']);
    const newer = await save(b, school, first, '乙');
    assert.equal(newer.status, 200, newer.text);
    const stale = await save(a, school, first, '丙');
    assert.equal(stale.status, 409, stale.text);
    assert.match(stale.body.code, /^(application|record)\.changed$/);
    const there = await read(a, school, first);
    assert.deepEqual([there.version, there.content.leaderName], [newer.body.version, '乙']);

    const saves: Save[] = [];
    let { version } = there;
    const turns = 12;
    for (let turn = 0; turn < turns; turn += 1) {
      const draft = { id: first.id, version };
      const both = await Promise.all([save(a, school, draft, '甲'), save(b, school, draft, '乙')]);
      assert.deepEqual(statuses(both), [200, 409], both.map(({ text }) => text).join());
      for (const { status, body } of both) {
        if (status !== 200) continue;
        saves.push({ id: first.id, base: version });
        assert.equal(body.version, version + 1);
      }
      version += 1;
    }
    assert.equal(overwritten(saves), 0);
    t.diagnostic(`${turns} times two saves at once: ${saves.length} saved, ${turns} refused`);
  });

  test('a key used on one server has its answer on the other', async (t) => {
    const school = schoolOf(1);
    const key = randomUUID();
    const body = { roundId: roundOf(1) };
    const first = await post(a, '/api/applications', school.token, body, key);
    const second = await post(b, '/api/applications', school.token, body, key);
    assert.deepEqual([first.status, second.status], [200, 200]);
    assert.deepEqual(second.body, first.body);
    const other = await post(b, '/api/applications', school.token, { roundId: roundOf(2) }, key);
    assert.deepEqual([other.status, other.body.code], [422, 'request.key_reused']);
    let same = 0;
    for (const each of schools().slice(2)) {
      const draft = await fill(a, each, roundOf(1));
      const shared = randomUUID();
      const both = await Promise.all([
        submit(a, each, draft, shared),
        submit(b, each, draft, shared),
      ]);
      assert.deepEqual(statuses(both), [200, 200]);
      assert.deepEqual(both[0]?.body, both[1]?.body);
      same += 1;
    }
    t.diagnostic(
      `${same} submissions sent to both at once with one key: ${same} receipts, each once`,
    );
  });

  /** The figures of a round as one server tells them. */
  const figures = async (origin: string, roundId: string) => {
    const { officeToken, reviewerToken } = seeded;
    const [dashboard, participation, queue] = await Promise.all([
      askOk(origin, `/api/rounds/${roundId}/dashboard`, { token: officeToken }),
      askOk(origin, `/api/rounds/${roundId}/participation?status=PROVINCIAL_REVIEW`, {
        token: officeToken,
      }),
      askOk(origin, `/api/applications?roundId=${roundId}`, { token: reviewerToken }),
    ]);
    const cells: { status: string; count: number }[] = dashboard.cells;
    const submitted = cells
      .filter(({ status }) => status === 'PROVINCIAL_REVIEW')
      .reduce((sum, cell) => sum + cell.count, 0);
    return { submitted, participating: participation.total, queued: queue.groups.dueSoon };
  };
  /** How often a server's figures are not those of the database. */
  const wrongFigures = async (origins: readonly string[], roundId: string): Promise<number> => {
    const n = await count(`application where round_id = $1 and status = 'PROVINCIAL_REVIEW'`, [
      roundId,
    ]);
    const told = await Promise.all(origins.map((origin) => figures(origin, roundId)));
    const right = JSON.stringify({ submitted: n, participating: n, queued: n });
    return told.filter((each) => JSON.stringify(each) !== right).length;
  };

  test('two submissions at once are one; the figures of both servers follow at once', async (t) => {
    const roundId = roundOf(2);
    let looks = 0;
    for (const school of schools()) {
      const draft = await fill(b, school, roundId);
      const both = await Promise.all([submit(a, school, draft), submit(b, school, draft)]);
      assert.deepEqual(statuses(both), [200, 409], both.map(({ text }) => text).join());
      assert.equal(await wrongFigures([a, b], roundId), 0);
      looks += 2;
      const receipt = both.find(({ status }) => status === 200)?.body.receiptNumber;
      for (const origin of [a, b])
        assert.equal((await read(origin, school, draft)).receiptNumber, receipt);
    }
    const receipts = await count(
      `application_submission s join application a on a.id = s.application_id where a.round_id = $1`,
      [roundId],
    );
    assert.equal(receipts, schools().length);
    t.diagnostic(
      `${receipts} applications submitted on both at once: ${receipts} receipts; ${looks} looks, all right`,
    );
  });

  test('two confirmations of a filed list at once are one edition', async (t) => {
    const roundId = roundOf(2);
    await owner.query('update application_round set year = 2099, sequence = 9 where id = $1', [
      roundId,
    ]);
    await owner.query(
      `insert into setting (key, value, updated_at) values ('filing_number', '{"prefix":"YL1X"}', now())`,
    );
    const waitingOnes = await rows<Draft>(
      `select id, version from application where round_id = $1 and status = 'PROVINCIAL_REVIEW'`,
      [roundId],
    );
    for (const [index, { id, version }] of waitingOnes.entries()) {
      const path = `/api/applications/${id}/approve`;
      const body = { version, opinion: LONG_OPINION };
      const reply = await post(index % 2 === 0 ? a : b, path, seeded.reviewerToken, body);
      assert.equal(reply.status, 200, reply.text);
    }
    const [here, there] = await Promise.all(
      [a, b].map((origin) =>
        askOk(origin, `/api/filed-lists/${roundId}/preview`, { token: seeded.officeToken }),
      ),
    );
    assert.equal(here.previewHash, there.previewHash);
    const confirmation = {
      expectedRowCount: here.rowCount,
      previewHash: here.previewHash,
      note: '',
    };
    const both = await Promise.all(
      [a, b].map((origin) =>
        post(origin, `/api/filed-lists/${roundId}/editions`, seeded.officeToken, confirmation),
      ),
    );
    assert.deepEqual(statuses(both), [200, 409], both.map(({ text }) => text).join());
    const numbers = await rows<{ n: number; last: number }>(
      `select count(*)::int as n, max(right(filing_number, 6)::int) as last from filing where round_id = $1`,
      [roundId],
    );
    const items = 2 * waitingOnes.length;
    assert.deepEqual(numbers, [{ n: items, last: items }]);
    assert.equal(await count('filed_list_edition where round_id = $1', [roundId]), 1);
    t.diagnostic(`one edition of ${items} filings, numbered 1 to ${items} without a gap`);
  });

  test('behind a careless front the same checks find the fault', async (t) => {
    const behind = async (fault: Fault, work: (url: string) => Promise<void>): Promise<void> => {
      const front = await startCarelessFront(b, fault);
      await work(front.url).finally(() => front.close());
    };
    const school = schoolOf(0);
    const roundId = roundOf(3);
    const draft = await fill(a, school, roundId);
    await behind('takes any version', async (url) => {
      const replies = [await save(a, school, draft, '乙'), await save(url, school, draft, '丙')];
      assert.deepEqual(statuses(replies), [200, 200]);
      const saves = replies.map(() => ({ id: draft.id, base: draft.version }));
      assert.equal(overwritten(saves), 1);
    });
    await behind('remembers', async (url) => {
      const browser = new Browser();
      assert.equal((await browser.signIn(a, 'person1', PASSWORD)).status, 200);
      const cookies = browser.copy();
      assert.equal((await cookies.ask(url, '/api/applications/mine')).status, 200);
      assert.equal(await wrongFigures([a, url], roundId), 0);
      assert.equal((await browser.ask(a, '/api/session', { method: 'DELETE' })).status, 200);
      const { version } = await read(a, school, draft);
      assert.equal((await submit(a, school, { id: draft.id, version })).status, 200);
      assert.equal((await cookies.ask(url, '/api/applications/mine')).status, 200);
      assert.equal(await wrongFigures([a, url], roundId), 1);
    });
    const twice = [randomUUID()];
    const lapse = `insert into audit_event (id, occurred_at, received_at, action, outcome, actor_kind, actor_name, subject_kind, subject_id)
      values (gen_random_uuid(), now(), now(), 'test.lapse', 'done', 'system', '系统', 'application', $1)`;
    for (const _worker of WORKERS) await owner.query(lapse, twice);
    assert.equal(await changedTwice('test.lapse', twice), 1);
    t.diagnostic(
      'a stale save accepted: 1 overwritten; a memory: 1 session too long, 1 of 2 figures wrong; twice: 1',
    );
  });

  test('kill -9 of a server in the middle of requests: the other goes on, nothing is lost', async (t) => {
    const submittedBefore = await count(
      'application where submission_count > 0 and round_id <> $1',
      [roundOf(2)],
    );
    let servers = [a, b];
    const submitters = new Submitters(seeded, () => servers, seeded.roundIds.slice(4));
    await submitters.start(6);
    const { acknowledged } = submitters.tally;
    const untilMore = async (more: number): Promise<void> => {
      const goal = acknowledged.length + more;
      await until('more submissions', 30_000, async () => acknowledged.length >= goal);
    };
    await untilMore(8);
    const victim = products.find(({ url }) => url === b);
    await victim?.kill();
    const dead = performance.now();
    servers = [a];
    await untilMore(1);
    const gap = performance.now() - dead;
    await untilMore(7);
    await submitters.finish();
    const { cutOff, requests } = submitters.tally;
    assert.ok(cutOff > 0, 'no request was cut off: nobody was hit');
    const found = await judge(owner, acknowledged);
    assert.deepEqual(found.lost, []);
    // What has been filed is beyond what the ledger knows.
    const filed = await rows<{ id: string }>('select id from application where round_id = $1', [
      roundOf(2),
    ]);
    const known = new Set(filed.map(({ id }) => id));
    assert.deepEqual(
      found.half.filter((id) => !known.has(id)),
      [],
    );
    assert.equal(found.submitted - known.size, submittedBefore + acknowledged.length);
    assert.ok(gap < 5000, String(gap));
    t.diagnostic(
      `${acknowledged.length} acknowledged, ${cutOff} of ${requests} cut off, 0 lost, 0 half; ` +
        `the next receipt ${Math.round(gap)} ms after the kill`,
    );
  });

  test("the killed worker's job is finished by the other, each of its effects once", async (t) => {
    const { jobId, at, name } = killedWorker;
    const job = async () => {
      const [row] = await rows<{ state: string; retries: number }>(
        'select state, retry_count as retries from pgboss.job where id = $1',
        [jobId],
      );
      return row;
    };
    await until(
      'the job is finished',
      3 * RECLAIM_MS,
      async () => (await job())?.state === 'completed',
    );
    const took = performance.now() - at;
    assert.deepEqual(await job(), { state: 'completed', retries: 1 });
    const filings = await rows<{ id: string; status: string; version: number }>(
      'select id, status, version from filing where round_id <> $1',
      [roundOf(2)],
    );
    const left = filings.filter(
      ({ status, version }) => status !== 'FILING_EXPIRED' || version !== 2,
    );
    assert.deepEqual(left, []);
    const ids = filings.map(({ id }) => id);
    const events = await count(
      `audit_event where action = 'filings.expire' and outcome = 'done' and subject_id = any ($1::uuid[])`,
      [ids],
    );
    assert.equal(events, ids.length);
    assert.equal(await changedTwice('filings.expire', ids), 0);
    assert.ok(took <= RECLAIM_MS, `taken over only after ${Math.round(took)} ms`);
    t.diagnostic(
      `${ids.length} filings ended, ${events} times; ${name}'s job was done ${(took / 1000).toFixed(1)} s after its death`,
    );
  });
});
