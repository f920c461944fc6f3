import { DomainError } from '../../kernel/error.ts';
import type { Finding } from '../../kernel/finding.ts';

/** What a user reads when a constraint of this feature's tables refuses a row. */
export const announcementConstraintTexts = {
  scheduled_announcement_has_an_instant: {
    code: 'announcements.no_instant',
    text: '请填写定时发布的时间',
    field: 'publishAt',
  },
} as const;

export const announcementNotFound = (): DomainError =>
  new DomainError(
    'not_found',
    'announcements.not_found',
    '没有找到这篇通知公告，可能尚未发布，或不是发给您的',
  );

export const attachmentNotFound = (): DomainError =>
  new DomainError(
    'not_found',
    'announcements.attachment_not_found',
    '没有找到这个附件，可能已被更换，请从通知页面重新打开',
  );

export const refuseFindings = (findings: readonly Finding[]): void => {
  const [first] = findings;
  if (first === undefined) return;
  throw new DomainError('unprocessable', first.code, first.text, { field: first.field, findings });
};

export const nudgedLately = (secondsLeft: number): DomainError =>
  new DomainError(
    'too_many',
    'announcements.nudged_lately',
    `刚刚提醒过，每小时最多提醒一次，请约 ${Math.ceil(secondsLeft / 60)} 分钟后再试`,
    { retryAfter: secondsLeft },
  );

export const nobodyToNudge = (): DomainError =>
  new DomainError('unprocessable', 'announcements.nobody_left', '应办人员都已办完，不需要提醒');

export const nothingToConfirm = (): DomainError =>
  new DomainError(
    'unprocessable',
    'announcements.not_to_confirm',
    '这篇通知不需要您确认，阅读即可',
  );
