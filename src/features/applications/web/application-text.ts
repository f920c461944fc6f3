import { LEVEL_LABELS } from '../../catalog/levels.ts';
import { type ApplicationContent, type ApplicationItemContent, CONDITION_ANSWERS, CONDITIONS, GRADES } from '../content.ts';
import type { ApplicationView } from '../contract.ts';
import { reasonsById } from './application-items.ts';

/** What the ids in a content stand for. */
export interface Names {
  readonly level: (certificateLevelId: string) => string;
  readonly major: (institutionMajorId: string) => string;
}

/** `智能装配（中级）`, as the catalog writes it. */
export const levelName = (certificateName: string, level: number): string =>
  `${certificateName}（${level in LEVEL_LABELS ? LEVEL_LABELS[level as keyof typeof LEVEL_LABELS] : level}）`;

const UNKNOWN_LEVEL = '名称未知的证书';

/** Names from the record and from what was searched since it was read. */
export const namesOf = (view: ApplicationView, learned: Readonly<Record<string, string>> = {}): Names => {
  const levels = new Map(
    view.items.map((item) => [item.certificateLevelId, levelName(item.certificateName, item.level)]),
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

/** One line of a comparison; `key` is the same for the same thing in two contents. */
export interface ContentRow {
  readonly key: string;
  readonly label: string;
  readonly text: string;
}

const itemRows = (item: ApplicationItemContent, names: Names): ContentRow[] => {
  const name = names.level(item.certificateLevelId);
  const row = (key: string, label: string, text: string): ContentRow => ({
    key: `items/${item.id}/${key}`,
    label: `${name}：${label}`,
    text,
  });
  return [
    row('level', '证书与等级', name),
    row('majors', '专业', majorsText(item, names)),
    row('grades', '参与年级', gradesText(item.grades)),
    row('headcount', '计划人数', item.plannedHeadcount === null ? '' : `${item.plannedHeadcount} 人`),
    row('site', '是否申请考核站点', item.siteIntention ? '是' : '否'),
    row('threeYears', '招生不满 3 年的说明', item.threeYearReason),
    row('note', '备注', item.note),
  ];
};

const reasonRows = (content: ApplicationContent, names: Names): ContentRow[] =>
  Object.entries(reasonsById(content)).map(([key, text]) => {
    const item = content.items.find((one) => key.includes(one.id));
    const about = item === undefined ? '' : `${names.level(item.certificateLevelId)}：`;
    return { key: `reasons/${key}`, label: `${about}对提醒的说明`, text };
  });

/** A whole content as labelled texts, in the order of the form. */
export const contentRows = (content: ApplicationContent, names: Names): ContentRow[] => [
  ...PEOPLE_FIELDS.map((field) => ({ key: field, label: PEOPLE_LABELS[field], text: content[field] })),
  ...CONDITIONS.flatMap((condition, index) => {
    const given = content.conditions[index];
    const answer = given?.answer ?? null;
    return [
      {
        key: `conditions[${index}].answer`,
        label: `条件 ${index + 1} ${condition.label}`,
        text: answer === null ? '' : CONDITION_ANSWERS[answer],
      },
      {
        key: `conditions[${index}].explanation`,
        label: `条件 ${index + 1} 说明`,
        text: given?.explanation ?? '',
      },
    ];
  }),
  ...content.items.flatMap((item) => itemRows(item, names)),
  ...reasonRows(content, names),
  { key: 'statementAccepted', label: '真实性承诺', text: content.statementAccepted ? '已承诺' : '未承诺' },
];

export interface ChangedRow {
  readonly key: string;
  readonly label: string;
  readonly before: string;
  readonly after: string;
}

/** An item that stands on one side only is one line, not seven. */
const foldItem = (rows: readonly ContentRow[], others: ReadonlySet<string>): ContentRow[] => {
  const folded = new Map<string, ContentRow>();
  for (const row of rows) {
    const item = /^items\/[^/]+/.exec(row.key)?.[0];
    if (item === undefined || others.has(`${item}/level`)) {
      folded.set(row.key, row);
      continue;
    }
    const text = row.text === '' || row.key.endsWith('/level') ? '' : `${row.label.split('：')[1]}：${row.text}`;
    const before = folded.get(item);
    const name = row.label.split('：')[0] ?? '';
    folded.set(item, {
      key: item,
      label: `证书 ${name}`,
      text: [before?.text ?? name, text].filter((part) => part !== '').join('\n'),
    });
  }
  return [...folded.values()];
};

/** Everything that differs between two contents, in the order of the newer one, what is gone last. */
export const changedRows = (before: readonly ContentRow[], after: readonly ContentRow[]): ChangedRow[] => {
  const keysBefore = new Set(before.map((row) => row.key));
  const keysAfter = new Set(after.map((row) => row.key));
  const old = new Map(foldItem(before, keysAfter).map((row) => [row.key, row]));
  const now = foldItem(after, keysBefore);
  const kept = new Set(now.map((row) => row.key));
  return [
    ...now.map((row) => ({ ...row, before: old.get(row.key)?.text ?? '', after: row.text })),
    ...[...old.values()]
      .filter((row) => !kept.has(row.key))
      .map((row) => ({ ...row, before: row.text, after: '' })),
  ]
    .filter((row) => row.before !== row.after)
    .map(({ key, label, before: was, after: is }) => ({ key, label, before: was, after: is }));
};
