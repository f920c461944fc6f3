import { hasRole } from '../../kernel/actor.ts';
import { noMoments, type Task, type TaskSource } from '../../platform/tasks.ts';
import { CONFIRMERS, EVALUATION_READERS } from './policy.ts';
import {
  type EditionToFetch,
  editionsToFetch,
  type RoundToConfirm,
  roundsToConfirm,
} from './task-queries.ts';

const toConfirm = (round: RoundToConfirm): Task => ({
  key: `confirm:${round.roundId}`,
  kind: 'todo',
  title: `确认备案名单：${round.itemCount} 项待备案`,
  detail: `${round.title}：${round.institutionCount} 所院校的申报已审核通过，还没有列入备案名单`,
  dueAt: null,
  path: `/filed-lists/${round.roundId}/preview`,
  waitsFor: `${round.institutionCount} 所院校`,
});

const toFetch = (edition: EditionToFetch): Task => ({
  key: `fetch:${edition.roundId}:${edition.number}`,
  kind: 'todo',
  title: `取用备案名单：${edition.roundTitle}第 ${edition.number} 版`,
  detail: `本组织证书 ${edition.rowCount} 条，比上一版变化 ${edition.changeCount} 条`,
  dueAt: null,
  path: `/own-filed-lists/${edition.roundId}/${edition.number}`,
  waitsFor: '项目办',
});

/** 确认备案名单 (the office) and fetching it (the evaluation organizations), 四.5. */
export const filingTasks: TaskSource = {
  name: 'filings',
  async tasksFor(read, actor) {
    if (hasRole(actor, ...CONFIRMERS)) return (await roundsToConfirm(read)).map(toConfirm);
    if (hasRole(actor, ...EVALUATION_READERS)) {
      return (await editionsToFetch(read, actor.organizationId)).map(toFetch);
    }
    return [];
  },
  deadlinesFor: noMoments,
};
