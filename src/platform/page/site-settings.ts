import { z } from 'zod';
import type { Read } from '../db/database.ts';
import { findSetting } from '../settings.ts';

/** Keys of the settings behind the public pages. */
export const SITE_SETTINGS = {
  product: 'product',
  province: 'province',
  contact: 'contact',
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
  product.safeParse(await findSetting(read, SITE_SETTINGS.product)).data?.title ?? DEFAULT_TITLE;

/** What the province says of itself. A setting that is missing or malformed leaves its place empty. */
export const readSettings = async (read: Read): Promise<SiteSettings> => {
  const [title, place, lines, invented] = [
    await readTitle(read),
    province.safeParse((await findSetting(read, SITE_SETTINGS.province)) ?? {}),
    contact.safeParse((await findSetting(read, SITE_SETTINGS.contact)) ?? {}),
    demo.safeParse(await findSetting(read, 'demo')),
  ];
  return {
    title,
    provinceName: place.data?.name ?? '',
    officeName: place.data?.officeName ?? '',
    contactLines: lines.data?.lines ?? [],
    isDemo: invented.success,
  };
};
