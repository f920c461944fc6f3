import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkInstitutionCode, parseInstitutionCode } from './institution-code.ts';

const said = (value: string): string =>
  checkInstitutionCode(value, 'institutionCode')
    .map((finding) => `${finding.severity} ${finding.code}`)
    .join();

test('codes of all four kinds and of any province pass', () => {
  for (const code of ['4161010697', '3661000123', '4261050084', '9361000001', '4111010001'])
    assert.equal(said(code), '', code);
});

test('the college code is the last five digits, for higher education only', () => {
  assert.deepEqual(parseInstitutionCode('4161010697'), {
    kind: '41',
    provinceCode: '61',
    sequence: '010697',
    collegeCode: '10697',
  });
  assert.equal(parseInstitutionCode('4261050084')?.collegeCode, '50084');
  assert.equal(parseInstitutionCode('3661010697')?.collegeCode, undefined);
});

test('anything but ten digits is an error', () => {
  for (const code of [
    '',
    '10697',
    '416101069',
    '41610106970',
    '416101069X',
    '４161010697',
    '4161010697\n',
  ])
    assert.equal(said(code), 'error institution_code.format', code);
});

test('an unknown kind only warns', () => {
  assert.equal(said('1161010697'), 'warning institution_code.kind');
});
