import { noMoments, type TaskSource } from '../../platform/tasks.ts';
import { announcementsToConfirm } from './task-queries.ts';

/** 须确认的通知 (七.1). */
export const announcementTasks: TaskSource = {
  name: 'announcements',
  async tasksFor(read, actor) {
    const rows = await announcementsToConfirm(read, actor);
    return rows.map((row) => ({
      key: `confirm:${row.id}`,
      kind: 'todo',
      title: `确认通知：${row.title}`,
      detail: row.isCorrected
        ? '通知有更正，请重新阅读后确认'
        : '这份通知要求确认，请阅读后点“确认”',
      dueAt: null,
      path: `/announcements/${row.id}`,
      waitsFor: '项目办',
    }));
  },
  deadlinesFor: noMoments,
};
