import { DomainError } from '../../kernel/error.ts';

export const unknownEvent = (): DomainError =>
  new DomainError('not_found', 'notifications.event_unknown', '没有这种消息，请刷新页面后重试', {
    field: 'event',
  });

export const inboxIsFixed = (): DomainError =>
  new DomainError(
    'unprocessable',
    'notifications.inbox_is_fixed',
    '这是重要消息，站内消息不能关闭；邮件和钉钉可以关闭',
    { field: 'isOn' },
  );

export const addressInvalid = (text: string): DomainError =>
  new DomainError('unprocessable', 'notifications.address_invalid', text, { field: 'address' });

export const channelNotSetUp = (label: string): DomainError =>
  new DomainError(
    'unprocessable',
    'notifications.channel_not_set_up',
    `${label}还没有开通，暂时只能在站内查看消息；开通后再填写`,
  );

export const addressInUse = (): DomainError =>
  new DomainError(
    'unprocessable',
    'notifications.address_in_use',
    '这个地址已经验证过，正在使用，不必再填',
    { field: 'address' },
  );

export const tooManyCodes = (): DomainError =>
  new DomainError(
    'too_many',
    'notifications.too_many_codes',
    '一小时内发出的验证码太多，请过一小时再试；没有收到的，请看垃圾邮件',
    { retryAfter: 3600 },
  );

/** One answer whether there is no code, an old one, or another one. */
export const codeWrong = (): DomainError =>
  new DomainError(
    'unprocessable',
    'notifications.code_wrong',
    '验证码不对或已过期，请核对；30 分钟后失效，输错 5 次后要重新发送',
    { field: 'code' },
  );

export const noAddressForTest = (): DomainError =>
  new DomainError(
    'unprocessable',
    'notifications.no_own_address',
    '请先在“消息设置”里填写并验证您自己的地址，再发测试消息',
  );

export const robotNotFound = (): DomainError =>
  new DomainError('not_found', 'notifications.robot_not_found', '没有找到这个群机器人，请刷新页面');

export const webhookInvalid = (): DomainError =>
  new DomainError(
    'unprocessable',
    'notifications.webhook_invalid',
    '请粘贴钉钉显示的完整地址，形如 https://oapi.dingtalk.com/robot/send?access_token=…',
    { field: 'webhook' },
  );

export const secretMissing = (field: string): DomainError =>
  new DomainError(
    'unprocessable',
    'notifications.secret_missing',
    '第一次保存时要填写地址和密钥；以后不填表示不变',
    { field },
  );

export const organizationMissing = (): DomainError =>
  new DomainError(
    'unprocessable',
    'notifications.organization_missing',
    '没有找到这个单位，请重新选择',
    { field: 'organizationId' },
  );

export const testNotFound = (): DomainError =>
  new DomainError('not_found', 'notifications.test_not_found', '没有找到这条测试消息，请重新发送');

/** What the user reads when a constraint of this feature's tables refuses a row (migration 0010). */
export const notificationConstraintTexts = {
  one_group_robot_per_name: {
    code: 'notifications.robot_name_taken',
    text: '已有同名的群机器人，请换一个名称',
    field: 'name',
  },
  digest_hour_is_an_hour: {
    code: 'notifications.digest_hour_wrong',
    text: '汇总时间应为 0 点到 23 点',
    field: 'digestHour',
  },
  quiet_hours_have_both_ends: {
    code: 'notifications.quiet_hours_half',
    text: '免打扰时段要同时填写开始和结束',
    field: 'quiet',
  },
  quiet_hours_are_minutes: {
    code: 'notifications.quiet_hours_wrong',
    text: '免打扰时段应在 00:00 到 23:59 之间',
    field: 'quiet',
  },
  one_waiting_address_per_medium: {
    code: 'notifications.address_waiting',
    text: '刚刚已在别处填写了地址，请刷新页面',
    field: 'address',
  },
  one_verified_address_per_medium: {
    code: 'notifications.address_verified',
    text: '刚刚已在别处验证了地址，请刷新页面',
    field: 'address',
  },
} as const;
