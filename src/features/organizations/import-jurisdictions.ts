import { formatDate, isDateOnly } from '../../kernel/time.ts';
import type { CsvRow } from '../../platform/csv.ts';
import { newId } from '../../platform/random.ts';
import { bodyFinder, type BodyFinder } from './import-bodies.ts';
import { JURISDICTION_COLUMNS, type JurisdictionKey } from './import-labels.ts';
import { allJurisdictions, allOrganizations, putJurisdictions } from './import-queries.ts';
import { dayOfCell } from '../../platform/imports/cells.ts';
import { writeInChunks } from '../../platform/imports/chunks.ts';
import { compareRows } from '../../platform/imports/compare.ts';
import type { ImportKind } from '../../platform/imports/import-kind.ts';
import { problemLog, type ProblemLog } from '../../platform/imports/problem-log.ts';
import type { JurisdictionValues } from './jurisdiction-queries.ts';
import { overlaps } from './rules.ts';

type Row = CsvRow<JurisdictionKey>;
type Log = ProblemLog<JurisdictionKey>;
type Wanted = Omit<JurisdictionValues, 'id'>;

interface Pair {
  readonly row: Row;
  readonly wanted: Wanted;
}

const dateOf = (row: Row, key: 'valid_from' | 'valid_to', log: Log): string | undefined => {
  const day = dayOfCell(row.values[key]);
  if (day === undefined && row.values[key] !== '') {
    log.error(row, key, '请填写存在的日期，形如 2025-01-01');
  }
  return day;
};

const pairOf = (row: Row, finder: BodyFinder<JurisdictionKey>, log: Log): Pair[] => {
  const institution = finder.find(row, 'INSTITUTION', 'institution_code', 'institution_name');
  const bureau = finder.find(row, 'CITY_BUREAU', 'bureau_code', 'bureau_name');
  const validFrom = dateOf(row, 'valid_from', log);
  const validTo = dateOf(row, 'valid_to', log);
  if (institution === undefined || bureau === undefined || validFrom === undefined) return [];
  if (validTo !== undefined && validTo <= validFrom) {
    log.error(row, 'valid_to', '结束日期应晚于开始日期，请核对');
    return [];
  }
  const wanted = {
    institution_id: institution.id,
    bureau_id: bureau.id,
    valid_from: validFrom,
    valid_to: validTo ?? null,
    note: row.values.note === '' ? null : row.values.note,
  };
  return [{ row, wanted }];
};

const keyOf = ({
  institution_id,
  valid_from,
}: Pick<Wanted, 'institution_id' | 'valid_from'>): string => `${institution_id}|${valid_from}`;

/**
 * An open period of the register that begins before a period of the file ends on the day that one begins: a new bureau
 * takes over, as by hand.
 */
const takeOver = (
  kept: readonly JurisdictionValues[],
  pairs: readonly Pair[],
  log: Log,
): { readonly kept: JurisdictionValues[]; readonly ended: JurisdictionValues[] } => {
  const ended: JurisdictionValues[] = [];
  const result = kept.map((old) => {
    const follower = pairs
      .filter(
        ({ wanted }) =>
          wanted.institution_id === old.institution_id && wanted.valid_from > old.valid_from,
      )
      .toSorted((a, b) => a.wanted.valid_from.localeCompare(b.wanted.valid_from))[0];
    if (old.valid_to !== null || follower === undefined) return old;
    const closed = { ...old, valid_to: follower.wanted.valid_from };
    ended.push(closed);
    log.warning(follower.row, 'valid_from', '该院校原有的管辖关系将于这一天结束');
    return closed;
  });
  return { kept: result, ended };
};

const checkOverlaps = (
  pairs: readonly Pair[],
  kept: readonly JurisdictionValues[],
  log: Log,
): void => {
  const byInstitution = new Map<string, { from: string; to: string | null; where: string }[]>();
  const add = (period: Wanted, where: string): void => {
    const list = byInstitution.get(period.institution_id) ?? [];
    list.push({ from: period.valid_from, to: period.valid_to, where });
    byInstitution.set(period.institution_id, list);
  };
  for (const period of kept) add(period, '已登记的');
  for (const { row, wanted } of pairs) {
    const rival = byInstitution
      .get(wanted.institution_id)
      ?.find(({ from, to }) =>
        overlaps(
          { validFrom: from, validTo: to },
          { validFrom: wanted.valid_from, validTo: wanted.valid_to },
        ),
      );
    if (rival !== undefined) {
      const since = isDateOnly(rival.from) ? formatDate(rival.from) : rival.from;
      log.error(
        row,
        'valid_from',
        `与${rival.where}自${since}起的管辖重叠，请更正日期或填写结束日期`,
      );
    }
    add(wanted, `第 ${row.line} 行`);
  }
};

export const jurisdictionImport: ImportKind<JurisdictionKey> = {
  name: 'jurisdictions',
  title: '管辖关系',
  columns: JURISDICTION_COLUMNS,
  tables: ['jurisdiction'],
  plan: async (read, rows) => {
    const log = problemLog(JURISDICTION_COLUMNS);
    const bodies = await allOrganizations(read);
    const finder = bodyFinder(bodies, log);
    const registered = await allJurisdictions(read);
    const known = new Map(registered.map((row) => [keyOf(row), row]));
    const pairs = rows
      .flatMap((row) => pairOf(row, finder, log))
      .map(({ row, wanted }) => {
        const old = known.get(keyOf(wanted));
        // A blank cell leaves what is known: the same file again does not open what has ended since.
        const validTo = wanted.valid_to ?? old?.valid_to ?? null;
        return {
          row,
          wanted: { ...wanted, valid_to: validTo, note: wanted.note ?? old?.note ?? null },
        };
      });
    const inFile = new Set(pairs.map(({ wanted }) => keyOf(wanted)));
    const untouched = registered.filter((row) => !inFile.has(keyOf(row)));
    const { kept, ended } = takeOver(untouched, pairs, log);
    checkOverlaps(pairs, kept, log);
    const wanted = pairs.map((pair) => pair.wanted);
    const { created, changed, same } = compareRows(wanted, (row) => known.get(keyOf(row)));
    return {
      created: created.length,
      changed: changed.length + ended.length,
      same,
      problems: log.list,
      write: async (tx, context) => {
        const values = [
          ...ended,
          ...changed.map((row) => ({ ...row, id: known.get(keyOf(row))?.id ?? newId(context.at) })),
          ...created.map((row) => ({ ...row, id: newId(context.at) })),
        ];
        await writeInChunks(values, context, (chunk) => putJurisdictions(tx, chunk, context));
        const names = new Map(bodies.map(({ id, name }) => [id, name]));
        return [...changed, ...created].map((row) => ({
          subjectKind: 'organization',
          subjectId: row.institution_id,
          detail: {
            bureau: names.get(row.bureau_id) ?? '',
            validFrom: row.valid_from,
            validTo: row.valid_to,
          },
        }));
      },
    };
  },
};
