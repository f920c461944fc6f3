import { sql } from 'kysely';
import type { Instant } from '../../kernel/time.ts';
import { type Read, sqlBuilder, type Transaction } from '../../platform/db/database.ts';
import { statement } from '../../platform/db/statement.ts';

export interface StoredQuestion {
  readonly id: string;
  readonly accountId: string;
  readonly institutionId: string;
  readonly institutionName: string;
  readonly certificateName: string | null;
  readonly question: string;
  readonly askedAt: Instant;
  readonly answer: string | null;
  readonly answeredAt: Instant | null;
  readonly hiddenAt: Instant | null;
  readonly hiddenReason: string | null;
}

/** All questions of a session, oldest first; who may read which is decided where they are shown. */
export const questionsOf = (read: Read, sessionId: string): Promise<StoredQuestion[]> =>
  read.all(
    statement(sql<StoredQuestion>`
      select q.id, q.account_id as "accountId", q.institution_id as "institutionId",
             o.name as "institutionName", c.short_name as "certificateName", q.question,
             q.asked_at as "askedAt", q.answer, q.answered_at as "answeredAt", q.hidden_at as "hiddenAt",
             q.hidden_reason as "hiddenReason"
        from info_session_question q
        join organization o on o.id = q.institution_id
        left join certificate c on c.id = q.certificate_id
       where q.info_session_id = ${sessionId}
       order by q.asked_at, q.id limit 500`),
  );

export const findQuestion = async (
  tx: Transaction,
  sessionId: string,
  questionId: string,
): Promise<StoredQuestion | undefined> =>
  (await questionsOf(tx, sessionId)).find(({ id }) => id === questionId);

export const countOpenQuestions = async (
  read: Read,
  sessionId: string,
  accountId: string,
): Promise<number> => {
  const row = await read.one(
    sqlBuilder
      .selectFrom('info_session_question')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('info_session_id', '=', sessionId)
      .where('account_id', '=', accountId)
      .where('answered_at', 'is', null),
  );
  return Number(row.count);
};

export const insertQuestion = (
  tx: Transaction,
  asked: {
    readonly id: string;
    readonly sessionId: string;
    readonly certificateId: string | null;
    readonly accountId: string;
    readonly institutionId: string;
    readonly question: string;
    readonly at: Instant;
  },
): Promise<number> =>
  tx.run(
    sqlBuilder.insertInto('info_session_question').values({
      id: asked.id,
      info_session_id: asked.sessionId,
      certificate_id: asked.certificateId,
      account_id: asked.accountId,
      institution_id: asked.institutionId,
      question: asked.question,
      asked_at: asked.at,
    }),
  );

export const updateAnswer = (
  tx: Transaction,
  questionId: string,
  answered: { readonly answer: string; readonly at: Instant; readonly by: string | null },
): Promise<number> =>
  tx.run(
    sqlBuilder
      .updateTable('info_session_question')
      .set({ answer: answered.answer, answered_at: answered.at, answered_by: answered.by })
      .where('id', '=', questionId),
  );

export const updateHidden = (
  tx: Transaction,
  questionId: string,
  hidden: { readonly at: Instant | null; readonly reason: string | null },
): Promise<number> =>
  tx.run(
    sqlBuilder
      .updateTable('info_session_question')
      .set({ hidden_at: hidden.at, hidden_reason: hidden.reason })
      .where('id', '=', questionId),
  );

export interface CertificateAnswer {
  readonly id: string;
  readonly question: string;
  readonly answer: string;
  readonly answeredAt: Instant;
  readonly sessionId: string;
  readonly sessionTitle: string;
}

/** What was asked and answered about one certificate, newest first; for everybody, without who asked. */
export const answersOfCertificate = (
  read: Read,
  certificateId: string,
): Promise<CertificateAnswer[]> =>
  read.all(
    statement(sql<CertificateAnswer>`
      select q.id, q.question, q.answer, q.answered_at as "answeredAt", s.id as "sessionId",
             s.title as "sessionTitle"
        from info_session_question q join info_session s on s.id = q.info_session_id
       where q.answered_at is not null and q.hidden_at is null
         and s.status in ('PUBLISHED', 'CANCELLED', 'HELD')
         and (q.certificate_id = ${certificateId}
           or (q.certificate_id is null and s.id in
                (select x.info_session_id from info_session_certificate x
                  where x.certificate_id = ${certificateId})))
       order by q.answered_at desc, q.id limit 100`),
  );

/** The same of one session. */
export const answersOfSession = (read: Read, sessionId: string): Promise<CertificateAnswer[]> =>
  read.all(
    statement(sql<CertificateAnswer>`
      select q.id, q.question, q.answer, q.answered_at as "answeredAt", s.id as "sessionId",
             s.title as "sessionTitle"
        from info_session_question q join info_session s on s.id = q.info_session_id
       where q.answered_at is not null and q.hidden_at is null and s.id = ${sessionId}
         and s.status in ('PUBLISHED', 'CANCELLED', 'HELD')
       order by q.answered_at desc, q.id limit 100`),
  );
