import { z } from 'zod';
import { shortText } from '../../kernel/text.ts';
import type { Instant } from '../../kernel/time.ts';
import type { Read } from '../../platform/db/database.ts';
import { newId, sha256Hex } from '../../platform/random.ts';
import { findSetting } from '../../platform/settings.ts';
import { decidedItemsToFile, type ItemToFile } from '../applications/index.ts';
import type { RoundFacts } from '../rounds/index.ts';
import {
  entriesInForce,
  filingsInForce,
  type InstitutionWords,
  institutionWords,
  lastFilingNumber,
  type LevelWords,
  levelWords,
  type NewFiling,
  type StoredEntry,
  type StoredRow,
} from './confirmation-queries.ts';
import {
  canonicalRows,
  compareEditions,
  countRows,
  type EditionCounts,
  filingNumber,
} from './edition.ts';
import { findLatestEdition } from './edition-queries.ts';
import { certificatesLeft, prefixMissing } from './errors.ts';

/** Everything the next edition would be: what is shown before confirming is exactly what is confirmed. */
export interface Composition {
  readonly number: number;
  readonly rows: readonly StoredRow[];
  readonly counts: EditionCounts;
  readonly contentHash: string;
  readonly newFilings: readonly NewFiling[];
  readonly applicationIds: readonly string[];
  /** The counter after confirming. */
  readonly lastNumber: number;
}

const numberSetting = z.object({ prefix: shortText(20) });

/** Key of the setting that the office writes. */
export const NUMBER_SETTING = 'filing_number';

/** How the numbers given from now on begin, by the setting's value; `undefined` until the office has chosen it. */
export const numberPrefixOf = (value: unknown): string | undefined =>
  numberSetting.safeParse(value).data?.prefix;

/** @throws DomainError unprocessable `filings.prefix_missing`: a number once given stays, so none is guessed */
const numberPrefix = async (read: Read): Promise<string> => {
  const prefix = numberPrefixOf(await findSetting(read, NUMBER_SETTING));
  if (prefix === undefined) throw prefixMissing();
  return prefix;
};

interface WordedItem {
  readonly item: ItemToFile;
  readonly institution: InstitutionWords;
  readonly level: LevelWords;
}

const known = <T>(words: ReadonlyMap<string, T>, id: string): T => {
  const found = words.get(id);
  if (found === undefined) throw new Error(`no register entry for ${id}`);
  return found;
};

/** The items in the order in which applications hands them over, which is the order of their numbers. */
const wordItems = async (read: Read, items: readonly ItemToFile[]): Promise<WordedItem[]> => {
  if (items.length === 0) return [];
  const institutionIds = [...new Set(items.map((item) => item.institutionId))];
  const levelIds = [...new Set(items.map((item) => item.certificateLevelId))];
  const institutions = new Map(
    (await institutionWords(read, institutionIds)).map((row) => [row.id, row]),
  );
  const levels = new Map((await levelWords(read, levelIds)).map((row) => [row.id, row]));
  return items.map((item) => ({
    item,
    institution: known(institutions, item.institutionId),
    level: known(levels, item.certificateLevelId),
  }));
};

const filingOf = ({ item, level }: WordedItem, number: string, at: Instant): NewFiling => ({
  id: newId(at),
  filingNumber: number,
  institutionId: item.institutionId,
  certificateLevelId: item.certificateLevelId,
  evaluationOrganizationId: level.evaluationOrganizationId,
  applicationItemId: item.itemId,
  headcount: item.approvedHeadcount,
  majorNames: item.majorNames,
  isNew: item.isNew,
});

const entryOf = ({ item, institution, level }: WordedItem, number: string): StoredEntry => ({
  filingNumber: number,
  institutionName: institution.name,
  institutionKind: institution.kind,
  areaName: institution.areaName,
  certificateName: level.certificateName,
  level: level.level,
  evaluationOrganizationId: level.evaluationOrganizationId,
  evaluationOrganizationName: level.evaluationOrganizationName,
  majorNames: item.majorNames,
  headcount: item.approvedHeadcount,
  isNew: item.isNew,
  searchText: `${institution.searchText}|${level.searchText}|${number.toLowerCase()}`,
});

/**
 * Puts the next edition together: filings in force, decided items with the numbers they would get, and what left
 * since the last edition. Changes nothing; the same state of the database gives the same rows and the same hash.
 * @throws DomainError unprocessable `filings.prefix_missing`, `filings.certificate_exiting`
 */
export const composeEdition = async (
  read: Read,
  round: RoundFacts,
  at: Instant,
): Promise<Composition> => {
  const prefix = await numberPrefix(read);
  const last = await findLatestEdition(read, round.id);
  const before = last === undefined ? [] : await entriesInForce(read, last.id);
  const counted = await lastFilingNumber(read, round.id);
  const decided = await decidedItemsToFile(read, round.id);
  const left = decided.filter(({ certificateStatus }) => certificateStatus !== 'ACTIVE');
  if (left.length > 0) throw certificatesLeft(left);
  const items = await wordItems(read, decided);
  const numbered = items.map((worded, index) => ({
    worded,
    number: filingNumber(prefix, round, counted + index + 1),
  }));
  const now = [
    ...(await filingsInForce(read, round.id)),
    ...numbered.map(({ worded, number }) => entryOf(worded, number)),
  ];
  const rows = compareEditions(before, now);
  return {
    number: (last?.number ?? 0) + 1,
    rows,
    counts: countRows(rows),
    contentHash: sha256Hex(canonicalRows(rows)),
    newFilings: numbered.map(({ worded, number }) => filingOf(worded, number, at)),
    applicationIds: [...new Set(items.map(({ item }) => item.applicationId))],
    lastNumber: counted + numbered.length,
  };
};
