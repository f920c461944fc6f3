import { type Instant, beijingDate } from '../../kernel/time.ts';
import type { PlannedJob } from '../../platform/jobs.ts';
import { type NoticeEvent, tell } from '../../platform/notice.ts';
import { CONTACT_REPORTS, type ContactReport, DUTIES, type Duty } from './labels.ts';
import { OWN_EDITORS } from './policy.ts';
import { STALE_DAYS } from './rules.ts';

export const contactNoticeEvents: readonly NoticeEvent[] = [
  { name: 'contacts.confirmDue', label: '联系人待确认' },
  { name: 'contacts.changed', label: '本单位联系人有变动' },
  { name: 'contacts.reported', label: '联系人被标为联系不上' },
  { name: 'contacts.nudged', label: '上级提醒更新联系人' },
];

const PATH = '/desk/contacts';

/** Tasks belong to the organization, not to a person: whoever keeps the contacts there is told. */
const keepersOf = (organizationId: string) => [{ organizationId, roles: [...OWN_EDITORS] }];

/** Days after it became due on which the organization is reminded. */
const REMINDER_DAYS = [0, 7, STALE_DAYS];

/** The latest reminder that is due after so many days. */
export const reminderStep = (days: number): number =>
  REMINDER_DAYS.findLastIndex((after) => days >= after);

export const tellDue = (due: {
  readonly organizationId: string;
  readonly dueCount: number;
  readonly since: Instant;
  readonly step: number;
}): PlannedJob =>
  tell({
    event: 'contacts.confirmDue',
    key: `${due.organizationId}:${beijingDate(due.since)}:${due.step}`,
    to: keepersOf(due.organizationId),
    title: `有 ${due.dueCount} 位联系人待确认`,
    lines: [
      '请打开“本单位联系人”核对：没有变化的按一次“确认无误”，有变化的办理变更。',
      `业务联系人超过六个月没有确认、本轮次也没有确认的，不能提交申报；逾期 ${STALE_DAYS} 天未确认会列入失效联系人。`,
    ],
    path: PATH,
  });

/** Somebody is gone: what they had to do stays with the duty, and the others know. */
export const tellGone = (gone: {
  readonly organizationId: string;
  readonly changeId: string;
  readonly duty: Duty;
  readonly hasSuccessor: boolean;
  readonly hasLiveOfficer: boolean;
}): PlannedJob =>
  tell({
    event: 'contacts.changed',
    key: gone.changeId,
    to: keepersOf(gone.organizationId),
    title: `${DUTIES[gone.duty]}有变动`,
    lines: [
      gone.hasSuccessor
        ? `本单位的${DUTIES[gone.duty]}已换人，未办完的事项仍由本单位办理，请与接任的同事交接。`
        : `本单位的一位${DUTIES[gone.duty]}不再担任，未办完的事项仍由本单位办理，请安排人员接手。`,
      ...(gone.hasLiveOfficer
        ? []
        : [`目前没有有效的${DUTIES.OFFICER}，登记或确认之前不能提交申报。`]),
    ],
    path: PATH,
  });

export const tellReported = (report: {
  readonly organizationId: string;
  readonly changeId: string;
  readonly duty: Duty;
  readonly kind: ContactReport;
}): PlannedJob =>
  tell({
    event: 'contacts.reported',
    key: report.changeId,
    to: keepersOf(report.organizationId),
    title: `请更新${DUTIES[report.duty]}的信息`,
    lines: [
      `上级单位联系时发现：${CONTACT_REPORTS[report.kind]}。`,
      '请办理变更；信息仍然正确的，按一次“确认无误”即可恢复。',
    ],
    path: PATH,
  });

/** Once a day at most, however often it is pressed. */
export const tellNudged = (organizationId: string, at: Instant): PlannedJob =>
  tell({
    event: 'contacts.nudged',
    key: `${organizationId}:${beijingDate(at)}`,
    to: keepersOf(organizationId),
    title: '请登记或确认本单位联系人',
    lines: ['上级单位提醒：本单位有联系人没有登记、没有确认或已离任无人接替，请及时更新。'],
    path: PATH,
  });
