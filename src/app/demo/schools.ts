import { beijingYear, type Instant } from '../../kernel/time.ts';
import {
  allOrganizations,
  importInstitutionMajors,
  importJurisdictions,
  importOrganizations,
} from '../../features/organizations/index.ts';
import type { Transaction } from '../../platform/db/database.ts';
import { type FieldMajor, majorsOfSchool } from './fields.ts';
import type { SeededRandom } from './seeded-random.ts';

/** The name of a bureau's district: 「某某市教育局」 → 「某某市」. */
const districtOf = (bureauName: string): string => bureauName.replace(/教育(和体育)?局$/, '');

const SCHOOL_NAMES = ['演示职业中等专业学校', '演示职业教育中心', '演示高级职业中学'] as const;

/**
 * Invented secondary schools, so that every bureau has something to review: the public data names few of the real
 * ones. Their names say that they are invented.
 */
export const addInventedSchools = async (tx: Transaction, at: Instant): Promise<void> => {
  const context = { actorId: null, at };
  const bureaus = (await allOrganizations(tx)).filter(({ kind }) => kind === 'CITY_BUREAU');
  const schools = bureaus.flatMap((bureau) =>
    SCHOOL_NAMES.map((name, index) => ({
      bureau,
      row: {
        kind: 'INSTITUTION',
        code: `demo-${bureau.code}-${index + 1}`,
        name: `${districtOf(bureau.name)}${name}`,
        area_code: bureau.area_code ?? '',
        institution_kind: 'SECONDARY_VOCATIONAL',
        affiliation: index === 0 ? 'MUNICIPAL' : 'COUNTY',
        ownership: '公办',
        source: '演示数据，虚构院校',
        trust: '低',
      },
    })),
  );
  await importOrganizations(
    tx,
    schools.map(({ row }) => row),
    context,
  );
  await importJurisdictions(
    tx,
    schools.map(({ bureau, row }) => ({
      institution_code: row.code,
      bureau_code: bureau.code,
      valid_from: '2019-01-01',
      note: '演示数据',
    })),
    context,
  );
};

const LEVEL_OF_KIND: Readonly<Record<string, string>> = {
  SECONDARY_VOCATIONAL: '中职',
  HIGHER_VOCATIONAL: '高职专科',
  VOCATIONAL_UNDERGRADUATE: '职业本科',
  APPLIED_UNDERGRADUATE: '职业本科',
  UNCLASSIFIED_UNDERGRADUATE: '职业本科',
};

export interface DemoMajor extends FieldMajor {
  readonly code: string;
  readonly educationLevel: string;
}

/** Five majors per institution that takes part; one of them young, so that the three-year rule has something to say. */
export const addInstitutionMajors = async (
  tx: Transaction,
  random: SeededRandom,
  schools: readonly { readonly code: string; readonly institutionKind: string }[],
  majors: readonly DemoMajor[],
  at: Instant,
): Promise<void> => {
  const year = beijingYear(at);
  const rows = schools.flatMap((school) => {
    const level = LEVEL_OF_KIND[school.institutionKind] ?? '中职';
    const fitting = majors.filter((major) => major.educationLevel === level);
    return majorsOfSchool(random.shuffle(fitting), 5).map((major, index) => ({
      institution_code: school.code,
      major_code: major.code,
      major_name: major.name,
      first_enrolment_year: String(index === 4 ? year - 1 : year - 3 - random.int(1, 12)),
      current_students: String(random.int(4, 40) * 10),
    }));
  });
  await importInstitutionMajors(tx, rows, { actorId: null, at });
};
