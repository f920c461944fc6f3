import type { Instant } from '../../kernel/time.ts';
import type { Read } from '../../platform/db/database.ts';
import { reachOfNotice } from '../../platform/notice-reach.ts';
import { audiencePersonIds, countAudience, organizationsOfPeople } from './audience-queries.ts';
import type { StoredAnnouncement } from './queries.ts';
import type { AnnouncementReach } from './register-contract.ts';
import { recipientIds } from './register-queries.ts';

const MOST_NAMES = 5;

const emptyCountOf = async (read: Read, announcement: StoredAnnouncement): Promise<number> =>
  (await countAudience(read, announcement.audience)).reduce(
    (total, { emptyCount }) => total + emptyCount,
    0,
  );

/** What publishing it, or reminding those who are behind, would do at an instant. Nothing is written. */
export const reachOfStep = async (
  read: Read,
  announcement: StoredAnnouncement,
  given: { readonly step: 'publish' | 'nudge'; readonly at: Instant },
): Promise<AnnouncementReach> => {
  const { step, at } = given;
  const accountIds =
    step === 'publish'
      ? await audiencePersonIds(read, announcement.audience)
      : await recipientIds(read, announcement, 'waiting');
  const event = step === 'publish' ? 'announcements.published' : 'announcements.nudged';
  const to = accountIds.map((accountId) => ({ accountId }));
  const { channels, ...reached } = await reachOfNotice(read, { event, to }, at);
  const { total, first } = await organizationsOfPeople(read, accountIds, MOST_NAMES);
  return {
    at,
    organizationCount: total,
    emptyCount: step === 'publish' ? await emptyCountOf(read, announcement) : 0,
    organizations: first,
    ...reached,
    channels: [...channels],
  };
};
