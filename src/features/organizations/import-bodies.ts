import { ORGANIZATION_KINDS, type OrganizationKind } from '../../kernel/actor.ts';
import type { CsvRow } from '../../platform/csv.ts';
import type { KnownOrganization } from './import-queries.ts';
import type { ProblemLog } from '../../platform/imports/problem-log.ts';
import { codeKey, stableCodeText } from './rules.ts';

/** Finds the body a row of a file means, by code, by name, or by both when they agree. */
export interface BodyFinder<Key extends string> {
  /** Undefined when it cannot be found; the log then says what to mend. */
  find(
    row: CsvRow<Key>,
    kind: OrganizationKind,
    codeColumn: Key,
    nameColumn: Key,
  ): KnownOrganization | undefined;
}

const plainName = (name: string): string => name.normalize('NFKC').replace(/\s/g, '');

export const bodyFinder = <Key extends string>(
  bodies: readonly KnownOrganization[],
  log: ProblemLog<Key>,
): BodyFinder<Key> => {
  const byCode = new Map<string, KnownOrganization>();
  const byName = new Map<string, KnownOrganization>();
  for (const body of bodies) {
    if (body.institution_code !== null) byCode.set(`${body.kind}|${body.institution_code}`, body);
    for (const former of body.former_names) byName.set(`${body.kind}|${plainName(former)}`, body);
  }
  // After the other numbers and the former names: what a body is called now goes first.
  for (const body of bodies) {
    byCode.set(`${body.kind}|${codeKey(body.code)}`, body);
    byName.set(`${body.kind}|${plainName(body.name)}`, body);
  }
  return {
    find: (row, kind, codeColumn, nameColumn) => {
      const code = codeKey(stableCodeText(row.values[codeColumn]));
      const name = plainName(row.values[nameColumn]);
      const label = ORGANIZATION_KINDS[kind];
      if (code === '' && name === '') {
        log.error(row, codeColumn, `请填写${label}的编码或名称`);
        return undefined;
      }
      const found = code === '' ? byName.get(`${kind}|${name}`) : byCode.get(`${kind}|${code}`);
      if (found === undefined) {
        const column = code === '' ? nameColumn : codeColumn;
        log.error(
          row,
          column,
          `单位目录中没有“${row.values[column]}”这个${label}，请核对，或先导入单位`,
        );
        return undefined;
      }
      if (name !== '' && byName.get(`${kind}|${name}`) !== found) {
        log.error(row, nameColumn, `编码对应的单位是“${found.name}”，与名称不符，请核对`);
        return undefined;
      }
      return found;
    },
  };
};
