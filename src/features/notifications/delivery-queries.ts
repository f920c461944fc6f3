import { sql } from 'kysely';
import type { DateOnly, Instant } from '../../kernel/time.ts';
import { type Read, sqlBuilder, type Transaction } from '../../platform/db/database.ts';
import { prepared, statement } from '../../platform/db/statement.ts';
import type { DeliveryKind, DeliveryStatus, OuterChannel } from './labels.ts';

export interface Claim {
  readonly channel: OuterChannel;
  readonly leaseId: string;
  readonly at: Instant;
  readonly until: Instant;
  readonly limit: number;
}

/**
 * Takes the messages that are due, urgent ones first. A worker that takes them moves their next attempt behind its
 * lease, so that they come back by themselves if it dies; `skip locked` keeps two workers from waiting for each other.
 */
export const claimDue = async (tx: Transaction, claim: Claim): Promise<string[]> => {
  const rows = await tx.all(
    prepared(
      statement(sql<{ id: string }>`
      with due as (
        select d.id from delivery d
         where d.status = 'WAITING' and d.channel = ${claim.channel} and d.next_attempt_at <= ${claim.at}
         order by d.is_urgent desc, d.next_attempt_at
         limit ${claim.limit}
           for update skip locked
      )
      update delivery d
         set lease_id = ${claim.leaseId}, next_attempt_at = ${claim.until}, claim_count = d.claim_count + 1
        from due
       where d.id = due.id
      returning d.id`),
    ),
  );
  return rows.map((row) => row.id);
};

export interface ClaimedDelivery {
  readonly id: string;
  readonly kind: DeliveryKind;
  readonly channel: OuterChannel;
  readonly noticeId: string | null;
  readonly accountId: string | null;
  readonly isUrgent: boolean;
  readonly attemptCount: number;
  readonly claimCount: number;
  readonly resendCount: number;
  readonly accountStatus: string | null;
  readonly title: string | null;
  readonly lines: string[] | null;
  readonly path: string | null;
  readonly untilAt: Instant | null;
  readonly settledAt: Instant | null;
  readonly addressId: string | null;
  readonly addressSealed: string | null;
  readonly providerSealed: string | null;
  readonly codeSealed: string | null;
  readonly robotId: string | null;
  readonly robotTokenSealed: string | null;
  readonly robotSecretSealed: string | null;
  readonly todoRef: string | null;
  readonly quietFromMinute: number | null;
  readonly quietToMinute: number | null;
}

/** What a worker holds: by its ids, so that nobody reads through all that waits to find it. */
export interface Hold {
  readonly leaseId: string;
  readonly ids: readonly string[];
}

/**
 * All that is needed to send what was taken. A code goes to the address that waits for it; everything else to the
 * verified one of the moment, so that a message that waited follows a person who has moved.
 */
export const loadClaimed = (read: Read, { leaseId, ids }: Hold): Promise<ClaimedDelivery[]> =>
  read.all(
    prepared(
      statement(sql<ClaimedDelivery>`
      select d.id, d.kind, d.channel, d.notice_id as "noticeId", d.account_id as "accountId",
             d.is_urgent as "isUrgent", d.attempt_count as "attemptCount", d.claim_count as "claimCount",
             d.resend_count as "resendCount",
             a.status as "accountStatus", n.title, n.lines, n.path, n.until_at as "untilAt",
             n.settled_at as "settledAt", c.id as "addressId", c.address_sealed as "addressSealed",
             c.provider_sealed as "providerSealed", c.code_sealed as "codeSealed", r.id as "robotId",
             r.token_sealed as "robotTokenSealed", r.secret_sealed as "robotSecretSealed",
             t.provider_ref as "todoRef", p.quiet_from_minute as "quietFromMinute",
             p.quiet_to_minute as "quietToMinute"
        from delivery d
        left join account a on a.id = d.account_id
        left join notice n on n.id = d.notice_id
        left join channel_address c on c.account_id = d.account_id
          and case when d.kind = 'CODE' then c.id = d.address_id
                   else c.verified_at is not null and c.refused_at is null
                    and c.medium = case d.channel when 'MAIL' then 'MAIL' else 'DINGTALK' end end
        left join group_robot r on r.id = d.group_robot_id and r.is_enabled
        left join delivery t on t.id = d.todo_id
        left join notification_profile p on p.account_id = d.account_id
       where d.id = any(${[...ids]}::uuid[]) and d.lease_id = ${leaseId} and d.status = 'WAITING'
       order by d.is_urgent desc, d.created_at, d.id`),
    ),
  );

/** What a digest gathers, oldest first. */
export const digestParts = (
  read: Read,
  digestId: string,
): Promise<{ title: string; lines: string[]; path: string }[]> =>
  read.all(
    sqlBuilder
      .selectFrom('delivery as d')
      .innerJoin('notice as n', 'n.id', 'd.notice_id')
      .select(['n.title', 'n.lines', 'n.path'])
      .where('d.digest_id', '=', digestId)
      .where('d.status', '=', 'HELD')
      .orderBy('d.created_at')
      .orderBy('d.id'),
  );

export interface Settled {
  readonly id: string;
  readonly leaseId: string;
  readonly at: Instant;
}

/** Only whoever holds the lease may say what became of a message. Returns false when somebody else has it by now. */
export const settleDelivery = async (
  tx: Transaction,
  settled: Settled,
  end: {
    readonly status: Extract<DeliveryStatus, 'SENT' | 'DEAD' | 'DROPPED'>;
    readonly reason: string | null;
    readonly providerRef?: string | undefined;
    /** When to ask whether it arrived. */
    readonly checkAt?: Instant | undefined;
    readonly isAttempt: boolean;
  },
): Promise<boolean> => {
  const count = await tx.run(
    prepared(
      sqlBuilder
        .updateTable('delivery')
        .set({
          status: end.status,
          settled_at: settled.at,
          lease_id: null,
          last_error: end.reason,
          provider_ref: end.providerRef ?? null,
          check_at: end.checkAt ?? null,
          check_count: 0,
          attempt_count: sql<number>`attempt_count + ${end.isAttempt ? 1 : 0}::integer`,
        })
        .where('id', '=', settled.id)
        .where('lease_id', '=', settled.leaseId)
        .where('status', '=', 'WAITING'),
    ),
  );
  return count === 1;
};

/** The members of a digest share its fate. */
export const settleMembers = (
  tx: Transaction,
  digestId: string,
  end: { readonly status: 'SENT' | 'DEAD' | 'DROPPED'; readonly at: Instant },
): Promise<number> =>
  tx.run(
    sqlBuilder
      .updateTable('delivery')
      .set({ status: end.status, settled_at: end.at })
      .where('digest_id', '=', digestId)
      .where('status', '=', 'HELD'),
  );

/** Back into the queue for later, with or without counting the try. */
export const postpone = (
  tx: Transaction,
  settled: Pick<Settled, 'id' | 'leaseId'>,
  later: { readonly at: Instant; readonly reason: string | null; readonly isAttempt: boolean },
): Promise<number> =>
  tx.run(
    sqlBuilder
      .updateTable('delivery')
      .set({
        next_attempt_at: later.at,
        lease_id: null,
        ...(later.reason === null ? {} : { last_error: later.reason }),
        attempt_count: sql<number>`attempt_count + ${later.isAttempt ? 1 : 0}`,
      })
      .where('id', '=', settled.id)
      .where('lease_id', '=', settled.leaseId),
  );

/** Gives back what was taken and not tried. */
export const release = (tx: Transaction, { leaseId, ids }: Hold, at: Instant): Promise<number> =>
  tx.run(
    sqlBuilder
      .updateTable('delivery')
      .set({
        next_attempt_at: at,
        lease_id: null,
        claim_count: sql<number>`greatest(0, claim_count - 1)`,
      })
      .where('id', '=', sql<string>`any(${[...ids]}::uuid[])`)
      .where('lease_id', '=', leaseId)
      .where('status', '=', 'WAITING'),
  );

/** How many went to a robot lately: DingTalk takes twenty a minute from each. */
export const sentToGroupsSince = async (read: Read, since: Instant): Promise<number> => {
  const { total } = await read.one(
    sqlBuilder
      .selectFrom('delivery')
      .select((of) => of.fn.countAll<number>().as('total'))
      .where('channel', '=', 'DINGTALK_GROUP')
      .where('status', '=', 'SENT')
      .where('created_at', '>', sql<Instant>`${since}::timestamptz - interval '1 day'`)
      .where('settled_at', '>', since),
  );
  return total;
};

/** People with mail that waits to be gathered, their day's digest not yet made, and when they want it. */
export const peopleWithHeld = (
  read: Read,
  today: DateOnly,
): Promise<
  {
    accountId: string;
    is_digest: boolean;
    digest_hour: number;
    quiet_from_minute: number | null;
    quiet_to_minute: number | null;
  }[]
> =>
  read.all(
    statement(sql<{
      accountId: string;
      is_digest: boolean;
      digest_hour: number;
      quiet_from_minute: number | null;
      quiet_to_minute: number | null;
    }>`
      select h.account_id as "accountId", p.is_digest, p.digest_hour, p.quiet_from_minute, p.quiet_to_minute
        from (select distinct account_id from delivery where status = 'HELD' and digest_id is null) h
        join notification_profile p on p.account_id = h.account_id
       where not exists (select from delivery d where d.account_id = h.account_id and d.digest_on = ${today})
       order by h.account_id`),
  );

export interface NewDigest {
  readonly id: string;
  readonly accountId: string;
  readonly day: DateOnly;
  readonly at: Instant;
  readonly startAt: Instant;
}

/** One digest a person and day: whoever is second gathers nothing. Returns how many messages it holds. */
export const gatherDigest = async (tx: Transaction, digest: NewDigest): Promise<number> => {
  const made = await tx.run(
    sqlBuilder
      .insertInto('delivery')
      .values({
        id: digest.id,
        kind: 'DIGEST',
        channel: 'MAIL',
        notice_id: null,
        account_id: digest.accountId,
        group_robot_id: null,
        address_id: null,
        digest_id: null,
        todo_id: null,
        digest_on: digest.day,
        is_urgent: false,
        status: 'WAITING',
        next_attempt_at: digest.startAt,
        lease_id: null,
        last_error: null,
        provider_ref: null,
        created_at: digest.at,
        settled_at: null,
        check_at: null,
        arrived_at: null,
      })
      .onConflict((conflict) => conflict.doNothing()),
  );
  if (made === 0) return 0;
  return await tx.run(
    sqlBuilder
      .updateTable('delivery')
      .set({ digest_id: digest.id })
      .where('account_id', '=', digest.accountId)
      .where('status', '=', 'HELD')
      .where('digest_id', 'is', null),
  );
};

/** The digest was switched off: what waited for it goes out by itself. */
export const releaseHeld = (tx: Transaction, accountId: string, at: Instant): Promise<number> =>
  tx.run(
    sqlBuilder
      .updateTable('delivery')
      .set({ status: 'WAITING', next_attempt_at: at })
      .where('account_id', '=', accountId)
      .where('status', '=', 'HELD')
      .where('digest_id', 'is', null),
  );

const SETTLED = ['SENT', 'DROPPED', 'DEAD'];

/** Old messages, the members of a digest and the ends of to-dos before what they belong to; then what nobody has. */
export const deleteOld = async (tx: Transaction, before: Instant): Promise<void> => {
  const old = sqlBuilder
    .deleteFrom('delivery')
    .where('created_at', '<', before)
    .where('status', 'in', SETTLED);
  await tx.run(
    old.where((when) =>
      when.or([when('digest_id', 'is not', null), when('todo_id', 'is not', null)]),
    ),
  );
  await tx.run(
    old.where(
      sql<boolean>`not exists (select from delivery x where x.digest_id = delivery.id or x.todo_id = delivery.id)`,
    ),
  );
  await tx.run(sqlBuilder.deleteFrom('inbox_entry').where('created_at', '<', before));
  await tx.run(
    sqlBuilder
      .deleteFrom('notice')
      .where('created_at', '<', before)
      .where(sql<boolean>`not exists (select from delivery d where d.notice_id = notice.id)`)
      .where(sql<boolean>`not exists (select from inbox_entry i where i.notice_id = notice.id)`),
  );
};
