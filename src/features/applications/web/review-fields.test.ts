import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { ApplicationView } from '../contract.ts';
import {
  conditionField,
  conditionPath,
  fieldLabel,
  isAbout,
  itemField,
  PLAN_FIELD,
} from './review-fields.ts';

const ID = '0197a3c1-0000-7000-8000-000000000001';
const OTHER = '0197a3c1-0000-7000-8000-000000000002';

const item = (id: string, certificateName: string) => ({
  id,
  certificateLevelId: id,
  certificateId: id,
  certificateName,
  level: 2,
  certificateStatus: 'ACTIVE',
  evaluationOrganizationName: '甲乙评价有限公司',
  isNew: false,
  cityDecision: null,
  cityOpinion: '',
  provincialDecision: null,
  approvedHeadcount: null,
  provincialOpinion: '',
});

const view: Pick<ApplicationView, 'items'> = {
  items: [item(ID, '智能装配'), item(OTHER, '数据标注')],
};

test('a remark on an item keeps its item, whether it is named by id or by place', () => {
  for (const path of [
    itemField(OTHER),
    `${itemField(OTHER)}.grades`,
    'items[1]',
    'items[1].plannedHeadcount',
  ]) {
    assert.equal(isAbout(path, itemField(OTHER), view), true, path);
    assert.equal(isAbout(path, itemField(ID), view), false, path);
    assert.equal(fieldLabel(path, view), '第 2 项 数据标注（中级）', path);
  }
  assert.equal(fieldLabel('items[7].grades', view), '已删除的证书项');
});

test('every other place has its words', () => {
  assert.equal(fieldLabel(conditionField(2), view), '条件：师资队伍');
  assert.equal(fieldLabel(PLAN_FIELD, view), '试点工作方案');
  assert.equal(fieldLabel('leaderTitle', view), '牵头校领导');
  assert.equal(fieldLabel('', view), '整份申报');
  assert.equal(isAbout('conditions[2].answer', conditionPath(2), view), true);
  assert.equal(isAbout('conditions[2].answer', conditionPath(1), view), false);
});
