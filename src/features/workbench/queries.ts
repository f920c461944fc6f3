import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { z } from 'zod';
import { type Actor, ORGANIZATION_KINDS, ROLES, scopeOf } from '../../kernel/actor.ts';
import type { Instant } from '../../kernel/time.ts';
import { type Read, sqlBuilder, type Transaction } from '../../platform/db/database.ts';
import { statement } from '../../platform/db/statement.ts';
import { newId, newToken } from '../../platform/random.ts';

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();

/** When the person's address was made; undefined while there is none. */
export const findCalendarFeed = (
  read: Read,
  actor: Actor,
): Promise<{ readonly createdAt: Instant } | undefined> =>
  read.maybe(
    sqlBuilder
      .selectFrom('calendar_feed')
      .select('created_at as createdAt')
      .where('account_id', '=', actor.userId)
      .where('revoked_at', 'is', null),
  );

/** Ends the address in use, if there is one. */
export const revokeCalendarFeed = (tx: Transaction, actor: Actor, at: Instant): Promise<number> =>
  tx.run(
    sqlBuilder
      .updateTable('calendar_feed')
      .set({ revoked_at: at })
      .where('account_id', '=', actor.userId)
      .where('revoked_at', 'is', null),
  );

/** A new address; the one before it ends. Returns the secret part, which is told this once and never again. */
export const createCalendarFeed = async (
  tx: Transaction,
  actor: Actor,
  at: Instant,
): Promise<string> => {
  await revokeCalendarFeed(tx, actor, at);
  const token = newToken();
  await tx.run(
    sqlBuilder.insertInto('calendar_feed').values({
      id: newId(at),
      account_id: actor.userId,
      token_hash: hashOf(token),
      created_at: at,
    }),
  );
  return token;
};

const owner = z.object({
  userId: z.string(),
  name: z.string(),
  roles: z.array(z.enum(Object.keys(ROLES) as [keyof typeof ROLES])),
  affiliatedInstitutionIds: z.array(z.string()),
  organizationId: z.string(),
  organizationName: z.string(),
  organizationKind: z.enum(Object.keys(ORGANIZATION_KINDS) as [keyof typeof ORGANIZATION_KINDS]),
  sessionId: z.string(),
});

const setScope = (read: Read, scope: string, organizationId = '', accountId = '') =>
  read.all(
    statement(sql`select set_config('onex.scope', ${scope}, true),
      set_config('onex.organization_id', ${organizationId}, true),
      set_config('onex.account_id', ${accountId}, true)`),
  );

/**
 * Whose feed a token opens: the rest of this read then runs in that person's scope. Undefined, and nothing in reach,
 * for a token that is unknown or revoked, and for a person or an organization that is no longer active.
 */
export const enterCalendarFeed = async (read: Read, token: string): Promise<Actor | undefined> => {
  await setScope(read, 'accounts');
  const row = await read.maybe(
    sqlBuilder
      .selectFrom('calendar_feed as f')
      .innerJoin('account as a', 'a.id', 'f.account_id')
      .innerJoin('organization as o', 'o.id', 'a.organization_id')
      .select([
        'a.id as userId',
        'a.name',
        'a.roles',
        'a.affiliated_institution_ids as affiliatedInstitutionIds',
        'o.id as organizationId',
        'o.name as organizationName',
        'o.kind as organizationKind',
        'f.id as sessionId',
      ])
      .where('f.token_hash', '=', hashOf(token))
      .where('f.revoked_at', 'is', null)
      .where('a.status', '=', 'ACTIVE')
      .where('o.status', '=', 'ACTIVE'),
  );
  if (row === undefined) {
    await setScope(read, 'public');
    return undefined;
  }
  const actor: Actor = { kind: 'person', ...owner.parse(row) };
  await setScope(read, scopeOf(actor).kind, actor.organizationId, actor.userId);
  return actor;
};
