import { hasRole } from '../../kernel/actor.ts';
import { noMoments, type TaskSource } from '../../platform/tasks.ts';
import { PROVINCE_EDITORS } from './policy.ts';
import { readProvince } from './settings.ts';

/** A new installation knows neither its province nor how its numbers begin, and no list can be confirmed without. */
export const provinceTasks: TaskSource = {
  name: 'province',
  async tasksFor(read, actor) {
    if (!hasRole(actor, ...PROVINCE_EDITORS)) return [];
    const { provinceName, officeName, contactText, numberPrefix } = await readProvince(read);
    const missing = [
      provinceName === '' && '省（区、市）名称',
      officeName === '' && '项目办名称',
      contactText === '' && '联系方式',
      numberPrefix === '' && '备案号前缀',
    ].filter((label) => label !== false);
    if (missing.length === 0) return [];
    return [
      {
        key: 'settings',
        kind: 'todo',
        title: '填写本省设置',
        detail: `还缺：${missing.join('、')}`,
        dueAt: null,
        path: '/province',
        waitsFor: null,
      },
    ];
  },
  deadlinesFor: noMoments,
};
