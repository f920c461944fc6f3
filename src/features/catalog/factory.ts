import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { startTestApp, type TestApp } from '../../../test/support/test-app.ts';
import type { PersonName } from '../../../test/support/world.ts';
import { SYSTEM } from '../../kernel/actor.ts';
import { registerConstraintTexts } from '../../platform/db/pg-errors.ts';
import { importMajors } from '../organizations/index.ts';
import { catalogConstraintTexts, catalogRoutes } from './index.ts';

let started: TestApp | undefined;

/** The app of the file's tests, from `before` on. */
export const app = (): TestApp => started ?? assert.fail('the app has not been started');

/** Starts the app with one code of a major for this file's tests. */
export const startCatalog = (): void => {
  registerConstraintTexts(catalogConstraintTexts);
  before(async () => {
    started = await startTestApp({ routes: catalogRoutes });
    await app().database.transaction(SYSTEM, async (tx) => {
      const row = {
        code: '710201',
        catalog_edition: '2021',
        name: '计算机应用',
        education_level: '中职',
        class_code: '7102',
        class_name: '计算机类',
        category_code: '71',
        category_name: '电子与信息大类',
      };
      await importMajors(tx, [row], { actorId: null, at: app().clock.now() });
    });
  });
  after(async () => await started?.close());
};

export const as = (name: PersonName) => app().as(app().world.people[name]);
export const PATH = '/api/catalog/certificates';

export interface Row {
  readonly id: string;
  readonly shortName: string;
}

export const list = async (query: Record<string, string> = {}) =>
  await app()
    .as()
    .get(PATH, { query: { pageSize: '100', ...query } });
export const names = async (query: Record<string, string>): Promise<string[]> =>
  (await list(query)).body.rows.map(({ shortName }: Row) => shortName);
export const idOf = async (shortName: string): Promise<string> =>
  (await list()).body.rows.find((row: Row) => row.shortName === shortName)?.id;

let made = 0;
export const certificate = (more: Record<string, unknown> = {}) => ({
  shortName: `新证书${(made += 1)}`,
  evaluationOrganizationId: app().world.organizations.alphaOrg,
  levels: [1, 2],
  ...more,
});
export const create = async (more: Record<string, unknown> = {}) => {
  const answer = await as('officeAdmin').post(PATH, certificate(more));
  assert.equal(answer.status, 200, answer.text);
  return answer.body;
};
