import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { checkMobile, checkPhone, maskPhone, normalizePhone } from './phone.ts';

const passes = (check: typeof checkPhone, value: string) => check(value, 'mobile').length === 0;

test('mobile numbers have eleven digits and begin with 13 to 19', () => {
  for (const value of ['13812345678', '19912345678'])
    assert.equal(passes(checkMobile, value), true);
  for (const value of [
    '',
    '12812345678',
    '1381234567',
    '138123456789',
    '029-87654321',
    '1381234567８',
    '13812345678 ',
  ])
    assert.equal(passes(checkMobile, value), false, value);
  assert.deepEqual(checkMobile('1', 'contact.mobile'), [
    {
      severity: 'error',
      code: 'phone.mobile',
      field: 'contact.mobile',
      text: '请填写 11 位手机号',
    },
  ]);
});

test('a telephone may also be a landline with its area code', () => {
  for (const value of ['13812345678', '029-87654321', '0912-3456789'])
    assert.equal(passes(checkPhone, value), true);
  for (const value of [
    '87654321',
    '29-87654321',
    '029-123456',
    '02987654321',
    '029-876543210',
    '01234-8765432',
  ])
    assert.equal(passes(checkPhone, value), false, value);
});

test('what people type becomes what is stored', () => {
  const typed: Record<string, string> = {
    '138 1234 5678': '13812345678',
    '138-1234-5678': '13812345678',
    '+86 138 1234 5678': '13812345678',
    '0086-13812345678': '13812345678',
    '8613812345678': '13812345678',
    '１３８１２３４５６７８': '13812345678',
    '(029)8765 4321': '029-87654321',
    '（029）87654321': '029-87654321',
    '029—87654321': '029-87654321',
    '02987654321': '029-87654321',
    '+86 29 8765 4321': '029-87654321',
    '+86 (029) 8765 4321': '029-87654321',
    '+86 10 1234 5678': '010-12345678',
    '09123456789': '0912-3456789',
    '0912-3456789': '0912-3456789',
    '转 8001': '转8001',
  };
  for (const [text, stored] of Object.entries(typed))
    assert.equal(normalizePhone(text), stored, text);
});

test('normalizing twice is normalizing once', () => {
  const unit = fc.constantFrom(...Array.from('0123456789+-() 　１'));
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 18 }), (text) => {
      const once = normalizePhone(text);
      assert.equal(normalizePhone(once), once);
    }),
  );
});

test('masks show four digits at the end at most', () => {
  assert.equal(maskPhone('13812345678'), '138****5678');
  assert.equal(maskPhone('029-87654321'), '029-****4321');
  assert.equal(maskPhone('0912-3456789'), '0912-***6789');
  assert.equal(maskPhone('+8613812345678'), '************78');
  assert.equal(maskPhone('123456'), '******');
  assert.equal(maskPhone(''), '');
});
