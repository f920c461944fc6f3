import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import {
  CERTIFICATE_COLUMNS,
  CERTIFICATE_LEVEL_COLUMNS,
  CERTIFICATE_MAJOR_COLUMNS,
} from '../../src/features/catalog/import-labels.ts';
import {
  DIVISION_COLUMNS,
  JURISDICTION_COLUMNS,
  MAJOR_COLUMNS,
  ORGANIZATION_COLUMNS,
} from '../../src/features/organizations/import-labels.ts';

type Row = Readonly<Record<string, string>>;

const ROOT = fileURLToPath(new URL('.', import.meta.url));
const FILES = (await readdir(ROOT, { recursive: true }))
  .filter((file) => file.endsWith('.csv'))
  .toSorted();

const rowsOf = async (file: string): Promise<readonly Row[]> =>
  parse(await readFile(ROOT + file), { columns: true, skip_empty_lines: true });

const divisions = await rowsOf('provinces/shaanxi/divisions.csv');
const bureaus = await rowsOf('provinces/shaanxi/bureaus.csv');
const institutions = await rowsOf('provinces/shaanxi/institutions.csv');
const jurisdictions = await rowsOf('provinces/shaanxi/jurisdictions.csv');
const majors = await rowsOf('national/majors.csv');
const certificates = await rowsOf('national/certificates.csv');
const levels = await rowsOf('national/certificate_levels.csv');
const certificateMajors = await rowsOf('national/certificate_majors.csv');
const evaluationOrganizations = await rowsOf('national/evaluation_organizations.csv');

const column = (rows: readonly Row[], key: string): readonly string[] =>
  rows.map((row) => row[key] ?? '');

const tally = (rows: readonly Row[], key: string): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const value of column(rows, key)) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
};

const assertUnique = (rows: readonly Row[], ...keys: readonly string[]): void => {
  const seen = new Set<string>();
  for (const row of rows) {
    const key = keys.map((name) => row[name]).join(' | ');
    assert.ok(!seen.has(key), `twice: ${key}`);
    seen.add(key);
  }
};

const assertRefers = (rows: readonly Row[], key: string, to: readonly string[]): void => {
  const known = new Set(to);
  for (const value of column(rows, key)) {
    assert.ok(value === '' || known.has(value), `${key} ${value} is not known`);
  }
};

describe('every file', () => {
  for (const file of FILES) {
    it(`${file}: UTF-8 without BOM, LF, no blank around cells, no address of a machine or person`, async () => {
      const bytes = await readFile(ROOT + file);
      const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
      assert.ok(!text.startsWith('\ufeff') && !text.includes('\r') && text.endsWith('\n'));
      assert.doesNotMatch(
        text,
        /(?<!\d)1[3-9]\d{9}(?!\d)|@|\d{17}[\dXx]/,
        'no phone, mailbox or ID number',
      );
      for (const row of await rowsOf(file)) {
        for (const [key, value] of Object.entries(row)) assert.equal(value, value.trim(), key);
        assert.ok(
          !('trust' in row) || ['高', '中', '低'].includes(row['trust'] ?? ''),
          row['trust'],
        );
        assert.ok(
          !('source' in row) || (row['source'] ?? '').length >= 5,
          'every row names its source',
        );
        assert.ok((row['source'] ?? '').length <= 80, `source is long: ${row['source']}`);
      }
    });
  }
});

describe('every file fits the import it goes through', () => {
  const imports = [
    ['provinces/shaanxi/divisions.csv', DIVISION_COLUMNS],
    ['provinces/shaanxi/bureaus.csv', ORGANIZATION_COLUMNS],
    ['provinces/shaanxi/institutions.csv', ORGANIZATION_COLUMNS],
    ['provinces/shaanxi/jurisdictions.csv', JURISDICTION_COLUMNS],
    ['national/majors.csv', MAJOR_COLUMNS],
    ['national/certificates.csv', CERTIFICATE_COLUMNS],
    ['national/certificate_levels.csv', CERTIFICATE_LEVEL_COLUMNS],
    ['national/certificate_majors.csv', CERTIFICATE_MAJOR_COLUMNS],
    ['national/evaluation_organizations.csv', ORGANIZATION_COLUMNS],
  ] as const;

  it('and no file is left out', () => {
    assert.deepEqual(imports.map(([file]) => file).toSorted(), FILES);
  });

  for (const [file, columns] of imports) {
    it(file, async () => {
      const rows = await rowsOf(file);
      const keys: readonly string[] = columns.map(({ key }) => key);
      for (const header of Object.keys(rows[0] ?? {})) {
        assert.ok(keys.includes(header), `the import has no column ${header}`);
      }
      for (const sought of columns) {
        if (!('required' in sought)) continue;
        for (const row of rows) {
          assert.notEqual(row[sought.key] ?? '', '', `${sought.key} in ${JSON.stringify(row)}`);
        }
      }
    });
  }
});

describe('the province', () => {
  it('has all 119 divisions, each under one that exists', () => {
    assert.equal(divisions.length, 119);
    assertUnique(divisions, 'code');
    assertRefers(divisions, 'parent_code', column(divisions, 'code'));
    assert.deepEqual(
      divisions.filter((row) => row['parent_code'] === '').map((row) => row['code']),
      ['610000'],
    );
    assert.equal(divisions.filter((row) => row['level'] === '地级市').length, 10);
  });

  it('has the 14 addressees of the notice as bureaus, the four special ones included', () => {
    assert.equal(bureaus.length, 14);
    assertUnique(bureaus, 'code');
    assertUnique(bureaus, 'name');
    assertUnique(bureaus, 'area_code');
    assertRefers(bureaus, 'area_code', column(divisions, 'code'));
    for (const code of ['yangling', 'hancheng', 'shenmu', 'fugu'])
      assert.ok(column(bureaus, 'code').includes(code));
  });

  it('has 98 institutions of higher education and 16 secondary schools', () => {
    assert.deepEqual(tally(institutions, 'institution_kind'), {
      HIGHER_VOCATIONAL: 37,
      SECONDARY_VOCATIONAL: 16,
      UNCLASSIFIED_UNDERGRADUATE: 57,
      VOCATIONAL_UNDERGRADUATE: 4,
    });
    assertUnique(institutions, 'code');
    assertUnique(institutions, 'name');
    assertRefers(institutions, 'area_code', column(divisions, 'code'));
    for (const row of institutions) {
      const isSecondary = row['institution_kind'] === 'SECONDARY_VOCATIONAL';
      assert.match(row['institution_code'] ?? '', isSecondary ? /^$/ : /^\d{10}$/, row['name']);
      assert.match(row['affiliation'] ?? '', /^(PROVINCIAL|MUNICIPAL|COUNTY|MINISTERIAL|PRIVATE)$/);
    }
    assert.ok(
      column(institutions, 'institution_code').includes('4261050084'),
      'codes know no common prefix',
    );
  });
});

describe('the province, as set up', () => {
  it('says for every secondary school that is not provincial, and for no other, which bureau reviews it', () => {
    const local = institutions.filter(
      (row) =>
        row['institution_kind'] === 'SECONDARY_VOCATIONAL' && row['affiliation'] !== 'PROVINCIAL',
    );
    assert.deepEqual(
      column(jurisdictions, 'institution_code').toSorted(),
      column(local, 'code').toSorted(),
    );
    assertRefers(jurisdictions, 'bureau_code', column(bureaus, 'code'));
    for (const row of jurisdictions) assert.match(row['valid_from'] ?? '', /^\d{4}-\d{2}-\d{2}$/);
  });

  it('has settings without names, phones or addresses of people', async () => {
    const text = await readFile(`${ROOT}provinces/shaanxi/province.json`, 'utf8');
    const settings: unknown = JSON.parse(text);
    assert.ok(typeof settings === 'object' && settings !== null);
    for (const key of ['product', 'province', 'filing_number']) {
      assert.ok(key in settings, `no setting ${key}`);
    }
    assert.ok('contact' in settings);
    assert.deepEqual(settings.contact, { lines: [] });
  });
});

describe('the nation', () => {
  it('has the 1349 majors of the 2021 catalog', () => {
    assert.equal(majors.length, 1349);
    assertUnique(majors, 'code', 'catalog_edition');
    assert.deepEqual(tally(majors, 'education_level'), { 中职: 358, 高职专科: 744, 职业本科: 247 });
    assert.equal(tally(majors, 'state_controlled')['是'], 47);
    for (const row of majors) {
      assert.match(row['code'] ?? '', /^\d{6}$/);
      assert.ok(row['code']?.startsWith(row['class_code'] ?? '?'), row['code']);
      assert.ok(row['class_code']?.startsWith(row['category_code'] ?? '?'), row['class_code']);
    }
  });

  it('has 99 certificates, each with an evaluation organization and a basis for its batch', () => {
    assert.equal(certificates.length, 99);
    assertUnique(certificates, 'code');
    assertUnique(certificates, 'name');
    assert.deepEqual(tally(certificates, 'batch'), { 1: 6, 2: 10, 3: 12, 4: 50, '': 21 });
    assertRefers(
      certificates,
      'evaluation_organization_code',
      column(evaluationOrganizations, 'code'),
    );
    for (const row of certificates) {
      assert.notEqual(row['evaluation_organization_code'], '');
      assert.equal(
        row['batch'] === '',
        row['batch_basis'] === '',
        `${row['name']}: a batch needs its basis`,
      );
    }
  });

  it('has no evaluation organization twice or without a certificate', () => {
    assert.equal(evaluationOrganizations.length, 66);
    assertUnique(evaluationOrganizations, 'code');
    assertUnique(evaluationOrganizations, 'name');
    assertRefers(
      evaluationOrganizations,
      'code',
      column(certificates, 'evaluation_organization_code'),
    );
  });
});

describe('the details of the certificates', () => {
  it('has levels 1 to 3 of certificates that exist', () => {
    assert.equal(levels.length, 126);
    assertUnique(levels, 'certificate_code', 'level');
    assertRefers(levels, 'certificate_code', column(certificates, 'code'));
    for (const row of levels) {
      assert.match(row['level'] ?? '', /^[123]$/);
      assert.match(row['effective_on'] ?? '', /^(\d{4}-\d{2}-\d{2})?$/);
    }
  });

  it('names majors for certificates as the catalog of majors has them', () => {
    assert.equal(certificateMajors.length, 15);
    assertUnique(certificateMajors, 'certificate_code', 'major_code');
    assertRefers(certificateMajors, 'certificate_code', column(certificates, 'code'));
    const names = new Map(
      majors.map((row) => [row['code'], `${row['name']} ${row['education_level']}`]),
    );
    for (const row of certificateMajors) {
      assert.equal(names.get(row['major_code']), `${row['major_name']} ${row['education_level']}`);
    }
  });
});
