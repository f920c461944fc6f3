import { LEVEL_LABELS } from '../../catalog/levels.ts';
import { CONDITIONS } from '../content.ts';
import type { ApplicationView } from '../contract.ts';

// What a reviewer's remark points at: the path of the form's field, the same as in findings, except that an item is
// named by its id (`items[<uuid>]`, `items[<uuid>].plannedHeadcount`): the institution may add, remove and reorder
// items while it corrects them.

export const PEOPLE_FIELDS = [
  { field: 'leaderName', label: '牵头校领导', also: 'leaderTitle' },
  { field: 'departmentName', label: '负责部门' },
  { field: 'departmentHead', label: '部门负责人' },
  { field: 'officerName', label: '负责具体工作的专人', also: 'officerTitle' },
  { field: 'officePhone', label: '办公电话' },
] as const;

export const conditionPath = (index: number): string => `conditions[${index}]`;

export const conditionField = (index: number): string => `${conditionPath(index)}.explanation`;

export const itemField = (itemId: string): string => `items[${itemId}]`;

export const PLAN_FIELD = 'planFile';

export const levelLabel = (level: number): string =>
  level === 1 || level === 2 || level === 3 ? LEVEL_LABELS[level] : `${level} 级`;

/** `智能装配（中级）`. */
export const certificateLabel = (item: {
  readonly certificateName: string;
  readonly level: number;
}): string => `${item.certificateName}（${levelLabel(item.level)}）`;

const itemLabel = (key: string, view: Pick<ApplicationView, 'items'>): string => {
  const index = view.items.findIndex(
    (item, position) => item.id === key || String(position) === key,
  );
  const item = view.items[index];
  return item === undefined ? '已删除的证书项' : `第 ${index + 1} 项 ${certificateLabel(item)}`;
};

/** The words for the place that a remark points at. */
export const fieldLabel = (field: string, view: Pick<ApplicationView, 'items'>): string => {
  const item = /^items\[([^\]]+)\]/.exec(field)?.[1];
  if (item !== undefined) return itemLabel(item, view);
  const condition = /^conditions\[(\d+)\]/.exec(field)?.[1];
  if (condition !== undefined) return `条件：${CONDITIONS[Number(condition)]?.label ?? condition}`;
  if (field === PLAN_FIELD) return '试点工作方案';
  if (field === 'items') return '申报的证书';
  const person = PEOPLE_FIELDS.find(
    (one) => one.field === field || ('also' in one && one.also === field),
  );
  return person?.label ?? '整份申报';
};

/** A path that names its item by place (`items[0].grades`) with the item's id instead, where there is such an item. */
const byId = (field: string, items: readonly { readonly id: string }[]): string =>
  field.replace(/^items\[(\d{1,3})\]/, (whole, place: string) => {
    const item = items[Number(place)];
    return item === undefined ? whole : itemField(item.id);
  });

/** Whether a remark's path means this place; `items[<id>].plannedHeadcount` belongs to `items[<id>]`. */
export const isAbout = (
  remarkField: string,
  field: string,
  view: Pick<ApplicationView, 'items'>,
): boolean => {
  const path = byId(remarkField, view.items);
  return path === field || path.startsWith(`${field}.`) || path.startsWith(`${field}[`);
};
