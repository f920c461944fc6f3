/** Ways by which a message reaches people; the inbox is ours, the others leave the house. */
export const CHANNELS = {
  INBOX: '站内消息',
  MAIL: '邮件',
  DINGTALK_WORK: '钉钉工作通知',
  DINGTALK_TODO: '钉钉待办',
  DINGTALK_GROUP: '钉钉群机器人',
} as const;

export const OUTER_CHANNELS = ['MAIL', 'DINGTALK_WORK', 'DINGTALK_TODO', 'DINGTALK_GROUP'] as const;

export type OuterChannel = (typeof OUTER_CHANNELS)[number];

/** Channels that reach one person, which the person may switch. */
export const PERSONAL_CHANNELS = ['INBOX', 'MAIL', 'DINGTALK_WORK', 'DINGTALK_TODO'] as const;

export type PersonalChannel = (typeof PERSONAL_CHANNELS)[number];

export const MEDIA = { MAIL: '邮箱', DINGTALK: '钉钉' } as const;

export type Medium = keyof typeof MEDIA;

/** Whose address a channel writes to. */
export const MEDIUM_OF: Readonly<Record<OuterChannel, Medium | undefined>> = {
  MAIL: 'MAIL',
  DINGTALK_WORK: 'DINGTALK',
  DINGTALK_TODO: 'DINGTALK',
  DINGTALK_GROUP: undefined,
};

export const DELIVERY_STATUSES = {
  WAITING: '待发送',
  HELD: '待汇总',
  SENT: '已送出',
  DEAD: '发送失败',
  DROPPED: '不再发送',
} as const;

export type DeliveryStatus = keyof typeof DELIVERY_STATUSES;

export const DELIVERY_KINDS = {
  NOTICE: '消息',
  DIGEST: '每日汇总',
  CODE: '地址验证码',
  TEST: '测试消息',
  FINISH: '完成待办',
} as const;

export type DeliveryKind = keyof typeof DELIVERY_KINDS;
