import { ORGANIZATION_KINDS } from '../../kernel/actor.ts';
import { shortHistoryOf } from '../../kernel/history.ts';
import { formatBeijing, type Instant } from '../../kernel/time.ts';
import { historyOf } from '../../platform/audit.ts';
import type { CsvWriteColumn } from '../../platform/csv.ts';
import { fileRowOf } from '../../platform/files/file-columns.ts';
import { listRoute, route, type Route, uploadRoute } from '../../platform/http/route.ts';
import {
  attachFile,
  createAnnouncement,
  nudge,
  removeAnnouncement,
  updateAnnouncement,
} from './actions.ts';
import { countAudience, listAudienceRows } from './audience-queries.ts';
import { ANNOUNCEMENT_EDITORS } from './policy.ts';
import { recordOf, registerRowOf } from './present.ts';
import {
  archiveAnnouncement,
  correctAnnouncement,
  publishAnnouncement,
  scheduleAnnouncement,
  unscheduleAnnouncement,
  withdrawAnnouncement,
} from './publish-actions.ts';
import { loadAnnouncement } from './queries.ts';
import { reachOfStep } from './reach.ts';
import * as contract from './register-contract.ts';
import { listReceiptRows, listRecipientRows, listRegisterRows } from './register-queries.ts';
import { ATTACHMENT_BYTES, ATTACHMENT_KINDS, receiptState } from './rules.ts';
import { announcementWorkflow, RECEIPT_STATES } from './status.ts';

const access = ANNOUNCEMENT_EDITORS;
const READ = { none: '只读' } as const;

const timeText = (at: Instant | null): string => (at === null ? '' : formatBeijing(at));

const registerColumns: readonly CsvWriteColumn<contract.RegisterRow>[] = [
  { key: 'title', label: '标题' },
  { key: 'noticeNumber', label: '文号' },
  { key: 'status', label: '状态', value: (row) => announcementWorkflow.states[row.status].office },
  { key: 'isPublic', label: '公开', value: (row) => (row.isPublic ? '公开' : '内部') },
  { key: 'publishedAt', label: '发布时间', value: (row) => timeText(row.publishedAt) },
  { key: 'recipientCount', label: '收件人数' },
  { key: 'readCount', label: '已读人数' },
  { key: 'confirmedCount', label: '已确认人数' },
];

const audienceColumns: readonly CsvWriteColumn<contract.AudienceRow>[] = [
  { key: 'organizationName', label: '单位' },
  { key: 'kind', label: '单位类型', value: (row) => ORGANIZATION_KINDS[row.kind] },
  { key: 'areaName', label: '所在地' },
  { key: 'personCount', label: '会通知的人数' },
];

const receiptColumns: readonly CsvWriteColumn<contract.ReceiptRow>[] = [
  { key: 'organizationName', label: '单位' },
  { key: 'kind', label: '单位类型', value: (row) => ORGANIZATION_KINDS[row.kind] },
  { key: 'recipientCount', label: '收件人数' },
  { key: 'readCount', label: '已读人数' },
  { key: 'confirmedCount', label: '已确认人数' },
  { key: 'firstReadAt', label: '最早阅读', value: (row) => timeText(row.firstReadAt) },
];

const recipientColumns: readonly CsvWriteColumn<contract.RecipientRow>[] = [
  { key: 'organizationName', label: '单位' },
  { key: 'name', label: '姓名' },
  { key: 'receipt', label: '情况', value: (row) => RECEIPT_STATES[row.receipt] },
  { key: 'readAt', label: '阅读时间', value: (row) => timeText(row.readAt) },
  { key: 'confirmedAt', label: '确认时间', value: (row) => timeText(row.confirmedAt) },
];

const deedOf = <C extends { readonly receivedAt: Instant }>(
  call: C,
): C & { readonly at: Instant } => ({ ...call, at: call.receivedAt });

const seenOf = (call: {
  readonly params: { readonly announcementId: string };
  readonly body: { readonly version: number };
}) => ({ id: call.params.announcementId, version: call.body.version });

const draftRoutes: readonly Route[] = [
  listRoute(contract.listRegister, {
    access,
    fileName: '通知公告台账',
    columns: registerColumns,
    handle: async (call) => {
      const { rows, total } = await listRegisterRows(call.tx, call.query);
      return {
        rows: rows.map((row) => registerRowOf(row, row, deedOf(call))),
        total,
        page: call.query.page,
        pageSize: call.query.pageSize,
      };
    },
  }),
  route(contract.getRecord, {
    access,
    audit: READ,
    handle: async (call) => await recordOf(call.tx, call.params.announcementId, deedOf(call)),
  }),
  route(contract.createAnnouncementEndpoint, {
    access,
    audit: 'record',
    handle: async (call) => {
      const deed = deedOf(call);
      return await recordOf(call.tx, await createAnnouncement(deed, call.body), deed);
    },
  }),
  route(contract.updateAnnouncementEndpoint, {
    access,
    audit: 'record',
    handle: async (call) => {
      const deed = deedOf(call);
      await updateAnnouncement(deed, seenOf(call), call.body);
      return await recordOf(call.tx, call.params.announcementId, deed);
    },
  }),
  route(contract.removeAnnouncementEndpoint, {
    access,
    audit: 'record',
    handle: async (call) => {
      await removeAnnouncement(deedOf(call), call.params.announcementId);
      return { removed: true as const };
    },
  }),
  uploadRoute(contract.uploadAttachment, {
    access,
    audit: 'record',
    upload: { maxBytes: ATTACHMENT_BYTES, accept: ATTACHMENT_KINDS },
    handle: async (call) =>
      fileRowOf(await attachFile(deedOf(call), call.params.announcementId, call.file)),
  }),
];

const publicationRoutes: readonly Route[] = [
  route(contract.scheduleEndpoint, {
    access,
    audit: 'record',
    handle: async (call) => {
      const deed = deedOf(call);
      await scheduleAnnouncement(deed, seenOf(call), call.body.publishAt);
      return await recordOf(call.tx, call.params.announcementId, deed);
    },
  }),
  route(contract.unscheduleEndpoint, {
    access,
    audit: 'record',
    handle: async (call) => {
      const deed = deedOf(call);
      await unscheduleAnnouncement(deed, call.params.announcementId);
      return await recordOf(call.tx, call.params.announcementId, deed);
    },
  }),
  route(contract.publishEndpoint, {
    access,
    audit: 'record',
    handle: async (call) => {
      const deed = deedOf(call);
      await publishAnnouncement(deed, seenOf(call));
      return await recordOf(call.tx, call.params.announcementId, deed);
    },
  }),
  route(contract.correctEndpoint, {
    access,
    audit: 'record',
    handle: async (call) => {
      const deed = deedOf(call);
      await correctAnnouncement(deed, seenOf(call), call.body);
      return await recordOf(call.tx, call.params.announcementId, deed);
    },
  }),
  route(contract.withdrawEndpoint, {
    access,
    audit: 'record',
    handle: async (call) => {
      const deed = deedOf(call);
      await withdrawAnnouncement(deed, seenOf(call), call.body.reason);
      return await recordOf(call.tx, call.params.announcementId, deed);
    },
  }),
  route(contract.archiveEndpoint, {
    access,
    audit: 'record',
    handle: async (call) => {
      const deed = deedOf(call);
      await archiveAnnouncement(deed, seenOf(call));
      return await recordOf(call.tx, call.params.announcementId, deed);
    },
  }),
];

const followUpRoutes: readonly Route[] = [
  route(contract.audienceSummary, {
    access,
    audit: READ,
    handle: async ({ tx, params }) => {
      const { audience } = await loadAnnouncement(tx, params.announcementId);
      const counts = await countAudience(tx, audience);
      const sum = (key: 'organizationCount' | 'personCount' | 'emptyCount'): number =>
        counts.reduce((total, row) => total + row[key], 0);
      return {
        organizationCount: sum('organizationCount'),
        personCount: sum('personCount'),
        emptyCount: sum('emptyCount'),
        kinds: counts.map(({ emptyCount: _empty, ...row }) => row),
      };
    },
  }),
  listRoute(contract.listAudience, {
    access,
    fileName: '通知对象',
    columns: audienceColumns,
    handle: async ({ tx, params, query }) => {
      const { audience } = await loadAnnouncement(tx, params.announcementId);
      const found = await listAudienceRows(tx, audience, query);
      return { ...found, page: query.page, pageSize: query.pageSize };
    },
  }),
  listRoute(contract.listReceipts, {
    access,
    fileName: '各单位阅读确认情况',
    columns: receiptColumns,
    handle: async ({ tx, params, query }) => {
      const announcement = await loadAnnouncement(tx, params.announcementId);
      const found = await listReceiptRows(tx, announcement, query);
      return { ...found, page: query.page, pageSize: query.pageSize };
    },
  }),
  listRoute(contract.listRecipients, {
    access,
    fileName: '收件人阅读确认情况',
    columns: recipientColumns,
    handle: async ({ tx, params, query }) => {
      const announcement = await loadAnnouncement(tx, params.announcementId);
      const { rows, total } = await listRecipientRows(tx, announcement, query);
      return {
        rows: rows.map(({ confirmedEdition, ...row }) => ({
          ...row,
          receipt: receiptState(
            { readAt: row.readAt, confirmedEdition },
            announcement.confirmEdition,
          ),
        })),
        total,
        page: query.page,
        pageSize: query.pageSize,
      };
    },
  }),
  route(contract.announcementReach, {
    access,
    audit: { none: '只是试算，不发送也不保存' },
    handle: async ({ tx, params, query, receivedAt }) => {
      const announcement = await loadAnnouncement(tx, params.announcementId);
      return await reachOfStep(tx, announcement, {
        step: query.step,
        at: query.at ?? receivedAt,
      });
    },
  }),
  route(contract.nudgeEndpoint, {
    access,
    audit: 'record',
    handle: async (call) => ({
      personCount: await nudge(deedOf(call), call.params.announcementId),
    }),
  }),
  route(contract.announcementHistory, {
    access,
    audit: READ,
    handle: async ({ tx, params, actor }) => {
      const { id } = await loadAnnouncement(tx, params.announcementId);
      const reader = { organizationId: actor.organizationId, seesPeople: true };
      const rows = await historyOf(tx, { kind: 'announcement', id }, reader);
      return {
        // A reader's confirmation stands in the receipts.
        rows: rows.filter(({ action }) => action !== 'announcements.confirm').map(shortHistoryOf),
      };
    },
  }),
];

export const registerRoutes: readonly Route[] = [
  ...draftRoutes,
  ...publicationRoutes,
  ...followUpRoutes,
];
