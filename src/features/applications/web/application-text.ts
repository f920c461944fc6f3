import { type ApplicationItemContent, GRADES } from '../content.ts';
import type { ApplicationView } from '../contract.ts';
import type { Names } from './review-changes.ts';
import { certificateLabel } from './review-fields.ts';

const UNKNOWN_LEVEL = '名称未知的证书';

/** Names from the record and from what was searched since it was read. */
export const namesOf = (
  view: ApplicationView,
  learned: Readonly<Record<string, string>> = {},
): Names => {
  const levels = new Map(
    view.items.map((item) => [item.certificateLevelId, certificateLabel(item)]),
  );
  const majors = new Map(view.majors.map((major) => [major.id, major.name]));
  return {
    level: (id) => levels.get(id) ?? learned[id] ?? UNKNOWN_LEVEL,
    major: (id) => majors.get(id) ?? '已移出“本校专业”的专业',
  };
};

export const PEOPLE_LABELS = {
  leaderName: '牵头校领导姓名',
  leaderTitle: '牵头校领导职务',
  departmentName: '负责部门',
  departmentHead: '部门负责人',
  officerName: '专人姓名',
  officerTitle: '专人职务',
  officePhone: '办公电话',
} as const;

export type PeopleField = keyof typeof PEOPLE_LABELS;
export const PEOPLE_FIELDS = Object.keys(PEOPLE_LABELS) as PeopleField[];

export const gradesText = (grades: ApplicationItemContent['grades']): string =>
  grades.map((grade) => GRADES[grade]).join('、');

export const majorsText = (item: ApplicationItemContent, names: Names): string =>
  item.institutionMajorIds.map(names.major).join('、');
