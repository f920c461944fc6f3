import { type AnyActor, hasRole } from '../../kernel/actor.ts';
import type { Read } from '../../platform/db/database.ts';
import { attachmentIdsOf } from './attachment-queries.ts';
import { ANNOUNCEMENT_EDITORS } from './policy.ts';
import { editionsOf, findPublic, loadForReader } from './queries.ts';
import { attachmentNotFound } from './errors.ts';

/**
 * The attachments this reader may download: of a public announcement anybody those of its editions, of an internal one
 * its audience; the office also what hangs on a draft.
 * @throws DomainError not_found when the announcement is not theirs to read
 */
export const attachmentsReadable = async (
  read: Read,
  announcementId: string,
  actor: AnyActor,
): Promise<readonly string[]> => {
  if (hasRole(actor, ...ANNOUNCEMENT_EDITORS)) return await attachmentIdsOf(read, announcementId);
  const announcement =
    actor.kind === 'person'
      ? await loadForReader(read, announcementId, actor)
      : await findPublic(read, announcementId);
  if (announcement === undefined || announcement.status === 'WITHDRAWN') throw attachmentNotFound();
  const editions = await editionsOf(read, announcementId);
  return editions.flatMap(({ attachmentIds }) => attachmentIds);
};
