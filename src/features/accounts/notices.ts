import type { NoticeEvent } from '../../platform/notice.ts';

/** What people are told of accounts; security matters cannot be switched off. */
export const accountNoticeEvents: readonly NoticeEvent[] = [
  { name: 'accounts.requestReceived', label: '有新的账号申请' },
  { name: 'accounts.secondFactorReset', label: '两步验证被管理员重置', isUrgent: true },
  { name: 'accounts.viewed', label: '工作人员查看了您的界面', isUrgent: true },
  { name: 'accounts.identityLinked', label: '绑定或解除了钉钉登录', isUrgent: true },
  { name: 'accounts.handedOver', label: '有工作移交给您' },
];
