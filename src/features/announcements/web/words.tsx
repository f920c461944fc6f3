import { StatusTag } from '../../../ui/display/status-tag.tsx';
import type { AnnouncementStatus, ReceiptState } from '../status.ts';
import { announcementWorkflow, RECEIPT_STATES } from '../status.ts';

export const AnnouncementStatusTag = ({ status }: { readonly status: AnnouncementStatus }) => {
  const { office, tone } = announcementWorkflow.states[status];
  return <StatusTag tone={tone}>{office}</StatusTag>;
};

interface ReceiptProps {
  readonly receipt: ReceiptState | null;
  readonly mustConfirm: boolean;
}

/** What this person still has to do with it. */
export const ReceiptTag = ({ receipt, mustConfirm }: ReceiptProps) => {
  if (receipt === null) return null;
  if (receipt === 'CONFIRMED') return <StatusTag tone="done">已确认</StatusTag>;
  if (mustConfirm) return <StatusTag tone="attention">待确认</StatusTag>;
  return (
    <StatusTag tone={receipt === 'UNREAD' ? 'attention' : 'neutral'}>
      {RECEIPT_STATES[receipt]}
    </StatusTag>
  );
};

const DEEDS: Readonly<Record<string, string>> = {
  'announcements.create': '新建草稿',
  'announcements.update': '修改草稿',
  'announcements.attach': '上传附件',
  'announcements.schedule': '定时发布',
  'announcements.unschedule': '取消定时',
  'announcements.publish': '发布',
  'announcements.release': '到时发布',
  'announcements.correct': '更正',
  'announcements.nudge': '提醒未办人员',
  'announcements.withdraw': '撤回',
  'announcements.archive': '归档',
};

export const deedLabel = (action: string): string => DEEDS[action] ?? action;

export const attachmentHref = (announcementId: string, attachmentId: string): string =>
  `/api/announcements/${announcementId}/attachments/${attachmentId}`;
