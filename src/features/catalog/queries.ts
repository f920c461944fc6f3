import { type ExpressionBuilder, sql } from 'kysely';
import type { Instant } from '../../kernel/time.ts';
import { type Read, sqlBuilder, type Transaction } from '../../platform/db/database.ts';
import type { DB } from '../../platform/db/tables.ts';
import { beginningPattern, likePattern } from '../../platform/search-key.ts';

export interface CertificateFilters {
  readonly q?: string | undefined;
  readonly batch?: string | undefined;
  readonly level?: string | undefined;
  readonly status?: string | undefined;
  readonly evaluationOrganizationId?: string | undefined;
  readonly trust?: string | undefined;
}

const levelsIn = (eb: ExpressionBuilder<DB, 'certificate'>) =>
  eb
    .selectFrom('certificate_level')
    .select(sql`1`.as('one'))
    .whereRef('certificate_level.certificate_id', '=', 'certificate.id');

const filtered = (filters: CertificateFilters) =>
  sqlBuilder
    .selectFrom('certificate')
    .innerJoin('organization', 'organization.id', 'certificate.evaluation_organization_id')
    .$if(filters.q !== undefined, (query) =>
      query.where((eb) =>
        eb.or([
          eb('certificate.search_text', 'like', likePattern(filters.q ?? '')),
          eb('organization.search_text', 'like', likePattern(filters.q ?? '')),
        ]),
      ),
    )
    .$if(filters.batch === 'unknown', (query) => query.where('certificate.batch', 'is', null))
    .$if(filters.batch !== undefined && filters.batch !== 'unknown', (query) =>
      query.where('certificate.batch', '=', Number(filters.batch)),
    )
    .$if(filters.level === 'none', (query) => query.where((eb) => eb.not(eb.exists(levelsIn(eb)))))
    .$if(filters.level !== undefined && filters.level !== 'none', (query) =>
      query.where((eb) =>
        eb.exists(levelsIn(eb).where('certificate_level.level', '=', Number(filters.level))),
      ),
    )
    .$if(filters.status !== undefined, (query) =>
      query.where('certificate.status', '=', filters.status ?? ''),
    )
    .$if(filters.evaluationOrganizationId !== undefined, (query) =>
      query.where(
        'certificate.evaluation_organization_id',
        '=',
        filters.evaluationOrganizationId ?? '',
      ),
    )
    .$if(filters.trust !== undefined, (query) =>
      query.where('certificate.trust', '=', filters.trust ?? ''),
    );

// Names stand in the order of a dictionary: the second key of a `search_text` is the pinyin.
const SORTS: Readonly<Record<string, ReturnType<typeof sql<unknown>>>> = {
  name: sql`split_part(certificate.search_text, '|', 2)`,
  code: sql`certificate.code`,
  batch: sql`certificate.batch`,
  organization: sql`split_part(organization.search_text, '|', 2)`,
  status: sql`certificate.status`,
  updatedAt: sql`certificate.updated_at`,
};

const selectCertificates = (filters: CertificateFilters) =>
  filtered(filters)
    .selectAll('certificate')
    .select(['organization.name as organization_name', 'organization.code as organization_code'])
    .select((eb) =>
      eb
        .selectFrom('certificate_level')
        .select(sql<number[]>`coalesce(array_agg(level::int order by level), '{}')`.as('levels'))
        .whereRef('certificate_level.certificate_id', '=', 'certificate.id')
        .as('levels'),
    );

export const listCertificateRows = async (
  read: Read,
  filters: CertificateFilters & {
    readonly page: number;
    readonly pageSize: number;
    readonly sort: string;
  },
) => {
  const { total } = await read.one(
    filtered(filters).select(sql<number>`count(*)::int`.as('total')),
  );
  const column = SORTS[filters.sort.replace(/^-/, '')] ?? sql`certificate.code`;
  const rows = await read.all(
    selectCertificates(filters)
      .orderBy(column, (order) => {
        const directed = filters.sort.startsWith('-') ? order.desc() : order.asc();
        return directed.nullsLast();
      })
      .orderBy('certificate.id')
      .limit(filters.pageSize)
      .offset((filters.page - 1) * filters.pageSize),
  );
  return { rows, total };
};

export const findCertificateRow = async (read: Read, id: string) =>
  await read.maybe(selectCertificates({}).where('certificate.id', '=', id));

export type CertificateRecord = NonNullable<Awaited<ReturnType<typeof findCertificateRow>>>;

export const levelsOf = async (read: Read, certificateId: string) =>
  await read.all(
    sqlBuilder
      .selectFrom('certificate_level')
      .selectAll()
      .where('certificate_id', '=', certificateId)
      .orderBy('level'),
  );

export const majorHintsOf = async (read: Read, certificateId: string) =>
  await read.all(
    sqlBuilder
      .selectFrom('certificate_major')
      .selectAll()
      .where('certificate_id', '=', certificateId)
      .orderBy('education_level')
      .orderBy('major_code'),
  );

const selectLevels = () =>
  sqlBuilder
    .selectFrom('certificate_level')
    .innerJoin('certificate', 'certificate.id', 'certificate_level.certificate_id')
    .innerJoin('organization', 'organization.id', 'certificate.evaluation_organization_id')
    .select([
      'certificate_level.id',
      'certificate_level.certificate_id',
      'certificate_level.level',
      'certificate.short_name',
      'certificate.status',
      'certificate.evaluation_organization_id',
      'organization.name as organization_name',
    ]);

export const searchLevelRows = async (
  read: Read,
  wanted: { readonly q: string; readonly onlyOpen: boolean },
) =>
  await read.all(
    selectLevels()
      .where((eb) =>
        eb.or([
          eb('certificate.search_text', 'like', likePattern(wanted.q)),
          eb('organization.search_text', 'like', likePattern(wanted.q)),
        ]),
      )
      .$if(wanted.onlyOpen, (query) => query.where('certificate.status', '=', 'ACTIVE'))
      // Certificates before their organizations, short names before the longer ones that contain them.
      .orderBy(sql`'|' || certificate.search_text like ${beginningPattern(wanted.q)}`, 'desc')
      .orderBy(sql`certificate.search_text like ${likePattern(wanted.q)}`, 'desc')
      .orderBy(sql`length(certificate.short_name)`)
      .orderBy('certificate.short_name')
      .orderBy('certificate_level.level')
      .orderBy('certificate_level.id')
      .limit(20),
  );

export const levelRowsByIds = async (read: Read, ids: readonly string[]) =>
  ids.length === 0
    ? []
    : await read.all(selectLevels().where('certificate_level.id', 'in', [...ids]));

/** Whether an application or a filing names the level. */
export const isLevelUsed = async (read: Read, levelId: string): Promise<boolean> => {
  const { used } = await read.one(
    sqlBuilder.selectNoFrom((eb) =>
      eb
        .or([
          eb.exists(
            eb
              .selectFrom('application_item')
              .select(sql`1`.as('one'))
              .where('certificate_level_id', '=', levelId),
          ),
          eb.exists(
            eb
              .selectFrom('filing')
              .select(sql`1`.as('one'))
              .where('certificate_level_id', '=', levelId),
          ),
        ])
        .as('used'),
    ),
  );
  return Boolean(used);
};

export const findLevelRow = async (read: Read, id: string) =>
  await read.maybe(sqlBuilder.selectFrom('certificate_level').selectAll().where('id', '=', id));

export const evaluationOrganization = async (read: Read, id: string) =>
  await read.maybe(
    sqlBuilder
      .selectFrom('organization')
      .select(['id', 'name', 'status'])
      .where('id', '=', id)
      .where('kind', '=', 'EVALUATION_ORGANIZATION'),
  );

/** Codes the register gave itself, `X0001` and on. */
export const highestOwnNumber = async (read: Read): Promise<number> => {
  const { highest } = await read.one(
    sqlBuilder
      .selectFrom('certificate')
      .select(sql<number>`coalesce(max(substring(code from 2)::int), 0)`.as('highest'))
      .where(sql<boolean>`code ~ '^X[0-9]{4,8}$'`),
  );
  return highest;
};

export const completenessRow = async (read: Read) =>
  await read.one(
    sqlBuilder.selectNoFrom((eb) => {
      const count = sql<number>`count(*)::int`.as('count');
      const certificates = eb.selectFrom('certificate').select(count);
      return [
        certificates.as('certificates'),
        eb.selectFrom('certificate_level').select(count).as('levels'),
        certificates.where((inner) => inner.not(inner.exists(levelsIn(inner)))).as('withoutLevels'),
        certificates.where('batch', 'is', null).as('withoutBatch'),
        certificates.where('trust', '=', '低').as('lowTrust'),
      ];
    }),
  );

export const countsByBatch = async (read: Read) =>
  await read.all(
    sqlBuilder
      .selectFrom('certificate')
      .select(['batch', sql<number>`count(*)::int`.as('count')])
      .where('batch', 'is not', null)
      .groupBy('batch'),
  );

export interface CertificateValues {
  readonly short_name: string;
  readonly name: string;
  readonly batch: number | null;
  readonly batch_basis: string | null;
  readonly evaluation_organization_id: string;
  readonly standard_code: string | null;
  readonly standard_url: string | null;
  readonly sector: string | null;
  readonly trust: string | null;
  readonly source: string | null;
  readonly note: string | null;
  readonly search_text: string;
}

export interface Authorship {
  readonly actorId: string | null;
  readonly at: Instant;
}

export const insertCertificate = async (
  tx: Transaction,
  row: CertificateValues & { readonly id: string; readonly code: string },
  { actorId, at }: Authorship,
): Promise<void> => {
  const authored = { created_at: at, created_by: actorId, updated_at: at, updated_by: actorId };
  await tx.run(sqlBuilder.insertInto('certificate').values({ ...row, ...authored }));
};

type Change =
  | CertificateValues
  | { readonly status: string; readonly status_reason: string; readonly status_on: string }
  | Record<string, never>;

/** @throws DomainError conflict when the version is not the one that was seen */
export const updateCertificateRow = async (
  tx: Transaction,
  seen: { readonly id: string; readonly version: number },
  values: Change,
  { actorId, at }: Authorship,
): Promise<void> => {
  await tx.updateExactlyOne(
    sqlBuilder
      .updateTable('certificate')
      .set({ ...values, updated_at: at, updated_by: actorId, version: sql`version + 1` })
      .where('id', '=', seen.id)
      .where('version', '=', seen.version),
  );
};

export interface LevelValues {
  readonly id: string;
  readonly certificate_id: string;
  readonly level: number;
  readonly effective_on: string | null;
  readonly trust: string | null;
  readonly source: string | null;
}

export const insertLevels = async (
  tx: Transaction,
  rows: readonly LevelValues[],
  { actorId, at }: Authorship,
): Promise<void> => {
  if (rows.length === 0) return;
  await tx.run(
    sqlBuilder
      .insertInto('certificate_level')
      .values(rows.map((row) => ({ ...row, created_at: at, created_by: actorId }))),
  );
};

export const deleteLevel = async (tx: Transaction, id: string): Promise<void> => {
  await tx.run(sqlBuilder.deleteFrom('certificate_level').where('id', '=', id));
};

export interface MajorHintValues {
  readonly certificate_id: string;
  readonly major_code: string;
  readonly major_name: string;
  readonly education_level: string;
  readonly trust: string | null;
  readonly source: string | null;
}

export const replaceMajorHints = async (
  tx: Transaction,
  certificateId: string,
  rows: readonly MajorHintValues[],
): Promise<void> => {
  await tx.run(
    sqlBuilder.deleteFrom('certificate_major').where('certificate_id', '=', certificateId),
  );
  if (rows.length > 0) await tx.run(sqlBuilder.insertInto('certificate_major').values([...rows]));
};

/** Names and catalogues of major codes, the newest edition last. */
export const namesOfMajors = async (read: Read, codes: readonly string[]) =>
  codes.length === 0
    ? []
    : await read.all(
        sqlBuilder
          .selectFrom('major')
          .select(['code', 'name', 'education_level'])
          .where('code', 'in', [...codes])
          .orderBy('catalog_edition'),
      );
