import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { markup } from './html.ts';
import { phrased } from './phrases.ts';

const shown = (text: string): string => markup`${phrased(text)}`.text;

describe('phrased', () => {
  it('lets a line end between words and not within them', () => {
    for (const year of ['2026 年第二批', '2026年第一批']) {
      const pieces = shown(`${year} 1+X 证书试点申报备案名单`).split('<wbr />');
      assert.ok(pieces.includes('申报') && pieces.includes('备案'), pieces.join('|'));
      assert.ok(!pieces.some((piece) => /^[批年一二书点]/.test(piece)), pieces.join('|'));
      assert.ok(!pieces.some((piece) => piece.endsWith('第')), pieces.join('|'));
    }
  });

  it('leaves alone what stands on one line', () => {
    assert.equal(shown('证书目录'), '证书目录');
  });

  it('shows the text as it is, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const bare = shown(text).replaceAll('<wbr />', '');
        const plain = /^<span class="phrases">([\s\S]*)<\/span>$/.exec(bare)?.[1] ?? bare;
        assert.equal(plain, markup`${text}`.text);
      }),
    );
  });
});
