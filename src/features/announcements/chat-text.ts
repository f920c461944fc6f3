import { formatBeijing, type Instant } from '../../kernel/time.ts';

export interface ChatFacts {
  readonly title: string;
  readonly noticeNumber: string | null;
  readonly bodyText: string;
  readonly mustConfirm: boolean;
  readonly isPublic: boolean;
  readonly id: string;
  readonly publishedAt: Instant | null;
  readonly attachmentCount: number;
}

const EXCERPT = 120;

const excerptOf = (text: string): string => {
  const line = text.replace(/\s+/g, ' ').trim();
  const signs = Array.from(line);
  return signs.length <= EXCERPT ? line : `${signs.slice(0, EXCERPT).join('')}……`;
};

/**
 * What is pasted into a chat group: title, number, the beginning, what to do and the address.
 * @param origin of this site, e.g. `https://example.cn`
 */
export const chatText = (facts: ChatFacts, origin: string): string => {
  const number = facts.noticeNumber === null ? '' : `（${facts.noticeNumber}）`;
  const path = facts.isPublic ? `/announcements/${facts.id}` : `/desk/announcements/${facts.id}`;
  const files =
    facts.attachmentCount === 0 ? '' : `附件 ${facts.attachmentCount} 个，请在页面下载。`;
  const lines = [
    `【通知】${facts.title}${number}`,
    excerptOf(facts.bodyText),
    files,
    facts.mustConfirm ? '请登录工作平台阅读，并点“确认已知悉”。' : '',
    facts.publishedAt === null ? '' : `发布时间：${formatBeijing(facts.publishedAt)}`,
    `全文：${origin}${path}`,
  ];
  return lines.filter((line) => line !== '').join('\n');
};
