import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clashesOf, mergeSettings, type Settings } from './province-merge.ts';

const base: Settings = {
  title: '平台',
  provinceName: '云岭省',
  officeName: '项目办',
  contactText: '',
  numberPrefix: 'YL1X',
  catalogTarget: 447,
  version: 'first',
};

test('two people in two fields never have to choose', () => {
  const mine = { ...base, officeName: '试点项目办' };
  const theirs = { ...base, catalogTarget: 450, version: 'second' };
  assert.deepEqual(clashesOf(base, mine, theirs), []);
  const both = { ...base, officeName: '试点项目办', catalogTarget: 450, version: 'second' };
  assert.deepEqual(mergeSettings(base, mine, theirs, 'mine'), both);
});

test('the same field is shown from both sides, and the choice takes nothing else away', () => {
  const mine = { ...base, officeName: '甲', title: '新平台' };
  const theirs = { ...base, officeName: '乙', version: 'second' };
  assert.deepEqual(clashesOf(base, mine, theirs), [
    { label: '项目办名称', mine: '甲', theirs: '乙' },
  ]);
  const yielded = { ...theirs, title: '新平台' };
  assert.deepEqual(mergeSettings(base, mine, theirs, 'theirs'), yielded);
  assert.deepEqual(mergeSettings(base, mine, theirs, 'mine'), { ...yielded, officeName: '甲' });
});
