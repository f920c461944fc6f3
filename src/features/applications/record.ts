import type { AnyActor } from '../../kernel/actor.ts';
import type { Instant } from '../../kernel/time.ts';
import { type Doer, refusal } from '../../kernel/workflow.ts';
import { type ApplicationContent, contentSchema } from './content.ts';
import type { ApplicationView, SubmissionWords } from './contract.ts';
import { type CheckContext, checkContent } from './rules.ts';
import {
  type ApplicationStatus,
  type ApplicationSubject,
  type ApplicationVerb,
  applicationWorkflow,
} from './status.ts';

export type ReviewStage = 'CITY_REVIEW' | 'PROVINCIAL_REVIEW';

type ViewItem = ApplicationView['items'][number];
type Major = ApplicationView['majors'][number];
/** Submissions from before the facts were kept have the name only. */
type SubmittedMajor = Pick<Major, 'id' | 'name'> & Partial<Major>;

/** One item as it is stored, with the names it refers to. */
export interface StoredItem extends Omit<ViewItem, 'isNew'> {
  readonly isNew: boolean | null;
  readonly institutionMajorIds: string[];
  readonly grades: ApplicationContent['items'][number]['grades'];
  readonly plannedHeadcount: number | null;
  readonly siteIntention: boolean;
  readonly threeYearReason: string;
  readonly note: string;
}

export interface StoredDecision {
  readonly id: string;
  readonly stage: ReviewStage;
  readonly verb: ApplicationVerb;
  readonly opinion: string;
  readonly accountId: string;
  readonly reviewerName: string;
  readonly organizationId: string;
  readonly organizationName: string;
  readonly decidedAt: Instant;
  readonly revokedAt: Instant | null;
}

/** An application with everything its rules and its page need, read in one query. */
export interface ApplicationRecord {
  readonly id: string;
  readonly version: number;
  readonly status: ApplicationStatus;
  readonly roundId: string;
  readonly roundTitle: string;
  readonly year: number;
  readonly sequence: number;
  readonly opensAt: Instant;
  /** With the institution's extension, exclusive. */
  readonly closesAt: Instant;
  readonly cityReviewDueAt: Instant;
  readonly eligibleKinds: string[];
  readonly rules: {
    readonly threeYearRule: 'warn' | 'off';
    readonly minimumHeadcount: number | null;
    readonly headcountPerStudentLimit: number;
    readonly minimumOpinionLength: number;
    readonly correctionDays: number;
  };
  readonly institutionId: string;
  readonly institutionName: string;
  readonly institutionCode: string;
  readonly institutionKind: string;
  readonly affiliation: string;
  readonly areaName: string;
  readonly reviewingBureauId: string | null;
  readonly reviewingBureauName: string | null;
  readonly returnedFrom: ReviewStage | null;
  readonly correctionDueAt: Instant | null;
  readonly receiptNumber: string | null;
  readonly submittedAt: Instant | null;
  readonly submissionCount: number;
  /** As it was when it was submitted last. */
  readonly isNewInstitution: boolean | null;
  readonly people: Omit<
    ApplicationContent,
    'conditions' | 'statementAccepted' | 'items' | 'acceptedWarnings'
  >;
  readonly conditions: ApplicationContent['conditions'];
  readonly statementAccepted: boolean;
  readonly acceptedWarnings: Record<string, string>;
  readonly items: StoredItem[];
  readonly planFile: ApplicationView['planFile'];
  readonly decisions: StoredDecision[];
  readonly remarks: ApplicationView['remarks'];
  readonly majors: ApplicationView['majors'];
  /** Of the last submission. */
  readonly submittedMajors: readonly SubmittedMajor[] | null;
  readonly everFiledCertificateIds: string[];
}

export const contentOf = (record: ApplicationRecord): ApplicationContent => ({
  ...record.people,
  conditions: record.conditions,
  statementAccepted: record.statementAccepted,
  acceptedWarnings: record.acceptedWarnings,
  items: record.items.map((item) => ({
    id: item.id,
    certificateLevelId: item.certificateLevelId,
    institutionMajorIds: item.institutionMajorIds,
    grades: item.grades,
    plannedHeadcount: item.plannedHeadcount,
    siteIntention: item.siteIntention,
    threeYearReason: item.threeYearReason,
    note: item.note,
  })),
});

export const checkContextOf = (record: ApplicationRecord): CheckContext => ({
  round: {
    year: record.year,
    eligibleKinds: record.eligibleKinds,
    threeYearRule: record.rules.threeYearRule,
    minimumHeadcount: record.rules.minimumHeadcount,
    headcountPerStudentLimit: record.rules.headcountPerStudentLimit,
  },
  institutionKind: record.institutionKind,
  majors: new Map(record.majors.map((major) => [major.id, major])),
  levels: new Map(
    record.items.map((item) => [
      item.certificateLevelId,
      {
        id: item.certificateLevelId,
        certificateId: item.certificateId,
        name: item.certificateName,
        certificateStatus: item.certificateStatus,
      },
    ]),
  ),
  everFiledCertificateIds: new Set(record.everFiledCertificateIds),
  hasPlanFile: record.planFile !== null,
});

/** The content inside a stored submission (`{ content, planFile }`). */
export const submittedContent = (stored: unknown): ApplicationContent =>
  contentSchema.parse((stored as { content: unknown }).content);

/**
 * Majors as its readers judge them: while it is being filled in, as they are registered; once submitted, as they were
 * then, whatever the institution changes in its register afterwards.
 */
const majorsOf = (record: ApplicationRecord): ApplicationView['majors'] => {
  if (isEditable(record.status)) return record.majors;
  const submitted = new Map(record.submittedMajors?.map((major) => [major.id, major]));
  return record.majors.map((major) => ({ ...major, ...submitted.get(major.id) }));
};

/** The names and facts that a submission needs to be read later, when an item, a major or the file may be gone. */
export const wordsOf = (record: ApplicationRecord): SubmissionWords => {
  const used = new Set(record.items.flatMap((item) => item.institutionMajorIds));
  const { planFile } = record;
  return {
    levels: record.items.map((item) => ({
      id: item.certificateLevelId,
      certificateName: item.certificateName,
      level: item.level,
    })),
    majors: record.majors.filter(({ id }) => used.has(id)),
    planFile:
      planFile === null
        ? null
        : {
            name: planFile.name,
            byteCount: planFile.byteCount,
            pageCount: planFile.pageCount,
            sha256: planFile.sha256,
          },
  };
};

/** A returned application is bound by its correction deadline, which may lie after the closing (5.3). */
export const submitByOf = (record: ApplicationRecord): Instant =>
  record.status === 'RETURNED' && record.correctionDueAt !== null
    ? record.correctionDueAt
    : record.closesAt;

export const subjectOf = (record: ApplicationRecord): ApplicationSubject => ({
  status: record.status,
  limits: {
    opensAt: record.opensAt,
    submitBy: submitByOf(record),
    // What a city has refused may be taken over at once, what it leaves lying when its time is over.
    cityReviewDueAt: record.status === 'CITY_REVIEW' ? record.cityReviewDueAt : null,
  },
  deeds: record.decisions
    .filter((decision) => decision.revokedAt === null)
    .map((decision) => ({ verb: decision.verb, userId: decision.accountId })),
  institutionId: record.institutionId,
});

const isNewIn = (record: ApplicationRecord, item: StoredItem): boolean =>
  item.isNew ?? !record.everFiledCertificateIds.includes(item.certificateId);

/** Fixed like the items once it is submitted: later rounds do not change what it was. */
const isNewInstitution = (record: ApplicationRecord): boolean =>
  (isEditable(record.status) ? null : record.isNewInstitution) ??
  record.everFiledCertificateIds.length === 0;

/** Other organizations' people are shown as their organization, except to the province. */
const reviewerFor = (actor: AnyActor, decision: StoredDecision): string => {
  const isProvince =
    actor.kind === 'person' &&
    ['PROJECT_OFFICE', 'PROVINCIAL_DEPARTMENT'].includes(actor.organizationKind);
  const isOwn = actor.kind === 'person' && actor.organizationId === decision.organizationId;
  return isProvince || isOwn ? decision.reviewerName : decision.organizationName;
};

export const isEditable = (status: ApplicationStatus): boolean =>
  status === 'DRAFT' || status === 'RETURNED';

const itemViewOf = (record: ApplicationRecord, item: StoredItem): ViewItem => ({
  id: item.id,
  certificateLevelId: item.certificateLevelId,
  certificateId: item.certificateId,
  certificateName: item.certificateName,
  level: item.level,
  certificateStatus: item.certificateStatus,
  evaluationOrganizationName: item.evaluationOrganizationName,
  isNew: isNewIn(record, item),
  cityDecision: item.cityDecision,
  cityOpinion: item.cityOpinion,
  provincialDecision: item.provincialDecision,
  approvedHeadcount: item.approvedHeadcount,
  provincialOpinion: item.provincialOpinion,
});

/**
 * Of each verb of the actor's roles: that it is open, or why not, by the table that decides when it is tried. What
 * belongs to other roles is left out, as nobody asks for it.
 */
export const standingOf = (
  subject: ApplicationSubject,
  actor: AnyActor,
  at: Instant,
): Pick<ApplicationView, 'permittedActions' | 'refusals'> => {
  const permittedActions: ApplicationVerb[] = [];
  const refusals: ApplicationView['refusals'] = {};
  const doers: readonly Doer[] = actor.kind === 'person' ? actor.roles : [];
  for (const { verb, by } of applicationWorkflow.transitions) {
    if (!by.some((doer) => doers.includes(doer))) continue;
    const refused = refusal(applicationWorkflow, subject, actor, verb, at);
    if (refused === undefined) permittedActions.push(verb);
    else refusals[verb] = { code: refused.code, text: refused.text };
  }
  return { permittedActions, refusals };
};

export const viewOf = (
  record: ApplicationRecord,
  actor: AnyActor,
  at: Instant,
): ApplicationView => ({
  id: record.id,
  version: record.version,
  status: record.status,
  round: {
    id: record.roundId,
    title: record.roundTitle,
    year: record.year,
    sequence: record.sequence,
    opensAt: record.opensAt,
    minimumOpinionLength: record.rules.minimumOpinionLength,
    correctionDays: record.rules.correctionDays,
  },
  submitBy: submitByOf(record),
  institution: {
    id: record.institutionId,
    name: record.institutionName,
    kind: record.institutionKind,
    affiliation: record.affiliation,
    code: record.institutionCode,
    areaName: record.areaName,
  },
  reviewingBureauName: record.reviewingBureauName,
  receiptNumber: record.receiptNumber,
  submittedAt: record.submittedAt,
  submissionCount: record.submissionCount,
  isNewInstitution: isNewInstitution(record),
  content: contentOf(record),
  items: record.items.map((item) => itemViewOf(record, item)),
  majors: majorsOf(record),
  planFile: record.planFile,
  findings: isEditable(record.status)
    ? checkContent(contentOf(record), checkContextOf(record))
    : [],
  decisions: record.decisions.map((decision) => ({
    id: decision.id,
    stage: decision.stage,
    verb: decision.verb,
    opinion: decision.opinion,
    reviewer: reviewerFor(actor, decision),
    decidedAt: decision.decidedAt,
    revoked: decision.revokedAt !== null,
  })),
  remarks: record.remarks,
  ...standingOf(subjectOf(record), actor, at),
});
