import { checkMajorCode, parseMajorCode } from '../../kernel/major-code.ts';
import { normalizeCode } from '../../kernel/text.ts';
import type { CsvRow } from '../../platform/csv.ts';
import { newId } from '../../platform/random.ts';
import { dayOfCell, keyOfLabel } from '../../platform/imports/cells.ts';
import { writeInChunks } from '../../platform/imports/chunks.ts';
import { compareRows, keepKnown, onlyOnce } from '../../platform/imports/compare.ts';
import type { ImportKind } from '../../platform/imports/import-kind.ts';
import { problemLog, type ProblemLog } from '../../platform/imports/problem-log.ts';
import { codeKey, stableCodeText } from '../organizations/index.ts';
import { gradeOf } from './import-certificates.ts';
import {
  CERTIFICATE_LEVEL_COLUMNS,
  CERTIFICATE_MAJOR_COLUMNS,
  type CertificateLevelKey,
  type CertificateMajorKey,
} from './import-labels.ts';
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
const certificateFinder = (
  all: readonly KnownCertificate[],
  log: ProblemLog<CertificateColumn>,
) => {
  const plain = (name: string): string => name.normalize('NFKC').replace(/\s/g, '');
  const byCode = new Map(all.map((row) => [codeKey(row.code), row]));
  const byName = new Map<string, Set<KnownCertificate>>();
  for (const row of all) {
    for (const name of [row.short_name, row.name]) {
      byName.set(plain(name), (byName.get(plain(name)) ?? new Set()).add(row));
    }
  }
  const byCodeOf = (row: DetailRow): KnownCertificate | undefined => {
    const { certificate_code: code, certificate_name: name } = row.values;
    const found = byCode.get(codeKey(stableCodeText(code)));
    if (found === undefined) {
      log.error(row, 'certificate_code', `证书目录中没有编码 ${code}，请核对，或先导入证书`);
    } else if (name !== '' && byName.get(plain(name))?.has(found) !== true) {
      const text = `编码对应的证书是“${found.short_name}”，与名称不符，请核对`;
      log.error(row, 'certificate_name', text);
      return undefined;
    }
    return found;
  };
  const byNameOf = (row: DetailRow): KnownCertificate | undefined => {
    const name = row.values.certificate_name;
    const named = [...(byName.get(plain(name)) ?? [])];
    if (named.length === 0) {
      log.error(row, 'certificate_name', `证书目录中没有“${name}”，请核对，或先导入证书`);
    }
    if (named.length < 2) return named[0];
    log.error(row, 'certificate_code', `有 ${named.length} 个证书叫“${name}”，请填写证书编码`);
    return undefined;
  };
  return (row: DetailRow): KnownCertificate | undefined => {
    if (row.values.certificate_code !== '') return byCodeOf(row);
    if (row.values.certificate_name !== '') return byNameOf(row);
    log.error(row, 'certificate_code', '请填写证书编码或证书名称');
    return undefined;
  };
};

const checkTrust = (row: DetailRow, log: ProblemLog<CertificateColumn>): void => {
  const { trust } = row.values;
  if (trust !== '' && keyOfLabel(TRUSTS, trust) === undefined)
    log.error(row, 'trust', '请填写高、中或低');
};

type Level = Omit<LevelValues, 'id'>;

const levelKey = ({ certificate_id, level }: Pick<Level, 'certificate_id' | 'level'>): string =>
  `${certificate_id}|${level}`;

const KEPT_OF_LEVEL = ['effective_on', 'trust', 'source'] as const;

const levelOf = (
  row: CsvRow<CertificateLevelKey>,
  known: {
    readonly find: (row: DetailRow) => KnownCertificate | undefined;
    readonly levels: ReadonlyMap<string, Level>;
  },
  log: ProblemLog<CertificateLevelKey>,
): Level[] => {
  const { values } = row;
  const certificate = known.find(row);
  const level = gradeOf(values.level);
  if (level === undefined && values.level !== '') {
    log.error(row, 'level', '请填写初级、中级或高级');
  }
  checkTrust(row, log);
  const day = dayOfCell(values.effective_on);
  if (day === undefined && values.effective_on !== '') {
    log.error(row, 'effective_on', '请填写存在的日期，形如 2022-05-16；不清楚请留空');
  }
  if (certificate === undefined || level === undefined) return [];
  const key = { certificate_id: certificate.id, level };
  const cells = { ...values, effective_on: day ?? '' };
  return [{ ...key, ...keepKnown(KEPT_OF_LEVEL, cells, known.levels.get(levelKey(key))) }];
};

/** A second row of one thing. */
const repeated =
  (log: ProblemLog<CertificateColumn>) =>
  (row: { readonly line: number }, earlier: number): void =>
    log.error(row, '', `与第 ${earlier} 行重复，请只保留一行`);

export const certificateLevelImport: ImportKind<CertificateLevelKey> = {
  name: 'certificate-levels',
  title: '证书等级',
  columns: CERTIFICATE_LEVEL_COLUMNS,
  tables: ['certificate_level'],
  plan: async (read, rows) => {
    const log = problemLog(CERTIFICATE_LEVEL_COLUMNS);
    const find = certificateFinder(await allCertificates(read), log);
    const known = new Map((await allLevels(read)).map((row) => [levelKey(row), row]));
    const once = onlyOnce(levelKey, repeated(log));
    const wanted = rows.flatMap((row) =>
      levelOf(row, { find, levels: known }, log).flatMap((level) => once(row, level)),
    );
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
        await writeInChunks(values, context, (chunk) => putLevels(tx, chunk, context));
        return [];
      },
    };
  },
};

const hintKey = ({
  certificate_id,
  major_code,
}: Pick<MajorHintValues, 'certificate_id' | 'major_code'>): string =>
  `${certificate_id}|${major_code}`;

const hintOf = (
  row: CsvRow<CertificateMajorKey>,
  known: {
    readonly find: (row: DetailRow) => KnownCertificate | undefined;
    readonly names: ReadonlyMap<
      string,
      { readonly name: string; readonly education_level: string }
    >;
    readonly hints: ReadonlyMap<string, MajorHintValues>;
  },
  log: ProblemLog<CertificateMajorKey>,
): MajorHintValues[] => {
  const { values } = row;
  const certificate = known.find(row);
  checkTrust(row, log);
  const code = normalizeCode(values.major_code);
  if (code === '') return [];
  log.findings(row, 'major_code', checkMajorCode(code, ''));
  const listed = known.names.get(parseMajorCode(code)?.digits ?? '');
  if (listed === undefined && values.major_name === '') {
    log.error(row, 'major_name', '专业目录中没有这个代码，请核对代码，或同时填写专业名称');
  }
  if (certificate === undefined) return [];
  const key = { certificate_id: certificate.id, major_code: code };
  const old = known.hints.get(hintKey(key));
  const kept = keepKnown(['education_level', 'trust', 'source'], values, old);
  return [
    {
      ...key,
      ...kept,
      major_name: listed?.name ?? values.major_name,
      education_level: listed?.education_level ?? kept.education_level ?? '',
    },
  ];
};

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
    const once = onlyOnce(hintKey, repeated(log));
    const wanted = rows.flatMap((row) =>
      hintOf(row, { find, names, hints: known }, log).flatMap((hint) => once(row, hint)),
    );
    const { created, changed, same } = compareRows(wanted, (row) => known.get(hintKey(row)));
    return {
      created: created.length,
      changed: changed.length,
      same,
      problems: log.list,
      write: async (tx, context) => {
        await writeInChunks([...created, ...changed], context, (chunk) => putMajorHints(tx, chunk));
        return [];
      },
    };
  },
};
