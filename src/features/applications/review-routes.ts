import { beijingDate, formatBeijing, formatDeadline, type Instant } from '../../kernel/time.ts';
import { listRoute, route, type Route } from '../../platform/http/route.ts';
import { bulkDecide } from './bulk-actions.ts';
import { readApplication } from './context.ts';
import { certificatesApplied, lastRoundFacts } from './fact-queries.ts';
import { dashboardCells, participationPage, queuePage } from './list-queries.ts';
import { CITY_REVIEWER, OFFICE_ADMIN, OVERSEERS, PROVINCIAL_REVIEWER, READERS } from './policy.ts';
import {
  approveApplication,
  endorseApplication,
  overruleCity,
  rejectApplication,
  returnApplication,
  reviveApplication,
  takeBackDecision,
} from './review-actions.ts';
import * as contract from './review-contract.ts';
import { attendanceOf } from '../info-sessions/index.ts';
import { kindLabel } from '../rounds/index.ts';
import { type ApplicationStatus, applicationWorkflow, NOT_STARTED } from './status.ts';

const statusLabel = (status: ApplicationStatus | typeof NOT_STARTED): string =>
  status === NOT_STARTED ? '尚未开始' : applicationWorkflow.states[status].office;

const timeLabel = (at: Instant | null): string => (at === null ? '' : formatBeijing(at));

const reading: readonly Route[] = [
  listRoute(contract.listApplications, {
    access: OVERSEERS,
    fileName: '申报审核列表',
    columns: [
      { key: 'institutionName', label: '院校' },
      { key: 'institutionKind', label: '办学类型', value: (row) => kindLabel(row.institutionKind) },
      { key: 'areaName', label: '所在地' },
      { key: 'reviewingBureauName', label: '初审单位' },
      { key: 'status', label: '状态', value: (row) => statusLabel(row.status) },
      { key: 'itemCount', label: '证书项数' },
      { key: 'newItemCount', label: '首次申报项数' },
      { key: 'plannedHeadcount', label: '计划人数' },
      { key: 'receiptNumber', label: '回执号' },
      {
        key: 'submittedAt',
        label: '提交时间（北京时间）',
        value: (row) => timeLabel(row.submittedAt),
      },
      {
        key: 'correctionDueAt',
        label: '修改截止（北京时间）',
        value: (row) => (row.correctionDueAt === null ? '' : formatDeadline(row.correctionDueAt)),
      },
    ],
    handle: async ({ tx, actor, query, receivedAt }) => ({
      ...(await queuePage(tx, actor, receivedAt, query)),
      page: query.page,
      pageSize: query.pageSize,
    }),
  }),
  route(contract.applicationFacts, {
    access: READERS,
    audit: { none: '只读' },
    handle: async ({ tx, actor, params }) => {
      const record = await readApplication(tx, actor, params.applicationId);
      const certificateIds = await certificatesApplied(tx, record.id);
      return {
        ...(await lastRoundFacts(tx, record)),
        sessions: await attendanceOf(tx, record.institutionId, certificateIds),
      };
    },
  }),
  listRoute(contract.listParticipation, {
    access: OVERSEERS,
    fileName: '院校申报进度',
    columns: [
      { key: 'institutionName', label: '院校' },
      { key: 'institutionKind', label: '办学类型', value: (row) => kindLabel(row.institutionKind) },
      { key: 'areaName', label: '所在地' },
      { key: 'bureauName', label: '初审单位' },
      { key: 'status', label: '状态', value: (row) => statusLabel(row.status) },
      { key: 'submittedAt', label: '提交时间', value: (row) => timeLabel(row.submittedAt) },
      { key: 'itemCount', label: '证书项数' },
      { key: 'plannedHeadcount', label: '计划人数' },
    ],
    handle: async ({ tx, actor, params, query, receivedAt }) => ({
      ...(await participationPage(tx, actor, beijingDate(receivedAt), { ...query, ...params })),
      page: query.page,
      pageSize: query.pageSize,
    }),
  }),
  route(contract.roundDashboard, {
    access: OVERSEERS,
    audit: { none: '只读' },
    handle: async ({ tx, actor, params, receivedAt }) => ({
      cells: await dashboardCells(tx, actor, beijingDate(receivedAt), params.roundId),
    }),
  }),
];

const cityVerbs: readonly Route[] = [
  route(contract.endorseApplication, {
    access: CITY_REVIEWER,
    audit: 'record',
    handle: ({ body, params, receivedAt: at, ...call }) =>
      endorseApplication({ ...call, at }, { ...params, ...body }),
  }),
  route(contract.returnByCity, {
    access: CITY_REVIEWER,
    audit: 'record',
    handle: ({ body, params, receivedAt: at, ...call }) =>
      returnApplication({ ...call, at }, { ...params, ...body, verb: 'returnByCity' }),
  }),
  route(contract.rejectByCity, {
    access: CITY_REVIEWER,
    audit: 'record',
    handle: ({ body, params, receivedAt: at, ...call }) =>
      rejectApplication({ ...call, at }, { ...params, ...body, verb: 'rejectByCity' }),
  }),
  route(contract.retractEndorsement, {
    access: CITY_REVIEWER,
    audit: 'record',
    handle: ({ body, params, receivedAt: at, ...call }) =>
      takeBackDecision({ ...call, at }, { ...params, ...body, verb: 'retract' }),
  }),
];

const provincialVerbs: readonly Route[] = [
  route(contract.overruleCity, {
    access: PROVINCIAL_REVIEWER,
    audit: 'record',
    handle: ({ body, params, receivedAt: at, ...call }) =>
      overruleCity({ ...call, at }, { ...params, ...body }),
  }),
  route(contract.approveApplication, {
    access: PROVINCIAL_REVIEWER,
    audit: 'record',
    handle: ({ body, params, receivedAt: at, ...call }) =>
      approveApplication({ ...call, at }, { ...params, ...body, verb: 'approve' }),
  }),
  route(contract.approveInPart, {
    access: PROVINCIAL_REVIEWER,
    audit: 'record',
    handle: ({ body, params, receivedAt: at, ...call }) =>
      approveApplication({ ...call, at }, { ...params, ...body, verb: 'approveInPart' }),
  }),
  route(contract.returnByProvince, {
    access: PROVINCIAL_REVIEWER,
    audit: 'record',
    handle: ({ body, params, receivedAt: at, ...call }) =>
      returnApplication({ ...call, at }, { ...params, ...body, verb: 'returnByProvince' }),
  }),
  route(contract.rejectApplication, {
    access: PROVINCIAL_REVIEWER,
    audit: 'record',
    handle: ({ body, params, receivedAt: at, ...call }) =>
      rejectApplication({ ...call, at }, { ...params, ...body, verb: 'reject' }),
  }),
  route(contract.reconsiderApplication, {
    access: PROVINCIAL_REVIEWER,
    audit: 'record',
    handle: ({ body, params, receivedAt: at, ...call }) =>
      takeBackDecision({ ...call, at }, { ...params, ...body, verb: 'reconsider' }),
  }),
];

const sharedVerbs: readonly Route[] = [
  route(contract.reviveApplication, {
    access: OFFICE_ADMIN,
    audit: 'record',
    handle: ({ body, params, receivedAt: at, ...call }) =>
      reviveApplication({ ...call, at }, { ...params, ...body }),
  }),
  route(contract.bulkDecide, {
    access: [...CITY_REVIEWER, ...PROVINCIAL_REVIEWER],
    // A dry run changes nothing; a real run records one row per application it changed.
    audit: { none: '逐件留痕：每件成功的申报各有一条' },
    handle: async ({ body, receivedAt: at, ...call }) => ({
      results: await bulkDecide({ ...call, at }, body),
    }),
  }),
];

export const reviewRoutes: readonly Route[] = [
  ...reading,
  ...cityVerbs,
  ...provincialVerbs,
  ...sharedVerbs,
];
