import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { claimedKind, cleanOriginalName } from './original-name.ts';

const CASES: readonly (readonly [given: string, clean: string])[] = [
  ['试点工作方案（盖章）.pdf', '试点工作方案（盖章）.pdf'],
  ['𠮷野㐂·方案.PDF', '𠮷野㐂·方案.PDF'],
  ['../../etc/passwd', 'passwd'],
  ['C:\\Users\\office\\方案.pdf', '方案.pdf'],
  ['..\\..\\.pdf', '未命名.pdf'],
  ['.htaccess', '未命名.htaccess'],
  ['方案\u202egnp.exe', '方案gnp.exe'],
  ['a\u0000b\r\nc.pdf', 'abc.pdf'],
  ['a.pdf\u0000.exe', 'a.pdf.exe'],
  ['方案.pdf. . ', '方案.pdf'],
  ['方\u200b案\ufeff.pdf', '方案.pdf'],
  ['half\ud800surrogate.pdf', 'halfsurrogate.pdf'],
  ['', '未命名'],
  ['a  \t b.pdf', 'a b.pdf'],
  ['e\u0301.pdf', '\u00e9.pdf'],
];

for (const [given, clean] of CASES) {
  it(`cleans ${JSON.stringify(given)}`, () => {
    assert.equal(cleanOriginalName(given), clean);
  });
}

it('shortens to 120 characters and keeps the extension', () => {
  const clean = cleanOriginalName(`${'𠮷'.repeat(300)}.pdf`);
  assert.equal(Array.from(clean).length, 120);
  assert.equal(claimedKind(clean), 'pdf');
});

it('always gives a name that can be shown, whatever comes in', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (given) => {
      const clean = cleanOriginalName(given);
      assert.ok(clean.isWellFormed());
      const characters = Array.from(clean).length;
      assert.ok(characters >= 1 && characters <= 120);
      assert.doesNotMatch(clean, /[/\\\p{Cc}\u202a-\u202e\u2066-\u2069]|^\.|^\s|\s$/u);
      assert.equal(cleanOriginalName(clean), clean);
    }),
    { numRuns: 2_000 },
  );
});

it('reads the claimed kind from the extension only', () => {
  assert.equal(claimedKind('a.JPeG'), 'jpeg');
  assert.equal(claimedKind('a.jpg'), 'jpeg');
  assert.equal(claimedKind('a.csv'), 'csv');
  assert.equal(claimedKind('a.svg'), undefined);
  assert.equal(claimedKind('pdf'), undefined);
  assert.equal(claimedKind('a.toString'), undefined);
});
