import type { Finding } from '../../../kernel/finding.ts';
import type { ApplicationContent, ApplicationItemContent } from '../content.ts';

// Findings, remarks and reasons name an item by its place (`items[2].plannedHeadcount`). Places move when an item is
// taken out, ids do not: whatever outlives one look at the list is kept by id in between (`items/<id>.…`).

type Items = readonly { readonly id: string }[];

const BY_PLACE = /^(.*@)?items\[(\d+)\](.*)$/;
const BY_ID = /^(.*@)?items\/([0-9a-f-]{36})(.*)$/;

/** `items[2].grades` as `items/<id>.grades`; other paths as they are; `undefined` where there is no such item. */
export const pathById = (path: string, items: Items): string | undefined => {
  const found = BY_PLACE.exec(path);
  if (found === null) return path;
  const id = items[Number(found[2])]?.id;
  return id === undefined ? undefined : `${found[1] ?? ''}items/${id}${found[3] ?? ''}`;
};

/** The way back; `undefined` when the item is no longer in the list. */
export const pathByPlace = (path: string, items: Items): string | undefined => {
  const found = BY_ID.exec(path);
  if (found === null) return path;
  const place = items.findIndex((item) => item.id === found[2]);
  return place < 0 ? undefined : `${found[1] ?? ''}items[${place}]${found[3] ?? ''}`;
};

/** Findings about the items as they were, for the items as they stand now. */
export const rebaseFindings = (findings: readonly Finding[], then: Items, now: Items): Finding[] =>
  findings.flatMap((finding) => {
    const byId = pathById(finding.field, then);
    const field = byId === undefined ? undefined : pathByPlace(byId, now);
    return field === undefined ? [] : [{ ...finding, field }];
  });

type Reasons = Readonly<Record<string, string>>;

const mapKeys = (
  reasons: Reasons,
  keyOf: (key: string) => string | undefined,
): Record<string, string> =>
  Object.fromEntries(
    Object.entries(reasons).flatMap(([key, reason]) => {
      const mapped = keyOf(key);
      return mapped === undefined ? [] : [[mapped, reason]];
    }),
  );

/** The reasons for accepted warnings, by `code@items/<id>.field`. */
export const reasonsById = ({
  acceptedWarnings,
  items,
}: ApplicationContent): Record<string, string> =>
  mapKeys(acceptedWarnings, (key) => pathById(key, items));

/** The content with other items; reasons follow their items, and those of items that are gone go with them. */
export const withItems = (
  content: ApplicationContent,
  items: readonly ApplicationItemContent[],
  reasons: Reasons = reasonsById(content),
): ApplicationContent => ({
  ...content,
  items: [...items],
  acceptedWarnings: mapKeys(reasons, (key) => pathByPlace(key, items)),
});

export const newItem = (id: string, certificateLevelId: string): ApplicationItemContent => ({
  id,
  certificateLevelId,
  institutionMajorIds: [],
  grades: [],
  plannedHeadcount: null,
  siteIntention: false,
  threeYearReason: '',
  note: '',
});

export const changeItem = (
  content: ApplicationContent,
  id: string,
  change: Partial<ApplicationItemContent>,
): ApplicationContent => ({
  ...content,
  items: content.items.map((item) => (item.id === id ? { ...item, ...change } : item)),
});

export const removeItem = (content: ApplicationContent, id: string): ApplicationContent =>
  withItems(
    content,
    content.items.filter((item) => item.id !== id),
  );

/** Takes a removal back: the item stands where it stood, with its reasons, whatever else changed since. */
export const restoreItem = (
  content: ApplicationContent,
  before: ApplicationContent,
  id: string,
): ApplicationContent => {
  const place = before.items.findIndex((item) => item.id === id);
  const item = before.items[place];
  if (item === undefined || content.items.some((one) => one.id === id)) return content;
  const items = [...content.items.slice(0, place), item, ...content.items.slice(place)];
  return withItems(content, items, { ...reasonsById(before), ...reasonsById(content) });
};

/** The planned number, null while none stands there that can be read. */
export const plannedOf = ({
  plannedHeadcount,
}: Pick<ApplicationItemContent, 'plannedHeadcount'>): number | null =>
  Number.isNaN(plannedHeadcount) ? null : plannedHeadcount;

export const plannedTotal = (items: readonly ApplicationItemContent[]): number =>
  items.reduce((sum, item) => sum + (plannedOf(item) ?? 0), 0);
