import { formatDeadline, type Instant, isBefore, isInstant } from '../../kernel/time.ts';
import type { PlannedJob } from '../../platform/jobs.ts';
import { type Notice, type NoticeEvent, settle, tell } from '../../platform/notice.ts';
import type { ApplicationRecord } from './record.ts';
import type { ApplicationVerb } from './status.ts';

export const dueEvent: NoticeEvent = { name: 'applications.due', label: '申报截止提醒' };

export const applicationNoticeEvents: readonly NoticeEvent[] = [
  { name: 'applications.received', label: '申报提交回执' },
  { name: 'applications.withdrawn', label: '申报撤回' },
  // It has a deadline that the institution would otherwise learn of too late.
  { name: 'applications.returned', label: '申报退回修改', isUrgent: true, asksToAct: true },
  { name: 'applications.lapsed', label: '申报逾期关闭' },
  { name: 'applications.revived', label: '逾期申报恢复填报', isUrgent: true },
  { name: 'applications.decided', label: '申报审核结果' },
  dueEvent,
];

export interface TakenStep {
  readonly verb: ApplicationVerb;
  readonly at: Instant;
  readonly detail?: Record<string, unknown>;
}

/** Those who fill in and those who answer for it; the leader hears of results only. */
const writersOf = (record: ApplicationRecord): Notice['to'] => [
  { organizationId: record.institutionId, roles: ['institution_admin', 'institution_staff'] },
];

const everybodyOf = (record: ApplicationRecord): Notice['to'] => [
  {
    organizationId: record.institutionId,
    roles: ['institution_admin', 'institution_staff', 'institution_leader'],
  },
];

const pathOf = (record: ApplicationRecord): string => `/desk/applications/${record.id}`;

/** Each step leaves another version, so each is told once. */
const keyOf = (record: ApplicationRecord): string => `${record.id}:${record.version}`;

/** The same when it is returned and when it comes back: the number of submissions changes only after that. */
const returnedKey = (record: ApplicationRecord): string => `${record.id}:${record.submissionCount}`;

const receiptIn = (step: TakenStep): string => {
  const number = step.detail?.['receiptNumber'];
  return typeof number === 'string' ? number : '';
};

const received = (record: ApplicationRecord, step: TakenStep): PlannedJob =>
  tell({
    event: 'applications.received',
    key: keyOf(record),
    to: writersOf(record),
    title: `${record.roundTitle}：申报已提交`,
    lines: [`回执号：${receiptIn(step)}。`, '审核期间可以在系统里查看进度；审核开始前可以撤回。'],
    path: `${pathOf(record)}/receipt`,
  });

const returned = (record: ApplicationRecord, step: TakenStep): PlannedJob => {
  const dueAt = step.detail?.['correctionDueAt'];
  const until = isInstant(dueAt) ? dueAt : undefined;
  return tell({
    event: 'applications.returned',
    key: returnedKey(record),
    to: writersOf(record),
    title: `${record.roundTitle}：申报被退回修改`,
    lines: [
      ...(until === undefined ? [] : [`修改期限：${formatDeadline(until)}，逾期自动关闭。`]),
      '请打开申报，按退回意见和批注逐条修改后重新提交。',
    ],
    path: pathOf(record),
    ...(until === undefined ? {} : { until }),
  });
};

const withdrawn = (record: ApplicationRecord, { at }: TakenStep): PlannedJob =>
  tell({
    event: 'applications.withdrawn',
    key: keyOf(record),
    to: [
      ...writersOf(record),
      // The reviewers, whose list it has just left; the province looks at its list, and there are many.
      ...(record.status === 'CITY_REVIEW' && record.reviewingBureauId !== null
        ? [{ organizationId: record.reviewingBureauId, roles: ['city_reviewer' as const] }]
        : []),
    ],
    title: `${record.institutionName}：申报已撤回`,
    lines: [
      `${record.roundTitle}的申报已由院校撤回。`,
      isBefore(at, record.closesAt)
        ? `${formatDeadline(record.closesAt)} 前可以重新填报并提交。`
        : '申报已经截止，不能再重新填报；确有原因请联系项目办申请延期。',
    ],
    path: pathOf(record),
  });

const decided =
  (words: string) =>
  (record: ApplicationRecord): PlannedJob =>
    tell({
      event: 'applications.decided',
      key: keyOf(record),
      to: everybodyOf(record),
      title: `${record.roundTitle}：${words}`,
      lines: ['请打开申报查看逐项结果和意见。'],
      path: pathOf(record),
    });

/** Until now it had a result, and may have told others of it. */
const reopened = (record: ApplicationRecord): PlannedJob =>
  tell({
    event: 'applications.decided',
    key: keyOf(record),
    to: everybodyOf(record),
    title: `${record.roundTitle}：审核决定已撤销，重新审核`,
    lines: ['原审核结果作废，请等待新的审核结果，期间不用操作。', '撤销的理由见申报的办理记录。'],
    path: pathOf(record),
  });

const lapsed = (record: ApplicationRecord): PlannedJob =>
  tell({
    event: 'applications.lapsed',
    key: keyOf(record),
    to: writersOf(record),
    title: `${record.roundTitle}：申报逾期未提交，已关闭`,
    lines: ['填写的内容仍保留。确有原因，请联系项目办申请延期，延期后可以恢复填报。'],
    path: pathOf(record),
  });

const revived = (record: ApplicationRecord, step: TakenStep): PlannedJob => {
  const dueAt = step.detail?.['correctionDueAt'];
  const until = isInstant(dueAt) ? dueAt : record.closesAt;
  return tell({
    event: 'applications.revived',
    key: keyOf(record),
    to: writersOf(record),
    title: `${record.roundTitle}：申报已恢复，可以继续填报`,
    lines: [`请在 ${formatDeadline(until)} 前提交，逾期自动关闭。`],
    path: pathOf(record),
    until,
  });
};

const NOTICES: Partial<
  Record<ApplicationVerb, (record: ApplicationRecord, step: TakenStep) => PlannedJob>
> = {
  submit: received,
  resubmit: received,
  withdraw: withdrawn,
  returnByCity: returned,
  returnByProvince: returned,
  rejectByCity: decided('市级初审不通过'),
  approve: decided('审核通过'),
  approveInPart: decided('部分通过'),
  reject: decided('审核不通过'),
  reconsider: reopened,
  lapse: lapsed,
  revive: revived,
};

/** What asks no longer for anything: it came back, or its deadline has closed it. */
const SETTLES: readonly ApplicationVerb[] = ['resubmit', 'lapse'];

/** What a step has to be told to whom, and what it settles; opinions are read in the system, not in a mailbox. */
export const noticesOf = (record: ApplicationRecord, step: TakenStep): PlannedJob[] => {
  const notice = NOTICES[step.verb]?.(record, step);
  return [
    ...(notice === undefined ? [] : [notice]),
    ...(SETTLES.includes(step.verb)
      ? [settle({ event: 'applications.returned', key: returnedKey(record) })]
      : []),
  ];
};
