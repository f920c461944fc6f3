import type { Instant } from '../../kernel/time.ts';
import type { CsvRow } from '../../platform/csv.ts';
import type { Transaction } from '../../platform/db/database.ts';
import { newId } from '../../platform/random.ts';
import { keyOfLabel } from '../../platform/imports/cells.ts';
import { inChunks, writeInChunks } from '../../platform/imports/chunks.ts';
import { compareRows, keepKnown } from '../../platform/imports/compare.ts';
import type { ImportContext, ImportKind, ImportTrace } from '../../platform/imports/import-kind.ts';
import { problemLog, type ProblemLog } from '../../platform/imports/problem-log.ts';
import {
  allOrganizations,
  bodyFinder,
  type BodyFinder,
  codeKey,
  fieldChanges,
  stableCodeText,
} from '../organizations/index.ts';
import { ownCode } from './actions.ts';
import { CERTIFICATE_COLUMNS, type CertificateKey } from './import-labels.ts';
import {
  allCertificates,
  allLevels,
  type KnownCertificate,
  putCertificates,
  putLevels,
} from './import-queries.ts';
import { type CertificateGrade, GRADES, LEVEL_LABELS, TRUSTS } from './levels.ts';
import { certificateKey, fullName } from './names.ts';
import { type CertificateValues, highestOwnNumber } from './queries.ts';
import { certificateExit, type CertificateStatus } from './status.ts';

type Row = CsvRow<CertificateKey>;
type Log = ProblemLog<CertificateKey>;
type Wanted = Omit<CertificateValues, 'search_text'> & { readonly code: string };

const STATUS_WORDS: Readonly<Record<CertificateStatus, string>> = {
  ACTIVE: certificateExit.states.ACTIVE.office,
  EXITING: certificateExit.states.EXITING.office,
  EXITED: certificateExit.states.EXITED.office,
};

interface Pair {
  readonly row: Row;
  readonly wanted: Wanted;
  /** Of a new certificate; a known one changes it by the steps of its exit, each with reason and date. */
  readonly status: CertificateStatus;
  readonly levels: readonly CertificateGrade[];
}

/** What the register has, by code and by name within an organization. */
interface Register {
  readonly byCode: ReadonlyMap<string, KnownCertificate>;
  readonly byName: ReadonlyMap<string, KnownCertificate>;
  readonly finder: BodyFinder<CertificateKey>;
}

const nameKey = (name: string, organizationId: string): string =>
  `${name.normalize('NFKC').replace(/\s/g, '')}|${organizationId}`;

/** 1 to 4, or 第一批 to 第四批. */
const BATCH_WORDS = { 1: '第一批', 2: '第二批', 3: '第三批', 4: '第四批' } as const;

const batchOf = (row: Row, old: KnownCertificate | undefined, log: Log): number | null => {
  const given = row.values.batch;
  if (given === '') return old?.batch ?? null;
  const key = keyOfLabel(BATCH_WORDS, given);
  if (key === undefined) log.error(row, 'batch', '请填写 1 至 4；不确定请留空');
  return key === undefined ? null : Number(key);
};

/** `初级、中级`, and the short `初/中/高` of public lists. */
const gradesOf = (row: Row, log: Log): CertificateGrade[] => {
  const words = row.values.levels.split(/[、/，,;；\s]+/).filter((word) => word !== '');
  return words.flatMap((word) => {
    const grade = gradeOf(word);
    if (grade === undefined)
      log.error(row, 'levels', `不认识等级“${word}”，请写初级、中级、高级，用顿号隔开`);
    return grade === undefined ? [] : [grade];
  });
};

export const gradeOf = (word: string): CertificateGrade | undefined =>
  GRADES.find((grade) =>
    [LEVEL_LABELS[grade], LEVEL_LABELS[grade].slice(0, 1), String(grade)].includes(word),
  );

const statusOf = (row: Row, old: KnownCertificate | undefined, log: Log): CertificateStatus => {
  const given = row.values.status;
  const status = given === '' ? undefined : keyOfLabel(STATUS_WORDS, given);
  if (given !== '' && status === undefined)
    log.error(row, 'status', '请填写可申报、退出中或已退出，或留空');
  if (old !== undefined && status !== undefined && status !== old.status) {
    log.warning(row, 'status', '已登记证书的状态不随文件改变，请在该证书页面办理退出或恢复');
  }
  return status ?? 'ACTIVE';
};

const checkTexts = (row: Row, log: Log): void => {
  const { trust, standard_url: url } = row.values;
  if (trust !== '' && keyOfLabel(TRUSTS, trust) === undefined)
    log.error(row, 'trust', '请填写高、中或低');
  if (url !== '' && !/^https?:\/\/[^\s]+$/.test(url)) {
    log.error(row, 'standard_url', '请填写以 http:// 或 https:// 开头的链接，或留空');
  }
};

const KEPT = [
  'batch_basis',
  'standard_code',
  'standard_url',
  'sector',
  'trust',
  'source',
  'note',
] as const;

const nameOf = ({ values }: Row, old: KnownCertificate | undefined): string =>
  values.name === '' && old !== undefined ? old.name : fullName(values.name, values.short_name);

/** The certificate of the register that a row means; undefined for a new one. */
const oldOf = (
  row: Row,
  organizationId: string,
  register: Register,
  log: Log,
): Identified | undefined => {
  const code = stableCodeText(row.values.code);
  const named = register.byName.get(nameKey(row.values.short_name, organizationId));
  if (code === '') return { code: named?.code ?? '', old: named };
  const coded = register.byCode.get(codeKey(code));
  if (named === undefined || named === coded) return { code: coded?.code ?? code, old: coded };
  const text = `该评价组织的同名证书编码是 ${named.code}，请改用这个编码，或更正名称`;
  log.error(row, 'code', text);
  return undefined;
};

interface Identified {
  /** '' for a new certificate that the register is to number. */
  readonly code: string;
  readonly old: KnownCertificate | undefined;
}

const pairOf = (row: Row, register: Register, log: Log): Pair[] => {
  const { values } = row;
  const organization = register.finder.find(
    row,
    'EVALUATION_ORGANIZATION',
    'evaluation_organization_code',
    'evaluation_organization_name',
  );
  checkTexts(row, log);
  const levels = gradesOf(row, log);
  if (organization === undefined || values.short_name === '') return [];
  const identified = oldOf(row, organization.id, register, log);
  if (identified === undefined) return [];
  const { code, old } = identified;
  const wanted = {
    code,
    short_name: values.short_name,
    name: nameOf(row, old),
    batch: batchOf(row, old, log),
    evaluation_organization_id: organization.id,
    ...keepKnown(KEPT, values, old),
  };
  return [{ row, wanted, levels, status: statusOf(row, old, log) }];
};

/** Each certificate once, whether its rows are told apart by code or by name and organization. */
const eachOnce = (pairs: readonly Pair[], log: Log): Pair[] => {
  const seen = new Map<string, number>();
  return pairs.filter(({ row, wanted }) => {
    const keys = [nameKey(wanted.short_name, wanted.evaluation_organization_id)];
    if (wanted.code !== '') keys.push(codeKey(wanted.code));
    const earlier = keys.map((key) => seen.get(key)).find((line) => line !== undefined);
    if (earlier !== undefined)
      log.error(row, 'short_name', `与第 ${earlier} 行是同一证书，请只保留一行`);
    for (const key of keys) seen.set(key, row.line);
    return earlier === undefined;
  });
};

interface Missing {
  readonly wanted: Wanted;
  readonly level: CertificateGrade;
}

/** The levels a file names and the register lacks. */
const missingLevels = async (
  pairs: readonly Pair[],
  idOf: (wanted: Wanted) => string | undefined,
  known: Awaited<ReturnType<typeof allLevels>>,
): Promise<Missing[]> => {
  const have = new Set(known.map((row) => `${row.certificate_id}|${row.level}`));
  return pairs.flatMap(({ wanted, levels }) =>
    [...new Set(levels)]
      .filter((level) => !have.has(`${idOf(wanted) ?? ''}|${level}`))
      .map((level) => ({ wanted, level })),
  );
};

interface Work {
  readonly rows: readonly Wanted[];
  readonly missing: readonly Missing[];
  readonly knownOf: (wanted: Wanted) => KnownCertificate | undefined;
  readonly statusOf: (wanted: Wanted) => CertificateStatus;
}

const write = async (
  tx: Transaction,
  context: ImportContext,
  work: Work,
): Promise<readonly ImportTrace[]> => {
  const ids = new Map<Wanted, string>();
  const idFor = (wanted: Wanted, at: Instant): string => {
    const id = work.knownOf(wanted)?.id ?? ids.get(wanted) ?? newId(at);
    ids.set(wanted, id);
    return id;
  };
  let next = await highestOwnNumber(tx);
  const values = work.rows.map((wanted) => {
    if (wanted.code === '') next += 1;
    const code = wanted.code === '' ? ownCode(next) : wanted.code;
    const { short_name: shortName, name } = wanted;
    return {
      ...wanted,
      code,
      id: idFor(wanted, context.at),
      status: work.statusOf(wanted),
      search_text: certificateKey(shortName, name, code),
    };
  });
  await writeInChunks(values, context, (chunk) => putCertificates(tx, chunk, context));
  const levels = work.missing.map(({ wanted, level }) => ({
    id: newId(context.at),
    certificate_id: idFor(wanted, context.at),
    level,
    effective_on: null,
    trust: null,
    source: wanted.source,
  }));
  for (const chunk of inChunks(levels)) await putLevels(tx, chunk, context);
  return values.map(({ id, search_text: _, status, ...facts }) => {
    const old = work.knownOf(facts);
    return {
      subjectKind: 'certificate',
      subjectId: id,
      ...(old === undefined ? { toStatus: status } : {}),
      detail: old === undefined ? { name: facts.short_name } : fieldChanges(old, facts),
    };
  });
};

export const certificateImport: ImportKind<CertificateKey> = {
  name: 'certificates',
  title: '证书',
  columns: CERTIFICATE_COLUMNS,
  tables: ['certificate', 'certificate_level'],
  plan: async (read, rows) => {
    const log = problemLog(CERTIFICATE_COLUMNS);
    const all = await allCertificates(read);
    const register = {
      byCode: new Map(all.map((row) => [codeKey(row.code), row])),
      byName: new Map(
        all.map((row) => [nameKey(row.short_name, row.evaluation_organization_id), row]),
      ),
      finder: bodyFinder(await allOrganizations(read), log),
    };
    const pairs = eachOnce(
      rows.flatMap((row) => pairOf(row, register, log)),
      log,
    );
    const knownOf = ({ code }: Wanted): KnownCertificate | undefined =>
      register.byCode.get(codeKey(code));
    const idOf = (wanted: Wanted): string | undefined => knownOf(wanted)?.id;
    const { created, changed } = compareRows(
      pairs.map(({ wanted }) => wanted),
      knownOf,
    );
    const missing = await missingLevels(pairs, idOf, await allLevels(read));
    const alsoChanged = new Set([...changed, ...missing.map(({ wanted }) => wanted)]);
    for (const wanted of created) alsoChanged.delete(wanted);
    const statuses = new Map(pairs.map((pair) => [pair.wanted, pair.status]));
    const work = {
      rows: [...created, ...changed],
      missing,
      knownOf,
      statusOf: (wanted: Wanted): CertificateStatus => statuses.get(wanted) ?? 'ACTIVE',
    };
    return {
      created: created.length,
      changed: alsoChanged.size,
      same: pairs.length - created.length - alsoChanged.size,
      problems: log.list,
      write: async (tx, context) => await write(tx, context, work),
    };
  },
};
