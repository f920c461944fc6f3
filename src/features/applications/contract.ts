import { z } from 'zod';
import { endpoint } from '../../kernel/endpoint.ts';
import { historyRow } from '../../kernel/history.ts';
import { optionalText } from '../../kernel/text.ts';
import { instantText } from '../../kernel/time.ts';
import { contentSchema, storedContentSchema } from './content.ts';
import { APPLICATION_STATUSES, APPLICATION_VERBS } from './status.ts';

const status = z.enum(APPLICATION_STATUSES);
const verb = z.enum(APPLICATION_VERBS);
const instant = instantText();
const params = z.strictObject({ applicationId: z.uuid() });
const version = z.int().min(1);

const finding = z.strictObject({
  severity: z.enum(['error', 'warning']),
  code: z.string(),
  text: z.string(),
  field: z.string(),
  source: z.string().optional(),
  path: z.string().optional(),
});

export const planFileSchema = z.strictObject({
  id: z.uuid(),
  name: z.string(),
  byteCount: z.int(),
  pageCount: z.int().nullable(),
  sha256: z.string(),
  uploadedAt: instant,
});

export const itemViewSchema = z.strictObject({
  id: z.uuid(),
  certificateLevelId: z.uuid(),
  certificateId: z.uuid(),
  certificateName: z.string(),
  level: z.int(),
  certificateStatus: z.string(),
  evaluationOrganizationName: z.string(),
  isNew: z.boolean(),
  cityDecision: z.enum(['ENDORSED', 'NOT_ENDORSED']).nullable(),
  cityOpinion: z.string(),
  provincialDecision: z.enum(['APPROVED', 'REJECTED']).nullable(),
  approvedHeadcount: z.int().nullable(),
  provincialOpinion: z.string(),
});

const decisionView = z.strictObject({
  id: z.uuid(),
  stage: z.enum(['CITY_REVIEW', 'PROVINCIAL_REVIEW']),
  verb,
  opinion: z.string(),
  /** The person to their own organization and the province, otherwise the organization. */
  reviewer: z.string(),
  decidedAt: instant,
  revoked: z.boolean(),
});

const remarkView = z.strictObject({
  id: z.uuid(),
  stage: z.enum(['CITY_REVIEW', 'PROVINCIAL_REVIEW']),
  field: z.string(),
  text: z.string(),
  answer: z.string(),
  createdAt: instant,
  answeredAt: instant.nullable(),
});

const majorView = z.strictObject({
  id: z.uuid(),
  code: z.string(),
  name: z.string(),
  firstEnrolmentYear: z.int(),
  currentStudents: z.int(),
  isClosed: z.boolean(),
});

export const applicationView = z.strictObject({
  id: z.uuid(),
  version: z.int(),
  status,
  round: z.strictObject({
    id: z.uuid(),
    title: z.string(),
    year: z.int(),
    sequence: z.int(),
    opensAt: instant,
    minimumOpinionLength: z.int(),
    correctionDays: z.int(),
  }),
  /** Until when the institution can submit or resubmit; exclusive. */
  submitBy: instant,
  institution: z.strictObject({
    id: z.uuid(),
    name: z.string(),
    kind: z.string(),
    affiliation: z.string(),
    code: z.string(),
    areaName: z.string(),
  }),
  reviewingBureauName: z.string().nullable(),
  receiptNumber: z.string().nullable(),
  submittedAt: instant.nullable(),
  submissionCount: z.int(),
  isNewInstitution: z.boolean(),
  content: storedContentSchema,
  items: z.array(itemViewSchema),
  /** The institution's majors, for choosing and for reading the items. */
  majors: z.array(majorView),
  planFile: planFileSchema.nullable(),
  findings: z.array(finding),
  decisions: z.array(decisionView),
  remarks: z.array(remarkView),
  permittedActions: z.array(verb),
  /** Why the other verbs of the reader's own roles are not open now; absent for verbs of other roles. */
  refusals: z.partialRecord(verb, z.strictObject({ code: z.string(), text: z.string() })),
});
export type ApplicationView = z.output<typeof applicationView>;

export const myRounds = endpoint({
  name: 'applications.mine',
  method: 'GET',
  path: '/api/applications/mine',
  summary: '本校在各申报轮次的申报情况',
  output: z.strictObject({
    rounds: z.array(
      z.strictObject({
        roundId: z.uuid(),
        title: z.string(),
        year: z.int(),
        sequence: z.int(),
        opensAt: instant,
        closesAt: instant,
        hasExtension: z.boolean(),
        isEligible: z.boolean(),
        applicationId: z.uuid().nullable(),
        status: status.nullable(),
        submitBy: instant,
        canCreate: z.boolean(),
        canCopy: z.boolean(),
        openRemarks: z.int(),
      }),
    ),
  }),
});

export const createApplication = endpoint({
  name: 'applications.create',
  method: 'POST',
  path: '/api/applications',
  summary: '开始填报（可从上一轮复制为草稿）',
  body: z.strictObject({ roundId: z.uuid(), copyFromLast: z.boolean().default(false) }),
  output: z.strictObject({ id: z.uuid() }),
});

export const getApplication = endpoint({
  name: 'applications.get',
  method: 'GET',
  path: '/api/applications/:applicationId',
  summary: '一份申报的全部内容',
  params,
  output: applicationView,
});

export const saveApplication = endpoint({
  name: 'applications.edit',
  method: 'PUT',
  path: '/api/applications/:applicationId',
  summary: '保存草稿（允许有空缺）',
  params,
  body: z.strictObject({
    version,
    content: contentSchema,
    /** Answers to reviewers' remarks, by remark id. */
    remarkAnswers: z.record(z.uuid(), optionalText(1000, '答复')).default({}),
  }),
  output: z.strictObject({ version: z.int(), savedAt: instant, findings: z.array(finding) }),
});

export const uploadPlan = endpoint({
  name: 'applications.uploadPlan',
  method: 'POST',
  path: '/api/applications/:applicationId/plan',
  summary: '上传加盖公章的试点工作方案（PDF，20 MB 以内）',
  params,
  output: z.strictObject({ version: z.int(), planFile: planFileSchema }),
});

export const removePlan = endpoint({
  name: 'applications.removePlan',
  method: 'DELETE',
  path: '/api/applications/:applicationId/plan',
  summary: '移除已上传的试点工作方案',
  params,
  output: z.strictObject({ version: z.int() }),
});

export const downloadPlan = endpoint({
  name: 'applications.downloadPlan',
  method: 'GET',
  path: '/api/applications/:applicationId/plan',
  summary: '下载试点工作方案',
  params,
  output: z.unknown(),
});

export const submitApplication = endpoint({
  name: 'applications.submit',
  method: 'POST',
  path: '/api/applications/:applicationId/submit',
  summary: '提交（退回修改后也由此重新提交）：一次列出全部问题',
  params,
  body: z.strictObject({ version }),
  output: z.strictObject({
    receiptNumber: z.string(),
    submittedAt: instant,
    contentHash: z.string(),
    status,
  }),
});

export const applicationHistory = endpoint({
  name: 'applications.history',
  method: 'GET',
  path: '/api/applications/:applicationId/history',
  summary: '办理经过：谁在何时做了什么',
  params,
  output: z.strictObject({
    rows: z.array(historyRow),
  }),
});

/** What the content refers to by id, in the words of the day on which it was submitted. */
export const submissionWords = z.strictObject({
  levels: z.array(z.strictObject({ id: z.uuid(), certificateName: z.string(), level: z.int() })),
  /** With the facts that the rules asked of them; submissions from before those were kept have the name only. */
  majors: z.array(
    majorView.partial({
      code: true,
      firstEnrolmentYear: true,
      currentStudents: true,
      isClosed: true,
    }),
  ),
  planFile: planFileSchema
    .pick({ name: true, byteCount: true, pageCount: true, sha256: true })
    .nullable(),
});
export type SubmissionWords = z.output<typeof submissionWords>;

export const submissionContent = endpoint({
  name: 'applications.submission',
  method: 'GET',
  path: '/api/applications/:applicationId/submissions/:number',
  summary: '某一次提交时的内容，用于对照修改',
  params: z.strictObject({
    applicationId: z.uuid(),
    number: z.coerce.number().int().min(1).max(1000),
  }),
  output: z.strictObject({
    number: z.int(),
    submittedAt: instant,
    contentHash: z.string(),
    content: storedContentSchema,
    words: submissionWords,
  }),
});
