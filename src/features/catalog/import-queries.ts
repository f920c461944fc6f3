import { sql } from 'kysely';
import { type Read, sqlBuilder, type Transaction } from '../../platform/db/database.ts';
import type { Authorship, CertificateValues, LevelValues, MajorHintValues } from './queries.ts';

export const allCertificates = async (read: Read) =>
  await read.all(
    sqlBuilder
      .selectFrom('certificate')
      .select([
        'id',
        'code',
        'short_name',
        'name',
        'status',
        'batch',
        'batch_basis',
        'evaluation_organization_id',
        'standard_code',
        'standard_url',
        'sector',
        'trust',
        'source',
        'note',
      ]),
  );

export type KnownCertificate = Awaited<ReturnType<typeof allCertificates>>[number];

export const allLevels = async (read: Read) =>
  await read.all(
    sqlBuilder
      .selectFrom('certificate_level')
      .select(['id', 'certificate_id', 'level', 'effective_on', 'trust', 'source']),
  );

export const allMajorHints = async (read: Read) =>
  await read.all(
    sqlBuilder
      .selectFrom('certificate_major')
      .select(['certificate_id', 'major_code', 'major_name', 'education_level', 'trust', 'source']),
  );

export const majorNames = async (read: Read) =>
  await read.all(
    sqlBuilder
      .selectFrom('major')
      .select(['code', 'name', 'education_level'])
      .orderBy('catalog_edition'),
  );

export interface CertificateImportValues extends CertificateValues {
  readonly id: string;
  readonly code: string;
  /** Of a new row; a known row keeps its own. */
  readonly status: string;
}

export const putCertificates = async (
  tx: Transaction,
  rows: readonly CertificateImportValues[],
  { actorId, at }: Authorship,
): Promise<void> => {
  if (rows.length === 0) return;
  const authored = { created_at: at, created_by: actorId, updated_at: at, updated_by: actorId };
  await tx.run(
    sqlBuilder
      .insertInto('certificate')
      .values(rows.map((row) => ({ ...row, ...authored })))
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet((eb) => ({
          short_name: eb.ref('excluded.short_name'),
          name: eb.ref('excluded.name'),
          batch: eb.ref('excluded.batch'),
          batch_basis: eb.ref('excluded.batch_basis'),
          evaluation_organization_id: eb.ref('excluded.evaluation_organization_id'),
          standard_code: eb.ref('excluded.standard_code'),
          standard_url: eb.ref('excluded.standard_url'),
          sector: eb.ref('excluded.sector'),
          trust: eb.ref('excluded.trust'),
          source: eb.ref('excluded.source'),
          note: eb.ref('excluded.note'),
          search_text: eb.ref('excluded.search_text'),
          updated_at: eb.ref('excluded.updated_at'),
          updated_by: eb.ref('excluded.updated_by'),
          version: sql`certificate.version + 1`,
        })),
      ),
  );
};

export const putLevels = async (
  tx: Transaction,
  rows: readonly LevelValues[],
  { actorId, at }: Authorship,
): Promise<void> => {
  if (rows.length === 0) return;
  await tx.run(
    sqlBuilder
      .insertInto('certificate_level')
      .values(rows.map((row) => ({ ...row, created_at: at, created_by: actorId })))
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet((eb) => ({
          effective_on: eb.ref('excluded.effective_on'),
          trust: eb.ref('excluded.trust'),
          source: eb.ref('excluded.source'),
        })),
      ),
  );
};

export const putMajorHints = async (
  tx: Transaction,
  rows: readonly MajorHintValues[],
): Promise<void> => {
  if (rows.length === 0) return;
  await tx.run(
    sqlBuilder
      .insertInto('certificate_major')
      .values([...rows])
      .onConflict((conflict) =>
        conflict.columns(['certificate_id', 'major_code']).doUpdateSet((eb) => ({
          major_name: eb.ref('excluded.major_name'),
          education_level: eb.ref('excluded.education_level'),
          trust: eb.ref('excluded.trust'),
          source: eb.ref('excluded.source'),
        })),
      ),
  );
};
