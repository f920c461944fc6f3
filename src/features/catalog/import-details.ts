import { checkMajorCode, parseMajorCode } from '../../kernel/major-code.ts';
import { normalizeCode } from '../../kernel/text.ts';
import { isDateOnly } from '../../kernel/time.ts';
import type { CsvRow } from '../../platform/csv.ts';
import { newId } from '../../platform/random.ts';
import {
  codeKey,
  compareRows,
  type ImportKind,
  inChunks,
  keyOfLabel,
  problemLog,
  type ProblemLog,
  stableCodeText,
} from '../organizations/index.ts';
import { gradeOf } from './import-certificates.ts';
import {
  CERTIFICATE_LEVEL_COLUMNS,
  CERTIFICATE_MAJOR_COLUMNS,
  type CertificateLevelKey,
  type CertificateMajorKey,
} from './import-columns.ts';
import {
  allCertificates,
  allLevels,
  allMajorHints,
  type KnownCertificate,
  majorNames,
  putLevels,
  putMajorHints,
} from './import-queries.ts';
import { TRUSTS } from './levels.ts';
import type { LevelValues, MajorHintValues } from './queries.ts';

type CertificateColumn = 'certificate_code' | 'certificate_name' | 'trust';
type DetailRow = CsvRow<CertificateColumn>;

/** Finds the certificate a row means, by code, or by a name that only one certificate has. */
const certificateFinder = (all: readonly KnownCertificate[], log: ProblemLog<CertificateColumn>) => {
  const plain = (name: string): string => name.normalize('NFKC').replace(/\s/g, '');
  const byCode = new Map(all.map((row) => [codeKey(row.code), row]));
  const byName = new Map<string, Set<KnownCertificate>>();
  for (const row of all) {
    for (const name of [row.short_name, row.name]) {
      byName.set(plain(name), (byName.get(plain(name)) ?? new Set()).add(row));
    }
  }
  return (row: DetailRow): KnownCertificate | undefined => {
    const { certificate_code: given, certificate_name: name } = row.values;
    const code = codeKey(stableCodeText(given));
    const named = [...(byName.get(plain(name)) ?? [])];
    if (code === '' && name === '') log.error(row, 'certificate_code', '请填写证书编码或证书名称');
    else if (code === '' && named.length > 1) {
      log.error(row, 'certificate_code', `有 ${named.length} 个证书叫“${name}”，请填写证书编码`);
    } else if (code === '' && named[0] === undefined) {
      log.error(row, 'certificate_name', `证书目录中没有“${name}”，请核对，或先导入证书`);
    } else if (code !== '' && byCode.get(code) === undefined) {
      log.error(row, 'certificate_code', `证书目录中没有编码 ${given}，请核对，或先导入证书`);
    } else {
      const found = code === '' ? named[0] : byCode.get(code);
      if (found === undefined || name === '' || named.includes(found)) return found;
      log.error(row, 'certificate_name', `编码对应的证书是“${found.short_name}”，与名称不符，请核对`);
    }
    return undefined;
  };
};

const checkTrust = (row: DetailRow, log: ProblemLog<CertificateColumn>): void => {
  const { trust } = row.values;
  if (trust !== '' && keyOfLabel(TRUSTS, trust) === undefined) log.error(row, 'trust', '请填写高、中或低');
};

const keepOr = (given: string, old: string | null | undefined): string | null =>
  given === '' ? (old ?? null) : given;

/** Refuses the second row of one thing. */
const eachOnce = <V>(log: ProblemLog<CertificateColumn>, keyOf: (value: V) => string) => {
  const seen = new Map<string, number>();
  return (row: DetailRow, value: V): V[] => {
    const earlier = seen.get(keyOf(value));
    if (earlier !== undefined) log.error(row, '', `与第 ${earlier} 行重复，请只保留一行`);
    seen.set(keyOf(value), row.line);
    return earlier === undefined ? [value] : [];
  };
};

type Level = Omit<LevelValues, 'id'>;

const levelKey = ({ certificate_id, level }: Pick<Level, 'certificate_id' | 'level'>): string =>
  `${certificate_id}|${level}`;

const dateOf = (row: CsvRow<CertificateLevelKey>, log: ProblemLog<CertificateLevelKey>): string => {
  // Spreadsheets turn 2022-05-16 into 2022/5/16 of their own accord.
  const given = row.values.effective_on;
  const [, year = '', month = '', day = ''] = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(given) ?? [];
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  if (isDateOnly(date)) return date;
  if (given !== '') log.error(row, 'effective_on', '请填写存在的日期，形如 2022-05-16；不清楚请留空');
  return '';
};

export const certificateLevelImport: ImportKind<CertificateLevelKey> = {
  name: 'certificate-levels',
  title: '证书等级',
  columns: CERTIFICATE_LEVEL_COLUMNS,
  tables: ['certificate_level'],
  plan: async (read, rows) => {
    const log = problemLog(CERTIFICATE_LEVEL_COLUMNS);
    const find = certificateFinder(await allCertificates(read), log);
    const known = new Map((await allLevels(read)).map((row) => [levelKey(row), row]));
    const once = eachOnce<Level>(log, levelKey);
    const wanted = rows.flatMap((row) => {
      const certificate = find(row);
      const level = gradeOf(row.values.level);
      if (level === undefined && row.values.level !== '') log.error(row, 'level', '请填写初级、中级或高级');
      checkTrust(row, log);
      const effectiveOn = dateOf(row, log);
      if (certificate === undefined || level === undefined) return [];
      const old = known.get(levelKey({ certificate_id: certificate.id, level }));
      return once(row, {
        certificate_id: certificate.id,
        level,
        effective_on: keepOr(effectiveOn, old?.effective_on),
        trust: keepOr(row.values.trust, old?.trust),
        source: keepOr(row.values.source, old?.source),
      });
    });
    const { created, changed, same } = compareRows(wanted, (row) => known.get(levelKey(row)));
    return {
      created: created.length,
      changed: changed.length,
      same,
      problems: log.list,
      write: async (tx, context) => {
        const values = [...created, ...changed].map((row) => ({
          ...row,
          id: known.get(levelKey(row))?.id ?? newId(context.at),
        }));
        for (const chunk of inChunks(values)) await putLevels(tx, chunk, context);
      },
    };
  },
};

const hintKey = ({ certificate_id, major_code }: Pick<MajorHintValues, 'certificate_id' | 'major_code'>): string =>
  `${certificate_id}|${major_code}`;

export const certificateMajorImport: ImportKind<CertificateMajorKey> = {
  name: 'certificate-majors',
  title: '证书适用专业',
  columns: CERTIFICATE_MAJOR_COLUMNS,
  tables: ['certificate_major'],
  plan: async (read, rows) => {
    const log = problemLog(CERTIFICATE_MAJOR_COLUMNS);
    const find = certificateFinder(await allCertificates(read), log);
    const names = new Map((await majorNames(read)).map((row) => [row.code, row]));
    const known = new Map((await allMajorHints(read)).map((row) => [hintKey(row), row]));
    const once = eachOnce<MajorHintValues>(log, hintKey);
    const wanted = rows.flatMap((row) => {
      const { values } = row;
      const certificate = find(row);
      const code = normalizeCode(values.major_code);
      if (code !== '') log.findings(row, 'major_code', checkMajorCode(code, ''));
      checkTrust(row, log);
      const listed = names.get(parseMajorCode(code)?.digits ?? '');
      if (code !== '' && listed === undefined && values.major_name === '') {
        log.error(row, 'major_name', '专业目录中没有这个代码，请核对代码，或同时填写专业名称');
      }
      if (certificate === undefined || code === '') return [];
      const old = known.get(hintKey({ certificate_id: certificate.id, major_code: code }));
      return once(row, {
        certificate_id: certificate.id,
        major_code: code,
        major_name: listed?.name ?? values.major_name,
        education_level: listed?.education_level ?? keepOr(values.education_level, old?.education_level) ?? '',
        trust: keepOr(values.trust, old?.trust),
        source: keepOr(values.source, old?.source),
      });
    });
    const { created, changed, same } = compareRows(wanted, (row) => known.get(hintKey(row)));
    return {
      created: created.length,
      changed: changed.length,
      same,
      problems: log.list,
      write: async (tx) => {
        for (const chunk of inChunks([...created, ...changed])) await putMajorHints(tx, chunk);
      },
    };
  },
};
