import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import type { Instant } from '../../kernel/time.ts';
import {
  importCertificateLevels,
  importCertificateMajors,
  importCertificates,
} from '../../features/catalog/index.ts';
import {
  importDivisions,
  importJurisdictions,
  importMajors,
  importOrganizations,
} from '../../features/organizations/index.ts';
import type { Transaction } from '../../platform/db/database.ts';
import { putSetting } from '../../platform/settings.ts';

const ROOT = fileURLToPath(new URL('../../../db/reference/', import.meta.url));

const table = z.array(z.record(z.string(), z.string()));

/** Rows of a reference file by its English headers; every cell is text, an empty one is ''. */
const rowsOf = async (path: string): Promise<Record<string, string>[]> =>
  table.parse(parse(await readFile(`${ROOT}${path}`), { columns: true, skip_empty_lines: true }));

const settings = z.record(z.string(), z.unknown());

/**
 * Loads the national registers and one province by the same imports that an office uses, all of it or nothing.
 * @param province folder name below db/reference/provinces
 */
export const loadReference = async (
  tx: Transaction,
  province: string,
  at: Instant,
): Promise<void> => {
  const context = { actorId: null, at };
  const local = (file: string) => rowsOf(`provinces/${province}/${file}`);
  const national = (file: string) => rowsOf(`national/${file}`);
  const texts = settings.parse(
    JSON.parse(await readFile(`${ROOT}provinces/${province}/province.json`, 'utf8')),
  );
  for (const [key, value] of Object.entries(texts))
    await putSetting(tx, key, value, { at, accountId: null });
  await importDivisions(tx, await local('divisions.csv'), context);
  await importMajors(tx, await national('majors.csv'), context);
  await importOrganizations(tx, await local('bureaus.csv'), context);
  await importOrganizations(tx, await local('institutions.csv'), context);
  await importOrganizations(tx, await national('evaluation_organizations.csv'), context);
  await importJurisdictions(tx, await local('jurisdictions.csv'), context);
  await importCertificates(tx, await national('certificates.csv'), context);
  await importCertificateLevels(tx, await national('certificate_levels.csv'), context);
  await importCertificateMajors(tx, await national('certificate_majors.csv'), context);
};
