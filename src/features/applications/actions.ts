import { randomBytes } from 'node:crypto';
import type { Actor } from '../../kernel/actor.ts';
import { beijingDate, type Instant, isBefore } from '../../kernel/time.ts';
import type { ReceivedFile } from '../../platform/files/file-store.ts';
import { newId, sha256Hex } from '../../platform/random.ts';
import { namedPeopleOf } from '../contacts/index.ts';
import { getInstitutionFacts, reviewingBureauOf } from '../organizations/index.ts';
import { effectiveClosing, getRound } from '../rounds/index.ts';
import { type ActionContext, editOf, judge, loadApplication, recordStep, take } from './context.ts';
import { type ApplicationContent, emptyContent } from './content.ts';
import { findingsRemain, kindNotEligible, noReviewer, roundNotOpen, unchanged } from './errors.ts';
import { officerFindings, withNamedPeople } from './officer.ts';
import {
  findLastApplicationId,
  findSubmission,
  freezeItems,
  insertApplication,
  insertStoredFile,
  insertSubmission,
  replaceItems,
  updateContent,
  updatePlanFile,
  updateStatus,
} from './queries.ts';
import { type ApplicationRecord, checkContextOf, contentOf, wordsOf } from './record.ts';
import { answerRemarks } from './review-queries.ts';
import { blockingFindings, checkContent, isNewItem } from './rules.ts';
import type { ApplicationStatus } from './status.ts';

/** The bureau that reviews first, or `null` where the province reviews directly (四.2). */
const firstReviewer = async (
  context: ActionContext,
  institutionId: string,
): Promise<{ route: 'CITY' | 'PROVINCE'; bureauId: string | null }> => {
  const institution = await getInstitutionFacts(context.tx, institutionId);
  if (institution.reviewRoute === 'PROVINCE') return { route: 'PROVINCE', bureauId: null };
  const bureau = await reviewingBureauOf(context.tx, institutionId, beijingDate(context.at));
  return { route: 'CITY', bureauId: bureau?.bureauId ?? null };
};

/** A10: earlier years are never carried over, only copied as a draft, without decisions, reasons or the sealed plan. */
const copiedContent = (record: ApplicationRecord, at: Instant): ApplicationContent => ({
  ...contentOf(record),
  statementAccepted: false,
  acceptedWarnings: {},
  items: contentOf(record)
    .items.filter((_item, index) => record.items[index]?.certificateStatus === 'ACTIVE')
    .map((item) => ({ ...item, id: newId(at), threeYearReason: '' })),
});

/** Starts the institution's one application of a round. */
export const createApplication = async (
  context: ActionContext & { readonly actor: Actor },
  input: { readonly roundId: string; readonly copyFromLast: boolean },
): Promise<{ id: string }> => {
  const { tx, actor, at } = context;
  const round = await getRound(tx, input.roundId);
  const closesAt = await effectiveClosing(tx, input.roundId, actor.organizationId);
  if (round.status !== 'PUBLISHED' || isBefore(at, round.opensAt) || !isBefore(at, closesAt))
    throw roundNotOpen();
  const institution = await getInstitutionFacts(tx, actor.organizationId);
  if (!round.eligibleKinds.includes(institution.institutionKind)) throw kindNotEligible();
  const { bureauId } = await firstReviewer(context, actor.organizationId);
  const lastId = input.copyFromLast
    ? await findLastApplicationId(tx, actor.organizationId)
    : undefined;
  const start =
    lastId === undefined
      ? emptyContent()
      : copiedContent(await loadApplication(context, lastId), at);
  const content = withNamedPeople(start, await namedPeopleOf(tx, actor.organizationId, at));
  const id = newId(at);
  await insertApplication(tx, {
    id,
    roundId: round.id,
    institutionId: actor.organizationId,
    reviewingBureauId: bureauId,
    content,
    actorId: actor.userId,
    at,
  });
  await replaceItems(tx, id, content.items, []);
  context.record({
    subjectKind: 'application',
    subjectId: id,
    toStatus: 'DRAFT',
    detail: { copied: lastId !== undefined },
  });
  return { id };
};

/** Saves the draft as it is, gaps included, and answers with what is still to be done. */
export const saveApplication = async (
  context: ActionContext,
  input: {
    readonly applicationId: string;
    readonly version: number;
    readonly content: ApplicationContent;
    readonly remarkAnswers: Readonly<Record<string, string>>;
  },
) => {
  const { record } = await take(context, input, { verb: 'edit' });
  await updateContent(context.tx, editOf(context, record), input.content);
  await replaceItems(context.tx, record.id, input.content.items, contentOf(record).items);
  await answerRemarks(context.tx, record.id, input.remarkAnswers, context.at);
  context.record({
    subjectKind: 'application',
    subjectId: record.id,
    detail: { itemCount: input.content.items.length },
  });
  // What the rules ask of certificates is known from loading, unless the institution has just chosen another one.
  const known = new Set(record.items.map((item) => item.certificateLevelId));
  const isKnown = input.content.items.every((item) => known.has(item.certificateLevelId));
  const source = isKnown ? record : await loadApplication(context, record.id);
  return {
    version: record.version + 1,
    savedAt: context.at,
    findings: [
      ...(await officerFindings(context.tx, record, context.at)),
      ...checkContent(input.content, checkContextOf(source)),
    ],
  };
};

/** Puts a received and checked PDF in the place of the sealed work plan; an earlier file stays in the register. */
export const uploadPlan = async (
  context: ActionContext & { readonly actor: Actor },
  input: { readonly applicationId: string; readonly file: ReceivedFile },
) => {
  const record = await loadApplication(context, input.applicationId);
  judge(context, record, record.version, { verb: 'edit' });
  const { file } = input;
  const id = newId(context.at);
  await insertStoredFile(context.tx, {
    id,
    file,
    purpose: 'application.plan',
    organizationId: record.institutionId,
    at: context.at,
    actorId: context.actor.userId,
  });
  await updatePlanFile(context.tx, editOf(context, record), id);
  context.record({
    subjectKind: 'application',
    subjectId: record.id,
    detail: { sha256: file.sha256 },
  });
  const planFile = {
    id,
    name: file.originalName,
    byteCount: file.byteCount,
    pageCount: file.pageCount ?? null,
    sha256: file.sha256,
    uploadedAt: context.at,
  };
  return { version: record.version + 1, planFile };
};

export const removePlan = async (context: ActionContext, applicationId: string) => {
  const record = await loadApplication(context, applicationId);
  judge(context, record, record.version, { verb: 'edit' });
  await updatePlanFile(context.tx, editOf(context, record), null);
  context.record({ subjectKind: 'application', subjectId: record.id });
  return { version: record.version + 1 };
};

// No 0/O, 1/I/L, U: a receipt is read out on the phone.
const RECEIPT_ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXYZ';

/** `2025-01-7K3M-9QXT`: year, sequence, then 30^8 possibilities, so that no counter makes submitters wait. */
const newReceiptNumber = (record: ApplicationRecord): string => {
  const letters = Array.from(
    randomBytes(8),
    (byte) => RECEIPT_ALPHABET[byte % RECEIPT_ALPHABET.length],
  ).join('');
  return `${record.year}-${String(record.sequence).padStart(2, '0')}-${letters.slice(0, 4)}-${letters.slice(4)}`;
};

/** What the hash on the receipt covers, in a fixed key order. */
const sealedContent = (record: ApplicationRecord): string =>
  JSON.stringify({ content: contentOf(record), planFile: record.planFile?.sha256 ?? null });

/** A correction that corrects nothing is sent back at once; an answered remark counts as a change. */
const refuseUnchanged = async (
  context: ActionContext,
  record: ApplicationRecord,
  hash: string,
): Promise<void> => {
  if (record.status !== 'RETURNED') return;
  const last = await findSubmission(context.tx, record.id, record.submissionCount);
  const { submittedAt } = record;
  const answered = record.remarks.some(
    ({ answeredAt }) =>
      answeredAt !== null && (submittedAt === null || isBefore(submittedAt, answeredAt)),
  );
  if (last?.content_hash === hash && !answered) throw unchanged();
};

/** Back to whoever returned it; to the province where there is no first review (any more). */
const reviewStage = (record: ApplicationRecord, route: 'CITY' | 'PROVINCE'): ApplicationStatus =>
  route === 'PROVINCE' ? 'PROVINCIAL_REVIEW' : (record.returnedFrom ?? 'CITY_REVIEW');

/** Submits or, once returned, submits again: every check at once, then the route decides where it goes. */
export const submitApplication = async (
  context: ActionContext & { readonly actor: Actor },
  input: { readonly applicationId: string; readonly version: number },
) => {
  const record = await loadApplication(context, input.applicationId);
  const verb = record.status === 'RETURNED' ? 'resubmit' : 'submit';
  const { route, bureauId } = await firstReviewer(context, record.institutionId);
  const to = reviewStage(record, route);
  judge(context, record, input.version, { verb, choose: to });
  const content = contentOf(record);
  const check = checkContextOf(record);
  const officer = await officerFindings(context.tx, record, context.at);
  const blocking = blockingFindings(content, [...officer, ...checkContent(content, check)]);
  if (blocking.length > 0) throw findingsRemain(blocking);
  if (to === 'CITY_REVIEW' && bureauId === null) throw noReviewer();
  const sealed = sealedContent(record);
  const contentHash = sha256Hex(sealed);
  await refuseUnchanged(context, record, contentHash);
  const newItems = content.items.filter((item) => isNewItem(item, check)).map((item) => item.id);
  const receiptNumber = record.receiptNumber ?? newReceiptNumber(record);
  await updateStatus(context.tx, editOf(context, record), {
    status: to,
    reviewingBureauId: bureauId,
    returnedFrom: null,
    correctionDueAt: null,
    submission: {
      receiptNumber,
      submittedAt: context.at,
      submittedBy: context.actor.userId,
      count: record.submissionCount + 1,
      isNewInstitution: record.everFiledCertificateIds.length === 0,
      newItemCount: newItems.length,
    },
  });
  await freezeItems(context.tx, record.id, { newItemIds: newItems, to });
  await insertSubmission(context.tx, {
    applicationId: record.id,
    number: record.submissionCount + 1,
    submittedAt: context.at,
    submittedBy: context.actor.userId,
    content: sealed,
    contentHash,
    words: wordsOf(record),
  });
  recordStep(context, record, {
    verb,
    to,
    detail: { receiptNumber, contentHash, itemCount: content.items.length },
  });
  return { receiptNumber, submittedAt: context.at, contentHash, status: to };
};

/** The institution's own two steps that need no content: take it back, and start again from it. */
export const moveOwn = async (
  context: ActionContext,
  input: {
    readonly applicationId: string;
    readonly version: number;
    readonly verb: 'withdraw' | 'redraft';
    readonly reason: string;
  },
) => {
  const { record, to } = await take(context, input, { verb: input.verb, reason: input.reason });
  await updateStatus(context.tx, editOf(context, record), {
    status: to,
    returnedFrom: null,
    correctionDueAt: null,
    ...(input.verb === 'redraft' ? { withdrawStatement: true as const } : {}),
  });
  recordStep(context, record, { verb: input.verb, to, reason: input.reason });
  return { version: record.version + 1, status: to };
};
