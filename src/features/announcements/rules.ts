import { errorFinding, type Finding } from '../../kernel/finding.ts';
import { formatBeijing, type Instant, isBefore } from '../../kernel/time.ts';
import type { ReceiptState } from './status.ts';

/** Visible characters of one text; a phone shows some 400 at once. */
export const MOST_CHARACTERS = 50_000;
/** Characters of the text with its marks, well below what one request may carry. */
export const MOST_HTML = 300_000;
export const MOST_ATTACHMENTS = 20;
export const ATTACHMENT_BYTES = 20 * 1024 * 1024;
export const ATTACHMENT_KINDS = ['pdf', 'docx', 'xlsx', 'jpeg', 'png', 'csv'] as const;
/** Between two reminders of the same announcement: nobody is rung every minute. */
export const NUDGE_MINUTES = 60;

const grouped = (count: number): string => String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');

/** What is too much, with the figures and a way out; the text itself is never cut. */
export const bodyFindings = (characters: number): Finding[] => {
  if (characters <= MOST_CHARACTERS) return [];
  const text = `正文有 ${grouped(characters)} 个字，最多 ${grouped(MOST_CHARACTERS)} 个字。内容都还在，没有丢失：请删减，或把长材料改为附件后再保存`;
  return [errorFinding('announcements.body_too_long', 'bodyHtml', text)];
};

/** What must be there before anybody reads it; a draft may have gaps. */
export const publishFindings = (text: string): Finding[] =>
  text.trim() === ''
    ? [errorFinding('announcements.no_body', 'bodyHtml', '请填写正文后再发布')]
    : [];

export const scheduleFindings = (publishAt: Instant, now: Instant): Finding[] =>
  isBefore(now, publishAt)
    ? []
    : [
        errorFinding(
          'announcements.schedule_past',
          'publishAt',
          `请把发布时间改到现在（${formatBeijing(now)}）之后，或直接发布`,
        ),
      ];

export interface Receipt {
  readonly readAt: Instant | null;
  readonly confirmedEdition: number | null;
}

/** A confirmation of an edition before the one that must be confirmed counts as read only. */
export const receiptState = (receipt: Receipt, confirmEdition: number): ReceiptState => {
  if (receipt.confirmedEdition !== null && receipt.confirmedEdition >= confirmEdition)
    return 'CONFIRMED';
  return receipt.readAt === null ? 'UNREAD' : 'READ';
};
