import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { checkIdNumber, idNumberCheckDigit, maskIdNumber, parseIdNumber } from './id-number.ts';
import { addDaysToDate, toDateOnly } from './time.ts';

const TODAY = toDateOnly('2025-04-07');
const VECTOR = '11010519491231002X';

const said = (value: string): string =>
  checkIdNumber(value, TODAY, 'idNumber')
    .map((finding) => `${finding.severity} ${finding.code}`)
    .join();

/** ISO 7064 MOD 11-2 by its recursive definition, not by weights. */
const remainder = (value: string): number => {
  let rest = 0;
  for (const sign of value) rest = ((rest + (sign === 'X' ? 10 : Number(sign))) * 2) % 11;
  return (rest * 6) % 11; // undo the last doubling: 2 × 6 ≡ 1 (mod 11)
};

const anyIdNumber = fc
  .record({
    area: fc.constantFrom('610102', '610403', '110105', '830000'),
    day: fc
      .integer({ min: 0, max: 40_000 })
      .map((days) => addDaysToDate(toDateOnly('1915-01-01'), days)),
    serial: fc.integer({ min: 0, max: 999 }).map((serial) => String(serial).padStart(3, '0')),
  })
  .map(({ area, day, serial }) => {
    const digits = `${area}${day.replaceAll('-', '')}${serial}`;
    return digits + idNumberCheckDigit(digits);
  });

test('the vector of GB 11643 passes and is read', () => {
  assert.equal(said(VECTOR), '');
  assert.deepEqual(parseIdNumber(VECTOR), {
    areaCode: '110105',
    birthDate: '1949-12-31',
    sex: 'FEMALE',
  });
  assert.equal(parseIdNumber('440524188001010014')?.sex, 'MALE');
  assert.equal(said('440524188001010014'), '');
});

test('the check digit agrees with ISO 7064 MOD 11-2', () => {
  fc.assert(
    fc.property(anyIdNumber, (value) => {
      assert.equal(remainder(value), 1);
      assert.equal(said(value), '');
    }),
  );
});

test('one wrong digit or two swapped neighbours never pass', () => {
  const position = fc.integer({ min: 0, max: 16 });
  fc.assert(
    fc.property(anyIdNumber, position, fc.integer({ min: 1, max: 9 }), (value, at, step) => {
      const digit = (Number(value[at]) + step) % 10;
      assert.notEqual(said(value.slice(0, at) + digit + value.slice(at + 1)), '');
    }),
  );
  fc.assert(
    fc.property(anyIdNumber, position, (value, at) => {
      const swapped =
        value.slice(0, at) + value.charAt(at + 1) + value.charAt(at) + value.slice(at + 2);
      if (swapped !== value) assert.notEqual(said(swapped), '');
    }),
  );
});

test('each fault is named', () => {
  const faults: Record<string, string> = {
    '': 'error id_number.format',
    '11010519491231002x': 'error id_number.format',
    '110105194912310021': 'error id_number.check_digit',
    '130503670401001': 'error id_number.format',
    '1101051949123100２X': 'error id_number.format',
    '110105194912310X2X': 'error id_number.format',
    '110105194902310025': 'error id_number.birth_date',
    '110105194913310025': 'error id_number.birth_date',
    '110105000000000025': 'error id_number.birth_date',
  };
  for (const [value, expected] of Object.entries(faults))
    assert.equal(said(value), expected, value);
});

test('someone may be born today but not tomorrow', () => {
  const born = (date: string) => {
    const digits = `610102${date}001`;
    return said(digits + idNumberCheckDigit(digits));
  };
  assert.equal(born('20250407'), '');
  assert.equal(born('20250408'), 'error id_number.future');
});

test('an unknown area only warns', () => {
  const digits = '99010519491231002';
  assert.equal(said(digits + idNumberCheckDigit(digits)), 'warning id_number.area');
  // A county code that no longer exists, in a province that does.
  const abolished = '61999919491231002';
  assert.equal(said(abolished + idNumberCheckDigit(abolished)), '');
});

test('findings name the field and the standard', () => {
  const [finding] = checkIdNumber('1', TODAY, 'candidates[3].idNumber');
  assert.equal(finding?.field, 'candidates[3].idNumber');
  assert.equal(finding?.source, 'GB 11643');
});

test('masks keep the length and show four characters at each end at most', () => {
  assert.equal(maskIdNumber('61010219900101012X'), '6101**********012X');
  assert.equal(maskIdNumber('E12345678'), 'E1*****78');
  assert.equal(maskIdNumber('1234567'), '*******');
  assert.equal(maskIdNumber(''), '');
});
