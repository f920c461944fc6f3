import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import '../../app/features.ts';
import { type Answer, startTestApp, type TestApp } from '../../../test/support/test-app.ts';
import type { PersonName } from '../../../test/support/world.ts';
import { toInstant } from '../../kernel/time.ts';
import type { PlannedJob } from '../../platform/jobs.ts';
import { createPublicSite } from '../../platform/page/public-site.ts';
import { asOwner } from '../filings/factory.ts';
import { infoSessionRoutes } from './index.ts';
import { createInfoSessionPages } from './public-routes.ts';

export const LIST = '/api/info-sessions';
export const AT = toInstant('2025-03-01T02:00:00.000Z');

const routes = [
  ...infoSessionRoutes.filter(({ kind }) => kind !== 'page'),
  ...createInfoSessionPages(createPublicSite(() => undefined)),
];

let started: TestApp | undefined;

/** The app of the file's tests, from `before` on. */
export const app = (): TestApp => started ?? assert.fail('the app has not been started');

/** Starts the app for this file's tests; pages without their style sheet. */
export const startSessions = (): void => {
  before(async () => {
    started = await startTestApp({ at: AT, routes });
  });
  after(() => started?.close());
};

export const as = (name: PersonName) => app().as(app().world.people[name]);

export const ok = (answer: Answer): Answer['body'] => {
  assert.equal(answer.status, 200, answer.text);
  return answer.body;
};

export const refused = (answer: Answer, status: number, code: string): void =>
  assert.deepEqual([answer.status, answer.body.code], [status, code], answer.text);

export const levelCertificate = async (short: string): Promise<string> => {
  const { rows } = await asOwner(app(), 'select id from certificate where code = $1', [short]);
  return rows[0].id;
};

export const draftBody = async (more: Record<string, unknown> = {}) => ({
  title: '智能装配说明会',
  summary: '介绍标准、师资和考点要求。',
  certificateIds: [await levelCertificate('alpha')],
  startsAt: '2025-03-10T07:00:00.000Z',
  endsAt: '2025-03-10T08:30:00.000Z',
  platform: '腾讯会议',
  joinUrl: 'https://meeting.example.cn/123',
  joinNote: '会议号 123，密码 88',
  speaker: '甲老师',
  contactNote: '029-88880000',
  ...more,
});

export const drafted = async (more: Record<string, unknown> = {}): Promise<Answer['body']> =>
  ok(await as('alphaAdmin').post(LIST, await draftBody(more)));

export const act = (name: PersonName, session: Answer['body'], path: string, more = {}) =>
  as(name).post(`${LIST}/${session.id}/${path}`, { version: session.version, ...more });

export const submitted = async (more: Record<string, unknown> = {}) =>
  ok(await act('alphaAdmin', await drafted(more), 'submission'));

export const published = async (more: Record<string, unknown> = {}) =>
  ok(await act('officeStaff', await submitted(more), 'publication'));

export interface Told {
  readonly event?: string;
  readonly title?: string;
  readonly to?: { readonly accountId?: string }[];
}

export const told = (event: string, jobs: readonly PlannedJob[] = app().plannedJobs): string[] =>
  jobs
    .map(({ data }) => data as Told)
    .filter((notice) => notice.event === `info-sessions.${event}`)
    .flatMap(({ to }) => (to ?? []).map(({ accountId }) => accountId ?? 'organization'));

export const at = async <T>(instant: string, work: () => Promise<T>): Promise<T> => {
  app().clock.set(toInstant(instant));
  try {
    return await work();
  } finally {
    app().clock.set(AT);
  }
};
