import { z } from 'zod';
import { ROLES, type Role } from '../../kernel/actor.ts';
import { endpoint } from '../../kernel/endpoint.ts';
import { idText } from '../../kernel/id.ts';
import { listOutput, listQuery } from '../../kernel/list.ts';
import { shortText } from '../../kernel/text.ts';
import { instantText } from '../../kernel/time.ts';
import { DELIVERY_KINDS, DELIVERY_STATUSES, OUTER_CHANNELS } from './labels.ts';

const channel = z.enum(OUTER_CHANNELS);
const kind = z.enum(Object.keys(DELIVERY_KINDS) as [keyof typeof DELIVERY_KINDS]);
const status = z.enum(Object.keys(DELIVERY_STATUSES) as [keyof typeof DELIVERY_STATUSES]);

const deliveryRow = z.strictObject({
  id: idText(),
  kind,
  channel,
  status,
  eventLabel: z.string(),
  title: z.string(),
  /** The person, or the group. */
  recipient: z.string(),
  organizationName: z.string(),
  attemptCount: z.int(),
  lastError: z.string().nullable(),
  nextAttemptAt: instantText(),
  createdAt: instantText(),
  settledAt: instantText().nullable(),
  /** When DingTalk said that the person has it. */
  arrivedAt: instantText().nullable(),
});

export type DeliveryRow = z.output<typeof deliveryRow>;

export const listDeliveries = endpoint({
  name: 'notifications.listDeliveries',
  method: 'GET',
  path: '/api/notifications/deliveries',
  summary: '外发消息及其结果',
  personal: true,
  query: listQuery(
    {
      q: z.string().max(100).optional(),
      channel: channel.optional(),
      status: status.optional(),
    },
    ['createdAt', 'nextAttemptAt', 'attemptCount'],
    '-createdAt',
  ),
  output: listOutput(deliveryRow),
});

const channelFigures = z.strictObject({
  channel,
  isSetUp: z.boolean(),
  isOn: z.boolean(),
  waitingCount: z.int(),
  heldCount: z.int(),
  retryingCount: z.int(),
  deadCount: z.int(),
  sentTodayCount: z.int(),
  /** How long the oldest due message has waited, in seconds. */
  oldestWaitSeconds: z.int().nullable(),
  pausedUntilAt: instantText().nullable(),
  lastError: z.string().nullable(),
  lastFailedAt: instantText().nullable(),
  lastSentAt: instantText().nullable(),
});

export type ChannelFigures = z.output<typeof channelFigures>;

export const getDeliveryFigures = endpoint({
  name: 'notifications.deliveryFigures',
  method: 'GET',
  path: '/api/notifications/delivery-figures',
  summary: '各通道的排队、失败与送出数',
  output: z.strictObject({
    channels: z.array(channelFigures),
    /** The last 14 days in Beijing, oldest first. */
    days: z.array(z.strictObject({ day: z.iso.date(), sentCount: z.int(), deadCount: z.int() })),
  }),
});

export const replay = endpoint({
  name: 'notifications.replay',
  method: 'POST',
  path: '/api/notifications/replay',
  summary: '重新发送失败的消息：选中的，或一个通道全部',
  body: z.union([
    z.strictObject({ ids: z.array(idText()).min(1).max(100) }),
    z.strictObject({ channel }),
  ]),
  output: z.strictObject({ replayedCount: z.int() }),
});

export const resume = endpoint({
  name: 'notifications.resume',
  method: 'POST',
  path: '/api/notifications/channels/:channel/resume',
  summary: '通道暂停时立即再试',
  params: z.strictObject({ channel }),
  output: z.strictObject({ channel }),
});

const who = z.union([
  z.strictObject({ accountId: idText() }),
  z.strictObject({
    organizationId: idText(),
    roles: z.array(z.enum(Object.keys(ROLES) as [Role, ...Role[]])).optional(),
  }),
  z.strictObject({ role: z.enum(Object.keys(ROLES) as [Role, ...Role[]]) }),
]);

const previewOutput = z.strictObject({
  /** Active people, each once. */
  peopleCount: z.int(),
  inboxCount: z.int(),
  channels: z.array(
    z.strictObject({
      channel,
      count: z.int(),
      /** Held back by quiet hours or gathered for a digest. */
      laterCount: z.int(),
      /** Wanted, but without a verified address. */
      unreachableCount: z.int(),
    }),
  ),
  groupCount: z.int(),
  /** People that only the inbox reaches, the first 100. */
  withoutAddress: z.array(
    z.strictObject({ accountId: idText(), name: z.string(), organizationName: z.string() }),
  ),
  withoutAddressCount: z.int(),
  /** Organizations named that have nobody to tell. */
  emptyOrganizations: z.array(z.string()),
});

export type NoticePreview = z.output<typeof previewOutput>;

export const preview = endpoint({
  name: 'notifications.preview',
  method: 'POST',
  path: '/api/notifications/preview',
  summary: '群发前试算：谁会由哪个通道收到，多少人，谁没有地址',
  body: z.strictObject({ event: z.string().max(100), to: z.array(who).min(1).max(10_000) }),
  output: previewOutput,
});

const robotRow = z.strictObject({
  id: idText(),
  name: z.string(),
  organizationId: idText(),
  organizationName: z.string(),
  events: z.array(z.string()),
  isOn: z.boolean(),
  version: z.int(),
});

export type RobotRow = z.output<typeof robotRow>;

const channelSettings = z.strictObject({
  channels: z.array(z.strictObject({ channel, isSetUp: z.boolean(), isOn: z.boolean() })),
  /** The sender of mails, as the operator of the server has set it; the server's address is not shown. */
  mailFrom: z.string().nullable(),
  dingtalk: z
    .strictObject({ appKey: z.string(), agentId: z.string(), operatorUnionId: z.string() })
    .nullable(),
  robots: z.array(robotRow),
});

export type ChannelSettings = z.output<typeof channelSettings>;

export const getChannelSettings = endpoint({
  name: 'notifications.getChannelSettings',
  method: 'GET',
  path: '/api/notifications/channel-settings',
  summary: '消息通道设置（不含密钥）',
  output: channelSettings,
});

export const switchChannelEndpoint = endpoint({
  name: 'notifications.switchChannel',
  method: 'PUT',
  path: '/api/notifications/channel-settings/:channel',
  summary: '开启或关闭一个通道',
  params: z.strictObject({ channel }),
  body: z.strictObject({ isOn: z.boolean() }),
  output: channelSettings,
});

export const saveDingtalkApp = endpoint({
  name: 'notifications.saveDingtalkApp',
  method: 'PUT',
  path: '/api/notifications/dingtalk-app',
  summary: '填写钉钉企业内部应用；密钥保存后不再显示',
  body: z.strictObject({
    appKey: shortText(100, 'AppKey'),
    /** Left out: the one that is kept stays. */
    appSecret: shortText(200, 'AppSecret').optional(),
    agentId: z.string().regex(/^\d{1,20}$/, 'AgentId 是一串数字'),
    operatorUnionId: shortText(100, '待办创建人的 unionId'),
  }),
  output: channelSettings,
});

const robotBody = z.strictObject({
  name: shortText(50, '群名称'),
  organizationId: idText('请选择群所属的单位'),
  events: z.array(z.string().max(100)).max(100),
  isOn: z.boolean(),
  /** The address that DingTalk shows; left out: the one that is kept stays. */
  webhook: z.string().max(500).optional(),
  secret: shortText(200, '加签密钥').optional(),
});

export const addRobot = endpoint({
  name: 'notifications.addRobot',
  method: 'POST',
  path: '/api/notifications/robots',
  summary: '登记钉钉群机器人；地址和密钥保存后不再显示',
  body: robotBody,
  output: channelSettings,
});

export const editRobot = endpoint({
  name: 'notifications.editRobot',
  method: 'PUT',
  path: '/api/notifications/robots/:id',
  summary: '修改钉钉群机器人',
  params: z.strictObject({ id: idText() }),
  body: robotBody.extend({ version: z.int().min(1) }),
  output: channelSettings,
});

export const sendTest = endpoint({
  name: 'notifications.sendTest',
  method: 'POST',
  path: '/api/notifications/tests',
  summary: '发一条测试消息：到本人的地址，或到一个群',
  body: z.union([
    z.strictObject({ channel: z.enum(['MAIL', 'DINGTALK_WORK']) }),
    z.strictObject({ robotId: idText() }),
  ]),
  output: z.strictObject({ id: idText() }),
});

export const getTest = endpoint({
  name: 'notifications.getTest',
  method: 'GET',
  path: '/api/notifications/tests/:id',
  summary: '测试消息的结果',
  params: z.strictObject({ id: idText() }),
  output: z.strictObject({
    status,
    attemptCount: z.int(),
    lastError: z.string().nullable(),
    settledAt: instantText().nullable(),
  }),
});
