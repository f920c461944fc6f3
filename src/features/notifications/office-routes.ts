import type { CsvWriteColumn } from '../../platform/csv.ts';
import { listRoute, route, type Route } from '../../platform/http/route.ts';
import { switchChannel } from './channel-queries.ts';
import { keepApp } from './dingtalk-settings.ts';
import { secretMissing, testNotFound } from './errors.ts';
import { wake } from './jobs.ts';
import { CHANNELS, DELIVERY_KINDS, DELIVERY_STATUSES } from './labels.ts';
import {
  deliveryRow,
  keepRobot,
  readFigures,
  readSettings,
  replayDeliveries,
  startTest,
  tryChannelNow,
} from './office-actions.ts';
import {
  addRobot,
  type DeliveryRow,
  editRobot,
  getChannelSettings,
  getDeliveryFigures,
  getTest,
  listDeliveries,
  preview,
  replay,
  resume,
  saveDingtalkApp,
  sendTest,
  switchChannelEndpoint,
} from './office-contract.ts';
import { findTest, listStoredDeliveries } from './office-queries.ts';
import { CHANNEL_KEEPERS, DELIVERY_KEEPERS, ROBOT_KEEPERS } from './policy.ts';
import { previewNotice } from './preview.ts';

const COLUMNS: readonly CsvWriteColumn<DeliveryRow>[] = [
  { key: 'createdAt', label: '时间' },
  { key: 'kind', label: '类别', value: (row) => DELIVERY_KINDS[row.kind] },
  { key: 'eventLabel', label: '种类' },
  { key: 'title', label: '标题' },
  { key: 'recipient', label: '收件人' },
  { key: 'organizationName', label: '单位' },
  { key: 'channel', label: '通道', value: (row) => CHANNELS[row.channel] },
  { key: 'status', label: '状态', value: (row) => DELIVERY_STATUSES[row.status] },
  { key: 'attemptCount', label: '尝试次数' },
  { key: 'lastError', label: '原因' },
  { key: 'settledAt', label: '完成时间' },
  { key: 'arrivedAt', label: '确认送达时间' },
];

const deliveryRoutes: readonly Route[] = [
  listRoute(listDeliveries, {
    access: DELIVERY_KEEPERS,
    fileName: '外发消息',
    columns: COLUMNS,
    handle: async (call) => {
      const { rows, total } = await listStoredDeliveries(call.tx, call.query);
      const { page, pageSize } = call.query;
      return { rows: rows.map(deliveryRow), total, page, pageSize };
    },
  }),
  route(getDeliveryFigures, {
    access: DELIVERY_KEEPERS,
    audit: { none: '只读' },
    handle: (call) => readFigures(call.tx, call.receivedAt),
  }),
  route(replay, {
    access: DELIVERY_KEEPERS,
    audit: 'record',
    handle: async (call) => {
      const deed = { ...call, at: call.receivedAt };
      return { replayedCount: await replayDeliveries(deed, call.body, wake()) };
    },
  }),
  route(resume, {
    access: DELIVERY_KEEPERS,
    audit: 'record',
    handle: async (call) => {
      await tryChannelNow({ ...call, at: call.receivedAt }, call.params.channel, wake());
      return { channel: call.params.channel };
    },
  }),
  route(preview, {
    access: DELIVERY_KEEPERS,
    audit: { none: '只是试算，不发送也不保存' },
    handle: (call) => previewNotice(call.tx, call.body, call.receivedAt),
  }),
];

const settingRoutes: readonly Route[] = [
  route(getChannelSettings, {
    access: CHANNEL_KEEPERS,
    audit: { none: '只读' },
    handle: (call) => readSettings(call.tx),
  }),
  route(switchChannelEndpoint, {
    access: CHANNEL_KEEPERS,
    audit: 'record',
    handle: async (call) => {
      const { channel } = call.params;
      await switchChannel(call.tx, channel, call.body.isOn);
      const detail = { channel, ...call.body };
      const subjectId = call.actor.userId;
      call.record({ subjectKind: 'notification_channel', subjectId, detail });
      return await readSettings(call.tx);
    },
  }),
  route(saveDingtalkApp, {
    access: CHANNEL_KEEPERS,
    audit: 'record',
    secret: true,
    handle: async (call) => {
      const { appSecret, ...rest } = call.body;
      const by = { at: call.receivedAt, accountId: call.actor.userId };
      const app = { ...rest, appSecret: appSecret ?? null };
      if (!(await keepApp(call.tx, call.keyring, app, by))) throw secretMissing('appSecret');
      const detail = { agentId: rest.agentId, isSecretNew: appSecret !== undefined };
      const subjectId = call.actor.userId;
      call.record({ subjectKind: 'notification_channel', subjectId, detail });
      return await readSettings(call.tx);
    },
  }),
  route(addRobot, {
    access: ROBOT_KEEPERS,
    audit: 'record',
    secret: true,
    handle: async (call) => {
      const deed = { ...call, at: call.receivedAt };
      await keepRobot(deed, call.body);
      return await readSettings(call.tx);
    },
  }),
  route(editRobot, {
    access: ROBOT_KEEPERS,
    audit: 'record',
    secret: true,
    handle: async (call) => {
      const { version, ...robot } = call.body;
      const seen = { id: call.params.id, version };
      const deed = { ...call, at: call.receivedAt };
      await keepRobot(deed, robot, seen);
      return await readSettings(call.tx);
    },
  }),
  route(sendTest, {
    access: CHANNEL_KEEPERS,
    audit: 'record',
    handle: async (call) => ({
      id: await startTest({ ...call, at: call.receivedAt }, call.body, wake()),
    }),
  }),
  route(getTest, {
    access: CHANNEL_KEEPERS,
    audit: { none: '只读' },
    handle: async (call) => {
      const found = await findTest(call.tx, call.actor.userId, call.params.id);
      if (found === undefined) throw testNotFound();
      return found;
    },
  }),
];

export const officeRoutes: readonly Route[] = [...deliveryRoutes, ...settingRoutes];
