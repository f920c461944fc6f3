import type { ComingDeadline, ReminderSource } from '../../platform/reminders.ts';
import { dueEvent } from './notices.ts';
import { type UnmetDeadline, unmetDeadlines } from './reminder-queries.ts';

const WORDS: Readonly<Record<NonNullable<UnmetDeadline['status']>, readonly [string, string]>> = {
  DRAFT: ['申报还没有提交', '申报仍是草稿，请核对后由负责部门负责人提交。'],
  RETURNED: ['退回修改的申报还没有重新提交', '请按退回意见修改后重新提交，逾期自动关闭。'],
  WITHDRAWN: ['撤回的申报还没有重新提交', '仍要申报的，请重新填报并提交；不再申报的不必处理。'],
};

const NOT_BEGUN = ['还没有开始申报', '要参加试点的，请尽快填报；不参加的不必处理。'] as const;

const deadlineOf = (unmet: UnmetDeadline): ComingDeadline => {
  const [what, advice] = unmet.status === null ? NOT_BEGUN : WORDS[unmet.status];
  return {
    key: `${unmet.roundId}:${unmet.institutionId}`,
    dueAt: unmet.dueAt,
    to: [
      { organizationId: unmet.institutionId, roles: ['institution_admin', 'institution_staff'] },
    ],
    title: `${unmet.roundTitle}：${what}`,
    lines: [advice],
    path:
      unmet.applicationId === null
        ? '/desk/applications'
        : `/desk/applications/${unmet.applicationId}`,
  };
};

/** Reminds institutions of the closing of a round, and of the end of a correction (四.1, 四.4). */
export const applicationReminders: ReminderSource = {
  event: dueEvent,
  list: async (read, span) => (await unmetDeadlines(read, span)).map(deadlineOf),
};
