import { z } from 'zod';
import type { OutputOf } from '../../kernel/endpoint.ts';
import type { Instant } from '../../kernel/time.ts';
import type { Read, Transaction } from '../../platform/db/database.ts';
import { SITE_SETTINGS, siteSettingsOf } from '../../platform/page/site-settings.ts';
import { findSetting, findSettings, putSetting } from '../../platform/settings.ts';
import { expectedOf } from '../catalog/index.ts';
import { NUMBER_SETTING, numberPrefixOf } from '../filings/index.ts';
import { linesOfText, textOfLines } from './contact-lines.ts';
import type { getProvince } from './contract.ts';

export type ProvinceSettings = OutputOf<typeof getProvince>;

const KEYS = [...Object.values(SITE_SETTINGS), NUMBER_SETTING];

/** In one query, as the pages read them: what is missing or malformed is empty. */
export const readProvince = async (read: Read): Promise<ProvinceSettings> => {
  const values = await findSettings(read, KEYS);
  const site = siteSettingsOf(values);
  return {
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
