import { ORGANIZATION_KINDS, type OrganizationKind } from '../../kernel/actor.ts';
import { checkCreditCode } from '../../kernel/credit-code.ts';
import { checkInstitutionCode } from '../../kernel/institution-code.ts';
import { normalizeCode } from '../../kernel/text.ts';
import type { CsvRow } from '../../platform/csv.ts';
import { newId } from '../../platform/random.ts';
import { searchText } from '../../platform/search-key.ts';
import { fieldChanges } from './field-changes.ts';
import { ORGANIZATION_COLUMNS, type OrganizationKey } from './import-labels.ts';
import {
  allDivisions,
  allOrganizations,
  type KnownOrganization,
  type OrganizationImportValues,
  putOrganizations,
} from './import-queries.ts';
import { keyOfLabel } from '../../platform/imports/cells.ts';
import { writeInChunks } from '../../platform/imports/chunks.ts';
import { compareRows, keepKnown } from '../../platform/imports/compare.ts';
import type { ImportKind, ImportTrace } from '../../platform/imports/import-kind.ts';
import { problemLog, type ProblemLog } from '../../platform/imports/problem-log.ts';
import { AFFILIATIONS, INSTITUTION_KINDS } from './labels.ts';
import { kindOf } from './present.ts';
import type { InstitutionValues } from './queries.ts';
import { codeFindings, codeKey, stableCode, stableCodeText } from './rules.ts';

type Row = CsvRow<OrganizationKey>;
type Log = ProblemLog<OrganizationKey>;
type Wanted = Omit<OrganizationImportValues, 'id' | 'search_text' | 'kind'> & {
  readonly kind: OrganizationKind;
};

const keyOf = (kind: string, code: string): string => `${kind}|${codeKey(code)}`;
const nameKey = (kind: string, name: string): string => `${kind}|${name}`;
const orNull = (text = ''): string | null => (text === '' ? null : text);
const choices = (labels: Readonly<Record<string, string>>): string =>
  Object.values(labels).join('、');

/** A row of which the body is known: its kind, its code, and what the register has of it. */
interface Identified {
  readonly row: Row;
  readonly kind: OrganizationKind;
  readonly code: string;
  readonly old: KnownOrganization | undefined;
}

const identify = (
  rows: readonly Row[],
  known: ReadonlyMap<string, KnownOrganization>,
  log: Log,
): Identified[] => {
  const seen = new Map<string, number>();
  return rows.flatMap((row) => {
    const { values } = row;
    const kind = keyOfLabel(ORGANIZATION_KINDS, values.kind);
    if (kind === undefined) {
      if (values.kind !== '')
        log.error(row, 'kind', `请填写单位类型：${choices(ORGANIZATION_KINDS)}`);
      return [];
    }
    const [institutionCode, creditCode] = [values.institution_code, values.credit_code].map(
      normalizeCode,
    );
    const code = stableCode(
      stableCodeText(values.code),
      orNull(institutionCode),
      orNull(creditCode),
    );
    const earlier = seen.get(keyOf(kind, code));
    if (code !== '' && earlier !== undefined) {
      log.error(row, 'code', `与第 ${earlier} 行是同一单位编码，请只保留一行，或更正编码`);
      return [];
    }
    seen.set(keyOf(kind, code), row.line);
    const old = known.get(keyOf(kind, code));
    return [{ row, kind, code: old?.code ?? code, old }];
  });
};

const KEPT = ['short_name', 'area_code', 'credit_code', 'source', 'trust'] as const;

const codesNormalized = ({ values }: Row): Row['values'] => ({
  ...values,
  area_code: normalizeCode(values.area_code),
  credit_code: normalizeCode(values.credit_code),
  institution_code: normalizeCode(values.institution_code),
});

const institutionOf = ({ row, kind, old }: Identified, log: Log): InstitutionValues | null => {
  const { values } = row;
  if (kind !== 'INSTITUTION') return null;
  const choose = (
    key: 'institution_kind' | 'affiliation',
    labels: Readonly<Record<string, string>>,
    before: string | null | undefined,
  ): string | undefined => {
    const chosen = values[key] === '' ? (before ?? undefined) : keyOfLabel(labels, values[key]);
    if (chosen === undefined) log.error(row, key, `请填写：${choices(labels)}`);
    return chosen;
  };
  const institutionKind = choose('institution_kind', INSTITUTION_KINDS, old?.institution_kind);
  const affiliation = choose('affiliation', AFFILIATIONS, old?.affiliation);
  if (institutionKind === undefined || affiliation === undefined) return null;
  return {
    institution_kind: institutionKind,
    affiliation,
    ...keepKnown(['institution_code', 'ownership', 'address'], codesNormalized(row), old),
  };
};

const formerNamesOf = ({ row, old }: Identified): string[] => {
  const given = row.values.former_names.split(/[;；、|]/).map((name) => name.trim());
  const before = old?.former_names ?? [];
  const renamedFrom = old === undefined || old.name === row.values.name ? [] : [old.name];
  const all = [...before, ...given, ...renamedFrom];
  return [...new Set(all)].filter((name) => name !== '' && name !== row.values.name);
};

const wantedOf = (identified: Identified, log: Log): Wanted => {
  const { row, kind, code, old } = identified;
  return {
    kind,
    code,
    name: row.values.name,
    former_names: formerNamesOf(identified),
    ...keepKnown(KEPT, codesNormalized(row), old),
    institution: institutionOf(identified, log),
  };
};

const checkFacts = (row: Row, wanted: Wanted, areas: ReadonlySet<string>, log: Log): void => {
  log.findings(row, 'code', codeFindings(wanted.code));
  if (wanted.credit_code !== null) {
    log.findings(row, 'credit_code', checkCreditCode(wanted.credit_code, ''));
  }
  const institutionCode = wanted.institution?.institution_code ?? null;
  if (institutionCode !== null) {
    log.findings(row, 'institution_code', checkInstitutionCode(institutionCode, ''));
  }
  if (wanted.area_code !== null && !areas.has(wanted.area_code)) {
    log.error(row, 'area_code', `行政区划中没有 ${wanted.area_code}，请核对，或先导入行政区划`);
  }
};

/** Names and institution codes as they will stand after the import; each may stand once. */
const checkUnique = (
  pairs: readonly { readonly row: Row; readonly wanted: Wanted }[],
  known: ReadonlyMap<string, KnownOrganization>,
  log: Log,
): void => {
  const inFile = new Set(pairs.map(({ wanted }) => keyOf(wanted.kind, wanted.code)));
  const untouched = [...known].filter(([key]) => !inFile.has(key)).map(([, body]) => body);
  const names = new Map(
    untouched.map((body) => [nameKey(body.kind, body.name), `编码为 ${body.code} 的单位`]),
  );
  const codes = new Map(
    untouched.flatMap((body) =>
      body.institution_code === null ? [] : [[body.institution_code, body.name] as const],
    ),
  );
  for (const { row, wanted } of pairs) {
    const name = nameKey(wanted.kind, wanted.name);
    const holder = names.get(name);
    if (wanted.name !== '' && holder !== undefined) {
      log.error(row, 'name', `与${holder}同名，请填写它的编码以修改原单位，或用全称区分`);
    }
    names.set(name, `第 ${row.line} 行`);
    const institutionCode = wanted.institution?.institution_code ?? null;
    if (institutionCode === null) continue;
    const owner = codes.get(institutionCode);
    if (owner !== undefined)
      log.error(row, 'institution_code', `这个院校标识码已属于${owner}，请核对`);
    codes.set(institutionCode, wanted.name);
  }
};

const toValues = (wanted: Wanted, id: string): OrganizationImportValues => ({
  ...wanted,
  id,
  search_text: searchText(
    wanted.name,
    wanted.short_name ?? '',
    ...wanted.former_names,
    wanted.code,
    wanted.institution?.institution_code ?? '',
  ),
});

const traceOf = (
  body: OrganizationImportValues,
  old: KnownOrganization | undefined,
): ImportTrace => {
  const { institution, search_text: _, id, ...facts } = body;
  return {
    subjectKind: 'organization',
    subjectId: id,
    ...(old === undefined ? { toStatus: 'ACTIVE' } : {}),
    detail:
      old === undefined ? { name: body.name } : fieldChanges(old, { ...facts, ...institution }),
  };
};

/** What the register has of a body, in the shape and key order of `wantedOf`. */
const asWanted = (body: KnownOrganization): Wanted => ({
  kind: kindOf(body.kind),
  code: body.code,
  name: body.name,
  short_name: body.short_name,
  former_names: body.former_names,
  area_code: body.area_code,
  credit_code: body.credit_code,
  source: body.source,
  trust: body.trust,
  institution:
    body.institution_kind === null || body.affiliation === null
      ? null
      : {
          institution_kind: body.institution_kind,
          affiliation: body.affiliation,
          institution_code: body.institution_code,
          ownership: body.ownership,
          address: body.address,
        },
});

export const organizationImport: ImportKind<OrganizationKey> = {
  name: 'organizations',
  title: '单位',
  columns: ORGANIZATION_COLUMNS,
  tables: ['organization', 'institution'],
  plan: async (read, rows) => {
    const log = problemLog(ORGANIZATION_COLUMNS);
    const all = await allOrganizations(read);
    const known = new Map(all.map((body) => [keyOf(body.kind, body.code), body]));
    const areas = new Set((await allDivisions(read)).map(({ code }) => code));
    const pairs = identify(rows, known, log).map((identified) => ({
      row: identified.row,
      wanted: wantedOf(identified, log),
    }));
    for (const { row, wanted } of pairs) checkFacts(row, wanted, areas, log);
    checkUnique(pairs, known, log);
    const oldOf = ({
      kind,
      code,
    }: Pick<Wanted, 'code'> & { readonly kind: string }): KnownOrganization | undefined =>
      known.get(keyOf(kind, code));
    const wanted = pairs.map((pair) => pair.wanted);
    const { created, changed, same } = compareRows(wanted, (body) => {
      const old = oldOf(body);
      return old === undefined ? undefined : asWanted(old);
    });
    return {
      created: created.length,
      changed: changed.length,
      same,
      problems: log.list,
      write: async (tx, context) => {
        const values = [...created, ...changed].map((body) =>
          toValues(body, oldOf(body)?.id ?? newId(context.at)),
        );
        await writeInChunks(values, context, (chunk) => putOrganizations(tx, chunk, context));
        return values.map((body) => traceOf(body, oldOf(body)));
      },
    };
  },
};
