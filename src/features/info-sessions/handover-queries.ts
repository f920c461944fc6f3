import { sql } from 'kysely';
import type { Instant } from '../../kernel/time.ts';
import type { Read, Transaction } from '../../platform/db/database.ts';
import { statement } from '../../platform/db/statement.ts';
import type { HandoverItem, HandoverMove } from '../../platform/handover.ts';

const MOST = 200;

/** Signed up for, and not over: somebody of the school is expected there. */
const isToCome = (at: Instant) => sql<boolean>`s.status = 'PUBLISHED' and s.ends_at > ${at}`;

/** Sessions at which this person is to represent the school. */
export const signUpsOf = (read: Read, accountId: string, at: Instant): Promise<HandoverItem[]> =>
  read.all(
    statement(sql<HandoverItem>`
      select s.id, s.title as label
        from info_session_attendee a join info_session s on s.id = a.info_session_id
       where a.account_id = ${accountId} and a.signed_up_at is not null and a.attended_at is null
         and ${isToCome(at)}
       order by s.starts_at, s.id limit ${MOST}`),
  );

interface SignedOff {
  readonly id: string;
  readonly institutionId: string;
}

/** Signs one off and the other up, but for sessions that the other goes to anyway; returns the sessions. */
export const moveSignUps = async (
  tx: Transaction,
  { ids, from, to, at }: HandoverMove,
): Promise<string[]> => {
  const left = await tx.all(
    statement(sql<SignedOff>`
      update info_session_attendee a set signed_up_at = null
        from info_session s
       where s.id = a.info_session_id and a.info_session_id = any(${[...ids]}::uuid[])
         and a.account_id = ${from} and a.signed_up_at is not null and a.attended_at is null
         and ${isToCome(at)}
         and not exists (
           select 1 from info_session_attendee b
            where b.info_session_id = a.info_session_id and b.account_id = ${to}
              and (b.signed_up_at is not null or b.attended_at is not null))
      returning a.info_session_id as id, a.institution_id as "institutionId"`),
  );
  for (const { id, institutionId } of left) {
    await tx.run(
      statement(sql`
        insert into info_session_attendee (info_session_id, account_id, institution_id, signed_up_at)
        values (${id}, ${to}, ${institutionId}, ${at})
        on conflict (info_session_id, account_id) do update set signed_up_at = ${at}`),
    );
  }
  return left.map(({ id }) => id);
};

/** Questions that wait for an answer; the asker is told when it comes. */
export const openQuestionsOf = (read: Read, accountId: string): Promise<HandoverItem[]> =>
  read.all(
    statement(sql<HandoverItem>`
      select q.id, s.title || '：' || left(q.question, 30) as label
        from info_session_question q join info_session s on s.id = q.info_session_id
       where q.account_id = ${accountId} and q.answered_at is null and q.hidden_at is null
         and s.status in ('PUBLISHED', 'HELD')
       order by q.asked_at, q.id limit ${MOST}`),
  );

/** Who asked first stays in the audit; from now on the other is told. */
export const moveQuestions = async (
  tx: Transaction,
  { ids, from, to }: HandoverMove,
): Promise<string[]> => {
  const moved = await tx.all(
    statement(sql<{ readonly id: string }>`
      update info_session_question set account_id = ${to}
       where id = any(${[...ids]}::uuid[]) and account_id = ${from}
         and answered_at is null and hidden_at is null
      returning id`),
  );
  return moved.map(({ id }) => id);
};
