import { Feed } from 'feed';
import { dateObject, type Instant } from '../../kernel/time.ts';
import type { StoredAnnouncement } from './queries.ts';

export interface FeedFacts {
  readonly title: string;
  /** As configured, or ''; part of the feed's identity, which must not change with the name that it was asked by. */
  readonly publicUrl: string;
  /** Beginning of its links: many readers take absolute ones only. '' leaves them relative (RFC 4287, 2). */
  readonly origin: string;
  readonly announcements: readonly StoredAnnouncement[];
}

/** The library takes absolute addresses only; where none is known this stands in for it and is taken out again. */
const UNKNOWN = 'http://address.invalid';

const EPOCH = '2000-01-01T00:00:00.000Z' as Instant;

const changedAt = ({ correctedAt, publishedAt }: StoredAnnouncement): Instant =>
  correctedAt ?? publishedAt ?? EPOCH;

/** Newest change of all, so that the feed says when it last had something new. */
const newestOf = (announcements: readonly StoredAnnouncement[]): Instant =>
  announcements.map(changedAt).reduce((newest, at) => (at > newest ? at : newest), EPOCH);

/** Atom 1.0 of the newest public announcements. The identity of an entry outlives a change of the address. */
export const atomFeed = ({ title, publicUrl, origin, announcements }: FeedFacts): string => {
  const base = origin === '' ? UNKNOWN : origin;
  const feed = new Feed({
    id: publicUrl === '' ? 'urn:onex:announcements' : `${publicUrl}/announcements`,
    title: `${title} 通知公告`,
    link: `${base}/announcements`,
    feedLinks: { atom: `${base}/announcements/feed.xml` },
    language: 'zh-CN',
    updated: dateObject(newestOf(announcements)),
    generator: false,
    author: { name: title },
  });
  for (const announcement of announcements) {
    const number = announcement.noticeNumber === null ? '' : `（${announcement.noticeNumber}）`;
    const corrected = announcement.correctedAt === null ? '' : '【更正】';
    feed.addItem({
      id: `urn:uuid:${announcement.id}`,
      title: `${corrected}${announcement.title}${number}`,
      link: `${base}/announcements/${announcement.id}`,
      date: dateObject(changedAt(announcement)),
      published: dateObject(announcement.publishedAt ?? EPOCH),
      content: announcement.bodyHtml,
    });
  }
  return feed.atom1().replaceAll(`href="${UNKNOWN}`, 'href="');
};
