import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkMajorCode, MAJOR_LEVELS, parseMajorCode } from './major-code.ts';

const said = (value: string): string =>
  checkMajorCode(value, 'majorCode')
    .map((finding) => `${finding.severity} ${finding.code}`)
    .join();

const levelLabel = (value: string): string | undefined => {
  const level = parseMajorCode(value)?.level;
  return level && MAJOR_LEVELS[level];
};

test('the published example is read', () => {
  assert.deepEqual(parseMajorCode('560213'), {
    digits: '560213',
    suffix: '',
    categoryCode: '56',
    classCode: '5602',
    level: 'HIGHER_VOCATIONAL',
  });
  assert.equal(said('560213'), '');
});

test('the category tells the catalogue, also at its edges', () => {
  const levels: Record<string, string | undefined> = {
    '610101': '中职',
    '799999': '中职',
    '410101': '高职专科',
    '599999': '高职专科',
    '210101': '高职本科',
    '399999': '高职本科',
    '310204': '高职本科',
    '010101': '普通本科',
    '140101': '普通本科',
    '150101': undefined,
    '400101': undefined,
    '600101': undefined,
    '800101': undefined,
    '000101': undefined,
  };
  for (const [code, label] of Object.entries(levels)) assert.equal(levelLabel(code), label, code);
});

test('suffixes T, K and TK pass, others and wrong lengths are errors', () => {
  for (const code of ['080910T', '620401K', '083112TK']) assert.equal(said(code), '', code);
  assert.equal(parseMajorCode('083112TK')?.suffix, 'TK');
  for (const code of [
    '',
    '56021',
    '5602130',
    '560213KT',
    '560213k',
    '56021X',
    '５60213',
    '560213 ',
  ])
    assert.equal(said(code), 'error major_code.format', code);
});

test('an unknown category only warns', () => {
  assert.equal(said('990101'), 'warning major_code.category');
});
