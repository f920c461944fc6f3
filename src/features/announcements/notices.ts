import { type NoticeEvent, tell } from '../../platform/notice.ts';
import type { AnnouncementDeed } from './deed.ts';
import type { StoredAnnouncement } from './queries.ts';

export const announcementNoticeEvents: readonly NoticeEvent[] = [
  { name: 'announcements.published', label: '新的通知公告' },
  { name: 'announcements.corrected', label: '通知公告更正' },
  { name: 'announcements.nudged', label: '催办：通知公告还没有阅读或确认' },
  { name: 'announcements.withdrawn', label: '通知公告撤回' },
];

type Event = 'published' | 'corrected' | 'nudged' | 'withdrawn';

/** People in one message to the queue; more go in several. */
const CHUNK = 2_000;
const TITLE = 100;
const EXCERPT = 200;

const cut = (text: string, most: number): string => {
  const signs = Array.from(text);
  return signs.length <= most ? text : `${signs.slice(0, most - 1).join('')}…`;
};

const HEADS: Readonly<Record<Event, string>> = {
  published: '通知',
  corrected: '更正',
  nudged: '提醒',
  withdrawn: '撤回',
};

const taskOf = (announcement: StoredAnnouncement): string =>
  announcement.mustConfirm ? '请阅读全文，并点“确认已知悉”。' : '请阅读全文。';

const linesOf = (announcement: StoredAnnouncement, event: Event, reason: string): string[] => {
  const excerpt = cut(announcement.bodyText.replace(/\s+/g, ' '), EXCERPT);
  switch (event) {
    case 'published':
      return [excerpt, taskOf(announcement)];
    case 'corrected':
      return [cut(`更正说明：${reason}`, 500), taskOf(announcement)];
    case 'nudged':
      return [
        `您还没有${announcement.mustConfirm ? '确认' : '阅读'}这篇通知。`,
        taskOf(announcement),
      ];
    case 'withdrawn':
      return [cut(`撤回原因：${reason}`, 500), '请不要再按这篇通知办理。'];
  }
};

/** Says one thing to these people, in the transaction of the change. `key` tells this occurrence from others. */
export const tellPeople = (
  deed: AnnouncementDeed,
  announcement: StoredAnnouncement,
  say: {
    readonly event: Event;
    readonly key: string;
    readonly accountIds: readonly string[];
    readonly reason?: string;
  },
): void => {
  const lines = linesOf(announcement, say.event, say.reason ?? '').filter((line) => line !== '');
  for (let start = 0; start < say.accountIds.length; start += CHUNK) {
    deed.plan(
      tell({
        event: `announcements.${say.event}`,
        key: `${announcement.id}:${say.key}:${start / CHUNK}`,
        to: say.accountIds.slice(start, start + CHUNK).map((accountId) => ({ accountId })),
        title: cut(`${HEADS[say.event]}：${announcement.title}`, TITLE),
        lines,
        path: `/desk/announcements/${announcement.id}`,
      }),
    );
  }
};
