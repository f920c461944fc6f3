import { randomUUID } from 'node:crypto';
import { samplePlan } from '../../app/demo/sample-plan.ts';
import type { Answer, TestApp } from '../../../test/support/test-app.ts';
import type { PersonName, SchoolName } from '../../../test/support/world.ts';
import { CONDITIONS } from './content.ts';
import type { ApplicationStatus } from './status.ts';

/** The round of the tests: 2025-02-14 00:00 to 2025-04-08 00:00 (「4月7日」 included), Beijing time. */
export const ROUND = {
  opensAt: '2025-02-13T16:00:00.000Z',
  closesAt: '2025-04-07T16:00:00.000Z',
  cityReviewDueAt: '2025-04-17T16:00:00.000Z',
  provincialReviewDueAt: '2025-04-27T16:00:00.000Z',
};

export const ADMIN_OF: Record<SchoolName, PersonName> = {
  eastSchool: 'eastSchoolAdmin',
  westSchool: 'westSchoolAdmin',
  provincialSchool: 'provincialSchoolAdmin',
  college: 'collegeAdmin',
  university: 'universityAdmin',
};

const expectOk = (answer: Answer, what: string): Answer => {
  if (answer.status === 200) return answer;
  throw new Error(`${what}: ${answer.status} ${answer.text}`);
};

/** Opens a round as the office does; returns its id. */
export const openRound = async (
  app: TestApp,
  change: Record<string, unknown> = {},
): Promise<string> => {
  const office = app.as(app.world.people.officeAdmin);
  const created = expectOk(
    await office.post('/api/rounds', {
      year: 2025,
      sequence: 1,
      title: '2025年第一批 1+X 证书试点申报',
      noticeNumber: '项目办函〔2025〕1号',
      ...ROUND,
      eligibleKinds: ['SECONDARY_VOCATIONAL', 'HIGHER_VOCATIONAL', 'APPLIED_UNDERGRADUATE'],
      guidance: '',
      ...change,
    }),
    'create round',
  );
  const { id, version } = created.body;
  expectOk(await office.post(`/api/rounds/${id}/publication`, { version }), 'publish round');
  return id;
};

/** Complete content: two items, a new and an older major, everything answered. */
export const completeContent = (app: TestApp, school: SchoolName) => {
  const { levels, majors } = app.world;
  const [oldMajor = '', newerMajor = ''] = majors[school];
  const item = (certificateLevelId: string, major: string, plannedHeadcount: number | null) => ({
    id: randomUUID(),
    certificateLevelId,
    institutionMajorIds: [major],
    grades: ['G2'],
    plannedHeadcount,
    siteIntention: false,
    threeYearReason: '',
    note: '',
  });
  return {
    leaderName: '校领导甲',
    leaderTitle: '副校长',
    departmentName: '教务处',
    departmentHead: '处长乙',
    officerName: '专人㐂·𠮷',
    officerTitle: '科员',
    officePhone: '029-88880000',
    conditions: CONDITIONS.map((): { answer: string | null; explanation: string } => ({
      answer: 'MET',
      explanation: '',
    })),
    statementAccepted: true,
    items: [item(levels.alpha2, oldMajor, 60), item(levels.beta2, newerMajor, 40)],
    acceptedWarnings: {} as Record<string, string>,
  };
};

export interface Made {
  readonly id: string;
  readonly version: number;
}

export const startDraft = async (
  app: TestApp,
  school: SchoolName,
  roundId: string,
): Promise<Made> => {
  const client = app.as(app.world.people[ADMIN_OF[school]]);
  const { body } = expectOk(await client.post('/api/applications', { roundId }), 'create');
  return { id: body.id, version: 1 };
};

export const fillDraft = async (
  app: TestApp,
  school: SchoolName,
  draft: Made,
  content: unknown = completeContent(app, school),
): Promise<Made> => {
  const client = app.as(app.world.people[ADMIN_OF[school]]);
  const saved = expectOk(
    await client.put(`/api/applications/${draft.id}`, { version: draft.version, content }),
    'save',
  );
  const plan = await client.upload(`/api/applications/${draft.id}/plan`, {
    name: '试点工作方案.pdf',
    type: 'application/pdf',
    bytes: await samplePlan(),
  });
  expectOk(plan, 'plan');
  return { id: draft.id, version: Math.max(saved.body.version, plan.body.version) };
};

export const submitted = async (
  app: TestApp,
  school: SchoolName,
  roundId: string,
): Promise<Made> => {
  const draft = await fillDraft(app, school, await startDraft(app, school, roundId));
  const client = app.as(app.world.people[ADMIN_OF[school]]);
  expectOk(
    await client.post(`/api/applications/${draft.id}/submit`, { version: draft.version }),
    'submit',
  );
  return { id: draft.id, version: draft.version + 1 };
};

export const OPINION = '材料完整，理由充分，同意该项办理意见。';

/** One verb on an application by a person of the world. */
export const perform = async (
  app: TestApp,
  person: PersonName,
  made: Made,
  path: string,
  body: Record<string, unknown> = {},
): Promise<Made> => {
  const answer = await app
    .as(app.world.people[person])
    .post(`/api/applications/${made.id}/${path}`, { version: made.version, ...body });
  return { id: made.id, version: expectOk(answer, path).body.version };
};

const afterCity = (app: TestApp, made: Made, path: string) =>
  perform(app, 'eastReviewer', made, path, { opinion: OPINION });

/** An application of `eastSchool` (route city → province) in the wanted state, by real actions only. */
export const inState = async (
  app: TestApp,
  roundId: string,
  state: ApplicationStatus,
): Promise<Made> => {
  if (state === 'DRAFT' || state === 'LAPSED') {
    return await fillDraft(app, 'eastSchool', await startDraft(app, 'eastSchool', roundId));
  }
  const made = await submitted(app, 'eastSchool', roundId);
  switch (state) {
    case 'CITY_REVIEW':
      return made;
    case 'WITHDRAWN':
      return await perform(app, 'eastSchoolAdmin', made, 'withdraw');
    case 'RETURNED':
      return await afterCity(app, made, 'return-by-city');
    case 'CITY_REJECTED':
      return await afterCity(app, made, 'reject-by-city');
    default:
      return await decided(app, await afterCity(app, made, 'endorse'), state);
  }
};

const decided = async (app: TestApp, made: Made, state: ApplicationStatus): Promise<Made> => {
  const province = (path: string, body = {}) =>
    perform(app, 'reviewer', made, path, { opinion: OPINION, ...body });
  switch (state) {
    case 'APPROVED':
      return await province('approve');
    case 'PARTIALLY_APPROVED': {
      const { body } = await app.as(app.world.people.reviewer).get(`/api/applications/${made.id}`);
      const items = [{ itemId: body.items[0].id, accepted: false, opinion: OPINION }];
      return await province('approve-in-part', { items });
    }
    case 'REJECTED':
      return await province('reject');
    default:
      return made;
  }
};
