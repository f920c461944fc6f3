import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { SYSTEM } from '../../kernel/actor.ts';
import { registerConstraintTexts } from '../../platform/db/pg-errors.ts';
import { applyImport } from '../../platform/imports/apply.ts';
import { type FileImport, fileImport } from '../../../test/support/import-file.ts';
import { startTestApp, type Answer, type TestApp } from '../../../test/support/test-app.ts';
import type { PersonName } from '../../../test/support/world.ts';
import type { ImportColumn } from '../../kernel/import.ts';
import { organizationImports } from '../organizations/index.ts';
import { CATALOG_IMPORTS } from './import-labels.ts';
import {
  catalogConstraintTexts,
  catalogImportFamily,
  catalogImports,
  catalogRoutes,
  importCertificates,
} from './index.ts';

registerConstraintTexts(catalogConstraintTexts);

let app: TestApp;
let files: FileImport;
before(async () => {
  app = await startTestApp({ routes: catalogRoutes });
  files = fileImport(app, catalogImportFamily);
});
after(async () => await app.close());

interface Problem {
  readonly severity: string;
  readonly line: number;
  readonly column: string;
  readonly text: string;
}

const send = async (
  register: string,
  step: 'check' | 'apply',
  file: string,
  who: PersonName = 'officeAdmin',
): Promise<Answer> => await files[step](app.as(app.world.people[who]), register, file);

const counts = ({ body, text }: Answer): number[] => {
  assert.equal(body.errorCount, 0, text);
  return [body.created, body.changed, body.same];
};
const errors = ({ body }: Answer): string[] =>
  body.problems
    .filter(({ severity }: Problem) => severity === 'error')
    .map(({ line, column, text }: Problem) => `${line} ${column}: ${text}`);
const find = async (q: string) =>
  (await app.as().get('/api/catalog/certificates', { query: { q } })).body.rows[0];

const CERTIFICATES = `证书编码,证书名称,等级,批次,评价组织编码,评价组织名称,状态,标准链接,可信度
,老年照护,初级、中级,1,,丙丁评价中心,,https://example.org/s,高
own-7,𠮷他制作,初/高,第四批,alphaorg,,已退出,,
alpha,智能装配,高,,alphaOrg,甲乙评价有限公司,,,
`;

describe('importing certificates', () => {
  it('takes new ones with levels, batch and status, and a second run changes nothing', async () => {
    assert.deepEqual(counts(await send('certificates', 'check', CERTIFICATES)), [2, 0, 1]);
    assert.deepEqual(counts(await send('certificates', 'apply', CERTIFICATES)), [2, 0, 1]);
    const care = await find('老年照护');
    assert.deepEqual(
      [care.code, care.levels, care.batch, care.status],
      ['X0001', [1, 2], 1, 'ACTIVE'],
    );
    const guitar = await find('𠮷他');
    assert.deepEqual(
      [guitar.code, guitar.levels, guitar.batch, guitar.status],
      ['own-7', [1, 3], 4, 'EXITED'],
    );
    assert.deepEqual(counts(await send('certificates', 'apply', CERTIFICATES)), [0, 0, 3]);
  });

  it('adds levels and facts, and leaves what a blank cell does not say', async () => {
    const more = '证书名称,等级,评价组织名称,领域\n老年照护,高级,丙丁评价中心,民政\n';
    assert.deepEqual(counts(await send('certificates', 'apply', more)), [0, 1, 0]);
    const care = await find('老年照护');
    assert.deepEqual(
      [care.levels, care.sector, care.batch, care.trust],
      [[1, 2, 3], '民政', 1, '高'],
    );
  });

  it('does not change the status of a known certificate, and says how it is done', async () => {
    const answer = await send(
      'certificates',
      'check',
      '证书编码,证书名称,评价组织名称,状态\nown-7,𠮷他制作,甲乙评价有限公司,可申报\n',
    );
    assert.deepEqual(counts(answer), [0, 0, 1]);
    assert.equal(
      answer.body.problems.some(({ column }: Problem) => column === '状态'),
      true,
    );
  });

  it('reads its own export back without a change', async () => {
    const { text } = await app.as().get('/api/catalog/certificates.csv');
    const [created, changed] = counts(await send('certificates', 'check', text));
    assert.deepEqual([created, changed], [0, 0]);
  });

  it('names line, column and remedy of each bad row, and imports none of them', async () => {
    const bad = `证书编码,证书名称,等级,批次,评价组织名称,状态,标准链接,可信度
,甲,,,无此中心,,,
,乙,特级,,丙丁评价中心,,,
,丙,,5,丙丁评价中心,,,
,丁,,,丙丁评价中心,消失,,
,戊,,,丙丁评价中心,,ftp://x,
,己,,,丙丁评价中心,,,最高
zz,老年照护,,,丙丁评价中心,,,
,庚,,,丙丁评价中心,,,
,庚,,,丙丁评价中心,,,
,,,,丙丁评价中心,,,
,辛,,,,,,
`;
    const checked = await send('certificates', 'check', bad);
    assert.deepEqual(errors(checked), [
      '2 评价组织名称: 单位目录中没有“无此中心”这个培训评价组织，请核对，或先导入单位',
      '3 等级: 不认识等级“特级”，请写初级、中级、高级，用顿号隔开',
      '4 批次: 请填写 1 至 4；不确定请留空',
      '5 状态: 请填写可申报、退出中或已退出，或留空',
      '6 标准链接: 请填写以 http:// 或 https:// 开头的链接，或留空',
      '7 可信度: 请填写高、中或低',
      '8 证书编码: 该评价组织的同名证书编码是 X0001，请改用这个编码，或更正名称',
      '10 证书名称: 与第 9 行是同一证书，请只保留一行',
      '11 证书名称: 请填写证书名称',
      '12 评价组织编码: 请填写培训评价组织的编码或名称',
    ]);
    const refused = await send('certificates', 'apply', bad);
    assert.deepEqual([refused.status, refused.body.code], [422, 'imports.has_errors']);
    assert.match(refused.body.text, /有 10 处错误/);
    assert.equal((await find('庚')) === undefined, true);
  });
});

describe('importing levels', () => {
  it('finds the certificate by code or name; the day may be written as spreadsheets do', async () => {
    const file =
      '证书编码,证书名称,等级,生效日期,来源\nbeta,,3,2022/5/6,国家学分银行\n,数据标注,初级,,\n';
    assert.deepEqual(counts(await send('certificate-levels', 'apply', file)), [2, 0, 0]);
    assert.deepEqual(counts(await send('certificate-levels', 'apply', file)), [0, 0, 2]);
    assert.deepEqual((await find('数据标注')).levels, [1, 2, 3]);
    await app.database.transaction(SYSTEM, async (tx) => {
      const row = { short_name: '数据标注', evaluation_organization_name: '甲乙评价有限公司' };
      await importCertificates(tx, [row], { actorId: null, at: app.clock.now() });
    });
    assert.deepEqual(
      errors(
        await send(
          'certificate-levels',
          'check',
          `${file},不存在,初级,,\nbeta,旧式排版,初级,,\nbeta,,高,,\nbeta,,顶级,2022-13-01,\n`,
        ),
      ),
      [
        '3 证书编码: 有 2 个证书叫“数据标注”，请填写证书编码',
        '4 证书名称: 证书目录中没有“不存在”，请核对，或先导入证书',
        '5 证书名称: 编码对应的证书是“数据标注”，与名称不符，请核对',
        '6 : 与第 2 行重复，请只保留一行',
        '7 等级: 请填写初级、中级或高级',
        '7 生效日期: 请填写存在的日期，形如 2022-05-16；不清楚请留空',
      ],
    );
  });
});

describe('importing suitable majors', () => {
  it('wants a name where the code set has none', async () => {
    const file = '证书编码,专业代码,专业名称,层次\nalpha,080901,计算机科学与技术,普通本科\n';
    assert.deepEqual(counts(await send('certificate-majors', 'apply', file)), [1, 0, 0]);
    assert.deepEqual(counts(await send('certificate-majors', 'apply', file)), [0, 0, 1]);
    assert.deepEqual(
      errors(
        await send(
          'certificate-majors',
          'check',
          '证书编码,专业代码\nalpha,080902\nnone,080901\nalpha,8\n',
        ),
      ),
      [
        '2 专业名称: 专业目录中没有这个代码，请核对代码，或同时填写专业名称',
        '3 证书编码: 证书目录中没有编码 none，请核对，或先导入证书',
        '3 专业名称: 专业目录中没有这个代码，请核对代码，或同时填写专业名称',
        '4 专业代码: 请填写 6 位数字的专业代码，可带后缀 T、K 或 TK，例如 560213',
        '4 专业名称: 专业目录中没有这个代码，请核对代码，或同时填写专业名称',
      ],
    );
  });
});

describe('import files of the catalog', () => {
  it('are the office administrator’s alone, templates too', async () => {
    for (const who of [
      'officeStaff',
      'auditor',
      'alphaAdmin',
      'collegeAdmin',
      'systemAdmin',
    ] as const) {
      for (const step of ['check', 'apply'] as const) {
        assert.equal((await send('certificates', step, CERTIFICATES, who)).status, 403, who);
      }
      const template = await app
        .as(app.world.people[who])
        .get('/api/catalog/imports/certificates/template');
      assert.equal(template.status, 403);
    }
  });

  it('have a template that the reader takes', async () => {
    for (const register of Object.keys(catalogImports)) {
      const { text } = await app
        .as(app.world.people.officeAdmin)
        .get(`/api/catalog/imports/${register}/template`);
      const { body } = await send(register, 'check', text);
      assert.deepEqual(
        body.problems.filter(({ line }: Problem) => line === 1),
        [],
        register,
      );
    }
  });
});

describe('the handbook page about imports', () => {
  it('names every column as the code does', () => {
    const page = readFileSync(
      new URL('../../../docs/operations/import.md', import.meta.url),
      'utf8',
    );
    const columns: readonly ImportColumn[] = Object.values(CATALOG_IMPORTS).flatMap((one) => [
      ...one.columns,
    ]);
    for (const { key, label, required, help, example } of columns) {
      const row = `| ${label} | \`${key}\` | ${required === true ? '是' : ''} | ${help} | ${example} |`;
      assert.equal(page.includes(row), true, row);
    }
  });
});

describe('the reference files shipped with the product', () => {
  it('load by the same code, twice without a change', async () => {
    const file = (name: string): Uint8Array =>
      readFileSync(new URL(`../../../db/reference/national/${name}.csv`, import.meta.url));
    await app.database.transaction(SYSTEM, async (tx) => {
      const context = { actorId: null, at: app.clock.now() };
      await applyImport(
        tx,
        organizationImports.organizations,
        file('evaluation_organizations'),
        context,
      );
      await applyImport(tx, organizationImports.majors, file('majors'), context);
      for (const isSecond of [false, true]) {
        const outcomes = [
          await applyImport(tx, catalogImports.certificates, file('certificates'), context),
          await applyImport(
            tx,
            catalogImports['certificate-levels'],
            file('certificate_levels'),
            context,
          ),
          await applyImport(
            tx,
            catalogImports['certificate-majors'],
            file('certificate_majors'),
            context,
          ),
        ];
        for (const { created, changed } of outcomes) {
          assert.equal(isSecond ? created + changed === 0 : created > 0, true);
        }
      }
    });
  });
});
