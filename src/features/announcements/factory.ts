import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import '../../app/features.ts';
import { type Answer, startTestApp, type TestApp } from '../../../test/support/test-app.ts';
import type { PersonName } from '../../../test/support/world.ts';
import { classicPdf, PLAIN_PAGES } from '../../platform/files/sample-files.ts';
import { createPublicSite } from '../../platform/page/public-site.ts';
import { announcementRoutes } from './index.ts';
import { createAnnouncementPages } from './public-routes.ts';

export const PDF = classicPdf(PLAIN_PAGES);
export const REGISTER = '/api/announcement-register';
export const AT = '2025-03-01T02:00:00.000Z';

const site = createPublicSite(() => undefined);
const routes = [
  ...announcementRoutes.filter(({ kind }) => kind !== 'page'),
  ...createAnnouncementPages(site),
];

let started: TestApp | undefined;

/** The app of the file's tests, from `before` on. */
export const app = (): TestApp => started ?? assert.fail('the app has not been started');

/** Starts the app for this file's tests; public pages without their style sheet. */
export const startAnnouncements = (): void => {
  before(async () => {
    started = await startTestApp({ at: AT, routes });
  });
  after(() => started?.close());
};

export const as = (name: PersonName) => app().as(app().world.people[name]);
export const office = () => as('officeAdmin');

export const ok = (answer: Answer): Answer['body'] => {
  assert.equal(answer.status, 200, answer.text);
  return answer.body;
};

export const draft = async (more: Record<string, unknown> = {}): Promise<Answer['body']> =>
  ok(
    await office().post(REGISTER, {
      title: '关于召开线上说明会的通知',
      bodyHtml: '<p>请各校参加。</p>',
      ...more,
    }),
  );

export const publish = async (record: Answer['body']): Promise<Answer['body']> =>
  ok(await office().post(`${REGISTER}/${record.id}/publication`, { version: record.version }));

export const told = (event: string): string[] =>
  app()
    .plannedJobs.map(({ data }) => data as { event?: string; to?: { accountId: string }[] })
    .filter((notice) => notice.event === event)
    .flatMap(({ to }) => (to ?? []).map(({ accountId }) => accountId));

export const namesOf = (ids: readonly string[]): string[] =>
  Object.entries(app().world.people)
    .filter(([, { id }]) => ids.includes(id))
    .map(([name]) => name)
    .toSorted();

export const publishedFor = async (more: Record<string, unknown>): Promise<Answer['body']> => {
  app().plannedJobs.length = 0;
  return await publish(await draft(more));
};

export const own = async (text: string, values: readonly unknown[] = []) => {
  const { asOwner } = await import('../filings/factory.ts');
  return await asOwner(app(), text, values);
};
