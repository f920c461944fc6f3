import { z } from 'zod';
import { endpoint } from '../../kernel/endpoint.ts';
import { shortHistoryRow } from '../../kernel/history.ts';
import { idText } from '../../kernel/id.ts';
import { listOutput, listQuery } from '../../kernel/list.ts';
import { optionalText, shortText } from '../../kernel/text.ts';
import { instantText } from '../../kernel/time.ts';
import { ROUND_ACTIONS, type RoundAction } from './policy.ts';
import { roundRules } from './rules-edition.ts';
import {
  ELIGIBLE_KINDS,
  type EligibleKind,
  EXTENSION_STATES,
  type ExtensionState,
  ROUND_PHASES,
  ROUND_STATUSES,
  type RoundPhase,
  type RoundStatus,
} from './status.ts';

const status = z.enum(Object.keys(ROUND_STATUSES) as [RoundStatus]);
const phase = z.enum(Object.keys(ROUND_PHASES) as [RoundPhase]);
const eligibleKind = z.enum(Object.keys(ELIGIBLE_KINDS) as [EligibleKind]);
const roundAction = z.enum(Object.keys(ROUND_ACTIONS) as [RoundAction]);
const extensionState = z.enum(Object.keys(EXTENSION_STATES) as [ExtensionState]);

const roundParams = z.strictObject({ roundId: idText() });
const version = z.int().min(1);
const reason = (label: string) => shortText(500, label);

const plan = {
  year: z
    .int({ error: '请填写年度，例如 2025' })
    .min(2019, { error: '请填写 2019 年以后的年度' })
    .max(2100, { error: '请填写 2100 年以前的年度' }),
  sequence: z
    .int({ error: '请填写批次，例如 1 表示第一批' })
    .min(1, { error: '请填写 1 至 9 的批次' })
    .max(9, { error: '请填写 1 至 9 的批次' }),
  title: shortText(100, '轮次名称'),
  noticeNumber: shortText(60, '文号').nullable().default(null),
  opensAt: instantText(),
  closesAt: instantText(),
  cityReviewDueAt: instantText(),
  provincialReviewDueAt: instantText(),
  eligibleKinds: z
    .array(eligibleKind, { error: '请选择可以申报的院校类型' })
    .min(1, { error: '请至少选择一类可以申报的院校' })
    .refine((kinds) => new Set(kinds).size === kinds.length, { error: '院校类型不要重复选择' }),
  guidance: optionalText(5000, '申报说明'),
  rules: roundRules.prefault({}),
};

const roundRow = z.strictObject({
  id: idText(),
  year: z.int(),
  sequence: z.int(),
  title: z.string(),
  noticeNumber: z.string().nullable(),
  status,
  phase,
  opensAt: instantText(),
  closesAt: instantText(),
  cityReviewDueAt: instantText(),
  provincialReviewDueAt: instantText(),
  eligibleKinds: z.array(eligibleKind),
  /** The closing that holds for the reader's own institution, extension included; the round's for everybody else. */
  ownClosesAt: instantText(),
  version: z.int(),
  permittedActions: z.array(roundAction),
});

const roundDetail = roundRow.extend({ guidance: z.string(), rules: roundRules });

export type RoundRow = z.output<typeof roundRow>;
export type RoundDetail = z.output<typeof roundDetail>;

export const listRounds = endpoint({
  name: 'rounds.list',
  method: 'GET',
  path: '/api/rounds',
  summary: '申报轮次列表',
  query: listQuery(
    {
      q: z.string().max(100).optional(),
      status: status.optional(),
      year: z.coerce.number().int().optional(),
    },
    ['number', 'closesAt', 'title'],
    '-number',
  ),
  output: listOutput(roundRow),
});

export const getRoundEndpoint = endpoint({
  name: 'rounds.get',
  method: 'GET',
  path: '/api/rounds/:roundId',
  summary: '申报轮次详情',
  params: roundParams,
  output: roundDetail,
});

export const createRoundEndpoint = endpoint({
  name: 'rounds.create',
  method: 'POST',
  path: '/api/rounds',
  summary: '新建申报轮次（草稿）',
  body: z.strictObject(plan),
  output: roundDetail,
});

export const updateRoundEndpoint = endpoint({
  name: 'rounds.update',
  method: 'PUT',
  path: '/api/rounds/:roundId',
  summary: '修改申报轮次；发布后只能改名称、说明和时间，并须写明原因',
  params: roundParams,
  body: z.strictObject({ ...plan, version, reason: optionalText(500, '修改原因') }),
  output: roundDetail,
});

export const publishRoundEndpoint = endpoint({
  name: 'rounds.publish',
  method: 'POST',
  path: '/api/rounds/:roundId/publication',
  summary: '发布申报轮次',
  params: roundParams,
  body: z.strictObject({ version }),
  output: roundDetail,
});

export const concludeRoundEndpoint = endpoint({
  name: 'rounds.conclude',
  method: 'POST',
  path: '/api/rounds/:roundId/conclusion',
  summary: '办结申报轮次',
  params: roundParams,
  body: z.strictObject({ version }),
  output: roundDetail,
});

const historyRow = shortHistoryRow.extend({
  /** Labels of what was changed. */
  changed: z.array(z.string()),
});

export const roundHistory = endpoint({
  name: 'rounds.history',
  method: 'GET',
  path: '/api/rounds/:roundId/history',
  summary: '申报轮次的办理记录',
  params: roundParams,
  output: z.strictObject({ rows: z.array(historyRow) }),
});

const extensionRow = z.strictObject({
  id: idText(),
  organizationId: idText(),
  organizationName: z.string(),
  closesAt: instantText(),
  reason: z.string(),
  state: extensionState,
  createdAt: instantText(),
  /** Null where the reader may not know the office's people. */
  createdByName: z.string().nullable(),
  revokedAt: instantText().nullable(),
});

export type ExtensionRow = z.output<typeof extensionRow>;

export const listExtensions = endpoint({
  name: 'rounds.listExtensions',
  method: 'GET',
  path: '/api/rounds/:roundId/extensions',
  summary: '一个轮次的延期列表',
  params: roundParams,
  query: listQuery(
    { q: z.string().max(100).optional(), revoked: z.enum(['yes', 'no']).optional() },
    ['createdAt', 'closesAt', 'organizationName'],
    '-createdAt',
  ),
  output: listOutput(extensionRow),
});

export const createExtensionEndpoint = endpoint({
  name: 'rounds.extend',
  method: 'POST',
  path: '/api/rounds/:roundId/extensions',
  summary: '给一所院校延期',
  params: roundParams,
  body: z.strictObject({
    organizationId: idText('请选择一所院校'),
    closesAt: instantText(),
    reason: reason('延期原因'),
  }),
  output: extensionRow,
});

export const revokeExtensionEndpoint = endpoint({
  name: 'rounds.revokeExtension',
  method: 'POST',
  path: '/api/rounds/:roundId/extensions/:extensionId/revocation',
  summary: '撤销延期',
  params: z.strictObject({ roundId: idText(), extensionId: idText() }),
  body: z.strictObject({ reason: reason('撤销原因') }),
  output: extensionRow,
});
