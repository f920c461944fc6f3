import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { bigramsOf, markTerms, readableText, termsOf } from './bigram.ts';

describe('pairs of characters', () => {
  it('find every part of a text that has two characters or more', () => {
    const han = fc.array(fc.constantFrom('考', '核', '站', '点', ' ', 'A', 'b', '1', '，'), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(han, fc.nat(40), fc.integer({ min: 2, max: 6 }), (signs, start, length) => {
        const text = readableText(signs.join(''));
        const pairs = new Set(bigramsOf(text));
        for (const term of termsOf(text.slice(start, start + length)))
          assert.ok(bigramsOf(term).every((pair) => pairs.has(pair)));
      }),
    );
  });

  it('take the spaces of a PDF for nothing between Chinese characters', () => {
    assert.equal(readableText('考 核\n站 点 ＡＢＣ  def'), '考核站点 ABC def');
    assert.deepEqual(termsOf(' 考 核  ABC '), ['考核', 'abc']);
  });

  it('are marked where they stand', () => {
    assert.deepEqual(markTerms('甲ABC乙abc', ['abc']), [
      { text: '甲', isHit: false },
      { text: 'ABC', isHit: true },
      { text: '乙', isHit: false },
      { text: 'abc', isHit: true },
    ]);
  });
});
