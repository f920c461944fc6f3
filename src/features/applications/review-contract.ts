import { z } from 'zod';
import { endpoint } from '../../kernel/endpoint.ts';
import { listOutput, listQuery } from '../../kernel/list.ts';
import { longText, optionalText } from '../../kernel/text.ts';
import { instantText } from '../../kernel/time.ts';
import { HEADCOUNT_LIMIT } from './content.ts';
import {
  PARTICIPATION_GROUP_NAMES,
  type ParticipationGroup,
  WITHOUT_BUREAU,
} from './participation-groups.ts';
import { REVIEW_GROUP_NAMES } from './review-groups.ts';
import { APPLICATION_STATUSES, NOT_STARTED } from './status.ts';

const status = z.enum(APPLICATION_STATUSES);
const instant = instantText();
const params = z.strictObject({ applicationId: z.uuid() });
const version = z.int().min(1);

const moved = z.strictObject({ version: z.int(), status });
const optionalReason = z.strictObject({ version, reason: optionalText(2000, '理由') });

const verbEndpoint = <const V extends string, const P extends string, B extends z.ZodType>(
  name: V,
  path: P,
  summary: string,
  body: B,
) =>
  endpoint({
    name: `applications.${name}`,
    method: 'POST',
    path: `/api/applications/:applicationId/${path}`,
    summary,
    params,
    body,
    output: moved,
  });

export const withdrawApplication = verbEndpoint(
  'withdraw',
  'withdraw',
  '撤回已提交的申报',
  optionalReason,
);
export const redraftApplication = verbEndpoint(
  'redraft',
  'redraft',
  '撤回后重新填报',
  z.strictObject({ version }),
);

const itemDecision = z.strictObject({
  itemId: z.uuid(),
  accepted: z.boolean(),
  /** At most the planned headcount; left out means as planned. Only the province sets it. */
  approvedHeadcount: z
    .int({ error: '核定人数请填写整数' })
    .min(1, { error: '核定人数至少 1 人；不同意该项请选择“不通过”' })
    .max(HEADCOUNT_LIMIT)
    .optional(),
  opinion: optionalText(2000, '意见'),
});

const opinionBody = z.strictObject({
  version,
  opinion: optionalText(2000, '意见'),
  /** One decision per item; items left out are accepted as planned. */
  items: z.array(itemDecision).max(300).default([]),
});

const returnBody = z.strictObject({
  version,
  opinion: optionalText(2000, '意见'),
  /** Exclusive; left out means the round's number of correction days from today, 24:00. */
  correctionDueAt: instant.optional(),
  remarks: z
    .array(z.strictObject({ field: z.string().max(200), text: longText(1000, '批注') }))
    .max(200)
    .default([]),
});

export const endorseApplication = verbEndpoint('endorse', 'endorse', '市级初审通过', opinionBody);
export const returnByCity = verbEndpoint(
  'returnByCity',
  'return-by-city',
  '市级退回修改',
  returnBody,
);
export const rejectByCity = verbEndpoint(
  'rejectByCity',
  'reject-by-city',
  '市级初审不通过',
  opinionBody,
);
export const retractEndorsement = verbEndpoint(
  'retract',
  'retract',
  '市级收回初审意见',
  opinionBody,
);
export const overruleCity = verbEndpoint(
  'overrule',
  'overrule',
  '省级调取市级不通过的申报',
  opinionBody,
);
export const approveApplication = verbEndpoint('approve', 'approve', '省级审核通过', opinionBody);
export const approveInPart = verbEndpoint(
  'approveInPart',
  'approve-in-part',
  '省级部分通过',
  opinionBody,
);
export const returnByProvince = verbEndpoint(
  'returnByProvince',
  'return-by-province',
  '省级退回修改',
  returnBody,
);
export const rejectApplication = verbEndpoint('reject', 'reject', '省级审核不通过', opinionBody);
export const reconsiderApplication = verbEndpoint(
  'reconsider',
  'reconsider',
  '撤销省级审核决定',
  opinionBody,
);
export const reviveApplication = verbEndpoint('revive', 'revive', '延期后恢复填报', returnBody);

export const bulkDecide = endpoint({
  name: 'applications.bulkDecide',
  method: 'POST',
  path: '/api/applications/bulk-decide',
  summary: '批量通过（初审或省级审核）或批量撤销；先试算后执行，逐件给出结果',
  body: z.strictObject({
    verb: z.enum(['endorse', 'approve', 'retract', 'reconsider']),
    rows: z
      .array(z.strictObject({ applicationId: z.uuid(), version }))
      .min(1, { error: '请先勾选要办理的申报' })
      .max(100, { error: '一次最多办理 100 件' }),
    opinion: optionalText(2000, '意见'),
    dryRun: z.boolean(),
  }),
  output: z.strictObject({
    results: z.array(
      z.strictObject({
        applicationId: z.uuid(),
        institutionName: z.string(),
        ok: z.boolean(),
        version: z.int(),
        text: z.string(),
      }),
    ),
  }),
});

export const queueRow = z.strictObject({
  id: z.uuid(),
  version: z.int(),
  institutionName: z.string(),
  institutionKind: z.string(),
  areaName: z.string(),
  reviewingBureauName: z.string().nullable(),
  status,
  group: z.enum(REVIEW_GROUP_NAMES as [(typeof REVIEW_GROUP_NAMES)[number]]),
  itemCount: z.int(),
  newItemCount: z.int(),
  plannedHeadcount: z.int(),
  receiptNumber: z.string().nullable(),
  submittedAt: instant.nullable(),
  /** When the stage of the reader ends. */
  dueAt: instant,
  /** Until when the institution can correct what was returned; exclusive. */
  correctionDueAt: instant.nullable(),
  submissionCount: z.int(),
});
export type QueueRow = z.output<typeof queueRow>;

const q = z.string().max(50).optional();
/** One bureau, or the institutions without one. */
const bureauId = z.union([z.uuid(), z.literal(WITHOUT_BUREAU)]).optional();

export const listApplications = endpoint({
  name: 'applications.list',
  method: 'GET',
  path: '/api/applications',
  summary: '审核工作列表：按要做的事分组，含各组件数',
  query: listQuery(
    {
      roundId: z.uuid().optional(),
      group: z.enum(REVIEW_GROUP_NAMES as [(typeof REVIEW_GROUP_NAMES)[number]]).optional(),
      status: status.optional(),
      bureauId,
      institutionKind: z.string().max(40).optional(),
      isNew: z.stringbool().optional(),
      q,
    },
    ['dueAt', 'correctionDueAt', 'submittedAt', 'institutionName', 'plannedHeadcount', 'itemCount'],
  ),
  output: listOutput(queueRow).extend({
    groups: z.record(z.enum(REVIEW_GROUP_NAMES as [(typeof REVIEW_GROUP_NAMES)[number]]), z.int()),
  }),
});

export const applicationFacts = endpoint({
  name: 'applications.facts',
  method: 'GET',
  path: '/api/applications/:applicationId/facts',
  summary: '供审核对照的事实：上一轮的计划、备案和决定，以及参加有关说明会的情况',
  params,
  output: z.strictObject({
    lastRoundTitle: z.string().nullable(),
    lastStatus: status.nullable(),
    rows: z.array(
      z.strictObject({
        certificateLevelId: z.uuid(),
        certificateName: z.string(),
        level: z.int(),
        lastPlanned: z.int().nullable(),
        lastFiled: z.int().nullable(),
        nowPlanned: z.int().nullable(),
      }),
    ),
    /** Info sessions about the certificates applied for: context, never a bar (process.md 5.17). */
    sessions: z.array(
      z.strictObject({
        sessionId: z.uuid(),
        title: z.string(),
        startsAt: instant,
        certificateNames: z.array(z.string()),
        signedUpCount: z.int(),
        attendedCount: z.int(),
      }),
    ),
  }),
});

const participationStatus = z.enum([NOT_STARTED, ...APPLICATION_STATUSES]);

export const listParticipation = endpoint({
  name: 'applications.participation',
  method: 'GET',
  path: '/api/rounds/:roundId/participation',
  summary: '本轮每所院校到了哪一步（含尚未开始的）',
  params: z.strictObject({ roundId: z.uuid() }),
  query: listQuery(
    {
      /** A figure of the dashboard: the rows that it counts. */
      group: z.enum(PARTICIPATION_GROUP_NAMES as [ParticipationGroup]).optional(),
      status: participationStatus.optional(),
      bureauId,
      institutionKind: z.string().max(40).optional(),
      q,
    },
    ['institutionName', 'status', 'submittedAt'],
  ),
  output: listOutput(
    z.strictObject({
      institutionId: z.uuid(),
      institutionName: z.string(),
      institutionKind: z.string(),
      areaName: z.string(),
      bureauName: z.string().nullable(),
      status: participationStatus,
      applicationId: z.uuid().nullable(),
      submittedAt: instant.nullable(),
      itemCount: z.int(),
      plannedHeadcount: z.int(),
    }),
  ),
});

export const roundDashboard = endpoint({
  name: 'applications.dashboard',
  method: 'GET',
  path: '/api/rounds/:roundId/dashboard',
  summary: '本轮进度：按审核单位、办学类型和状态的件数',
  params: z.strictObject({ roundId: z.uuid() }),
  output: z.strictObject({
    cells: z.array(
      z.strictObject({
        bureauId: z.uuid().nullable(),
        bureauName: z.string().nullable(),
        institutionKind: z.string(),
        status: participationStatus,
        count: z.int(),
        plannedHeadcount: z.int(),
      }),
    ),
  }),
});
