import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { OutputOf } from '../../kernel/endpoint.ts';
import type { Instant } from '../../kernel/time.ts';
import type { Read, Transaction } from '../../platform/db/database.ts';
import { SITE_SETTINGS, siteSettingsOf } from '../../platform/page/site-settings.ts';
import { findSetting, findSettings, lockSettings, putSetting } from '../../platform/settings.ts';
import { expectedOf } from '../catalog/index.ts';
import { NUMBER_SETTING, numberPrefixOf } from '../filings/index.ts';
import { linesOfText, textOfLines } from './contact-lines.ts';
import type { getProvince } from './contract.ts';
import { provinceChanged } from './errors.ts';

type KnownSettings = OutputOf<typeof getProvince>;
export type ProvinceSettings = Omit<KnownSettings, 'version'>;

/** There is no row to count versions on: the same content is the same version. */
const versionOf = (settings: ProvinceSettings): string =>
  createHash('sha256').update(JSON.stringify(settings)).digest('hex').slice(0, 32);

const KEYS = [...Object.values(SITE_SETTINGS), NUMBER_SETTING];

/** In one query, as the pages read them: what is missing or malformed is empty. */
export const readProvince = async (read: Read): Promise<KnownSettings> => {
  const values = await findSettings(read, KEYS);
  const site = siteSettingsOf(values);
  const settings = {
    title: site.title,
    provinceName: site.provinceName,
    officeName: site.officeName,
    contactText: textOfLines(
      site.contactLines.map((line) =>
        typeof line === 'string' ? { label: '', value: line } : line,
      ),
    ),
    numberPrefix: numberPrefixOf(values.get(NUMBER_SETTING)) ?? '',
    catalogTarget: expectedOf(values.get(SITE_SETTINGS.province)).catalogTarget,
  };
  return { ...settings, version: versionOf(settings) };
};

/**
 * The settings as they are, held until the end of the transaction.
 * @throws DomainError conflict when they are no longer what somebody has seen
 */
export const holdProvince = async (tx: Transaction, seen: string): Promise<KnownSettings> => {
  await lockSettings(tx, KEYS);
  const now = await readProvince(tx);
  if (now.version !== seen) throw provinceChanged();
  return now;
};

const kept = z.record(z.string(), z.unknown());

/** What else a province's data say under the same key stays. */
export const writeProvince = async (
  tx: Transaction,
  settings: ProvinceSettings,
  by: { readonly at: Instant; readonly accountId: string },
): Promise<void> => {
  const { title, provinceName, officeName, contactText, numberPrefix, catalogTarget } = settings;
  const province = kept.safeParse(await findSetting(tx, SITE_SETTINGS.province)).data ?? {};
  const told = { name: provinceName, officeName, catalogTarget };
  await putSetting(tx, SITE_SETTINGS.product, { title }, by);
  await putSetting(tx, SITE_SETTINGS.province, { ...province, ...told }, by);
  await putSetting(tx, SITE_SETTINGS.contact, { lines: linesOfText(contactText) }, by);
  await putSetting(tx, NUMBER_SETTING, { prefix: numberPrefix }, by);
};
