import { z } from 'zod';
import { endpoint } from '../../kernel/endpoint.ts';
import { idText } from '../../kernel/id.ts';
import { listOutput, listQuery } from '../../kernel/list.ts';
import { instantText } from '../../kernel/time.ts';
import { MEDIA, PERSONAL_CHANNELS } from './labels.ts';

const inboxRow = z.strictObject({
  id: idText(),
  event: z.string(),
  eventLabel: z.string(),
  title: z.string(),
  lines: z.array(z.string()),
  /** Where to act, a path of this site. */
  path: z.string(),
  isUrgent: z.boolean(),
  createdAt: instantText(),
  readAt: instantText().nullable(),
  /** What it asked for is done. */
  settledAt: instantText().nullable(),
});

export type InboxRow = z.output<typeof inboxRow>;

export const listInbox = endpoint({
  name: 'notifications.list',
  method: 'GET',
  path: '/api/notifications',
  summary: '我的站内消息',
  query: listQuery(
    {
      q: z.string().max(100).optional(),
      read: z.enum(['no', 'yes']).optional(),
      event: z.string().max(100).optional(),
    },
    ['createdAt', 'title'],
    '-createdAt',
  ),
  output: listOutput(inboxRow),
});

export const countUnread = endpoint({
  name: 'notifications.countUnread',
  method: 'GET',
  path: '/api/notifications/unread',
  summary: '未读消息数',
  output: z.strictObject({ unreadCount: z.int() }),
});

export const listEvents = endpoint({
  name: 'notifications.listEvents',
  method: 'GET',
  path: '/api/notifications/events',
  summary: '消息的种类',
  output: z.strictObject({
    rows: z.array(z.strictObject({ name: z.string(), label: z.string(), isUrgent: z.boolean() })),
  }),
});

export const markRead = endpoint({
  name: 'notifications.markRead',
  method: 'POST',
  path: '/api/notifications/read',
  summary: '把站内消息标为已读',
  body: z.strictObject({ ids: z.array(idText()).min(1).max(100) }),
  output: z.strictObject({ unreadCount: z.int() }),
});

export const markAllRead = endpoint({
  name: 'notifications.markAllRead',
  method: 'POST',
  path: '/api/notifications/read-all',
  summary: '把到此刻为止的站内消息全部标为已读',
  output: z.strictObject({ unreadCount: z.int() }),
});

const choice = z.strictObject({
  event: z.string().max(100),
  channel: z.enum(PERSONAL_CHANNELS),
  isOn: z.boolean(),
});

const minute = z.int().min(0).max(1439);

const profileBody = z.strictObject({
  quiet: z.strictObject({ fromMinute: minute, toMinute: minute }).nullable(),
  isDigest: z.boolean(),
  digestHour: z.int().min(0).max(23),
});

const addressRow = z.strictObject({
  medium: z.enum(Object.keys(MEDIA) as [keyof typeof MEDIA]),
  /** Masked: enough to know it again. */
  masked: z.string(),
  verifiedAt: instantText().nullable(),
  /** The receiving server does not know it. */
  refusedAt: instantText().nullable(),
});

export type AddressRow = z.output<typeof addressRow>;

const eventRow = z.strictObject({
  name: z.string(),
  label: z.string(),
  isUrgent: z.boolean(),
  channels: z.array(
    z.strictObject({
      channel: z.enum(PERSONAL_CHANNELS),
      isOn: z.boolean(),
      /** Said by the person, and not taken over from the organization or the default. */
      isOwn: z.boolean(),
      /** An urgent event always stands in the inbox. */
      isFixed: z.boolean(),
    }),
  ),
});

export type EventRow = z.output<typeof eventRow>;

const preferences = z.strictObject({
  profile: profileBody,
  events: z.array(eventRow),
  addresses: z.array(addressRow),
  /** Channels that the installation has set up. */
  openChannels: z.array(z.enum(PERSONAL_CHANNELS)),
});

export type Preferences = z.output<typeof preferences>;

export const getPreferences = endpoint({
  name: 'notifications.getPreferences',
  method: 'GET',
  path: '/api/notifications/preferences',
  summary: '我的消息设置',
  output: preferences,
});

export const saveProfile = endpoint({
  name: 'notifications.saveProfile',
  method: 'PUT',
  path: '/api/notifications/preferences/profile',
  summary: '修改免打扰时段与每日汇总',
  body: profileBody,
  output: preferences,
});

export const switchEvent = endpoint({
  name: 'notifications.switchEvent',
  method: 'PUT',
  path: '/api/notifications/preferences/choice',
  summary: '按消息种类和通道开关',
  body: choice,
  output: preferences,
});

export const getOrganizationDefaults = endpoint({
  name: 'notifications.getDefaults',
  method: 'GET',
  path: '/api/notifications/organization-preferences',
  summary: '本单位的消息默认设置',
  output: z.strictObject({
    events: z.array(eventRow),
    openChannels: z.array(z.enum(PERSONAL_CHANNELS)),
  }),
});

export const switchDefault = endpoint({
  name: 'notifications.switchDefault',
  method: 'PUT',
  path: '/api/notifications/organization-preferences/choice',
  summary: '修改本单位的消息默认设置',
  body: choice,
  output: z.strictObject({
    events: z.array(eventRow),
    openChannels: z.array(z.enum(PERSONAL_CHANNELS)),
  }),
});

const mediumParams = z.strictObject({ medium: z.enum(Object.keys(MEDIA) as [keyof typeof MEDIA]) });

export const enterAddress = endpoint({
  name: 'notifications.enterAddress',
  method: 'PUT',
  path: '/api/notifications/addresses/:medium',
  summary: '填写接收地址，验证码发到该地址',
  params: mediumParams,
  body: z.strictObject({ address: z.string().min(1, '请填写地址').max(254, '地址太长') }),
  output: preferences,
});

export const verifyAddressEndpoint = endpoint({
  name: 'notifications.verifyAddress',
  method: 'POST',
  path: '/api/notifications/addresses/:medium/verification',
  summary: '用验证码确认接收地址',
  params: mediumParams,
  body: z.strictObject({ code: z.string().regex(/^\d{6}$/, '请填写 6 位数字验证码') }),
  output: preferences,
});

export const removeAddress = endpoint({
  name: 'notifications.removeAddress',
  method: 'DELETE',
  path: '/api/notifications/addresses/:medium',
  summary: '删除接收地址',
  params: mediumParams,
  output: preferences,
});
