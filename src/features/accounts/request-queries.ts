import { sql } from 'kysely';
import type { Actor } from '../../kernel/actor.ts';
import type { QueryOf } from '../../kernel/endpoint.ts';
import type { Instant } from '../../kernel/time.ts';
import { type Read, sqlBuilder, type Transaction } from '../../platform/db/database.ts';
import { columnsOfFile } from '../../platform/files/file-columns.ts';
import type { ReceivedFile } from '../../platform/files/file-store.ts';
import { beginningPattern, likePattern } from '../../platform/search-key.ts';
import type { listRequests } from './request-contract.ts';
import { managesAll } from './rules.ts';

/** Bodies that newcomers come from; the office and the department open their own people's accounts. */
const REQUESTING_KINDS = ['INSTITUTION', 'CITY_BUREAU', 'EVALUATION_ORGANIZATION'];

const requesting = sqlBuilder
  .selectFrom('organization as o')
  .where('o.status', '=', 'ACTIVE')
  .where('o.kind', 'in', REQUESTING_KINDS);

export const searchBodies = (read: Read, q: string) =>
  read.all(
    requesting
      .select(['o.id', 'o.name', 'o.kind'])
      .where('o.search_text', 'like', likePattern(q))
      .orderBy(sql`'|' || o.search_text like ${beginningPattern(q)}`, 'desc')
      .orderBy(sql`length(o.name)`)
      .orderBy('o.name')
      .limit(12),
  );

export const findRequestingBody = (read: Read, id: string) =>
  read.maybe(requesting.select(['o.id', 'o.name', 'o.kind']).where('o.id', '=', id));

// --- floods ---

const since = (table: 'account_request' | 'account_request_letter', at: Instant) =>
  sqlBuilder
    .selectFrom(table)
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .where('created_at', '>', at);

/** One at a time until the transaction ends: those that come at once are counted one after the other. */
export const lockFlood = (tx: Transaction, table: 'account_request' | 'account_request_letter') =>
  tx.run(
    sqlBuilder.selectNoFrom(
      sql`pg_advisory_xact_lock(hashtextextended(${`flood/${table}`}, 13))`.as('locked'),
    ),
  );

/** How many came since `at`: from this network, and from everywhere. */
export const countSince = async (
  read: Read,
  table: 'account_request' | 'account_request_letter',
  network: Buffer,
  at: Instant,
): Promise<{ network: number; all: number }> => ({
  network: (await read.one(since(table, at).where('network_index', '=', network))).total,
  all: (await read.one(since(table, at))).total,
});

// --- letters ---

export interface NewLetter {
  readonly id: string;
  readonly tokenHash: Buffer;
  readonly network: Buffer;
  readonly at: Instant;
}

export const insertLetter = async (
  tx: Transaction,
  letter: NewLetter,
  file: ReceivedFile,
): Promise<void> => {
  await tx.run(
    sqlBuilder.insertInto('account_request_letter').values({
      id: letter.id,
      token_hash: letter.tokenHash,
      network_index: letter.network,
      ...columnsOfFile(file),
      created_at: letter.at,
    }),
  );
};

/** A letter that was uploaded with this secret and belongs to no request yet; locked until the request stands. */
export const lockFreeLetter = async (
  tx: Transaction,
  letter: { readonly id: string; readonly tokenHash: Buffer; readonly since: Instant },
): Promise<boolean> => {
  const row = await tx.maybe(
    sqlBuilder
      .selectFrom('account_request_letter as l')
      .select('l.id')
      .where('l.id', '=', letter.id)
      .where('l.token_hash', '=', letter.tokenHash)
      .where('l.created_at', '>', letter.since)
      .where(sql<boolean>`not exists (select from account_request r where r.letter_id = l.id)`)
      .forUpdate(),
  );
  return row !== undefined;
};

/** Letters that no request names; their bytes go with the sweep of files that no row names. */
export const deleteLooseLetters = (tx: Transaction, before: Instant): Promise<number> =>
  tx.run(
    sqlBuilder
      .deleteFrom('account_request_letter as l')
      .where('l.created_at', '<', before)
      .where(sql<boolean>`not exists (select from account_request r where r.letter_id = l.id)`),
  );

// --- requests ---

export interface NewRequest {
  readonly id: string;
  readonly receiptNumber: string;
  readonly organizationId: string;
  readonly name: string;
  readonly duty: string;
  readonly mobileSealed: string;
  readonly mobileIndex: Buffer;
  readonly mailboxSealed: string;
  readonly purpose: string;
  readonly letterId: string;
  readonly network: Buffer;
  readonly at: Instant;
}

export const insertRequest = async (tx: Transaction, request: NewRequest): Promise<void> => {
  await tx.run(
    sqlBuilder.insertInto('account_request').values({
      id: request.id,
      receipt_number: request.receiptNumber,
      organization_id: request.organizationId,
      status: 'PENDING',
      name: request.name,
      duty: request.duty,
      mobile_sealed: request.mobileSealed,
      mobile_index: request.mobileIndex,
      mailbox_sealed: request.mailboxSealed,
      purpose: request.purpose,
      letter_id: request.letterId,
      network_index: request.network,
      created_at: request.at,
      updated_at: request.at,
    }),
  );
};

export const findByReceipt = (read: Read, receiptNumber: string) =>
  read.maybe(
    sqlBuilder
      .selectFrom('account_request as r')
      .innerJoin('organization as o', 'o.id', 'r.organization_id')
      .select([
        'r.status',
        'r.created_at',
        'r.decided_at',
        'r.decision_reason',
        'o.name as organization_name',
      ])
      .where('r.receipt_number', '=', receiptNumber),
  );

const requests = (actor: Actor) => {
  const all = sqlBuilder
    .selectFrom('account_request as r')
    .innerJoin('organization as o', 'o.id', 'r.organization_id')
    .innerJoin('account_request_letter as l', 'l.id', 'r.letter_id');
  return managesAll(actor) ? all : all.where('r.organization_id', '=', actor.organizationId);
};

const columns = (builder: ReturnType<typeof requests>) =>
  builder.select([
    'r.id',
    'r.receipt_number',
    'r.status',
    'r.name',
    'r.duty',
    'r.organization_id',
    'r.created_at',
    'r.decided_at',
    'r.version',
    'o.name as organization_name',
    'o.kind as organization_kind',
  ]);

export type RequestRecord = Awaited<ReturnType<typeof pageOfRequests>>['records'][number];

const SORTS = {
  sentAt: 'r.created_at',
  organizationName: 'o.name',
  name: 'r.name',
  status: 'r.status',
} as const;

const isSort = (name: string): name is keyof typeof SORTS => name in SORTS;

export const pageOfRequests = async (
  read: Read,
  actor: Actor,
  query: QueryOf<typeof listRequests>,
) => {
  let base = requests(actor);
  const { q, status, organizationKind } = query;
  if (q !== undefined && q.trim() !== '') {
    const typed = `%${q.trim().replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
    base = base.where((where) =>
      where.or([
        where('r.name', 'ilike', typed),
        where('r.receipt_number', 'ilike', typed),
        where('o.search_text', 'like', likePattern(q)),
      ]),
    );
  }
  if (status !== undefined) base = base.where('r.status', '=', status);
  if (organizationKind !== undefined) base = base.where('o.kind', '=', organizationKind);
  const { total } = await read.one(base.select((eb) => eb.fn.countAll<number>().as('total')));
  const name = query.sort.replace(/^-/, '');
  if (!isSort(name)) throw new Error(`no sort ${name}`);
  const records = await read.all(
    columns(base)
      .orderBy(SORTS[name], query.sort.startsWith('-') ? 'desc' : 'asc')
      .orderBy('r.id')
      .limit(query.pageSize)
      .offset((query.page - 1) * query.pageSize),
  );
  return { records, total };
};

/** `undefined` also when the request is not the actor's to decide. */
export const findRequest = (read: Read, actor: Actor, id: string) =>
  read.maybe(
    columns(requests(actor))
      .select([
        'r.purpose',
        'r.mobile_sealed',
        'r.mobile_index',
        'r.mailbox_sealed',
        'r.decision_reason',
        'l.storage_key',
        'l.original_name',
        'l.media_type',
        'l.byte_count',
        'l.page_count',
      ])
      .where('r.id', '=', id),
  );

export const countWaitingWithMobile = async (read: Read, mobileIndex: Buffer): Promise<number> =>
  (
    await read.one(
      sqlBuilder
        .selectFrom('account_request')
        .select((eb) => eb.fn.countAll<number>().as('total'))
        .where('mobile_index', '=', mobileIndex)
        .where('status', '=', 'PENDING'),
    )
  ).total;

/** @throws DomainError conflict when somebody else decided since `version` */
export const decideRequest = (
  tx: Transaction,
  request: { readonly id: string; readonly version: number },
  decision: {
    readonly status: string;
    readonly reason?: string;
    readonly accountId?: string;
    readonly at: Instant;
    readonly by: string;
  },
): Promise<void> =>
  tx.updateExactlyOne(
    sqlBuilder
      .updateTable('account_request')
      .set({
        status: decision.status,
        decision_reason: decision.reason ?? null,
        account_id: decision.accountId ?? null,
        decided_at: decision.at,
        updated_at: decision.at,
        updated_by: decision.by,
        version: sql`version + 1`,
      })
      .where('id', '=', request.id)
      .where('version', '=', request.version),
  );
