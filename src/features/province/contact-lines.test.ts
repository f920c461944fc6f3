import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { linesOfText, textOfLines } from './contact-lines.ts';

describe('the lines of 联系我们', () => {
  it('have a label where the office wrote one', () => {
    const cases: readonly (readonly [string, string, string])[] = [
      ['电话：029-12345678', '电话', '029-12345678'],
      ['电话: 029-12345678', '电话', '029-12345678'],
      ['  地址：演示路1号 ', '地址', '演示路1号'],
      ['周一至周五 9:00—17:00', '', '周一至周五 9:00—17:00'],
      ['工作时间：周一至周五 9:00—17:00', '工作时间', '周一至周五 9:00—17:00'],
      ['网址：https://example.org/a', '网址', 'https://example.org/a'],
      ['电话：', '', '电话：'],
      ['电话 ：1', '电话', '1'],
      ['1 :电', '', '1 :电'],
      ['：没有标签', '', '：没有标签'],
    ];
    for (const [text, label, value] of cases)
      assert.deepEqual(linesOfText(text), [{ label, value }], text);
    assert.deepEqual(linesOfText('\n \n'), []);
  });

  it('stay as they are however often they are saved', () => {
    const alphabet = fc.constantFrom('电', '话', '：', ':', '1', '9', ' ', 'a', '\n', '𠮷', '/');
    fc.assert(
      fc.property(fc.array(alphabet, { maxLength: 40 }), (signs) => {
        const once = linesOfText(signs.join(''));
        assert.deepEqual(linesOfText(textOfLines(once)), once);
      }),
      { numRuns: 5000 },
    );
  });
});
