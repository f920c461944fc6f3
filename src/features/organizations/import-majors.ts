import { checkMajorCode, parseMajorCode } from '../../kernel/major-code.ts';
import { normalizeCode } from '../../kernel/text.ts';
import { beijingDate, type DateOnly, yearOf } from '../../kernel/time.ts';
import type { CsvRow } from '../../platform/csv.ts';
import { newId } from '../../platform/random.ts';
import { searchText } from '../../platform/search-key.ts';
import { bodyFinder, type BodyFinder } from './import-bodies.ts';
import {
  INSTITUTION_MAJOR_COLUMNS,
  type InstitutionMajorKey,
  MAJOR_COLUMNS,
  type MajorKey,
} from './import-labels.ts';
import {
  allMajors,
  allOrganizations,
  institutionMajorsIn,
  type MajorValues,
  putInstitutionMajors,
  putMajors,
} from './import-queries.ts';
import { keyOfLabel } from '../../platform/imports/cells.ts';
import { writeInChunks } from '../../platform/imports/chunks.ts';
import { compareRows, onlyOnce } from '../../platform/imports/compare.ts';
import type { ImportKind } from '../../platform/imports/import-kind.ts';
import { problemLog, type ProblemLog } from '../../platform/imports/problem-log.ts';
import { MAJOR_STATUSES } from './labels.ts';
import type { InstitutionMajorValues } from './major-queries.ts';
import { majorFindings } from './rules.ts';

const YES_NO = { YES: '是', NO: '否' } as const;

const majorOf = (row: CsvRow<MajorKey>, log: ProblemLog<MajorKey>): MajorValues[] => {
  const { values } = row;
  if (values.code === '' || values.catalog_edition === '') return [];
  const given = normalizeCode(values.code);
  log.findings(row, 'code', checkMajorCode(given, ''));
  const parts = parseMajorCode(given);
  if (parts === undefined) return [];
  const controlled =
    values.state_controlled === '' ? 'NO' : keyOfLabel(YES_NO, values.state_controlled);
  if (controlled === undefined) log.error(row, 'state_controlled', '请填写“是”或“否”');
  return [
    {
      code: parts.digits,
      catalog_edition: values.catalog_edition,
      name: values.name,
      education_level: values.education_level,
      class_code: values.class_code,
      class_name: values.class_name,
      category_code: values.category_code,
      category_name: values.category_name,
      state_controlled: controlled === 'YES' || parts.suffix.includes('K'),
    },
  ];
};

const majorKey = ({
  code,
  catalog_edition,
}: Pick<MajorValues, 'code' | 'catalog_edition'>): string => `${code}|${catalog_edition}`;

export const majorImport: ImportKind<MajorKey> = {
  name: 'majors',
  title: '专业目录',
  columns: MAJOR_COLUMNS,
  tables: ['major'],
  plan: async (read, rows) => {
    const log = problemLog(MAJOR_COLUMNS);
    const known = new Map((await allMajors(read)).map((row) => [majorKey(row), row]));
    const once = onlyOnce(majorKey, (row, earlier) =>
      log.error(row, 'code', `与第 ${earlier} 行重复，请只保留一行`),
    );
    const wanted = rows.flatMap((row) => majorOf(row, log).flatMap((major) => once(row, major)));
    const { created, changed, same } = compareRows(wanted, (row) => known.get(majorKey(row)));
    return {
      created: created.length,
      changed: changed.length,
      same,
      problems: log.list,
      write: async (tx, context) => {
        const values = [...created, ...changed].map((row) => ({
          ...row,
          search_text: searchText(row.name, row.code),
        }));
        await writeInChunks(values, context, (chunk) => putMajors(tx, chunk));
        return [];
      },
    };
  },
};

type OwnRow = CsvRow<InstitutionMajorKey>;
type OwnLog = ProblemLog<InstitutionMajorKey>;
type OwnMajor = Omit<InstitutionMajorValues, 'id' | 'search_text'> & { readonly status: string };

const numberOf = (
  row: OwnRow,
  key: 'first_enrolment_year' | 'current_students',
  log: OwnLog,
): number => {
  const text = normalizeCode(row.values[key]);
  if (/^\d{1,6}$/.test(text)) return Number(text);
  if (text !== '') log.error(row, key, '请填写整数，不要带单位或小数点');
  return Number.NaN;
};

const FIELD_COLUMN: Readonly<Record<string, InstitutionMajorKey>> = {
  majorCode: 'major_code',
  majorName: 'major_name',
  firstEnrolmentYear: 'first_enrolment_year',
};

interface Known {
  readonly finder: BodyFinder<InstitutionMajorKey>;
  /** Name of each code of the code set, which leaves the suffixes T and K out. */
  readonly names: ReadonlyMap<string, string>;
  readonly today: DateOnly;
}

const ownMajorOf = (row: OwnRow, known: Known, log: OwnLog): OwnMajor[] => {
  const { values } = row;
  const institution = known.finder.find(row, 'INSTITUTION', 'institution_code', 'institution_name');
  const firstEnrolmentYear = numberOf(row, 'first_enrolment_year', log);
  const currentStudents = numberOf(row, 'current_students', log);
  const status = values.status === '' ? 'ACTIVE' : keyOfLabel(MAJOR_STATUSES, values.status);
  if (status === undefined) log.error(row, 'status', '请填写“在招”或“已停招”');
  if (currentStudents > 200_000)
    log.error(row, 'current_students', '请核对在校生人数，应不超过 200000');
  const majorCode = normalizeCode(values.major_code);
  const listed = known.names.get(majorCode.slice(0, 6));
  const year = Number.isNaN(firstEnrolmentYear) ? yearOf(known.today) : firstEnrolmentYear;
  if (majorCode === '') return [];
  const facts = {
    majorCode,
    majorName: values.major_name,
    firstEnrolmentYear: year,
    isListed: listed !== undefined,
  };
  for (const finding of majorFindings(facts, known.today)) {
    log.findings(row, FIELD_COLUMN[finding.field] ?? '', [finding]);
  }
  if (institution === undefined || status === undefined) return [];
  return [
    {
      institution_id: institution.id,
      major_code: majorCode,
      major_name: listed ?? values.major_name,
      direction: values.direction,
      first_enrolment_year: firstEnrolmentYear,
      current_students: currentStudents,
      status,
    },
  ];
};

const ownKey = (row: Pick<OwnMajor, 'institution_id' | 'major_code' | 'direction'>): string =>
  `${row.institution_id}|${row.major_code}|${row.direction}`;

export const institutionMajorImport: ImportKind<InstitutionMajorKey> = {
  name: 'institution-majors',
  title: '院校专业',
  columns: INSTITUTION_MAJOR_COLUMNS,
  tables: ['institution_major'],
  plan: async (read, rows, { at }) => {
    const today = beijingDate(at);
    const log = problemLog(INSTITUTION_MAJOR_COLUMNS);
    const names = new Map((await allMajors(read)).map(({ code, name }) => [code, name]));
    const known = { finder: bodyFinder(await allOrganizations(read), log), names, today };
    const once = onlyOnce(ownKey, (row, earlier) => {
      const text = `与第 ${earlier} 行是同一院校的同一专业，请合并，或填写不同的专业方向`;
      log.error(row, 'major_code', text);
    });
    const wanted = rows.flatMap((row) =>
      ownMajorOf(row, known, log).flatMap((major) => once(row, major)),
    );
    const institutionIds = [...new Set(wanted.map((row) => row.institution_id))];
    const registered = new Map(
      (await institutionMajorsIn(read, institutionIds)).map((row) => [ownKey(row), row]),
    );
    const { created, changed, same } = compareRows(wanted, (row) => registered.get(ownKey(row)));
    return {
      created: created.length,
      changed: changed.length,
      same,
      problems: log.list,
      write: async (tx, context) => {
        const values = [...created, ...changed].map((row) => ({
          ...row,
          id: registered.get(ownKey(row))?.id ?? newId(context.at),
          search_text: searchText(row.major_name, row.major_code, row.direction),
        }));
        await writeInChunks(values, context, (chunk) => putInstitutionMajors(tx, chunk, context));
        return [];
      },
    };
  },
};
