import { shortHistoryOf } from '../../kernel/history.ts';
import { formatBeijing, type Instant } from '../../kernel/time.ts';
import { historyOf } from '../../platform/audit.ts';
import type { CsvWriteColumn } from '../../platform/csv.ts';
import { fileRowOf } from '../../platform/files/file-columns.ts';
import {
  downloadRoute,
  listRoute,
  route,
  type Route,
  uploadRoute,
} from '../../platform/http/route.ts';
import {
  addMaterial,
  createDraft,
  dropMaterial,
  removeDraft,
  submitDraft,
  updateDraft,
  withdrawSubmission,
} from './actions.ts';
import * as contract from './contract.ts';
import {
  amendPublished,
  cancelPublished,
  publishSubmitted,
  reportHeld,
  returnSubmitted,
} from './course-actions.ts';
import { materialNotFound, sessionNotFound } from './errors.ts';
import { listInSpan, listSeen } from './list-queries.ts';
import { materialsOf } from './material-queries.ts';
import { HOSTS, KEEPERS, MODERATORS } from './policy.ts';
import { detailOf, sessionRowOf } from './present.ts';
import { loadSeen, type Seen } from './queries.ts';
import { MATERIAL_BYTES, MATERIAL_KINDS, monthOf, monthSpan } from './rules.ts';
import { infoSessionWorkflow } from './status.ts';

const READ = { none: '只读' } as const;

/** The call of any of these endpoints as an action wants it. */
const deedOf = <C extends { readonly receivedAt: Instant }>(call: C) => ({
  ...call,
  at: call.receivedAt,
});

const seenOf = (call: {
  readonly params: { readonly sessionId: string };
  readonly body: { readonly version: number };
}): Seen => ({ id: call.params.sessionId, version: call.body.version });

const columns: readonly CsvWriteColumn<contract.SessionRow>[] = [
  { key: 'title', label: '说明会' },
  { key: 'organizationName', label: '评价组织' },
  {
    key: 'certificates',
    label: '证书',
    value: (row) => row.certificates.map(({ name }) => name).join('、'),
  },
  { key: 'startsAt', label: '开始（北京时间）', value: (row) => formatBeijing(row.startsAt) },
  { key: 'endsAt', label: '结束（北京时间）', value: (row) => formatBeijing(row.endsAt) },
  { key: 'platform', label: '平台' },
  { key: 'speaker', label: '主讲' },
  { key: 'status', label: '状态', value: (row) => infoSessionWorkflow.states[row.status].office },
  { key: 'signUpCount', label: '报名人数', value: (row) => row.signUpCount ?? '' },
  { key: 'signedUp', label: '本人报名', value: (row) => (row.signedUp ? '是' : '') },
  { key: 'attended', label: '本人签到', value: (row) => (row.attended ? '是' : '') },
];

const reading: readonly Route[] = [
  listRoute(contract.listSessions, {
    access: 'signed_in',
    fileName: '说明会',
    columns,
    handle: async ({ tx, query, actor, receivedAt: at }) => {
      const { rows, total } = await listSeen(tx, query, { actor, at });
      return {
        rows: rows.map((row) => sessionRowOf(row, { actor, at })),
        total,
        page: query.page,
        pageSize: query.pageSize,
      };
    },
  }),
  route(contract.sessionCalendar, {
    access: 'signed_in',
    audit: READ,
    handle: async ({ tx, query, actor, receivedAt: at }) => {
      const { month = monthOf(at), ...filters } = query;
      const rows = await listInSpan(tx, monthSpan(month), filters, actor);
      return { rows: rows.map((row) => sessionRowOf(row, { actor, at })) };
    },
  }),
  route(contract.getSession, {
    access: 'signed_in',
    audit: READ,
    handle: async ({ tx, params, actor, receivedAt: at }) =>
      await detailOf(tx, params.sessionId, { actor, at }),
  }),
  route(contract.sessionHistory, {
    access: KEEPERS,
    audit: READ,
    handle: async ({ tx, params, actor, receivedAt: at }) => {
      const detail = await detailOf(tx, params.sessionId, { actor, at });
      if (!detail.isKeeper) throw sessionNotFound();
      const reader = { organizationId: actor.organizationId, seesPeople: !detail.isHost };
      const rows = await historyOf(tx, { kind: 'info_session', id: params.sessionId }, reader);
      return {
        // Who came stands in the list of those who came.
        rows: rows
          .filter(({ action }) => !/\.(?:signUp|signOff|attend)$/.test(action))
          .map(shortHistoryOf),
      };
    },
  }),
  downloadRoute(contract.downloadMaterial, {
    access: 'signed_in',
    audit: READ,
    handle: async ({ tx, params, actor }) => {
      await loadSeen(tx, params.sessionId, actor);
      const material = (await materialsOf(tx, params.sessionId)).find(
        ({ id }) => id === params.materialId,
      );
      if (material === undefined) throw materialNotFound();
      return {
        fileName: material.originalName,
        mediaType: material.mediaType,
        content: { storageKey: material.storageKey },
      };
    },
  }),
];

const writing: readonly Route[] = [
  route(contract.createSession, {
    access: HOSTS,
    audit: 'record',
    handle: async (call) => {
      const deed = deedOf(call);
      return await detailOf(call.tx, await createDraft(deed, call.body), deed);
    },
  }),
  route(contract.updateSession, {
    access: HOSTS,
    audit: 'record',
    handle: async (call) => {
      const deed = deedOf(call);
      const { version, ...draft } = call.body;
      await updateDraft(deed, { id: call.params.sessionId, version }, draft);
      return await detailOf(call.tx, call.params.sessionId, deed);
    },
  }),
  route(contract.removeSession, {
    access: HOSTS,
    audit: 'record',
    handle: async (call) => {
      await removeDraft(deedOf(call), call.params.sessionId);
      return { removed: true as const };
    },
  }),
  uploadRoute(contract.uploadMaterial, {
    access: HOSTS,
    audit: 'record',
    upload: { maxBytes: MATERIAL_BYTES, accept: MATERIAL_KINDS },
    handle: async (call) =>
      fileRowOf(await addMaterial(deedOf(call), call.params.sessionId, call.file)),
  }),
  route(contract.removeMaterial, {
    access: HOSTS,
    audit: 'record',
    handle: async (call) => {
      const { sessionId, materialId } = call.params;
      await dropMaterial(deedOf(call), sessionId, materialId);
      return { removed: true as const };
    },
  }),
];

const course: readonly Route[] = [
  route(contract.submitSession, {
    access: HOSTS,
    audit: 'record',
    handle: async (call) => {
      const deed = deedOf(call);
      await submitDraft(deed, seenOf(call));
      return await detailOf(call.tx, call.params.sessionId, deed);
    },
  }),
  route(contract.withdrawSession, {
    access: HOSTS,
    audit: 'record',
    handle: async (call) => {
      const deed = deedOf(call);
      await withdrawSubmission(deed, seenOf(call));
      return await detailOf(call.tx, call.params.sessionId, deed);
    },
  }),
  route(contract.publishSession, {
    access: MODERATORS,
    audit: 'record',
    handle: async (call) => {
      const deed = deedOf(call);
      await publishSubmitted(deed, seenOf(call));
      return await detailOf(call.tx, call.params.sessionId, deed);
    },
  }),
  route(contract.returnSession, {
    access: MODERATORS,
    audit: 'record',
    handle: async (call) => {
      const deed = deedOf(call);
      await returnSubmitted(deed, seenOf(call), call.body.reason);
      return await detailOf(call.tx, call.params.sessionId, deed);
    },
  }),
  route(contract.amendSession, {
    access: HOSTS,
    audit: 'record',
    handle: async (call) => {
      const deed = deedOf(call);
      const { version, ...amended } = call.body;
      await amendPublished(deed, { id: call.params.sessionId, version }, amended);
      return await detailOf(call.tx, call.params.sessionId, deed);
    },
  }),
  route(contract.cancelSession, {
    access: KEEPERS,
    audit: 'record',
    handle: async (call) => {
      const deed = deedOf(call);
      await cancelPublished(deed, seenOf(call), call.body.reason);
      return await detailOf(call.tx, call.params.sessionId, deed);
    },
  }),
  route(contract.reportSession, {
    access: HOSTS,
    audit: 'record',
    handle: async (call) => {
      const deed = deedOf(call);
      const { recordingUrl: url, recordingNote: note } = call.body;
      await reportHeld(deed, seenOf(call), { url, note });
      return await detailOf(call.tx, call.params.sessionId, deed);
    },
  }),
];

export const sessionRoutes: readonly Route[] = [...reading, ...writing, ...course];
