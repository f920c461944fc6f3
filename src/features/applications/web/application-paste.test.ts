import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LevelOption } from '../../catalog/contract.ts';
import { gradesOf, majorsOf, matchRows, parseCells, pastedRows } from './application-paste.ts';

const MAJORS = [
  {
    id: 'm1',
    code: '660102',
    name: '机电设备技术',
    firstEnrolmentYear: 2015,
    currentStudents: 300,
    isClosed: false,
  },
  {
    id: 'm2',
    code: '710201',
    name: '计算机应用（软件方向）',
    firstEnrolmentYear: 2020,
    currentStudents: 90,
    isClosed: false,
  },
  {
    id: 'm3',
    code: '730101',
    name: '电子商务',
    firstEnrolmentYear: 2024,
    currentStudents: 90,
    isClosed: true,
  },
];

const level = (id: string, certificateName: string, grade: 1 | 2 | 3): LevelOption => ({
  id,
  certificateId: `c-${certificateName}`,
  certificateName,
  level: grade,
  levelLabel: '',
  label: `${certificateName}（${grade}）`,
  evaluationOrganizationName: '甲乙评价有限公司',
  certificateStatus: 'ACTIVE',
});

const LEVELS = [level('a1', '智能装配', 1), level('a2', '智能装配', 2), level('b2', '数据标注', 2)];
const context = { majors: MAJORS, levels: LEVELS, taken: new Set<string>() };

test('cells keep line breaks and quotes inside quoted cells, and CSV works without tabs', () => {
  assert.deepEqual(parseCells('甲\t"一\n二"\t"他说""好"""\r\n\r\n乙\t3\t'), [
    ['甲', '一\n二', '他说"好"'],
    ['乙', '3', ''],
  ]);
  assert.deepEqual(parseCells('甲,乙，丙'), [['甲', '乙', '丙']]);
});

test('a head row and a number column are left out, and lines keep their number in the sheet', () => {
  const [row] = pastedRows(
    '序号\t证书名称\t等级\t专业\t年级\t人数\n1\t智能装配\t中级\t机电设备技术\t二年级\t40',
  );
  assert.equal(row?.certificate, '智能装配');
  assert.equal(row?.headcount, '40');
  assert.equal(row?.line, 2);
});

test('grades are understood as people write them; years of entry are not guessed', () => {
  assert.deepEqual(gradesOf('一年级'), ['G1']);
  assert.deepEqual(gradesOf('三、二'), ['G2', 'G3']);
  assert.deepEqual(gradesOf('大一至大三'), ['G1', 'G2', 'G3']);
  assert.deepEqual(gradesOf('１－２年级'), ['G1', 'G2']);
  assert.deepEqual(gradesOf(''), []);
  assert.equal(gradesOf('2024级'), undefined);
});

test('majors are found by name, by name without direction and by code, never when closed', () => {
  assert.deepEqual(majorsOf('机电设备技术、计算机应用', MAJORS), {
    ids: ['m1', 'm2'],
    unknown: [],
  });
  assert.deepEqual(majorsOf('660102；计算机应用(软件方向)', MAJORS), {
    ids: ['m1', 'm2'],
    unknown: [],
  });
  assert.deepEqual(majorsOf('电子商务', MAJORS), { ids: [], unknown: ['电子商务'] });
});

test('a complete row becomes an item', () => {
  const [row] = matchRows(
    pastedRows('智能装配职业技能等级证书\t中级\t机电设备技术\t二年级\t４０人'),
    context,
  );
  assert.deepEqual(row?.errors, []);
  assert.deepEqual(row?.gaps, []);
  assert.deepEqual(row?.item, {
    certificateLevelId: 'a2',
    institutionMajorIds: ['m1'],
    grades: ['G2'],
    plannedHeadcount: 40,
    siteIntention: false,
    threeYearReason: '',
    note: '',
  });
});

test('the level may stand in the name', () => {
  const [row] = matchRows(pastedRows('智能装配（初级）\t\t机电设备技术\t一\t40'), context);
  assert.equal(row?.levelId, 'a1');
});

test('rows that cannot be added say why', () => {
  const rows = matchRows(
    pastedRows(
      '智能装备\t中级\t\t\t\n智能装配\t特级\t\t\t\n数据标注\t高级\t\t\t\n数据标注\t中级\t\t\t\n数据标注\t中级\t\t\t',
    ),
    { ...context, taken: new Set(['a2']) },
  );
  assert.match(rows[0]?.errors[0] ?? '', /目录中没有“智能装备”/);
  assert.match(rows[1]?.errors[0] ?? '', /写明等级/);
  assert.match(rows[2]?.errors[0] ?? '', /没有高级/);
  assert.deepEqual(rows[3]?.errors, []);
  assert.match(rows[4]?.errors[0] ?? '', /与第 4 行重复/);
  const [taken] = matchRows(pastedRows('智能装配\t中级'), { ...context, taken: new Set(['a2']) });
  assert.match(taken?.errors[0] ?? '', /已经有/);
});

test('what is missing or not understood is left open and said', () => {
  const [row] = matchRows(pastedRows('智能装配\t中级\t烹饪\t2024级\t若干'), context);
  assert.deepEqual(row?.errors, []);
  assert.equal(row?.gaps.length, 3);
  assert.equal(row?.item?.plannedHeadcount, null);
});
