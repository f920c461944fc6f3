import type { Actor } from '../../kernel/actor.ts';
import type { StoredFile } from '../../platform/files/file-columns.ts';
import type { ReceivedFile } from '../../platform/files/file-store.ts';
import { newId } from '../../platform/random.ts';
import { recordStep, type SessionDeed, step, touchOf } from './deed.ts';
import {
  foreignCertificate,
  materialNotFound,
  refuseFindings,
  tooManyMaterials,
} from './errors.ts';
import { deleteMaterial, insertMaterial, materialsOf } from './material-queries.ts';
import { settleSubmitted, tellSubmitted } from './notices.ts';
import {
  countOwnCertificates,
  deleteSessionRow,
  insertSession,
  lockSession,
  replaceCertificates,
  type Seen,
  type SessionDraft,
  type StoredSession,
  updateSessionRow,
} from './queries.ts';
import { comingFindings, joinFindings, MOST_MATERIALS, spanFindings } from './rules.ts';
import type { SessionStatus } from './status.ts';

export type GivenDraft = SessionDraft & { readonly certificateIds: readonly string[] };

const requireOwnCertificates = async (
  deed: SessionDeed,
  organizationId: string,
  certificateIds: readonly string[],
): Promise<void> => {
  const own = await countOwnCertificates(deed.tx, organizationId, certificateIds);
  if (own !== certificateIds.length) throw foreignCertificate();
};

/** Writes a draft of the host's own organization and returns its id. @throws DomainError for a foreign certificate */
export const createDraft = async (
  deed: SessionDeed<Actor>,
  { certificateIds, ...draft }: GivenDraft,
): Promise<string> => {
  const { organizationId } = deed.actor;
  refuseFindings(spanFindings(draft));
  await requireOwnCertificates(deed, organizationId, certificateIds);
  const id = newId(deed.at);
  await insertSession(deed.tx, { id, organizationId, draft }, touchOf(deed));
  await replaceCertificates(deed.tx, id, certificateIds);
  recordStep(deed, { id, status: null }, { verb: 'create', to: 'DRAFT' });
  return id;
};

/** @throws DomainError conflict unless it is a draft or was returned, at the version seen */
export const updateDraft = async (
  deed: SessionDeed,
  seen: Seen,
  { certificateIds, ...draft }: GivenDraft,
): Promise<void> => {
  const session = await lockSession(deed.tx, seen.id, deed.actor);
  const status = step(deed, session, 'edit');
  refuseFindings(spanFindings(draft));
  await requireOwnCertificates(deed, session.organizationId, certificateIds);
  await updateSessionRow(deed.tx, seen, { status, draft }, touchOf(deed));
  await replaceCertificates(deed.tx, seen.id, certificateIds);
  recordStep(deed, session, { verb: 'update', to: status });
};

/** Only what nobody else has ever seen. @throws DomainError conflict for anything but a draft or a returned one */
export const removeDraft = async (deed: SessionDeed, sessionId: string): Promise<void> => {
  const session = await lockSession(deed.tx, sessionId, deed.actor);
  const to = step(deed, session, 'edit');
  await deleteSessionRow(deed.tx, sessionId);
  recordStep(deed, session, { verb: 'remove', to, detail: { title: session.title } });
};

/** Materials may come until the end, and after it: slides are often sent later. */
const mayChangeMaterials = (deed: SessionDeed, session: StoredSession): SessionStatus =>
  session.status === 'PUBLISHED' || session.status === 'HELD'
    ? session.status
    : step(deed, session, 'edit');

/** @throws DomainError conflict while it is being moderated, unprocessable when there are too many */
export const addMaterial = async (
  deed: SessionDeed<Actor>,
  sessionId: string,
  file: ReceivedFile,
): Promise<StoredFile> => {
  const session = await lockSession(deed.tx, sessionId, deed.actor);
  const to = mayChangeMaterials(deed, session);
  if ((await materialsOf(deed.tx, sessionId)).length >= MOST_MATERIALS)
    throw tooManyMaterials(MOST_MATERIALS);
  const id = newId(deed.at);
  await insertMaterial(deed.tx, { id, sessionId, at: deed.at, by: deed.actor.userId, file });
  recordStep(deed, session, {
    verb: 'attach',
    to,
    detail: { materialId: id, sha256: file.sha256 },
  });
  const { storageKey, originalName, mediaType, byteCount, pageCount, sha256 } = file;
  return {
    id,
    storageKey,
    originalName,
    mediaType,
    byteCount,
    sha256,
    ...(pageCount === undefined ? {} : { pageCount }),
  };
};

export const dropMaterial = async (
  deed: SessionDeed,
  sessionId: string,
  materialId: string,
): Promise<void> => {
  const session = await lockSession(deed.tx, sessionId, deed.actor);
  const to = mayChangeMaterials(deed, session);
  if ((await deleteMaterial(deed.tx, sessionId, materialId)) === 0) throw materialNotFound();
  recordStep(deed, session, { verb: 'detach', to, detail: { materialId } });
};

/** @throws DomainError unprocessable when it lies in the past or nobody could find the way in */
export const submitDraft = async (deed: SessionDeed, seen: Seen): Promise<void> => {
  const session = await lockSession(deed.tx, seen.id, deed.actor);
  const status = step(deed, session, 'submit');
  refuseFindings([...comingFindings(session, deed.at), ...joinFindings(session)]);
  await updateSessionRow(
    deed.tx,
    seen,
    { status, submittedAt: deed.at, reason: '' },
    touchOf(deed),
  );
  deed.plan(tellSubmitted(session, session.version + 1));
  recordStep(deed, session, { verb: 'submit', to: status });
};

/** Back to a draft before the office has decided. */
export const withdrawSubmission = async (deed: SessionDeed, seen: Seen): Promise<void> => {
  const session = await lockSession(deed.tx, seen.id, deed.actor);
  const status = step(deed, session, 'withdraw');
  await updateSessionRow(deed.tx, seen, { status }, touchOf(deed));
  deed.plan(settleSubmitted(session, session.version));
  recordStep(deed, session, { verb: 'withdraw', to: status });
};
