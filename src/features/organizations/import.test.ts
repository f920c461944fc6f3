import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sql } from 'kysely';
import { SYSTEM } from '../../kernel/actor.ts';
import { sqlBuilder } from '../../platform/db/database.ts';
import {
  app,
  startImports,
  as,
  type Problem,
  check,
  apply,
  counts,
  errors,
  DIVISIONS,
} from './factory.ts';

startImports();

describe('importing divisions', () => {
  it('takes rows in any order, and a second run changes nothing', async () => {
    assert.deepEqual(counts(await check('divisions', DIVISIONS)), [4, 0, 0]);
    assert.deepEqual(counts((await apply('divisions', DIVISIONS)).body), [4, 0, 0]);
    assert.deepEqual(counts((await apply('divisions', DIVISIONS)).body), [0, 0, 4]);
    const renamed = DIVISIONS.replace('河东区', '河东新区');
    assert.deepEqual(counts((await apply('divisions', renamed)).body), [0, 1, 3]);
  });

  it('names line, column and remedy of each bad row', async () => {
    const bad = `行政区划代码,名称,级别,上级代码,来源
99020,西川市,地级市,990000,虚构
990300,南川市,地级市,990999,虚构
990400,北川市,地级市,990400,虚构
990500,中川市,地级市,990600,虚构
990600,内川市,地级市,990500,虚构
990700,,地级市,990000,虚构
990700,外川市,地级市,990000,虚构
`;
    assert.deepEqual(errors(await check('divisions', bad)), [
      '2 行政区划代码: 请填写 6 位数字的行政区划代码；没有国标代码的区域用 LOCAL- 开头的自编代码',
      '3 上级代码: 没有代码为 990999 的行政区划，请核对或补上这一行',
      '4 上级代码: 上级代码绕成了圈，请核对；省级请留空',
      '5 上级代码: 上级代码绕成了圈，请核对；省级请留空',
      '6 上级代码: 上级代码绕成了圈，请核对；省级请留空',
      '7 名称: 请填写名称',
      '8 行政区划代码: 与第 7 行重复，请只保留一行',
    ]);
  });
});

const SCHOOLS = `单位类型,单位编码,单位名称,简称,曾用名,行政区划代码,院校类型,隶属关系,院校标识码,统一社会信用代码
市级教育行政部门,hedong,河东区教育局,,,990101,,,,
院校,,河东职业技术学校,河东职校,河东一职；河东二职,990101,中等职业学校,市属,3699000201,
培训评价组织,,𠮷祥评价中心,,,,,,,91350100M000100Y43
`;

describe('importing organizations', () => {
  it('checks without changing, applies once, and repeats without a change', async () => {
    const total = async (): Promise<number> =>
      (await as('auditor').get('/api/organizations')).body.total;
    const before = await total();
    assert.deepEqual(counts(await check('organizations', SCHOOLS)), [3, 0, 0]);
    assert.equal(await total(), before);
    const applied = await apply('organizations', SCHOOLS);
    assert.deepEqual([applied.status, ...counts(applied.body)], [200, 3, 0, 0], applied.text);
    assert.equal(await total(), before + 3);
    assert.deepEqual(counts((await apply('organizations', SCHOOLS)).body), [0, 0, 3]);
    const { body } = await as('officeAdmin').get('/api/organizations', {
      query: { q: '河东二职' },
    });
    assert.deepEqual([body.rows[0].code, body.rows[0].reviewRoute], ['3699000201', 'CITY']);
  });

  it('reads what Chinese Excel saves, and its own export', async () => {
    // 单位类型,单位编码,单位名称 / 院校类型 in GBK would need a table; GB 18030 of ASCII rows is ASCII, so the bytes are given.
    const gbk = Buffer.from(
      'b5a5cebbc0e0d0cd2cb5a5cebbb1e0c2eb2cb5a5cebbc3fbb3c60d0ad1a7d0a32c782c79',
      'hex',
    );
    assert.deepEqual(errors(await check('organizations', gbk)), [
      '2 单位类型: 请填写单位类型：项目办公室、省级教育行政部门、市级教育行政部门、院校、培训评价组织',
    ]);
    const { text } = await as('officeAdmin').get('/api/organizations.csv');
    const again = await check('organizations', text);
    assert.deepEqual(
      [again.errorCount, again.created, again.changed],
      [0, 0, 0],
      JSON.stringify(again.problems),
    );
  });

  it('leaves alone what a blank cell or a missing column does not say, and keeps a former name', async () => {
    const renamed = `单位类型,单位编码,单位名称,简称\n院校,3699000201,河东职业技术学院附中,\n`;
    assert.deepEqual(counts((await apply('organizations', renamed)).body), [0, 1, 0]);
    const { body } = await as('officeAdmin').get('/api/organizations', {
      query: { q: '3699000201' },
    });
    const [row] = body.rows;
    assert.deepEqual(
      [row.name, row.shortName, row.areaCode, row.formerNames],
      ['河东职业技术学院附中', '河东职校', '990101', '河东一职；河东二职；河东职业技术学校'],
    );
  });

  it('names line, column and remedy of each bad row, and imports none of them', async () => {
    const bad = `单位类型,单位编码,单位名称,行政区划代码,院校类型,隶属关系,院校标识码,统一社会信用代码
学校,a1,甲校,,,,,
院校,,乙校,,中等职业学校,市属,,
院校,a2,丙校,999999,中等职业学校,市属,,
院校,a3,丁校,,中学,市属,,
院校,a4,戊校,,中等职业学校,,36990,
院校,a5,东川职业中专,,中等职业学校,市属,3699000001,
院校,A2,己校,,中等职业学校,市属,,
院校,a6,庚校,,中等职业学校,市属,,12345
院校,a7,庚校,,中等职业学校,市属,,
院校,a8,,,中等职业学校,市属,,
院校,a9,辛校,,中等职业学校,市属,3.69E+09,
院校,a 10,壬校,,中等职业学校,市属,,,多出来
`;
    assert.deepEqual(errors(await check('organizations', bad)), [
      '2 单位类型: 请填写单位类型：项目办公室、省级教育行政部门、市级教育行政部门、院校、培训评价组织',
      '3 单位编码: 请填写单位编码；院校可填院校标识码，评价组织可填统一社会信用代码',
      '4 行政区划代码: 行政区划中没有 999999，请核对，或先导入行政区划',
      '5 院校类型: 请填写：中等职业学校、高等职业学校（专科）、应用型本科、职业本科、普通本科（未认定应用型）',
      '6 隶属关系: 请填写：省属、市属、县（区）属、部属、民办',
      '7 单位名称: 与编码为 eastSchool 的单位同名，请填写它的编码以修改原单位，或用全称区分',
      '7 院校标识码: 这个院校标识码已属于东川职业中专，请核对',
      '8 单位编码: 与第 4 行是同一单位编码，请只保留一行，或更正编码',
      '9 统一社会信用代码: 请填写 18 位统一社会信用代码，由数字和大写字母组成，不含 I、O、S、V、Z，第 3 至 8 位是数字',
      '10 单位名称: 与第 9 行同名，请填写它的编码以修改原单位，或用全称区分',
      '11 单位名称: 请填写单位名称',
      '12 院校标识码: 数字位数已丢失，请把此列设为文本格式后重新填写完整号码',
      '12 院校标识码: 请填写 10 位数字的院校标识码',
      '13 : 这一行比表头多出内容，请检查是否多了逗号',
    ]);
    const refused = await apply(
      'organizations',
      `${bad}院校,good,好校,,中等职业学校,市属,3699000299,\n`,
    );
    assert.deepEqual([refused.status, refused.body.code], [422, 'imports.has_errors']);
    assert.match(refused.body.text, /^文件中有 14 处错误，请改好后重新上传/);
    const { body } = await as('officeAdmin').get('/api/organizations', { query: { q: '好校' } });
    assert.equal(body.total, 0);
  });

  it('leaves a line in the history of each body it made or changed', async () => {
    const { body } = await as('officeAdmin').get('/api/organizations', {
      query: { q: '3699000201' },
    });
    const history = await as('officeAdmin').get(`/api/organizations/${body.rows[0].id}/history`);
    const details = history.body.rows.map(
      ({ detail }: { detail: Record<string, unknown> }) => detail,
    );
    assert.equal(details.length, 2);
    assert.deepEqual(
      details.find((detail: Record<string, unknown>) => 'former_names' in detail).name,
      { from: '河东职业技术学校', to: '河东职业技术学院附中' },
    );
  });

  it('leaves in the log who imported which file, and how many rows', async () => {
    const row = await app().database.read(SYSTEM, async (read) =>
      read.one(
        sqlBuilder
          .selectFrom('audit_event')
          .select(['actor_name', 'detail'])
          .where('action', '=', 'organizations.applyImport')
          .where('outcome', '=', 'done')
          .where('subject_kind', '=', 'import')
          .where(sql`detail->>'created'`, '=', '3'),
      ),
    );
    const detail = row.detail as Record<string, unknown>;
    assert.deepEqual(
      [row.actor_name, detail['register'], detail['fileName']],
      ['林知远', 'organizations', '导入.csv'],
    );
    assert.match(String(detail['sha256']), /^[0-9a-f]{64}$/);
  });
});

describe('importing jurisdictions', () => {
  it('finds bodies by code, institution code or name, and ends what a new row follows', async () => {
    const file = `院校编码,院校名称,管辖部门编码,管辖部门名称,开始日期,结束日期,说明
3699000201,,hedong,,2021/9/1,,新设
eastSchool,东川职业中专,,西川市教育局,2025-09-01,,改由西川管辖
`;
    const checked = await check('jurisdictions', file);
    assert.deepEqual(
      [checked.errorCount, ...counts(checked)],
      [0, 2, 1, 0],
      JSON.stringify(checked.problems),
    );
    assert.equal(
      checked.problems.some(({ text }: Problem) => text === '该院校原有的管辖关系将于这一天结束'),
      true,
    );
    assert.equal((await apply('jurisdictions', file)).status, 200);
    assert.deepEqual(counts(await check('jurisdictions', file)), [0, 0, 2]);
    const { body } = await as('officeAdmin').get(
      `/api/organizations/${app().world.organizations.eastSchool}`,
    );
    assert.deepEqual(
      body.jurisdictions.map((one: Record<string, string>) => [
        one['bureauName'],
        one['validFrom'],
        one['validTo'],
      ]),
      [
        ['西川市教育局', '2025-09-01', null],
        ['东川市教育局', '2020-01-01', '2025-09-01'],
      ],
    );
  });

  it('names line, column and remedy of each bad row', async () => {
    const bad = `院校编码,院校名称,管辖部门编码,管辖部门名称,开始日期,结束日期
nobody,,hedong,,2025-01-01,
westSchool,东川职业中专,hedong,,2025-01-01,
westSchool,,eastSchool,,2025-01-01,
,,hedong,,2025-01-01,
westSchool,,hedong,,2025-02-30,
westSchool,,hedong,,2025-01-01,2025-01-01
college,,hedong,,2025-01-01,
college,,westBureau,,2025-06-01,
`;
    assert.deepEqual(errors(await check('jurisdictions', bad)), [
      '2 院校编码: 单位目录中没有“nobody”这个院校，请核对，或先导入单位',
      '3 院校名称: 编码对应的单位是“西川职教中心”，与名称不符，请核对',
      '4 管辖部门编码: 单位目录中没有“eastSchool”这个市级教育行政部门，请核对，或先导入单位',
      '5 院校编码: 请填写院校的编码或名称',
      '6 开始日期: 请填写存在的日期，形如 2025-01-01',
      '7 结束日期: 结束日期应晚于开始日期，请核对',
      '9 开始日期: 与第 8 行自2025年1月1日起的管辖重叠，请更正日期或填写结束日期',
    ]);
    assert.equal((await apply('jurisdictions', bad)).status, 422);
  });
});

describe('importing majors', () => {
  const CODES = `专业代码,目录版本,专业名称,层次,专业类代码,专业类名称,专业大类代码,专业大类名称,国家控制布点
710201,2021,计算机应用,中职,7102,计算机类,71,电子与信息大类,否
720201K,2021,护理,中职,7202,护理类,72,医药卫生大类,
`;

  it('fills the code set, whose suffix K says 国家控制布点', async () => {
    assert.deepEqual(counts((await apply('majors', CODES)).body), [2, 0, 0]);
    assert.deepEqual(counts((await apply('majors', CODES)).body), [0, 0, 2]);
    const { body } = await as('auditor').get('/api/organizations/major-codes', {
      query: { q: 'huli' },
    });
    assert.deepEqual([body.majors[0].code, body.majors[0].stateControlled], ['720201', true]);
    assert.deepEqual(
      errors(
        await check(
          'majors',
          `${CODES}7102,2021,某,中职,7102,某,71,某,也许\n710201,2021,某,中职,7102,某,71,某,也许\n`,
        ),
      ),
      [
        '4 专业代码: 请填写 6 位数字的专业代码，可带后缀 T、K 或 TK，例如 560213',
        '5 国家控制布点: 请填写“是”或“否”',
        '5 专业代码: 与第 2 行重复，请只保留一行',
      ],
    );
  });

  it('fills the majors of institutions, with the names of the code set', async () => {
    const file = `院校编码,院校名称,专业代码,专业名称,专业方向,首次招生年份,在校生人数,招生状态
3699000201,,710201,随便写的,,2018,260,
3699000201,,720201K,,助产,2019,90,已停招
`;
    assert.deepEqual(counts((await apply('institution-majors', file)).body), [2, 0, 0]);
    assert.deepEqual(counts((await apply('institution-majors', file)).body), [0, 0, 2]);
    assert.deepEqual(
      counts((await apply('institution-majors', file.replace('260', '270'))).body),
      [0, 1, 1],
    );
    const bad = `院校编码,专业代码,专业名称,首次招生年份,在校生人数,招生状态
3699000201,710201,,2018,二百,
3699000201,080901,,2018,90,
3699000201,720201,,2030,90,
3699000201,720201,,2018,90,停了
3699000201,710201,,2018,90,
nobody,71,,20,9.5,
`;
    assert.deepEqual(errors(await check('institution-majors', bad)), [
      '2 在校生人数: 请填写整数，不要带单位或小数点',
      '3 专业名称: 专业目录中没有这个代码，请核对代码；目录外专业请同时填写专业名称',
      '4 首次招生年份: 请填写首次招生年份，在 1900 至 2025 之间',
      '5 招生状态: 请填写“在招”或“已停招”',
      '6 专业代码: 与第 2 行是同一院校的同一专业，请合并，或填写不同的专业方向',
      '7 院校编码: 单位目录中没有“nobody”这个院校，请核对，或先导入单位',
      '7 在校生人数: 请填写整数，不要带单位或小数点',
      '7 专业代码: 请填写 6 位数字的专业代码，可带后缀 T、K 或 TK，例如 560213',
      '7 专业名称: 专业目录中没有这个代码，请核对代码；目录外专业请同时填写专业名称',
      '7 首次招生年份: 请填写首次招生年份，在 1900 至 2025 之间',
    ]);
  });
});
