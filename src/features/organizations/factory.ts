import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { type FileImport, fileImport } from '../../../test/support/import-file.ts';
import { startTestApp, type Answer, type TestApp } from '../../../test/support/test-app.ts';
import type { PersonName } from '../../../test/support/world.ts';
import { registerConstraintTexts } from '../../platform/db/pg-errors.ts';
import {
  organizationConstraintTexts,
  organizationImportFamily,
  organizationRoutes,
} from './index.ts';

let started: TestApp | undefined;

/** The app of the file's tests, from `before` on. */
export const app = (): TestApp => started ?? assert.fail('the app has not been started');

let files: FileImport | undefined;

/** Starts the app that takes files for this file's tests. */
export const startImports = (): void => {
  registerConstraintTexts(organizationConstraintTexts);
  before(async () => {
    started = await startTestApp({ routes: organizationRoutes });
    files = fileImport(started, organizationImportFamily);
  });
  after(async () => await started?.close());
};

export const as = (name: PersonName) => app().as(app().world.people[name]);

export interface Problem {
  readonly severity: string;
  readonly line: number;
  readonly column: string;
  readonly text: string;
}

export const send = async (
  who: PersonName,
  register: string,
  step: 'check' | 'apply',
  file: string | Uint8Array,
): Promise<Answer> => await (files ?? assert.fail())[step](as(who), register, file);

export const check = async (
  register: string,
  file: string | Uint8Array,
): Promise<Answer['body']> => {
  const answer = await send('officeAdmin', register, 'check', file);
  assert.equal(answer.status, 200, answer.text);
  return answer.body;
};

export const apply = async (register: string, file: string | Uint8Array): Promise<Answer> =>
  await send('officeAdmin', register, 'apply', file);

export const counts = ({ created, changed, same }: Record<string, number>) => [
  created,
  changed,
  same,
];

/** `3 列名: 怎么改` of every error. */
export const errors = (body: { readonly problems: readonly Problem[] }): string[] =>
  body.problems
    .filter(({ severity }) => severity === 'error')
    .map(({ line, column, text }) => `${line} ${column}: ${text}`);

export const DIVISIONS = `行政区划代码,名称,级别,上级代码,来源
990101,河东区,市辖区,990100,虚构
990100,东川市,地级市,990000,虚构
990000,云岭省,省,,虚构
LOCAL-XIN,新区,开发区,990100,虚构
`;
