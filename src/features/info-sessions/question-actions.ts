import type { Actor } from '../../kernel/actor.ts';
import { DomainError } from '../../kernel/error.ts';
import { newId } from '../../platform/random.ts';
import type { SessionDeed } from './deed.ts';
import {
  notOpenForQuestions,
  questionNotFound,
  sessionNotFound,
  tooManyQuestions,
} from './errors.ts';
import { settleAsked, tellAnswered, tellAsked } from './notices.ts';
import { isHostOf } from './policy.ts';
import { loadSeen } from './queries.ts';
import {
  countOpenQuestions,
  findQuestion,
  insertQuestion,
  updateAnswer,
  updateHidden,
} from './question-queries.ts';
import { MOST_OPEN_QUESTIONS } from './rules.ts';

const recordQuestion = (
  deed: SessionDeed,
  sessionId: string,
  verb: string,
  questionId: string,
): void =>
  deed.record({
    subjectKind: 'info_session',
    subjectId: sessionId,
    action: `info-sessions.${verb}`,
    detail: { questionId },
  });

const otherCertificate = (): DomainError =>
  new DomainError(
    'unprocessable',
    'info-sessions.other_certificate',
    '这场说明会不介绍所选的证书，请重新选择',
    { field: 'certificateId' },
  );

/** @throws DomainError unprocessable when it was cancelled, or too many of one's own wait for an answer */
export const ask = async (
  deed: SessionDeed<Actor>,
  sessionId: string,
  asked: { readonly question: string; readonly certificateId: string | null },
): Promise<void> => {
  const { tx, actor, at } = deed;
  const session = await loadSeen(tx, sessionId, actor);
  if (session.status === 'CANCELLED') throw notOpenForQuestions();
  const { certificateId, question } = asked;
  if (certificateId !== null && !session.certificates.some(({ id }) => id === certificateId))
    throw otherCertificate();
  if ((await countOpenQuestions(tx, sessionId, actor.userId)) >= MOST_OPEN_QUESTIONS)
    throw tooManyQuestions(MOST_OPEN_QUESTIONS);
  const id = newId(at);
  const { userId: accountId, organizationId: institutionId } = actor;
  await insertQuestion(tx, {
    id,
    sessionId,
    certificateId,
    accountId,
    institutionId,
    question,
    at,
  });
  deed.plan(tellAsked(session, { id, question }));
  recordQuestion(deed, sessionId, 'ask', id);
};

/** The host answers, or writes the answer anew; from then on both are public. */
export const answer = async (
  deed: SessionDeed,
  target: { readonly sessionId: string; readonly questionId: string },
  text: string,
): Promise<void> => {
  const { tx, actor, at } = deed;
  const session = await loadSeen(tx, target.sessionId, actor);
  if (!isHostOf(actor, session.organizationId)) throw sessionNotFound();
  const question = await findQuestion(tx, session.id, target.questionId);
  if (question === undefined) throw questionNotFound();
  const by = actor.kind === 'person' ? actor.userId : null;
  await updateAnswer(tx, question.id, { answer: text, at, by });
  if (question.answeredAt === null) {
    deed.plan(settleAsked(question.id));
    const { id, accountId } = question;
    deed.plan(tellAnswered(session, { id, accountId, answer: text }));
  }
  recordQuestion(deed, session.id, 'answer', question.id);
};

/** The office takes a question off the public pages, with a reason, or puts it back. */
export const hide = async (
  deed: SessionDeed,
  target: { readonly sessionId: string; readonly questionId: string },
  given: { readonly hidden: boolean; readonly reason: string },
): Promise<void> => {
  const { tx, actor, at } = deed;
  const session = await loadSeen(tx, target.sessionId, actor);
  const question = await findQuestion(tx, session.id, target.questionId);
  if (question === undefined) throw questionNotFound();
  if (given.hidden && given.reason === '') {
    const text = '请填写从公开页面撤下的原因';
    throw new DomainError('unprocessable', 'info-sessions.reason_required', text, {
      field: 'reason',
    });
  }
  await updateHidden(
    tx,
    question.id,
    given.hidden ? { at, reason: given.reason } : { at: null, reason: null },
  );
  recordQuestion(deed, session.id, given.hidden ? 'hide' : 'show', question.id);
};
