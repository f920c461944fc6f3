import { sql } from 'kysely';
import {
  type Actor,
  type AnyActor,
  hasRole,
  type OrganizationKind,
  ORGANIZATION_KINDS,
  type Role,
} from '../../kernel/actor.ts';
import type { QueryOf } from '../../kernel/endpoint.ts';
import type { Instant } from '../../kernel/time.ts';
import { type Read, sqlBuilder, type Transaction } from '../../platform/db/database.ts';
import { likePattern } from '../../platform/search-key.ts';
import type { listBodies, listPeople } from './people-contract.ts';
import { adminRoleOf, managesAll } from './rules.ts';

/**
 * A technical administrator has no business scope, so row-level security would hide the accounts; this opens accounts
 * and nothing else. Everybody else keeps the scope of the request.
 */
export const openAccounts = async (read: Read, actor: AnyActor): Promise<void> => {
  const isTechnical = managesAll(actor) && hasRole(actor, 'system_admin');
  if (!isTechnical || hasRole(actor, 'project_office_admin')) return;
  await read.all(
    sqlBuilder.selectNoFrom(sql`set_config('onex.scope', 'accounts', true)`.as('scope')),
  );
};

/** The admin role of the body `o` of the query around it. */
const adminRole = sql<string>`case o.kind ${sql.join(
  (Object.keys(ORGANIZATION_KINDS) as OrganizationKind[]).flatMap((kind) => {
    const role = adminRoleOf(kind);
    return role === undefined ? [] : [sql`when ${sql.lit(kind)} then ${sql.lit(role)}`];
  }),
  sql` `,
)} end`;

const otherAdmins = (except: 'a.id' | undefined) => sql<boolean>`exists (
  select from account b
   where b.organization_id = o.id and b.status = 'ACTIVE' and ${adminRole} = any (b.roles)
     ${except === undefined ? sql`` : sql`and b.id <> a.id`})`;

const isLastAdmin = sql<boolean>`(a.status = 'ACTIVE' and coalesce(${adminRole} = any (a.roles), false)
  and not ${otherAdmins('a.id')})`;

const people = (actor: AnyActor) => {
  const all = sqlBuilder
    .selectFrom('account as a')
    .innerJoin('organization as o', 'o.id', 'a.organization_id')
    .leftJoinLateral(
      (builder) =>
        builder
          .selectFrom('activation as l')
          .select('l.expires_at as link_expires_at')
          .whereRef('l.account_id', '=', 'a.id')
          .where('l.used_at', 'is', null)
          .orderBy('l.created_at', 'desc')
          .limit(1)
          .as('l'),
      (join) => join.onTrue(),
    );
  if (managesAll(actor)) return all;
  return all.where('a.organization_id', '=', actor.kind === 'person' ? actor.organizationId : null);
};

const columns = (builder: ReturnType<typeof people>) =>
  builder
    .select([
      'a.id',
      'a.login_name',
      'a.name',
      'a.organization_id',
      'a.status',
      'a.roles',
      'a.affiliated_institution_ids',
      'a.last_sign_in_at',
      'a.created_at',
      'a.version',
      'o.name as organization_name',
      'o.kind as organization_kind',
      'l.link_expires_at',
    ])
    .select([
      sql<boolean>`a.password_hash is not null`.as('has_password'),
      isLastAdmin.as('is_last_admin'),
      otherAdmins(undefined).as('has_admin'),
    ]);

/** An account as the database tells it; `people-actions.ts` makes the answer of it. */
export interface PersonRecord {
  readonly id: string;
  readonly login_name: string;
  readonly name: string;
  readonly organization_id: string;
  readonly status: string;
  readonly roles: string[];
  readonly affiliated_institution_ids: string[];
  readonly last_sign_in_at: Instant | null;
  readonly created_at: Instant;
  readonly version: number;
  readonly organization_name: string;
  readonly organization_kind: string;
  readonly link_expires_at: Instant | null;
  readonly has_password: boolean;
  readonly is_last_admin: boolean;
  readonly has_admin: boolean;
}

/** `undefined` also when the account is not the actor's to look after. */
export const findPerson = (
  read: Read,
  actor: AnyActor,
  id: string,
): Promise<PersonRecord | undefined> => read.maybe(columns(people(actor)).where('a.id', '=', id));

type Filters = QueryOf<typeof listPeople>;

const contains = (text: string): string =>
  `%${text.trim().replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;

const linkCondition = (link: NonNullable<Filters['link']>, at: Instant) => {
  if (link === 'NONE') return sql<boolean>`l.link_expires_at is null`;
  return link === 'PENDING'
    ? sql<boolean>`l.link_expires_at > ${at}`
    : sql<boolean>`l.link_expires_at <= ${at}`;
};

const filtered = (actor: Actor, filters: Filters, at: Instant) => {
  let query = people(actor);
  const { q, organizationId, organizationKind, role, status, link } = filters;
  if (q !== undefined && q.trim() !== '') {
    query = query.where((where) =>
      where.or([
        where('a.name', 'ilike', contains(q)),
        where('a.login_name', 'ilike', contains(q)),
        where('o.search_text', 'like', likePattern(q)),
      ]),
    );
  }
  if (organizationId !== undefined) query = query.where('a.organization_id', '=', organizationId);
  if (organizationKind !== undefined) query = query.where('o.kind', '=', organizationKind);
  if (role !== undefined) query = query.where(sql<boolean>`${role} = any (a.roles)`);
  if (status !== undefined) query = query.where('a.status', '=', status);
  if (link !== undefined) query = query.where(linkCondition(link, at));
  return query;
};

/** The second key of a `search_text` is the pinyin: names stand in the order of a dictionary. */
const byPinyin = sql<string>`split_part(o.search_text, '|', 2)`;

const PERSON_SORTS = {
  organizationName: byPinyin,
  name: 'a.name',
  loginName: 'a.login_name',
  status: 'a.status',
  lastSignInAt: 'a.last_sign_in_at',
  createdAt: 'a.created_at',
} as const;

interface Paging {
  readonly page: number;
  readonly pageSize: number;
  readonly sort: string;
}

const isSort = <K extends string>(sorts: Readonly<Record<K, unknown>>, name: string): name is K =>
  name in sorts;

/** Column and direction of a `sort` value; the contract has refused every other. */
const orderOf = <K extends string, V>(sorts: Readonly<Record<K, V>>, sort: string) => {
  const name = sort.replace(/^-/, '');
  if (!isSort(sorts, name)) throw new Error(`no sort ${name}`);
  return { column: sorts[name], direction: sort.startsWith('-') ? 'desc' : 'asc' } as const;
};

export const pageOfPeople = async (
  read: Read,
  actor: Actor,
  query: Filters & Paging,
  at: Instant,
): Promise<{ records: PersonRecord[]; total: number }> => {
  const base = filtered(actor, query, at);
  const { column, direction } = orderOf(PERSON_SORTS, query.sort);
  const { total } = await read.one(base.select((eb) => eb.fn.countAll<number>().as('total')));
  const records = await read.all(
    columns(base)
      .orderBy(column, (order) =>
        direction === 'desc' ? order.desc().nullsLast() : order.asc().nullsLast(),
      )
      .orderBy(byPinyin)
      .orderBy('a.name')
      .orderBy('a.id')
      .limit(query.pageSize)
      .offset((query.page - 1) * query.pageSize),
  );
  return { records, total };
};

// --- bodies ---

export interface BodyRecord {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly people_count: number;
  readonly has_admin: boolean;
}

const bodies = (actor: AnyActor) => {
  const all = sqlBuilder.selectFrom('organization as o').where('o.status', '=', 'ACTIVE');
  if (managesAll(actor)) return all;
  return all.where('o.id', '=', actor.kind === 'person' ? actor.organizationId : null);
};

const peopleCount = sql<number>`(select count(*)::int from account b
  where b.organization_id = o.id and b.status = 'ACTIVE')`;

const bodyColumns = (builder: ReturnType<typeof bodies>) =>
  builder
    .select(['o.id', 'o.name', 'o.kind'])
    .select([peopleCount.as('people_count'), otherAdmins(undefined).as('has_admin')]);

/** A body whose people the actor looks after and that is not closed. */
export const findBody = (
  read: Read,
  actor: AnyActor,
  id: string,
): Promise<BodyRecord | undefined> => read.maybe(bodyColumns(bodies(actor)).where('o.id', '=', id));

const BODY_SORTS = {
  name: byPinyin,
  kind: sql.ref('o.kind'),
  peopleCount: sql.ref('people_count'),
} as const;

export const pageOfBodies = async (
  read: Read,
  actor: Actor,
  query: QueryOf<typeof listBodies>,
): Promise<{ records: BodyRecord[]; total: number }> => {
  let base = bodies(actor);
  if (query.q !== undefined && query.q.trim() !== '') {
    base = base.where('o.search_text', 'like', likePattern(query.q));
  }
  if (query.kind !== undefined) base = base.where('o.kind', '=', query.kind);
  if (query.withoutAdmin === 'true') {
    base = base.where(sql<boolean>`${adminRole} is not null and not ${otherAdmins(undefined)}`);
  }
  const { column, direction } = orderOf(BODY_SORTS, query.sort);
  const { total } = await read.one(base.select((eb) => eb.fn.countAll<number>().as('total')));
  const records = await read.all(
    bodyColumns(base)
      .orderBy(column, direction)
      .orderBy('o.id')
      .limit(query.pageSize)
      .offset((query.page - 1) * query.pageSize),
  );
  return { records, total };
};

/** Names of institutions by id, for affiliations. */
export const institutionNames = (
  read: Read,
  ids: readonly string[],
): Promise<{ id: string; name: string }[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : read.all(
        sqlBuilder
          .selectFrom('organization')
          .select(['id', 'name'])
          .where('kind', '=', 'INSTITUTION')
          .where('id', 'in', [...ids])
          .orderBy('name'),
      );

// --- changes ---

/** Changes to the people of one body happen one after the other, so that two admins cannot remove each other. */
export const lockBody = async (tx: Transaction, organizationId: string): Promise<void> => {
  await tx.all(
    sqlBuilder.selectNoFrom(
      sql`pg_advisory_xact_lock(hashtextextended(${organizationId}, 4))`.as('locked'),
    ),
  );
};

export interface NewAccount {
  readonly id: string;
  readonly organizationId: string;
  readonly loginName: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly affiliatedInstitutionIds: readonly string[];
  /** With a hash the account is active at once; only the demo and the tests do so. */
  readonly passwordHash: string | null;
  readonly at: Instant;
  readonly by: string | null;
}

export const insertAccount = async (tx: Transaction, account: NewAccount): Promise<void> => {
  await tx.run(
    sqlBuilder.insertInto('account').values({
      id: account.id,
      login_name: account.loginName,
      name: account.name,
      organization_id: account.organizationId,
      status: account.passwordHash === null ? 'INVITED' : 'ACTIVE',
      roles: [...account.roles],
      affiliated_institution_ids: [...account.affiliatedInstitutionIds],
      password_hash: account.passwordHash,
      password_changed_at: account.passwordHash === null ? null : account.at,
      created_at: account.at,
      created_by: account.by,
      updated_at: account.at,
      updated_by: account.by,
    }),
  );
};

export interface AccountChange {
  readonly name?: string;
  readonly roles?: readonly Role[];
  readonly affiliatedInstitutionIds?: readonly string[];
  readonly status?: string;
  readonly passwordHash?: string | null;
}

/** @throws DomainError conflict when somebody else changed the account since `version` */
export const updateAccount = async (
  tx: Transaction,
  account: { readonly id: string; readonly version: number },
  change: AccountChange,
  stamp: { readonly at: Instant; readonly by: string | null },
): Promise<void> => {
  await tx.updateExactlyOne(
    sqlBuilder
      .updateTable('account')
      .set({
        ...(change.name === undefined ? {} : { name: change.name }),
        ...(change.roles === undefined ? {} : { roles: [...change.roles] }),
        ...(change.affiliatedInstitutionIds === undefined
          ? {}
          : { affiliated_institution_ids: [...change.affiliatedInstitutionIds] }),
        ...(change.status === undefined ? {} : { status: change.status }),
        ...(change.passwordHash === undefined ? {} : { password_hash: change.passwordHash }),
        updated_at: stamp.at,
        updated_by: stamp.by,
        version: sql`version + 1`,
      })
      .where('id', '=', account.id)
      .where('version', '=', account.version),
  );
};
