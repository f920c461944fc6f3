import type { AnyActor } from '../../kernel/actor.ts';
import type { Instant } from '../../kernel/time.ts';
import { permittedVerbs } from '../../kernel/workflow.ts';
import type { Read } from '../../platform/db/database.ts';
import { fileRowOf } from '../../platform/files/file-columns.ts';
import type { StoredAttendee } from './attendee-queries.ts';
import type { SessionDetail, SessionRow } from './contract.ts';
import { subjectOf } from './deed.ts';
import { materialsOf } from './material-queries.ts';
import { isHostOf, isModerator, isParticipant } from './policy.ts';
import { clashesOf, loadSeen, type SeenSession } from './queries.ts';
import { questionsOf, type StoredQuestion } from './question-queries.ts';
import { codeWindow } from './rules.ts';
import { infoSessionWorkflow } from './status.ts';
import type { AttendeeRow, QuestionRow } from './take-part-contract.ts';

export interface Reader {
  readonly actor: AnyActor;
  readonly at: Instant;
}

const isKeeper = ({ actor }: Reader, { organizationId }: SeenSession): boolean =>
  isModerator(actor) || isHostOf(actor, organizationId);

const nameOf = ({ id, name }: SeenSession['certificates'][number]) => ({ id, name });

export const sessionRowOf = (session: SeenSession, reader: Reader): SessionRow => ({
  id: session.id,
  title: session.title,
  status: session.status,
  startsAt: session.startsAt,
  endsAt: session.endsAt,
  platform: session.platform,
  speaker: session.speaker,
  organizationId: session.organizationId,
  organizationName: session.organizationName,
  certificates: session.certificates.map(nameOf),
  signedUp: session.signedUpAt !== null,
  attended: session.attendedAt !== null,
  hasClash: session.hasClash,
  signUpCount: isKeeper(reader, session) ? session.signUpCount : null,
  hasRecording: session.recordingUrl !== '',
});

/** Verbs of the table; of another organization's session none. */
const verbsFor = (session: SeenSession, { actor, at }: Reader) =>
  isKeeper({ actor, at }, session)
    ? permittedVerbs(infoSessionWorkflow, subjectOf(session), actor, at)
    : [];

/** Everything this person may know of one session. @throws DomainError not_found */
export const detailOf = async (
  read: Read,
  sessionId: string,
  reader: Reader,
): Promise<SessionDetail> => {
  const session = await loadSeen(read, sessionId, reader.actor);
  const { opensAt, closesAt } = codeWindow(session);
  const { actor } = reader;
  return {
    ...sessionRowOf(session, reader),
    summary: session.summary,
    joinUrl: session.joinUrl,
    joinNote: session.joinNote,
    contactNote: session.contactNote,
    recordingUrl: session.recordingUrl,
    recordingNote: session.recordingNote,
    reason: session.reason,
    publishedAt: session.publishedAt,
    materials: (await materialsOf(read, sessionId)).map(fileRowOf),
    clashes:
      actor.kind === 'person' && isParticipant(actor)
        ? await clashesOf(read, sessionId, actor)
        : [],
    codeOpensAt: opensAt,
    codeClosesAt: closesAt,
    permittedActions: verbsFor(session, reader),
    isKeeper: isKeeper(reader, session),
    isHost: isHostOf(actor, session.organizationId),
    version: session.version,
  };
};

const ownInstitution = (actor: AnyActor): string | null =>
  actor.kind === 'person' ? actor.organizationId : null;

const isOwn = (actor: AnyActor, accountId: string): boolean =>
  actor.kind === 'person' && actor.userId === accountId;

/** Names are for the person's own institution and the office. */
export const attendeeRowOf = (row: StoredAttendee, { actor }: Reader): AttendeeRow => ({
  accountId: row.accountId,
  institutionName: row.institutionName,
  name: isModerator(actor) || ownInstitution(actor) === row.institutionId ? row.name : null,
  signedUpAt: row.signedUpAt,
  attendedAt: row.attendedAt,
});

interface Asked {
  readonly isKeeper: boolean;
  readonly actor: AnyActor;
}

/** Who asked is known to the asker's institution, the host and the office; to nobody else. */
const mayKnow = ({ isKeeper: keeps, actor }: Asked, row: StoredQuestion): boolean =>
  keeps || ownInstitution(actor) === row.institutionId;

const questionRowOf = (row: StoredQuestion, asked: Asked): QuestionRow => ({
  id: row.id,
  question: row.question,
  askedAt: row.askedAt,
  askedBy: mayKnow(asked, row) ? row.institutionName : null,
  certificateName: row.certificateName,
  answer: row.answer,
  answeredAt: row.answeredAt,
  isHidden: row.hiddenAt !== null,
  hiddenReason: mayKnow(asked, row) ? row.hiddenReason : null,
  isMine: isOwn(asked.actor, row.accountId),
});

/** Answered ones for everybody; open and hidden ones for those concerned. */
export const questionRowsOf = async (
  read: Read,
  sessionId: string,
  reader: Reader,
): Promise<{ rows: QuestionRow[] }> => {
  const session = await loadSeen(read, sessionId, reader.actor);
  const asked = { isKeeper: isKeeper(reader, session), actor: reader.actor };
  const rows = (await questionsOf(read, sessionId)).filter(
    (row) => mayKnow(asked, row) || (row.answeredAt !== null && row.hiddenAt === null),
  );
  return { rows: rows.map((row) => questionRowOf(row, asked)) };
};
