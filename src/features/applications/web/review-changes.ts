import type { ComparedField } from '../../../ui/display/compare.tsx';
import type { OutputOf } from '../../../kernel/endpoint.ts';
import { sizeText } from '../../../ui/display/size-text.ts';
import { CONDITION_ANSWERS, CONDITIONS, GRADES } from '../content.ts';
import type { ApplicationContent, ApplicationItemContent } from '../content.ts';
import type { submissionContent } from '../contract.ts';
import { hashText } from './hash-text.ts';
import { certificateLabel, PEOPLE_FIELDS } from './review-fields.ts';

type Submission = OutputOf<typeof submissionContent>;

/** Names for what the content refers to by id. */
export interface Names {
  readonly level: (certificateLevelId: string) => string;
  readonly major: (majorId: string) => string;
}

const peopleText = (content: ApplicationContent, person: (typeof PEOPLE_FIELDS)[number]): string =>
  [content[person.field], 'also' in person ? content[person.also] : '']
    .filter((text) => text !== '')
    .join('，');

const comparePeople = (before: ApplicationContent, after: ApplicationContent): ComparedField[] =>
  PEOPLE_FIELDS.map((person) => ({
    label: person.label,
    before: peopleText(before, person),
    after: peopleText(after, person),
  }));

const conditionText = (content: ApplicationContent, index: number): string => {
  const condition = content.conditions[index];
  if (condition === undefined || condition.answer === null) return '';
  const answer = CONDITION_ANSWERS[condition.answer];
  return condition.explanation === '' ? answer : `${answer}：${condition.explanation}`;
};

const compareConditions = (
  before: ApplicationContent,
  after: ApplicationContent,
): ComparedField[] =>
  CONDITIONS.map((condition, index) => ({
    label: `条件：${condition.label}`,
    before: conditionText(before, index),
    after: conditionText(after, index),
  }));

const ITEM_TEXTS: readonly (readonly [
  label: string,
  text: (item: ApplicationItemContent, names: Names) => string,
])[] = [
  ['证书等级', (item, names) => names.level(item.certificateLevelId)],
  ['计划人数', (item) => (item.plannedHeadcount === null ? '' : `${item.plannedHeadcount} 人`)],
  ['专业', (item, names) => item.institutionMajorIds.map(names.major).join('、')],
  ['年级', (item) => item.grades.map((grade) => GRADES[grade]).join('、')],
  ['考核站点', (item) => (item.siteIntention ? '有意申请' : '')],
  ['不满 3 年的说明', (item) => item.threeYearReason],
  ['备注', (item) => item.note],
];

const wholeItem = (item: ApplicationItemContent | undefined, names: Names): string =>
  item === undefined
    ? ''
    : ITEM_TEXTS.slice(1)
        .map(([label, text]) => [label, text(item, names)] as const)
        .filter(([, text]) => text !== '')
        .map(([label, text]) => `${label}：${text}`)
        .join('\n');

const compareItem = (
  before: ApplicationItemContent | undefined,
  after: ApplicationItemContent | undefined,
  names: Names,
): ComparedField[] => {
  const name = names.level((after ?? before)?.certificateLevelId ?? '');
  if (before === undefined || after === undefined) {
    return [{ label: name, before: wholeItem(before, names), after: wholeItem(after, names) }];
  }
  return ITEM_TEXTS.map(([label, text]) => ({
    label: `${name} ${label}`,
    before: text(before, names),
    after: text(after, names),
  }));
};

/** The same item keeps its id over saves; one deleted and added again is known by its certificate level. */
const partnerOf = (
  item: ApplicationItemContent,
  others: readonly ApplicationItemContent[],
): ApplicationItemContent | undefined =>
  others.find((other) => other.id === item.id) ??
  others.find((other) => other.certificateLevelId === item.certificateLevelId);

const compareItems = (
  before: ApplicationContent,
  after: ApplicationContent,
  names: Names,
): ComparedField[] => {
  const partners = after.items.map((item) => partnerOf(item, before.items));
  const removed = before.items.filter((item) => !partners.includes(item));
  return [
    ...after.items.flatMap((item, index) => compareItem(partners[index], item, names)),
    ...removed.flatMap((item) => compareItem(item, undefined, names)),
  ];
};

const reasonsText = (content: ApplicationContent): string =>
  Object.values(content.acceptedWarnings)
    .filter((reason) => reason !== '')
    .join('；');

/** What differs between two submissions, in the order of the form. */
export const changesBetween = (
  before: ApplicationContent,
  after: ApplicationContent,
  names: Names,
): ComparedField[] =>
  [
    ...comparePeople(before, after),
    ...compareConditions(before, after),
    ...compareItems(before, after, names),
    { label: '对提醒的说明', before: reasonsText(before), after: reasonsText(after) },
  ].filter((field) => field.before !== field.after);

/** In the words of the later submission; what only the earlier one names, in its own. A renaming is no change. */
const namesOf = (before: Submission, after: Submission): Names => {
  const both = [before.words, after.words];
  const levels = new Map(
    both.flatMap((words) => words.levels.map((level) => [level.id, certificateLabel(level)])),
  );
  const majors = new Map(
    both.flatMap((words) => words.majors.map((major) => [major.id, major.name])),
  );
  return {
    level: (id) => levels.get(id) ?? '目录中已没有的证书',
    major: (id) => majors.get(id) ?? '已删除的专业',
  };
};

/** The file by what can be checked: the same name may stand for another file. */
const planText = ({ words: { planFile } }: Submission): string => {
  if (planFile === null) return '';
  const pages = planFile.pageCount === null ? '' : `，${planFile.pageCount} 页`;
  return `${planFile.name}（${sizeText(planFile.byteCount)}${pages}）\nSHA-256 ${hashText(planFile.sha256)}`;
};

const comparePlans = (before: Submission, after: Submission): ComparedField[] =>
  before.words.planFile?.sha256 === after.words.planFile?.sha256
    ? []
    : [{ label: '试点工作方案', before: planText(before), after: planText(after) }];

/** What the institution changed between two submissions, its sealed plan included. */
export const changesBetweenSubmissions = (
  before: Submission,
  after: Submission,
): ComparedField[] => [
  ...changesBetween(before.content, after.content, namesOf(before, after)),
  ...comparePlans(before, after),
];
