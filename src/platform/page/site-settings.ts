import { z } from 'zod';
import type { Read } from '../db/database.ts';
import { findSetting, findSettings } from '../settings.ts';

/** Keys of the settings behind the public pages. */
export const SITE_SETTINGS = {
  product: 'product',
  province: 'province',
  contact: 'contact',
  demo: 'demo',
} as const;

const DEFAULT_TITLE = '1+X 证书试点工作平台';

const product = z.object({ title: z.string().trim().min(1) });
const province = z.object({ name: z.string().default(''), officeName: z.string().default('') });
/** Each line is a text, or a label with its value, as the office wants them to stand. */
const contact = z.object({
  lines: z
    .array(z.union([z.string(), z.object({ label: z.string(), value: z.string() })]))
    .default([]),
});
const demo = z.object({ enabled: z.literal(true) });

export interface SiteSettings {
  readonly title: string;
  readonly provinceName: string;
  readonly officeName: string;
  readonly contactLines: readonly (string | { readonly label: string; readonly value: string })[];
  readonly isDemo: boolean;
}

/** What the product is called here. */
export const readTitle = async (read: Read): Promise<string> =>
  titleOf(await findSetting(read, SITE_SETTINGS.product));

const titleOf = (value: unknown): string => product.safeParse(value).data?.title ?? DEFAULT_TITLE;

/** What the province says of itself, by the values of `SITE_SETTINGS`. One that is missing or malformed is empty. */
export const siteSettingsOf = (values: ReadonlyMap<string, unknown>): SiteSettings => {
  const place = province.safeParse(values.get(SITE_SETTINGS.province) ?? {});
  const lines = contact.safeParse(values.get(SITE_SETTINGS.contact) ?? {});
  return {
    title: titleOf(values.get(SITE_SETTINGS.product)),
    provinceName: place.data?.name ?? '',
    officeName: place.data?.officeName ?? '',
    contactLines: lines.data?.lines ?? [],
    isDemo: demo.safeParse(values.get(SITE_SETTINGS.demo)).success,
  };
};

export const readSettings = async (read: Read): Promise<SiteSettings> =>
  siteSettingsOf(await findSettings(read, Object.values(SITE_SETTINGS)));
