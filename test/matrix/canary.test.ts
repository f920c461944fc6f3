import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { allRoutes } from '../../src/app/features.ts';
import {
  ADMIN_OF,
  completeContent,
  fillDraft,
  inState,
  type Made,
  openRound,
  OPINION,
  perform,
  startDraft,
} from '../../src/features/applications/factory.ts';
import { asOwner, confirmed, setNumberPrefix } from '../../src/features/filings/factory.ts';
import type { Route } from '../../src/platform/http/route.ts';
import { createLog } from '../../src/platform/log.ts';
import { type Client, startTestApp, type TestApp } from '../support/test-app.ts';
import type { PersonName } from '../support/world.ts';
import { call, csvOf, type PathValues } from './calls.ts';
import { digestOf } from './database-digest.ts';

/** Names and numbers that stand nowhere else: wherever one turns up, it came from this application. */
const CANARY = {
  leaderName: '欧阳牵头甲',
  leaderTitle: '金丝雀职务甲',
  departmentHead: '欧阳负责乙',
  officerName: '欧阳专人丙',
  officerTitle: '金丝雀职务丙',
  officePhone: '029-80123456',
};
const SECRETS = Object.values(CANARY);

/** Names of people are shown to their own organization and the province; the others read the organization's. */
const OUTSIDERS: readonly PersonName[] = [
  'westSchoolAdmin',
  'universityAdmin',
  'provincialSchoolAdmin',
  'alphaAdmin',
  'alphaStaff',
  'betaAdmin',
  'westReviewer',
  'systemAdmin',
];

/** An evaluation organization's download leaves a receipt, and a refused look a trace. */
const WRITTEN_BY_READING = ['audit_event', 'filed_list_fetch'];

const reads: readonly Route[] = allRoutes
  .flatMap((route) => (route.kind === 'list' ? [route, csvOf(route)] : [route]))
  .filter(({ endpoint }) => endpoint.method === 'GET');

describe('names and numbers of an application stay with those who need them', () => {
  let app: TestApp;
  const lines: string[] = [];
  let college: Made;
  let east: Made;
  let everyPath: PathValues[];
  let untouched: Record<string, string>;

  const sent = async (school: 'college' | 'eastSchool', roundId: string): Promise<Made> => {
    const content = { ...completeContent(app, school), ...CANARY };
    const { id, version } = await fillDraft(
      app,
      school,
      await startDraft(app, school, roundId),
      content,
    );
    const admin = app.as(app.world.people[ADMIN_OF[school]]);
    const { status, text } = await admin.post(`/api/applications/${id}/submit`, { version });
    assert.equal(status, 200, text);
    return { id, version: version + 1 };
  };

  before(async () => {
    app = await startTestApp();
    const log = createLog('trace', { write: (line) => void lines.push(line) });
    Object.assign(app.environment, { log });
    await setNumberPrefix(app);
    const roundId = await openRound(app);
    college = await perform(app, 'reviewer', await sent('college', roundId), 'approve', {
      opinion: OPINION,
    });
    east = await perform(app, 'eastReviewer', await sent('eastSchool', roundId), 'return-by-city', {
      opinion: OPINION,
      remarks: [{ field: 'leaderName', text: '请核对牵头校领导' }],
    });
    const edition = await confirmed(app, roundId);
    const otherRound = await openRound(app, { sequence: 2 });
    await inState(app, otherRound, 'PROVINCIAL_REVIEW');
    const filing = await asOwner(app, 'select id from filing limit 1');
    const { levels, organizations, people } = app.world;
    const certificate = await asOwner(
      app,
      'select certificate_id as id from certificate_level where id = $1',
      [levels.alpha2],
    );
    const shared = {
      roundId,
      number: String(edition.number),
      filingId: filing.rows[0].id,
      certificateId: certificate.rows[0].id,
      register: 'organizations',
      page: 'nowhere',
    };
    const idsWorthTrying = [
      organizations.college,
      organizations.eastSchool,
      people.collegeAdmin.id,
      people.eastSchoolAdmin.id,
      certificate.rows[0].id,
      college.id,
    ];
    everyPath = idsWorthTrying.flatMap((id) =>
      [college.id, east.id].map((applicationId) => ({ ...shared, id, applicationId })),
    );
    untouched = await digestOf(app.databaseUrl, WRITTEN_BY_READING);
  });
  after(() => app.close());

  /** Everything that this person can read anywhere, as one text per answer. */
  const crawl = async (client: Client): Promise<{ texts: string[]; opened: number }> => {
    const texts: string[] = [];
    let opened = 0;
    for (const route of reads) {
      const asked = new Set<string>();
      for (const values of everyPath) {
        const key = route.endpoint.path.replaceAll(
          /:([A-Za-z]+)/g,
          (_, name: string) => values[name] ?? '',
        );
        if (asked.has(key)) continue;
        asked.add(key);
        const answer = await call(client, route, { values });
        assert.ok(answer.status < 500, `${route.endpoint.name} ${answer.status} ${answer.text}`);
        if (answer.status === 200) opened += 1;
        texts.push(`${route.endpoint.name}\n${JSON.stringify(answer.headers)}\n${answer.text}`);
      }
    }
    return { texts, opened };
  };

  const leaks = (texts: readonly string[], secrets: readonly string[]): string[] =>
    texts.flatMap((text) =>
      secrets
        .filter((secret) => text.includes(secret))
        .map((secret) => `${secret} in ${text.slice(0, 60)}`),
    );

  test('the school itself and its reviewers read them', async () => {
    for (const name of ['collegeAdmin', 'reviewer'] as const) {
      const { texts } = await crawl(app.as(app.world.people[name]));
      for (const secret of SECRETS)
        assert.ok(
          texts.some((text) => text.includes(secret)),
          `${name} does not see ${secret}`,
        );
    }
  });

  for (const name of OUTSIDERS) {
    test(`${name} reads none of them anywhere`, async () => {
      const { texts, opened } = await crawl(app.as(app.world.people[name]));
      assert.ok(opened >= 12, `only ${opened} answers were looked at`);
      assert.deepEqual(leaks(texts, SECRETS), []);
    });
  }

  test('nobody who is not signed in reads them, on pages or in open data', async () => {
    const { texts, opened } = await crawl(app.as());
    assert.ok(opened >= 14, String(opened));
    assert.deepEqual(leaks(texts, SECRETS), []);
  });

  test('people of other organizations are named to the province only', async () => {
    const { people } = app.world;
    const namesOutside = (organizationId: string): string[] =>
      Object.values(people)
        .filter((person) => person.organizationId !== organizationId)
        .map(({ name }) => name);
    for (const name of [
      'collegeAdmin',
      'eastSchoolLeader',
      'alphaStaff',
      'betaAdmin',
      'eastViewer',
    ] as const) {
      const { texts } = await crawl(app.as(people[name]));
      assert.deepEqual(leaks(texts, namesOutside(people[name].organizationId)), [], name);
    }
    const { texts } = await crawl(app.as());
    assert.deepEqual(
      leaks(
        texts,
        Object.values(people).map((person) => person.name),
      ),
      [],
    );
  });

  test('all this reading has changed nothing but receipts and the audit log', async () => {
    assert.deepEqual(await digestOf(app.databaseUrl, WRITTEN_BY_READING), untouched);
    const { rows } = await asOwner(
      app,
      'select distinct action from audit_event where outcome = $1 and action like $2',
      ['done', 'filings.fetch%'],
    );
    assert.deepEqual(
      rows.map(({ action }) => action),
      ['filings.fetch'],
    );
  });

  test('a refused or faulty change shows nothing of them either', async () => {
    const { people } = app.world;
    const texts: string[] = [];
    for (const name of [...OUTSIDERS, undefined]) {
      const client = app.as(name === undefined ? undefined : people[name]);
      for (const route of allRoutes.filter(({ endpoint }) => endpoint.method !== 'GET')) {
        const values = { id: college.id, applicationId: college.id, register: 'organizations' };
        texts.push(
          (await call(client, route, { values, body: { version: 1, opinion: OPINION } })).text,
        );
      }
    }
    assert.deepEqual(leaks(texts, [...SECRETS, '欧阳']), []);
  });

  test('the log has seen the whole of this and names nobody', async () => {
    const wrong = {
      ...completeContent(app, 'eastSchool'),
      ...CANARY,
      officePhone: `${CANARY.officePhone}\u0000`,
    };
    const path = `/api/applications/${east.id}`;
    const admin = app.as(app.world.people.eastSchoolAdmin);
    assert.equal((await admin.put(path, { version: east.version, content: wrong })).status, 400);
    // A fault, not a refusal: the driver's words quote what was written.
    await asOwner(
      app,
      'alter table application add constraint planted check (leader_name <> $$欧阳牵头甲$$) not valid',
    );
    const content = { ...completeContent(app, 'eastSchool'), ...CANARY };
    const fault = await admin.put(path, { version: east.version, content });
    assert.equal(fault.status, 500, fault.text);
    assert.deepEqual(leaks([fault.text], SECRETS), []);
    assert.ok(lines.length > 1000, String(lines.length));
    assert.ok(
      lines.some((line) => line.includes('planted')),
      'the fault was not logged',
    );
    assert.deepEqual(leaks(lines, SECRETS), []);
    assert.deepEqual(
      leaks(
        lines,
        Object.values(app.world.people).map(({ name }) => name),
      ),
      [],
    );
  });
});
