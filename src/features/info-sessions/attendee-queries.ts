import { type RawBuilder, sql } from 'kysely';
import type { Actor } from '../../kernel/actor.ts';
import type { Instant } from '../../kernel/time.ts';
import { type Read, sqlBuilder, type Transaction } from '../../platform/db/database.ts';
import { statement } from '../../platform/db/statement.ts';

interface OwnAttendance {
  readonly signedUpAt: Instant | null;
  readonly attendedAt: Instant | null;
  readonly wrongCodeCount: number;
  readonly wrongCodeAt: Instant | null;
}

/** The person's row, made if it is not there, and locked: two tries at once count as two. */
export const lockOwnAttendance = async (
  tx: Transaction,
  sessionId: string,
  actor: Actor,
): Promise<OwnAttendance> => {
  await tx.run(
    sqlBuilder
      .insertInto('info_session_attendee')
      .values({
        info_session_id: sessionId,
        account_id: actor.userId,
        institution_id: actor.organizationId,
      })
      .onConflict((conflict) => conflict.columns(['info_session_id', 'account_id']).doNothing()),
  );
  return await tx.one(
    sqlBuilder
      .selectFrom('info_session_attendee')
      .select([
        'signed_up_at as signedUpAt',
        'attended_at as attendedAt',
        'wrong_code_count as wrongCodeCount',
        'wrong_code_at as wrongCodeAt',
      ])
      .where('info_session_id', '=', sessionId)
      .where('account_id', '=', actor.userId)
      .forUpdate(),
  );
};

export const updateOwnAttendance = (
  tx: Transaction,
  sessionId: string,
  accountId: string,
  change: {
    readonly signedUpAt?: Instant | null;
    readonly attendedAt?: Instant;
    readonly wrongCodeCount?: number;
    readonly wrongCodeAt?: Instant | null;
  },
): Promise<number> =>
  tx.run(
    sqlBuilder
      .updateTable('info_session_attendee')
      .set({
        ...(change.signedUpAt === undefined ? {} : { signed_up_at: change.signedUpAt }),
        ...(change.attendedAt === undefined ? {} : { attended_at: change.attendedAt }),
        ...(change.wrongCodeCount === undefined ? {} : { wrong_code_count: change.wrongCodeCount }),
        ...(change.wrongCodeAt === undefined ? {} : { wrong_code_at: change.wrongCodeAt }),
      })
      .where('info_session_id', '=', sessionId)
      .where('account_id', '=', accountId),
  );

/** Accounts that have signed up, for messages. */
export const signedUpAccounts = async (read: Read, sessionId: string): Promise<string[]> => {
  const rows = await read.all(
    sqlBuilder
      .selectFrom('info_session_attendee')
      .select('account_id')
      .where('info_session_id', '=', sessionId)
      .where('signed_up_at', 'is not', null)
      .orderBy('account_id'),
  );
  return rows.map((row) => row.account_id);
};

export const countAttended = async (read: Read, sessionId: string): Promise<number> => {
  const row = await read.one(
    sqlBuilder
      .selectFrom('info_session_attendee')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('info_session_id', '=', sessionId)
      .where('attended_at', 'is not', null),
  );
  return Number(row.count);
};

const SORTS: Readonly<Record<string, RawBuilder<unknown>>> = {
  institutionName: sql`split_part(o.search_text, '|', 2), p.name`,
  '-institutionName': sql`split_part(o.search_text, '|', 2) desc, p.name`,
  signedUpAt: sql`a.signed_up_at nulls last`,
  '-signedUpAt': sql`a.signed_up_at desc nulls last`,
  attendedAt: sql`a.attended_at nulls last`,
  '-attendedAt': sql`a.attended_at desc nulls last`,
};

export interface AttendeeQuery {
  readonly q?: string | undefined;
  readonly state?: 'attended' | 'absent' | undefined;
  readonly page: number;
  readonly pageSize: number;
  readonly sort: string;
}

export interface StoredAttendee {
  readonly accountId: string;
  readonly institutionId: string;
  readonly institutionName: string;
  readonly name: string | null;
  readonly signedUpAt: Instant | null;
  readonly attendedAt: Instant | null;
}

/** @param institutionId only the people of this institution, when given */
export const listAttendeeRows = async (
  read: Read,
  sessionId: string,
  query: AttendeeQuery,
  institutionId: string | undefined,
): Promise<{ rows: StoredAttendee[]; total: number }> => {
  const where = sql.join(
    [
      sql`a.info_session_id = ${sessionId}`,
      sql`(a.signed_up_at is not null or a.attended_at is not null)`,
      ...(institutionId === undefined ? [] : [sql`a.institution_id = ${institutionId}`]),
      ...(query.q === undefined ? [] : [sql`strpos(o.search_text, lower(${query.q})) > 0`]),
      ...(query.state === undefined
        ? []
        : [
            query.state === 'attended'
              ? sql`a.attended_at is not null`
              : sql`a.attended_at is null`,
          ]),
    ],
    sql` and `,
  );
  const rows = await read.all(
    statement(sql<StoredAttendee & { readonly total: number }>`
      select a.account_id as "accountId", a.institution_id as "institutionId",
             o.name as "institutionName", p.name, a.signed_up_at as "signedUpAt",
             a.attended_at as "attendedAt", (count(*) over ())::int as total
        from info_session_attendee a
        join organization o on o.id = a.institution_id
        left join account p on p.id = a.account_id
       where ${where}
       order by ${SORTS[query.sort] ?? sql`a.signed_up_at`}, a.account_id
       limit ${query.pageSize} offset ${(query.page - 1) * query.pageSize}`),
  );
  return {
    rows: rows.map(({ total: _total, ...row }) => row),
    total: rows[0]?.total ?? 0,
  };
};

export interface AttendanceFact {
  readonly sessionId: string;
  readonly title: string;
  readonly startsAt: Instant;
  readonly certificateNames: string[];
  readonly signedUpCount: number;
  readonly attendedCount: number;
}

/**
 * Sessions about these certificates that took place, and how many people of the institution signed up for and attended
 * each; the newest first. Context for a reviewer, never a bar (process.md 5.17).
 */
export const attendanceOf = (
  read: Read,
  institutionId: string,
  certificateIds: readonly string[],
): Promise<AttendanceFact[]> =>
  read.all(
    statement(sql<AttendanceFact>`
      select s.id as "sessionId", s.title, s.starts_at as "startsAt",
             array(select c.short_name from info_session_certificate x join certificate c on c.id = x.certificate_id
                    where x.info_session_id = s.id and c.id = any(${[...certificateIds]}::uuid[])
                    order by c.short_name) as "certificateNames",
             count(a.signed_up_at)::int as "signedUpCount", count(a.attended_at)::int as "attendedCount"
        from info_session s
        left join info_session_attendee a on a.info_session_id = s.id and a.institution_id = ${institutionId}
       where s.status = 'HELD'
         and s.id in (select x.info_session_id from info_session_certificate x
                       where x.certificate_id = any(${[...certificateIds]}::uuid[]))
       group by s.id order by s.starts_at desc, s.id limit 50`),
  );
