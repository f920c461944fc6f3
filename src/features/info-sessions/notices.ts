import type { PlannedJob } from '../../platform/jobs.ts';
import { type Notice, type NoticeEvent, settle, tell } from '../../platform/notice.ts';
import { HOSTS, MODERATORS } from './policy.ts';
import type { StoredSession } from './queries.ts';
import { type ReminderName, spanText } from './rules.ts';

export const infoSessionNoticeEvents: readonly NoticeEvent[] = [
  { name: 'info-sessions.submitted', label: '有说明会等待审核', asksToAct: true },
  { name: 'info-sessions.returned', label: '说明会被退回修改' },
  { name: 'info-sessions.published', label: '新的说明会', isForGroups: true },
  { name: 'info-sessions.amended', label: '报名的说明会改期或更改参会方式', isUrgent: true },
  { name: 'info-sessions.cancelled', label: '报名的说明会取消', isUrgent: true },
  { name: 'info-sessions.dayBefore', label: '说明会提醒：前一天' },
  { name: 'info-sessions.hourBefore', label: '说明会提醒：前一小时', isUrgent: true },
  { name: 'info-sessions.recorded', label: '报名的说明会有回放了' },
  { name: 'info-sessions.asked', label: '说明会有新的提问', asksToAct: true },
  { name: 'info-sessions.answered', label: '我的提问有答复了' },
];

/** People in one message to the queue; more go in several. */
const CHUNK = 2_000;
const TITLE = 100;
const LINE = 500;

const cut = (text: string, most: number): string => {
  const signs = Array.from(text);
  return signs.length <= most ? text : `${signs.slice(0, most - 1).join('')}…`;
};

const pathOf = ({ id }: StoredSession): string => `/desk/info-sessions/${id}`;

const hostsOf = ({ organizationId }: StoredSession): Notice['to'] => [
  { organizationId, roles: [...HOSTS] },
];

const whenLine = (session: StoredSession): string =>
  cut(`时间：${spanText(session)}（北京时间），${session.platform}`, LINE);

const whatLine = ({ organizationName, certificates, speaker }: StoredSession): string =>
  cut(
    `${organizationName}介绍：${certificates.map(({ name }) => name).join('、')}；主讲：${speaker}`,
    LINE,
  );

const notice = (
  session: StoredSession,
  say: {
    readonly event: string;
    readonly key: string;
    readonly to: Notice['to'];
    readonly head: string;
    readonly lines: readonly string[];
    readonly until?: string;
  },
): PlannedJob =>
  tell({
    event: `info-sessions.${say.event}`,
    key: say.key,
    to: say.to,
    title: cut(`${say.head}：${session.title}`, TITLE),
    lines: say.lines.filter((line) => line !== '').map((line) => cut(line, LINE)),
    path: pathOf(session),
    ...(say.until === undefined ? {} : { until: say.until }),
  });

/** Each submission is a task of its own: after a return there is another. */
export const tellSubmitted = (session: StoredSession, version: number): PlannedJob =>
  notice(session, {
    event: 'submitted',
    key: `${session.id}:${version}`,
    to: MODERATORS.map((role) => ({ role })),
    head: '说明会待审核',
    lines: [whatLine(session), whenLine(session), '请核对后发布，或写明原因退回。'],
  });

export const settleSubmitted = (session: StoredSession, version: number): PlannedJob =>
  settle({ event: 'info-sessions.submitted', key: `${session.id}:${version}` });

export const tellReturned = (session: StoredSession, reason: string): PlannedJob =>
  notice(session, {
    event: 'returned',
    key: `${session.id}:${session.version}`,
    to: hostsOf(session),
    head: '说明会被退回',
    lines: [`原因：${reason}`, '请修改后重新提交。'],
  });

export const tellPublished = (session: StoredSession): PlannedJob =>
  notice(session, {
    event: 'published',
    key: session.id,
    to: hostsOf(session),
    head: '说明会已发布',
    lines: [whatLine(session), whenLine(session), '院校人员登录后可以报名。'],
  });

/** The same to everybody who has signed up, in as many messages as needed. */
const toSignedUp = (
  session: StoredSession,
  accountIds: readonly string[],
  say: Omit<Parameters<typeof notice>[1], 'to'>,
): PlannedJob[] => {
  const jobs: PlannedJob[] = [];
  for (let start = 0; start < accountIds.length; start += CHUNK) {
    const to = accountIds.slice(start, start + CHUNK).map((accountId) => ({ accountId }));
    jobs.push(notice(session, { ...say, key: `${say.key}:${start / CHUNK}`, to }));
  }
  return jobs;
};

export const tellAmended = (
  session: StoredSession,
  accountIds: readonly string[],
  reason: string,
): PlannedJob[] =>
  toSignedUp(session, accountIds, {
    event: 'amended',
    key: `${session.id}:${session.sequence}`,
    head: '说明会有变更',
    lines: [`说明：${reason}`, whenLine(session), '时间不合适的，可以在说明会页面取消报名。'],
    until: session.endsAt,
  });

export const tellCancelled = (
  session: StoredSession,
  accountIds: readonly string[],
  reason: string,
): PlannedJob[] =>
  toSignedUp(session, accountIds, {
    event: 'cancelled',
    key: session.id,
    head: '说明会取消',
    lines: [`原因：${reason}`, `原定${whenLine(session)}`],
  });

const HEADS: Readonly<Record<ReminderName, string>> = {
  day: '明天的说明会',
  hour: '一小时后的说明会',
};

export const tellReminder = (
  session: StoredSession,
  accountIds: readonly string[],
  name: ReminderName,
): PlannedJob[] =>
  toSignedUp(session, accountIds, {
    event: `${name}Before`,
    key: `${session.id}:${session.sequence}`,
    head: HEADS[name],
    lines: [whenLine(session), '参会链接和会议号在说明会页面。'],
    until: session.startsAt,
  });

export const tellRecorded = (session: StoredSession, accountIds: readonly string[]): PlannedJob[] =>
  toSignedUp(session, accountIds, {
    event: 'recorded',
    key: session.id,
    head: '说明会回放',
    lines: ['回放已登记，可在说明会页面打开。'],
  });

export const tellAsked = (
  session: StoredSession,
  asked: { readonly id: string; readonly question: string },
): PlannedJob =>
  notice(session, {
    event: 'asked',
    key: asked.id,
    to: hostsOf(session),
    head: '新的提问',
    lines: [asked.question, '请在说明会页面答复；答复后会公开在证书页面。'],
  });

export const settleAsked = (questionId: string): PlannedJob =>
  settle({ event: 'info-sessions.asked', key: questionId });

export const tellAnswered = (
  session: StoredSession,
  asked: { readonly id: string; readonly accountId: string; readonly answer: string },
): PlannedJob =>
  notice(session, {
    event: 'answered',
    key: asked.id,
    to: [{ accountId: asked.accountId }],
    head: '提问已答复',
    lines: [asked.answer],
  });
