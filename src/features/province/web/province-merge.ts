import type { OutputOf } from '../../../kernel/endpoint.ts';
import type { ConflictField } from '../../../ui/form/conflict.tsx';
import type { getProvince } from '../contract.ts';

export type Settings = OutputOf<typeof getProvince>;
type Field = Exclude<keyof Settings, 'version'>;

export const LABELS: Readonly<Record<Field, string>> = {
  title: '平台名称',
  provinceName: '省（区、市）名称',
  officeName: '项目办名称',
  contactText: '联系方式',
  numberPrefix: '备案号前缀',
  catalogTarget: '公布的证书总数',
};

const FIELDS = Object.keys(LABELS) as Field[];

const isClash = (field: Field, base: Settings, mine: Settings, theirs: Settings): boolean =>
  mine[field] !== base[field] && theirs[field] !== base[field] && mine[field] !== theirs[field];

/** What both have changed, and differently. */
export const clashesOf = (base: Settings, mine: Settings, theirs: Settings): ConflictField[] =>
  FIELDS.filter((field) => isClash(field, base, mine, theirs)).map((field) => ({
    label: LABELS[field],
    mine: String(mine[field] ?? ''),
    theirs: String(theirs[field] ?? ''),
  }));

/** Both sides' changes, over what the other has saved; where both changed the same field, the chosen one. */
export const mergeSettings = (
  base: Settings,
  mine: Settings,
  theirs: Settings,
  choice: 'mine' | 'theirs',
): Settings => {
  const own = FIELDS.filter(
    (field) =>
      mine[field] !== base[field] && (choice === 'mine' || !isClash(field, base, mine, theirs)),
  );
  return { ...theirs, ...Object.fromEntries(own.map((field) => [field, mine[field]])) };
};
