import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { samplePlan } from '../../src/app/demo/sample-plan.ts';
import { addMilliseconds, toInstant } from '../../src/kernel/time.ts';
import { type EmbeddedDatabase, startEmbedded } from '../../src/platform/db/embedded.ts';
import { createLog } from '../../src/platform/log.ts';
import type { PersonName, SchoolName, World } from '../support/world.ts';
import { ask, askOk } from './asking.ts';
import { COMPILED } from './product.ts';
import { wholeContent } from './submitters.ts';
import type { Order, Said } from './zone-server.ts';

/** Zones, with the minutes by which they are ahead of UTC in January. */
const ZONES = {
  'Asia/Shanghai': 480,
  UTC: 0,
  'America/New_York': -300,
  'Asia/Kathmandu': 345,
  'Pacific/Kiritimati': 840,
} as const;

/** Rounds by their closing, with the words of the notice, and what makes the instant awkward. */
const DEADLINES = [
  // New York puts its clocks forward in this very moment.
  { closesAt: '2025-03-09T07:00:00.000Z', words: '2025年3月9日 15:00（北京时间）' },
  // 「4月7日」 included: midnight in Beijing, and the day before in New York.
  { closesAt: '2025-04-07T16:00:00.000Z', words: '2025年4月7日 24:00（北京时间）' },
  // New York's hour that comes twice.
  { closesAt: '2025-11-02T05:30:00.000Z', words: '2025年11月2日 13:30（北京时间）' },
  // The year ends in Beijing; on Kiritimati it has ended before, in New York it has not.
  { closesAt: '2025-12-31T16:00:00.000Z', words: '2025年12月31日 24:00（北京时间）' },
] as const;

const OPENS_AT = '2025-02-13T16:00:00.000Z';
const WHILE_OPEN = '2025-03-02T02:00:00.000Z';
const LONG_AFTER = '2026-02-01T02:00:00.000Z';

/** What differs from database to database and has nothing to do with time. */
const withoutChance = (text: string): string =>
  text
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<id>')
    .replace(/\b[0-9a-f]{64}\b/g, '<hash>')
    .replace(/\b\d{4}-\d\d-[2-9A-Z]{4}-[2-9A-Z]{4}\b/g, '<receipt>');

interface Place {
  readonly zone: string;
  readonly ahead: number;
  readonly child: ChildProcess;
  readonly url: string;
  readonly world: World;
  readonly roundIds: string[];
  /** One line per step, in order: equal in every zone. */
  readonly told: string[];
  /** What a program would have printed that takes the machine's zone. */
  readonly careless: string[];
}

interface Draft {
  readonly id: string;
  readonly version: number;
}

describe(
  'a deadline is the same instant and the same words in every time zone',
  { timeout: 120_000 },
  () => {
    let dataDir: string;
    let embedded: EmbeddedDatabase;
    let plan: Uint8Array<ArrayBuffer>;
    let places: Place[] = [];
    const children: ChildProcess[] = [];

    const startPlace = async (zone: string): Promise<Place> => {
      const child = fork(join(import.meta.dirname, 'zone-server.ts'), [], {
        env: {
          PATH: process.env['PATH'],
          NODE_NO_WARNINGS: '1',
          NODE_COMPILE_CACHE: COMPILED,
          TZ: zone,
          TEST_DATABASE_URL: embedded.url,
        },
        execArgv: [],
      });
      children.push(child);
      const gone = once(child, 'exit').then(() => assert.fail(`${zone}: the server ended`));
      const [said] = (await Promise.race([once(child, 'message'), gone])) as [Said];
      if (said.kind !== 'ready') throw new Error(`${zone}: not ready`);
      gone.catch(() => undefined);
      const { url, world, ahead } = said;
      return { zone, ahead, child, url, world, roundIds: [], told: [], careless: [] };
    };

    before(async () => {
      dataDir = await mkdtemp(join(tmpdir(), 'onex-zones-'));
      embedded = await startEmbedded({ dataDir, log: createLog('error') });
      plan = new Uint8Array(await samplePlan());
      places = await Promise.all(Object.keys(ZONES).map(startPlace));
    });
    after(async () => {
      for (const child of children) {
        if (child.exitCode !== null || child.signalCode !== null) continue;
        const ended = once(child, 'exit');
        child.disconnect();
        await ended;
      }
      await embedded.stop();
      await rm(dataDir, { recursive: true, force: true });
    });

    /** Sets the clock of the place; tells how many applications the minute's job has closed, when asked to run it. */
    const set = async (place: Place, at: string, lapse?: true): Promise<number> => {
      const order: Order = { at, ...(lapse === undefined ? {} : { lapse }) };
      const answer = once(place.child, 'message');
      place.child.send(order);
      const [said] = (await answer) as [Said];
      if (said.kind !== 'done') throw new Error('not done');
      place.careless.push(said.careless);
      return said.lapsed;
    };

    const as = (place: Place, person: PersonName) => place.world.people[person].token;

    const openRounds = async (place: Place): Promise<void> => {
      const token = as(place, 'officeAdmin');
      for (const [index, { closesAt }] of DEADLINES.entries()) {
        const { id, version } = await askOk(place.url, '/api/rounds', {
          method: 'POST',
          token,
          body: {
            year: 2025,
            sequence: index + 1,
            title: `2025年第${index + 1}批`,
            noticeNumber: '项目办函〔2025〕1号',
            opensAt: OPENS_AT,
            closesAt,
            cityReviewDueAt: addMilliseconds(toInstant(closesAt), 86_400_000),
            provincialReviewDueAt: addMilliseconds(toInstant(closesAt), 2 * 86_400_000),
            eligibleKinds: ['HIGHER_VOCATIONAL', 'APPLIED_UNDERGRADUATE'],
            guidance: '',
          },
        });
        await askOk(place.url, `/api/rounds/${id}/publication`, {
          method: 'POST',
          token,
          body: { version },
        });
        place.roundIds.push(id);
      }
    };

    /** A draft to which nothing is missing but its submission. */
    const draftOf = async (
      place: Place,
      [school, person]: readonly [SchoolName, PersonName],
      roundId: string,
    ): Promise<Draft> => {
      const token = as(place, person);
      const { levels, majors } = place.world;
      const send = (path: string, method: string, body: unknown) =>
        askOk(place.url, `/api/applications${path}`, { method, token, body });
      const { id } = await send('', 'POST', { roundId });
      const content = wholeContent(majors[school][0] ?? '', [levels.alpha2, levels.beta2]);
      await send(`/${id}`, 'PUT', { version: 1, content });
      const form = new FormData();
      form.set('file', new File([plan], '方案.pdf', { type: 'application/pdf' }));
      const { version } = await send(`/${id}/plan`, 'POST', form);
      return { id, version };
    };

    const COLLEGE = ['college', 'collegeAdmin'] as const;
    const UNIVERSITY = ['university', 'universityAdmin'] as const;

    /** Does the same in every place; what they tell must be the same line by line. */
    const everywhere = async (work: (place: Place) => Promise<void>): Promise<string[]> => {
      for (const place of places) place.told.length = 0;
      await Promise.all(places.map(work));
      const [first, ...others] = places;
      assert.ok(first !== undefined && first.told.length > 0);
      for (const { told } of others) assert.deepEqual(told, first.told);
      return [...first.told];
    };

    test('each process lives in its zone', (t) => {
      const found = Object.fromEntries(places.map(({ zone, ahead }) => [zone, ahead]));
      assert.deepEqual(found, ZONES);
      t.diagnostic(JSON.stringify(found));
    });

    for (const [number, { closesAt, words }] of DEADLINES.entries()) {
      test(`${words}: in time until a millisecond before, never at or after`, async (t) => {
        const deadline = toInstant(closesAt);
        const told = await everywhere(async (place) => {
          if (place.roundIds.length === 0) await openRounds(place);
          const roundId = place.roundIds[number] ?? '';
          await set(place, WHILE_OPEN);
          const draft = await draftOf(place, COLLEGE, roundId);
          const left = await draftOf(place, UNIVERSITY, roundId);
          const token = as(place, 'collegeAdmin');
          const submitAt = async (ms: number): Promise<void> => {
            await set(place, addMilliseconds(deadline, ms));
            const reply = await ask(place.url, `/api/applications/${draft.id}/submit`, {
              method: 'POST',
              token,
              body: { version: draft.version },
            });
            const said = reply.status === 200 ? reply.body.submittedAt : reply.body.text;
            place.told.push(`${ms} ms: ${reply.status} ${reply.body.code ?? 'accepted'} ${said}`);
          };
          // Refused first: that it is accepted a moment earlier shows that nothing but the time was wrong.
          await submitAt(0);
          await submitAt(1);
          const { status } = await askOk(place.url, `/api/applications/${draft.id}`, { token });
          place.told.push(`still ${status}`);
          place.told.push(`closed: ${await set(place, addMilliseconds(deadline, -1), true)}`);
          await submitAt(-1);
          // The other school has not submitted: the minute's job closes its draft at the deadline.
          place.told.push(`closed: ${await set(place, deadline, true)}`);
          const over = await askOk(place.url, `/api/applications/${left.id}`, {
            token: as(place, 'universityAdmin'),
          });
          place.told.push(`left: ${over.status}`);
        });
        const refused = `422 application.too_late 提交截止时间已过（${words}），不能“提交”；确有原因请联系项目办申请延期`;
        assert.deepEqual(told, [
          `0 ms: ${refused}`,
          `1 ms: ${refused}`,
          'still DRAFT',
          'closed: 0',
          `-1 ms: 200 accepted ${addMilliseconds(deadline, -1)}`,
          'closed: 1',
          'left: LAPSED',
        ]);
        t.diagnostic(`in ${places.length} zones: -1 ms accepted, 0 and +1 ms refused: ${refused}`);
      });
    }

    const PAGES: readonly (readonly [PersonName | undefined, (roundId: string) => string])[] = [
      [undefined, () => '/'],
      [undefined, (roundId) => `/rounds/${roundId}`],
      ['officeAdmin', () => '/api/rounds'],
      ['officeAdmin', () => '/api/rounds.csv'],
      ['officeAdmin', (roundId) => `/api/rounds/${roundId}`],
      ['officeAdmin', (roundId) => `/api/rounds/${roundId}/participation.csv`],
      ['collegeAdmin', () => '/api/applications/mine'],
      ['reviewer', () => '/api/applications'],
      ['reviewer', () => '/api/applications.csv'],
    ];

    test('pages, answers and tables print it in the same words', async (t) => {
      let printed = 0;
      for (const at of [WHILE_OPEN, LONG_AFTER]) {
        const told = await everywhere(async (place) => {
          await set(place, at);
          for (const [number] of DEADLINES.entries()) {
            for (const [person, pathOf] of PAGES) {
              const path = pathOf(place.roundIds[number] ?? '');
              const who = person === undefined ? {} : { token: as(place, person) };
              const reply = await ask(place.url, path, who);
              assert.equal(reply.status, 200, reply.text);
              place.told.push(withoutChance(reply.text));
            }
          }
        });
        for (const [number, { words }] of DEADLINES.entries()) {
          const ofRound = told.slice(number * PAGES.length, (number + 1) * PAGES.length);
          assert.ok(ofRound[1]?.includes(words), `${words} is not on the page of its round`);
          printed += ofRound.filter((text) => text.includes(words)).length;
        }
        t.diagnostic(`${told.length} texts at ${at}, the same in ${places.length} zones`);
      }
      t.diagnostic(`the deadlines' words stand on ${printed} of them`);
    });

    test("a program that took the machine's zone would be seen", (t) => {
      const texts = places.map(({ careless }) => careless.join('\n'));
      assert.equal(new Set(texts).size, places.length);
      t.diagnostic(
        `the same instants by the machine's zone: ${new Set(texts).size} different texts`,
      );
    });
  },
);
