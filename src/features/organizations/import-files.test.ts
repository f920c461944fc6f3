import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { SYSTEM } from '../../kernel/actor.ts';
import type { ImportColumn } from '../../kernel/import.ts';
import { applyImport } from '../../platform/imports/apply.ts';
import { app, startImports, as, type Problem, send, check, DIVISIONS } from './factory.ts';
import { ORGANIZATION_IMPORTS } from './import-labels.ts';
import { importOrganizations, organizationImports } from './index.ts';

startImports();

describe('import files', () => {
  it('are refused as a whole when they are no such file', async () => {
    const cases: [string | Uint8Array, RegExp][] = [
      ['', /文件是空的/],
      ['a,b\n1,2\n', /找不到表头/],
      ['单位类型,单位编码\n院校,x\n', /请补上“单位名称”列/],
      [Buffer.from('504b0304', 'hex'), /另存为/],
    ];
    for (const [file, text] of cases) {
      const answer = await send('officeAdmin', 'organizations', 'check', file);
      assert.match(answer.text, text);
    }
    const big = 'x'.repeat(5 * 1024 * 1024 + 1);
    const { status, body } = await send('officeAdmin', 'organizations', 'check', big);
    assert.deepEqual([status, body.code], [413, 'file.too_large']);
  });

  it('are the office administrator’s alone, templates too', async () => {
    for (const who of [
      'officeStaff',
      'reviewer',
      'auditor',
      'eastAdmin',
      'eastSchoolAdmin',
      'systemAdmin',
    ] as const) {
      for (const step of ['check', 'apply'] as const) {
        assert.equal((await send(who, 'divisions', step, DIVISIONS)).status, 403, who);
      }
      assert.equal(
        (await as(who).get('/api/organizations/imports/divisions/template')).status,
        403,
      );
    }
    assert.equal((await send('officeAdmin', 'accounts', 'check', DIVISIONS)).status, 404);
  });

  it('have a template whose own example passes the reader', async () => {
    for (const register of Object.keys(organizationImports)) {
      const { status, text } = await as('officeAdmin').get(
        `/api/organizations/imports/${register}/template`,
      );
      assert.equal(status, 200);
      const body = await check(register, text);
      const headers = body.problems.filter(({ line }: Problem) => line === 1);
      assert.deepEqual(headers, [], register);
    }
  });
});

describe('the handbook page about imports', () => {
  it('names every column as the code does', () => {
    const page = readFileSync(
      new URL('../../../docs/operations/import.md', import.meta.url),
      'utf8',
    );
    for (const { title, columns } of Object.values(ORGANIZATION_IMPORTS)) {
      assert.equal(page.includes(`${title}（`), true, title);
      for (const { key, label, required, help, example } of columns as readonly ImportColumn[]) {
        const row = `| ${label} | \`${key}\` | ${required === true ? '是' : ''} | ${help} | ${example} |`;
        assert.equal(page.includes(row), true, row);
      }
    }
  });
});

describe('the reference files shipped with the product', () => {
  it('load by the same code, twice without a change', async () => {
    const folder = new URL('../../../db/reference/', import.meta.url);
    const file = (path: string): Uint8Array => readFileSync(new URL(path, folder));
    await app().database.transaction(SYSTEM, async (tx) => {
      const context = { actorId: null, at: app().clock.now() };
      const { divisions, majors, organizations, jurisdictions } = organizationImports;
      for (const isSecond of [false, true]) {
        const outcomes = [
          await applyImport(tx, divisions, file('provinces/shaanxi/divisions.csv'), context),
          await applyImport(tx, majors, file('national/majors.csv'), context),
          await applyImport(tx, organizations, file('provinces/shaanxi/bureaus.csv'), context),
          await applyImport(tx, organizations, file('provinces/shaanxi/institutions.csv'), context),
          await applyImport(
            tx,
            organizations,
            file('national/evaluation_organizations.csv'),
            context,
          ),
          await applyImport(
            tx,
            jurisdictions,
            file('provinces/shaanxi/jurisdictions.csv'),
            context,
          ),
        ];
        for (const { created, changed } of outcomes) {
          assert.equal(isSecond ? created + changed === 0 : created > 0, true);
        }
      }
    });
  });

  it('as rows made by a program are checked like a file', async () => {
    const wrong = app().database.transaction(SYSTEM, async (tx) =>
      importOrganizations(tx, [{ kind: 'CITY_BUREAU', code: 'x' }], {
        actorId: null,
        at: app().clock.now(),
      }),
    );
    await assert.rejects(wrong, {
      code: 'import.errors',
      text: /第 2 行 单位名称：请填写单位名称/,
    });
  });
});
