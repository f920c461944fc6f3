import { type Actor, type AnyActor } from '../../kernel/actor.ts';
import { addMinutes, type Instant, isBefore } from '../../kernel/time.ts';
import { type Subject, transit } from '../../kernel/workflow.ts';
import type { AuditEntry } from '../../platform/audit.ts';
import type { Read, Transaction } from '../../platform/db/database.ts';
import type { ReceivedFile } from '../../platform/files/file-store.ts';
import { planned, type PlannedJob } from '../../platform/jobs.ts';
import { newId } from '../../platform/random.ts';
import { readableText } from './bigram.ts';
import {
  folderInUse,
  folderNotFound,
  noFile,
  onlyDrafts,
  refuseFindings,
  sameContent,
} from './errors.ts';
import {
  deleteDocument,
  deleteFolder,
  type DocumentFacts,
  type FolderFacts,
  insertDocument,
  insertEdition,
  insertFolder,
  lockDocument,
  type Seen,
  type Touch,
  updateFacts,
  updateFolder,
  updateStatus,
} from './librarian-queries.ts';
import {
  editionsOf,
  findVisit,
  listStoredFolders,
  putVisit,
  type StoredFolder,
} from './queries.ts';
import { readKind } from './read-kind.ts';
import { reachFindings, VISIT_MINUTES } from './rules.ts';
import { type DocumentStatus, type DocumentVerb, documentWorkflow } from './status.ts';

/** What every action needs: the transaction, who acts, when the request came, where to leave a trace and plan work. */
export interface DocumentDeed {
  readonly tx: Transaction;
  readonly actor: AnyActor;
  readonly at: Instant;
  readonly record: (entry: AuditEntry) => void;
  readonly plan: (job: PlannedJob) => void;
}

const touchOf = ({ at, actor }: DocumentDeed): Touch => ({
  at,
  by: actor.kind === 'person' ? actor.userId : null,
});

export const subjectOf = (
  status: DocumentStatus,
): Subject<DocumentStatus, DocumentVerb, never> => ({
  status,
  limits: {},
  deeds: [],
  // No institution's record: nobody is concerned in the sense of 回避.
  institutionId: '',
});

/** Found by title, number and description, written as search compares it. */
const searchTextOf = ({ title, documentNumber, summary }: DocumentFacts): string =>
  readableText(`${title} ${documentNumber ?? ''} ${summary}`).toLowerCase();

const record = (deed: DocumentDeed, id: string, verb: string, more: Partial<AuditEntry> = {}) =>
  deed.record({
    subjectKind: 'document',
    subjectId: id,
    action: `documents.${verb}`,
    ...more,
  });

/** Registers a document without a file and returns its id. */
export const createDocument = async (deed: DocumentDeed, facts: DocumentFacts): Promise<string> => {
  refuseFindings(reachFindings(facts));
  const id = newId(deed.at);
  await insertDocument(deed.tx, { ...facts, id, searchText: searchTextOf(facts) }, touchOf(deed));
  record(deed, id, 'create', { toStatus: 'DRAFT' });
  return id;
};

export const updateDocument = async (
  deed: DocumentDeed,
  seen: Seen,
  facts: DocumentFacts,
): Promise<void> => {
  refuseFindings(reachFindings(facts));
  await lockDocument(deed.tx, seen.id);
  await updateFacts(deed.tx, seen, { ...facts, searchText: searchTextOf(facts) }, touchOf(deed));
  record(deed, seen.id, 'update', { detail: { visibility: facts.visibility } });
};

/** @throws DomainError conflict for what readers have seen */
export const removeDocument = async (deed: DocumentDeed, id: string): Promise<void> => {
  const document = await lockDocument(deed.tx, id);
  if (document.status !== 'DRAFT') throw onlyDrafts();
  await deleteDocument(deed.tx, id);
  record(deed, id, 'remove', { fromStatus: 'DRAFT', detail: { title: document.title } });
};

const TEXT_KINDS: Readonly<Record<string, true>> = {
  'application/pdf': true,
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': true,
};

/**
 * A new edition; the old ones stay as they were. Its text is read by a job.
 * @throws DomainError conflict when the content is that of an edition there is
 */
export const addEdition = async (
  deed: DocumentDeed,
  documentId: string,
  given: { readonly file: ReceivedFile; readonly note: string },
): Promise<number> => {
  const document = await lockDocument(deed.tx, documentId);
  const editions = await editionsOf(deed.tx, documentId);
  const same = editions.find(({ sha256 }) => sha256 === given.file.sha256);
  if (same !== undefined) throw sameContent(same.number);
  const number = document.edition + 1;
  const hasText = TEXT_KINDS[given.file.mediaType] === true;
  await insertEdition(
    deed.tx,
    { ...given, documentId, number, textStatus: hasText ? 'WAITING' : 'NONE' },
    touchOf(deed),
  );
  if (hasText)
    deed.plan(planned(readKind, { documentId, number }, { key: `${documentId}:${number}` }));
  record(deed, documentId, 'addEdition', { detail: { number, sha256: given.file.sha256 } });
  return number;
};

/** @throws DomainError unprocessable without a file; conflict in the wrong state or at another version */
export const moveDocument = async (
  deed: DocumentDeed,
  seen: Seen,
  verb: DocumentVerb,
): Promise<void> => {
  const document = await lockDocument(deed.tx, seen.id);
  const status = transit(documentWorkflow, subjectOf(document.status), deed.actor, {
    verb,
    at: deed.at,
  });
  if (document.edition === 0) throw noFile();
  await updateStatus(deed.tx, seen, status, touchOf(deed));
  record(deed, seen.id, verb, { fromStatus: document.status, toStatus: status });
};

const folderOf = async (read: Read, id: string): Promise<StoredFolder> => {
  const reader = { actor: { kind: 'system', name: '' } as const, isLibrarian: true };
  const folder = (await listStoredFolders(read, reader)).find((one) => one.id === id);
  if (folder === undefined) throw folderNotFound();
  return folder;
};

const recordFolder = (deed: DocumentDeed, id: string, verb: string, name: string): void =>
  deed.record({
    subjectKind: 'documentFolder',
    subjectId: id,
    action: `documents.${verb}`,
    detail: { name },
  });

export const createFolder = async (
  deed: DocumentDeed,
  facts: FolderFacts,
): Promise<StoredFolder> => {
  const id = newId(deed.at);
  await insertFolder(deed.tx, { ...facts, id }, touchOf(deed));
  recordFolder(deed, id, 'createFolder', facts.name);
  return await folderOf(deed.tx, id);
};

export const changeFolder = async (
  deed: DocumentDeed,
  seen: Seen,
  facts: FolderFacts,
): Promise<StoredFolder> => {
  await folderOf(deed.tx, seen.id);
  await updateFolder(deed.tx, seen, facts, touchOf(deed));
  recordFolder(deed, seen.id, 'updateFolder', facts.name);
  return await folderOf(deed.tx, seen.id);
};

/** @throws DomainError conflict while documents lie in it */
export const removeFolder = async (deed: DocumentDeed, id: string): Promise<void> => {
  const folder = await folderOf(deed.tx, id);
  if (folder.documentCount > 0) throw folderInUse();
  await deleteFolder(deed.tx, id);
  recordFolder(deed, id, 'removeFolder', folder.name);
};

/** Since when something is new to this person: their visit before this one. Null: they have never been here. */
export const visit = async (
  deed: { readonly tx: Transaction; readonly at: Instant },
  actor: Actor,
): Promise<Instant | null> => {
  const before = await findVisit(deed.tx, actor.userId);
  const isSameVisit =
    before !== undefined && isBefore(deed.at, addMinutes(before.seenAt, VISIT_MINUTES));
  const previousSeenAt = isSameVisit ? before.previousSeenAt : (before?.seenAt ?? null);
  await putVisit(deed.tx, actor.userId, { seenAt: deed.at, previousSeenAt });
  return previousSeenAt;
};
