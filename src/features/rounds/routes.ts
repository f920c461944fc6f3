import type { Actor } from '../../kernel/actor.ts';
import { formatBeijing, formatDeadline, type Instant } from '../../kernel/time.ts';
import { historyOf } from '../../platform/audit.ts';
import type { CsvWriteColumn } from '../../platform/csv.ts';
import type { Read } from '../../platform/db/database.ts';
import { listRoute, route, type Route } from '../../platform/http/route.ts';
import { concludeRound, createRound, publishRound, updateRound } from './actions.ts';
import {
  concludeRoundEndpoint,
  createExtensionEndpoint,
  createRoundEndpoint,
  type ExtensionRow,
  getRoundEndpoint,
  listExtensions,
  listRounds,
  publishRoundEndpoint,
  revokeExtensionEndpoint,
  type RoundDetail,
  roundHistory,
  type RoundRow,
  updateRoundEndpoint,
} from './contract.ts';
import { extendRound, revokeExtension } from './extension-actions.ts';
import { listStoredExtensions, type StoredExtension } from './extension-queries.ts';
import { extensionState, roundPhase } from './phase.ts';
import {
  extensionScope,
  HISTORY_READERS,
  permittedRoundActions,
  ROUND_EDITORS,
  seesDrafts,
} from './policy.ts';
import { closingsOf, listStoredRounds, loadRound, type StoredRound } from './queries.ts';
import { EXTENSION_STATES, ROUND_PHASES } from './status.ts';

interface Reader {
  readonly tx: Read;
  readonly actor: Actor;
  readonly receivedAt: Instant;
}

const rowOf = (round: StoredRound, reader: Reader, ownClosesAt: Instant | undefined): RoundRow => ({
  id: round.id,
  year: round.year,
  sequence: round.sequence,
  title: round.title,
  noticeNumber: round.noticeNumber,
  status: round.status,
  phase: roundPhase(round, reader.receivedAt),
  opensAt: round.opensAt,
  closesAt: round.closesAt,
  cityReviewDueAt: round.cityReviewDueAt,
  provincialReviewDueAt: round.provincialReviewDueAt,
  eligibleKinds: [...round.eligibleKinds],
  ownClosesAt: ownClosesAt ?? round.closesAt,
  version: round.version,
  permittedActions: permittedRoundActions(round, reader.actor, reader.receivedAt),
});

const detailOf = async (reader: Reader, roundId: string): Promise<RoundDetail> => {
  const round = await loadRound(reader.tx, roundId, { drafts: seesDrafts(reader.actor) });
  const closings = await closingsOf(reader.tx, [roundId], reader.actor.organizationId);
  return {
    ...rowOf(round, reader, closings.get(roundId)),
    guidance: round.guidance,
    rules: round.rules,
  };
};

const extensionRowOf = (extension: StoredExtension, at: Instant): ExtensionRow => {
  const state = extensionState(extension, at);
  return { ...extension, state, revokedAt: state === 'REVOKED' ? extension.revokedAt : null };
};

const deedOf = <C extends { readonly receivedAt: Instant }>(
  call: C,
): C & { readonly at: Instant } => ({
  ...call,
  at: call.receivedAt,
});

const PLAN_LABELS: Readonly<Record<string, string>> = {
  year: '年度',
  sequence: '批次',
  title: '名称',
  noticeNumber: '文号',
  opensAt: '申报开始',
  closesAt: '申报截止',
  cityReviewDueAt: '市级初审截止',
  provincialReviewDueAt: '省级审核截止',
  eligibleKinds: '申报院校范围',
  guidance: '申报说明',
  rules: '审核规则',
};

/** Times in a sheet are those of Beijing, written out. */
const roundColumns: readonly CsvWriteColumn<RoundRow>[] = [
  { key: 'year', label: '年度' },
  { key: 'sequence', label: '批次' },
  { key: 'title', label: '名称' },
  { key: 'noticeNumber', label: '文号' },
  { key: 'phase', label: '阶段', value: (row) => ROUND_PHASES[row.phase].label },
  { key: 'opensAt', label: '申报开始', value: (row) => formatBeijing(row.opensAt) },
  { key: 'closesAt', label: '申报截止', value: (row) => formatDeadline(row.closesAt) },
  {
    key: 'cityReviewDueAt',
    label: '市级初审截止',
    value: (row) => formatDeadline(row.cityReviewDueAt),
  },
  {
    key: 'provincialReviewDueAt',
    label: '省级审核截止',
    value: (row) => formatDeadline(row.provincialReviewDueAt),
  },
];

const extensionColumns: readonly CsvWriteColumn<ExtensionRow>[] = [
  { key: 'organizationName', label: '院校' },
  { key: 'closesAt', label: '延期至', value: (row) => formatDeadline(row.closesAt) },
  { key: 'state', label: '状态', value: (row) => EXTENSION_STATES[row.state] },
  { key: 'reason', label: '原因' },
  { key: 'createdAt', label: '设置时间', value: (row) => formatBeijing(row.createdAt) },
  {
    key: 'revokedAt',
    label: '撤销时间',
    value: (row) => (row.revokedAt === null ? '' : formatBeijing(row.revokedAt)),
  },
];

export const roundRoutes: readonly Route[] = [
  listRoute(listRounds, {
    access: 'signed_in',
    fileName: '申报轮次',
    columns: roundColumns,
    handle: async (call) => {
      const { rows, total } = await listStoredRounds(call.tx, call.query, {
        drafts: seesDrafts(call.actor),
      });
      const closings = await closingsOf(
        call.tx,
        rows.map((round) => round.id),
        call.actor.organizationId,
      );
      return {
        rows: rows.map((round) => rowOf(round, call, closings.get(round.id))),
        total,
        page: call.query.page,
        pageSize: call.query.pageSize,
      };
    },
  }),
  route(getRoundEndpoint, {
    access: 'signed_in',
    audit: { none: '只读' },
    handle: (call) => detailOf(call, call.params.roundId),
  }),
  route(createRoundEndpoint, {
    access: ROUND_EDITORS,
    audit: 'record',
    handle: async (call) => await detailOf(call, await createRound(deedOf(call), call.body)),
  }),
  route(updateRoundEndpoint, {
    access: ROUND_EDITORS,
    audit: 'record',
    handle: async (call) => {
      const { version, reason, ...plan } = call.body;
      await updateRound(deedOf(call), { id: call.params.roundId, version }, plan, reason);
      return await detailOf(call, call.params.roundId);
    },
  }),
  route(publishRoundEndpoint, {
    access: ROUND_EDITORS,
    audit: 'record',
    handle: async (call) => {
      await publishRound(deedOf(call), { id: call.params.roundId, version: call.body.version });
      return await detailOf(call, call.params.roundId);
    },
  }),
  route(concludeRoundEndpoint, {
    access: ROUND_EDITORS,
    audit: 'record',
    handle: async (call) => {
      await concludeRound(deedOf(call), { id: call.params.roundId, version: call.body.version });
      return await detailOf(call, call.params.roundId);
    },
  }),
  route(roundHistory, {
    access: HISTORY_READERS,
    audit: { none: '只读' },
    handle: async (call) => {
      const round = await loadRound(call.tx, call.params.roundId, {
        drafts: seesDrafts(call.actor),
      });
      const reader = { organizationId: call.actor.organizationId, seesPeople: true };
      const rows = await historyOf(call.tx, { kind: 'round', id: round.id }, reader);
      return {
        rows: rows.map(({ id, occurredAt, action, who, reason, detail }) => ({
          id,
          occurredAt,
          action,
          who,
          reason,
          changed:
            action === 'rounds.update'
              ? Object.keys(detail).map((key) => PLAN_LABELS[key] ?? key)
              : [],
        })),
      };
    },
  }),
  listRoute(listExtensions, {
    access: 'signed_in',
    fileName: '轮次延期',
    columns: extensionColumns,
    handle: async (call) => {
      const round = await loadRound(call.tx, call.params.roundId, {
        drafts: seesDrafts(call.actor),
      });
      const scope = extensionScope(call.actor, call.receivedAt);
      const { rows, total } = await listStoredExtensions(call.tx, round.id, call.query, scope);
      return {
        rows: rows.map((extension) => extensionRowOf(extension, call.receivedAt)),
        total,
        page: call.query.page,
        pageSize: call.query.pageSize,
      };
    },
  }),
  route(createExtensionEndpoint, {
    access: ROUND_EDITORS,
    audit: 'record',
    handle: async (call) =>
      extensionRowOf(
        await extendRound(deedOf(call), call.params.roundId, call.body),
        call.receivedAt,
      ),
  }),
  route(revokeExtensionEndpoint, {
    access: ROUND_EDITORS,
    audit: 'record',
    handle: async (call) => {
      const { roundId, extensionId } = call.params;
      const extension = await revokeExtension(deedOf(call), roundId, extensionId, call.body.reason);
      return extensionRowOf(extension, call.receivedAt);
    },
  }),
];
