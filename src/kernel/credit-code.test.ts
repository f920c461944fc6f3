import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { checkCreditCode, creditCodeCheckCharacter } from './credit-code.ts';

const ALPHABET = Array.from('0123456789ABCDEFGHJKLMNPQRTUWXY');

const said = (value: string): string =>
  checkCreditCode(value, 'usci')
    .map((finding) => `${finding.severity} ${finding.code}`)
    .join();

const letters = (length: number) =>
  fc
    .array(fc.constantFrom(...ALPHABET), { minLength: length, maxLength: length })
    .map((signs) => signs.join(''));
const anyBody = fc
  .tuple(letters(2), fc.integer({ min: 0, max: 999_999 }), letters(9))
  .map(([kind, area, rest]) => `${kind}${String(area).padStart(6, '0')}${rest}`);

test('published codes pass', () => {
  for (const code of ['91350100M000100Y43', '91110000101623741K'])
    assert.equal(said(code), '', code);
});

test('a real code that fails the standard only warns', () => {
  assert.equal(creditCodeCheckCharacter('91350211M0000XUF4'), 'R');
  assert.equal(said('91350211M0000XUF46'), 'warning credit_code.check_character');
});

test('letters outside the alphabet, lower case and wrong lengths are errors', () => {
  for (const code of [
    '',
    '91350100M000100Y4',
    '91350100M000100Y433',
    '91350100m000100y43',
    '9135010OM000100Y43',
    '91350100I000100Y43',
    '91350100S000100Y43',
    '91350100V000100Y43',
    '91350100Z000100Y43',
    '９1350100M000100Y43',
    '9A350100M000100O43',
    '913501A0M000100Y43',
  ])
    assert.equal(said(code), 'error credit_code.format', code);
});

test('a remainder of 0 is written 0, not the 32nd sign of the alphabet', () => {
  assert.equal(creditCodeCheckCharacter('00000000000000000'), '0');
});

test('a code with its check character has a weighted sum of 0 modulo 31', () => {
  fc.assert(
    fc.property(anyBody, (body) => {
      const code = body + creditCodeCheckCharacter(body);
      assert.equal(said(code), '');
      // The standard's definition (ISO 7064): weights 3^i, the check character counting once.
      const sum = Array.from(body).reduce(
        (total, sign, i) => total + 3n ** BigInt(i) * BigInt(ALPHABET.indexOf(sign)),
        0n,
      );
      assert.equal((sum + BigInt(ALPHABET.indexOf(code.charAt(17)))) % 31n, 0n);
    }),
  );
});

test('one wrong character never passes silently', () => {
  fc.assert(
    fc.property(
      anyBody,
      fc.integer({ min: 0, max: 16 }),
      fc.constantFrom(...ALPHABET),
      (body, at, sign) => {
        const code = body + creditCodeCheckCharacter(body);
        const wrong = code.slice(0, at) + sign + code.slice(at + 1);
        if (wrong !== code) assert.notEqual(said(wrong), '');
      },
    ),
  );
});
