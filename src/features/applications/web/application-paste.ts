import { normalizeText, toHalfWidth } from '../../../kernel/text.ts';
import type { LevelOption } from '../../catalog/contract.ts';
import { LEVEL_LABELS } from '../../catalog/levels.ts';
import { type ApplicationItemContent, type Grade, GRADES, HEADCOUNT_LIMIT } from '../content.ts';
import type { ApplicationView } from '../contract.ts';

/** The columns in their order; the head row may be pasted with them. */
export const PASTE_COLUMNS = ['证书名称', '等级', '专业', '年级', '人数'] as const;

const MOST_ROWS = 300;

/** Cells of a copied range of Excel or WPS: tabs, and quotes around cells with line breaks. */
export const parseCells = (text: string): string[][] => {
  const separator = text.includes('\t') ? '\t' : /[,，]/;
  const isSeparator = (sign: string) =>
    typeof separator === 'string' ? sign === separator : separator.test(sign);
  const rows: string[][] = [[]];
  let cell = '';
  let isQuoted = false;
  const endCell = () => {
    rows.at(-1)?.push(normalizeText(cell));
    cell = '';
  };
  const signs = text.replace(/\r\n?/g, '\n');
  for (let index = 0; index < signs.length; index += 1) {
    const sign = signs.charAt(index);
    if (isQuoted) {
      if (sign !== '"') cell += sign;
      else if (signs.charAt(index + 1) === '"') {
        cell += '"';
        index += 1;
      } else isQuoted = false;
    } else if (sign === '"' && cell === '') isQuoted = true;
    else if (isSeparator(sign)) endCell();
    else if (sign === '\n') {
      endCell();
      rows.push([]);
    } else cell += sign;
  }
  endCell();
  return rows.filter((row) => row.some((one) => one !== ''));
};

const isHead = (row: readonly string[]): boolean => /^(序号|证书|证书名称)$/.test(row[0] ?? '');

export interface PastedRow {
  /** Counted from 1 as pasted, head row included, so that it can be found again in the sheet. */
  readonly line: number;
  readonly certificate: string;
  readonly level: string;
  readonly majors: string;
  readonly grades: string;
  readonly headcount: string;
}

/** Rows as texts; a 序号 column in front is left out. */
export const pastedRows = (text: string): PastedRow[] => {
  const cells = parseCells(text);
  const head = cells[0] ?? [];
  const skip = head[0] === '序号' ? 1 : 0;
  return cells
    .map((row, index) => ({
      row: row.slice(skip),
      line: index + 1,
      isHead: index === 0 && isHead(row),
    }))
    .filter((one) => !one.isHead)
    .slice(0, MOST_ROWS)
    .map(({ row, line }) => ({
      line,
      certificate: row[0] ?? '',
      level: row[1] ?? '',
      majors: row[2] ?? '',
      grades: row[3] ?? '',
      headcount: row[4] ?? '',
    }));
};

const PLAIN_SUFFIX = /(职业技能)?(等级)?证书$/;

/** A certificate's name as people write it, with the level in brackets taken off. */
export const certificateKey = (name: string): string =>
  toHalfWidth(name)
    .replace(/\s/g, '')
    .replace(/[(][初中高]级?[)]/g, '')
    .replace(PLAIN_SUFFIX, '')
    .toLowerCase();

const LEVEL_WORDS: readonly (readonly [RegExp, 1 | 2 | 3])[] = [
  [/^(初级?|1级?|Ⅰ|I|一级)$/i, 1],
  [/^(中级?|2级?|Ⅱ|II|二级)$/i, 2],
  [/^(高级?|3级?|Ⅲ|III|三级)$/i, 3],
];

export const levelOf = (row: Pick<PastedRow, 'level' | 'certificate'>): 1 | 2 | 3 | undefined => {
  const inName = /[(]([初中高])级?[)]/.exec(toHalfWidth(row.certificate))?.[1] ?? '';
  const word = toHalfWidth(row.level).replace(/\s/g, '');
  const text = word === '' ? inName : word;
  return LEVEL_WORDS.find(([pattern]) => pattern.test(text))?.[1];
};

const DIGITS: Readonly<Record<string, number>> = { 一: 1, 二: 2, 三: 3, 四: 4, 五: 5 };
const digitOf = (text: string): number => DIGITS[text] ?? Number(text);

/** `一年级`, `二、三`, `1-3`, `大一至大三`; `undefined` when a part is something else, such as a year of entry. */
export const gradesOf = (text: string): Grade[] | undefined => {
  const plain = toHalfWidth(text)
    .replace(/\s/g, '')
    .replace(/年级|[大高中职]/g, '');
  if (plain === '') return [];
  const wanted = new Set<number>();
  for (const part of plain.split(/[、,;/和及\n]/).filter((one) => one !== '')) {
    const range = /^([一二三四五1-5])(?:[-—~～至到]+([一二三四五1-5]))?$/.exec(part);
    if (range === null) return undefined;
    const from = digitOf(range[1] ?? '');
    const to = range[2] === undefined ? from : digitOf(range[2]);
    for (let year = from; year <= to; year += 1) wanted.add(year);
  }
  return (Object.keys(GRADES) as Grade[]).filter((grade) => wanted.has(Number(grade.slice(1))));
};

type Major = ApplicationView['majors'][number];

const majorKey = (name: string): string => toHalfWidth(name).replace(/\s/g, '').toLowerCase();

/** Own majors by name (with or without the direction) or code, and what could not be found. */
export const majorsOf = (
  text: string,
  majors: readonly Major[],
): { ids: string[]; unknown: string[] } => {
  const ids = new Set<string>();
  const unknown: string[] = [];
  for (const part of text.split(/[、，,;；/\n]/).map(normalizeText)) {
    if (part === '') continue;
    const key = majorKey(part);
    const open = majors.filter((major) => !major.isClosed);
    const exact = open.filter((major) => majorKey(major.name) === key || major.code === key);
    const found =
      exact.length > 0 ? exact : open.filter((major) => majorKey(major.name).split('(')[0] === key);
    if (found.length === 0) unknown.push(part);
    for (const major of found) ids.add(major.id);
  }
  return { ids: [...ids], unknown };
};

const headcountOf = (text: string): number | null | undefined => {
  const plain = toHalfWidth(text).replace(/[\s,]/g, '').replace(/人$/, '');
  if (plain === '') return null;
  return /^\d{1,7}$/.test(plain) && Number(plain) <= HEADCOUNT_LIMIT ? Number(plain) : undefined;
};

export interface MatchedRow {
  readonly row: PastedRow;
  /** What keeps the row out. */
  readonly errors: readonly string[];
  /** What is left open; the row is added and can be completed in the list. */
  readonly gaps: readonly string[];
  readonly levelId: string | undefined;
  readonly levelLabel: string;
  readonly item: Omit<ApplicationItemContent, 'id'> | undefined;
}

export interface MatchContext {
  readonly majors: readonly Major[];
  /** Levels found in the catalog, whatever their certificate. */
  readonly levels: readonly LevelOption[];
  /** Level ids that the application has already. */
  readonly taken: ReadonlySet<string>;
}

const findLevel = (row: PastedRow, levels: readonly LevelOption[]) => {
  if (row.certificate === '') return { error: '请填写证书名称' };
  const grade = levelOf(row);
  const key = certificateKey(row.certificate);
  const named = levels.filter((option) => certificateKey(option.certificateName) === key);
  if (named.length === 0)
    return { error: `目录中没有“${row.certificate}”，请核对名称，或在列表中查找添加` };
  if (grade === undefined) return { error: '请写明等级：初级、中级或高级' };
  const found = named.filter((option) => option.level === grade);
  const only = found[0];
  if (only === undefined) return { error: `这个证书没有${LEVEL_LABELS[grade]}` };
  return found.length > 1 ? { error: '有多个同名证书，请在列表中查找添加' } : { level: only };
};

const gapsOf = (
  majors: readonly string[],
  row: PastedRow,
  grades: Grade[] | undefined,
  headcount: number | null | undefined,
) => [
  ...majors.map((name) => `本校没有在招专业“${name}”，请添加后选择`),
  ...(row.majors === '' ? ['没有写专业'] : []),
  ...(grades === undefined ? [`没有看懂年级“${row.grades}”，请写一年级、二年级等`] : []),
  ...(row.grades === '' ? ['没有写年级'] : []),
  ...(headcount === undefined ? [`没有看懂人数“${row.headcount}”`] : []),
  ...(headcount === null ? ['没有写人数'] : []),
];

/** Each pasted row beside what it means here, with what is wrong with it. Rows never get lost. */
export const matchRows = (rows: readonly PastedRow[], context: MatchContext): MatchedRow[] => {
  const seen = new Map<string, number>();
  return rows.map((row) => {
    const { level, error } = findLevel(row, context.levels);
    const errors = error === undefined ? [] : [error];
    if (level === undefined)
      return { row, errors, gaps: [], levelId: undefined, levelLabel: '', item: undefined };
    const earlier = seen.get(level.id);
    if (context.taken.has(level.id)) errors.push('列表中已经有这个证书等级');
    else if (earlier !== undefined) errors.push(`与第 ${earlier} 行重复，同一证书等级请合并为一行`);
    else seen.set(level.id, row.line);
    const majors = majorsOf(row.majors, context.majors);
    const grades = gradesOf(row.grades);
    const headcount = headcountOf(row.headcount);
    return {
      row,
      errors,
      gaps: gapsOf(majors.unknown, row, grades, headcount),
      levelId: level.id,
      levelLabel: level.label,
      item: {
        certificateLevelId: level.id,
        institutionMajorIds: majors.ids,
        grades: grades ?? [],
        plannedHeadcount: headcount ?? null,
        siteIntention: false,
        threeYearReason: '',
        note: '',
      },
    };
  });
};

/** The different certificates that have to be looked up. */
export const certificateNames = (rows: readonly PastedRow[]): string[] => [
  ...new Set(rows.map((row) => certificateKey(row.certificate)).filter((name) => name !== '')),
];
