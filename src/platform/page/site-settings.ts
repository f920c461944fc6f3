import { z } from 'zod';
import type { Read } from '../db/database.ts';
import { findSetting } from '../settings.ts';

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

/** What the province says of itself. A setting that is missing or malformed leaves its place empty. */
export const readSettings = async (read: Read): Promise<SiteSettings> => {
  const [titles, place, lines, invented] = [
    product.safeParse(await findSetting(read, 'product')),
    province.safeParse((await findSetting(read, 'province')) ?? {}),
    contact.safeParse((await findSetting(read, 'contact')) ?? {}),
    demo.safeParse(await findSetting(read, 'demo')),
  ];
  return {
    title: titles.data?.title ?? DEFAULT_TITLE,
    provinceName: place.data?.name ?? '',
    officeName: place.data?.officeName ?? '',
    contactLines: lines.data?.lines ?? [],
    isDemo: invented.success,
  };
};
